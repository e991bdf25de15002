use crate::pixel::fault::{Fault, Result};

/// Reads the bits of entropy-coded data (T.81 F.2.2.5): without the zero bytes stuffed after those of ones, up to a marker.
///
/// Past the end there are zeros; [`BitReader::check`] tells whether any were taken.
pub(super) struct BitReader<'a> {
    data: &'a [u8],
    at: usize,
    /// The next bits, from the highest.
    bits: u64,
    count: u32,
    /// How many of them, at the low end, are not in the data.
    invented: u32,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, bits: 0, count: 0, invented: 0 }
    }

    /// Makes sure of 32 bits.
    #[inline]
    pub(super) fn refill(&mut self) {
        if self.count >= 32 {
            return;
        }
        if let Some(bytes) = self.data.get(self.at..).and_then(|rest| rest.first_chunk::<4>()) {
            let word = u32::from_be_bytes(*bytes);
            // No byte of ones: its complement has no byte of zeros.
            let inverted = !word;
            if inverted.wrapping_sub(0x0101_0101) & word & 0x8080_8080 == 0 {
                self.bits |= u64::from(word) << (32 - self.count);
                self.count += 32;
                self.at += 4;
                return;
            }
        }
        self.refill_by_bytes();
    }

    #[cold]
    fn refill_by_bytes(&mut self) {
        while self.count <= 56 {
            let byte = match self.data.get(self.at..) {
                Some([0xFF, 0, ..]) => {
                    self.at += 2;
                    0xFF
                }
                Some([byte, ..]) if *byte != 0xFF => {
                    self.at += 1;
                    *byte
                }
                _ => {
                    self.invented += 8;
                    0
                }
            };
            self.bits |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// The next bits, at most 32 and at least one, without taking them.
    #[inline]
    pub(super) fn peek(&self, count: u32) -> u32 {
        (self.bits >> (64 - count)) as u32
    }

    #[inline]
    pub(super) fn skip(&mut self, count: u32) {
        self.bits <<= count;
        self.count = self.count.saturating_sub(count);
    }

    /// Takes up to 31 bits.
    #[inline]
    pub(super) fn take(&mut self, count: u32) -> u32 {
        let bits = (self.bits >> 32 >> (32 - count)) as u32;
        self.skip(count);
        bits
    }

    /// Takes a bit, refilling if need be.
    #[inline]
    pub(super) fn bit(&mut self) -> bool {
        self.refill();
        self.take(1) == 1
    }

    /// Fails if more bits were taken than there are.
    #[inline]
    pub(super) fn check(&self) -> Result<()> {
        if self.invented > self.count { Err(Fault::Corrupt) } else { Ok(()) }
    }

    /// Goes on after the restart marker (B.2.1) that must follow the bits that were taken and those that fill the byte.
    pub(super) fn restart(&mut self) -> Result<()> {
        self.check()?;
        if self.count - self.invented >= 8 {
            return Err(Fault::Corrupt);
        }
        // Any number of bytes of ones may stand before a marker.
        let rest = self.data.get(self.at..).unwrap_or_default();
        let fill = rest.iter().take_while(|byte| **byte == 0xFF).count();
        if fill == 0 || !matches!(rest.get(fill), Some(0xD0..=0xD7)) {
            return Err(Fault::Corrupt);
        }
        *self = Self { at: self.at + fill + 1, ..Self::new(self.data) };
        Ok(())
    }

    /// How many bytes were read: up to a marker, or less.
    pub(super) fn position(&self) -> usize {
        self.at
    }
}
