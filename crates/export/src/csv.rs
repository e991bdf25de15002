//! Comma-separated values (RFC 4180 and its dialects), read and written.
//!
//! Reading goes in three steps, of which only the first needs the bytes in their order: a [`Splitter`] makes UTF-8 of
//! them and cuts it after rows, [`Rows`] finds the cells of such a part, and its columns are filled with them, or tell
//! what types they have. Of a part that holds whole rows the steps after the first can be done on any thread.
//!
//! A quote is one only where a cell begins; elsewhere it is text. Rows end with `\n`, `\r\n` or `\r`, whichever comes.
//! That is how Python's `csv` reads, too.
//!
//! # Example
//!
//! ```
//! use clinicore_export::csv::{Field, Reading, Rows, Splitter, Type, Values};
//!
//! let reading = Reading::new(2);
//! let mut splitter = Splitter::new(&reading, 1, 0);
//! let part = splitter.push(b"00123,\"1,5\"\n00124,2\n", true)?.expect("two rows");
//! let rows = Rows::read(part, &reading);
//! assert_eq!(rows.len(), 2);
//! let (filled, bad) = rows.fill(&Field { cell: 1, kind: Type::Int32 }, &reading, None);
//! assert_eq!(filled.values, Values::Int32(vec![0, 2]));
//! assert_eq!(bad.first, Some(0)); // "1,5" is no integer
//! # Ok::<(), clinicore_export::csv::Overlong>(())
//! ```

mod array;
mod cell_class;
mod column;
mod day;
mod decode;
mod fill;
mod number;
mod positions;
mod print;
mod room;
mod rows;
mod split;
mod tally;
mod unquote;
mod write;

pub use column::{Column, MAX_TEXT, Values, concat};
pub use day::DayFormat;
pub use decode::Encoding;
pub use fill::{Bad, Field, Type};
pub use room::Room;
pub use rows::{Flaw, Reason, Rows};
pub use split::{Overlong, Part, Splitter};
pub use tally::{CLASSES, Classes, LISTED, Tally};
pub use write::{Quotes, Refused, Writing, write};

/// What is done with rows that are not as they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnBadRow {
    /// The part ends before the first of them.
    Error,
    /// They are left out.
    Skip,
    /// They are mended: missing cells have no value, further cells are left out.
    Keep,
}

/// How to read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What the bytes are.
    pub encoding: Encoding,
    /// Between cells; ASCII.
    pub delimiter: u8,
    /// Around cells; ASCII.
    pub quote: Option<u8>,
    /// Cells of a row.
    pub cells: usize,
    /// What is done with rows that have more or fewer, or another flaw.
    pub on_bad_row: OnBadRow,
    /// The most bytes of a cell, in UTF-8.
    pub max_cell: usize,
    /// The most bytes of a row, in UTF-8; at most 1 GiB.
    pub max_row: usize,
    /// How many flaws of a part are told one by one.
    pub max_flaws: usize,
    /// Cells without quotes that say this have no value.
    pub nulls: Vec<Vec<u8>>,
    /// Whether decimals have a comma.
    pub decimal_comma: bool,
    /// How days are written.
    pub days: DayFormat,
}

impl Reading {
    /// Commas, double quotes, UTF-8; the first bad row ends it; empty cells have no value.
    #[must_use]
    pub fn new(cells: usize) -> Self {
        Self {
            encoding: Encoding::Utf8,
            delimiter: b',',
            quote: Some(b'"'),
            cells,
            on_bad_row: OnBadRow::Error,
            max_cell: 16 << 20,
            max_row: 64 << 20,
            max_flaws: 1000,
            nulls: vec![Vec::new()],
            decimal_comma: false,
            days: DayFormat::default(),
        }
    }
}

#[cfg(test)]
mod tests;
