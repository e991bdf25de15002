//! Rows of a file, in record batches of a bounded size.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions};
use arrow_buffer::BooleanBuffer;
use arrow_schema::{Schema, SchemaRef};
use arrow_select::filter::filter_record_batch;
use parquet::arrow::FieldLevels;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, RowSelection, RowSelector};
use parquet::basic::Compression;

use super::convert::{Unfit, add_sizes, convert, name_of};
use super::file::File;
use super::filter::Filter;
use super::pages::Group;
use super::prune::{Test, selection};
use super::sound;
use super::source::Pages;
use crate::Error;
use crate::columns::ColumnType;

/// Which rows and columns are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The columns, by their places in the file; all if not said.
    pub columns: Option<Vec<usize>>,
    /// What all must hold for a row to be read.
    pub filters: Vec<Filter>,
    /// How many rows are passed over, of those that the filters hold for.
    pub offset: u64,
    /// How many rows are read at most.
    pub limit: Option<u64>,
    /// About how many bytes a batch has; 4 MiB if 0. A row that has more is a batch by itself.
    pub batch_bytes: usize,
}

/// Rows that are decoded at once.
const DECODED: usize = 32_768;

/// Reads rows; made by [`File::rows`].
pub struct Rows {
    file: Arc<File>,
    options: ReadOptions,
    /// The columns that are decoded, ascending, and their types.
    decoded: Vec<(usize, ColumnType)>,
    /// Which of these are given, in their order.
    given: Vec<usize>,
    levels: FieldLevels,
    schema: SchemaRef,
    /// The next row group, and the row of the file it begins with.
    next_group: usize,
    first_row: u64,
    reader: Option<ParquetRecordBatchReader>,
    /// The row of the file that the reader is at; unknown where pages were passed over for what they hold.
    row: Option<u64>,
    /// Decoded rows that are still to be given.
    batch: Option<RecordBatch>,
    skip: u64,
    left: u64,
}

impl Rows {
    pub(super) fn new(file: Arc<File>, options: ReadOptions) -> Result<Self, Error> {
        let columns = options.columns.clone().unwrap_or_else(|| (0..file.columns().len()).collect());
        let mut decoded: Vec<usize> = columns.clone();
        decoded.extend(options.filters.iter().map(|filter| filter.column));
        decoded.sort_unstable();
        decoded.dedup();
        let mut names = HashSet::new();
        let decoded = decoded
            .into_iter()
            .map(|column| {
                let to = supported(&file, column)?;
                if names.insert(&file.columns()[column].name) {
                    Ok((column, to))
                } else {
                    Err(twin(&file, column))
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        let place = |column: &usize| decoded.iter().position(|(at, _)| at == column).ok_or(Error::Parquet);
        let given = columns.iter().map(place).collect::<Result<Vec<_>, _>>()?;
        let levels = file.levels(&decoded.iter().map(|&(column, _)| column).collect::<Vec<_>>())?;
        let fields = given.iter().map(|&place| {
            let (column, to) = decoded[place];
            to.field(&file.columns()[column].name)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let (skip, left) = (options.offset, options.limit.unwrap_or(u64::MAX));
        Ok(Self {
            file,
            options,
            decoded,
            given,
            levels,
            schema,
            next_group: 0,
            first_row: 0,
            reader: None,
            row: None,
            batch: None,
            skip,
            left,
        })
    }

    /// The names and types of the columns.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next rows, at least one; none at the end. `go_on` is called for every few thousand rows, and stops the work if it
    /// breaks: rows that no filter holds for may be very many, also in a short file.
    ///
    /// # Errors
    ///
    /// [`Error::Parquet`], [`Error::ParquetValue`], [`Error::Page`], [`Error::Io`], [`Error::Cancelled`]. Nothing may follow an
    /// error.
    pub fn next(&mut self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<Option<RecordBatch>, Error> {
        while self.left > 0 {
            if go_on().is_break() {
                return Err(Error::Cancelled);
            }
            let Some(decoded) = self.decode()? else { return Ok(None) };
            let batch = self.take(&decoded)?;
            let rows = batch.num_rows() as u64;
            let skipped = self.skip.min(rows);
            self.skip -= skipped;
            let taken = (rows - skipped).min(self.left);
            self.left -= taken;
            if taken > 0 {
                // Both are at most the batch's rows.
                #[allow(clippy::cast_possible_truncation)]
                return Ok(Some(batch.slice(skipped as usize, taken as usize)));
            }
        }
        Ok(None)
    }

    /// The next decoded rows: no more than have a batch's bytes.
    fn decode(&mut self) -> Result<Option<RecordBatch>, Error> {
        let batch = match self.batch.take() {
            Some(batch) => batch,
            None => match self.read()? {
                Some(batch) => batch,
                None => return Ok(None),
            },
        };
        let rows = self.fitting(&batch);
        if rows < batch.num_rows() {
            self.batch = Some(batch.slice(rows, batch.num_rows() - rows));
        }
        Ok(Some(batch.slice(0, rows)))
    }

    /// How many of the rows make a batch.
    fn fitting(&self, batch: &RecordBatch) -> usize {
        let most = match self.options.batch_bytes {
            0 => 4 << 20,
            bytes => bytes,
        };
        let mut sizes = vec![0; batch.num_rows()];
        for column in batch.columns() {
            add_sizes(column, &mut sizes);
        }
        let mut sum = 0_usize;
        let fit = sizes.iter().take_while(|&&size| {
            sum = sum.saturating_add(size);
            sum <= most
        });
        fit.count().max(1).min(batch.num_rows())
    }

    fn read(&mut self) -> Result<Option<RecordBatch>, Error> {
        loop {
            let reader = match &mut self.reader {
                Some(reader) => reader,
                None => match self.group()? {
                    Some(reader) => self.reader.insert(reader),
                    None => return Ok(None),
                },
            };
            let read = sound(|| reader.next().transpose().map_err(Into::into))?;
            match read {
                Some(batch) if batch.num_rows() > 0 => return Ok(Some(batch)),
                Some(_) => (),
                None => self.reader = None,
            }
        }
    }

    /// A reader of the next row group that may hold a row that is wanted.
    fn group(&mut self) -> Result<Option<ParquetRecordBatchReader>, Error> {
        loop {
            let index = self.next_group;
            let Some(group) = self.file.metadata.row_groups().get(index) else { return Ok(None) };
            let rows = group.num_rows().unsigned_abs();
            let first = self.first_row;
            self.next_group += 1;
            self.first_row += rows;
            if self.options.filters.is_empty() && self.skip >= rows {
                self.skip -= rows;
                continue;
            }
            for &(column, _) in &self.decoded {
                self.check_chunk(index, column)?;
            }
            let tests = tests(&self.file, &self.options.filters)?;
            let metadata = &self.file.metadata;
            if !sound(|| tests.iter().map(|test| test.may_hold(metadata, group)).fold(Ok(true), both))? {
                continue;
            }
            let metadata = self.file.group(index, !tests.is_empty())?;
            let (selected, at) = if tests.is_empty() {
                let rows = usize::try_from(rows).map_err(|_| Error::Parquet)?;
                let skipped = usize::try_from(self.skip).unwrap_or(rows).min(rows);
                let taken = usize::try_from(self.left).unwrap_or(rows).min(rows - skipped);
                self.skip = 0;
                (Some(stretch(skipped, taken, rows)), Some(first + skipped as u64))
            } else {
                let selected = sound(|| selection(&tests, &metadata))?;
                let at = selected.is_none().then_some(first);
                (selected, at)
            };
            self.row = at;
            let indexed = metadata.offset_index().is_some();
            let pages = Arc::new(Pages::new(self.file.source.clone(), indexed));
            let group = Group { metadata, pages };
            let rows = usize::try_from(rows).unwrap_or(DECODED).clamp(1, DECODED);
            let reader = sound(|| {
                ParquetRecordBatchReader::try_new_with_row_groups(&self.levels, &group, rows, selected)
            })?;
            return Ok(Some(reader));
        }
    }

    /// The rows that are wanted, as the table has them.
    fn take(&mut self, decoded: &RecordBatch) -> Result<RecordBatch, Error> {
        let rows = decoded.num_rows();
        let columns = decoded.columns().iter().zip(&self.decoded).map(|(array, &(column, to))| {
            convert(array, to).map_err(|unfit| match unfit {
                Unfit::Row(row) => self.unfit(column, to, row),
                Unfit::Corrupt => Error::Parquet,
            })
        });
        let columns = columns.collect::<Result<Vec<ArrayRef>, _>>()?;
        let mut wanted: Option<BooleanBuffer> = None;
        for filter in &self.options.filters {
            let place = self.decoded.iter().position(|&(column, _)| column == filter.column);
            let column = place.and_then(|place| columns.get(place)).ok_or(Error::Parquet)?;
            let holds = filter.holds(column).ok_or(Error::Parquet)?;
            wanted = Some(match wanted {
                Some(before) => &before & &holds,
                None => holds,
            });
        }
        self.row = self.row.map(|row| row + rows as u64);
        let given = self.given.iter().map(|&place| Arc::clone(&columns[place])).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), given, &options);
        let batch = batch.map_err(|_| Error::Parquet)?;
        match wanted {
            Some(wanted) => {
                filter_record_batch(&batch, &BooleanArray::new(wanted, None)).map_err(|_| Error::Parquet)
            }
            None => Ok(batch),
        }
    }

    fn unfit(&self, column: usize, to: ColumnType, row: usize) -> Error {
        let name = self.file.columns()[column].name.clone();
        Error::ParquetValue { column, name, row: self.row.map(|first| first + row as u64), kind: name_of(to) }
    }

    /// That a column's pages are somewhere, and compressed as can be read here.
    fn check_chunk(&self, group: usize, column: usize) -> Result<(), Error> {
        let leaf = self.file.leaf(column).ok_or(Error::Parquet)?;
        let chunk = self.file.metadata.row_group(group).columns().get(leaf).ok_or(Error::Parquet)?;
        let places =
            [chunk.data_page_offset(), chunk.compressed_size(), chunk.dictionary_page_offset().unwrap_or(0)];
        if places.iter().any(|&place| place < 0) {
            return Err(Error::Parquet);
        }
        let codec = match chunk.compression() {
            Compression::BROTLI(_) => "brotli",
            Compression::LZO => "LZO",
            _ => return Ok(()),
        };
        Err(Error::ParquetCodec { column, name: self.file.columns()[column].name.clone(), codec })
    }
}

fn tests<'a>(file: &'a File, filters: &'a [Filter]) -> Result<Vec<Test<'a>>, Error> {
    let mut tests = Vec::new();
    for filter in filters {
        let column = filter.column;
        let leaf = file.leaf(column).ok_or(Error::Parquet)?;
        tests.push(Test { filter, to: supported(file, column)?, leaf, field: &file.fields[column] });
    }
    Ok(tests)
}

fn both(
    all: parquet::errors::Result<bool>,
    one: parquet::errors::Result<bool>,
) -> parquet::errors::Result<bool> {
    Ok(all? && one?)
}

/// Some rows of a group.
fn stretch(skipped: usize, taken: usize, rows: usize) -> RowSelection {
    let parts =
        [RowSelector::skip(skipped), RowSelector::select(taken), RowSelector::skip(rows - skipped - taken)];
    parts.into_iter().filter(|part| part.row_count > 0).collect::<Vec<_>>().into()
}

fn supported(file: &File, column: usize) -> Result<ColumnType, Error> {
    let described = file.columns().get(column).ok_or(Error::Parquet)?;
    described.holds.map_err(|kind| Error::ParquetColumn { column, name: described.name.clone(), kind })
}

fn twin(file: &File, column: usize) -> Error {
    Error::ParquetTwin { column, name: file.columns()[column].name.clone() }
}
