// The loop over a line is fast only as one function.
#![allow(clippy::inline_always)]

use super::bits::BitReader;
use super::coding::Coding;
use crate::pixel::fault::{Fault, Result};

/// What was learned of the prediction errors among like neighbours (T.87 A.2.1).
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// A: the sum of their sizes.
    sizes: i32,
    /// B: their sum.
    sum: i32,
    /// C: what corrects the prediction.
    correction: i32,
    /// N: how many.
    count: i32,
}

/// The sizes' sum at the start.
fn first_sizes(coding: &Coding) -> i32 {
    ((coding.range + 32) / 64).max(2)
}

/// Sums beyond this are not those of samples of 16 bits.
const MOST: i32 = 1 << 24;

impl Context {
    pub(super) fn new(coding: &Coding) -> Self {
        Self { sizes: first_sizes(coding), sum: 0, correction: 0, count: 1 }
    }

    /// Decodes a sample (A.4 to A.6): `sign` is that of the context's gradients, `PLAIN` is [`Coding::is_plain`].
    #[inline(always)]
    pub(super) fn decode<const PLAIN: bool>(
        &mut self,
        coding: &Coding,
        bits: &mut BitReader<'_>,
        prediction: i32,
        sign: i32,
    ) -> Result<u16> {
        let prediction = (prediction + sign * self.correction).clamp(0, coding.greatest);
        let k = golomb(self.sizes, self.count);
        let mapped = code(coding, bits, k, coding.limit)?;
        let error = (mapped >> 1) ^ -(mapped & 1);
        // A.5.2: where errors tend to be negative, the code is turned around.
        let error =
            if k == 0 && (PLAIN || coding.near == 0) && 2 * self.sum <= -self.count { !error } else { error };
        self.learn(coding, error, if PLAIN { 1 } else { coding.step })?;
        Ok(if PLAIN {
            ((prediction + sign * error) & coding.greatest) as u16
        } else {
            coding.reconstructed(prediction, sign * error)
        })
    }

    /// A.6.
    #[inline(always)]
    fn learn(&mut self, coding: &Coding, error: i32, step: i32) -> Result<()> {
        self.sizes += error.abs();
        // Before it can overflow: the sum itself stays between -N and 0.
        if self.sizes >= MOST {
            return Err(Fault::Corrupt);
        }
        self.sum += error * step;
        if self.count == coding.reset {
            self.sizes >>= 1;
            self.sum >>= 1;
            self.count >>= 1;
        }
        self.count += 1;
        if self.sum <= -self.count {
            self.sum = (self.sum + self.count).max(1 - self.count);
            self.correction = (self.correction - 1).max(-128);
        } else if self.sum > 0 {
            self.sum = (self.sum - self.count).min(0);
            self.correction = (self.correction + 1).min(127);
        }
        Ok(())
    }
}

/// What was learned of the errors of the samples that end runs (A.7.2), of which there are two kinds.
#[derive(Clone, Copy, Debug)]
pub(super) struct RunContext {
    sizes: i32,
    count: i32,
    negatives: i32,
    /// 1 where the neighbours are alike, else 0.
    kind: i32,
}

impl RunContext {
    pub(super) fn new(coding: &Coding, kind: i32) -> Self {
        Self { sizes: first_sizes(coding), count: 1, negatives: 0, kind }
    }

    /// Decodes the error of the sample that ends a run; of the longest code, `taken` bits are the run's.
    pub(super) fn decode(&mut self, coding: &Coding, bits: &mut BitReader<'_>, taken: u32) -> Result<i32> {
        let k = golomb(self.sizes + (self.count >> 1) * self.kind, self.count);
        let mapped = code(coding, bits, k, coding.limit - taken - 1)?;
        let number = mapped + self.kind;
        let (size, odd) = ((number + 1) >> 1, number & 1 == 1);
        let error = if (k != 0 || 2 * self.negatives >= self.count) == odd { -size } else { size };
        self.negatives += i32::from(error < 0);
        self.sizes += (mapped + 1 - self.kind) >> 1;
        if self.sizes >= MOST {
            return Err(Fault::Corrupt);
        }
        if self.count == coding.reset {
            self.sizes >>= 1;
            self.count >>= 1;
            self.negatives >>= 1;
        }
        self.count += 1;
        Ok(error)
    }
}

/// The least k for which `count << k` is not less than `sizes` (A.5.1); 16 is enough for any errors of 16 bits, and keeps
/// those of damaged data where they cannot overflow.
#[inline]
fn golomb(sizes: i32, count: i32) -> u32 {
    let k = count.leading_zeros().saturating_sub(sizes.leading_zeros());
    (k + u32::from(count << k < sizes)).min(16)
}

/// A limited-length Golomb code (A.5.3).
#[inline(always)]
fn code(coding: &Coding, bits: &mut BitReader<'_>, k: u32, limit: u32) -> Result<i32> {
    let most = limit.checked_sub(coding.qbpp + 1).ok_or(Fault::Corrupt)?;
    let zeros = bits.zeros(most).ok_or(Fault::Corrupt)?;
    bits.ensure(k.max(coding.qbpp));
    Ok(if zeros < most { ((zeros << k) | bits.take(k)) as i32 } else { bits.take(coding.qbpp) as i32 + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k_is_the_least_that_reaches() {
        for sizes in 1..2000 {
            for count in 1..70 {
                let want = (0..16).find(|k| count << k >= sizes).expect("there is one");
                assert_eq!(golomb(sizes, count), want, "{sizes} {count}");
            }
        }
    }
}
