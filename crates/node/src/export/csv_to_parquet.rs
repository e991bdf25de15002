//! Rows of CSV into Parquet, which never come to JavaScript: see `writePart` in `js/contract/parquet.ts`.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::ArrayRef;
use clinicore_export::columns::ColumnType;
use clinicore_export::csv::Column;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use super::csv::CsvParser;
use super::parquet::{ParquetWriter, Written};
use crate::fault::Fault;
use crate::guard;
use crate::job::Job;
use crate::split::Cut;

/// The columns of a part that is written.
pub(super) struct PartRows {
    pub(super) length: usize,
    /// None once the last row was written.
    columns: Vec<Mutex<Option<PartColumn>>>,
}

enum PartColumn {
    Read(Column),
    /// What arrow looked at.
    Checked(ArrayRef),
}

impl PartRows {
    pub(super) fn new(length: usize, columns: Vec<Column>) -> Self {
        let columns = columns.into_iter().map(|column| Mutex::new(Some(PartColumn::Read(column)))).collect();
        Self { length, columns }
    }

    /// The rows `[from, to)` of a column, which is let go of with the last of them.
    fn array(&self, column: usize, kind: ColumnType, from: usize, to: usize) -> Result<ArrayRef, Fault> {
        let place = self.columns.get(column).ok_or_else(Fault::internal)?;
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        let array = match place.take().ok_or_else(Fault::internal)? {
            PartColumn::Read(column) => column.into_array(kind)?,
            PartColumn::Checked(array) => array,
        };
        if from > to || to > array.len() {
            return Err(Fault::internal());
        }
        if to < self.length {
            *place = Some(PartColumn::Checked(Arc::clone(&array)));
        }
        Ok(if from == 0 && to == array.len() { array } else { array.slice(from, to - from) })
    }
}

#[napi(namespace = "exporting")]
impl ParquetWriter {
    /// Adds rows of a part of CSV: each column on a thread of its own, if there are any free.
    #[napi(ts_return_type = "Promise<number>")]
    #[allow(clippy::too_many_arguments)] // what a part's rows are, in one call
    pub fn write_part<'env>(
        &self,
        env: &'env Env,
        parser: &CsvParser,
        part: u32,
        cells: Vec<u32>,
        from: u32,
        to: u32,
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let writer = self.writer()?;
        let (from, to) = (from as usize, to as usize);
        let (rows, kinds) = guard::export(|| {
            let kinds = self.schema.fields().iter().map(|field| ColumnType::of(field.data_type()));
            let kinds: Option<Vec<_>> = kinds.collect();
            Ok((parser.rows(part, &cells, to)?, kinds.ok_or_else(Fault::internal)?))
        })?;
        let written = Written(Arc::clone(&writer));
        let cut = Cut { count: kinds.len(), grain: 1 };
        job.start_split(
            env,
            cut,
            move |range, checkpoint| {
                writer.begin_group()?;
                for column in range {
                    if checkpoint(0, 1).is_break() {
                        return Err(Fault::aborted());
                    }
                    writer.write_column(column, &rows.array(column, kinds[column], from, to)?)?;
                }
                Ok(())
            },
            written,
        )
    }
}
