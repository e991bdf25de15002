//! What a document says: the mirror of `js/contract/pdf.ts`, which says what each part means to the package's users.
//!
//! Everything is decided: styles are looked up by index, lengths are points (72 to the inch) from the top left, text is
//! composed (NFC), and hyphens and the words of scripts without spaces are marked by soft hyphens (U+00AD) and zero-width
//! spaces (U+200B).

mod block;
mod either;
mod figure;
mod table;
mod text;

use serde::Deserialize;

pub use block::{Block, Blocks, Column, Columns, Frame, Item, Kind, Line, List, Width};
pub use figure::{Anchor, Code, Drawing, Image, Level, Shape, Stroke, Symbology};
pub use table::{Carry, Cell, FullCell, Row, Table, TableColumn, TableLines, TableRows, Vertical};
pub use text::{Align, Field, Paragraph, Span, Style, Text};

/// Red, green and blue.
pub type Color = [u8; 3];

/// Top, right, bottom, left, in points.
pub type Sides = [f64; 4];

/// A document, without the rows that come apart ([`Rows`](crate::Rows)).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// What the file says of itself.
    pub about: About,
    /// What the file promises to be.
    pub profile: Profile,
    /// The paper.
    pub page: Page,
    /// Whether the first column of tables, and of blocks side by side, stands on the right.
    #[serde(default)]
    pub mirrored: bool,
    /// The styles of all texts, which name them by their index.
    pub styles: Vec<Style>,
    /// What stands in it, from top to bottom.
    pub content: Blocks,
    /// What stands in the top margin of every page. Its spans may have a [`field`](Span::field).
    pub header: Blocks,
    /// What stands in the bottom margin of every page, as [`header`](Self::header).
    pub footer: Blocks,
    /// The header of the first page, where it is another one.
    pub first_header: Option<Blocks>,
    /// The footer of the first page, where it is another one.
    pub first_footer: Option<Blocks>,
    /// At the foot of the last page, or of one after it where there is no room for it; the footer stands above it.
    #[serde(default)]
    pub slip: Option<Slip>,
    /// A word across every page, behind the content.
    pub watermark: Option<Watermark>,
    /// Files inside the file.
    pub attachments: Vec<Attachment>,
}

/// What the file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct About {
    /// Shown as the window's title.
    pub title: String,
    /// Empty for none.
    pub author: String,
    /// Empty for none.
    pub subject: String,
    /// What it is found by.
    pub keywords: Vec<String>,
    /// A BCP 47 tag.
    pub language: String,
    /// When it was made, in UTC: year, month, day, hour, minute, second.
    pub created: Option<[u16; 6]>,
}

/// What the file promises to be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "name", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Profile {
    /// Nothing.
    Plain,
    /// PDF/UA-1: tagged, for those who have it read to them.
    Accessible,
    /// PDF/A-3b, to be kept for decades.
    #[serde(rename = "archive-3b")]
    Archive3b {
        /// Level of the attached `factur-x.xml`, such as `EN 16931`.
        factur_x: Option<String>,
    },
    /// PDF/A-3a: as 3b, and tagged.
    #[serde(rename = "archive-3a")]
    Archive3a {
        /// Level of the attached `factur-x.xml`, such as `EN 16931`.
        factur_x: Option<String>,
    },
    /// Encrypted with AES-256.
    Protected {
        /// Opens the file; empty to open it without.
        user_password: String,
        /// Lifts the limits of `permissions`.
        owner_password: String,
        /// The bits of `P` (ISO 32000-2, table 22).
        permissions: i32,
        /// 48 random bytes, hexadecimal: no generator is asked, so that the same input gives the same bytes.
        random: String,
    },
}

/// The paper.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Page {
    /// From left to right.
    pub width: f64,
    /// From top to bottom; none: as high as the content, which then is one page.
    pub height: Option<f64>,
    /// Free of content.
    pub margin: Sides,
    /// From the paper's edge to the header's top, and from the footer's bottom to the edge.
    pub edge: f64,
}

/// What is torn off a page: over the width of the paper, down to its edge.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Slip {
    /// From the paper's edge up.
    pub height: f64,
    /// Read in their order, after the content.
    pub areas: Vec<SlipArea>,
}

/// Blocks at a place of their own, in points from the slip's top left.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct SlipArea {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub content: Blocks,
}

/// A word across every page, behind the content.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Watermark {
    /// What it says.
    pub text: String,
    /// Index of its style.
    pub style: usize,
    /// Anticlockwise, in degrees.
    pub angle: f64,
    /// 0 to 1.
    pub opacity: f64,
}

/// A file inside the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Such as `text/xml`.
    pub mime_type: String,
    /// What it is.
    pub description: String,
    /// What it is to the document.
    pub relationship: Relationship,
    /// Index among the binaries.
    pub data: usize,
}

/// What an attachment is to the document (PDF/A-3, annex E).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[allow(missing_docs, reason = "the standard's own names")]
pub enum Relationship {
    Alternative,
    Data,
    Source,
    Supplement,
    Unspecified,
}
