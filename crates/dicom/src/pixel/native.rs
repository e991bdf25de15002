//! Pixels as they stand in native (uncompressed) pixel data (PS3.5 8.1.1, 8.2, A.2; PS3.3 C.7.6.3.1.2).

use super::Decoded;
use super::fault::{Fault, Result};
use super::frame::{Frame, Layout};
use super::samples::Bits;

pub(super) fn decode(frame: &Frame, layout: &Layout, data: &[u8]) -> Result<Decoded> {
    let swapped;
    let data = if frame.big_endian && frame.allocated > 1 {
        swapped = little_endian(data, layout.bytes.max(2));
        &swapped
    } else {
        data
    };
    let bits = Bits { stored: frame.stored, high: frame.high };
    let decoded = |bytes, planar| Decoded { bytes, size: layout.bytes, planar, bits, in_rgb: false };
    if frame.allocated == 1 {
        let first = (u128::from(frame.number) * layout.count() as u128 % 8) as usize;
        return Ok(decoded(unpack(data, first, layout.count())?, frame.planar));
    }
    if frame.photometric == "YBR_FULL_422" && layout.samples == 3 {
        return Ok(decoded(chroma_doubled(data, layout)?, false));
    }
    let size = layout.count() * layout.bytes;
    // In swapped pairs, a frame of an odd number of bytes can start or end within one.
    let pairs = frame.big_endian && layout.bytes == 1;
    let first = if pairs { (u128::from(frame.number) * size as u128 % 2) as usize } else { 0 };
    Ok(decoded(exactly(data, first + size)?[first..].to_vec(), frame.planar))
}

/// The first `required` bytes: what follows is padding.
pub(super) fn exactly(data: &[u8], required: usize) -> Result<&[u8]> {
    data.get(..required).ok_or(Fault::CutShort { required: required as u64, given: data.len() as u64 })
}

/// Turns words of `size` bytes around; half a word at the end is padding.
fn little_endian(data: &[u8], size: usize) -> Vec<u8> {
    let mut words = data.to_vec();
    words.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    words
}

/// A byte for each of `count` bits from the `first` on, from the lowest of each byte (PS3.5 8.1.1).
pub(super) fn unpack(data: &[u8], first: usize, count: usize) -> Result<Vec<u8>> {
    let packed = exactly(data, (first + count).div_ceil(8))?;
    let mut bits = vec![0; count];
    if first == 0 {
        for (eight, byte) in bits.chunks_mut(8).zip(packed) {
            for (at, bit) in eight.iter_mut().enumerate() {
                *bit = byte >> at & 1;
            }
        }
    } else {
        for (at, bit) in bits.iter_mut().enumerate() {
            let at = first + at;
            *bit = packed[at / 8] >> (at % 8) & 1;
        }
    }
    Ok(bits)
}

/// `YBR_FULL_422`: of two pixels, both Y, then the Cb and Cr they share.
fn chroma_doubled(data: &[u8], layout: &Layout) -> Result<Vec<u8>> {
    if !layout.columns.is_multiple_of(2) {
        return Err(Fault::Described("YBR_FULL_422 has an odd number of columns"));
    }
    let size = layout.bytes;
    let packed = exactly(data, layout.pixels() * 2 * size)?;
    let mut pixels = Vec::with_capacity(layout.count() * size);
    for two in packed.chunks_exact(4 * size) {
        let (lumas, chroma) = two.split_at(2 * size);
        for luma in lumas.chunks_exact(size) {
            pixels.extend_from_slice(luma);
            pixels.extend_from_slice(chroma);
        }
    }
    Ok(pixels)
}
