//! A row group's pages, as they go into the parquet crate's decoders: those reserve memory for as many values as a page
//! claims.

use std::sync::Arc;

use bytes::Bytes;
use parquet::arrow::arrow_reader::RowGroups;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageIterator, PageMetadata, PageReader};
use parquet::errors::Result;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::SerializedPageReader;

use super::source::Pages;
use super::through;
use crate::Error;

/// Values that are delta-encoded in a page, of which the crate reserves four bytes each.
const MAX_DELTAS: u64 = 1 << 26;

/// A file's metadata of which only one row group is left, and where its pages are read.
pub(super) struct Group {
    pub(super) metadata: Arc<ParquetMetaData>,
    pub(super) pages: Arc<Pages>,
}

impl RowGroups for Group {
    fn num_rows(&self) -> usize {
        usize::try_from(self.metadata.row_group(0).num_rows()).unwrap_or(0)
    }

    fn column_chunks(&self, i: usize) -> Result<Box<dyn PageIterator>> {
        let group = self.metadata.row_group(0);
        let places = self.metadata.offset_index().and_then(|index| index.first()?.get(i));
        let places = places.map(|index| index.page_locations().clone());
        let chunk = group.column(i);
        let reader = SerializedPageReader::new(Arc::clone(&self.pages), chunk, self.num_rows(), places)?;
        let width = match chunk.column_type() {
            Type::BOOLEAN => 0,
            Type::INT32 | Type::FLOAT | Type::BYTE_ARRAY => 4,
            Type::INT64 | Type::DOUBLE => 8,
            Type::INT96 => 12,
            Type::FIXED_LEN_BYTE_ARRAY => usize::try_from(chunk.column_descr().type_length()).unwrap_or(0),
        };
        let max_definition = chunk.column_descr().max_def_level();
        Ok(Box::new(Once(Some(Checked { reader, width, max_definition }))))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(self.metadata.row_groups().iter())
    }

    fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }
}

/// The one row group's.
struct Once(Option<Checked>);

impl Iterator for Once {
    type Item = Result<Box<dyn PageReader>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.take().map(|reader| Ok(Box::new(reader) as _))
    }
}

impl PageIterator for Once {}

/// Pages whose claims were looked at.
struct Checked {
    reader: SerializedPageReader<Pages>,
    /// Bytes that each value of a dictionary has at least.
    width: usize,
    max_definition: i16,
}

impl PageReader for Checked {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.reader.get_next_page()?;
        match &page {
            Some(page) if !self.is_sound(page) => Err(through(Error::Parquet)),
            _ => Ok(page),
        }
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.reader.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.reader.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.reader.at_record_boundary()
    }
}

impl Iterator for Checked {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl Checked {
    fn is_sound(&self, page: &Page) -> bool {
        match page {
            Page::DictionaryPage { buf, num_values, .. } => {
                self.width > 0 && *num_values as usize <= buf.len() / self.width
            }
            Page::DataPage { buf, encoding, num_values, .. } => {
                let levels = if self.max_definition == 0 { Some(0) } else { v1_levels(buf) };
                !is_delta(*encoding) || has_sound_deltas(buf, levels, *num_values)
            }
            Page::DataPageV2 {
                buf, encoding, num_values, def_levels_byte_len, rep_levels_byte_len, ..
            } => {
                let levels = def_levels_byte_len.checked_add(*rep_levels_byte_len).map(|sum| sum as usize);
                !is_delta(*encoding) || has_sound_deltas(buf, levels, *num_values)
            }
        }
    }
}

fn is_delta(encoding: Encoding) -> bool {
    matches!(
        encoding,
        Encoding::DELTA_BINARY_PACKED | Encoding::DELTA_LENGTH_BYTE_ARRAY | Encoding::DELTA_BYTE_ARRAY
    )
}

/// Bytes of the definition levels of a page of the first version, with their length before them.
fn v1_levels(bytes: &Bytes) -> Option<usize> {
    let length = u32::from_le_bytes(*bytes.first_chunk()?);
    4_usize.checked_add(length as usize)
}

/// Whether delta-encoded values behind the levels are as many as the page may have: their header is the size of a block, the
/// number of its miniblocks, and how many values there are in all.
fn has_sound_deltas(bytes: &Bytes, levels: Option<usize>, most: u32) -> bool {
    let Some(mut rest) = levels.and_then(|levels| bytes.get(levels..)) else { return false };
    let mut varint = || -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (&byte, after) = rest.split_first()?;
            rest = after;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    };
    let (Some(block), Some(_), Some(count)) = (varint(), varint(), varint()) else {
        // A page of nulls only may have nothing here.
        return rest.is_empty();
    };
    block <= MAX_DELTAS && count <= u64::from(most).min(MAX_DELTAS)
}
