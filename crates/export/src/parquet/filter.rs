//! Which rows are wanted.

use std::cmp::Ordering;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::BooleanBuffer;
use arrow_schema::DataType;

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Is it.
    Equal,
    /// Is another; rows without a value are not.
    NotEqual,
    /// Is smaller.
    Less,
    /// Is it or smaller.
    LessOrEqual,
    /// Is greater.
    Greater,
    /// Is it or greater.
    GreaterOrEqual,
    /// Is one of them.
    In,
    /// The row has no value.
    IsNull,
    /// The row has a value.
    IsNotNull,
}

/// What a column is compared with, in its own type: one value, any number of them for [`Op::In`], none for the last two.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Of a `float64`. NaN is nothing, also not itself.
    Floats(Vec<f64>),
    /// Of integers, decimals (in units of `10^-scale`), days and microseconds since 1970; of booleans 0 and 1.
    Integers(Vec<i64>),
    /// Of texts; their order is that of their bytes.
    Texts(Vec<String>),
}

/// A condition on a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The column, in the file.
    pub column: usize,
    /// How its values are compared.
    pub op: Op,
    /// With what.
    pub values: Values,
}

impl Filter {
    /// Which rows of the column it holds for; none if the values are not of the column's type.
    pub(super) fn holds(&self, column: &ArrayRef) -> Option<BooleanBuffer> {
        let rows = column.len();
        match self.op {
            Op::IsNull => return Some(BooleanBuffer::collect_bool(rows, |row| column.is_null(row))),
            Op::IsNotNull => return Some(BooleanBuffer::collect_bool(rows, |row| column.is_valid(row))),
            _ => (),
        }
        let given = |holds: &dyn Fn(usize) -> bool| {
            BooleanBuffer::collect_bool(rows, |row| column.is_valid(row) && holds(row))
        };
        match (column.data_type(), &self.values) {
            (DataType::Float64, Values::Floats(values)) => {
                let column = column.as_primitive::<Float64Type>().values();
                Some(given(&|row| self.any(values, |value| column[row].partial_cmp(value))))
            }
            (DataType::Utf8, Values::Texts(values)) => {
                let column = column.as_string::<i32>();
                Some(given(&|row| self.any(values, |value| Some(column.value(row).cmp(value.as_str())))))
            }
            (DataType::Dictionary(_, _), Values::Texts(values)) => {
                let column = column.as_dictionary::<Int32Type>();
                let words = column.values().as_string::<i32>();
                let of_words: Vec<bool> = (0..words.len())
                    .map(|word| self.any(values, |value| Some(words.value(word).cmp(value.as_str()))))
                    .collect();
                let keys = column.keys().values();
                Some(given(&|row| of_words[usize::try_from(keys[row]).unwrap_or(usize::MAX)]))
            }
            (_, Values::Integers(values)) => {
                let read = integer(column)?;
                Some(given(&|row| self.any(values, |value| Some(read(row).cmp(value)))))
            }
            _ => None,
        }
    }

    /// Whether any row of a stretch may be wanted, of which the least and the greatest value and the number of rows
    /// without one are known, or not. Bounds may be wider than the values.
    pub(super) fn may_hold(&self, bounds: &Bounds<'_>, row: usize) -> bool {
        let valued = bounds.nulls.zip(bounds.rows).is_none_or(|(nulls, rows)| nulls < rows);
        match self.op {
            Op::IsNull => bounds.nulls.is_none_or(|nulls| nulls > 0),
            Op::IsNotNull | Op::NotEqual => valued,
            _ => valued && self.within(bounds, row),
        }
    }

    fn within(&self, bounds: &Bounds<'_>, row: usize) -> bool {
        let (least, most) = (bounds.least, bounds.most);
        let known = |array: &ArrayRef| array.is_valid(row);
        match &self.values {
            Values::Floats(values) => {
                let (Some(least_of), Some(most_of)) =
                    (least.as_primitive_opt::<Float64Type>(), most.as_primitive_opt::<Float64Type>())
                else {
                    return true;
                };
                let (low, high) = (least_of.value(row), most_of.value(row));
                // Writers that counted NaN in give bounds that mean nothing.
                let low = (known(least) && !low.is_nan()).then_some(low);
                let high = (known(most) && !high.is_nan()).then_some(high);
                values.iter().any(|value| {
                    self.may_equal(
                        low.and_then(|low| low.partial_cmp(value)),
                        high.and_then(|high| high.partial_cmp(value)),
                    )
                })
            }
            Values::Integers(values) => {
                let (Some(low), Some(high)) = (integer(least), integer(most)) else { return true };
                values.iter().any(|value| {
                    self.may_equal(
                        known(least).then(|| low(row).cmp(value)),
                        known(most).then(|| high(row).cmp(value)),
                    )
                })
            }
            Values::Texts(values) => {
                let (Some(low), Some(high)) = (least.as_string_opt::<i32>(), most.as_string_opt::<i32>())
                else {
                    return true;
                };
                values.iter().any(|value| {
                    self.may_equal(
                        known(least).then(|| low.value(row).cmp(value.as_str())),
                        known(most).then(|| high.value(row).cmp(value.as_str())),
                    )
                })
            }
        }
    }

    /// Whether a value between the bounds may be wanted, by how the bounds compare with what is wanted.
    fn may_equal(&self, least: Option<Ordering>, most: Option<Ordering>) -> bool {
        match self.op {
            Op::Less => least.is_none_or(Ordering::is_lt),
            Op::LessOrEqual => least.is_none_or(Ordering::is_le),
            Op::Greater => most.is_none_or(Ordering::is_gt),
            Op::GreaterOrEqual => most.is_none_or(Ordering::is_ge),
            _ => least.is_none_or(Ordering::is_le) && most.is_none_or(Ordering::is_ge),
        }
    }

    fn any<T>(&self, values: &[T], compare: impl Fn(&T) -> Option<Ordering>) -> bool {
        // NaN is not equal to anything, and so other than everything.
        values.iter().any(|value| match (compare(value), self.op) {
            (order, Op::NotEqual) => order != Some(Ordering::Equal),
            (None, _) | (Some(_), Op::IsNull | Op::IsNotNull) => false,
            (Some(order), Op::Equal | Op::In) => order.is_eq(),
            (Some(order), Op::Less) => order.is_lt(),
            (Some(order), Op::LessOrEqual) => order.is_le(),
            (Some(order), Op::Greater) => order.is_gt(),
            (Some(order), Op::GreaterOrEqual) => order.is_ge(),
        })
    }
}

/// What is known of stretches of rows, one a row; `rows` and `nulls` of the one that is looked at.
pub(super) struct Bounds<'a> {
    pub(super) least: &'a ArrayRef,
    pub(super) most: &'a ArrayRef,
    pub(super) nulls: Option<u64>,
    pub(super) rows: Option<u64>,
}

/// Reads the integers that a column of integers, decimals, days, moments or booleans is made of.
fn integer(column: &ArrayRef) -> Option<Box<dyn Fn(usize) -> i64 + '_>> {
    Some(match column.data_type() {
        DataType::Int32 => {
            let values = column.as_primitive::<Int32Type>().values();
            Box::new(|row| values[row].into())
        }
        DataType::Date32 => {
            let values = column.as_primitive::<Date32Type>().values();
            Box::new(|row| values[row].into())
        }
        DataType::Int64 => {
            let values = column.as_primitive::<Int64Type>().values();
            Box::new(|row| values[row])
        }
        DataType::Timestamp(_, _) => {
            let values = column.as_primitive_opt::<TimestampMicrosecondType>()?.values();
            Box::new(|row| values[row])
        }
        DataType::Decimal64(_, _) => {
            let values = column.as_primitive::<Decimal64Type>().values();
            Box::new(|row| values[row])
        }
        DataType::Boolean => {
            let values = column.as_boolean().values();
            Box::new(|row| values.value(row).into())
        }
        _ => return None,
    })
}
