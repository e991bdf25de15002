//! JPEG-LS (ITU-T T.87): lossless and near-lossless, 2 to 16 bits, all interleave modes, as transfer syntaxes
//! 1.2.840.10008.1.2.4.80 and .81 have it. Without mapping tables and subsampling, which DICOM has no use for.

mod bits;
mod coding;
mod context;
mod line;

use super::Decoded;
use super::fault::{Fault, Result};
use super::frame::{Frame, Layout};
use super::progress::Progress;
use super::samples::Bits;
use bits::BitReader;
use coding::{Coding, Preset};
use line::Lines;

/// The frame header (C.2.2).
struct Header {
    precision: u8,
    ids: Vec<u8>,
}

/// How the components of a scan alternate (C.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Interleave {
    /// Not: it has one component.
    None,
    /// Line by line.
    Line,
    /// Sample by sample.
    Sample,
}

pub(super) fn decode(
    frame: &Frame,
    layout: &Layout,
    data: &[u8],
    progress: &mut Progress<'_>,
) -> Result<Decoded<'static>> {
    let mut rest = data.strip_prefix(&[0xFF, 0xD8]).ok_or(Fault::Corrupt)?;
    let mut header = None;
    let mut preset = Preset::default();
    let mut restart_lines = 0;
    let mut planes = vec![Vec::new(); layout.samples];
    while planes.iter().any(Vec::is_empty) {
        let (marker, segment, after) = segment(rest)?;
        rest = after;
        match marker {
            0xF7 if header.is_none() => header = Some(frame_header(segment, frame, layout)?),
            0xF8 => preset.set(segment)?,
            0xDD => {
                // As of amendment 1, of 2, 3 or 4 bytes.
                let lines = segment.iter().fold(0_u64, |lines, byte| lines << 8 | u64::from(*byte));
                restart_lines = usize::try_from(lines).map_err(|_| Fault::Corrupt)?;
            }
            0xDA => {
                let header = header.as_ref().ok_or(Fault::Corrupt)?;
                let scan = Scan::of(segment, header, preset)?;
                let mut bits = BitReader::new(rest);
                scan.decode(layout, restart_lines, &mut bits, &mut planes, progress)?;
                rest = &rest[bits.position()..];
            }
            0xC0..=0xCF => return Err(Fault::Unsupported("JPEG under a transfer syntax of JPEG-LS")),
            0xF7 | 0xD9 => return Err(Fault::Corrupt),
            _ => {}
        }
    }
    // One plane is all there is: nothing is copied.
    let bytes = if let [only] = &mut planes[..] { std::mem::take(only) } else { planes.concat() };
    let header = header.ok_or(Fault::Corrupt)?;
    let in_rgb = header.ids.eq_ignore_ascii_case(b"RGB");
    let size = if header.precision > 8 { 2 } else { 1 };
    Ok(Decoded { bytes: bytes.into(), size, planar: true, bits: Bits::lowest(header.precision), in_rgb })
}

/// The next marker, what its segment holds, and what follows.
fn segment(data: &[u8]) -> Result<(u8, &[u8], &[u8])> {
    // What is left of a scan may hold bytes of ones, but none of 128 or more after them.
    let start = data.windows(2).position(|two| matches!(two, [0xFF, 0x80..=0xFE])).ok_or(Fault::Corrupt)?;
    let (marker, rest) = data[start + 1..].split_first().ok_or(Fault::Corrupt)?;
    if *marker == 0xD9 {
        return Ok((*marker, &[], rest));
    }
    let length = usize::from(u16::from_be_bytes(*rest.first_chunk().ok_or(Fault::Corrupt)?));
    let (segment, after) = rest.split_at_checked(length).ok_or(Fault::Corrupt)?;
    Ok((*marker, segment.get(2..).ok_or(Fault::Corrupt)?, after))
}

fn frame_header(segment: &[u8], frame: &Frame, layout: &Layout) -> Result<Header> {
    let [precision, r1, r0, c1, c0, count, components @ ..] = segment else { return Err(Fault::Corrupt) };
    let components = components.as_chunks::<3>().0;
    if !(2..=16).contains(precision) || components.len() != usize::from(*count) {
        return Err(Fault::Corrupt);
    }
    let same = usize::from(u16::from_be_bytes([*r1, *r0])) == layout.rows
        && usize::from(u16::from_be_bytes([*c1, *c0])) == layout.columns
        && components.len() == layout.samples
        && usize::from(precision.div_ceil(8)) <= layout.bytes
        && !frame.float
        && frame.allocated > 1;
    if !same {
        return Err(Fault::Differs);
    }
    if components.iter().any(|[_, sampling, _]| *sampling != 0x11) {
        return Err(Fault::Unsupported("JPEG-LS with subsampled components"));
    }
    Ok(Header { precision: *precision, ids: components.iter().map(|[id, ..]| *id).collect() })
}

/// A scan's header, and the parameters it is decoded by.
struct Scan {
    components: Vec<usize>,
    interleave: Interleave,
    coding: Coding,
    wide: bool,
}

impl Scan {
    fn of(segment: &[u8], header: &Header, preset: Preset) -> Result<Self> {
        let [count, rest @ ..] = segment else { return Err(Fault::Corrupt) };
        let (selected, parameters) = rest.split_at_checked(2 * usize::from(*count)).ok_or(Fault::Corrupt)?;
        let [near, interleave, ..] = *parameters else { return Err(Fault::Corrupt) };
        let mut components = Vec::new();
        for [id, table] in selected.as_chunks::<2>().0 {
            if *table != 0 {
                return Err(Fault::Unsupported("JPEG-LS with mapping tables"));
            }
            let component = header.ids.iter().position(|known| known == id).ok_or(Fault::Corrupt)?;
            if components.contains(&component) {
                return Err(Fault::Corrupt);
            }
            components.push(component);
        }
        let interleave = match (interleave, components.len()) {
            (0..=2, 1) => Interleave::None,
            (1, 2..=4) => Interleave::Line,
            (2, 2..=4) => Interleave::Sample,
            _ => return Err(Fault::Corrupt),
        };
        let coding = Coding::new(header.precision, near, preset)?;
        Ok(Self { components, interleave, coding, wide: header.precision > 8 })
    }

    /// Decodes line by line; what is allocated grows with what is decoded.
    fn decode(
        &self,
        layout: &Layout,
        restart_lines: usize,
        bits: &mut BitReader<'_>,
        planes: &mut [Vec<u8>],
        progress: &mut Progress<'_>,
    ) -> Result<()> {
        if self.components.iter().any(|component| !planes[*component].is_empty()) {
            return Err(Fault::Corrupt);
        }
        let mut lines = Lines::new(&self.coding, layout.columns, self.components.len());
        for row in 0..layout.rows {
            if row > 0 && restart_lines > 0 && row % restart_lines == 0 {
                bits.restart()?;
                lines = Lines::new(&self.coding, layout.columns, self.components.len());
            }
            match self.interleave {
                Interleave::Sample => lines.decode_together(bits)?,
                _ => lines.decode_each(bits)?,
            }
            bits.check()?;
            for (component, line) in self.components.iter().zip(lines.current()) {
                let plane = &mut planes[*component];
                if self.wide {
                    plane.extend(line.iter().flat_map(|sample| sample.to_le_bytes()));
                } else {
                    plane.extend(line.iter().map(|sample| *sample as u8));
                }
                progress.add(layout.columns)?;
            }
        }
        Ok(())
    }
}
