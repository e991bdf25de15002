//! Bytes made smaller and back: zstd (RFC 8878), LZ4 frames, gzip (RFC 1952), zlib (RFC 1950, HTTP's `deflate`), and deflated
//! data by themselves (RFC 1951), as they are in a zip archive.
//!
//! An [`Encoder`] and a [`Decoder`] take their input in chunks of any size, and the same input gives the same bytes however
//! it is cut. Frames (zstd, LZ4) and members (gzip) may follow each other, as they do where blocks were compressed by
//! themselves; what else follows is an error, never ignored.
//!
//! # Example
//!
//! ```
//! use clinicore_export::compress::{Compression, Decoder, Decompression, Encoder, Format};
//! use std::ops::ControlFlow;
//!
//! let go_on = &mut |_done| ControlFlow::Continue(());
//! let mut packed = Vec::new();
//! Encoder::new(&Compression::new(Format::Zstd))?.encode(&[7; 5000], true, &mut packed, go_on)?;
//! assert!(packed.len() < 50);
//!
//! let mut decoder = Decoder::new(&Decompression::new(Format::Zstd))?;
//! decoder.push(&packed, true);
//! let mut unpacked = Vec::new();
//! while decoder.decode(&mut unpacked, 1 << 16, go_on)? {}
//! assert_eq!(unpacked, [7; 5000]);
//! # Ok::<(), clinicore_export::Error>(())
//! ```

mod deflate;
mod lz4;
mod records;
mod skippable;
mod zstd;

use std::ops::ControlFlow;

pub use records::{Records, compress_records, decompress_records, train_dictionary};

use crate::Error;

/// What compressed bytes look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 8878.
    Zstd,
    /// The LZ4 frame format.
    Lz4,
    /// RFC 1952.
    Gzip,
    /// RFC 1950: deflate between a header of two bytes and a checksum.
    Zlib,
    /// RFC 1951: nothing around it.
    RawDeflate,
}

impl Format {
    /// What the format calls a unit that stands for itself.
    fn unit(self) -> &'static str {
        match self {
            Self::Zstd => "zstd frame",
            Self::Lz4 => "LZ4 frame",
            Self::Gzip => "gzip member",
            Self::Zlib => "zlib stream",
            Self::RawDeflate => "deflate stream",
        }
    }
}

/// How to compress.
#[derive(Clone, Debug)]
pub struct Compression {
    /// What to make.
    pub format: Format,
    /// 1 to 22 for zstd, 0 to 9 for gzip, zlib and deflate; LZ4 has none.
    pub level: u32,
    /// Whether zstd and LZ4 frames carry a checksum of their content; the others always do.
    pub checksum: bool,
    /// zstd's long mode: repetitions are found 2 to this power bytes back, 10 to 30. Without it, the level decides.
    pub window_log: Option<u32>,
    /// How many bytes there will be, where that is known: zstd and LZ4 frames say it, and zstd fits its tables to it.
    pub content_size: Option<u64>,
    /// zstd's: what [`train_dictionary`] made of records like these. Only who has it can read the frames.
    pub dictionary: Option<Vec<u8>>,
    /// That of [`Format::RawDeflate`]: end at a whole byte without the last block, so that what was deflated by itself may
    /// follow.
    pub unfinished: bool,
}

impl Compression {
    /// The usual level (3 for zstd, 6 for gzip, zlib and deflate), with a checksum.
    #[must_use]
    pub fn new(format: Format) -> Self {
        let level = if format == Format::Zstd { 3 } else { 6 };
        Self {
            format,
            level,
            checksum: true,
            window_log: None,
            content_size: None,
            dictionary: None,
            unfinished: false,
        }
    }
}

/// How to decompress, and what it may cost.
#[derive(Clone, Debug)]
pub struct Decompression {
    /// What the data are.
    pub format: Format,
    /// The most bytes they may become.
    pub max_bytes: u64,
    /// The most that a zstd frame may look back, as a power of 2: it takes so much memory.
    pub max_window_log: u32,
    /// zstd's: the dictionary that the frames were made with.
    pub dictionary: Option<Vec<u8>>,
}

impl Decompression {
    /// At most 1 GiB, windows of at most 128 MiB.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self { format, max_bytes: 1 << 30, max_window_log: 27, dictionary: None }
    }
}

/// Called about every millisecond, with the bytes of input that were read in all; on `Break` the work stops with
/// [`Error::Cancelled`].
pub type Checkpoint<'a> = &'a mut dyn FnMut(u64) -> ControlFlow<()>;

/// Input between two checkpoints.
const STEP: usize = 64 * 1024;

/// Room that is asked for when a compressor has filled what it had.
const ROOM: usize = 64 * 1024;

/// Compresses.
pub struct Encoder {
    kind: EncoderKind,
    /// At most [`STEP`] bytes that wait for what follows them: deflate's bytes depend on how its input is cut, so it is
    /// always cut at the same places.
    rest: Vec<u8>,
    taken: u64,
}

enum EncoderKind {
    Deflate(deflate::Deflater),
    Lz4(Box<lz4::Packer>),
    Zstd(zstd::Compressor),
}

impl Encoder {
    /// One that has taken nothing yet.
    ///
    /// # Errors
    ///
    /// [`Error::Compressor`], [`Error::DictionaryDamaged`].
    pub fn new(options: &Compression) -> Result<Self, Error> {
        let kind = match options.format {
            Format::Gzip | Format::Zlib | Format::RawDeflate => {
                EncoderKind::Deflate(deflate::Deflater::new(options))
            }
            Format::Lz4 => EncoderKind::Lz4(Box::new(lz4::Packer::new(options))),
            Format::Zstd => EncoderKind::Zstd(zstd::Compressor::new(options)?),
        };
        Ok(Self { kind, rest: Vec::new(), taken: 0 })
    }

    /// Takes the next input, and adds to `out` what it can; with `last` all the rest. Nothing may follow the last.
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`]; [`Error::Compressor`], also where the input is not of the size that was promised.
    pub fn encode(
        &mut self,
        input: &[u8],
        last: bool,
        out: &mut Vec<u8>,
        checkpoint: Checkpoint<'_>,
    ) -> Result<(), Error> {
        let (mut rest, mut input) = (std::mem::take(&mut self.rest), input);
        while rest.len() + input.len() > STEP {
            let (missing, after) = input.split_at(STEP.saturating_sub(rest.len()));
            if rest.is_empty() {
                self.piece(missing, false, out)?;
            } else {
                rest.extend_from_slice(missing);
                self.piece(&rest, false, out)?;
                rest.clear();
            }
            input = after;
            if checkpoint(self.taken).is_break() {
                return Err(Error::Cancelled);
            }
        }
        rest.extend_from_slice(input);
        if last {
            self.piece(&rest, true, out)?;
        } else {
            self.rest = rest;
        }
        Ok(())
    }

    fn piece(&mut self, piece: &[u8], last: bool, out: &mut Vec<u8>) -> Result<(), Error> {
        self.taken += piece.len() as u64;
        match &mut self.kind {
            EncoderKind::Deflate(deflater) => deflater.encode(piece, last, out),
            EncoderKind::Lz4(packer) => packer.encode(piece, last, out)?,
            EncoderKind::Zstd(compressor) => compressor.encode(piece, last, out)?,
        }
        Ok(())
    }
}

/// Decompresses, in bounded memory and to a bounded size.
pub struct Decoder {
    kind: DecoderKind,
    format: Format,
    max_bytes: u64,
    /// Input that was pushed; what is before `used` has been decoded.
    input: Vec<u8>,
    used: usize,
    /// Where `input[used]` stands in all input.
    at: u64,
    last: bool,
    /// Where the unit begins that is being decoded.
    unit: u64,
    units: u64,
    made: u64,
}

enum DecoderKind {
    Inflate(deflate::Inflater),
    Lz4(Box<lz4::Unpacker>),
    Zstd(zstd::Decompressor),
}

/// What a format's decoder did.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// It read so many bytes, and may have made some.
    Took(usize),
    /// It read so many bytes, with which the unit is complete.
    Ended(usize),
    /// What there is does not suffice.
    Wants,
}

impl Decoder {
    /// One that has taken nothing yet.
    ///
    /// # Errors
    ///
    /// [`Error::Compressor`], [`Error::DictionaryDamaged`].
    pub fn new(options: &Decompression) -> Result<Self, Error> {
        let &Decompression { format, max_bytes, .. } = options;
        let kind = match format {
            Format::Gzip | Format::Zlib | Format::RawDeflate => {
                DecoderKind::Inflate(deflate::Inflater::new(format))
            }
            Format::Lz4 => DecoderKind::Lz4(Box::default()),
            Format::Zstd => DecoderKind::Zstd(zstd::Decompressor::new(options)?),
        };
        let input = Vec::new();
        Ok(Self { kind, format, max_bytes, input, used: 0, at: 0, last: false, unit: 0, units: 0, made: 0 })
    }

    /// Takes the next input; `last` if nothing follows it.
    pub fn push(&mut self, input: &[u8], last: bool) {
        self.input.drain(..self.used);
        self.used = 0;
        self.input.extend_from_slice(input);
        self.last = last;
    }

    /// Adds to `out` what the input gives, until there is `room` or a little more. Returns whether there may be more without
    /// further input; call it again, then. Where the last input was pushed, the end of all units is checked too.
    ///
    /// # Errors
    ///
    /// [`Error::Compressed`], [`Error::Decompressed`], [`Error::Window`], [`Error::FrameDictionary`],
    /// [`Error::DictionaryMissing`], [`Error::Cancelled`].
    pub fn decode(
        &mut self,
        out: &mut Vec<u8>,
        room: usize,
        checkpoint: Checkpoint<'_>,
    ) -> Result<bool, Error> {
        let before = out.len();
        let mut paused = 0;
        while out.len() - before < room {
            let input = &self.input[self.used..];
            if input.is_empty() && self.at == self.unit && self.units > 0 {
                return Ok(false);
            }
            let length = out.len();
            let step = match &mut self.kind {
                DecoderKind::Inflate(inflater) => inflater.step(input, self.units, out),
                DecoderKind::Lz4(unpacker) => unpacker.step(input, out),
                DecoderKind::Zstd(decompressor) => decompressor.step(input, self.unit, out),
            };
            // The formats' own errors begin where their unit does.
            let step = step.map_err(|error| match error {
                Error::Compressed { .. } => self.corrupt(),
                Error::FrameDictionary { unit, .. } => Error::FrameDictionary { unit, offset: self.unit },
                error => error,
            })?;
            self.made += (out.len() - length) as u64;
            if self.made > self.max_bytes {
                return Err(Error::Decompressed { limit: self.max_bytes });
            }
            let (took, ended) = match step {
                Step::Took(took) => (took, false),
                Step::Ended(took) => (took, true),
                Step::Wants if self.last => return Err(self.corrupt()),
                Step::Wants => return Ok(false),
            };
            self.used += took;
            self.at += took as u64;
            if ended {
                self.unit = self.at;
                self.units += 1;
            }
            paused += took + out.len() - length;
            if paused >= STEP {
                paused = 0;
                if checkpoint(self.at).is_break() {
                    return Err(Error::Cancelled);
                }
            }
        }
        Ok(true)
    }

    fn corrupt(&self) -> Error {
        Error::Compressed { unit: self.format.unit(), offset: self.unit }
    }
}

/// An error that [`Decoder::decode`] gives its place.
fn corrupt() -> Error {
    Error::Compressed { unit: "", offset: 0 }
}

/// The first `N` bytes, if there are so many.
fn head<const N: usize>(input: &[u8]) -> Option<[u8; N]> {
    input.first_chunk().copied()
}

#[cfg(test)]
mod tests;
