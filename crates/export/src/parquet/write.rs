//! Writing, row group by row group.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::arrow_writer::{ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::arrow::{ARROW_SCHEMA_META_KEY, ArrowSchemaConverter, encode_arrow_schema};
use parquet::basic::ZstdLevel;
use parquet::errors::Result;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use crate::Error;

/// How pages are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not.
    None,
    /// Zstandard; 1 to 22.
    Zstd(i32),
    /// Snappy.
    Snappy,
    /// LZ4 blocks (`LZ4_RAW`).
    Lz4,
}

/// That the rows are sorted by a column; the first such column first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorting {
    /// The column.
    pub column: usize,
    /// From the greatest down.
    pub descending: bool,
    /// Rows without a value come first.
    pub nulls_first: bool,
}

/// How a file is written. Page indexes and statistics are always written.
#[derive(Clone, Debug)]
pub struct WriteOptions {
    /// How pages are compressed.
    pub compression: Compression,
    /// Whether columns of few different values are written as a dictionary and places in it.
    pub dictionary: bool,
    /// Columns for which row groups carry a Bloom filter, so that a value that is not there is not looked for.
    pub bloom_filters: Vec<usize>,
    /// How many rows a row group has at most; Bloom filters are made for as many values.
    pub group_rows: u64,
    /// What the rows are sorted by, in the words of whoever wrote them: not checked.
    pub sorting: Vec<Sorting>,
    /// What the file says of itself.
    pub key_values: Vec<(String, String)>,
}

impl Default for WriteOptions {
    /// Zstandard at level 1, dictionaries, row groups of 131,072 rows.
    fn default() -> Self {
        Self {
            compression: Compression::Zstd(1),
            dictionary: true,
            bloom_filters: Vec::new(),
            group_rows: 131_072,
            sorting: Vec::new(),
            key_values: Vec::new(),
        }
    }
}

/// Writes a file. The columns of a batch may be written by several threads, each another one's.
pub struct Writer {
    schema: SchemaRef,
    columns: Vec<Mutex<Option<ArrowColumnWriter>>>,
    file: Mutex<Output>,
}

struct Output {
    writer: SerializedFileWriter<Vec<u8>>,
    factory: ArrowRowGroupWriterFactory,
    groups: usize,
}

impl Writer {
    /// One of tables with these columns.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`]: a type that is none of a table's.
    pub fn new(schema: SchemaRef, options: &WriteOptions) -> std::result::Result<Self, Error> {
        Self::make(schema, options).map_err(|_| Error::Internal)
    }

    fn make(schema: SchemaRef, options: &WriteOptions) -> Result<Self> {
        let described = ArrowSchemaConverter::new().convert(&schema)?;
        let properties = Arc::new(properties(&schema, options)?);
        let writer = SerializedFileWriter::new(Vec::new(), described.root_schema_ptr(), properties)?;
        let factory = ArrowRowGroupWriterFactory::new(&writer, Arc::clone(&schema));
        let columns = schema.fields().iter().map(|_| Mutex::new(None)).collect();
        Ok(Self { schema, columns, file: Mutex::new(Output { writer, factory, groups: 0 }) })
    }

    /// Begins a row group, if none has begun.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`].
    pub fn begin_group(&self) -> std::result::Result<(), Error> {
        let output = lock(&self.file);
        if self.columns.first().is_none_or(|column| lock(column).is_some()) {
            return Ok(());
        }
        let writers = output.factory.create_column_writers(output.groups).map_err(|_| Error::Internal)?;
        for (column, writer) in self.columns.iter().zip(writers) {
            *lock(column) = Some(writer);
        }
        Ok(())
    }

    /// Writes one column of a batch; each batch's columns once each, in a group that has begun.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`].
    pub fn write_column(&self, column: usize, rows: &ArrayRef) -> std::result::Result<(), Error> {
        let mut writer = lock(self.columns.get(column).ok_or(Error::Internal)?);
        let writer = writer.as_mut().ok_or(Error::Internal)?;
        let mut write = || {
            for leaf in compute_leaves(self.schema.field(column), rows)? {
                writer.write(&leaf)?;
            }
            Ok::<_, parquet::errors::ParquetError>(())
        };
        write().map_err(|_| Error::Internal)
    }

    /// Writes a batch, on this thread.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`].
    pub fn write(&self, batch: &RecordBatch) -> std::result::Result<(), Error> {
        self.begin_group()?;
        batch.columns().iter().enumerate().try_for_each(|(column, rows)| self.write_column(column, rows))
    }

    /// Bytes of memory that the row group has so far.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.columns
            .iter()
            .map(|column| lock(column).as_ref().map_or(0, ArrowColumnWriter::memory_size))
            .sum()
    }

    /// Ends the row group, if one has begun, and gives its bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`].
    pub fn end_group(&self, out: &mut Vec<u8>) -> std::result::Result<(), Error> {
        let writers: Vec<_> = self.columns.iter().filter_map(|column| lock(column).take()).collect();
        let mut output = lock(&self.file);
        if !writers.is_empty() {
            output.append(writers).map_err(|_| Error::Internal)?;
        }
        output.drain(out).map_err(|_| Error::Internal)
    }

    /// Gives the rest of the file, behind the last row group.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`].
    pub fn finish(&self, out: &mut Vec<u8>) -> std::result::Result<(), Error> {
        let mut output = lock(&self.file);
        output.writer.finish().map_err(|_| Error::Internal)?;
        output.drain(out).map_err(|_| Error::Internal)
    }
}

impl Output {
    fn append(&mut self, writers: Vec<ArrowColumnWriter>) -> Result<()> {
        let mut group = self.writer.next_row_group()?;
        for writer in writers {
            writer.close()?.append_to_row_group(&mut group)?;
        }
        group.close()?;
        self.groups += 1;
        Ok(())
    }

    fn drain(&mut self, out: &mut Vec<u8>) -> Result<()> {
        self.writer.flush()?;
        let made = self.writer.inner_mut();
        if out.is_empty() {
            // The memory of the one is room for the next of the other.
            std::mem::swap(out, made);
        } else {
            out.append(made);
        }
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn properties(schema: &Schema, options: &WriteOptions) -> Result<WriterProperties> {
    use parquet::basic::Compression as Codec;
    let codec = match options.compression {
        Compression::None => Codec::UNCOMPRESSED,
        Compression::Zstd(level) => Codec::ZSTD(ZstdLevel::try_new(level)?),
        Compression::Snappy => Codec::SNAPPY,
        Compression::Lz4 => Codec::LZ4_RAW,
    };
    let pairs = options.key_values.iter().cloned().map(|(key, value)| KeyValue { key, value: Some(value) });
    let arrow = KeyValue::new(ARROW_SCHEMA_META_KEY.to_owned(), encode_arrow_schema(&readable(schema)));
    let sorting = options.sorting.iter().map(|sorting| SortingColumn {
        column_idx: i32::try_from(sorting.column).unwrap_or(i32::MAX),
        descending: sorting.descending,
        nulls_first: sorting.nulls_first,
    });
    let mut builder = WriterProperties::builder()
        .set_created_by(concat!("clinicore version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(codec)
        .set_dictionary_enabled(options.dictionary)
        .set_key_value_metadata(Some(pairs.chain([arrow]).collect()))
        .set_sorting_columns(Some(sorting.collect::<Vec<_>>()).filter(|columns| !columns.is_empty()));
    for &column in &options.bloom_filters {
        if let Some(field) = schema.fields().get(column) {
            let path = ColumnPath::new(vec![field.name().clone()]);
            builder = builder
                .set_column_bloom_filter_enabled(path.clone(), true)
                .set_column_bloom_filter_max_ndv(path, options.group_rows);
        }
    }
    Ok(builder.build())
}

/// The schema in Arrow's words, without decimals of 64 bits, which many readers do not know.
fn readable(schema: &Schema) -> Schema {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        &DataType::Decimal64(digits, scale) => {
            Field::new(field.name(), DataType::Decimal128(digits, scale), field.is_nullable())
        }
        _ => field.as_ref().clone(),
    });
    Schema::new(fields.collect::<Vec<_>>())
}
