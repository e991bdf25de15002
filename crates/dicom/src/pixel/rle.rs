//! RLE Lossless (PS3.5 Annex G): a segment for each byte of a sample, the highest first, each in `PackBits`.

use super::Decoded;
use super::fault::{Fault, Result};
use super::frame::{Frame, Layout};
use super::native;
use super::progress::Progress;
use super::samples::Bits;

/// The number of segments and the offsets of 15.
const HEADER: usize = 64;

pub(super) fn decode(
    frame: &Frame,
    layout: &Layout,
    data: &[u8],
    progress: &mut Progress<'_>,
) -> Result<Decoded<'static>> {
    let header = data.first_chunk::<HEADER>().ok_or(Fault::Corrupt)?.as_chunks::<4>().0;
    let [count, offsets @ ..] = header else { return Err(Fault::Corrupt) };
    let expected = layout.samples * layout.bytes;
    if u32::from_le_bytes(*count) as usize != expected || expected > offsets.len() {
        return Err(Fault::Differs);
    }
    let single_bits = frame.allocated == 1;
    let length = if single_bits { layout.pixels().div_ceil(8) } else { layout.pixels() };
    // Two bytes become at most 128; nothing is allocated for less than that.
    if data.len() as u64 * 64 < length as u64 * expected as u64 {
        return Err(Fault::Corrupt);
    }
    let mut starts =
        offsets[..expected].iter().map(|offset| u32::from_le_bytes(*offset) as usize).collect::<Vec<_>>();
    starts.push(data.len());
    let segments = starts
        .windows(2)
        .map(|ends| if ends[0] < HEADER { None } else { data.get(ends[0]..ends[1]) })
        .collect::<Option<Vec<_>>>()
        .ok_or(Fault::Corrupt)?;
    let mut planes = Vec::with_capacity(length * expected);
    for sample in segments.chunks_exact(layout.bytes) {
        let [lower @ .., _] = sample else { return Err(Fault::Corrupt) };
        if lower.is_empty() {
            unpack(sample[0], length, &mut planes)?;
        } else {
            planes.extend_from_slice(&merge(sample, length)?);
        }
        progress.add(layout.pixels())?;
    }
    let bits = Bits { stored: frame.stored, high: frame.high };
    if single_bits {
        // Each segment starts with a byte.
        let planes = planes.chunks_exact(length).map(|plane| native::unpack(plane, layout.pixels()));
        let bytes = planes.collect::<Result<Vec<_>>>()?.concat();
        return Ok(Decoded { bytes: bytes.into(), size: 1, planar: true, bits, in_rgb: false });
    }
    Ok(Decoded { bytes: planes.into(), size: layout.bytes, planar: true, bits, in_rgb: false })
}

/// The samples of which each segment holds one byte.
fn merge(segments: &[&[u8]], length: usize) -> Result<Vec<u8>> {
    let size = segments.len();
    let mut unpacked = Vec::with_capacity(length * size);
    for segment in segments.iter().rev() {
        unpack(segment, length, &mut unpacked)?;
    }
    if let [low, high] = unpacked.chunks_exact(length).collect::<Vec<_>>()[..] {
        let mut words = vec![0; length * size];
        for ((word, low), high) in words.as_chunks_mut::<2>().0.iter_mut().zip(low).zip(high) {
            *word = [*low, *high];
        }
        return Ok(words);
    }
    Ok(super::samples::interleave(&unpacked, size, 1))
}

/// Unpacks a segment of `length` bytes onto the end of `out`; more than that is padding (PS3.5 G.3.1).
fn unpack(segment: &[u8], length: usize, out: &mut Vec<u8>) -> Result<()> {
    let end = out.len() + length;
    let mut rest = segment;
    while out.len() < end {
        let [control, following @ ..] = rest else { return Err(Fault::Corrupt) };
        let room = end - out.len();
        match *control {
            literal @ 0..=127 => {
                let count = usize::from(literal) + 1;
                let bytes = following.get(..count.min(room)).ok_or(Fault::Corrupt)?;
                out.extend_from_slice(bytes);
                rest = following.get(count..).unwrap_or_default();
            }
            128 => rest = following,
            run => {
                let [byte, following @ ..] = following else { return Err(Fault::Corrupt) };
                let count = 257 - usize::from(run);
                out.resize(out.len() + count.min(room), *byte);
                rest = following;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_unpacked_up_to_its_length() {
        // The example of the PackBits note: literal, run, no operation, padding.
        let packed =
            [0xFE, 0xAA, 0x02, 0x80, 0x00, 0x2A, 0x80, 0xFD, 0xAA, 0x03, 0x80, 0x00, 0x2A, 0x22, 0xF7, 0xAA];
        let want = [
            0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0xAA, 0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0x22, 0xAA, 0xAA,
            0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA,
        ];
        for length in [want.len(), 16, 3, 1] {
            let mut out = Vec::new();
            unpack(&packed, length, &mut out).expect("enough");
            assert_eq!(out, want[..length]);
        }
        assert_eq!(unpack(&packed, want.len() + 1, &mut Vec::new()), Err(Fault::Corrupt));
        assert_eq!(unpack(&[1, 5], 2, &mut Vec::new()), Err(Fault::Corrupt));
        assert_eq!(unpack(&[0xFF], 2, &mut Vec::new()), Err(Fault::Corrupt));
    }
}
