//! From the types of Arrow to those of a table, without loss.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{BooleanBufferBuilder, BufferBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Float16Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int32Array, PrimitiveArray, StringArray, StringViewArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, TimeUnit};

use crate::columns::{ColumnType, MAX_DIGITS};

/// The first and the last day, from 1970-01-01.
const DAYS: std::ops::RangeInclusive<i64> = -719_162..=2_932_896;
const MICROSECONDS_A_DAY: i64 = 86_400_000_000;

/// What a field of a file is in a table; or, if it is nothing there, what it is called.
pub(super) fn type_of(data_type: &DataType) -> Result<ColumnType, &'static str> {
    Ok(match data_type {
        DataType::Float16 | DataType::Float32 | DataType::Float64 => ColumnType::Float64,
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16 => {
            ColumnType::Int32
        }
        DataType::UInt32 | DataType::Int64 | DataType::UInt64 => ColumnType::Int64,
        DataType::Boolean => ColumnType::Boolean,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => ColumnType::String,
        DataType::Dictionary(_, values) => match type_of(values)? {
            ColumnType::String => ColumnType::Category,
            other => other,
        },
        DataType::Date32 | DataType::Date64 => ColumnType::Date,
        DataType::Timestamp(_, _) => ColumnType::Timestamp,
        &(DataType::Decimal32(digits, scale)
        | DataType::Decimal64(digits, scale)
        | DataType::Decimal128(digits, scale)
        | DataType::Decimal256(digits, scale)) => match u8::try_from(scale) {
            Ok(scale) if digits <= MAX_DIGITS && scale <= MAX_DIGITS => ColumnType::Decimal { scale },
            _ => return Err("decimal of more than 18 digits"),
        },
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => return Err("binary"),
        DataType::FixedSizeBinary(_) => return Err("fixed-size binary"),
        DataType::Struct(_) => return Err("struct"),
        DataType::Map(_, _) => return Err("map"),
        DataType::Time32(_) | DataType::Time64(_) => return Err("time"),
        DataType::Duration(_) => return Err("duration"),
        DataType::Interval(_) => return Err("interval"),
        DataType::RunEndEncoded(_, values) => return type_of(values.data_type()),
        DataType::Union(_, _) => return Err("union"),
        _ => return Err("list"),
    })
}

/// As what the parquet crate is to read a field.
pub(super) fn read_as(to: ColumnType, data_type: &DataType) -> DataType {
    match (to, data_type) {
        (ColumnType::String, DataType::Null) => DataType::Null,
        // Views of the pages: a short file may say one long text a million times.
        (ColumnType::String | ColumnType::Category, _) => DataType::Utf8View,
        (_, DataType::Dictionary(_, values)) => read_as(to, values),
        (_, DataType::RunEndEncoded(_, values)) => read_as(to, values.data_type()),
        _ => data_type.clone(),
    }
}

/// What the package calls a type.
pub(super) fn name_of(to: ColumnType) -> &'static str {
    match to {
        ColumnType::Float64 => "float64",
        ColumnType::Int32 => "int32",
        ColumnType::Int64 => "int64",
        ColumnType::Boolean => "boolean",
        ColumnType::String => "string",
        ColumnType::Date => "date",
        ColumnType::Timestamp => "timestamp",
        ColumnType::Decimal { .. } => "decimal",
        ColumnType::Category => "category",
    }
}

/// Why an array is no column of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// What this row holds, the type does not.
    Row(usize),
    /// It does not hold what it says.
    Corrupt,
}

/// The array as a column of a table.
pub(super) fn convert(array: &ArrayRef, to: ColumnType) -> Result<ArrayRef, Unfit> {
    match to {
        ColumnType::Float64 => floats(array),
        ColumnType::Int32 | ColumnType::Int64 => integers(array, to),
        ColumnType::Boolean => {
            array.as_boolean_opt().map(|array| Arc::new(array.clone()) as _).ok_or(Unfit::Corrupt)
        }
        ColumnType::String => texts(array).map(|texts| Arc::new(texts) as _),
        ColumnType::Category => categories(array),
        ColumnType::Date => dates(array),
        ColumnType::Timestamp => timestamps(array),
        ColumnType::Decimal { scale } => decimals(array, scale),
    }
}

fn floats(array: &ArrayRef) -> Result<ArrayRef, Unfit> {
    Ok(match array.data_type() {
        DataType::Float16 => mapped::<Float16Type, Float64Type>(array, f64::from),
        DataType::Float32 => mapped::<Float32Type, Float64Type>(array, f64::from),
        DataType::Float64 => Arc::clone(array),
        _ => return Err(Unfit::Corrupt),
    })
}

fn integers(array: &ArrayRef, to: ColumnType) -> Result<ArrayRef, Unfit> {
    Ok(match (array.data_type(), to) {
        (DataType::Int8, ColumnType::Int32) => mapped::<Int8Type, Int32Type>(array, i32::from),
        (DataType::Int16, ColumnType::Int32) => mapped::<Int16Type, Int32Type>(array, i32::from),
        (DataType::UInt8, ColumnType::Int32) => mapped::<UInt8Type, Int32Type>(array, i32::from),
        (DataType::UInt16, ColumnType::Int32) => mapped::<UInt16Type, Int32Type>(array, i32::from),
        (DataType::UInt32, ColumnType::Int64) => mapped::<UInt32Type, Int64Type>(array, i64::from),
        (DataType::UInt64, ColumnType::Int64) => {
            Arc::new(checked::<UInt64Type, Int64Type>(array, |value| i64::try_from(value).ok())?)
        }
        (DataType::Int32, ColumnType::Int32) | (DataType::Int64, ColumnType::Int64) => Arc::clone(array),
        _ => return Err(Unfit::Corrupt),
    })
}

fn dates(array: &ArrayRef) -> Result<ArrayRef, Unfit> {
    let day = |day: i64| if DAYS.contains(&day) { i32::try_from(day).ok() } else { None };
    Ok(Arc::new(match array.data_type() {
        DataType::Date32 => checked::<Date32Type, Date32Type>(array, |value| day(value.into()))?,
        DataType::Date64 => checked::<Date64Type, Date32Type>(array, |value| {
            (value % 86_400_000 == 0).then_some(value / 86_400_000).and_then(day)
        })?,
        _ => return Err(Unfit::Corrupt),
    }))
}

fn timestamps(array: &ArrayRef) -> Result<ArrayRef, Unfit> {
    let moment = |at: i64| {
        let last = (DAYS.end() + 1) * MICROSECONDS_A_DAY;
        (at >= DAYS.start() * MICROSECONDS_A_DAY && at < last).then_some(at)
    };
    let times = |value: i64, factor: i64| value.checked_mul(factor).and_then(moment);
    let made = match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => {
            checked::<TimestampSecondType, TimestampMicrosecondType>(array, |value| times(value, 1_000_000))?
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            checked::<TimestampMillisecondType, TimestampMicrosecondType>(array, |value| times(value, 1000))?
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            checked::<TimestampMicrosecondType, TimestampMicrosecondType>(array, moment)?
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            checked::<TimestampNanosecondType, TimestampMicrosecondType>(array, |value| {
                (value % 1000 == 0).then_some(value / 1000)
            })?
        }
        _ => return Err(Unfit::Corrupt),
    };
    Ok(Arc::new(made.with_timezone("UTC")))
}

fn decimals(array: &ArrayRef, scale: u8) -> Result<ArrayRef, Unfit> {
    let least = 10_i64.pow(MAX_DIGITS.into());
    let fits = |value: i64| (value > -least && value < least).then_some(value);
    let made = match array.data_type() {
        DataType::Decimal32(_, _) => {
            checked::<Decimal32Type, Decimal64Type>(array, |value| Some(value.into()))?
        }
        DataType::Decimal64(_, _) => checked::<Decimal64Type, Decimal64Type>(array, fits)?,
        DataType::Decimal128(_, _) => {
            checked::<Decimal128Type, Decimal64Type>(array, |value| i64::try_from(value).ok().and_then(fits))?
        }
        _ => return Err(Unfit::Corrupt),
    };
    let made = made.with_precision_and_scale(MAX_DIGITS, scale.cast_signed());
    Ok(Arc::new(made.map_err(|_| Unfit::Corrupt)?))
}

/// Every value made another; `array` is of the type.
fn mapped<F: ArrowPrimitiveType, T: ArrowPrimitiveType>(
    array: &ArrayRef,
    make: impl Fn(F::Native) -> T::Native,
) -> ArrayRef {
    Arc::new(array.as_primitive::<F>().unary::<_, T>(make))
}

/// Every value made another, if each can be; `array` is of the type.
fn checked<F: ArrowPrimitiveType, T: ArrowPrimitiveType>(
    array: &ArrayRef,
    make: impl Fn(F::Native) -> Option<T::Native>,
) -> Result<PrimitiveArray<T>, Unfit> {
    let array = array.as_primitive::<F>();
    let mut values = BufferBuilder::<T::Native>::new(array.len());
    for (row, &value) in array.values().iter().enumerate() {
        match make(value) {
            Some(value) => values.append(value),
            None if array.is_null(row) => values.append(T::Native::default()),
            None => return Err(Unfit::Row(row)),
        }
    }
    let values = ScalarBuffer::new(values.finish(), 0, array.len());
    PrimitiveArray::try_new(values, array.nulls().cloned()).map_err(|_| Unfit::Corrupt)
}

/// Bytes of each row's text; 0 where there is none.
fn lengths(array: &StringViewArray) -> impl Iterator<Item = usize> + '_ {
    // The low half of a view is its length.
    let length = |view: u128| (view & u128::from(u32::MAX)) as usize;
    let is_there = |row| array.is_valid(row);
    array.views().iter().enumerate().map(move |(row, &view)| if is_there(row) { length(view) } else { 0 })
}

/// Bytes that each row of an array will have as a column.
pub(super) fn add_sizes(array: &ArrayRef, sizes: &mut [usize]) {
    if let Some(views) = array.as_string_view_opt() {
        for (size, length) in sizes.iter_mut().zip(lengths(views)) {
            *size += length + 4;
        }
    } else {
        let width = array.data_type().primitive_width().unwrap_or(1);
        for size in sizes {
            *size += width;
        }
    }
}

fn texts(array: &ArrayRef) -> Result<StringArray, Unfit> {
    if *array.data_type() == DataType::Null {
        return Ok(StringArray::new_null(array.len()));
    }
    let views = array.as_string_view_opt().ok_or(Unfit::Corrupt)?;
    let mut bytes = BufferBuilder::<u8>::new(lengths(views).sum());
    for text in views.iter().flatten() {
        bytes.append_slice(text.as_bytes());
    }
    let offsets = OffsetBuffer::from_lengths(lengths(views));
    // Checked anew: the crate does not check what only the file's Arrow schema calls text.
    StringArray::try_new(offsets, bytes.finish(), views.nulls().cloned()).map_err(|_| Unfit::Corrupt)
}

fn categories(array: &ArrayRef) -> Result<ArrayRef, Unfit> {
    let views = array.as_string_view_opt().ok_or(Unfit::Corrupt)?;
    let mut codes: HashMap<&[u8], i32> = HashMap::new();
    let mut words: Vec<&[u8]> = Vec::new();
    let keys: Vec<i32> = (0..views.len())
        .map(|row| {
            if views.is_null(row) {
                return Ok(0);
            }
            let word = views.value(row).as_bytes();
            if let Some(&code) = codes.get(word) {
                return Ok(code);
            }
            let code = i32::try_from(words.len()).map_err(|_| Unfit::Corrupt)?;
            codes.insert(word, code);
            words.push(word);
            Ok(code)
        })
        .collect::<Result<_, _>>()?;
    let offsets = OffsetBuffer::from_lengths(words.iter().map(|word| word.len()));
    let words = StringArray::try_new(offsets, words.concat().into(), None).map_err(|_| Unfit::Corrupt)?;
    let nulls = views.nulls().cloned().or_else(|| all_null_without(&words, views.len()));
    let keys = Int32Array::try_new(keys.into(), nulls).map_err(|_| Unfit::Corrupt)?;
    let made = DictionaryArray::<Int32Type>::try_new(keys, Arc::new(words)).map_err(|_| Unfit::Corrupt)?;
    Ok(Arc::new(made))
}

/// Without words there are no values.
fn all_null_without(words: &StringArray, rows: usize) -> Option<NullBuffer> {
    let mut bits = BooleanBufferBuilder::new(rows);
    bits.append_n(rows, false);
    words.is_empty().then(|| NullBuffer::new(bits.finish()))
}
