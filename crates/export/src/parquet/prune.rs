//! What statistics say: which row groups and pages hold none of the rows that are wanted.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef};
use arrow_schema::Field;
use parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use parquet::arrow::arrow_reader::{RowSelection, RowSelector};
use parquet::errors::Result;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};

use super::convert::convert;
use super::filter::{Bounds, Filter};
use crate::columns::ColumnType;

/// A filter, and the column of the file that it is on.
pub(super) struct Test<'a> {
    pub(super) filter: &'a Filter,
    pub(super) to: ColumnType,
    pub(super) leaf: usize,
    pub(super) field: &'a Field,
}

impl Test<'_> {
    /// Whether any row of the group may be wanted.
    pub(super) fn may_hold(&self, metadata: &ParquetMetaData, group: &RowGroupMetaData) -> Result<bool> {
        let Some(statistics) = group.column(self.leaf).statistics() else { return Ok(true) };
        // Those of before the order of texts and unsigned integers was defined; the crate reads no order into them.
        let ordered = !statistics.is_min_max_deprecated();
        let converter = self.converter(metadata)?;
        let bounds = ordered
            .then(|| {
                Ok::<_, parquet::errors::ParquetError>((
                    converter.row_group_mins([group])?,
                    converter.row_group_maxes([group])?,
                ))
            })
            .transpose()?;
        let (least, most) = self.bounds(bounds, 1);
        let nulls = statistics.null_count_opt();
        let rows = u64::try_from(group.num_rows()).ok();
        Ok(self.filter.may_hold(&Bounds { least: &least, most: &most, nulls, rows }, 0))
    }

    /// Which rows of the only row group may be wanted; none if nothing is known of its pages.
    pub(super) fn pages(&self, metadata: &ParquetMetaData) -> Result<Option<RowSelection>> {
        let (Some(columns), Some(offsets)) = (metadata.column_index(), metadata.offset_index()) else {
            return Ok(None);
        };
        let converter = self.converter(metadata)?;
        let groups = [0];
        let Some(rows) = converter.data_page_row_counts(offsets, metadata.row_groups(), &groups)? else {
            return Ok(None);
        };
        let least = converter.data_page_mins(columns, offsets, &groups)?;
        let most = converter.data_page_maxes(columns, offsets, &groups)?;
        let nulls = converter.data_page_null_counts(columns, offsets, &groups)?;
        if [least.len(), most.len(), nulls.len()].iter().any(|&length| length != rows.len()) {
            return Ok(None);
        }
        let (least, most) = self.bounds(Some((least, most)), rows.len());
        let selectors = (0..rows.len()).map(|page| {
            let count = rows.value(page);
            let nulls = nulls.is_valid(page).then(|| nulls.value(page));
            let bounds = Bounds { least: &least, most: &most, nulls, rows: Some(count) };
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            if self.filter.may_hold(&bounds, page) {
                RowSelector::select(count)
            } else {
                RowSelector::skip(count)
            }
        });
        Ok(Some(selectors.collect::<Vec<_>>().into()))
    }

    fn converter<'a>(&'a self, metadata: &'a ParquetMetaData) -> Result<StatisticsConverter<'a>> {
        let schema = metadata.file_metadata().schema_descr();
        Ok(StatisticsConverter::from_column_index(self.leaf, self.field, schema)?
            .with_missing_null_counts_as_zero(false))
    }

    /// The bounds as the column's values are; what is not to be had is not known.
    fn bounds(&self, bounds: Option<(ArrayRef, ArrayRef)>, count: usize) -> (ArrayRef, ArrayRef) {
        // Of a category too, bounds are texts.
        let to = if self.to == ColumnType::Category { ColumnType::String } else { self.to };
        let unknown = || arrow_array::new_null_array(&to.data_type(), count);
        let Some((least, most)) = bounds else { return (unknown(), unknown()) };
        let known = |array: &ArrayRef| convert(array, to).unwrap_or_else(|_| unknown());
        (known(&least), known(&most))
    }
}

/// Rows of a group that all tests may hold for; everything if nothing is known.
pub(super) fn selection(tests: &[Test<'_>], metadata: &Arc<ParquetMetaData>) -> Result<Option<RowSelection>> {
    let mut all: Option<RowSelection> = None;
    for test in tests {
        if let Some(pages) = test.pages(metadata)? {
            all = Some(match all {
                Some(before) => before.intersection(&pages),
                None => pages,
            });
        }
    }
    Ok(all)
}
