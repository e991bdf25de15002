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
use super::varint::{varint, zigzag};
use crate::Error;

/// Values that are delta-encoded in a page, of which the crate reserves four bytes each.
const MAX_DELTAS: u64 = 1 << 26;
/// Bytes of a page's texts, of which each is told by what it has not in common with the one before it.
const MAX_TEXTS: u64 = 256 << 20;

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
                !is_delta(*encoding) || has_sound_deltas(buf, levels, *num_values, *encoding)
            }
            Page::DataPageV2 {
                buf, encoding, num_values, def_levels_byte_len, rep_levels_byte_len, ..
            } => {
                let levels = def_levels_byte_len.checked_add(*rep_levels_byte_len).map(|sum| sum as usize);
                !is_delta(*encoding) || has_sound_deltas(buf, levels, *num_values, *encoding)
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

/// Whether delta-encoded values behind the levels are as many as the page may have, and as long: a few bytes may say that each
/// text begins with all of the one before it.
fn has_sound_deltas(bytes: &Bytes, levels: Option<usize>, most: u32, encoding: Encoding) -> bool {
    let Some(rest) = levels.and_then(|levels| bytes.get(levels..)) else { return false };
    // A page of nulls only may have nothing here.
    if rest.is_empty() {
        return true;
    }
    let most = u64::from(most).min(MAX_DELTAS);
    if encoding != Encoding::DELTA_BYTE_ARRAY {
        return Deltas { rest }
            .header()
            .is_some_and(|header| header.block <= MAX_DELTAS && header.count <= most);
    }
    // How much each text has in common with the one before it, and then how long what it has of its own is.
    let mut deltas = Deltas { rest };
    let Some(common) = deltas.sum(most) else { return false };
    deltas.sum(most).is_some_and(|own| common.saturating_add(own) <= MAX_TEXTS)
}

/// Integers as differences in few bits each (Encodings.md, `DELTA_BINARY_PACKED`).
struct Deltas<'a> {
    rest: &'a [u8],
}

struct DeltaHeader {
    /// Values of a block.
    block: u64,
    /// Parts of a block, each with a number of bits of its own.
    parts: u64,
    count: u64,
    first: i64,
}

impl Deltas<'_> {
    fn varint(&mut self) -> Option<u64> {
        varint(|| {
            let (&byte, after) = self.rest.split_first()?;
            self.rest = after;
            Some(byte)
        })
    }

    fn zigzag(&mut self) -> Option<i64> {
        self.varint().map(zigzag)
    }

    fn header(&mut self) -> Option<DeltaHeader> {
        Some(DeltaHeader {
            block: self.varint()?,
            parts: self.varint()?,
            count: self.varint()?,
            first: self.zigzag()?,
        })
    }

    /// The sum of the lengths, and passes them over; none if one is negative, or they are too many or not all there.
    fn sum(&mut self, most: u64) -> Option<u64> {
        let DeltaHeader { block, parts, count, first } = self.header()?;
        if count > most
            || block > MAX_DELTAS
            || parts == 0
            || block % parts != 0
            || !(block / parts).is_multiple_of(8)
        {
            return None;
        }
        if count == 0 {
            return Some(0);
        }
        let part = block / parts;
        let (mut value, mut left) = (first, count - 1);
        let mut sum = u64::try_from(first).ok()?;
        while left > 0 {
            let least = self.zigzag()?;
            let widths = self.rest.get(..usize::try_from(parts).ok()?)?;
            self.rest = &self.rest[widths.len()..];
            for &width in widths {
                if left == 0 {
                    break;
                }
                if width > 32 {
                    return None;
                }
                let bytes = self.rest.get(..usize::try_from(part / 8 * u64::from(width)).ok()?)?;
                for index in 0..part.min(left) {
                    let delta = bits(bytes, index * u64::from(width), width);
                    value = i64::from(i32::try_from(value.wrapping_add(least).wrapping_add(delta)).ok()?);
                    sum = sum.saturating_add(u64::try_from(value).ok()?);
                }
                left -= part.min(left);
                self.rest = &self.rest[bytes.len()..];
            }
        }
        Some(sum)
    }
}

/// The number of `width` bits from a bit on, the lowest first.
fn bits(bytes: &[u8], from: u64, width: u8) -> i64 {
    // INVARIANT: the caller's bytes hold that many.
    (0..u64::from(width))
        .map(|bit| (from + bit, bit))
        .filter(|(at, _)| bytes.get((at / 8) as usize).is_some_and(|byte| byte >> (at % 8) & 1 == 1))
        .map(|(_, bit)| 1_i64 << bit)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Encodings.md: 7, 5, 3, 1, 2, 3, 4, 5 as deltas from -2 in two bits each.
    const EXAMPLE: [u8; 8] = [8, 1, 8, 14, 3, 2, 0xc0, 0x3f];

    #[test]
    fn the_lengths_of_the_formats_example_add_up() {
        let mut deltas = Deltas { rest: &EXAMPLE };
        assert_eq!(deltas.sum(8), Some(30));
        assert!(deltas.rest.is_empty());
        assert_eq!(Deltas { rest: &EXAMPLE }.sum(7), None);
        assert_eq!(Deltas { rest: &EXAMPLE[..7] }.sum(8), None);
    }

    #[test]
    fn texts_that_repeat_the_one_before_are_no_longer_than_a_page_may_be() {
        // A block of 2^20 values in one part, all 1000: first 1000, differences of 0 in no bits.
        let thousand = |count: &[u8]| -> Vec<u8> {
            let mut stream = vec![0x80, 0x80, 0x40, 1];
            stream.extend(count);
            stream.extend([0xd0, 0x0f, 0, 0]);
            stream
        };
        let of = |count: &[u8]| Bytes::from([thousand(count), thousand(count)].concat());
        let sound = |bytes: &Bytes| has_sound_deltas(bytes, Some(0), u32::MAX, Encoding::DELTA_BYTE_ARRAY);
        // 2^10 texts of 2,000 bytes, and 2^20 of them.
        assert!(sound(&of(&[0x80, 0x08])));
        assert!(!sound(&of(&[0x80, 0x80, 0x40])));
    }
}
