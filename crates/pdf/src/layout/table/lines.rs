//! A table's lines, as far as they stand on one page.

use krilla::tagging::ArtifactType;

use crate::layout::At;
use crate::layout::mark::{Ink, Mark};
use crate::layout::table::cell::{Span, across};
use crate::model::{Line, TableLines};

/// The lines between the rows placed so far.
pub(super) struct Lines<'a> {
    kinds: TableLines,
    edges: &'a [f64],
    /// For each edge, where the line on it began that goes on.
    uprights: Vec<Option<f64>>,
    /// Left, top, width and height.
    drawn: Vec<([f64; 4], Line)>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(lines: TableLines, edges: &'a [f64]) -> Self {
        Self { kinds: lines, edges, uprights: vec![None; edges.len()], drawn: Vec::new() }
    }

    fn columns(&self) -> usize {
        self.edges.len() - 1
    }

    /// The row of that index, and the cells in it.
    pub(super) fn row(
        &mut self,
        top: f64,
        bottom: f64,
        cells: impl Iterator<Item = Span> + Clone,
        index: usize,
    ) {
        if self.kinds.column.is_some() {
            let mut between = vec![true; self.columns()];
            for Span { column, columns, .. } in cells.clone() {
                between[column + 1..column + columns].fill(false);
            }
            for (edge, between) in between.into_iter().enumerate().skip(1) {
                if between {
                    self.uprights[edge].get_or_insert(top);
                } else {
                    self.end_upright(edge, top);
                }
            }
        }
        if let Some(line) = self.kinds.row {
            let mut covered = vec![false; self.columns()];
            for Span { column, columns, .. } in cells.filter(|span| span.last > index) {
                covered[column..column + columns].fill(true);
            }
            self.across(bottom, line, &covered);
        }
    }

    /// A row without columns.
    pub(super) fn undivided(&mut self, top: f64, bottom: f64) {
        (0..self.edges.len()).for_each(|edge| self.end_upright(edge, top));
        if let Some(line) = self.kinds.row {
            self.across(bottom, line, &vec![false; self.columns()]);
        }
    }

    /// The head ends at `y`.
    pub(super) fn under_head(&mut self, y: f64) {
        if let Some(line) = self.kinds.head {
            // Instead of the line under its last row.
            self.drawn.retain(|([_, top, _, height], _)| top + height < y);
            self.across(y, line, &vec![false; self.columns()]);
        }
    }

    /// A line over the columns that are not covered.
    fn across(&mut self, y: f64, line: Line, covered: &[bool]) {
        let mut column = 0;
        for stretch in covered.chunk_by(|one, next| one == next) {
            let end = column + stretch.len();
            if !stretch[0] {
                let (left, width) = across(self.edges, column, end);
                self.drawn.push(([left, y - line.width / 2.0, width, line.width], line));
            }
            column = end;
        }
    }

    fn end_upright(&mut self, edge: usize, y: f64) {
        if let (Some(top), Some(line)) = (self.uprights[edge].take(), self.kinds.column) {
            self.drawn.push(([self.edges[edge] - line.width / 2.0, top, line.width, y - top], line));
        }
    }

    /// Adds the lines of what stands below `y`.
    pub(super) fn append(&mut self, y: f64, below: Self) {
        (0..self.edges.len()).for_each(|edge| self.end_upright(edge, y));
        self.uprights = below.uprights;
        self.drawn.extend(below.drawn);
    }

    /// Draws all lines of a part that ends at `bottom`.
    pub(super) fn draw(mut self, at: At, bottom: f64, marks: &mut Vec<Mark>) {
        (0..self.edges.len()).for_each(|edge| self.end_upright(edge, bottom));
        if let Some(line) = self.kinds.outer {
            let (width, right) = (line.width, across(self.edges, 0, self.columns()).1);
            let sides = [
                [0.0, 0.0, right, width],
                [0.0, bottom - width, right, width],
                [0.0, 0.0, width, bottom],
                [right - width, 0.0, width, bottom],
            ];
            self.drawn.extend(sides.map(|side| (side, line)));
        }
        marks.extend(self.drawn.into_iter().map(|([x, y, width, height], line)| Mark {
            owner: at.owner.artifact(ArtifactType::Layout),
            x: at.x + x,
            y: at.y + y,
            ink: Ink::Rectangle { width, height, color: line.color },
        }));
    }
}
