//! Tables between JavaScript and Rust: see `js/contract/columns.ts`.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Decimal64Type, Float64Type, Int32Type, Int64Type,
    TimestampMicrosecondType,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, PrimitiveArray, RecordBatch, RecordBatchOptions,
    StringArray,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{Schema, SchemaRef};
use clinicore_export::columns::ColumnType;
use napi::bindgen_prelude::{Int32Array, Uint8Array};
use napi_derive::napi;

use crate::fault::Fault;

/// See `FieldMessage` in `js/contract/columns.ts`.
#[napi(object)]
pub struct FieldMessage {
    /// Its name.
    pub name: String,
    /// What it holds.
    #[napi(
        js_name = "type",
        ts_type = "'float64' | 'int32' | 'int64' | 'boolean' | 'string' | 'date' | 'timestamp' | 'decimal' | 'category'"
    )]
    pub kind: String,
    /// Decimals of a decimal.
    pub scale: u8,
}

/// See `ColumnsMessage` in `js/contract/columns.ts`.
#[napi(object)]
pub struct ColumnsMessage {
    /// Rows.
    pub length: u32,
    /// The columns, in the order of their fields.
    pub columns: Vec<ColumnData>,
}

/// See `ColumnData` in `js/contract/columns.ts`.
#[napi(object)]
pub struct ColumnData {
    /// The bytes of the values.
    pub values: Uint8Array,
    /// Where texts begin and end.
    pub offsets: Option<Int32Array>,
    /// Which rows have a value.
    pub validity: Option<Uint8Array>,
    /// The texts of categories.
    pub dictionary: Option<TextsMessage>,
}

/// See `TextsMessage` in `js/contract/columns.ts`.
#[napi(object)]
pub struct TextsMessage {
    /// Their bytes.
    pub values: Uint8Array,
    /// Where they begin and end.
    pub offsets: Int32Array,
}

/// The columns of tables.
pub(super) fn schema(fields: &[FieldMessage]) -> SchemaRef {
    let field = |FieldMessage { name, kind, scale }: &FieldMessage| column_type(kind, *scale).field(name);
    Arc::new(Schema::new(fields.iter().map(field).collect::<Vec<_>>()))
}

fn column_type(kind: &str, scale: u8) -> ColumnType {
    match kind {
        "float64" => ColumnType::Float64,
        "int32" => ColumnType::Int32,
        "int64" => ColumnType::Int64,
        "boolean" => ColumnType::Boolean,
        "date" => ColumnType::Date,
        "timestamp" => ColumnType::Timestamp,
        "decimal" => ColumnType::Decimal { scale },
        "category" => ColumnType::Category,
        _ => ColumnType::String,
    }
}

/// The columns of tables, for JavaScript.
pub(super) fn fields(schema: &Schema) -> Result<Vec<FieldMessage>, Fault> {
    let message = |field: &Arc<arrow_schema::Field>| {
        let (kind, scale) = match ColumnType::of(field.data_type()).ok_or_else(Fault::internal)? {
            ColumnType::Float64 => ("float64", 0),
            ColumnType::Int32 => ("int32", 0),
            ColumnType::Int64 => ("int64", 0),
            ColumnType::Boolean => ("boolean", 0),
            ColumnType::String => ("string", 0),
            ColumnType::Date => ("date", 0),
            ColumnType::Timestamp => ("timestamp", 0),
            ColumnType::Decimal { scale } => ("decimal", scale),
            ColumnType::Category => ("category", 0),
        };
        Ok(FieldMessage { name: field.name().clone(), kind: kind.into(), scale })
    };
    schema.fields().iter().map(message).collect()
}

/// Rows out of JavaScript: a copy, so that no thread ever reads its memory.
pub(super) fn batch(schema: &SchemaRef, message: &ColumnsMessage) -> Result<RecordBatch, Fault> {
    let rows = message.length as usize;
    let arrays = schema.fields().iter().zip(&message.columns).map(|(field, column)| {
        let column_type = ColumnType::of(field.data_type()).ok_or_else(Fault::internal)?;
        array(column_type, rows, column)
    });
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let arrays = arrays.collect::<Result<Vec<_>, Fault>>()?;
    RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options).map_err(|_| Fault::internal())
}

fn array(column_type: ColumnType, rows: usize, column: &ColumnData) -> Result<ArrayRef, Fault> {
    let bits = |bytes: &[u8]| {
        // Asserted by arrow where it is not so: an error is kinder.
        let enough = bytes.len() >= rows.div_ceil(8);
        enough.then(|| BooleanBuffer::new(Buffer::from(bytes), 0, rows)).ok_or_else(Fault::internal)
    };
    let nulls = column.validity.as_deref().map(bits).transpose()?.map(NullBuffer::new);
    let values = &column.values[..];
    Ok(match column_type {
        ColumnType::Float64 => primitive::<Float64Type>(rows, values, nulls)?,
        ColumnType::Int32 => primitive::<Int32Type>(rows, values, nulls)?,
        ColumnType::Int64 => primitive::<Int64Type>(rows, values, nulls)?,
        ColumnType::Date => primitive::<Date32Type>(rows, values, nulls)?,
        ColumnType::Timestamp => Arc::new(
            numbers::<TimestampMicrosecondType>(rows, values, nulls)?.with_data_type(column_type.data_type()),
        ),
        ColumnType::Decimal { .. } => {
            Arc::new(numbers::<Decimal64Type>(rows, values, nulls)?.with_data_type(column_type.data_type()))
        }
        ColumnType::Boolean => Arc::new(BooleanArray::new(bits(values)?, nulls)),
        ColumnType::String => {
            let offsets = column.offsets.as_deref().ok_or_else(Fault::internal)?;
            Arc::new(texts(rows, values, offsets, nulls)?)
        }
        ColumnType::Category => {
            let TextsMessage { values: words, offsets } =
                column.dictionary.as_ref().ok_or_else(Fault::internal)?;
            let words = texts(offsets.len().saturating_sub(1), words, offsets, None)?;
            let codes = numbers::<Int32Type>(rows, values, nulls)?;
            Arc::new(DictionaryArray::try_new(codes, Arc::new(words)).map_err(|_| Fault::internal())?)
        }
    })
}

fn primitive<T: ArrowPrimitiveType>(
    rows: usize,
    bytes: &[u8],
    nulls: Option<NullBuffer>,
) -> Result<ArrayRef, Fault> {
    Ok(Arc::new(numbers::<T>(rows, bytes, nulls)?))
}

fn numbers<T: ArrowPrimitiveType>(
    rows: usize,
    bytes: &[u8],
    nulls: Option<NullBuffer>,
) -> Result<PrimitiveArray<T>, Fault> {
    if bytes.len() != rows * size_of::<T::Native>() {
        return Err(Fault::internal());
    }
    let values = ScalarBuffer::new(Buffer::from(bytes), 0, rows);
    PrimitiveArray::try_new(values, nulls).map_err(|_| Fault::internal())
}

fn texts(
    rows: usize,
    bytes: &[u8],
    offsets: &[i32],
    nulls: Option<NullBuffer>,
) -> Result<StringArray, Fault> {
    let first = offsets.first().copied().unwrap_or(0);
    if offsets.len() != rows + 1 || !offsets.is_sorted() || first < 0 {
        return Err(Fault::internal());
    }
    let offsets = OffsetBuffer::new(offsets.iter().map(|offset| offset - first).collect());
    StringArray::try_new(offsets, Buffer::from(bytes), nulls).map_err(|_| Fault::internal())
}

/// Rows for JavaScript; a copy, which a worker makes.
pub(super) fn message(batch: &RecordBatch) -> Result<ColumnsMessage, Fault> {
    let columns = batch.columns().iter().map(|array| {
        let column_type = ColumnType::of(array.data_type()).ok_or_else(Fault::internal)?;
        Ok(column(column_type, array))
    });
    Ok(ColumnsMessage {
        length: u32::try_from(batch.num_rows()).map_err(|_| Fault::internal())?,
        columns: columns.collect::<Result<_, Fault>>()?,
    })
}

fn column(column_type: ColumnType, array: &ArrayRef) -> ColumnData {
    let (mut offsets, mut dictionary) = (None, None);
    let values = match column_type {
        ColumnType::Float64 => bytes::<Float64Type>(array),
        ColumnType::Int32 => bytes::<Int32Type>(array),
        ColumnType::Int64 => bytes::<Int64Type>(array),
        ColumnType::Date => bytes::<Date32Type>(array),
        ColumnType::Timestamp => bytes::<TimestampMicrosecondType>(array),
        ColumnType::Decimal { .. } => bytes::<Decimal64Type>(array),
        ColumnType::Boolean => array.as_boolean().values().sliced().to_vec(),
        ColumnType::String => {
            let (bytes, ends) = run(array.as_string());
            offsets = Some(ends.into());
            bytes
        }
        ColumnType::Category => {
            let codes = array.as_dictionary::<Int32Type>();
            let (values, offsets) = run(codes.values().as_string());
            dictionary = Some(TextsMessage { values: values.into(), offsets: offsets.into() });
            keys(codes)
        }
    };
    let validity = array.nulls().filter(|nulls| nulls.null_count() > 0);
    let validity = validity.map(|nulls| nulls.inner().sliced().to_vec().into());
    ColumnData { values: values.into(), offsets, validity, dictionary }
}

fn bytes<T: ArrowPrimitiveType>(array: &ArrayRef) -> Vec<u8> {
    array.as_primitive::<T>().values().inner().to_vec()
}

fn keys<K: ArrowDictionaryKeyType>(array: &DictionaryArray<K>) -> Vec<u8> {
    array.keys().values().inner().to_vec()
}

/// The bytes of texts, and where each begins.
fn run(texts: &StringArray) -> (Vec<u8>, Vec<i32>) {
    let offsets = texts.value_offsets();
    let (first, last) = (offsets[0], offsets[offsets.len() - 1]);
    // INVARIANT: an array's offsets are neither negative nor beyond its bytes.
    #[allow(clippy::cast_sign_loss)]
    let bytes = texts.value_data()[first as usize..last as usize].to_vec();
    (bytes, offsets.iter().map(|offset| offset - first).collect())
}
