//! Reads spreadsheets: the cells of xlsx, xlsm and ods workbooks, in blocks of columns.
//!
//! A workbook comes from outside. It is unpacked as it is read, under [`Limits`]; nothing is allocated because the file
//! claims it, and a sheet costs what its cells cost, wherever they are.
//!
//! # Example
//!
//! ```
//! use clinicore_export::sheet::{Fault, Limits, Workbook};
//! use std::ops::ControlFlow;
//!
//! let fault = Workbook::open(b"no workbook".to_vec(), Limits::default(), &mut || ControlFlow::Continue(())).err();
//! assert_eq!(fault, Some(Fault::NoWorkbook));
//! ```

mod address;
mod date;
mod fault;
mod grid;
mod merge;
mod number_format;
mod ods;
mod package;
mod workbook;
mod xlsx;
mod xml;

pub use address::Area;
pub use fault::{Fault, Limit};
pub use grid::{Block, BlockColumn};
pub use workbook::{Format, Kind, SheetInfo, SheetReader, Workbook};

/// What a workbook may have.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Entries of its archive.
    pub max_entries: u64,
    /// Bytes that its parts unpack to, and that the texts of a sheet's cells come to.
    pub max_bytes: u64,
    /// Bytes that a part unpacks to for one before, where that is more than 10 MiB.
    pub max_ratio: u64,
    /// Cells of a sheet.
    pub max_cells: u64,
    /// Bytes of a cell's text.
    pub max_cell_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_entries: 10_000,
            max_bytes: 1 << 30,
            max_ratio: 200,
            max_cells: 100_000_000,
            max_cell_bytes: 128 * 1024,
        }
    }
}

/// How a sheet is read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The cells that are wanted.
    pub area: Area,
    /// Give every cell of a merged area the value of its first one.
    pub repeats_merged: bool,
    /// Give the formulas of cells that have one, not their values.
    pub gives_formulas: bool,
    /// Leave out hidden rows and columns.
    pub skips_hidden: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self { area: Area::ALL, repeats_merged: false, gives_formulas: false, skips_hidden: false }
    }
}

#[cfg(test)]
mod tests;
