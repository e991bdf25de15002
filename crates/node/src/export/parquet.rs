//! Parquet for JavaScript: see `js/contract/parquet.ts`.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_schema::SchemaRef;
use clinicore_export::Error;
use clinicore_export::parquet::{
    Compression, File, Filter, Op, ReadOptions, Rows, Sorting, Source, Values, WriteOptions, Writer,
};
use napi::Env;
use napi::bindgen_prelude::{BigInt64Array, Float64Array, Object, Uint8ArraySlice};
use napi_derive::napi;

use super::columns::{self, ColumnsMessage, FieldMessage};
use super::compression::count;
use super::place::Place;
use crate::fault::Fault;
use crate::guard;
use crate::job::Job;
use crate::split::{Cut, Gather};

/// See `ParquetMessage` in `js/contract/parquet.ts`.
#[napi(object)]
pub struct ParquetMessage {
    /// The columns.
    pub fields: Vec<FieldMessage>,
    /// Of the pages.
    #[napi(ts_type = "'zstd' | 'snappy' | 'lz4' | 'none'")]
    pub compression: String,
    /// zstd's.
    pub level: i32,
    /// Whether columns have dictionaries.
    pub dictionary: bool,
    /// Which columns have Bloom filters.
    pub bloom_filters: Vec<u32>,
    /// Rows of a row group at most.
    pub group_rows: u32,
    /// What the rows are sorted by.
    pub sorting: Vec<ParquetSorting>,
    /// What the file says of itself.
    pub metadata: Vec<ParquetPair>,
}

/// See `ParquetSorting` in `js/contract/parquet.ts`.
#[napi(object)]
pub struct ParquetSorting {
    /// The column.
    pub column: u32,
    /// From the greatest down.
    pub descending: bool,
    /// Rows without a value come first.
    pub nulls_first: bool,
}

/// See `ParquetPair` in `js/contract/parquet.ts`.
#[napi(object)]
pub struct ParquetPair {
    /// Of what.
    pub key: String,
    /// What it says.
    pub value: String,
}

impl From<&ParquetMessage> for WriteOptions {
    fn from(message: &ParquetMessage) -> Self {
        let sorting = |by: &ParquetSorting| Sorting {
            column: by.column as usize,
            descending: by.descending,
            nulls_first: by.nulls_first,
        };
        Self {
            compression: match message.compression.as_str() {
                "zstd" => Compression::Zstd(message.level),
                "snappy" => Compression::Snappy,
                "lz4" => Compression::Lz4,
                _ => Compression::None,
            },
            dictionary: message.dictionary,
            bloom_filters: message.bloom_filters.iter().map(|&column| column as usize).collect(),
            group_rows: message.group_rows.into(),
            sorting: message.sorting.iter().map(sorting).collect(),
            key_values: message.metadata.iter().map(|pair| (pair.key.clone(), pair.value.clone())).collect(),
        }
    }
}

/// See `ParquetWriter` in `js/contract/parquet.ts`.
#[napi(namespace = "exporting")]
pub struct ParquetWriter {
    pub(super) schema: SchemaRef,
    /// Never away: the jobs of several columns share it.
    writer: Arc<Place<Arc<Writer>>>,
    ready: Arc<Place<Ready>>,
}

/// Bytes of the file that were not read yet.
#[derive(Default)]
struct Ready {
    bytes: Vec<u8>,
    /// How many of them were.
    read: usize,
}

impl Ready {
    /// Lets `write` make the next bytes; tells how many they are.
    fn fill(
        place: &Place<Self>,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
    ) -> Result<f64, Fault> {
        let mut ready = place.take().ok_or_else(Fault::internal)?;
        ready.bytes.clear();
        ready.read = 0;
        write(&mut ready.bytes)?;
        let length = ready.bytes.len();
        place.put(ready);
        Ok(length as f64)
    }

    /// The next bytes into `into`; none if they are fewer.
    fn read(&mut self, into: &mut [u8]) -> Option<()> {
        let end = self.read + into.len();
        into.copy_from_slice(self.bytes.get(self.read..end)?);
        self.read = end;
        Some(())
    }
}

#[napi(namespace = "exporting")]
impl ParquetWriter {
    /// One that has taken nothing yet.
    #[napi(constructor)]
    pub fn new(message: ParquetMessage) -> napi::Result<Self> {
        guard::export(|| {
            let schema = columns::schema(&message.fields);
            let writer = Writer::new(Arc::clone(&schema), &WriteOptions::from(&message))?;
            Ok(Self { schema, writer: Place::of(Arc::new(writer)), ready: Place::of(Ready::default()) })
        })
    }

    /// Adds rows, a copy of them: each column on a thread of its own, if there are any free.
    #[napi(ts_return_type = "Promise<number>")]
    pub fn write<'env>(
        &self,
        env: &'env Env,
        columns: ColumnsMessage,
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let writer = self.writer()?;
        let batch = guard::export(|| columns::batch(&self.schema, &columns))?;
        let written = Written(Arc::clone(&writer));
        let cut = Cut { count: batch.num_columns(), grain: 1 };
        job.start_split(
            env,
            cut,
            move |range, checkpoint| {
                writer.begin_group()?;
                for column in range {
                    if checkpoint(0, 1).is_break() {
                        return Err(Fault::aborted());
                    }
                    writer.write_column(column, batch.column(column))?;
                }
                Ok(())
            },
            written,
        )
    }

    /// Ends the row group.
    #[napi(ts_return_type = "Promise<number>")]
    pub fn end_group<'env>(&self, env: &'env Env, job: &Job) -> napi::Result<Object<'env>> {
        let (writer, ready) = (self.writer()?, Arc::clone(&self.ready));
        job.start(env, move |_| Ready::fill(&ready, |out| writer.end_group(out)))
    }

    /// Ends the file.
    #[napi(ts_return_type = "Promise<number>")]
    pub fn finish<'env>(&self, env: &'env Env, job: &Job) -> napi::Result<Object<'env>> {
        let (writer, ready) = (self.writer()?, Arc::clone(&self.ready));
        job.start(env, move |_| Ready::fill(&ready, |out| writer.finish(out)))
    }

    /// Copies the next bytes.
    #[napi]
    pub fn read(&self, mut into: Uint8ArraySlice<'_>) -> napi::Result<()> {
        guard::export(|| {
            // SAFETY: the array to fill is the front door's own, and no JavaScript runs before the call returns.
            let into = unsafe { into.as_mut() };
            self.ready.with(|ready| ready.read(into)).flatten().ok_or_else(Fault::internal)
        })
    }

    /// Lets go of its memory.
    #[napi]
    pub fn close(&self) -> napi::Result<()> {
        guard::export(|| {
            self.writer.close();
            self.ready.close();
            Ok(())
        })
    }

    pub(super) fn writer(&self) -> napi::Result<Arc<Writer>> {
        guard::export(|| self.writer.with(|writer| Arc::clone(writer)).ok_or_else(Fault::internal))
    }
}

/// Rows whose columns are being written.
pub(super) struct Written(pub(super) Arc<Writer>);

impl Gather for Written {
    type Part = ();
    type Answer = f64;

    fn add(&mut self, (): ()) {}

    fn answer(self) -> f64 {
        self.0.memory() as f64
    }
}

/// See `ParquetAbout` in `js/contract/parquet.ts`.
#[napi(object)]
pub struct ParquetAbout {
    /// Rows.
    pub rows: f64,
    /// Rows of each row group.
    pub groups: Vec<f64>,
    /// What wrote it.
    pub created_by: Option<String>,
    /// What it says of itself.
    pub metadata: Vec<ParquetPair>,
    /// Its columns.
    pub columns: Vec<ParquetColumn>,
}

/// See `ParquetColumn` in `js/contract/parquet.ts`.
#[napi(object)]
pub struct ParquetColumn {
    /// Its name.
    pub name: String,
    /// What it is in a table.
    pub field: Option<FieldMessage>,
    /// What its type is called that a table does not have.
    pub foreign: Option<String>,
}

impl ParquetAbout {
    fn of(file: &File) -> Result<Self, Fault> {
        let pair = |(key, value): (&str, &str)| ParquetPair { key: key.into(), value: value.into() };
        let column = |column: &clinicore_export::parquet::Column| {
            let (field, foreign) = match column.holds {
                Ok(to) => {
                    (columns::fields(&arrow_schema::Schema::new(vec![to.field(&column.name)]))?.pop(), None)
                }
                Err(foreign) => (None, Some(foreign.to_owned())),
            };
            Ok(ParquetColumn { name: column.name.clone(), field, foreign })
        };
        Ok(Self {
            rows: file.row_count() as f64,
            groups: file.row_groups().into_iter().map(|rows| rows as f64).collect(),
            created_by: file.created_by().map(str::to_owned),
            metadata: file.key_values().map(pair).collect(),
            columns: file.columns().iter().map(column).collect::<Result<_, Fault>>()?,
        })
    }
}

/// See `ParquetQuery` in `js/contract/parquet.ts`.
#[napi(object)]
pub struct ParquetQuery {
    /// Places of columns.
    pub columns: Vec<u32>,
    /// What all must hold.
    pub filters: Vec<ParquetFilter>,
    /// Rows that are passed over.
    pub offset: f64,
    /// -1 for all.
    pub limit: f64,
}

/// See `ParquetFilter` in `js/contract/parquet.ts`.
#[napi(object)]
pub struct ParquetFilter {
    /// The column.
    pub column: u32,
    /// How its values are compared.
    #[napi(ts_type = "'=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'is null' | 'is not null'")]
    pub op: String,
    /// Of a float64.
    pub floats: Option<Float64Array>,
    /// Of integers and what is made of them.
    pub integers: Option<BigInt64Array>,
    /// Of texts.
    pub texts: Option<Vec<String>>,
}

impl From<ParquetQuery> for ReadOptions {
    fn from(query: ParquetQuery) -> Self {
        Self {
            columns: Some(query.columns.into_iter().map(|column| column as usize).collect()),
            filters: query.filters.into_iter().map(Filter::from).collect(),
            offset: count(query.offset).unwrap_or(0),
            limit: count(query.limit),
            batch_bytes: 0,
        }
    }
}

impl From<ParquetFilter> for Filter {
    fn from(filter: ParquetFilter) -> Self {
        let values = match (filter.floats, filter.integers) {
            (Some(floats), _) => Values::Floats(floats.to_vec()),
            (None, Some(integers)) => Values::Integers(integers.to_vec()),
            (None, None) => Values::Texts(filter.texts.unwrap_or_default()),
        };
        let op = match filter.op.as_str() {
            "=" => Op::Equal,
            "!=" => Op::NotEqual,
            "<" => Op::Less,
            "<=" => Op::LessOrEqual,
            ">" => Op::Greater,
            ">=" => Op::GreaterOrEqual,
            "in" => Op::In,
            "is null" => Op::IsNull,
            _ => Op::IsNotNull,
        };
        Self { column: filter.column as usize, op, values }
    }
}

/// See `ParquetFile` in `js/contract/parquet.ts`.
#[napi(namespace = "exporting")]
pub struct ParquetFile {
    path: Option<PathBuf>,
    bytes: Vec<u8>,
    file: Arc<Place<Arc<File>>>,
}

#[napi(namespace = "exporting")]
impl ParquetFile {
    /// One that is not read yet.
    #[napi(constructor)]
    pub fn new(path: Option<String>) -> Self {
        Self { path: path.map(PathBuf::from), bytes: Vec::new(), file: Place::empty() }
    }

    /// Adds bytes, a copy.
    #[napi]
    pub fn append(&mut self, bytes: &[u8]) -> napi::Result<()> {
        guard::export(|| {
            self.bytes.extend_from_slice(bytes);
            Ok(())
        })
    }

    /// Reads the footer.
    #[napi(ts_return_type = "Promise<ParquetAbout>")]
    pub fn open<'env>(&mut self, env: &'env Env, job: &Job) -> napi::Result<Object<'env>> {
        let (path, bytes) = (self.path.clone(), std::mem::take(&mut self.bytes));
        let place = Arc::clone(&self.file);
        job.start(env, move |_| {
            let source = match path {
                Some(path) => Source::open(&path)?,
                None => Source::from(bytes),
            };
            let file = Arc::new(File::open(source)?);
            let about = ParquetAbout::of(&file)?;
            place.put(file);
            Ok(about)
        })
    }

    /// Rows of it.
    #[napi]
    pub fn rows(&self, query: ParquetQuery) -> napi::Result<ParquetRows> {
        guard::export(|| {
            let file = self.file.with(|file| Arc::clone(file)).ok_or_else(Fault::internal)?;
            let rows = file.rows(query.into())?;
            Ok(ParquetRows { rows: Place::of(rows) })
        })
    }

    /// Lets go of it.
    #[napi]
    pub fn close(&mut self) -> napi::Result<()> {
        guard::export(|| {
            self.bytes = Vec::new();
            self.file.close();
            Ok(())
        })
    }
}

/// See `ParquetRows` in `js/contract/parquet.ts`.
#[napi(namespace = "exporting")]
pub struct ParquetRows {
    rows: Arc<Place<Rows>>,
}

#[napi(namespace = "exporting")]
impl ParquetRows {
    /// The next rows.
    #[napi(ts_return_type = "Promise<ColumnsMessage | null>")]
    pub fn next<'env>(&self, env: &'env Env, job: &Job) -> napi::Result<Object<'env>> {
        let place = Arc::clone(&self.rows);
        job.start(env, move |control| {
            let mut rows = place.take().ok_or_else(Fault::internal)?;
            let batch = rows.next(&mut || control.pause())?;
            place.put(rows);
            batch.as_ref().map(columns::message).transpose()
        })
    }

    /// Lets go of them.
    #[napi]
    pub fn close(&self) -> napi::Result<()> {
        guard::export(|| {
            self.rows.close();
            Ok(())
        })
    }
}
