//! A workbook of any format, and its sheets.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use super::fault::{Fault, damaged};
use super::grid::{Block, Grid};
use super::ods::{self, OdsSheet};
use super::package::Package;
use super::xlsx::strings::Strings;
use super::xlsx::worksheet::{self, Shared, WORKSHEET, Worksheet};
use super::xlsx::{book, styles};
use super::{Limits, Reading};

/// What begins every compound file ([MS-CFB] 2.2), as xls files and encrypted workbooks are …
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// … and the name, in UTF-16, of the stream that encrypted ones are in ([MS-OFFCRYPTO] 2.3.4.4).
const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

/// What a workbook is written in, told by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML, with macros or without.
    Xlsx,
    /// The same with parts in binary. It is told, but not read here: see [`Workbook::into_bytes`].
    Xlsb,
    /// `OpenDocument`.
    Ods,
}

impl Format {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Ods => "ods",
        }
    }
}

/// What a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Cells.
    Worksheet,
    /// A chart by itself.
    Chart,
    /// A dialog of Excel 5.
    Dialog,
    /// Macros of Excel 4, in cells.
    Macro,
}

impl Kind {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Worksheet => "worksheet",
            Self::Chart => "chart",
            Self::Dialog => "dialog",
            Self::Macro => "macro",
        }
    }
}

/// A sheet, before its cells are read.
#[derive(Clone, Debug)]
pub struct SheetInfo {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// Where its cells are, as the file says, such as `A1:J500`; none where it does not.
    pub dimensions: Option<String>,
    pub(super) path: String,
}

/// A workbook in memory, of which sheets are read one by one.
pub struct Workbook {
    format: Format,
    is_1904: bool,
    sheets: Vec<SheetInfo>,
    source: Source,
}

/// What the sheets are read from.
enum Source {
    Xlsb {
        package: Arc<Package>,
    },
    Ods {
        package: Arc<Package>,
    },
    Xlsx {
        package: Arc<Package>,
        strings: Option<String>,
        styles: Option<String>,
        shared: Mutex<Option<Arc<Shared>>>,
    },
}

impl Workbook {
    /// Reads what a workbook says of itself. `go_on` is called every few milliseconds, and stops the work if it breaks.
    ///
    /// # Errors
    /// [`Fault::NoWorkbook`], [`Fault::Encrypted`], [`Fault::Unsupported`], [`Fault::Damaged`], [`Fault::Limit`].
    pub fn open(
        bytes: Vec<u8>,
        limits: Limits,
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Self, Fault> {
        if bytes.starts_with(COMPOUND) {
            let is_encrypted = memchr::memmem::find(&bytes, ENCRYPTED).is_some();
            return Err(if is_encrypted {
                Fault::Encrypted
            } else {
                Fault::Unsupported { what: "it is an xls file" }
            });
        }
        if !bytes.starts_with(b"PK") {
            return Err(Fault::NoWorkbook);
        }
        let package = Arc::new(Package::open(bytes, limits)?);
        if ods::is_ods(&package)? {
            let sheets = ods::sheets(&package, &mut || asked(go_on))?;
            return Ok(Self { format: Format::Ods, is_1904: false, sheets, source: Source::Ods { package } });
        }
        let path = book::path(&package)?;
        if !package.has(&path) {
            return Err(Fault::NoWorkbook);
        }
        if path.rsplit('.').next() == Some("bin") {
            let source = Source::Xlsb { package };
            return Ok(Self { format: Format::Xlsb, is_1904: false, sheets: Vec::new(), source });
        }
        let mut book = book::read(&package, &path)?;
        for sheet in book.sheets.iter_mut().filter(|sheet| sheet.kind == Kind::Worksheet) {
            // A sheet that is damaged says so when it is read.
            sheet.dimensions = worksheet::dimensions(&package, &sheet.path).ok().flatten();
        }
        let source =
            Source::Xlsx { package, strings: book.strings, styles: book.styles, shared: Mutex::new(None) };
        Ok(Self { format: Format::Xlsx, is_1904: book.is_1904, sheets: book.sheets, source })
    }

    /// What it is written in.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether its days are counted from 1904-01-01.
    #[must_use]
    pub fn is_1904(&self) -> bool {
        self.is_1904
    }

    /// Its sheets, in order.
    #[must_use]
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// The file, for another reader, if it is an [`Xlsb`](Format::Xlsb): such a workbook shows no sheets.
    #[must_use]
    pub fn into_bytes(self) -> Option<Vec<u8>> {
        match self.source {
            Source::Xlsb { package } => Arc::into_inner(package).map(Package::into_bytes),
            _ => None,
        }
    }

    /// Begins to read a sheet. `go_on` is called every few milliseconds, and stops the work if it breaks.
    ///
    /// # Errors
    /// As [`Workbook::open`]; [`Fault::NoCells`] for a chart.
    ///
    /// # Panics
    /// If there is no such sheet.
    pub fn read(
        &self,
        sheet: usize,
        reading: &Reading,
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<SheetReader, Fault> {
        let info = &self.sheets[sheet];
        if matches!(info.kind, Kind::Chart | Kind::Dialog) {
            return Err(Fault::NoCells { kind: info.kind.name() });
        }
        let go_on = &mut || asked(go_on);
        match &self.source {
            // It shows no sheets, so there was none to look up above.
            Source::Xlsb { .. } => Err(Fault::Unsupported { what: "it is an xlsb file" }),
            Source::Ods { package } => {
                let grid = Grid::new(package.limits(), reading);
                let cells = OdsSheet::new(package, sheet, reading.gives_formulas, reading.repeats_merged)?;
                Ok(SheetReader { cells: Cells::Ods(cells), grid, is_read: false, is_over: false })
            }
            Source::Xlsx { package, strings, styles, shared } => {
                let part = || package.part(&info.path, WORKSHEET)?.ok_or(damaged(WORKSHEET));
                let mut grid = Grid::new(package.limits(), reading);
                if reading.repeats_merged {
                    grid.merge(worksheet::merges(part()?, go_on)?);
                }
                let mut place = shared.lock().unwrap_or_else(PoisonError::into_inner);
                if place.is_none() {
                    let paths = (strings.as_deref(), styles.as_deref());
                    *place = Some(Arc::new(read_shared(package, paths, self.is_1904, go_on)?));
                }
                let shared = place.clone().unwrap_or_default();
                let cells = Cells::Xlsx(Worksheet::new(part()?, shared, reading.gives_formulas));
                Ok(SheetReader { cells, grid, is_read: false, is_over: false })
            }
        }
    }
}

fn read_shared(
    package: &Arc<Package>,
    (strings, styles): (Option<&str>, Option<&str>),
    is_1904: bool,
    go_on: &mut dyn FnMut() -> Result<(), Fault>,
) -> Result<Shared, Fault> {
    let part = |path: Option<&str>, name| path.map_or(Ok(None), |path| package.part(path, name));
    let strings = part(strings, "shared strings")?.map(|part| Strings::read(part, go_on)).transpose()?;
    let styles = part(styles, "styles")?.map(styles::read).transpose()?;
    Ok(Shared { strings: strings.unwrap_or_default(), styles: styles.unwrap_or_default(), is_1904 })
}

fn asked(go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<(), Fault> {
    if go_on().is_break() { Err(Fault::Cancelled) } else { Ok(()) }
}

/// Reads a sheet, block by block.
pub struct SheetReader {
    cells: Cells,
    grid: Grid,
    /// Whether all cells of the file were read.
    is_read: bool,
    is_over: bool,
}

enum Cells {
    Ods(OdsSheet),
    Xlsx(Worksheet),
}

/// Rows after which the work may be stopped.
const ROWS_A_TURN: u32 = 256;

impl SheetReader {
    /// The next block; none if there are no more. Nothing more can be read after a fault.
    ///
    /// # Errors
    /// [`Fault::Damaged`], [`Fault::Limit`], [`Fault::Cancelled`].
    pub fn next(&mut self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<Option<Block>, Fault> {
        let mut rows = 0_u32;
        loop {
            if let Some(block) = self.grid.take() {
                return Ok(Some(block));
            }
            if self.is_over {
                return Ok(None);
            }
            self.is_read = self.is_read
                || !match &mut self.cells {
                    Cells::Ods(sheet) => sheet.step(&mut self.grid)?,
                    Cells::Xlsx(worksheet) => worksheet.step(&mut self.grid)?,
                };
            self.is_over = self.is_read && self.grid.finish()?;
            rows += 1;
            if rows.is_multiple_of(ROWS_A_TURN) {
                asked(go_on)?;
            }
        }
    }

    /// The columns that are hidden and left out.
    #[must_use]
    pub fn hidden_columns(&self) -> Vec<u32> {
        self.grid.hidden_columns()
    }

    /// How much of the sheet was taken, and of how much, in bytes.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        match &self.cells {
            Cells::Ods(sheet) => sheet.progress(),
            Cells::Xlsx(worksheet) => worksheet.progress(),
        }
    }
}
