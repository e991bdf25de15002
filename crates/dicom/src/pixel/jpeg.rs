//! JPEG (ITU-T T.81): baseline, extended sequential and progressive of 8 and 12 bits, and lossless (process 14) of 2 to
//! 16 bits, all Huffman-coded, as transfer syntaxes 1.2.840.10008.1.2.4.50 to .70 have it.
//!
//! The inverse transform is the whole-number "islow" of the reference software and chroma are enlarged by its triangle
//! filter, so that the samples are those of libjpeg, bit for bit.

mod bits;
mod chroma;
mod dct;
mod header;
mod huffman;
mod lossless;
mod progressive;
mod sequential;

use super::Decoded;
use super::fault::{Fault, Result};
use super::frame::{Frame, Layout};
use super::progress::Progress;
use super::samples::Bits;
use header::{Header, Process, Reader, Segment};

/// Where in a block, in rows, each coefficient stands (figure A.6).
pub(super) const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// Each scan costs a pass over the image, whatever its length; real files have about ten.
const MAX_SCANS: usize = 100;

pub(super) fn decode(
    frame: &Frame,
    layout: &Layout,
    data: &[u8],
    progress: &mut Progress<'_>,
) -> Result<Decoded<'static>> {
    let mut reader = Reader::new(data)?;
    let Segment::Frame(header) = reader.next()? else { return Err(Fault::Corrupt) };
    let header = fitting(header, frame, layout)?;
    let mut image = Image::new(&header, data.len())?;
    let mut scans = 0;
    while !image.is_complete(scans) {
        match reader.next()? {
            Segment::Scan(scan) => {
                scans += 1;
                if scans > MAX_SCANS {
                    return Err(Fault::Unsupported("JPEG of so many scans"));
                }
                let end = match &mut image {
                    Image::Bytes(image) => image.scan(&header, &scan, &reader, progress)?,
                    Image::Words(image) => image.scan(&header, &scan, &reader, progress)?,
                    Image::Progressive(image) => image.scan(&header, &scan, &reader, progress)?,
                    Image::Lossless(image) => image.scan(&header, &scan, &reader, progress)?,
                };
                reader.go_on(end);
            }
            Segment::End if matches!(image, Image::Progressive(_)) && scans > 0 => break,
            Segment::Frame(_) | Segment::End => return Err(Fault::Corrupt),
        }
    }
    let wide = header.precision > 8;
    let bytes = match image {
        Image::Bytes(image) => chroma::interleaved(&header, &image.planes),
        Image::Words(image) => chroma::interleaved(&header, &image.planes),
        Image::Progressive(image) if wide => {
            chroma::interleaved(&header, &image.planes::<u16>(&header, progress)?)
        }
        Image::Progressive(image) => chroma::interleaved(&header, &image.planes::<u8>(&header, progress)?),
        Image::Lossless(image) => image.interleaved(&header),
    };
    let mut decoded = Decoded {
        bytes: bytes.into(),
        size: if wide { 2 } else { 1 },
        planar: false,
        bits: Bits::lowest(frame.stored.min(if wide { 16 } else { 8 })),
        in_rgb: false,
    };
    if header.components.len() == 3 && header.process != Process::Lossless {
        decoded.in_rgb = !is_ybr(&header, &reader, frame);
        if !decoded.in_rgb && frame.wants_rgb() {
            chroma::to_rgb(decoded.bytes.to_mut(), header.precision);
            decoded.in_rgb = true;
        }
    }
    Ok(decoded)
}

/// What the scans of an image are gathered in.
enum Image {
    Bytes(sequential::Image<u8>),
    Words(sequential::Image<u16>),
    Progressive(progressive::Image),
    Lossless(lossless::Image),
}

impl Image {
    /// Nothing is allocated for more than `length` bytes can hold.
    fn new(header: &Header, length: usize) -> Result<Self> {
        let units = header.components.iter().map(|component| match header.process {
            Process::Lossless => header.columns * header.rows,
            _ => component.block_columns * component.block_rows,
        });
        // A block takes two codes at the least, in the first scan of a progressive image or without blocks one.
        let codes = if header.process == Process::Sequential { 2 } else { 1 };
        if units.sum::<usize>() as u64 * codes > length as u64 * 8 {
            return Err(Fault::Corrupt);
        }
        Ok(match (header.process, header.precision) {
            (Process::Lossless, _) => Self::Lossless(lossless::Image::new(header)),
            (Process::Progressive, _) => Self::Progressive(progressive::Image::new(header)),
            (Process::Sequential, 8) => Self::Bytes(sequential::Image::new(header)),
            (Process::Sequential, _) => Self::Words(sequential::Image::new(header)),
        })
    }

    fn is_complete(&self, scans: usize) -> bool {
        match self {
            Self::Bytes(image) => image.is_complete(),
            Self::Words(image) => image.is_complete(),
            // More can always follow, but what stands after the end marker does not count.
            Self::Progressive(_) => scans > MAX_SCANS,
            Self::Lossless(image) => image.is_complete(),
        }
    }
}

/// Holds the header to the data set's dimensions.
fn fitting(mut header: Header, frame: &Frame, layout: &Layout) -> Result<Header> {
    // T.81 B.2.5 allows the lines to be told at the end, by a marker nobody writes; the data set knows them.
    if header.rows == 0 {
        header.set_rows(layout.rows);
    }
    let same = header.rows == layout.rows
        && header.columns == layout.columns
        && header.components.len() == layout.samples
        && header.precision.div_ceil(8) as usize <= layout.bytes
        && !frame.float
        && frame.allocated > 1;
    if !same {
        return Err(Fault::Differs);
    }
    let mut components = header.components.iter();
    let is_whole = components
        .all(|component| header.h.is_multiple_of(component.h) && header.v.is_multiple_of(component.v));
    if header.process == Process::Lossless || is_whole {
        Ok(header)
    } else {
        Err(Fault::Unsupported("JPEG with components subsampled by fractions"))
    }
}

/// Whether three components are YBR: as pydicom and libjpeg tell it, by their ids, by JFIF's or Adobe's marker, else by
/// the photometric interpretation.
fn is_ybr(header: &Header, reader: &Reader<'_>, frame: &Frame) -> bool {
    let ids = [0, 1, 2].map(|component: usize| header.components[component].id.to_ascii_uppercase());
    if ids == *b"RGB" {
        return false;
    }
    match reader.adobe_transform {
        _ if reader.is_jfif => true,
        Some(transform) => transform != 0,
        None => frame.photometric.starts_with("YBR"),
    }
}
