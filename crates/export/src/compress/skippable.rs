//! Frames that hold something else, which zstd and LZ4 share (RFC 8878, 3.1.2).

use std::ops::RangeInclusive;

use super::{Step, head};

/// Of sixteen kinds.
const MAGIC: RangeInclusive<u32> = 0x184d_2a50..=0x184d_2a5f;

/// Passes over them.
#[derive(Default)]
pub(super) struct Skipping {
    /// Bytes of a frame that are still to come.
    left: Option<u64>,
}

impl Skipping {
    /// A step over a frame of that kind; none if none stands there.
    pub(super) fn step(&mut self, input: &[u8]) -> Option<Step> {
        let Some(left) = self.left else { return self.start(input) };
        let took = usize::try_from(left).unwrap_or(usize::MAX).min(input.len());
        let left = left - took as u64;
        self.left = Some(left).filter(|&left| left > 0);
        Some(match took {
            _ if left == 0 => Step::Ended(took),
            0 => Step::Wants,
            took => Step::Took(took),
        })
    }

    fn start(&mut self, input: &[u8]) -> Option<Step> {
        let magic = u32::from_le_bytes(head(input)?);
        if !MAGIC.contains(&magic) {
            return None;
        }
        let Some([_, _, _, _, size @ ..]) = head::<8>(input) else { return Some(Step::Wants) };
        self.left = Some(u32::from_le_bytes(size).into());
        Some(Step::Took(8))
    }
}
