//! Rows to CSV.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};
use arrow_array::{Array, RecordBatch};

use super::Encoding;
use super::decode::windows_1252_byte;
use super::print::{push_date, push_decimal, push_float, push_integer, push_moment};
use crate::columns::ColumnType;
use crate::formula_injection::without_formulas;

/// Which cells are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// Those that would be read as something else.
    Needed,
    /// All texts, too.
    Texts,
    /// All that have a value.
    All,
}

/// How to write.
#[derive(Clone, Debug)]
pub struct Writing {
    /// Between cells; ASCII.
    pub delimiter: u8,
    /// Which cells are quoted.
    pub quotes: Quotes,
    /// After each row.
    pub line_end: String,
    /// In place of no value.
    pub null: String,
    /// Whether decimals have a comma.
    pub decimal_comma: bool,
    /// Whether texts that a spreadsheet would take for formulas, as a whole or cut at another delimiter, get apostrophes before them.
    pub escape_formulas: bool,
    /// What the bytes are to be.
    pub encoding: Encoding,
}

impl Default for Writing {
    /// RFC 4180: commas, quotes where needed, `\r\n`; UTF-8; formulas are escaped.
    fn default() -> Self {
        Self {
            delimiter: b',',
            quotes: Quotes::Needed,
            line_end: "\r\n".into(),
            null: String::new(),
            decimal_comma: false,
            escape_formulas: true,
            encoding: Encoding::Utf8,
        }
    }
}

/// A cell that cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The cell in row {row}, column {column} cannot be written")]
pub struct Refused {
    /// From 0.
    pub row: usize,
    /// From 0.
    pub column: usize,
    /// The character that the encoding does not have; none for a number that is not finite.
    pub character: Option<char>,
}

/// The rows of a batch.
///
/// # Errors
///
/// [`Refused`] for NaN and infinities, and characters that [`Writing::encoding`] does not have.
pub fn write(batch: &RecordBatch, writing: &Writing) -> Result<Vec<u8>, Refused> {
    let columns: Vec<Column<'_>> = batch.columns().iter().map(|array| Column::of(array.as_ref())).collect();
    let mut out = Vec::with_capacity(batch.num_rows() * columns.len() * 12);
    for row in 0..batch.num_rows() {
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                out.push(writing.delimiter);
            }
            let refuse = |character| Refused { row, column: index, character };
            column.push(row, writing, &mut out).map_err(refuse)?;
        }
        out.extend_from_slice(writing.line_end.as_bytes());
    }
    Ok(encode(out, writing.encoding))
}

/// A column whose type is known.
struct Column<'a> {
    array: &'a dyn Array,
    values: Values<'a>,
}

enum Values<'a> {
    Float64(&'a [f64]),
    Int32(&'a [i32]),
    Int64(&'a [i64]),
    Boolean(&'a arrow_array::BooleanArray),
    Text(&'a arrow_array::StringArray),
    Date(&'a [i32]),
    Timestamp(&'a [i64]),
    Decimal(&'a [i64], usize),
    Category(&'a [i32], &'a arrow_array::StringArray),
    Unknown,
}

impl<'a> Column<'a> {
    fn of(array: &'a dyn Array) -> Self {
        let values = match ColumnType::of(array.data_type()) {
            Some(ColumnType::Float64) => Values::Float64(array.as_primitive::<Float64Type>().values()),
            Some(ColumnType::Int32) => Values::Int32(array.as_primitive::<Int32Type>().values()),
            Some(ColumnType::Int64) => Values::Int64(array.as_primitive::<Int64Type>().values()),
            Some(ColumnType::Boolean) => Values::Boolean(array.as_boolean()),
            Some(ColumnType::String) => Values::Text(array.as_string()),
            Some(ColumnType::Date) => Values::Date(array.as_primitive::<Date32Type>().values()),
            Some(ColumnType::Timestamp) => {
                Values::Timestamp(array.as_primitive::<TimestampMicrosecondType>().values())
            }
            Some(ColumnType::Decimal { scale }) => {
                Values::Decimal(array.as_primitive::<Decimal64Type>().values(), usize::from(scale))
            }
            Some(ColumnType::Category) => {
                let dictionary = array.as_dictionary::<Int32Type>();
                Values::Category(dictionary.keys().values(), dictionary.values().as_string())
            }
            None => Values::Unknown,
        };
        Self { array, values }
    }

    /// Adds a cell; the error is the character that cannot be written, if it is one.
    fn push(&self, row: usize, writing: &Writing, out: &mut Vec<u8>) -> Result<(), Option<char>> {
        if self.array.is_null(row) {
            out.extend_from_slice(writing.null.as_bytes());
            return Ok(());
        }
        match self.values {
            Values::Text(texts) => return push_text(texts.value(row), writing, out),
            Values::Category(codes, words) => {
                let code = usize::try_from(codes[row]).map_err(|_| None)?;
                return push_text(words.value(code), writing, out);
            }
            _ => {}
        }
        let quoted = writing.quotes == Quotes::All;
        let start = out.len();
        if quoted {
            out.push(b'"');
        }
        let point = if writing.decimal_comma { b',' } else { b'.' };
        match self.values {
            Values::Float64(values) if !values[row].is_finite() => return Err(None),
            Values::Float64(values) => push_float(out, values[row], point),
            Values::Int32(values) => push_integer(out, values[row].into()),
            Values::Int64(values) => push_integer(out, values[row]),
            Values::Boolean(values) => {
                out.extend_from_slice(if values.value(row) { b"true" } else { b"false" });
            }
            Values::Date(values) => push_date(out, values[row].into()),
            Values::Timestamp(values) => push_moment(out, values[row]),
            Values::Decimal(values, scale) => push_decimal(out, values[row], scale, point),
            Values::Text(_) | Values::Category(..) | Values::Unknown => {}
        }
        if quoted {
            out.push(b'"');
        } else if out[start..].contains(&writing.delimiter) || out[start..] == *writing.null.as_bytes() {
            out.insert(start, b'"');
            out.push(b'"');
        }
        Ok(())
    }
}

fn push_text(text: &str, writing: &Writing, out: &mut Vec<u8>) -> Result<(), Option<char>> {
    if writing.encoding == Encoding::Windows1252
        && let Some(character) = text.chars().find(|&character| windows_1252_byte(character).is_none())
    {
        return Err(Some(character));
    }
    let text = if writing.escape_formulas { without_formulas(text) } else { Cow::Borrowed(text) };
    let bytes = text.as_bytes();
    let special = |&byte: &u8| byte == writing.delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    let is_needed = bytes.iter().any(special) || *text == *writing.null;
    if writing.quotes == Quotes::Needed && !is_needed {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    out.push(b'"');
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=at]);
        out.push(b'"');
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
    Ok(())
}

/// UTF-8 as another encoding has it, whose characters were looked at.
fn encode(text: Vec<u8>, encoding: Encoding) -> Vec<u8> {
    if encoding == Encoding::Utf8 {
        return text;
    }
    let text = String::from_utf8_lossy(&text);
    match encoding {
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => text.chars().filter_map(windows_1252_byte).collect(),
    }
}
