//! One frame's pixels: decoded, and made into what can be shown (PS3.3 C.7.6.3, C.11; PS3.5 8, Annexes A and G).

// Samples become bytes and words here: what is cast was clamped, masked or checked before, or is to wrap.
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)]

mod color;
mod deflated;
mod fault;
mod frame;
mod grey;
mod jpeg;
mod jpeg_2000;
mod jpeg_file;
mod jpeg_ls;
mod native;
mod overlay;
mod png_file;
mod progress;
mod ramp;
mod resize;
mod rle;
mod samples;

use std::borrow::Cow;

pub use frame::{Frame, Lut, Modality, Output, Overlay, Voi, VoiFunction};

use crate::Checkpoint;
use crate::error::Error;
use fault::{Fault, Result};
use frame::Layout;
use jpeg_2000::Blocks;
use progress::Progress;
use samples::{Bits, Kind, Samples};

/// What a codec gives: samples of `size` bytes, little endian.
struct Decoded<'a> {
    bytes: Cow<'a, [u8]>,
    size: usize,
    /// Whether they stand plane after plane.
    planar: bool,
    /// Where in a sample its value is.
    bits: Bits,
    /// Whether the colours are RGB, though the photometric interpretation says YBR.
    in_rgb: bool,
}

/// How the pixels of a transfer syntax are compressed, and what that is called in messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Native,
    Deflated,
    Rle,
    Jpeg,
    JpegLs,
    Jpeg2000,
    HighThroughputJpeg2000,
}

impl Encoding {
    /// PS3.5 A and PS3.6 table A-1.
    fn of(transfer_syntax: &str) -> Option<Self> {
        // GE's private one has its pixels in big endian.
        if transfer_syntax == "1.2.840.113619.5.2" {
            return Some(Self::Native);
        }
        Some(match transfer_syntax.strip_prefix("1.2.840.10008.1.2")? {
            "" | ".1" | ".2" | ".1.99" | ".1.98" => Self::Native,
            ".8.1" => Self::Deflated,
            ".5" => Self::Rle,
            ".4.90" | ".4.91" => Self::Jpeg2000,
            ".4.201" | ".4.202" | ".4.203" => Self::HighThroughputJpeg2000,
            ".4.80" | ".4.81" => Self::JpegLs,
            ".4.50" | ".4.51" | ".4.53" | ".4.55" | ".4.57" | ".4.70" => Self::Jpeg,
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Deflated => "deflated",
            Self::Rle => "RLE",
            Self::Jpeg => "JPEG",
            Self::JpegLs => "JPEG-LS",
            Self::Jpeg2000 | Self::HighThroughputJpeg2000 => "JPEG 2000",
        }
    }
}

/// Bytes that a compressed frame may become whatever its length: an empty one can have a few hundred.
const FREE_BYTES: usize = 16 << 20;

/// How many times its length it may become beyond that: pictures do not shrink so far.
const MOST_EXPANSION: usize = 256;

/// Decodes a frame and makes of it what [`Frame::output`] says.
///
/// `data` are its bytes as stored, its fragments joined; `tables` the lookup tables and overlays that the frame points
/// to. Nothing is allocated for what `data` are too short to fill, as far as the codec tells.
///
/// JPEG colours are converted by the file's own markers (component ids "RGB", JFIF, Adobe), else by the photometric
/// interpretation.
///
/// # Errors
/// The variants of [`Error`] that begin with `Frame`, and `Cancelled`.
///
/// ```
/// use clinicore_dicom::{Frame, Output, decode_frame};
/// use std::ops::ControlFlow;
///
/// let frame = Frame {
///     transfer_syntax: "1.2.840.10008.1.2.1".to_owned(),
///     rows: 1, columns: 3, samples: 1, photometric: "MONOCHROME2".to_owned(),
///     planar: false, allocated: 16, stored: 12, high: 11, signed: false, big_endian: false, float: false,
///     number: 0, max_frame_bytes: 1 << 28, output: Output::Display, color: true,
///     palette: None, modality: None, voi: None, invert: false, overlays: Vec::new(), longest: None, quality: 90,
/// };
/// let grey = decode_frame(&frame, b"\x00\x00\x00\x04\x00\x08", &[], &mut |_, _| ControlFlow::Continue(()))?;
/// assert_eq!(grey, [0, 128, 255]);
/// # Ok::<(), clinicore_dicom::Error>(())
/// ```
pub fn decode_frame(
    frame: &Frame,
    data: &[u8],
    tables: &[u8],
    checkpoint: Checkpoint<'_>,
) -> std::result::Result<Vec<u8>, Error> {
    let encoding = Encoding::of(&frame.transfer_syntax);
    let name = encoding.map_or("", Encoding::name);
    let mut decode = || {
        let layout = Layout::of(frame)?;
        let encoding = encoding.ok_or(Fault::Unsupported("its pixels' compression"))?;
        let mut progress = Progress::new(checkpoint, layout.count());
        progress.pause()?;
        let (samples, channels) = decoded(frame, &layout, encoding, data, tables, &mut progress)?;
        if frame.output == Output::Samples {
            return Ok(samples.bytes.into_owned());
        }
        progress.pause()?;
        let display = display(frame, &layout, samples, channels, tables)?;
        progress.pause()?;
        written(frame, &layout, display, if channels == 1 { 1 } else { 3 })
    };
    decode().map_err(|fault: Fault| fault.of(frame, name))
}

/// The samples that are wanted, and how many a pixel has.
fn decoded<'a>(
    frame: &Frame,
    layout: &Layout,
    encoding: Encoding,
    data: &'a [u8],
    tables: &[u8],
    progress: &mut Progress<'_>,
) -> Result<(Samples<'a>, usize)> {
    let most = FREE_BYTES.max(MOST_EXPANSION.saturating_mul(data.len()));
    if encoding != Encoding::Native && layout.count() * layout.bytes > most {
        return Err(Fault::Corrupt);
    }
    let Decoded { bytes, size, planar, bits, in_rgb } = match encoding {
        Encoding::Native => native::decode(frame, layout, data.into())?,
        Encoding::Deflated => deflated::decode(frame, layout, data, progress)?,
        Encoding::Rle => rle::decode(frame, layout, data, progress)?,
        Encoding::Jpeg => jpeg::decode(frame, layout, data, progress)?,
        Encoding::Jpeg2000 => jpeg_2000::decode(frame, layout, Blocks::Arithmetic, data, progress)?,
        Encoding::HighThroughputJpeg2000 => {
            jpeg_2000::decode(frame, layout, Blocks::HighThroughput, data, progress)?
        }
        Encoding::JpegLs => jpeg_ls::decode(frame, layout, data, progress)?,
    };
    if size > layout.bytes {
        return Err(Fault::Differs);
    }
    let bytes = samples::widen(bytes, size, layout.bytes);
    let mut bytes = if planar && layout.samples > 1 {
        samples::interleave(&bytes, layout.samples, layout.bytes).into()
    } else {
        bytes
    };
    let kind = match (frame.float, layout.bytes) {
        (true, 4) => Kind::F32,
        (true, _) => Kind::F64,
        (false, bytes) => Kind::integer(bytes, frame.signed)?,
    };
    if !frame.float {
        samples::normalise(&mut bytes, layout.bytes, bits, frame.signed);
    }
    let mut samples = Samples { bytes, kind };
    if !frame.wants_rgb() {
        return Ok((samples, layout.samples));
    }
    if let Some(palette) = &frame.palette {
        return Ok((color::apply_palette(&samples, palette, tables)?, 3));
    }
    match (layout.samples, frame.photometric.as_str()) {
        (3, "YBR_FULL" | "YBR_FULL_422") if !in_rgb => color::ybr_to_rgb(&mut samples, frame.stored)?,
        (3, "YBR_PARTIAL_422" | "YBR_PARTIAL_420" | "HSV") if !in_rgb => {
            return Err(Fault::Unsupported("its photometric interpretation, which is retired"));
        }
        _ => {}
    }
    Ok((samples, layout.samples))
}

/// 8 bits: grey of one sample, RGB of three.
fn display(
    frame: &Frame,
    layout: &Layout,
    samples: Samples<'_>,
    channels: usize,
    tables: &[u8],
) -> Result<Vec<u8>> {
    let mut display = match (channels, samples.kind) {
        (1, _) => grey::to_grey(&samples, frame, tables)?,
        (3, Kind::U8) if frame.palette.is_some() || frame.stored == 8 => samples.bytes.into_owned(),
        (3, Kind::U8 | Kind::U16) => {
            color::to_8_bits(&samples, frame.palette.map_or(frame.stored, |lut| lut.bits))
        }
        _ => return Err(Fault::Unsupported("showing colours of such samples")),
    };
    let channels = if channels == 1 { 1 } else { 3 };
    for drawn in &frame.overlays {
        overlay::draw(drawn, tables, &mut display, layout, channels)?;
    }
    Ok(display)
}

/// What is displayed, reduced and in the form that is wanted.
fn written(frame: &Frame, layout: &Layout, display: Vec<u8>, channels: usize) -> Result<Vec<u8>> {
    let from = (layout.columns, layout.rows);
    let to = frame.longest.map_or(from, |longest| resize::fitted(layout.columns, layout.rows, longest));
    let display = if from == to { display } else { resize::reduce(&display, channels, from, to) };
    match frame.output {
        Output::Png => png_file::write(&display, channels, to.0, to.1),
        Output::Jpeg => jpeg_file::write(&display, channels, to.0, to.1, frame.quality),
        _ => Ok(display),
    }
}
