//! What stands of a table on one page, in the order it is drawn.

use crate::layout::mark::Mark;
use crate::layout::table::cell::Span;
use crate::layout::table::lines::Lines;

/// See above.
pub(super) struct Sheet<'a> {
    pub lines: Lines<'a>,
    /// Backgrounds: below all that is read.
    pub below: Vec<Mark>,
    /// For each time a cell was drawn, which one it was and where its marks begin.
    drawn: Vec<((usize, usize), usize)>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(lines: Lines<'a>) -> Self {
        Self { lines, below: Vec::new(), drawn: Vec::new() }
    }

    /// The marks from the next on are a cell's.
    pub(super) fn begin(&mut self, cell: Span, marks: &[Mark]) {
        self.drawn.push(((cell.first, cell.number), marks.len()));
    }

    /// Takes away what cells drew from the `from`th mark on.
    pub(super) fn forget(&mut self, marks: &mut Vec<Mark>, from: usize) {
        marks.truncate(from);
        self.drawn.retain(|&(_, start)| start < from);
    }

    /// Takes all marks from the `from`th on: backgrounds, and the cells in the order they are read, which is not that in
    /// which they end. Returns the lines, which are drawn last.
    pub(super) fn finish(self, marks: &mut Vec<Mark>, from: usize) -> (Vec<Mark>, Lines<'a>) {
        let Self { lines, mut below, drawn } = self;
        if drawn.is_sorted_by_key(|(cell, _)| cell) {
            below.extend(marks.drain(from..));
            return (below, lines);
        }
        let mut cells: Vec<_> =
            drawn.into_iter().rev().map(|(cell, start)| (cell, marks.split_off(start))).collect();
        cells.reverse();
        cells.sort_by_key(|(cell, _)| *cell);
        below.extend(cells.into_iter().flat_map(|(_, marks)| marks));
        (below, lines)
    }
}
