//! What is heavy in Excel workbooks (.xlsx) of plain big sheets: their rows, deflated, and the hash of a password.
//!
//! Office Open XML, ECMA-376 part 1 (`SpreadsheetML`). Rows become a run of `row` elements for a worksheet's `sheetData`,
//! and those a run of deflated blocks for a zip entry. Runs stand by themselves: they can be made on several threads, and
//! follow each other in the entry. Texts stand in their cells (`inlineStr`) rather than in a shared table, so nothing grows
//! with the data. The same rows give the same bytes.
//!
//! What stands around the rows (the worksheet's head, styles, the package) takes no time: whoever calls writes it.
//!
//! # Example
//!
//! ```
//! use arrow_array::{RecordBatch, StringArray};
//! use clinicore_export::xlsx::{RowWriter, Style};
//! use std::ops::ControlFlow;
//! use std::sync::Arc;
//!
//! let names: StringArray = vec![Some("Ada"), None].into();
//! let batch = RecordBatch::try_from_iter([("name", Arc::new(names) as _)])?;
//! let writer = RowWriter::new(vec![Style { plain: 0, quoted: 1 }]);
//! // Row 1 of the sheet is its header.
//! let run = writer.write(2, &[batch], &mut || ControlFlow::Continue(()))?;
//! assert_eq!(run.size, r#"<row r="2"><c r="A2" t="inlineStr"><is><t>Ada</t></is></c></row><row r="3"></row>"#.len() as u64);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cells;
mod deflate;
mod number;
mod password;
mod serial;
mod text;

use std::ops::ControlFlow;

use arrow_array::RecordBatch;

use crate::Error;
use crate::formula_injection::begins_like_formula;
use cells::Cells;
use deflate::Deflater;
pub use deflate::Run;
pub use password::spin_password;
use text::{has_outer_space, push_xstring};

/// UTF-16 units in a cell.
pub const MAX_CELL: usize = 32_767;

/// How much XML is gathered before it is deflated and the checkpoint called: about a third of a millisecond's work.
const FLUSH: usize = 64 * 1024;

/// The formats of a column's cells, by their places in the workbook's `cellXfs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Of its cells.
    pub plain: u32,
    /// Of texts that begin like a formula (with `=`, `+`, `-`, `@`, a tab, ...): one with `quotePrefix` keeps them text when
    /// someone edits the cell. The same as `plain` to leave them as they are.
    pub quoted: u32,
}

/// Writes the rows of a worksheet.
#[derive(Clone, Debug)]
pub struct RowWriter {
    columns: Vec<Pieces>,
}

impl RowWriter {
    /// A writer of as many columns as there are styles.
    #[must_use]
    pub fn new(styles: Vec<Style>) -> Self {
        Self {
            columns: styles.into_iter().enumerate().map(|(index, style)| Pieces::of(index, style)).collect(),
        }
    }

    /// The rows of `batches`, the first of which is number `first` of the sheet, from 1.
    ///
    /// `checkpoint` is called at least once per 64 KiB of XML (about a third of a millisecond's work); when it breaks, the
    /// writing stops.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] and [`Error::TextTooLong`] for what Excel cannot hold, [`Error::Batch`] for a batch of other
    /// columns or of types that are not written, [`Error::Cancelled`].
    pub fn write(
        &self,
        first: u64,
        batches: &[RecordBatch],
        checkpoint: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Run, Error> {
        let mut run =
            Writing { xml: Vec::with_capacity(FLUSH + FLUSH / 4), deflater: Deflater::new(), checkpoint };
        let mut before = 0;
        for batch in batches {
            if batch.num_columns() != self.columns.len() {
                return Err(Error::Batch);
            }
            let cells = batch.columns().iter().map(Cells::of).collect::<Result<Vec<_>, _>>()?;
            for row in 0..batch.num_rows() {
                let place = Place { first, before, row };
                run.row(&self.columns, &cells, place)?;
            }
            before += batch.num_rows() as u64;
        }
        run.flush();
        Ok(run.deflater.finish())
    }
}

/// What every cell of a column begins with, but for the number of its row.
#[derive(Clone, Debug)]
struct Pieces {
    /// `<c r="AB`
    open: String,
    /// `"`, with the style.
    plain: String,
    /// The same for a text that begins like a formula.
    quoted: String,
}

impl Pieces {
    fn of(index: usize, style: Style) -> Self {
        let attribute = |style| match style {
            0 => "\"".to_owned(),
            style => format!("\" s=\"{style}\""),
        };
        Self {
            open: format!("<c r=\"{}", column_letters(index)),
            plain: attribute(style.plain),
            quoted: attribute(style.quoted),
        }
    }
}

/// Where a row stands.
#[derive(Clone, Copy)]
struct Place {
    first: u64,
    /// Rows of the batches before its own.
    before: u64,
    /// In its own batch.
    row: usize,
}

impl Place {
    /// Of all rows that are written.
    fn index(self) -> u64 {
        self.before + self.row as u64
    }
}

struct Writing<'a> {
    /// What is not deflated yet.
    xml: Vec<u8>,
    deflater: Deflater,
    checkpoint: &'a mut dyn FnMut() -> ControlFlow<()>,
}

impl Writing<'_> {
    fn push(&mut self, text: &str) {
        self.xml.extend_from_slice(text.as_bytes());
    }

    fn row(&mut self, columns: &[Pieces], cells: &[Cells<'_>], place: Place) -> Result<(), Error> {
        let mut digits = itoa::Buffer::new();
        let number = digits.format(place.first + place.index());
        self.push("<row r=\"");
        self.push(number);
        self.push("\">");
        for (index, (pieces, cells)) in columns.iter().zip(cells).enumerate() {
            if cells.is_null(place.row) {
                continue;
            }
            if let Some(text) = cells.text(place.row) {
                if text.is_empty() {
                    continue;
                }
                if is_too_long(text) {
                    let given = text.encode_utf16().count();
                    return Err(Error::TextTooLong { column: index, row: place.index(), given });
                }
                let attributes = if begins_like_formula(text) { &pieces.quoted } else { &pieces.plain };
                for piece in [&pieces.open, number, attributes, " t=\"inlineStr\"><is><t"] {
                    self.push(piece);
                }
                self.push(if has_outer_space(text) { " xml:space=\"preserve\">" } else { ">" });
                push_xstring(&mut self.xml, text);
                self.push("</t></is></c>");
            } else {
                let kind = if cells.is_boolean() { " t=\"b\"><v>" } else { "><v>" };
                for piece in [&pieces.open, number, &pieces.plain, kind] {
                    self.push(piece);
                }
                if !cells.push_number(place.row, &mut self.xml) {
                    return Err(Error::Value { column: index, row: place.index() });
                }
                self.push("</v></c>");
            }
            self.flush_if_full()?;
        }
        self.push("</row>");
        Ok(())
    }

    fn flush(&mut self) {
        self.deflater.write(&self.xml);
        self.xml.clear();
    }

    /// Called after each cell: one row can hold gigabytes.
    fn flush_if_full(&mut self) -> Result<(), Error> {
        if self.xml.len() < FLUSH {
            return Ok(());
        }
        self.flush();
        match (self.checkpoint)() {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }
}

/// Whether a cell cannot hold the text.
fn is_too_long(text: &str) -> bool {
    // UTF-8 never takes fewer bytes than UTF-16 takes units, so most texts need not be counted.
    text.len() > MAX_CELL && text.encode_utf16().count() > MAX_CELL
}

/// A column's name: A, B, ..., Z, AA, ...
fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).expect("below 26");
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::column_letters;

    #[test]
    fn columns_are_lettered_to_excels_last() {
        let named: Vec<_> = [0, 25, 26, 701, 702, 16_383].map(column_letters).into();
        assert_eq!(named, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
