//! The inverse discrete cosine transform: the reference software's accurate whole-number one ("islow", after Loeffler,
//! Ligtenberg and Moschytz 1989), and the samples it gives.

/// A sample of a plane.
pub(super) trait Sample: Copy + Default + Into<u16> {
    /// Its precision in bits.
    const PRECISION: u32;

    /// The sample nearest to a number around 0.
    fn around_middle(number: i32) -> Self;

    /// Its bytes.
    fn size(self) -> usize {
        size_of::<Self>()
    }

    /// Appends it, little endian.
    fn write(self, bytes: &mut Vec<u8>);

    /// The number, of which nothing is lost.
    fn from_number(number: u32) -> Self;
}

impl Sample for u8 {
    const PRECISION: u32 = 8;

    #[inline]
    fn around_middle(number: i32) -> Self {
        (number + 128).clamp(0, 255) as u8
    }

    #[inline]
    fn write(self, bytes: &mut Vec<u8>) {
        bytes.push(self);
    }

    #[inline]
    fn from_number(number: u32) -> Self {
        number as u8
    }
}

impl Sample for u16 {
    const PRECISION: u32 = 12;

    #[inline]
    fn around_middle(number: i32) -> Self {
        (number + 2048).clamp(0, 4095) as u16
    }

    #[inline]
    fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }

    #[inline]
    fn from_number(number: u32) -> Self {
        number as u16
    }
}

/// Bits of the constants' fractions.
const CONSTANT: u32 = 13;

/// Writes the samples of a block of coefficients, in rows and dequantized, into a plane of `stride` columns.
pub(super) fn inverse<S: Sample>(block: &mut [i32; 64], plane: &mut [S], stride: usize) {
    // Bits of fraction kept between the two dimensions: one less where samples of 12 bits leave less room.
    let kept = if S::PRECISION == 8 { 2 } else { 1 };
    for x in 0..8 {
        let column: [i32; 8] = std::array::from_fn(|y| block[8 * y + x]);
        if column[1..].iter().all(|coefficient| *coefficient == 0) {
            let same = column[0].wrapping_shl(kept);
            for y in 0..8 {
                block[8 * y + x] = same;
            }
            continue;
        }
        for (y, value) in pass(column, CONSTANT - kept).into_iter().enumerate() {
            block[8 * y + x] = value;
        }
    }
    for (row, samples) in block.as_chunks::<8>().0.iter().zip(plane.chunks_mut(stride)) {
        for (sample, value) in samples.iter_mut().zip(pass(*row, CONSTANT + kept + 3)) {
            *sample = S::around_middle(value);
        }
    }
}

/// The samples of a block that has only its first coefficient.
pub(super) fn inverse_of_one<S: Sample>(coefficient: i32, plane: &mut [S], stride: usize) {
    let sample = S::around_middle((coefficient.wrapping_add(4)) >> 3);
    for samples in plane.chunks_mut(stride).take(8) {
        samples[..8].fill(sample);
    }
}

/// One dimension. Damaged coefficients may wrap around: what comes out is then as damaged, and no worse.
#[inline]
fn pass(c: [i32; 8], shift: u32) -> [i32; 8] {
    let c = c.map(std::num::Wrapping);
    let constant = std::num::Wrapping::<i32>;
    let z1 = (c[2] + c[6]) * constant(4433);
    let (t2, t3) = (z1 - c[6] * constant(15_137), z1 + c[2] * constant(6270));
    let (t0, t1) = ((c[0] + c[4]) << CONSTANT as usize, (c[0] - c[4]) << CONSTANT as usize);
    let even = [t0 + t3, t1 + t2, t1 - t2, t0 - t3];

    let [t0, t1, t2, t3] = [c[7], c[5], c[3], c[1]];
    let z5 = (t0 + t2 + t1 + t3) * constant(9633);
    let (z1, z2) = ((t0 + t3) * constant(-7373), (t1 + t2) * constant(-20_995));
    let (z3, z4) = ((t0 + t2) * constant(-16_069) + z5, (t1 + t3) * constant(-3196) + z5);
    let odd = [
        t3 * constant(12_299) + z1 + z4,
        t2 * constant(25_172) + z2 + z3,
        t1 * constant(16_819) + z2 + z4,
        t0 * constant(2446) + z1 + z3,
    ];

    let round = |value: std::num::Wrapping<i32>| (value + constant(1 << (shift - 1))).0 >> shift;
    std::array::from_fn(|i| if i < 4 { round(even[i] + odd[i]) } else { round(even[7 - i] - odd[7 - i]) })
}
