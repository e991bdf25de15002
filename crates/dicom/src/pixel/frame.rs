//! What a frame is and what is wanted of it: the message of `DicomBackend.decodeFrame`.

use serde::Deserialize;

use super::fault::Fault;

/// One frame as the Image Pixel module (PS3.3 C.7.6.3) describes it, and what to make of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own in the standard")]
pub struct Frame {
    /// The transfer syntax UID, which tells how the pixels are compressed.
    pub transfer_syntax: String,
    /// Rows (0028,0010).
    pub rows: u32,
    /// Columns (0028,0011).
    pub columns: u32,
    /// Samples per Pixel (0028,0002): 1, 3 or 4.
    pub samples: u8,
    /// Photometric Interpretation (0028,0004), such as `MONOCHROME2`.
    pub photometric: String,
    /// Planar Configuration (0028,0006): whether native samples stand plane after plane.
    pub planar: bool,
    /// Bits Allocated (0028,0100): 1, 8, 16, 32 or 64.
    pub allocated: u8,
    /// Bits Stored (0028,0101).
    pub stored: u8,
    /// High Bit (0028,0102).
    pub high: u8,
    /// Pixel Representation (0028,0103): two's complement.
    pub signed: bool,
    /// Whether native samples of more than 8 bits are big endian.
    pub big_endian: bool,
    /// Whether they are Float or Double Float Pixel Data, of 32 or 64 bits.
    pub float: bool,
    /// Which frame it is, from 0, for messages.
    pub number: u64,
    /// The most bytes the decoded frame, and what is made of it, may have.
    pub max_frame_bytes: u64,
    /// What to make of it.
    pub output: Output,
    /// Whether samples are wanted in RGB: converted from YBR, looked up in a palette.
    pub color: bool,
    /// The Palette Color Lookup Tables.
    pub palette: Option<Lut>,
    /// From stored values to those of the modality; only of grey images, and only for display, as all that follows.
    pub modality: Option<Modality>,
    /// From those to grey; without it, from the frame's least value to its greatest.
    pub voi: Option<Voi>,
    /// Whether the greatest value is black: MONOCHROME1, or a Presentation LUT Shape of INVERSE.
    pub invert: bool,
    /// Overlays to draw in white.
    pub overlays: Vec<Overlay>,
    /// The greatest width or height the result may have; a larger frame is reduced to it by area averaging.
    pub longest: Option<u32>,
    /// Of a JPEG: 1 to 100.
    pub quality: u8,
}

impl Frame {
    /// Whether YBR is to become RGB, and indexes colours.
    pub(super) fn wants_rgb(&self) -> bool {
        self.color || self.output != Output::Samples
    }

    /// Whether every two native pixels share their colours.
    pub(super) fn is_halved(&self) -> bool {
        self.samples == 3 && self.photometric.ends_with("_422")
    }
}

/// What is made of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Output {
    /// The samples, interleaved, little endian, of as many bits as are allocated (single bits as bytes; those of a
    /// palette as the palette's). Unused bits are cleared, signs extended.
    Samples,
    /// 8 bits, as they are to be shown: one sample if it is grey, three (RGB) if not.
    Display,
    /// That as a PNG file.
    Png,
    /// That as a JPEG file.
    Jpeg,
}

/// A lookup table (PS3.3 C.11.1.1, C.7.6.3.1.5) in the bytes beside the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Lut {
    /// How many entries, of a palette for each colour.
    pub entries: u32,
    /// The value that is mapped to the first entry; lesser ones are too, and those beyond the last entry to the last.
    pub first: i32,
    /// Bits of an entry.
    pub bits: u8,
    /// The byte at which its entries start, 16 bits each, little endian; a palette's red, green and blue in turn.
    pub at: u64,
}

/// The Modality LUT (PS3.3 C.11.1).
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Modality {
    /// `value * slope + intercept`.
    Rescale {
        /// Rescale Slope (0028,1053).
        slope: f64,
        /// Rescale Intercept (0028,1052).
        intercept: f64,
    },
    /// A table.
    Lut(Lut),
}

/// The VOI LUT (PS3.3 C.11.2).
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Voi {
    /// A window.
    Window {
        /// VOI LUT Function (0028,1056).
        function: VoiFunction,
        /// Window Center (0028,1050).
        center: f64,
        /// Window Width (0028,1051).
        width: f64,
    },
    /// A table.
    Lut(Lut),
}

/// VOI LUT Function (PS3.3 C.11.2.1.2, C.11.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the standard's terms are their own names")]
pub enum VoiFunction {
    Linear,
    LinearExact,
    Sigmoid,
}

/// An overlay plane (PS3.3 C.9.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Overlay {
    /// Overlay Rows (60xx,0010).
    pub rows: u32,
    /// Overlay Columns (60xx,0011).
    pub columns: u32,
    /// The image's column, from 0, at which its first column stands; can be negative.
    pub x: i32,
    /// The image's row, from 0, at which its first row stands; can be negative.
    pub y: i32,
    /// The byte at which its bits start, packed from the lowest of each byte (PS3.5 8.1.2).
    pub at: u64,
}

/// The sizes that follow from a frame's description, which were found to be consistent and within the limits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub rows: usize,
    pub columns: usize,
    pub samples: usize,
    /// Bytes of a decoded sample.
    pub bytes: usize,
}

impl Layout {
    pub(super) fn of(frame: &Frame) -> Result<Self, Fault> {
        let Frame { allocated, stored, high, samples, rows, columns, .. } = *frame;
        let what = if rows == 0 || columns == 0 || rows > 0xFFFF_FFFF >> 1 || columns > 0xFFFF_FFFF >> 1 {
            "it has no rows or columns"
        } else if !matches!(samples, 1 | 3 | 4) {
            "the samples per pixel are not 1, 3 or 4"
        } else if !matches!(allocated, 1 | 8 | 16 | 32 | 64) {
            "the bits allocated are not 1, 8, 16, 32 or 64"
        } else if stored == 0 || stored > allocated || high >= allocated || high + 1 < stored {
            "the bits stored and the high bit do not fit the bits allocated"
        } else if frame.float && !matches!(allocated, 32 | 64) {
            "floats are not of 32 or 64 bits"
        } else if frame.palette.is_some() && samples != 1 {
            "there is a palette for more than one sample"
        } else {
            let layout = Self {
                rows: rows as usize,
                columns: columns as usize,
                samples: samples.into(),
                bytes: usize::from(allocated).div_ceil(8),
            };
            // Of one sample three can become in the palette's colours.
            let widest = u64::from(samples) * layout.bytes as u64;
            let widest = frame.palette.map_or(widest, |_| widest.max(6));
            let given = (u64::from(rows) * u64::from(columns)).saturating_mul(widest);
            let allowed = frame.max_frame_bytes.min(isize::MAX as u64);
            return if given <= allowed { Ok(layout) } else { Err(Fault::TooLarge { given }) };
        };
        Err(Fault::Described(what))
    }

    pub(super) const fn pixels(&self) -> usize {
        self.rows * self.columns
    }

    /// Samples of all pixels.
    pub(super) const fn count(&self) -> usize {
        self.pixels() * self.samples
    }
}
