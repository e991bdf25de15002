//! Pixels as they stand in native (uncompressed) pixel data (PS3.5 8.1.1, 8.2, A.2; PS3.3 C.7.6.3.1.2).

use std::borrow::Cow;

use super::Decoded;
use super::fault::{Fault, Result};
use super::frame::{Frame, Layout};
use super::samples::Bits;

pub(super) fn decode<'a>(frame: &Frame, layout: &Layout, data: Cow<'a, [u8]>) -> Result<Decoded<'a>> {
    let mut data = data;
    if frame.big_endian && layout.bytes > 1 {
        // Half a sample at the end is padding.
        data.to_mut().chunks_exact_mut(layout.bytes).for_each(<[u8]>::reverse);
    }
    let bits = Bits { stored: frame.stored, high: frame.high };
    let decoded =
        |bytes: Cow<'a, [u8]>, planar| Decoded { bytes, size: layout.bytes, planar, bits, in_rgb: false };
    if frame.allocated == 1 {
        return Ok(decoded(unpack(&data, layout.count())?.into(), frame.planar));
    }
    if frame.is_halved() {
        return Ok(decoded(chroma_doubled(&data, layout)?.into(), false));
    }
    let size = layout.count() * layout.bytes;
    exactly(&data, size)?;
    let pixels = match data {
        Cow::Borrowed(data) => Cow::Borrowed(&data[..size]),
        Cow::Owned(mut data) => {
            data.truncate(size);
            Cow::Owned(data)
        }
    };
    Ok(decoded(pixels, frame.planar))
}

/// The first `required` bytes: what follows is padding.
pub(super) fn exactly(data: &[u8], required: usize) -> Result<&[u8]> {
    data.get(..required).ok_or(Fault::CutShort { required: required as u64, given: data.len() as u64 })
}

/// A byte for each of `count` bits, from the lowest of each byte (PS3.5 8.1.1).
pub(super) fn unpack(data: &[u8], count: usize) -> Result<Vec<u8>> {
    let mut bits = vec![0; count];
    for (eight, byte) in bits.chunks_mut(8).zip(exactly(data, count.div_ceil(8))?) {
        for (at, bit) in eight.iter_mut().enumerate() {
            *bit = byte >> at & 1;
        }
    }
    Ok(bits)
}

/// Of two pixels, both Y, then the Cb and Cr they share (PS3.3 C.7.6.3.1.2).
fn chroma_doubled(data: &[u8], layout: &Layout) -> Result<Vec<u8>> {
    if !layout.columns.is_multiple_of(2) {
        return Err(Fault::Described(
            "the colours are of two pixels each, but it has an odd number of columns",
        ));
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
