//! Tables to files and back: the spreadsheets, ledgers and archives of a clinic.
//!
//! Data are columns. A [`Column`] says what a column holds and how it is shown, a [`Batch`] holds the next rows of
//! every column: numbers side by side, texts as one run. Writers take batches in order and hold no more than one
//! row's output beside them, so a table of any length costs the memory of its file.
//!
//! - [`compress`] packs and unpacks bytes: zstd, LZ4, gzip, zlib.
//! - [`xlsx`] writes Excel workbooks: typed cells, number formats, a header that stays in sight, filters.
//!
//! # Example
//!
//! ```
//! use clinicore_export::xlsx::{self, Properties, Sheet, Workbook};
//! use clinicore_export::{Batch, Column, Kind};
//! use std::ops::ControlFlow;
//!
//! let columns = vec![
//!     Column { header: "Invoice".into(), kind: Kind::Text, format: String::new(), width: 10.0 },
//!     Column { header: "Total".into(), kind: Kind::Decimal { scale: 2 }, format: "0.00".into(), width: 12.0 },
//! ];
//! // Two rows: A-1 of 12.34 and A-2 of 5.00; money is counted in its minor unit.
//! let rows = Batch::new(2, vec![1234.0, 500.0], "A-1A-2".into(), vec![3, 3])?;
//! let workbook = Workbook {
//!     sheets: vec![Sheet {
//!         name: "Invoices".into(),
//!         columns,
//!         batches: vec![rows],
//!         freeze_header: true,
//!         auto_filter: true,
//!     }],
//!     properties: Properties::default(),
//!     escape_formulas: true,
//! };
//! let file = xlsx::write(&workbook, &mut |_rows, _of| ControlFlow::Continue(()))?;
//! assert!(file.starts_with(b"PK"));
//! # Ok::<(), clinicore_export::Error>(())
//! ```
#![forbid(unsafe_code)]

pub mod columns;
pub mod compress;
mod error;
mod table;
pub mod xlsx;
mod zip;

pub use error::Error;
pub use table::{Batch, Column, Kind};
