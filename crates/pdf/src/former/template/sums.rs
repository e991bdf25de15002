//! The block under a table: sums on the right, the last of them large.

use crate::former::flow::{Align, Column, Flow, style};
use crate::former::font::Weight::{Bold, Regular};
use crate::former::text::{Line, Style, Typesetter};

const WIDTH: f64 = 250.0;
/// Left and right of the texts.
const PADDING: f64 = 6.0;
/// Between a label and its sum.
const GUTTER: f64 = 12.0;
/// The narrowest a label gets beside a long sum.
const LEAST_LABEL: f64 = 80.0;
const GAP_ABOVE: f64 = 12.0;
const GAP_ABOVE_TOTAL: f64 = 9.0;
const GAP_BELOW_ROW: f64 = 5.0;

/// Sums ready to be drawn; they belong together on one page.
pub(crate) struct Sums {
    rows: Vec<Row>,
    /// The total's place in `rows`.
    total: usize,
    /// What the block takes, the gap above it included.
    pub height: f64,
}

struct Row {
    label: Vec<Line>,
    sum: Line,
    style: Style,
}

impl Row {
    fn height(&self) -> f64 {
        self.label.len() as f64 * self.style.line_height() + GAP_BELOW_ROW
    }
}

impl Sums {
    /// Pairs of a label and a sum, and the pair they lead to.
    pub(crate) fn new(
        typesetter: &mut Typesetter,
        rows: Vec<(String, String)>,
        total: (String, String),
        color: [u8; 3],
    ) -> Self {
        let count = rows.len();
        let rows = rows.into_iter().map(|row| (row, style(Regular, 9.0, color)));
        let rows: Vec<Row> = rows
            .chain([(total, style(Bold, 12.0, color))])
            .map(|((label, sum), style)| {
                let sum = typesetter.line(&sum, style.weight);
                let width = (WIDTH - 2.0 * PADDING - sum.width(style.size) - GUTTER).max(LEAST_LABEL);
                Row { label: typesetter.paragraph(&label, &style, width), sum, style }
            })
            .collect();
        let height = GAP_ABOVE + GAP_ABOVE_TOTAL + rows.iter().map(Row::height).sum::<f64>();
        Self { rows, total: count, height }
    }

    pub(crate) fn draw(self, flow: &mut Flow<'_>, accent: [u8; 3]) {
        let across = flow.frame.column();
        let block = Column { x: across.x + across.width - WIDTH, width: WIDTH };
        let inner = Column { x: block.x + PADDING, width: block.width - 2.0 * PADDING };
        flow.y += GAP_ABOVE;
        for (index, row) in self.rows.into_iter().enumerate() {
            if index == self.total {
                flow.rule(block, flow.y + 2.0, 1.0, accent);
                flow.y += GAP_ABOVE_TOTAL;
            }
            let height = row.height();
            flow.lines(row.label, &row.style, Align::Left, inner, flow.y);
            flow.lines(vec![row.sum], &row.style, Align::Right, inner, flow.y);
            flow.y += height;
        }
    }
}
