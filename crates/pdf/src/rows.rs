//! The rows of tables that come apart from the document, so that a long table is never held as a whole.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::Error;
use crate::model::Row;

/// Batches held in parsed form: enough for tables side by side.
const HELD: usize = 4;

/// Rows of tables on their way into a document: batches of JSON, each parsed when its rows are laid out.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    batches: Vec<String>,
}

impl Rows {
    /// No rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds rows, given as the JSON of an array of [`Row`].
    pub fn append(&mut self, json: String) {
        self.batches.push(json);
    }

    /// Lets go of the rows.
    pub fn clear(&mut self) {
        self.batches = Vec::new();
    }
}

/// Gives the rows one by one, and holds few of them.
pub(crate) struct Reader {
    batches: Vec<String>,
    /// For each batch that was parsed before, how many rows stand before its end.
    ends: RefCell<Vec<usize>>,
    held: RefCell<VecDeque<(usize, Rc<[Row]>)>>,
}

/// A row and the batch it stands in.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    batch: Rc<[Row]>,
    index: usize,
}

impl std::ops::Deref for Held {
    type Target = Row;

    fn deref(&self) -> &Row {
        &self.batch[self.index]
    }
}

impl Reader {
    pub(crate) fn new(rows: Rows) -> Self {
        Self { batches: rows.batches, ends: RefCell::default(), held: RefCell::default() }
    }

    /// The row of that index, of all that were appended.
    pub(crate) fn row(&self, index: usize) -> Result<Held, Error> {
        while self.ends.borrow().last().is_none_or(|&end| end <= index) {
            let number = self.ends.borrow().len();
            if number == self.batches.len() {
                return Err(Error::invalid("rows", "hold the rows that its tables name"));
            }
            let end = self.ends.borrow().last().unwrap_or(&0) + self.batch(number)?.len();
            self.ends.borrow_mut().push(end);
        }
        let ends = self.ends.borrow();
        let number = ends.partition_point(|&end| end <= index);
        let from = if number == 0 { 0 } else { ends[number - 1] };
        Ok(Held { batch: self.batch(number)?, index: index - from })
    }

    fn batch(&self, number: usize) -> Result<Rc<[Row]>, Error> {
        let mut held = self.held.borrow_mut();
        if let Some((_, batch)) = held.iter().find(|(of, _)| *of == number) {
            return Ok(Rc::clone(batch));
        }
        let batch: Rc<[Row]> = serde_json::from_str(&self.batches[number])
            .map_err(|_| Error::invalid("rows", "be arrays of rows as JSON"))?;
        if held.len() == HELD {
            held.pop_front();
        }
        held.push_back((number, Rc::clone(&batch)));
        Ok(batch)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::model::{Cell, Text};

    fn reader() -> Reader {
        let mut rows = Rows::new();
        for batch in 0..20 {
            let texts: Vec<_> =
                (0..batch % 4).map(|row| format!(r#"{{"cells":["{batch}.{row}"]}}"#)).collect();
            rows.append(format!("[{}]", texts.join(",")));
        }
        Reader::new(rows)
    }

    fn text(reader: &Reader, index: usize) -> String {
        match &reader.row(index).unwrap().cells[0] {
            Cell::Text(Text::Plain(text)) => text.clone(),
            cell => unreachable!("{cell:?}"),
        }
    }

    #[test]
    fn rows_are_found_across_batches_in_any_order() {
        let order = ["1.0", "2.0", "2.1", "3.0", "3.1", "3.2", "5.0"];
        let reader = reader();
        assert_eq!(text(&reader, 6), order[6]);
        for (index, expected) in order.iter().enumerate() {
            assert_eq!(text(&reader, index), *expected);
        }
        assert_eq!(text(&reader, 29), "19.2");
        assert!(reader.held.borrow().len() <= HELD);
    }

    #[test]
    fn rows_that_are_not_there_are_an_error() {
        assert!(matches!(reader().row(30), Err(Error::Invalid { .. })));
        let mut rows = Rows::new();
        rows.append("[{}]".to_owned());
        assert!(matches!(Reader::new(rows).row(0), Err(Error::Invalid { .. })));
    }
}
