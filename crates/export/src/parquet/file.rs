//! A file: what its footer says of it.

use std::sync::Arc;

use arrow_schema::{Field, Fields};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::arrow::{FieldLevels, ProjectionMask, parquet_to_arrow_field_levels};
use parquet::file::metadata::{
    PageIndexPolicy, ParquetMetaData, ParquetMetaDataBuilder, ParquetMetaDataReader,
};
use parquet::file::reader::Length;

use super::convert::{read_as, type_of};
use super::rows::{ReadOptions, Rows};
use super::sound;
use super::source::Source;
use super::thrift::is_sound_footer;
use crate::Error;
use crate::columns::ColumnType;

/// Bytes of a footer.
const MAX_FOOTER: u64 = 64 << 20;
const MAGIC: &[u8] = b"PAR1";
/// Of a file whose footer is encrypted.
const ENCRYPTED: &[u8] = b"PARE";
/// The length of the footer, and the magic number.
const TAIL: u64 = 8;

/// A column of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it is in a table; or, if it is nothing there, what it is called.
    pub holds: Result<ColumnType, &'static str>,
}

/// A Parquet file.
#[derive(Debug)]
pub struct File {
    pub(super) source: Source,
    pub(super) metadata: ParquetMetaData,
    /// As what the crate is to read them.
    pub(super) fields: Fields,
    columns: Vec<Column>,
    rows: u64,
}

impl File {
    /// Reads a file's footer.
    ///
    /// # Errors
    ///
    /// [`Error::Parquet`], [`Error::ParquetEncrypted`], [`Error::Footer`], [`Error::Io`].
    pub fn open(source: Source) -> Result<Self, Error> {
        let metadata = read_footer(&source)?;
        let shared = Arc::new(metadata.clone());
        let described = |options| {
            sound(|| Ok(Arc::clone(ArrowReaderMetadata::try_new(Arc::clone(&shared), options)?.schema())))
        };
        // What a file says of itself in Arrow's words may be beside the point.
        let schema = described(ArrowReaderOptions::new())
            .or_else(|_| described(ArrowReaderOptions::new().with_skip_arrow_metadata(true)))?;
        let columns: Vec<Column> = schema
            .fields()
            .iter()
            .map(|field| Column { name: field.name().clone(), holds: type_of(field.data_type()) })
            .collect();
        let roots = metadata.file_metadata().schema_descr().root_schema().get_fields();
        if roots.len() != columns.len() {
            return Err(Error::Parquet);
        }
        let read = |(index, field): (usize, &Arc<Field>)| match columns[index].holds {
            Ok(to) => {
                let is_int96 = roots[index].is_primitive()
                    && roots[index].get_physical_type() == parquet::basic::Type::INT96;
                // In nanoseconds there are only the years from 1677 to 2262.
                let as_what =
                    if is_int96 { ColumnType::Timestamp.data_type() } else { read_as(to, field.data_type()) };
                Arc::new(field.as_ref().clone().with_data_type(as_what))
            }
            Err(_) => Arc::clone(field),
        };
        let fields = schema.fields().iter().enumerate().map(read).collect();
        let rows = metadata
            .row_groups()
            .iter()
            .try_fold(0_u64, |sum, group| sum.checked_add(u64::try_from(group.num_rows()).ok()?));
        Ok(Self { source, metadata, fields, columns, rows: rows.ok_or(Error::Parquet)? })
    }

    /// Its columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows there are.
    #[must_use]
    pub fn row_count(&self) -> u64 {
        self.rows
    }

    /// How many rows each row group has.
    #[must_use]
    pub fn row_groups(&self) -> Vec<u64> {
        self.metadata.row_groups().iter().map(|group| group.num_rows().unsigned_abs()).collect()
    }

    /// What wrote it.
    #[must_use]
    pub fn created_by(&self) -> Option<&str> {
        self.metadata.file_metadata().created_by()
    }

    /// What else it says of itself, but for its Arrow schema.
    pub fn key_values(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.metadata.file_metadata().key_value_metadata().into_iter().flatten();
        pairs
            .filter(|pair| pair.key != parquet::arrow::ARROW_SCHEMA_META_KEY)
            .map(|pair| (pair.key.as_str(), pair.value.as_deref().unwrap_or("")))
    }

    /// Reads rows.
    ///
    /// # Errors
    ///
    /// [`Error::ParquetColumn`], [`Error::ParquetCodec`], [`Error::Parquet`].
    pub fn rows(self: &Arc<Self>, options: ReadOptions) -> Result<Rows, Error> {
        Rows::new(Arc::clone(self), options)
    }

    /// The leaf of the schema's tree that a column is, which has but one.
    pub(super) fn leaf(&self, column: usize) -> Option<usize> {
        let schema = self.metadata.file_metadata().schema_descr();
        (0..schema.num_columns()).find(|&leaf| schema.get_column_root_idx(leaf) == column)
    }

    /// How the crate reads these columns, in the file's order.
    pub(super) fn levels(&self, columns: &[usize]) -> Result<FieldLevels, Error> {
        let schema = self.metadata.file_metadata().schema_descr();
        let mask = ProjectionMask::roots(schema, columns.iter().copied());
        sound(|| parquet_to_arrow_field_levels(schema, mask, Some(&self.fields)))
    }

    /// The metadata with one row group only, and the indexes of its pages where there are any.
    pub(super) fn group(&self, index: usize, filtered: bool) -> Result<Arc<ParquetMetaData>, Error> {
        let group = self.metadata.row_group(index).clone();
        for column in group.columns() {
            let ranges = [
                Some((column.offset_index_offset(), column.offset_index_length())),
                filtered.then(|| (column.column_index_offset(), column.column_index_length())),
            ];
            for (offset, length) in ranges.into_iter().flatten() {
                let (Some(offset), Some(length)) = (offset, length) else { continue };
                let place = u64::try_from(offset).ok().zip(usize::try_from(length).ok());
                let (offset, length) = place.ok_or(Error::Parquet)?;
                let bytes = self.source.read(offset, length)?;
                super::thrift::walk(&bytes, &mut |_, _| ()).ok_or(Error::Parquet)?;
            }
        }
        let metadata = ParquetMetaDataBuilder::new(self.metadata.file_metadata().clone())
            .set_row_groups(vec![group])
            .build();
        let column_policy = if filtered { PageIndexPolicy::Optional } else { PageIndexPolicy::Skip };
        sound(|| {
            let mut reader = ParquetMetaDataReader::new_with_metadata(metadata)
                .with_offset_index_policy(PageIndexPolicy::Optional)
                .with_column_index_policy(column_policy);
            reader.read_page_indexes(&self.source)?;
            Ok(Arc::new(reader.finish()?))
        })
    }
}

fn read_footer(source: &Source) -> Result<ParquetMetaData, Error> {
    let length = source.len();
    if length < TAIL + MAGIC.len() as u64 {
        return Err(Error::Parquet);
    }
    let tail = source.read(length - TAIL, 8)?;
    let (size, magic) = tail.split_at(4);
    if magic == ENCRYPTED {
        return Err(Error::ParquetEncrypted);
    }
    if magic != MAGIC || source.read(0, MAGIC.len())? != MAGIC {
        return Err(Error::Parquet);
    }
    let size = size.iter().rev().fold(0, |size, &byte| size << 8 | u64::from(byte));
    if size > length - TAIL {
        return Err(Error::Parquet);
    }
    if size > MAX_FOOTER {
        return Err(Error::Footer { given: size, limit: MAX_FOOTER });
    }
    let footer = source.read(length - TAIL - size, usize::try_from(size).map_err(|_| Error::Parquet)?)?;
    if !is_sound_footer(&footer) {
        return Err(Error::Parquet);
    }
    sound(|| ParquetMetaDataReader::decode_metadata(&footer))
}
