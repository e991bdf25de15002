//! A column's cells, out of Arrow's arrays.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Date32Type, Decimal64Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray, StringArray};
use arrow_schema::{DataType, TimeUnit};

use super::number::{push_decimal, push_number};
use super::serial;
use crate::Error;

/// The cells of a column, of one batch.
pub(super) enum Cells<'a> {
    Float64(&'a PrimitiveArray<Float64Type>),
    Int32(&'a PrimitiveArray<Int32Type>),
    Int64(&'a PrimitiveArray<Int64Type>),
    Decimal(&'a PrimitiveArray<Decimal64Type>, usize),
    Boolean(&'a BooleanArray),
    Date(&'a PrimitiveArray<Date32Type>),
    Timestamp(&'a PrimitiveArray<TimestampMicrosecondType>),
    Text(&'a StringArray),
    Category(&'a PrimitiveArray<Int32Type>, &'a StringArray),
}

impl<'a> Cells<'a> {
    pub(super) fn of(array: &'a ArrayRef) -> Result<Self, Error> {
        Ok(match array.data_type() {
            DataType::Float64 => Self::Float64(array.as_primitive()),
            DataType::Int32 => Self::Int32(array.as_primitive()),
            DataType::Int64 => Self::Int64(array.as_primitive()),
            DataType::Decimal64(_, scale) => {
                Self::Decimal(array.as_primitive(), usize::try_from(*scale).map_err(|_| Error::Batch)?)
            }
            DataType::Boolean => Self::Boolean(array.as_boolean()),
            DataType::Date32 => Self::Date(array.as_primitive()),
            DataType::Timestamp(TimeUnit::Microsecond, _) => Self::Timestamp(array.as_primitive()),
            DataType::Utf8 => Self::Text(array.as_string()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_dictionary_opt::<Int32Type>().ok_or(Error::Batch)?;
                let values = dictionary.values().as_string_opt().ok_or(Error::Batch)?;
                Self::Category(dictionary.keys(), values)
            }
            _ => return Err(Error::Batch),
        })
    }

    pub(super) fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Float64(array) => array.is_null(row),
            Self::Int32(array) | Self::Category(array, _) => array.is_null(row),
            Self::Int64(array) => array.is_null(row),
            Self::Decimal(array, _) => array.is_null(row),
            Self::Boolean(array) => array.is_null(row),
            Self::Date(array) => array.is_null(row),
            Self::Timestamp(array) => array.is_null(row),
            Self::Text(array) => array.is_null(row),
        }
    }

    pub(super) fn is_boolean(&self) -> bool {
        matches!(self, Self::Boolean(_))
    }

    /// The text of a row that is not null, of a column of text.
    pub(super) fn text(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Text(array) => Some(array.value(row)),
            Self::Category(keys, values) => {
                Some(values.value(usize::try_from(keys.value(row)).expect("a key of the dictionary")))
            }
            _ => None,
        }
    }

    /// Appends the digits of a row that is not null, of a column that is not of text; false for what Excel cannot hold.
    pub(super) fn push_number(&self, row: usize, out: &mut Vec<u8>) -> bool {
        let integer = |value: i64, out: &mut Vec<u8>| {
            out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
            true
        };
        match self {
            Self::Float64(array) => push_number(out, array.value(row)),
            Self::Int32(array) => integer(array.value(row).into(), out),
            Self::Int64(array) => push_decimal(out, array.value(row), 0),
            Self::Decimal(array, scale) => push_decimal(out, array.value(row), *scale),
            Self::Boolean(array) => integer(array.value(row).into(), out),
            Self::Date(array) => {
                serial::of_day(array.value(row).into()).is_some_and(|serial| integer(serial, out))
            }
            Self::Timestamp(array) => {
                serial::of_moment(array.value(row)).is_some_and(|serial| push_number(out, serial))
            }
            Self::Text(_) | Self::Category(..) => false,
        }
    }
}
