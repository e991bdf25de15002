//! Zeros that fill a file to its end, as some writers and disks leave them.

use super::claim::UNKNOWN;
use crate::header;
use crate::source::Source;

/// Where the zeros begin that fill a file to its end; looked up once.
#[derive(Debug, Default)]
pub(super) struct TrailingZeros(Option<u64>);

impl TrailingZeros {
    /// Whether from `at` to `end`, which is the file's, nothing else is left.
    pub(super) fn are_all_that_is_left(
        &mut self,
        source: &(impl Source + ?Sized),
        at: u64,
        end: u64,
    ) -> bool {
        let starts_with_zeros = match header::array::<8>(source, at, end) {
            Some([0, 0, 0, 0, ..]) | None => true,
            Some(_) => false,
        };
        starts_with_zeros && *self.0.get_or_insert_with(|| start_in(source)) <= at
    }
}

/// Where the run of zeros starts that ends the file.
fn start_in(source: &(impl Source + ?Sized)) -> u64 {
    const BLOCK: u64 = 4096;
    let mut end = source.length();
    while end > 0 {
        let start = end.saturating_sub(BLOCK);
        match source.bytes(start, end - start).map(|block| block.iter().rposition(|byte| *byte != 0)) {
            Some(None) => end = start,
            Some(Some(last)) => return start + last as u64 + 1,
            None => return end,
        }
    }
    0
}

/// Zeros without end.
pub(super) struct Zeros;

impl Source for Zeros {
    fn length(&self) -> u64 {
        UNKNOWN
    }

    fn bytes(&self, _: u64, length: u64) -> Option<&[u8]> {
        static ZEROS: [u8; 16] = [0; 16];
        ZEROS.get(..usize::try_from(length).ok()?)
    }

    fn rest(&self, _: u64) -> &[u8] {
        &[]
    }
}
