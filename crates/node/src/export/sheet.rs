//! Reading spreadsheets: see `js/contract/sheet.ts`.

use std::sync::Arc;

use clinicore_export::sheet::{
    self, Area, Block, Format, Limit, Limits, Reading, SheetInfo, SheetReader, Workbook,
};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Float64Array, Object, Uint32Array};
use napi_derive::napi;

use super::compression::count;
use super::place::Place;
use crate::fault::{Code, Fault};
use crate::guard;
use crate::job::{Control, Job};

impl From<sheet::Fault> for Fault {
    fn from(error: sheet::Fault) -> Self {
        use sheet::Fault as Error;
        let fault = |code| Self::new(code, &error);
        match error {
            Error::Cancelled => Self::aborted(),
            Error::NoWorkbook => fault(Code::MalformedInput),
            Error::Damaged { cell, .. } => fault(Code::MalformedInput).at(cell),
            Error::Limit { limit, most, cell } => match option(limit) {
                Some(option) => {
                    fault(Code::LimitExceeded).with("limit", most).with("option", option).at(cell)
                }
                None => fault(Code::LimitExceeded).with("limit", most).at(cell),
            },
            Error::Encrypted | Error::Unsupported { .. } | Error::NoCells { .. } => fault(Code::Unsupported),
            _ => fault(Code::Internal),
        }
    }
}

impl Fault {
    fn at(self, cell: Option<(u32, u32)>) -> Self {
        match cell {
            Some((row, column)) => self.with("row", row).with("column", column),
            None => self,
        }
    }
}

/// What raises a limit.
fn option(limit: Limit) -> Option<&'static str> {
    match limit {
        Limit::Entries => Some("maxEntries"),
        Limit::Bytes => Some("maxBytes"),
        Limit::Ratio => Some("maxRatio"),
        Limit::Cells => Some("maxCells"),
        Limit::CellBytes => Some("maxCellBytes"),
        _ => None,
    }
}

/// See `SpreadsheetLimits` in `js/contract/sheet.ts`.
#[napi(object)]
#[allow(clippy::struct_field_names)] // the names of the options
pub struct SpreadsheetLimits {
    /// Entries of the archive.
    pub max_entries: f64,
    /// Bytes after unpacking.
    pub max_bytes: f64,
    /// Bytes after unpacking for one before.
    pub max_ratio: f64,
    /// Cells of a sheet.
    pub max_cells: f64,
    /// Bytes of a cell.
    pub max_cell_bytes: f64,
}

impl From<&SpreadsheetLimits> for Limits {
    fn from(limits: &SpreadsheetLimits) -> Self {
        let limit = |given| count(given).unwrap_or(0);
        Self {
            max_entries: limit(limits.max_entries),
            max_bytes: limit(limits.max_bytes),
            max_ratio: limit(limits.max_ratio),
            max_cells: limit(limits.max_cells),
            max_cell_bytes: limit(limits.max_cell_bytes),
        }
    }
}

/// See `SpreadsheetMessage` in `js/contract/sheet.ts`.
#[napi(object)]
pub struct SpreadsheetMessage {
    /// What it is written in.
    #[napi(ts_type = "'xlsx' | 'xlsb' | 'xls' | 'ods'")]
    pub format: String,
    /// Whether days are counted from 1904.
    pub is_1904: bool,
    /// Its sheets.
    pub sheets: Vec<SheetInfoMessage>,
    /// The file, if another reader has to read it.
    #[napi(ts_type = "Uint8Array")]
    pub unread: Option<Buffer>,
}

/// See `SheetInfoMessage` in `js/contract/sheet.ts`.
#[napi(object)]
pub struct SheetInfoMessage {
    /// Its name.
    pub name: String,
    /// What it is.
    #[napi(ts_type = "'worksheet' | 'chart' | 'dialog' | 'macro'")]
    pub kind: String,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// Where its cells are, as the file says.
    pub dimensions: Option<String>,
}

impl From<&SheetInfo> for SheetInfoMessage {
    fn from(info: &SheetInfo) -> Self {
        Self {
            name: info.name.clone(),
            kind: info.kind.name().to_owned(),
            is_hidden: info.is_hidden,
            dimensions: info.dimensions.clone(),
        }
    }
}

/// See `SheetReadingMessage` in `js/contract/sheet.ts`.
#[napi(object)]
pub struct SheetReadingMessage {
    /// The first row and column, the last row and column.
    pub area: Vec<u32>,
    /// Repeat the value of merged cells.
    pub repeats_merged: bool,
    /// Give formulas.
    pub gives_formulas: bool,
    /// Leave out what is hidden.
    pub skips_hidden: bool,
}

impl From<&SheetReadingMessage> for Reading {
    fn from(message: &SheetReadingMessage) -> Self {
        let at = |index: usize, otherwise: u32| message.area.get(index).copied().unwrap_or(otherwise);
        Self {
            area: Area {
                first: (at(0, 0), at(1, 0)),
                last: (at(2, Area::ALL.last.0), at(3, Area::ALL.last.1)),
            },
            repeats_merged: message.repeats_merged,
            gives_formulas: message.gives_formulas,
            skips_hidden: message.skips_hidden,
        }
    }
}

/// See `BlockMessage` in `js/contract/sheet.ts`.
#[napi(object)]
pub struct BlockMessage {
    /// The first row.
    pub first_row: u32,
    /// Its rows.
    pub rows: u32,
    /// Four numbers for each column.
    pub layout: Uint32Array,
    /// What the cells are.
    #[napi(ts_type = "Uint8Array")]
    pub kinds: Buffer,
    /// The cells' numbers.
    pub numbers: Float64Array,
    /// The cells' texts.
    #[napi(ts_type = "Uint8Array")]
    pub text: Buffer,
    /// Where the texts end.
    pub ends: Uint32Array,
    /// Hidden rows.
    pub hidden_rows: Uint32Array,
    /// Hidden columns.
    pub hidden_columns: Uint32Array,
    /// Bytes taken.
    pub done: f64,
    /// Bytes there are.
    pub total: f64,
    /// Whether there are no more.
    pub is_over: bool,
}

impl BlockMessage {
    fn new(block: Option<Block>, reader: &SheetReader) -> Self {
        let is_over = block.is_none();
        let block = block.unwrap_or_default();
        let mut layout = Vec::with_capacity(4 * block.columns.len());
        let (mut kinds, mut numbers, mut text, mut ends) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for column in block.columns {
            let parts = u32::from(!column.numbers.is_empty()) + 2 * u32::from(!column.ends.is_empty());
            let rows = u32::try_from(column.kinds.len()).unwrap_or(u32::MAX);
            layout.extend_from_slice(&[column.column, column.start, rows, parts]);
            kinds.extend_from_slice(&column.kinds);
            numbers.extend_from_slice(&column.numbers);
            text.extend_from_slice(&column.text);
            ends.extend_from_slice(&column.ends);
        }
        let (done, total) = reader.progress();
        Self {
            first_row: block.first_row,
            rows: block.rows,
            layout: layout.into(),
            kinds: kinds.into(),
            numbers: numbers.into(),
            text: text.into(),
            ends: ends.into(),
            hidden_rows: block.hidden.into(),
            hidden_columns: if is_over { Vec::new() } else { reader.hidden_columns() }.into(),
            done: done as f64,
            total: total as f64,
            is_over,
        }
    }
}

/// See `SpreadsheetFile` in `js/contract/sheet.ts`.
#[napi(namespace = "exporting")]
pub struct SpreadsheetFile {
    limits: Limits,
    place: Arc<Place<File>>,
}

enum File {
    Bytes(Vec<u8>),
    Open(Arc<Workbook>),
}

#[napi(namespace = "exporting")]
impl SpreadsheetFile {
    /// One without bytes.
    #[napi(constructor)]
    pub fn new(limits: SpreadsheetLimits) -> Self {
        Self { limits: Limits::from(&limits), place: Place::of(File::Bytes(Vec::new())) }
    }

    /// Adds bytes, a copy of them.
    #[napi]
    pub fn append(&self, chunk: &[u8]) -> napi::Result<()> {
        guard::export(|| {
            self.place.with(|file| {
                if let File::Bytes(bytes) = file {
                    bytes.extend_from_slice(chunk);
                }
            });
            Ok(())
        })
    }

    /// What the workbook says of itself.
    #[napi(ts_return_type = "Promise<SpreadsheetMessage>")]
    pub fn open<'env>(&self, env: &'env Env, job: &Job) -> napi::Result<Object<'env>> {
        let (place, limits) = (Arc::clone(&self.place), self.limits);
        job.start(env, move |control| {
            let Some(File::Bytes(bytes)) = place.take() else { return Err(Fault::internal()) };
            let workbook = Workbook::open(bytes, limits, &mut || control.pause())?;
            let mut message = SpreadsheetMessage {
                format: workbook.format().name().to_owned(),
                is_1904: workbook.is_1904(),
                sheets: workbook.sheets().iter().map(SheetInfoMessage::from).collect(),
                unread: None,
            };
            if workbook.format() == Format::Xlsb {
                message.unread = workbook.into_bytes().map(Buffer::from);
            } else {
                place.put(File::Open(Arc::new(workbook)));
            }
            Ok(message)
        })
    }

    /// Begins to read a sheet.
    #[napi]
    pub fn read(&self, sheet: u32, reading: SheetReadingMessage) -> napi::Result<SheetCells> {
        guard::export(|| {
            let open = self.place.with(|file| match file {
                File::Open(workbook) => Some(Arc::clone(workbook)),
                File::Bytes(_) => None,
            });
            let workbook = open.flatten().ok_or_else(Fault::internal)?;
            let coming = Cells::Coming(workbook, sheet as usize, Reading::from(&reading));
            Ok(SheetCells { place: Place::of(coming) })
        })
    }

    /// Lets go of its memory.
    #[napi]
    pub fn close(&self) -> napi::Result<()> {
        guard::export(|| {
            self.place.close();
            Ok(())
        })
    }
}

/// See `SheetCells` in `js/contract/sheet.ts`.
#[napi(namespace = "exporting")]
pub struct SheetCells {
    place: Arc<Place<Cells>>,
}

/// A sheet between two blocks.
enum Cells {
    Coming(Arc<Workbook>, usize, Reading),
    Begun(Box<SheetReader>),
}

#[napi(namespace = "exporting")]
impl SheetCells {
    /// The next block.
    #[napi(ts_return_type = "Promise<BlockMessage>")]
    pub fn next<'env>(&self, env: &'env Env, job: &Job) -> napi::Result<Object<'env>> {
        let place = Arc::clone(&self.place);
        job.start(env, move |control| {
            let cells = place.take().ok_or_else(Fault::internal)?;
            let mut reader = cells.begun(control)?;
            let block = reader.next(&mut || control.pause())?;
            let message = BlockMessage::new(block, &reader);
            if !message.is_over {
                place.put(Cells::Begun(reader));
            }
            Ok(message)
        })
    }

    /// Lets go of its memory.
    #[napi]
    pub fn close(&self) -> napi::Result<()> {
        guard::export(|| {
            self.place.close();
            Ok(())
        })
    }
}

impl Cells {
    fn begun(self, control: &Control) -> Result<Box<SheetReader>, Fault> {
        match self {
            Self::Begun(reader) => Ok(reader),
            Self::Coming(workbook, sheet, reading) => {
                Ok(Box::new(workbook.read(sheet, &reading, &mut || control.pause())?))
            }
        }
    }
}
