//! Apache Parquet files: tables in columns, compressed, with statistics by which parts of a file can be passed over.
//!
//! A [`Writer`] takes record batches and gives the file's bytes row group by row group. A [`File`] reads one, of this
//! crate's or of others, by positioned reads: [`File::rows`] gives record batches of the table's types (below), of the
//! columns and rows that are asked for.
//!
//! | Parquet (or what its Arrow schema makes of it) | in the table |
//! |---|---|
//! | FLOAT, DOUBLE, FLOAT16 | `Float64` |
//! | INT of 8 and 16 bits, INT32 | `Int32` |
//! | INT64, UINT of 32 bits; UINT of 64 bits, where they fit | `Int64` |
//! | BOOLEAN | `Boolean` |
//! | STRING, JSON; the null type | `Utf8` |
//! | STRING whose Arrow type is a dictionary | `Dictionary(Int32, Utf8)` |
//! | DATE | `Date32` |
//! | TIMESTAMP of any unit, with or without UTC; INT96 | `Timestamp(µs, UTC)` |
//! | DECIMAL of at most 18 digits | `Decimal64(18, scale)` |
//!
//! Formats: <https://parquet.apache.org/docs/file-format/>.
//!
//! # Example
//!
//! ```
//! use std::ops::ControlFlow;
//! use std::sync::Arc;
//! use arrow_array::{Int32Array, RecordBatch};
//! use clinicore_export::parquet::{File, ReadOptions, Source, WriteOptions, Writer};
//!
//! let batch = RecordBatch::try_from_iter([("n", Arc::new(Int32Array::from(vec![1, 2, 3])) as _)])?;
//! let mut bytes = Vec::new();
//! let writer = Writer::new(batch.schema(), &WriteOptions::default())?;
//! writer.write(&batch)?;
//! writer.end_group(&mut bytes)?;
//! writer.finish(&mut bytes)?;
//!
//! let file = Arc::new(File::open(Source::from(bytes))?);
//! let mut rows = file.rows(ReadOptions::default())?;
//! let go_on = &mut || ControlFlow::Continue(());
//! assert_eq!(rows.next(go_on)?.map(|read| read.num_rows()), Some(3));
//! assert!(rows.next(go_on)?.is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod convert;
mod file;
mod filter;
mod pages;
mod prune;
mod rows;
mod source;
mod thrift;
mod varint;
mod write;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::errors::ParquetError;

pub use file::{Column, File};
pub use filter::{Filter, Op, Values};
pub use rows::{ReadOptions, Rows};
pub use source::Source;
pub use write::{Compression, Sorting, WriteOptions, Writer};

use crate::Error;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread runs code whose panic is caught, and means a corrupt file: no fault that a panic hook should tell of.
#[must_use]
pub fn is_guarded() -> bool {
    IS_GUARDED.get()
}

/// Runs code of the parquet crate on a file's bytes. What it refuses, or panics at, is corrupt: the crate takes much of
/// what a file says for granted.
///
/// Unwind safety is asserted because a reader is not used after it failed.
fn sound<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Error> {
    let before = IS_GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(read));
    IS_GUARDED.set(before);
    match outcome {
        Ok(result) => result.map_err(Error::from),
        Err(_) => Err(Error::Parquet),
    }
}

impl From<ParquetError> for Error {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(inner) => match inner.downcast::<Self>() {
                Ok(ours) => *ours,
                Err(_) => Self::Parquet,
            },
            _ => Self::Parquet,
        }
    }
}

/// An error of ours on its way through the parquet crate.
fn through(error: Error) -> ParquetError {
    ParquetError::External(Box::new(error))
}
