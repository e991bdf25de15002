// The loop over a line is fast only as one function.
#![allow(clippy::inline_always)]

use crate::pixel::fault::{Fault, Result};

/// Reads the bits of a scan (T.87 9.1): the byte after one of ones has only seven, its first is a stuffed 0.
///
/// Past the end there are zeros; [`BitReader::check`] tells whether any were taken.
#[derive(Clone)]
pub(super) struct BitReader<'a> {
    data: &'a [u8],
    at: usize,
    /// The next bits, from the highest.
    bits: u64,
    count: u32,
    /// How many of them, at the low end, are not in the data.
    invented: u32,
    after_ones: bool,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, bits: 0, count: 0, invented: 0, after_ones: false }
    }

    /// Makes sure of 56 bits.
    #[inline(always)]
    pub(super) fn refill(&mut self) {
        if self.count > 56 {
            return;
        }
        if let (false, Some(bytes)) =
            (self.after_ones, self.data.get(self.at..).and_then(|rest| rest.first_chunk()))
        {
            let word = u64::from_be_bytes(*bytes);
            // No byte of ones: its complement has no byte of zeros.
            if (!word).wrapping_sub(0x0101_0101_0101_0101) & word & 0x8080_8080_8080_8080 == 0 {
                // What does not fit stands below and is put there again the next time.
                self.bits |= word >> self.count;
                self.at += ((63 - self.count) >> 3) as usize;
                self.count |= 0x38;
                return;
            }
        }
        *self = self.clone().refilled_by_bytes();
    }

    /// Makes sure of `count` bits, at most 32.
    #[inline]
    pub(super) fn ensure(&mut self, count: u32) {
        if self.count < count {
            self.refill();
        }
    }

    /// By value, so that a reader that is elsewhere in registers can stay there.
    #[cold]
    #[inline(never)]
    fn refilled_by_bytes(mut self) -> Self {
        // What stands below was not counted, and may be something else by bytes.
        self.bits &= !(u64::MAX >> self.count);
        while self.count <= 56 {
            let (byte, size) = match self.data.get(self.at) {
                Some(0xFF)
                    if !self.after_ones && self.data.get(self.at + 1).is_none_or(|next| *next >= 0x80) =>
                {
                    (0, 0)
                }
                Some(byte) if !self.after_ones => (*byte, 8),
                Some(byte) if *byte < 0x80 => (*byte, 7),
                _ => (0, 0),
            };
            if size == 0 {
                self.invented += 8;
                self.count += 8;
                continue;
            }
            self.at += 1;
            self.after_ones = byte == 0xFF;
            self.bits |= u64::from(byte) << (64 - size) >> self.count;
            self.count += size;
        }
        self
    }

    /// Takes up to 32 bits, of which there must be as many.
    #[inline(always)]
    pub(super) fn take(&mut self, count: u32) -> u32 {
        let bits = (self.bits >> 32 >> (32 - count)) as u32;
        self.bits <<= count;
        self.count = self.count.saturating_sub(count);
        bits
    }

    /// Takes a bit, refilling if need be.
    #[inline]
    pub(super) fn bit(&mut self) -> bool {
        self.refill();
        self.take(1) == 1
    }

    /// Takes zeros up to a 1, which is taken too; `None` if there are more than `most`, which must not be above 55.
    #[inline(always)]
    pub(super) fn zeros(&mut self, most: u32) -> Option<u32> {
        self.refill();
        let zeros = self.bits.leading_zeros();
        if zeros > most {
            return None;
        }
        self.bits = self.bits << zeros << 1;
        self.count = self.count.saturating_sub(zeros + 1);
        Some(zeros)
    }

    /// Fails if more bits were taken than there are.
    pub(super) fn check(&self) -> Result<()> {
        if self.invented > self.count { Err(Fault::Corrupt) } else { Ok(()) }
    }

    /// How many bytes were read: up to a marker, or less.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Goes on after the restart marker that must follow.
    pub(super) fn restart(&mut self) -> Result<()> {
        self.refill();
        // Besides those that fill the last bytes, no bits may be left.
        let is_near = self.count.saturating_sub(self.invented) < 24;
        if !is_near || !matches!(self.data.get(self.at..), Some([0xFF, 0xD0..=0xD7, ..])) {
            return Err(Fault::Corrupt);
        }
        *self = Self { at: self.at + 2, ..Self::new(self.data) };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bit_after_a_byte_of_ones_is_skipped() {
        let mut bits = BitReader::new(&[0xFF, 0x7F, 0x80, 0xFF, 0xD9]);
        bits.refill();
        assert_eq!(bits.take(15), 0x7FFF);
        assert_eq!(bits.take(8), 0x80);
        assert_eq!(bits.check(), Ok(()));
        bits.refill();
        bits.take(1);
        assert_eq!(bits.check(), Err(Fault::Corrupt));
    }

    #[test]
    fn long_and_short_refills_agree() {
        let data = (0..200_u8).map(|byte| byte.wrapping_mul(83).min(0xFE)).collect::<Vec<_>>();
        let mut bits = BitReader::new(&data);
        let mut slow = data.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
        for count in (1..=24).cycle().take(100) {
            bits.refill();
            let want = slow.by_ref().take(count).fold(0, |bits, bit| bits << 1 | u32::from(bit));
            assert_eq!(bits.take(count as u32), want);
        }
    }
}
