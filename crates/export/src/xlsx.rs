//! Excel workbooks (.xlsx): plain big sheets, written in one pass.
//!
//! Office Open XML, ECMA-376 part 1 (`SpreadsheetML`). Texts stand in their cells (`inlineStr`) rather than in a shared
//! table, so nothing but the file itself grows with the data. Nothing is ever written to disk. The same workbook gives
//! the same bytes.

mod package;
mod styles;
mod text;
mod worksheet;

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::zip::Zip;
use crate::{Batch, Column, Error};
use styles::Styles;

/// Sheets in a workbook; Excel sets no limit of its own, this one keeps a mistake from making thousands of parts.
pub const MAX_SHEETS: usize = 255;
/// Rows under the header.
pub const MAX_ROWS: u64 = 1_048_575;
/// Columns in a sheet.
pub const MAX_COLUMNS: usize = 16_384;
/// UTF-16 units in a cell.
pub const MAX_CELL: usize = 32_767;
/// UTF-16 units in a sheet's name.
pub const MAX_SHEET_NAME: usize = 31;
/// Number formats that Excel loads ([MS-OI29500] 2.1.713 g).
pub const MAX_FORMATS: usize = 206;

/// Twice as quick as deflate's usual level 6, for a file a tenth larger.
const DEFLATE_LEVEL: u32 = 3;

/// A workbook to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
    /// What its file tells about itself.
    pub properties: Properties,
    /// Mark texts that begin like a formula (`=`, `+`, `-`, `@`, a tab, ...) as text for good, as a leading apostrophe
    /// does in Excel. Their value is unchanged.
    pub escape_formulas: bool,
}

/// A sheet: columns under one header row.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What its tab says.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, in order.
    pub batches: Vec<Batch>,
    /// Keep the header in sight while the rows scroll.
    pub freeze_header: bool,
    /// Put a filter button on each header.
    pub auto_filter: bool,
}

/// What a file tells about itself; what is empty is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// Its title.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// When it was made, as `2026-01-31T12:00:00Z`.
    pub created: String,
}

/// Writes a workbook into memory.
///
/// `checkpoint` is called with the rows written and the rows in all, at least once per batch and per 64 KiB of sheet
/// (about a third of a millisecond's work); when it breaks, the writing stops.
///
/// # Errors
///
/// What Excel would refuse to open is refused here: see [`Error`].
pub fn write(
    workbook: &Workbook,
    checkpoint: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Vec<u8>, Error> {
    check(workbook)?;
    let styles = Styles::of(workbook);
    if styles.formats() > MAX_FORMATS {
        return Err(Error::Formats { given: styles.formats() });
    }
    let mut zip = Zip::new(DEFLATE_LEVEL);
    package::write(&mut zip, workbook, &styles);

    let total = workbook.sheets.iter().map(rows).sum();
    let mut before = 0;
    for index in 0..workbook.sheets.len() {
        let mut progress = |done| match checkpoint(before + done, total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        };
        worksheet::write(&mut zip, workbook, index, &styles, &mut progress)?;
        before += rows(&workbook.sheets[index]);
    }
    Ok(zip.finish())
}

fn rows(sheet: &Sheet) -> u64 {
    sheet.batches.iter().map(|batch| batch.rows() as u64).sum()
}

fn check(workbook: &Workbook) -> Result<(), Error> {
    let given = workbook.sheets.len();
    if !(1..=MAX_SHEETS).contains(&given) {
        return Err(Error::Sheets { given });
    }
    let mut names = HashSet::new();
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let folded = sheet.name.to_lowercase();
        if !is_sheet_name(&sheet.name) || folded == "history" || !names.insert(folded) {
            return Err(Error::SheetName { sheet: index });
        }
        let columns = sheet.columns.len();
        if !(1..=MAX_COLUMNS).contains(&columns) {
            return Err(Error::Columns { sheet: index, given: columns });
        }
        if rows(sheet) > MAX_ROWS {
            return Err(Error::Rows { sheet: index, given: rows(sheet) });
        }
        if let Some(column) = sheet.columns.iter().position(|column| is_too_long(&column.header)) {
            return Err(Error::TextTooLong { sheet: index, column, row: 0 });
        }
    }
    Ok(())
}

fn is_sheet_name(name: &str) -> bool {
    let length = name.encode_utf16().count();
    (1..=MAX_SHEET_NAME).contains(&length)
        && !name.contains(|c: char| c.is_control() || "[]:*?/\\".contains(c))
        && !name.starts_with('\'')
        && !name.ends_with('\'')
}

/// Whether a cell cannot hold the text.
fn is_too_long(text: &str) -> bool {
    // UTF-8 never takes fewer bytes than UTF-16 takes units, so most texts need not be counted.
    text.len() > MAX_CELL && text.encode_utf16().count() > MAX_CELL
}
