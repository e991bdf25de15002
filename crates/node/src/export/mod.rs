//! `clinicore/export` for JavaScript; `exporting`, because `export` is a reserved word.

mod columns;
mod compression;
mod records;

use std::mem;

use clinicore_export::xlsx::{
    self, MAX_CELL, MAX_COLUMNS, MAX_FORMATS, MAX_ROWS, MAX_SHEETS, Properties, Sheet, Workbook,
};
use clinicore_export::{Batch, Column, Kind};
use napi::Env;
use napi::bindgen_prelude::{Buffer, ClassInstance, Object};
use napi_derive::napi;

use crate::fault::{Code, Fault};
use crate::guard;
use crate::job::Job;

impl From<clinicore_export::Error> for Fault {
    fn from(error: clinicore_export::Error) -> Self {
        use clinicore_export::Error;
        let fault = |code| Self::new(code, &error);
        let cell = |code, sheet: usize, column: usize, row: u64| {
            let path = format!("sheets[{sheet}].columns[{column}].values");
            fault(code).with("argument", path).with("sheet", sheet).with("column", column).with("row", row)
        };
        match error {
            Error::Cancelled => Self::aborted(),
            Error::Sheets { given } => fault(Code::LimitExceeded)
                .with("argument", "sheets")
                .with("limit", MAX_SHEETS)
                .with("given", given),
            Error::SheetName { sheet } => {
                fault(Code::InvalidArgument).with("argument", format!("sheets[{sheet}].name"))
            }
            Error::Columns { sheet, given } => fault(Code::LimitExceeded)
                .with("argument", format!("sheets[{sheet}].columns"))
                .with("limit", MAX_COLUMNS)
                .with("given", given),
            Error::Rows { sheet, given } => fault(Code::LimitExceeded)
                .with("argument", format!("sheets[{sheet}].columns[0].values"))
                .with("limit", MAX_ROWS)
                .with("given", given),
            Error::Formats { given } => fault(Code::LimitExceeded)
                .with("argument", "sheets")
                .with("limit", MAX_FORMATS)
                .with("given", given),
            Error::Value { sheet, column, row } => cell(Code::InvalidArgument, sheet, column, row),
            Error::TextTooLong { sheet, column, row } => {
                cell(Code::LimitExceeded, sheet, column, row).with("limit", MAX_CELL)
            }
            Error::Compressed { offset, .. } => fault(Code::MalformedInput).with("offset", offset),
            Error::Decompressed { limit } => {
                fault(Code::LimitExceeded).with("limit", limit).with("option", "maxBytes")
            }
            Error::Window { offset, given, limit } => fault(Code::LimitExceeded)
                .with("offset", offset)
                .with("given", given)
                .with("limit", limit)
                .with("option", "maxWindowLog"),
            Error::DictionaryMissing { offset, .. } => {
                fault(Code::InvalidArgument).with("argument", "options.dictionary").with("offset", offset)
            }
            Error::DictionaryDamaged => fault(Code::InvalidArgument).with("argument", "options.dictionary"),
            Error::Samples { .. } => fault(Code::InsufficientData).with("argument", "samples"),
            Error::Record { index, error } => {
                let message = format!("records[{index}]: {error}");
                Self::from(*error).said(message).with("index", index)
            }
            Error::FrameDictionary { offset, .. } => fault(Code::Unsupported).with("offset", offset),
            _ => fault(Code::Internal),
        }
    }
}

/// Rows on their way into a file, in columns: see `Table` in `js/contract/export.ts`.
#[napi(namespace = "exporting")]
#[derive(Default)]
pub struct Table {
    batches: Vec<Batch>,
}

#[napi(namespace = "exporting")]
impl Table {
    /// An empty table.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Copies rows in, so that no thread ever reads JavaScript's memory.
    #[napi]
    pub fn append(&mut self, rows: u32, numbers: &[f64], text: &[u8], lengths: &[u32]) -> napi::Result<()> {
        guard::export(|| {
            let text = String::from_utf8(text.to_vec()).map_err(|_| clinicore_export::Error::Batch)?;
            self.batches.push(Batch::new(rows as usize, numbers.to_vec(), text, lengths.to_vec())?);
            Ok(())
        })
    }

    /// Lets go of the rows.
    #[napi]
    pub fn clear(&mut self) -> napi::Result<()> {
        guard::export(|| {
            self.batches = Vec::new();
            Ok(())
        })
    }
}

/// See `WorkbookMessage` in `js/contract/export.ts`.
#[napi(object)]
pub struct WorkbookMessage {
    /// Its sheets.
    pub sheets: Vec<SheetMessage>,
    /// Mark texts that begin like a formula.
    pub escape_formulas: bool,
    /// Its title.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// When it was made.
    pub created: String,
}

/// See `SheetMessage` in `js/contract/export.ts`.
#[napi(object)]
pub struct SheetMessage {
    /// What its tab says.
    pub name: String,
    /// Its columns.
    pub columns: Vec<ColumnMessage>,
    /// Keep the header in sight.
    pub freeze_header: bool,
    /// Put a filter button on each header.
    pub auto_filter: bool,
}

/// See `ColumnMessage` in `js/contract/export.ts`.
#[napi(object)]
pub struct ColumnMessage {
    /// The header's text.
    pub header: String,
    /// What it holds.
    #[napi(ts_type = "'number' | 'decimal' | 'boolean' | 'text'")]
    pub kind: String,
    /// Decimals of a decimal.
    pub scale: u8,
    /// An Excel number format.
    pub format: String,
    /// In characters.
    pub width: f64,
}

impl From<ColumnMessage> for Column {
    fn from(message: ColumnMessage) -> Self {
        let kind = match message.kind.as_str() {
            "decimal" => Kind::Decimal { scale: message.scale },
            "boolean" => Kind::Boolean,
            "text" => Kind::Text,
            _ => Kind::Number,
        };
        Self { header: message.header, kind, format: message.format, width: message.width }
    }
}

/// The workbook's file; takes the rows out of the tables.
#[napi(namespace = "exporting", ts_return_type = "Promise<Buffer>")]
pub fn xlsx<'env>(
    env: &'env Env,
    workbook: WorkbookMessage,
    mut tables: Vec<ClassInstance<'env, Table>>,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let rows = tables.iter_mut().map(|table| mem::take(&mut table.batches));
    let sheet = |(message, batches): (SheetMessage, Vec<Batch>)| Sheet {
        name: message.name,
        columns: message.columns.into_iter().map(Column::from).collect(),
        batches,
        freeze_header: message.freeze_header,
        auto_filter: message.auto_filter,
    };
    let workbook = guard::export(|| {
        Ok(Workbook {
            sheets: workbook.sheets.into_iter().zip(rows).map(sheet).collect(),
            properties: Properties {
                title: workbook.title,
                author: workbook.author,
                created: workbook.created,
            },
            escape_formulas: workbook.escape_formulas,
        })
    })?;
    job.start(env, move |control| {
        let file = xlsx::write(&workbook, &mut |done, total| control.checkpoint(done, total))?;
        Ok(Buffer::from(file))
    })
}
