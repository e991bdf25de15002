//! Decoded samples, and what is done to all of them alike before anything is made of them.

use std::borrow::Cow;

use super::fault::{Fault, Result};

/// The samples of a frame: interleaved, little endian.
#[derive(Debug)]
pub(super) struct Samples<'a> {
    pub bytes: Cow<'a, [u8]>,
    pub kind: Kind,
}

/// What a sample is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    U64,
    I64,
    F32,
    F64,
}

impl Kind {
    /// Of integers of so many bytes.
    pub(super) fn integer(bytes: usize, signed: bool) -> Result<Self> {
        Ok(match (bytes, signed) {
            (1, false) => Self::U8,
            (1, true) => Self::I8,
            (2, false) => Self::U16,
            (2, true) => Self::I16,
            (4, false) => Self::U32,
            (4, true) => Self::I32,
            (8, false) => Self::U64,
            (8, true) => Self::I64,
            _ => return Err(Fault::Unsupported("integers of that many bits")),
        })
    }
}

/// Calls `$body` with `$read`, which makes of a sample's bytes a number, and `$size`, how many they are.
macro_rules! for_kind {
    ($kind:expr, ($read:ident, $size:ident) => $body:expr) => {{
        use $crate::pixel::samples::Kind;
        macro_rules! with {
            ($number:ty) => {{
                const $size: usize = size_of::<$number>();
                let $read = |bytes: [u8; $size]| <$number>::from_le_bytes(bytes);
                $body
            }};
        }
        match $kind {
            Kind::U8 => with!(u8),
            Kind::I8 => with!(i8),
            Kind::U16 => with!(u16),
            Kind::I16 => with!(i16),
            Kind::U32 => with!(u32),
            Kind::I32 => with!(i32),
            Kind::U64 => with!(u64),
            Kind::I64 => with!(i64),
            Kind::F32 => with!(f32),
            Kind::F64 => with!(f64),
        }
    }};
}
pub(super) use for_kind;

/// Where a sample's value is in its container: `stored` bits up to bit `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bits {
    pub stored: u8,
    pub high: u8,
}

impl Bits {
    /// The lowest bits.
    pub(super) fn lowest(stored: u8) -> Self {
        Self { stored, high: stored.saturating_sub(1) }
    }
}

/// Clears the bits that are not the value's, or makes them copies of its sign. Most samples have them so already, and are
/// not copied then.
pub(super) fn normalise(bytes: &mut Cow<'_, [u8]>, size: usize, bits: Bits, signed: bool) {
    let container = 8 * u8::try_from(size).unwrap_or(u8::MAX);
    if bits.stored >= container || bits.high >= container {
        return;
    }
    let left = u32::from(container - 1 - bits.high);
    let right = u32::from(container - bits.stored);
    macro_rules! shift {
        ($unsigned:ty) => {{
            let normal = |sample: [u8; size_of::<$unsigned>()]| {
                let raised = <$unsigned>::from_le_bytes(sample) << left;
                if signed { (raised.cast_signed() >> right).cast_unsigned() } else { raised >> right }
            };
            // In blocks without a way out, which vectors take at once.
            let is_normal = bytes.chunks(4096).all(|block| {
                let samples = block.as_chunks().0.iter();
                samples.fold(0, |differing, sample| {
                    differing | (normal(*sample) ^ <$unsigned>::from_le_bytes(*sample))
                }) == 0
            });
            if !is_normal {
                for sample in bytes.to_mut().as_chunks_mut().0 {
                    *sample = normal(*sample).to_le_bytes();
                }
            }
        }};
    }
    match size {
        1 => shift!(u8),
        2 => shift!(u16),
        4 => shift!(u32),
        _ => shift!(u64),
    }
}

/// Gives every sample of `from` bytes `to` bytes, the higher ones 0.
pub(super) fn widen(bytes: Cow<'_, [u8]>, from: usize, to: usize) -> Cow<'_, [u8]> {
    if from >= to {
        return bytes;
    }
    let mut wide = vec![0; bytes.len() / from * to];
    for (wide, narrow) in wide.chunks_exact_mut(to).zip(bytes.chunks_exact(from)) {
        wide[..from].copy_from_slice(narrow);
    }
    wide.into()
}

/// Puts planes, one after the other, of samples of `size` bytes into pixels.
pub(super) fn interleave(planes: &[u8], samples: usize, size: usize) -> Vec<u8> {
    let mut pixels = vec![0; planes.len()];
    let plane = planes.len() / samples;
    if let (3, 1) = (samples, size) {
        let (red, rest) = planes.split_at(plane);
        let (green, blue) = rest.split_at(plane);
        for (((pixel, r), g), b) in pixels.as_chunks_mut::<3>().0.iter_mut().zip(red).zip(green).zip(blue) {
            *pixel = [*r, *g, *b];
        }
        return pixels;
    }
    for (sample, plane) in planes.chunks_exact(plane).enumerate() {
        for (pixel, value) in pixels.chunks_exact_mut(samples * size).zip(plane.chunks_exact(size)) {
            pixel[sample * size..][..size].copy_from_slice(value);
        }
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_that_are_not_the_values_are_cleared_and_signs_extended() {
        let bits = Bits { stored: 12, high: 11 };
        for (signed, want) in [(false, [0xFF, 0x0F, 0x01, 0x00]), (true, [0xFF, 0xFF, 0x01, 0x00])] {
            let mut bytes = Cow::from(&[0xFF, 0x1F, 0x01, 0xF0]);
            normalise(&mut bytes, 2, bits, signed);
            assert_eq!(*bytes, want);
            let mut again = Cow::from(&want);
            normalise(&mut again, 2, bits, signed);
            assert!(matches!(again, Cow::Borrowed(_)) && *again == want);
        }
        // PS3.5 8.1.1: the high bit may stand above the lowest bits; what is below is no part of the value either.
        let mut bytes = Cow::from(&[0b1011_0101]);
        normalise(&mut bytes, 1, Bits { stored: 4, high: 5 }, false);
        assert_eq!(*bytes, [0b1101]);
    }

    #[test]
    fn planes_become_pixels() {
        assert_eq!(interleave(&[1, 2, 3, 4, 5, 6], 3, 1), [1, 3, 5, 2, 4, 6]);
        assert_eq!(
            interleave(&[1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0], 3, 2),
            [1, 0, 3, 0, 5, 0, 2, 0, 4, 0, 6, 0]
        );
        assert_eq!(interleave(&[1, 2, 3, 4], 4, 1), [1, 2, 3, 4]);
    }
}
