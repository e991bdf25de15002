//! JPEG 2000 (ITU-T T.800), as transfer syntaxes 1.2.840.10008.1.2.4.90 and .91 have it, and with high-throughput blocks
//! (T.814), as .201 to .203 do. The codestream is decoded by `hayro-jpeg2000`, or `dicom-toolkit-jpeg2000`, which came of
//! it; here its headers are held to the data set, and to what they may cost.

use std::borrow::Cow;

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};

use super::Decoded;
use super::fault::{Fault, Result};
use super::frame::{Frame, Layout};
use super::progress::Progress;
use super::samples::Bits;

/// What the decoder's arithmetic in float32 keeps exactly, its own bits in between included.
const MOST_BITS: u8 = 20;

/// Samples that are decoded whatever the length of their codestream, since an empty image takes a few hundred bytes: each
/// takes about 15 bytes of memory.
const FREE_SAMPLES: u64 = 1 << 22;

/// Samples beyond those for each byte: no picture shrinks so far.
const SAMPLES_OF_A_BYTE: u64 = 256;

/// Which coder of blocks a transfer syntax has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blocks {
    /// T.800's own.
    Arithmetic,
    /// That of T.814.
    HighThroughput,
}

pub(super) fn decode(
    frame: &Frame,
    layout: &Layout,
    blocks: Blocks,
    data: &[u8],
    progress: &mut Progress<'_>,
) -> Result<Decoded<'static>> {
    let codestream = ended(codestream(data)?);
    let Checked { precision, signed, strict } = check_headers(&codestream, frame, layout, blocks)?;
    if blocks == Blocks::HighThroughput && precision > 16 {
        return Err(Fault::Unsupported("JPEG 2000 with high-throughput blocks of more than 16 bits"));
    }
    progress.pause()?;
    let mut bytes = match blocks {
        Blocks::Arithmetic => decode_arithmetic(&codestream, layout, precision, strict)?,
        Blocks::HighThroughput => decode_high_throughput(&codestream, layout, strict)?,
    };
    let size = bytes.len() / layout.count();
    if signed {
        // The decoders give signed samples too as if their least were 0.
        let (bit, at) = (1 << ((precision - 1) % 8), usize::from((precision - 1) / 8));
        bytes.iter_mut().skip(at).step_by(size).for_each(|byte| *byte ^= bit);
    }
    progress.add(layout.count())?;
    Ok(Decoded { bytes: bytes.into(), size, planar: false, bits: Bits::lowest(precision), in_rgb: false })
}

/// Samples of one, two or four bytes.
fn decode_arithmetic(codestream: &[u8], layout: &Layout, precision: u8, strict: bool) -> Result<Vec<u8>> {
    let settings = DecodeSettings { strict, ..DecodeSettings::default() };
    let image = Image::new(codestream, &settings).map_err(|_| Fault::Corrupt)?;
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(|_| Fault::Corrupt)?;
    let components = decoded.components();
    if components.len() != layout.samples
        || components.iter().any(|plane| plane.samples().len() != layout.pixels())
    {
        return Err(Fault::Corrupt);
    }
    let size = if precision > 16 { 4 } else { usize::from(precision.div_ceil(8)) };
    let mut bytes = vec![0; layout.count() * size];
    let greatest = ((1_u32 << precision) - 1) as f32;
    let number = |sample: f32| (sample.clamp(0.0, greatest) + 0.5) as u32;
    match (components, size) {
        ([only], 1) => {
            bytes.iter_mut().zip(only.samples()).for_each(|(byte, sample)| *byte = number(*sample) as u8);
        }
        ([only], 2) => {
            let words = bytes.as_chunks_mut().0.iter_mut();
            words
                .zip(only.samples())
                .for_each(|(word, sample)| *word = (number(*sample) as u16).to_le_bytes());
        }
        _ => {
            for (component, plane) in components.iter().enumerate() {
                let samples = bytes.chunks_exact_mut(size).skip(component).step_by(layout.samples);
                for (bytes, sample) in samples.zip(plane.samples()) {
                    bytes.copy_from_slice(&number(*sample).to_le_bytes()[..size]);
                }
            }
        }
    }
    Ok(bytes)
}

/// Samples of one or two bytes.
fn decode_high_throughput(codestream: &[u8], layout: &Layout, strict: bool) -> Result<Vec<u8>> {
    use dicom_toolkit_jpeg2000::{DecodeSettings, Image};

    let settings = DecodeSettings { strict, ..DecodeSettings::default() };
    let image = Image::new(codestream, &settings).map_err(|_| Fault::Corrupt)?;
    let bitmap = image.decode_native().map_err(|_| Fault::Corrupt)?;
    let size = usize::from(bitmap.bytes_per_sample);
    if bitmap.data.len() == layout.count() * size { Ok(bitmap.data) } else { Err(Fault::Corrupt) }
}

/// The codestream itself: DICOM wants it bare, but some files have it in a box of a JP2 file (T.800 Annex I).
fn codestream(data: &[u8]) -> Result<&[u8]> {
    if data.starts_with(&[0xFF, 0x4F]) {
        return Ok(data);
    }
    let mut rest = data;
    loop {
        let (head, after) = rest.split_first_chunk::<8>().ok_or(Fault::Corrupt)?;
        let [length, kind] = [&head[..4], &head[4..]];
        let length = length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
        if kind == b"jp2c" {
            // A length of 1 is followed by a longer one, which frames do not need.
            let start = if length == 1 { 8 } else { 0 };
            let end = if length > 8 { length - 8 } else { after.len() };
            return after.get(start..end.min(after.len())).ok_or(Fault::Corrupt);
        }
        rest = rest.get(length..).filter(|_| length >= 8).ok_or(Fault::Corrupt)?;
    }
}

/// The codestream with its end marker, which some writers leave out.
fn ended(codestream: &[u8]) -> Cow<'_, [u8]> {
    let padding = codestream.iter().rev().take_while(|byte| **byte == 0).count();
    if codestream[..codestream.len() - padding].ends_with(&[0xFF, 0xD9]) {
        return codestream.into();
    }
    [codestream, &[0xFF, 0xD9]].concat().into()
}

/// What the headers say.
struct Checked {
    precision: u8,
    signed: bool,
    /// Whether all tile-parts tell their lengths: then one that is cut short is an error, and no picture that ends in
    /// grey.
    strict: bool,
}

/// Looks through the main header and those of tile-parts.
fn check_headers(codestream: &[u8], frame: &Frame, layout: &Layout, blocks: Blocks) -> Result<Checked> {
    let mut image = None;
    let mut at = 2;
    let mut tile_part_end = None;
    let mut strict = true;
    let word = |at: usize| codestream.get(at..)?.first_chunk().map(|two| u16::from_be_bytes(*two));
    while let Some(marker) = word(at) {
        match marker {
            0xFF93 => {
                // The data of a tile-part: on to the next, if its length is told.
                let Some(end) = tile_part_end.take().filter(|end| *end > at) else { break };
                at = end;
                continue;
            }
            0xFFD9 => break,
            0xFF30..=0xFF3F => {
                at += 2;
                continue;
            }
            _ => {}
        }
        let length = usize::from(word(at + 2).ok_or(Fault::Corrupt)?);
        let segment = codestream.get(at + 4..at + 2 + length).ok_or(Fault::Corrupt)?;
        match marker {
            0xFF51 => image = Some(check_size(segment, codestream.len(), frame, layout)?),
            0xFF50 if blocks == Blocks::Arithmetic => {
                return Err(Fault::Unsupported(
                    "JPEG 2000 with blocks that its transfer syntax does not have",
                ));
            }
            // Scoc is after the component's number, of one byte for fewer than 257.
            0xFF52 => check_coding(segment, 0, 10, codestream.len(), layout, blocks)?,
            0xFF53 => check_coding(segment, 1, 7, codestream.len(), layout, blocks)?,
            0xFF90 => {
                let length = segment.get(2..6).ok_or(Fault::Corrupt)?;
                let length = length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
                strict &= length > 0;
                tile_part_end = if length == 0 { None } else { at.checked_add(length) };
            }
            _ => {}
        }
        at += 2 + length;
    }
    let (precision, signed) = image.ok_or(Fault::Corrupt)?;
    Ok(Checked { precision, signed, strict })
}

/// The SIZ segment (A.5.1).
fn check_size(segment: &[u8], length: usize, frame: &Frame, layout: &Layout) -> Result<(u8, bool)> {
    let (numbers, components) = segment.split_at_checked(36).ok_or(Fault::Corrupt)?;
    let number = |index: usize| {
        let bytes = &numbers[2 + 4 * index..][..4];
        bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
    };
    let components = components.as_chunks::<3>().0;
    let [first, ..] = components else { return Err(Fault::Corrupt) };
    let (precision, signed) = ((first[0] & 0x7F) + 1, first[0] >> 7 == 1);
    let container = layout.bytes * 8;
    let same = number(0).checked_sub(number(2)) == Some(layout.columns as u64)
        && number(1).checked_sub(number(3)) == Some(layout.rows as u64)
        && components.len() == layout.samples
        && usize::from(precision) <= container
        && !frame.float
        && frame.allocated > 1;
    if !same {
        return Err(Fault::Differs);
    }
    if precision > MOST_BITS || components.iter().any(|component| *component != [first[0], 1, 1]) {
        return Err(Fault::Unsupported("JPEG 2000 of more than 20 bits, or of components that differ"));
    }
    let samples = layout.count() as u64;
    let tiles = |size: u64, tile: u64| size.div_ceil(tile.max(1)) + 1;
    let tiles = tiles(layout.columns as u64, number(4)) * tiles(layout.rows as u64, number(5));
    if samples > FREE_SAMPLES.max(length as u64 * SAMPLES_OF_A_BYTE) || tiles > length as u64 {
        return Err(Fault::Corrupt);
    }
    Ok((precision, signed))
}

/// A COD or COC segment (A.6.1, A.6.2). Precincts, told at `at` if the style at `style` says so, each take a byte of the
/// codestream, and memory.
fn check_coding(
    segment: &[u8],
    style: usize,
    at: usize,
    length: usize,
    layout: &Layout,
    blocks: Blocks,
) -> Result<()> {
    let [levels, .., transform] = segment.get(at - 5..at).ok_or(Fault::Corrupt)? else {
        return Err(Fault::Corrupt);
    };
    if blocks == Blocks::HighThroughput && *transform != 1 {
        // The decoder gives the low end of what each quantized coefficient can be: visibly less than others make of it.
        return Err(Fault::Unsupported("JPEG 2000 with high-throughput blocks that is not reversible"));
    }
    if segment[style] & 1 == 0 {
        return Ok(());
    }
    let sizes = segment.get(at..=at + usize::from(*levels)).ok_or(Fault::Corrupt)?;
    let across = |side: usize, shift: usize| (side >> shift.min(63)).max(1) as u64;
    let precincts = sizes.iter().enumerate().map(|(resolution, size)| {
        let reduced = usize::from(*levels) - resolution;
        let (x, y) = (usize::from(size & 15), usize::from(size >> 4));
        across(layout.columns, reduced + x) * across(layout.rows, reduced + y)
    });
    if precincts.sum::<u64>() > length as u64 { Err(Fault::Corrupt) } else { Ok(()) }
}
