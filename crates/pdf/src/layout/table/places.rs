//! In which columns a row's cells stand.

use crate::Error;
use crate::model::{Cell, Row};

/// Where a cell stands, and how much it spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub column: usize,
    pub columns: usize,
    pub rows: usize,
}

/// The columns of a table, as its rows are read one after the other.
pub(crate) struct Places {
    /// For each column, into how many of the rows to come a cell goes on.
    covered: Vec<usize>,
}

impl Places {
    pub(crate) fn new(columns: usize) -> Self {
        Self { covered: vec![0; columns] }
    }

    /// Where the cells of the next row stand.
    pub(crate) fn of(&mut self, row: &Row) -> Result<Vec<Place>, Error> {
        let mut places = Vec::with_capacity(row.cells.len());
        let mut column = 0;
        for cell in &row.cells {
            while self.covered.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let (columns, rows) = match cell {
                Cell::Text(_) => (1, 1),
                Cell::Full(cell) => (cell.columns.max(1), cell.rows.max(1)),
            };
            let free = self.covered.iter_mut().skip(column).take(columns).filter(|rows| **rows == 0);
            if free.map(|covered| *covered = rows).count() < columns {
                return Err(wrong());
            }
            places.push(Place { column, columns, rows });
            column += columns;
        }
        if self.covered.contains(&0) {
            return Err(wrong());
        }
        self.covered.iter_mut().for_each(|rows| *rows -= 1);
        Ok(places)
    }

    /// Whether a cell goes on into the row to come.
    pub(crate) fn go_on(&self) -> bool {
        self.covered.iter().any(|&rows| rows > 0)
    }
}

fn wrong() -> Error {
    Error::invalid("cells", "be as many as there are columns, less those spanned")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::model::{FullCell, Text, Vertical};

    fn row(spans: &[(usize, usize)]) -> Row {
        let cell = |&(columns, rows): &(usize, usize)| match (columns, rows) {
            (1, 1) => Cell::Text(Text::Plain(String::new())),
            _ => Cell::Full(FullCell {
                content: Vec::new().into(),
                columns,
                rows,
                background: None,
                vertical: Vertical::Top,
                heading: false,
            }),
        };
        Row { cells: spans.iter().map(cell).collect(), subtotal: None, background: None, with_next: false }
    }

    fn columns(places: &[Place]) -> Vec<usize> {
        places.iter().map(|place| place.column).collect()
    }

    #[test]
    fn cells_stand_beside_those_that_span_rows() {
        let mut places = Places::new(4);
        assert_eq!(columns(&places.of(&row(&[(1, 1), (2, 3), (1, 1)])).unwrap()), [0, 1, 3]);
        assert!(places.go_on());
        assert_eq!(columns(&places.of(&row(&[(1, 2), (1, 1)])).unwrap()), [0, 3]);
        assert_eq!(columns(&places.of(&row(&[(1, 1)])).unwrap()), [3]);
        assert!(!places.go_on());
        assert_eq!(columns(&places.of(&row(&[(4, 1)])).unwrap()), [0]);
    }

    #[test]
    fn rows_with_too_few_or_too_many_cells_are_refused() {
        for spans in [&[(1, 1)][..], &[(1, 1); 3], &[(3, 1)], &[(1, 1), (2, 1)], &[]] {
            assert!(Places::new(2).of(&row(spans)).is_err(), "{spans:?}");
        }
    }
}
