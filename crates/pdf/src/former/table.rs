//! Tables over any number of pages: a first column of wrapped text, the others beside its first lines.

use crate::Error;
use crate::former::flow::{Align, Column, Flow};
use crate::former::text::{Line, Style};

/// The columns of a table and the look of its rows.
pub(crate) struct Table {
    /// From left to right; the first takes the text, the others are set right-aligned.
    pub columns: Vec<Column>,
    /// Above and below the text of each row.
    pub padding: f64,
    pub hairline: [u8; 3],
    /// Height free for rows on a page that has nothing but the table.
    pub fresh_room: f64,
}

/// A row before it is placed.
pub(crate) struct Row {
    /// The first column, each line in its own style.
    pub text: Vec<(Line, Style)>,
    /// The other columns.
    pub cells: Vec<Vec<Line>>,
    pub style: Style,
}

impl Row {
    fn text_height(&self) -> f64 {
        self.text.iter().map(|(_, style)| style.line_height()).sum()
    }

    fn cells_height(&self) -> f64 {
        let lines = self.cells.iter().map(Vec::len).max().unwrap_or(0);
        lines as f64 * self.style.line_height()
    }
}

impl Table {
    /// The height of a row in one piece.
    pub(crate) fn height(&self, row: &Row) -> f64 {
        row.text_height().max(row.cells_height()) + 2.0 * self.padding
    }

    /// Places a row so that `reserve` stays free below it. A row that does not fit moves to the next page whole; one
    /// that no page could hold goes on over as many as it needs, its cells beside its first lines. `next_page` is told
    /// whether the cells have been drawn.
    pub(crate) fn place(
        &self,
        flow: &mut Flow<'_>,
        row: Row,
        reserve: f64,
        next_page: &mut dyn FnMut(&mut Flow<'_>, bool) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let height = self.height(&row) + reserve;
        let mut fresh = false;
        if height > flow.room()
            && (height <= self.fresh_room || self.head_height(&row) + reserve > flow.room())
        {
            next_page(flow, false)?;
            fresh = true;
        }
        let mut cells = Some(row.cells);
        let mut cells_height = cells.as_ref().map_or(0.0, |cells| {
            cells.iter().map(Vec::len).max().unwrap_or(0) as f64 * row.style.line_height()
        });
        let mut text = row.text.into_iter().peekable();
        loop {
            let top = flow.y + self.padding;
            let bottom = flow.frame.bottom() - reserve - self.padding;
            let mut y = top;
            while let Some((line, style)) =
                text.next_if(|(_, style)| fresh || y + style.line_height() <= bottom)
            {
                y = flow.lines(vec![line], &style, Align::Left, self.columns[0], y);
                fresh = false;
            }
            for (lines, column) in cells.take().into_iter().flatten().zip(&self.columns[1..]) {
                flow.lines(lines, &row.style, Align::Right, *column, top);
            }
            flow.y = y.max(top + cells_height) + self.padding;
            cells_height = 0.0;
            if text.peek().is_none() {
                break;
            }
            next_page(flow, true)?;
            fresh = true;
        }
        let across = flow.frame.column();
        flow.rule(across, flow.y, 0.5, self.hairline);
        Ok(())
    }

    /// The least of a row that may stand at the end of a page: its cells and its first line.
    fn head_height(&self, row: &Row) -> f64 {
        let first = row.text.first().map_or(0.0, |(_, style)| style.line_height());
        first.max(row.cells_height()) + 2.0 * self.padding
    }
}
