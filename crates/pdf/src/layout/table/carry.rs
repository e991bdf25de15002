//! Subtotals where a page ends.

use krilla::tagging::ArtifactType;

use crate::Error;
use crate::layout::mark::{Ink, Mark};
use crate::layout::table::cell::across;
use crate::layout::{At, Setting};
use crate::model::{Align, Sides, Table, Text};
use crate::text::Line;

/// What stands at a page's end, and again at the start of the next.
pub(super) struct Carry {
    pub forward: Vec<Line>,
    pub brought: Vec<Line>,
    /// Where the labels begin.
    beside: f64,
    /// Where the subtotals stand, and how wide.
    column: (f64, f64),
    align: Align,
    style: usize,
    padding: Sides,
    pub height: f64,
    /// Of the rows so far.
    pub subtotal: Option<String>,
}

impl Carry {
    /// What a table carries whose columns are at `edges`: the labels stand before the subtotals' column, or, of the first
    /// one, after it.
    pub(super) fn new(setting: &mut Setting, table: &Table, edges: &[f64]) -> Result<Option<Self>, Error> {
        let Some(carry) = &table.carry else { return Ok(None) };
        let (column, style, columns) = (carry.column, carry.style, table.columns.len());
        if column >= columns || columns < 2 {
            return Err(Error::invalid(
                "carry",
                "have a column for the subtotals and one beside it for their label",
            ));
        }
        let padding @ [top, right, bottom, left] = table.padding;
        let (from, to) = if column == 0 { (1, columns) } else { (0, column) };
        let (beside, width) = across(edges, from, to);
        let align = if setting.mirrored { Align::Right } else { Align::Start };
        let mut label = |text: &str| {
            let text = Text::Plain(text.to_owned());
            setting.typesetter.paragraph(&text, style, align, (width - left - right).max(0.0))
        };
        let (forward, brought) = (label(&carry.forward), label(&carry.brought));
        let height = |lines: &[Line]| lines.iter().map(|line| line.height).sum::<f64>();
        Ok(Some(Self {
            beside,
            column: across(edges, column, column + 1),
            align: table.columns[column].align,
            style,
            padding,
            height: top + height(&forward).max(height(&brought)) + bottom,
            forward,
            brought,
            subtotal: None,
        }))
    }

    /// Draws a label and the subtotal, from `y` on.
    pub(super) fn draw(&self, setting: &mut Setting, at: At, y: f64, label: &[Line], subtotal: &str) {
        let [top, right, _, left] = self.padding;
        let (x, width) = self.column;
        let subtotal = setting.typesetter.line_in(subtotal, self.style, self.align, width - left - right);
        let mut draw = |x: f64, lines: &[Line]| {
            let mut y = at.y + y + top;
            for line in lines {
                let owner = at.owner.artifact(ArtifactType::PaginationOther);
                let ink = Ink::Text(line.clone());
                setting.marks.push(Mark { owner, x: at.x + x + left, y: y + line.baseline, ink });
                y += line.height;
            }
        };
        draw(self.beside, label);
        draw(x, &[subtotal]);
    }
}
