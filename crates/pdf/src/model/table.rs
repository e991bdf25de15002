//! Tables.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::model::either::Either;
use crate::model::{Align, Blocks, Color, Line, Sides, Text, Width};

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
