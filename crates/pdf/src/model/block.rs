//! Blocks, and those that hold others.

use std::sync::Arc;

use serde::Deserialize;

use crate::model::{Code, Color, Drawing, Image, Paragraph, Sides, Table};

/// Blocks, from top to bottom; shared, so that what is laid out over many pages may hold on to them.
pub type Blocks = Arc<[Block]>;

/// One thing under the other.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// Free room above; between two blocks the larger counts, at a page's top none.
    #[serde(default)]
    pub before: f64,
    /// Free room below, as `before`.
    #[serde(default)]
    pub after: f64,
    /// Not broken over pages, unless no page could hold it.
    #[serde(default)]
    pub together: bool,
    /// Not parted from the beginning of what follows. Of a table it holds for its last row.
    #[serde(default)]
    pub with_next: bool,
    /// What it is.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Kind {
    /// Lines of text.
    Paragraph(Paragraph),
    /// Items with a label before each.
    List(Arc<List>),
    /// Rows and columns.
    Table(Arc<Table>),
    /// Blocks side by side.
    Columns(Columns),
    /// Blocks in a frame.
    Box(Frame),
    /// A picture.
    Image(Image),
    /// Vector shapes.
    Drawing(Arc<Drawing>),
    /// A bar code or matrix code.
    Code(Code),
    /// A line across.
    Rule {
        /// Its height.
        thickness: f64,
        /// Of the line.
        color: Color,
    },
    /// Free room.
    Space {
        /// How much.
        height: f64,
    },
    /// What follows stands on a new page.
    PageBreak,
}

/// Items with a label before each.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct List {
    /// From the edge to the items' content.
    pub indent: f64,
    /// Style of the labels.
    pub style: usize,
    /// Between items.
    pub gap: f64,
    /// Whether the labels count.
    pub ordered: bool,
    /// From top to bottom.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Item {
    /// Such as `•` or `3.`.
    pub label: String,
    /// What it says.
    pub content: Blocks,
}

/// A column's width.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Width {
    /// So many points.
    Points(f64),
    /// So much of what is left, beside the shares of the others.
    Share(f64),
    /// What its widest text needs.
    Auto,
}

/// Blocks side by side.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Columns {
    /// Between two columns.
    pub gap: f64,
    /// From left to right.
    pub columns: Vec<Column>,
}

/// One of the [`Columns`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Column {
    /// Never [`Width::Auto`].
    pub width: Width,
    /// What stands in it, from top to bottom.
    pub content: Blocks,
}

/// Blocks in a frame.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Frame {
    /// Between the frame and its content.
    pub padding: Sides,
    /// Behind the content.
    pub background: Option<Color>,
    /// Around the content.
    pub border: Option<Line>,
    /// Of the corners.
    pub radius: f64,
    /// What stands in it, from top to bottom.
    pub content: Blocks,
}

/// A line's width and colour.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Line {
    /// In points.
    pub width: f64,
    /// Of the line.
    pub color: Color,
}
