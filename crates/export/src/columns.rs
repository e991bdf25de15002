//! Tables in memory: arrow's record batches, of the types that a table of `clinicore/export` has.

use std::sync::Arc;

use arrow_schema::{DataType, Field, TimeUnit};

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// IEEE 754 double precision.
    Float64,
    /// 32-bit integers.
    Int32,
    /// 64-bit integers.
    Int64,
    /// Truth values.
    Boolean,
    /// Text.
    String,
    /// Days since 1970-01-01 of the proleptic Gregorian calendar, years 1 to 9999.
    Date,
    /// Microseconds since 1970-01-01T00:00Z, years 1 to 9999.
    Timestamp,
    /// Integers in units of `10^-scale`, of at most [`MAX_DIGITS`] digits.
    Decimal {
        /// Decimals, 0 to 18.
        scale: u8,
    },
    /// One of few texts.
    Category,
}

/// Digits of a decimal, all of which a 64-bit integer holds.
pub const MAX_DIGITS: u8 = 18;

impl ColumnType {
    /// Arrow's type of such columns.
    #[must_use]
    pub fn data_type(self) -> DataType {
        match self {
            Self::Float64 => DataType::Float64,
            Self::Int32 => DataType::Int32,
            Self::Int64 => DataType::Int64,
            Self::Boolean => DataType::Boolean,
            Self::String => DataType::Utf8,
            Self::Date => DataType::Date32,
            Self::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC"))),
            Self::Decimal { scale } => DataType::Decimal64(MAX_DIGITS, scale.cast_signed()),
            Self::Category => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        }
    }

    /// The type of a column that [`data_type`](Self::data_type) gave; none for arrow's other types.
    #[must_use]
    pub fn of(data_type: &DataType) -> Option<Self> {
        let found = match data_type {
            DataType::Float64 => Self::Float64,
            DataType::Int32 => Self::Int32,
            DataType::Int64 => Self::Int64,
            DataType::Boolean => Self::Boolean,
            DataType::Utf8 => Self::String,
            DataType::Date32 => Self::Date,
            DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => Self::Timestamp,
            DataType::Decimal64(_, scale) => Self::Decimal { scale: u8::try_from(*scale).ok()? },
            DataType::Dictionary(_, _) => Self::Category,
            _ => return None,
        };
        (found.data_type() == *data_type).then_some(found)
    }

    /// A column of this type; any row of it may be without a value.
    #[must_use]
    pub fn field(self, name: &str) -> Field {
        Field::new(name, self.data_type(), true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_is_found_again_by_arrows() {
        let scaled = (0..=MAX_DIGITS).map(|scale| ColumnType::Decimal { scale });
        let others = [
            ColumnType::Float64,
            ColumnType::Int32,
            ColumnType::Int64,
            ColumnType::Boolean,
            ColumnType::String,
            ColumnType::Date,
            ColumnType::Timestamp,
            ColumnType::Category,
        ];
        for column_type in scaled.chain(others) {
            assert_eq!(ColumnType::of(&column_type.data_type()), Some(column_type));
        }
        assert_eq!(ColumnType::of(&DataType::Decimal64(10, 2)), None);
        assert_eq!(ColumnType::of(&DataType::Timestamp(TimeUnit::Second, None)), None);
        assert_eq!(ColumnType::of(&DataType::Float32), None);
    }
}
