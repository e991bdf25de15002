//! CSV, written: see `js/contract/csv.ts`.

use clinicore_export::csv::{Encoding, Quotes, Writing, write};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object};
use napi_derive::napi;

use super::columns::{self, ColumnsMessage, FieldMessage};
use crate::guard;
use crate::job::Job;

/// See `CsvWriting`.
#[napi(object)]
pub struct CsvWriting {
    /// The columns.
    pub fields: Vec<FieldMessage>,
    /// One character of ASCII.
    pub delimiter: String,
    /// Which cells are quoted.
    #[napi(ts_type = "'needed' | 'texts' | 'all'")]
    pub quotes: String,
    /// After each row.
    pub line_end: String,
    /// In place of no value.
    pub null_text: String,
    /// Whether decimals have a comma.
    pub decimal_comma: bool,
    /// Whether texts that begin like a formula are escaped.
    pub escape_formulas: bool,
    /// What the bytes are to be.
    #[napi(ts_type = "'utf-8' | 'utf-16le' | 'windows-1252'")]
    pub encoding: String,
}

/// See `CsvWritten`.
#[napi(object)]
pub struct CsvWritten {
    /// The rows.
    #[napi(ts_type = "Uint8Array")]
    pub bytes: Buffer,
    /// The cell that cannot be written.
    #[napi(ts_type = "CsvRefused | undefined")]
    pub refused: Option<CsvRefused>,
}

/// See `CsvWritten`.
#[napi(object)]
pub struct CsvRefused {
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: u32,
    /// What the encoding does not have; -1 for a number.
    pub character: i32,
}

/// Rows as CSV, a copy of them.
#[napi(namespace = "exporting", ts_return_type = "Promise<CsvWritten>")]
pub fn write_csv<'env>(
    env: &'env Env,
    writing: CsvWriting,
    rows: ColumnsMessage,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let batch = guard::export(|| columns::batch(&columns::schema(&writing.fields), &rows))?;
    let writing = Writing {
        delimiter: writing.delimiter.bytes().next().unwrap_or(b','),
        quotes: match writing.quotes.as_str() {
            "texts" => Quotes::Texts,
            "all" => Quotes::All,
            _ => Quotes::Needed,
        },
        line_end: writing.line_end,
        null: writing.null_text,
        decimal_comma: writing.decimal_comma,
        escape_formulas: writing.escape_formulas,
        encoding: match writing.encoding.as_str() {
            "utf-16le" => Encoding::Utf16Le,
            "windows-1252" => Encoding::Windows1252,
            _ => Encoding::Utf8,
        },
    };
    job.start(env, move |_| {
        Ok(match write(&batch, &writing) {
            Ok(bytes) => CsvWritten { bytes: bytes.into(), refused: None },
            Err(refused) => {
                let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let character =
                    refused.character.and_then(|character| i32::try_from(u32::from(character)).ok());
                let refused = CsvRefused {
                    row: count(refused.row),
                    column: count(refused.column),
                    character: character.unwrap_or(-1),
                };
                CsvWritten { bytes: Vec::new().into(), refused: Some(refused) }
            }
        })
    })
}
