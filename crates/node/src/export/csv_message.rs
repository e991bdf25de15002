//! What crosses for CSV: see `js/contract/csv.ts`.

use clinicore_export::csv::{
    Bad, Column, DayFormat, Encoding, Field, Flaw, OnBadRow, Reading, Reason, Rows, Tally, Type, Values,
};
use napi::bindgen_prelude::{BigInt64Array, Either4, Float64Array, Int32Array, Uint8Array, Uint32Array};
use napi_derive::napi;

use super::csv::count;
use crate::fault::Fault;

/// See `CsvMessage`.
#[napi(object)]
pub struct CsvMessage {
    /// What the bytes are.
    #[napi(ts_type = "'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'")]
    pub encoding: String,
    /// One character of ASCII.
    pub delimiter: String,
    /// Likewise, or empty.
    pub quote: String,
    /// Cells of a row.
    pub cells: u32,
    /// What is done with rows that are not as they should be.
    #[napi(ts_type = "'error' | 'skip' | 'keep'")]
    pub on_bad_row: String,
    /// In UTF-8.
    pub max_cell_bytes: u32,
    /// In UTF-8.
    pub max_row_bytes: u32,
    /// Of a part.
    pub max_rejects: u32,
    /// What cells say that have no value.
    pub null_values: Vec<String>,
    /// Whether decimals have a comma.
    pub decimal_comma: bool,
    /// How days are written.
    pub date_format: String,
    /// Where the first byte stands.
    pub line: f64,
    /// Likewise.
    pub offset: f64,
    /// The file.
    #[napi(ts_type = "string | undefined")]
    pub path: Option<String>,
}

pub(super) fn reading(message: &CsvMessage) -> Reading {
    Reading {
        encoding: match message.encoding.as_str() {
            "utf-16le" => Encoding::Utf16Le,
            "utf-16be" => Encoding::Utf16Be,
            "windows-1252" => Encoding::Windows1252,
            _ => Encoding::Utf8,
        },
        delimiter: message.delimiter.bytes().next().unwrap_or(b','),
        quote: message.quote.bytes().next(),
        cells: message.cells as usize,
        on_bad_row: match message.on_bad_row.as_str() {
            "skip" => OnBadRow::Skip,
            "keep" => OnBadRow::Keep,
            _ => OnBadRow::Error,
        },
        max_cell: message.max_cell_bytes as usize,
        max_row: message.max_row_bytes as usize,
        max_flaws: message.max_rejects as usize,
        nulls: message.null_values.iter().map(|null| null.clone().into_bytes()).collect(),
        decimal_comma: message.decimal_comma,
        days: DayFormat::new(&message.date_format).unwrap_or_default(),
    }
}

/// See `CsvCut`.
#[napi(object)]
pub struct CsvCut {
    /// Its number, or -1.
    pub part: i64,
    /// Bytes so far.
    pub read: f64,
    /// Whether these were the last.
    pub last: bool,
    /// A row that is too long.
    #[napi(ts_type = "CsvOverlong | undefined")]
    pub overlong: Option<CsvOverlong>,
}

/// See `CsvCut`.
#[napi(object)]
pub struct CsvOverlong {
    /// Where it begins.
    pub line: f64,
    /// Likewise.
    pub offset: f64,
}

/// See `CsvField`.
#[napi(object)]
pub struct CsvField {
    /// From 0.
    pub cell: u32,
    /// Its type.
    #[napi(
        js_name = "type",
        ts_type = "'float64' | 'int32' | 'int64' | 'boolean' | 'string' | 'date' | 'timestamp' | 'decimal' | 'category'"
    )]
    pub kind: String,
    /// Of a decimal.
    pub scale: u8,
}

impl From<&CsvField> for Field {
    fn from(field: &CsvField) -> Self {
        let kind = match field.kind.as_str() {
            "float64" => Type::Float64,
            "int32" => Type::Int32,
            "int64" => Type::Int64,
            "boolean" => Type::Boolean,
            "date" => Type::Date,
            "timestamp" => Type::Timestamp,
            "decimal" => Type::Decimal { scale: field.scale },
            "category" => Type::Category,
            _ => Type::Text,
        };
        Self { cell: field.cell as usize, kind }
    }
}

/// See `CsvFlaw`.
#[napi(object)]
pub struct CsvFlaw {
    /// Where it begins.
    pub line: f64,
    /// Likewise.
    pub offset: f64,
    /// Its row, or -1.
    pub row: i64,
    /// What is wrong.
    #[napi(
        ts_type = "'fewCells' | 'manyCells' | 'quote' | 'unclosed' | 'encoding' | 'longCell' | 'longRow'"
    )]
    pub reason: String,
    /// How many it has, or which.
    pub cells: f64,
}

pub(super) fn flaw(flaw: &Flaw) -> CsvFlaw {
    let reason = match flaw.reason {
        Reason::FewCells => "fewCells",
        Reason::ManyCells => "manyCells",
        Reason::Quote => "quote",
        Reason::Unclosed => "unclosed",
        Reason::Encoding => "encoding",
        Reason::LongCell => "longCell",
        Reason::LongRow => "longRow",
    };
    CsvFlaw {
        line: flaw.line as f64,
        offset: flaw.offset as f64,
        row: flaw.row.map_or(-1, i64::from),
        reason: reason.to_owned(),
        cells: flaw.cells as f64,
    }
}

/// See `CsvTally`.
#[napi(object)]
pub struct CsvTally {
    /// Cells of each class.
    #[napi(ts_type = "Uint32Array")]
    pub counts: Uint32Array,
    /// The first of each.
    #[napi(ts_type = "Uint32Array")]
    pub rows: Uint32Array,
    /// At most.
    pub decimals: u32,
    /// At most.
    pub digits: u32,
}

pub(super) fn tally(tally: Tally) -> CsvTally {
    let Tally { counts, rows, decimals, digits } = tally;
    CsvTally { counts: counts.to_vec().into(), rows: rows.into(), decimals, digits }
}

/// See `CsvBad`.
#[napi(object)]
pub struct CsvBad {
    /// How many.
    pub count: u32,
    /// The first.
    #[napi(ts_type = "Uint32Array")]
    pub rows: Uint32Array,
    /// Where the first stands.
    pub line: f64,
    /// Likewise.
    pub offset: f64,
}

pub(super) fn bad(bad: Bad, rows: &Rows) -> CsvBad {
    let (line, offset) = bad.first.map_or((0, 0), |row| rows.place(row as usize));
    CsvBad { count: bad.count, rows: bad.rows.into(), line: line as f64, offset: offset as f64 }
}

/// See `CsvPart`.
#[napi(object)]
pub struct CsvPart {
    /// Rows.
    pub rows: u32,
    /// Of the file.
    pub bytes: f64,
    /// The first.
    pub flaws: Vec<CsvFlaw>,
    /// How many.
    pub flawed: f64,
    /// What ended it.
    #[napi(ts_type = "CsvFlaw | undefined")]
    pub failure: Option<CsvFlaw>,
    /// One for each field.
    pub tallies: Vec<CsvTally>,
    /// Likewise.
    pub bad: Vec<CsvBad>,
    /// Likewise.
    pub nulls: Vec<u32>,
}

/// See `CsvColumns`.
#[napi(object)]
pub struct CsvColumns {
    /// Rows.
    pub length: u32,
    /// One for each cell that was asked for.
    pub columns: Vec<CsvColumn>,
}

/// See `CsvColumn`.
#[napi(object)]
pub struct CsvColumn {
    /// As its type has them.
    #[napi(ts_type = "Float64Array | Int32Array | BigInt64Array | Uint8Array")]
    pub values: Either4<Float64Array, Int32Array, BigInt64Array, Uint8Array>,
    /// Of texts.
    #[napi(ts_type = "Int32Array | undefined")]
    pub offsets: Option<Int32Array>,
    /// Where not all have a value.
    #[napi(ts_type = "Uint8Array | undefined")]
    pub validity: Option<Uint8Array>,
    /// Of a category.
    #[napi(ts_type = "CsvTexts | undefined")]
    pub dictionary: Option<CsvTexts>,
}

/// See `TextsMessage` in `js/contract/columns.ts`.
#[napi(object)]
pub struct CsvTexts {
    /// In UTF-8.
    #[napi(ts_type = "Uint8Array")]
    pub values: Uint8Array,
    /// One more than texts.
    #[napi(ts_type = "Int32Array")]
    pub offsets: Int32Array,
}

/// The columns as they are, not copied.
pub(super) fn columns(length: usize, columns: Vec<Column>) -> Result<CsvColumns, Fault> {
    let columns = columns.into_iter().map(column).collect::<Result<_, _>>()?;
    Ok(CsvColumns { length: count(length), columns })
}

fn column(column: Column) -> Result<CsvColumn, Fault> {
    let mut made = CsvColumn {
        values: Either4::D(Uint8Array::new(Vec::new())),
        offsets: None,
        validity: column.validity.map(Uint8Array::new),
        dictionary: None,
    };
    match column.values {
        Values::Float64(values) => made.values = Either4::A(values.into()),
        Values::Int32(values) => made.values = Either4::B(values.into()),
        Values::Int64(values) => made.values = Either4::C(values.into()),
        Values::Boolean(values) => made.values = Either4::D(values.into()),
        Values::Text { offsets, bytes } => {
            made.values = Either4::D(bytes.into());
            made.offsets = Some(offsets.into());
        }
        Values::Category { codes, words } => {
            made.values = Either4::B(codes.into());
            made.dictionary = Some(texts(&words)?);
        }
    }
    Ok(made)
}

fn texts(words: &[String]) -> Result<CsvTexts, Fault> {
    let mut end = 0;
    let mut offsets = vec![0];
    for word in words {
        end += word.len();
        offsets.push(i32::try_from(end).map_err(|_| Fault::internal())?);
    }
    Ok(CsvTexts { values: words.concat().into_bytes().into(), offsets: offsets.into() })
}
