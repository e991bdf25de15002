//! What a document says: the mirror of `js/contract/pdf.ts`, which says what each part means to the package's users.
//!
//! Everything is decided: styles are looked up by index, lengths are points (72 to the inch) from the top left, text is
//! composed (NFC), and hyphens and the words of scripts without spaces are marked by soft hyphens (U+00AD) and zero-width
//! spaces (U+200B).

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// Red, green and blue.
pub type Color = [u8; 3];

/// Top, right, bottom, left, in points.
pub type Sides = [f64; 4];

/// Blocks, from top to bottom; shared, so that what is laid out over many pages may hold on to them.
pub type Blocks = Arc<[Block]>;

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

/// How a text looks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Style {
    /// Faces to draw with, best first: 0 and 1 are the shipped regular and bold.
    pub faces: Vec<usize>,
    /// Font size.
    pub size: f64,
    /// Of the letters.
    pub color: Color,
    /// From one line to the next. The baseline is `line_height / 2 + 0.39 size` below a line's top.
    pub line_height: f64,
    /// Whether a line stands under it.
    pub underline: bool,
}

/// A text of one style, or of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// In the style of its block.
    Plain(String),
    /// Each in a style of its own.
    Spans(Vec<Span>),
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Span {
    /// What it says.
    pub text: String,
    /// Index of its style.
    pub style: usize,
    /// Where it leads: a URI.
    pub link: Option<String>,
    /// What it says instead of its text, in what stands on every page.
    pub field: Option<Field>,
}

/// What differs from page to page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// The page's number.
    Page,
    /// How many pages there are.
    Pages,
}

/// Where a line, or a figure, stands. Start and end depend on the paragraph's direction, which is that of its first strong
/// character (UAX #9, P2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Align {
    Start,
    End,
    Left,
    Right,
    Center,
    Justify,
}

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

/// Lines of text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Paragraph {
    /// What it says.
    pub text: Text,
    /// Style of a text that is one string.
    pub style: usize,
    /// Where its lines stand.
    pub align: Align,
    /// 1 to 6 of a heading: tagged so, and an entry of the outline.
    pub heading: Option<u8>,
    /// Lines kept together at its beginning and end; 2 by default.
    pub orphans: Option<usize>,
    /// At most so many lines; what is left is cut off.
    pub lines: Option<usize>,
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

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// From left to right.
    pub columns: Vec<TableColumn>,
    /// Repeated on every page.
    pub head: Vec<Row>,
    /// From top to bottom.
    pub rows: TableRows,
    /// Around each cell's content.
    pub padding: Sides,
    /// Behind every other row.
    pub zebra: Option<Color>,
    /// Behind the head.
    pub head_background: Option<Color>,
    /// Between the cells.
    pub lines: TableLines,
    /// Subtotals where a page ends.
    pub carry: Option<Carry>,
    /// Whether a row may be broken that would fit on a page of its own.
    pub split_rows: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct TableColumn {
    /// With its padding.
    pub width: Width,
    /// Of cells that are one text.
    pub align: Align,
    /// Style of cells that are one text.
    pub style: usize,
}

/// The rows of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum TableRows {
    /// They stand here.
    Here(Vec<Row>),
    /// They are those of [`Rows`](crate::Rows) from `from` until before `to`.
    Apart {
        /// Index of the first.
        from: usize,
        /// Index after the last.
        to: usize,
    },
}

/// The lines of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
pub struct TableLines {
    /// Under the head.
    pub head: Option<Line>,
    /// Between and under rows.
    pub row: Option<Line>,
    /// Between columns.
    pub column: Option<Line>,
    /// Around the table.
    pub outer: Option<Line>,
}

/// At a page's end the subtotal of the rows before, and again at the start of the next.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Carry {
    /// Label at a page's end.
    pub forward: String,
    /// Label at the start of the next page.
    pub brought: String,
    /// Index of the column of the subtotal.
    pub column: usize,
    /// Style of both.
    pub style: usize,
}

/// A line's width and colour.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Line {
    /// In points.
    pub width: f64,
    /// Of the line.
    pub color: Color,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// As many as there are columns, less those spanned.
    pub cells: Vec<Cell>,
    /// What stands for [`Carry`] after this row.
    pub subtotal: Option<String>,
    /// Behind the row.
    pub background: Option<Color>,
    /// As of blocks.
    #[serde(default)]
    pub with_next: bool,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text in the column's style.
    Text(Text),
    /// More.
    Full(FullCell),
}

/// A cell that says more than a text.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct FullCell {
    /// What it holds.
    pub content: Blocks,
    /// Columns it spans.
    #[serde(default = "one")]
    pub columns: usize,
    /// Rows it spans.
    #[serde(default = "one")]
    pub rows: usize,
    /// Behind the cell.
    pub background: Option<Color>,
    /// Where in the cell its content stands.
    #[serde(default)]
    pub vertical: Vertical,
    /// Whether it is a heading (`TH`) though it stands in no head.
    #[serde(default)]
    pub heading: bool,
}

const fn one() -> usize {
    1
}

/// Where in a cell its content stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Vertical {
    #[default]
    Top,
    Middle,
    Bottom,
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

/// What is written in one of two ways is told apart as it is read, so that nothing is kept to be read again.
struct Either<T>(PhantomData<T>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either::<Self>(PhantomData))
    }
}

impl<'de> Visitor<'de> for Either<Text> {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a string or spans")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text::Plain(text.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Text, E> {
        Ok(Text::Plain(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, spans: A) -> Result<Text, A::Error> {
        Deserialize::deserialize(SeqAccessDeserializer::new(spans)).map(Text::Spans)
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either::<Self>(PhantomData))
    }
}

impl<'de> Visitor<'de> for Either<Cell> {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a string or a cell")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Cell, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Cell, E> {
        Ok(Cell::Text(Text::Plain(text)))
    }

    fn visit_map<A: MapAccess<'de>>(self, cell: A) -> Result<Cell, A::Error> {
        Deserialize::deserialize(MapAccessDeserializer::new(cell)).map(Cell::Full)
    }
}

impl<'de> Deserialize<'de> for TableRows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either::<Self>(PhantomData))
    }
}

impl<'de> Visitor<'de> for Either<TableRows> {
    type Value = TableRows;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("rows or where they are")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, rows: A) -> Result<TableRows, A::Error> {
        Deserialize::deserialize(SeqAccessDeserializer::new(rows)).map(TableRows::Here)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TableRows, A::Error> {
        #[derive(Deserialize)]
        struct Apart {
            from: usize,
            to: usize,
        }
        let Apart { from, to } = Apart::deserialize(MapAccessDeserializer::new(map))?;
        if from > to {
            return Err(A::Error::custom("rows run backwards"));
        }
        Ok(TableRows::Apart { from, to })
    }
}
