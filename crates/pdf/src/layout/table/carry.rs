//! Subtotals where a page ends.

use krilla::tagging::ArtifactType;

use crate::layout::mark::{Ink, Mark};
use crate::layout::table::cell::Grid;
use crate::layout::{At, Setting};
use crate::model::{self, Align};
use crate::text::Line;

/// What stands at a page's end, and again at the start of the next.
pub(super) struct Carry {
    pub forward: String,
    pub brought: String,
    column: usize,
    align: Align,
    style: usize,
    pub height: f64,
    /// Of the rows so far.
    pub subtotal: Option<String>,
}

impl Carry {
    pub(super) fn new(setting: &mut Setting, carry: &model::Carry, table: &model::Table) -> Self {
        let model::Carry { forward, brought, column, style } = carry.clone();
        let [top, _, bottom, _] = table.padding;
        let height = top + setting.typesetter.line("", style).height + bottom;
        let align = table.columns[column].align;
        Self { forward, brought, column, align, style, height, subtotal: None }
    }

    /// Draws a label and the subtotal, from `y` on.
    pub(super) fn draw(
        &self,
        setting: &mut Setting,
        at: At,
        y: f64,
        grid: &Grid,
        label: &str,
        subtotal: &str,
    ) {
        let [top, right, _, left] = grid.padding;
        let start = grid.edges[self.column] + left;
        let room = grid.edges[self.column + 1] - right - start;
        let before = if self.column == 0 { grid.width() } else { grid.edges[self.column] } - left - right;
        let label = setting.typesetter.line_in(label, self.style, Align::Start, before);
        let subtotal = setting.typesetter.line_in(subtotal, self.style, self.align, room);
        let mut draw = |x: f64, line: Line| {
            let y = at.y + y + top + line.baseline;
            let owner = at.owner.artifact(ArtifactType::PaginationOther);
            setting.marks.push(Mark { owner, x: at.x + x, y, ink: Ink::Text(line) });
        };
        draw(left, label);
        draw(start, subtotal);
    }
}
