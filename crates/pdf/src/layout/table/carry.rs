//! Subtotals where a page ends.

use krilla::tagging::ArtifactType;

use crate::layout::mark::{Ink, Mark};
use crate::layout::table::cell::{Grid, across};
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
        let (x, width) = across(&grid.edges, self.column, self.column + 1);
        // The label stands before the column, or, where none is before it, across all.
        let (before, room) =
            if self.column == 0 { (0.0, grid.width()) } else { across(&grid.edges, 0, self.column) };
        let align = if setting.mirrored { Align::Right } else { Align::Start };
        let label = setting.typesetter.line_in(label, self.style, align, room - left - right);
        let subtotal = setting.typesetter.line_in(subtotal, self.style, self.align, width - left - right);
        let mut draw = |x: f64, line: Line| {
            let y = at.y + y + top + line.baseline;
            let owner = at.owner.artifact(ArtifactType::PaginationOther);
            setting.marks.push(Mark { owner, x: at.x + x, y, ink: Ink::Text(line) });
        };
        draw(before + left, label);
        draw(x + left, subtotal);
    }
}
