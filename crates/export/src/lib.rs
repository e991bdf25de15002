//! Tables to files and back: the spreadsheets, ledgers and archives of a clinic.
//!
//! Data are columns: Apache Arrow's record batches. Writers take them in order, in bounded memory.
//!
//! - [`compress`] packs and unpacks bytes: zstd, LZ4, gzip, zlib.
//! - [`csv`] reads comma-separated values into columns, and writes them.
//! - [`parquet`] writes and reads Apache Parquet.
//! - [`sheet`] reads spreadsheets: xlsx, xlsm, ods.
//! - [`rich`] writes workbooks with styles, tables, charts and pictures.
//! - [`xlsx`] writes rows of Excel worksheets.
#![forbid(unsafe_code)]

pub mod columns;
pub mod compress;
pub mod csv;
mod error;
mod formula_injection;
pub mod parquet;
pub mod rich;
pub mod sheet;
pub mod xlsx;

pub use error::Error;
