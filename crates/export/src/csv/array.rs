//! Columns as arrow's arrays, in the memory that they have.

use std::sync::Arc;

use arrow_array::types::{Decimal64Type, TimestampMicrosecondType};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    PrimitiveArray, StringArray,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::ArrowError;

use super::{Column, Values};
use crate::Error;
use crate::columns::ColumnType;

impl Column {
    /// The array of a column that was filled for a type of the same kind.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`]: its values are of another kind.
    pub fn into_array(self, column_type: ColumnType) -> Result<ArrayRef, Error> {
        array(self, column_type).map_err(|_| Error::Internal)
    }
}

fn array(Column { rows, values, validity }: Column, column_type: ColumnType) -> Result<ArrayRef, ArrowError> {
    let bits = |bytes: Vec<u8>| BooleanBuffer::new(Buffer::from_vec(bytes), 0, rows);
    let nulls = validity.map(bits).map(NullBuffer::new);
    Ok(match (column_type, values) {
        (ColumnType::Float64, Values::Float64(values)) => {
            Arc::new(Float64Array::try_new(values.into(), nulls)?)
        }
        (ColumnType::Int32, Values::Int32(values)) => Arc::new(Int32Array::try_new(values.into(), nulls)?),
        (ColumnType::Date, Values::Int32(values)) => Arc::new(Date32Array::try_new(values.into(), nulls)?),
        (ColumnType::Int64, Values::Int64(values)) => Arc::new(Int64Array::try_new(values.into(), nulls)?),
        (ColumnType::Timestamp, Values::Int64(values)) => {
            let values = PrimitiveArray::<TimestampMicrosecondType>::try_new(values.into(), nulls)?;
            Arc::new(values.with_data_type(column_type.data_type()))
        }
        (ColumnType::Decimal { .. }, Values::Int64(values)) => {
            let values = PrimitiveArray::<Decimal64Type>::try_new(values.into(), nulls)?;
            Arc::new(values.with_data_type(column_type.data_type()))
        }
        (ColumnType::Boolean, Values::Boolean(values)) => Arc::new(BooleanArray::new(bits(values), nulls)),
        (ColumnType::String, Values::Text { offsets, bytes }) => Arc::new(texts(offsets, bytes, nulls)?),
        (ColumnType::Category, Values::Category { codes, words }) => {
            let codes = Int32Array::try_new(codes.into(), nulls)?;
            let words = StringArray::from_iter_values(words);
            Arc::new(DictionaryArray::try_new(codes, Arc::new(words))?)
        }
        _ => return Err(ArrowError::InvalidArgumentError(String::new())),
    })
}

fn texts(offsets: Vec<i32>, bytes: Vec<u8>, nulls: Option<NullBuffer>) -> Result<StringArray, ArrowError> {
    // INVARIANT: a column's offsets begin at 0 and ascend.
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    StringArray::try_new(offsets, Buffer::from_vec(bytes), nulls)
}

#[cfg(test)]
mod tests {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Int32Type};

    use super::*;

    fn column(values: Values) -> Column {
        Column { rows: 3, values, validity: Some(vec![0b101]) }
    }

    #[test]
    fn values_and_their_absence_are_the_same() {
        let days = column(Values::Int32(vec![1, 0, 3])).into_array(ColumnType::Date).expect("days");
        assert_eq!(days.data_type(), &ColumnType::Date.data_type());
        assert_eq!(days.as_primitive::<Date32Type>().iter().collect::<Vec<_>>(), [Some(1), None, Some(3)]);

        let texts = Values::Text { offsets: vec![0, 2, 2, 3], bytes: b"abc".to_vec() };
        let texts = column(texts).into_array(ColumnType::String).expect("texts");
        assert_eq!(texts.as_string::<i32>().iter().collect::<Vec<_>>(), [Some("ab"), None, Some("c")]);

        let words = Values::Category { codes: vec![1, 0, 0], words: vec!["left".into(), "right".into()] };
        let words = column(words).into_array(ColumnType::Category).expect("categories");
        assert_eq!(words.data_type(), &ColumnType::Category.data_type());
        let words = words.as_dictionary::<Int32Type>().downcast_dict::<StringArray>().expect("texts");
        assert_eq!(words.into_iter().collect::<Vec<_>>(), [Some("right"), None, Some("left")]);
    }

    #[test]
    fn a_column_of_another_kind_is_refused() {
        let days = column(Values::Int32(vec![1, 0, 3]));
        assert_eq!(days.into_array(ColumnType::Timestamp).err(), Some(Error::Internal));
    }
}
