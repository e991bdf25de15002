//! Excel workbooks with styles, tables, charts, pictures and the like.
//!
//! A [`Draft`] takes rows and cells as they come, and a message in JSON (`js/contract/rich.ts`) that says how all of it
//! looks: the caller has checked it. Everything stays in memory, never a temporary file, and the same workbook gives the
//! same bytes.
//!
//! # Example
//!
//! ```
//! use clinicore_export::rich::{Draft, Rows};
//! use std::ops::ControlFlow;
//!
//! let mut draft = Draft::default();
//! // Two rows of a sheet that has a column of texts and one of numbers.
//! draft.append(0, Rows::new(2, vec![12.5, 8.0], "A-1A-2".into(), vec![3, 3])?);
//! let message = include_str!("../../tests/rich/workbook.json");
//! let file = draft.write(message, &[], &mut |_rows, _of| ControlFlow::Continue(()))?;
//! assert!(file.starts_with(b"PK"));
//! # Ok::<(), clinicore_export::rich::Error>(())
//! ```

mod cells;
mod chart;
mod condition;
mod model;
mod rows;
mod sheet;
mod styles;
mod validation;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

pub use rows::Rows;

use cells::{Progress, SheetCells};
use styles::Formats;

/// Twice as quick as deflate's usual level 6, for a file a tenth larger.
const DEFLATE_LEVEL: u8 = 3;

/// Why a workbook was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The checkpoint asked for a stop.
    #[error("The writing was cancelled")]
    Cancelled,
    /// A message or rows of another form than is agreed on.
    #[error("The workbook's message is not of the form agreed on")]
    Message,
    /// The writer refused what the caller had let through; its text may quote a cell, so it is not kept.
    #[error("The workbook could not be written")]
    Refused,
}

impl From<XlsxError> for Error {
    fn from(_: XlsxError) -> Self {
        Self::Refused
    }
}

/// A workbook on its way into a file.
#[derive(Default)]
pub struct Draft {
    sheets: BTreeMap<usize, SheetDraft>,
}

#[derive(Default)]
struct SheetDraft {
    batches: Vec<Rows>,
    cells: Vec<model::Cell>,
}

impl Draft {
    /// Adds rows to a sheet's data.
    pub fn append(&mut self, sheet: usize, rows: Rows) {
        self.sheets.entry(sheet).or_default().batches.push(rows);
    }

    /// Adds cells to a sheet, in JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Message`] when they are not of the form agreed on.
    pub fn cells(&mut self, sheet: usize, json: &str) -> Result<(), Error> {
        let cells: Vec<model::Cell> = serde_json::from_str(json).map_err(|_| Error::Message)?;
        self.sheets.entry(sheet).or_default().cells.extend(cells);
        Ok(())
    }

    /// Writes the workbook into memory. `checkpoint` is called with the rows written and the rows in all, at least once
    /// per batch; when it breaks, the writing stops.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn write(
        &self,
        message: &str,
        images: &[Vec<u8>],
        checkpoint: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Vec<u8>, Error> {
        let workbook: model::Workbook = serde_json::from_str(message).map_err(|_| Error::Message)?;
        if workbook.styles.is_empty() {
            return Err(Error::Message);
        }
        let formats = Formats::new(&workbook);
        let mut target = Workbook::new();
        // The grid of cells is that of the usual font, whatever the font is: 20 pixels high, 64 wide.
        target.set_default_format(&styles::default_format(&workbook), 20, 64)?;
        target.set_zip_compression_level(DEFLATE_LEVEL);
        target.set_properties(&properties(&workbook.properties)?);

        let total =
            self.sheets.values().flat_map(|sheet| &sheet.batches).map(|batch| batch.count as u64).sum();
        let mut progress = Progress { done: 0, total, checkpoint };
        let none = SheetDraft::default();
        for (index, sheet) in workbook.sheets.iter().enumerate() {
            let draft = self.sheets.get(&index).unwrap_or(&none);
            let worksheet = target.add_worksheet();
            worksheet.set_name(&sheet.name)?;
            SheetCells::new(sheet, &draft.cells, &formats, workbook.escape_formulas).write(
                worksheet,
                &draft.batches,
                &draft.cells,
                &mut progress,
            )?;
            sheet::write(worksheet, sheet, &formats, images)?;
        }
        for name in &workbook.names {
            target.define_name(&name.name, &format!("={}", name.refers))?;
        }
        Ok(target.save_to_buffer()?)
    }
}

fn properties(properties: &model::Properties) -> Result<DocProperties, Error> {
    let created = properties.created.trim_end_matches('Z');
    Ok(DocProperties::new()
        .set_title(&properties.title)
        .set_subject(&properties.subject)
        .set_author(&properties.author)
        .set_manager(&properties.manager)
        .set_company(&properties.company)
        .set_category(&properties.category)
        .set_keywords(&properties.keywords)
        .set_comment(&properties.description)
        .set_creation_datetime(&ExcelDateTime::parse_from_str(created)?))
}
