//! What shows something: pictures, drawings, codes.

use serde::Deserialize;

use crate::model::{Align, Color};

/// A PNG or JPEG, fitted into width and height; made smaller where there is less room.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Image {
    /// Index among the binaries.
    pub image: usize,
    /// None for both: 72 pixels to the inch. None for one: what the other makes of it.
    pub width: Option<f64>,
    /// As `width`.
    pub height: Option<f64>,
    /// Where it stands.
    pub align: Align,
    /// What it shows; empty for decoration.
    pub alt: String,
}

/// Vector shapes; made smaller where there is less room.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Drawing {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
    /// In points from the drawing's top left, y downwards.
    pub shapes: Vec<Shape>,
    /// Where it stands.
    pub align: Align,
    /// What it shows; empty for decoration.
    pub alt: String,
}

/// A piece of a drawing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Shape {
    /// Lines and curves.
    Path {
        /// Operators with their coordinates: `0 x y` move, `1 x y` line, `2 x1 y1 x2 y2 x y` curve, `3` close.
        path: Vec<f64>,
        /// Inside.
        fill: Option<Color>,
        /// Whether what is inside is counted by the even-odd rule.
        #[serde(default)]
        even_odd: bool,
        /// Along the path.
        stroke: Option<Stroke>,
        /// Of fill and stroke, 0 to 1.
        opacity: Option<f64>,
    },
    /// A line of text.
    Text {
        /// What it says.
        text: String,
        /// Index of its style.
        style: usize,
        /// Where `align` has it stand.
        x: f64,
        /// Of the baseline.
        y: f64,
        /// Whether `x` is its start, middle or end.
        align: Anchor,
        /// Clockwise, in degrees.
        #[serde(default)]
        rotate: f64,
    },
}

/// How a path is drawn.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Stroke {
    /// Of the line.
    pub width: f64,
    /// Of the line.
    pub color: Color,
    /// Lengths of dashes and gaps.
    #[serde(default)]
    pub dash: Vec<f64>,
    /// Whether ends and corners are round.
    #[serde(default)]
    pub round: bool,
}

/// Which point of a line of text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Anchor {
    Start,
    Center,
    End,
}

/// A bar code or matrix code as vectors, with its quiet zone inside width and height.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Code {
    /// Of which kind.
    pub code: Symbology,
    /// What it says.
    pub value: String,
    /// From left to right.
    pub width: f64,
    /// From top to bottom; none for the square ones.
    pub height: Option<f64>,
    /// Error correction of a QR code.
    pub level: Option<Level>,
    /// Whether a cross stands in its middle (Swiss QR): then it has no quiet zone of its own, and 73 modules or more.
    #[serde(default)]
    pub cross: bool,
    /// Style of the text under a bar code; none without.
    pub style: Option<usize>,
    /// Where it stands.
    pub align: Align,
    /// What it says; empty for decoration.
    pub alt: String,
}

/// Kind of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Symbology {
    /// ISO/IEC 18004.
    Qr,
    /// ISO/IEC 15417.
    Code128,
    /// ISO/IEC 15420.
    Ean13,
    /// ISO/IEC 16022, ECC 200.
    DataMatrix,
}

/// How much of a QR code may be damaged: about 7, 15, 25, 30 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[allow(missing_docs, reason = "the standard's own names")]
pub enum Level {
    L,
    M,
    Q,
    H,
}
