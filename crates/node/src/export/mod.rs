//! `clinicore/export` for JavaScript; `exporting`, because `export` is a reserved word.

mod columns;
mod compression;
mod csv;
mod csv_message;
mod csv_to_parquet;
mod csv_write;
mod parquet;
mod place;
mod records;
mod rich;
mod sheet;
mod xlsx;

use clinicore_export::xlsx::MAX_CELL;

use crate::fault::{Code, Fault};

impl From<clinicore_export::Error> for Fault {
    fn from(error: clinicore_export::Error) -> Self {
        use clinicore_export::Error;
        let fault = |code| Self::new(code, &error);
        match error {
            Error::Cancelled => Self::aborted(),
            Error::Value { column, row } => {
                fault(Code::InvalidArgument).with("column", column).with("row", row)
            }
            Error::TextTooLong { column, row, given } => fault(Code::LimitExceeded)
                .with("column", column)
                .with("row", row)
                .with("limit", MAX_CELL)
                .with("given", given),
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
            Error::Parquet => fault(Code::MalformedInput),
            Error::ParquetEncrypted => fault(Code::Unsupported),
            Error::ParquetColumn { column, .. }
            | Error::ParquetTwin { column, .. }
            | Error::ParquetCodec { column, .. }
            | Error::ParquetValue { column, row: None, .. } => {
                fault(Code::Unsupported).with("column", column)
            }
            Error::ParquetValue { column, row: Some(row), .. } => {
                fault(Code::Unsupported).with("column", column).with("row", row)
            }
            Error::Footer { given, limit } => {
                fault(Code::LimitExceeded).with("given", given).with("limit", limit)
            }
            Error::Page { limit } => fault(Code::LimitExceeded).with("limit", limit),
            Error::Io(_) => fault(Code::Io),
            _ => fault(Code::Internal),
        }
    }
}
