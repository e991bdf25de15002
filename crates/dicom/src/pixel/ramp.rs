#[cfg(target_arch = "x86_64")]
use fearless_simd::{Level, Simd};

/// A grey that rises, or falls, in a straight line with a value of 16 bits, in arithmetic that takes vectors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ramp {
    /// A whole number near where the line starts, so that what is multiplied is small where it matters.
    origin: i32,
    slope: f32,
    offset: f32,
}

/// A float32 of this size has no fraction: what is added to it is rounded, and stands in its lowest bits.
const NO_FRACTION: f32 = (1 << 23) as f32;

impl Ramp {
    /// The line from 0 at the index `black` to 255 at `white`, if it gives each value the grey that `table` does.
    pub(super) fn through(black: f64, white: f64, table: &[u8]) -> Option<Self> {
        let slope = 255.0 / (white - black);
        let origin = black.round();
        if !slope.is_finite() || origin.abs() > f64::from(1 << 22) {
            return None;
        }
        let offset = (origin - black) * slope;
        // Halves are rounded to even here, up there; where values fall on halves, a little more or less does the same.
        [0.0, 2e-5, -2e-5, 1e-4, -1e-4]
            .map(|more| Self { origin: origin as i32, slope: slope as f32, offset: (offset + more) as f32 })
            .into_iter()
            .find(|ramp| ramp.greys(table.len()) == table)
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "or it is compiled without the vectors of where it is called")]
    fn grey(self, index: u16) -> u8 {
        let grey = (i32::from(index) - self.origin) as f32 * self.slope + self.offset;
        let grey = if grey > 0.0 { grey } else { 0.0 };
        let grey = if grey < 255.0 { grey } else { 255.0 };
        (grey + NO_FRACTION).to_bits() as u8
    }

    /// The greys of the first `count` indexes.
    fn greys(self, count: usize) -> Vec<u8> {
        let mut greys = vec![0; count];
        widened(|| {
            for (grey, index) in greys.iter_mut().zip(0..=u16::MAX) {
                *grey = self.grey(index);
            }
        });
        greys
    }

    /// The greys of pixels, whose index is their value with the bits of `sign` turned.
    pub(super) fn apply(self, pixels: &[[u8; 2]], sign: u16) -> Vec<u8> {
        let mut greys = vec![0; pixels.len()];
        widened(|| {
            for (grey, pixel) in greys.iter_mut().zip(pixels) {
                *grey = self.grey(u16::from_le_bytes(*pixel) ^ sign);
            }
        });
        greys
    }
}

/// Does `work` with vectors of eight numbers where the processor has them (AVX2; x86-64 promises four).
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
pub(super) fn widened<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = Level::new().as_avx2() {
        return avx2.vectorize(work);
    }
    work()
}
