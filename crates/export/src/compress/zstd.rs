//! zstd frames, on the reference library.

use zstd_safe::zstd_sys::ZSTD_EndDirective;
use zstd_safe::{CCtx, CParameter, DCtx, DDict, DParameter, InBuffer, OutBuffer, get_dict_id_from_dict};

use super::skippable::Skipping;
use super::{Compression, Decompression, ROOM, Step, corrupt, head};
use crate::Error;

const MAGIC: u32 = 0xfd2f_b528;
/// A block's most, and so the output of one step.
const OUTPUT: usize = 128 * 1024;

/// Makes a frame.
pub(super) struct Compressor {
    context: CCtx<'static>,
}

impl Compressor {
    pub(super) fn new(options: &Compression) -> Result<Self, Error> {
        let mut context = CCtx::try_create().ok_or(Error::Compressor)?;
        let level = i32::try_from(options.level).map_err(|_| Error::Compressor)?;
        let mut set = |parameter| context.set_parameter(parameter).map_err(|_| Error::Compressor);
        set(CParameter::CompressionLevel(level))?;
        set(CParameter::ChecksumFlag(options.checksum))?;
        if let Some(log) = options.window_log {
            set(CParameter::WindowLog(log))?;
            set(CParameter::EnableLongDistanceMatching(true))?;
        }
        if let Some(dictionary) = &options.dictionary {
            // Said here rather than with the first frame, when the context would look at it.
            DDict::try_create(dictionary).ok_or(Error::DictionaryDamaged)?;
            context.load_dictionary(dictionary).map_err(|_| Error::DictionaryDamaged)?;
        }
        context.set_pledged_src_size(options.content_size).map_err(|_| Error::Compressor)?;
        Ok(Self { context })
    }

    /// A whole frame, with what was set for the one before.
    pub(super) fn frame(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let size = Some(input.len() as u64);
        self.context.set_pledged_src_size(size).map_err(|_| Error::Compressor)?;
        self.encode(input, true, out)
    }

    pub(super) fn encode(&mut self, input: &[u8], last: bool, out: &mut Vec<u8>) -> Result<(), Error> {
        let directive = if last { ZSTD_EndDirective::ZSTD_e_end } else { ZSTD_EndDirective::ZSTD_e_continue };
        let mut source = InBuffer::around(input);
        loop {
            if out.len() == out.capacity() {
                out.reserve(ROOM);
            }
            let length = out.len();
            let left = self
                .context
                .compress_stream2(&mut OutBuffer::around_pos(out, length), &mut source, directive)
                .map_err(|_| Error::Compressor)?;
            if if last { left == 0 } else { source.pos() == input.len() } {
                return Ok(());
            }
        }
    }
}

/// Reads frames.
pub(super) struct Decompressor {
    context: DCtx<'static>,
    max_window_log: u32,
    /// The dictionary's number; 0 without one.
    dictionary: u64,
    skipping: Skipping,
    part: Part,
}

enum Part {
    Start,
    Frame,
}

impl Decompressor {
    pub(super) fn new(options: &Decompression) -> Result<Self, Error> {
        let mut context = DCtx::try_create().ok_or(Error::Compressor)?;
        let max_window_log = options.max_window_log;
        context.set_parameter(DParameter::WindowLogMax(max_window_log)).map_err(|_| Error::Compressor)?;
        let mut number = 0;
        if let Some(dictionary) = &options.dictionary {
            context.load_dictionary(dictionary).map_err(|_| Error::DictionaryDamaged)?;
            number = get_dict_id_from_dict(dictionary).map_or(0, |id| id.get().into());
        }
        Ok(Self {
            context,
            max_window_log,
            dictionary: number,
            skipping: Skipping::default(),
            part: Part::Start,
        })
    }

    /// `unit`: where the frame begins.
    pub(super) fn step(&mut self, input: &[u8], unit: u64, out: &mut Vec<u8>) -> Result<Step, Error> {
        match self.part {
            Part::Start => self.start(input, unit),
            Part::Frame => {
                out.reserve(OUTPUT);
                let length = out.len();
                let mut source = InBuffer::around(input);
                let mut target = OutBuffer::around_pos(out, length);
                let left = self.context.decompress_stream(&mut target, &mut source).map_err(|_| corrupt())?;
                match left {
                    0 => {
                        self.part = Part::Start;
                        Ok(Step::Ended(source.pos()))
                    }
                    _ if source.pos() == 0 && out.len() == length => Ok(Step::Wants),
                    _ => Ok(Step::Took(source.pos())),
                }
            }
        }
    }

    fn start(&mut self, input: &[u8], unit: u64) -> Result<Step, Error> {
        if let Some(step) = self.skipping.step(input) {
            return Ok(step);
        }
        let Some(magic) = head::<4>(input).map(u32::from_le_bytes) else { return Ok(Step::Wants) };
        if magic != MAGIC {
            return Err(corrupt());
        }
        let Some(header) = Header::read(&input[4..]) else { return Ok(Step::Wants) };
        if header.dictionary != 0 && header.dictionary != self.dictionary {
            return Err(Error::DictionaryMissing { offset: unit, id: header.dictionary });
        }
        if header.window > 1 << self.max_window_log {
            return Err(Error::Window { offset: unit, given: header.window, limit: self.max_window_log });
        }
        self.part = Part::Frame;
        Ok(Step::Took(0))
    }
}

/// What a frame says of itself (RFC 8878, 3.1.1.1).
struct Header {
    window: u64,
    dictionary: u64,
}

impl Header {
    /// Reads it from behind the magic number, if there is all of it.
    fn read(input: &[u8]) -> Option<Self> {
        let (&descriptor, mut rest) = input.split_first()?;
        let is_single = descriptor & 0x20 != 0;
        let mut number = |bytes: usize| {
            let (field, after) = rest.split_at_checked(bytes)?;
            rest = after;
            Some(field.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
        };
        let exponents = if is_single { 0 } else { number(1)? };
        let dictionary = number([0, 1, 2, 4][usize::from(descriptor & 3)])?;
        let size_bytes = [usize::from(is_single), 2, 4, 8][usize::from(descriptor >> 6)];
        let size = number(size_bytes)? + if size_bytes == 2 { 256 } else { 0 };
        let base = 1 << (10 + (exponents >> 3));
        let window = if is_single { size } else { base + base / 8 * (exponents & 7) };
        Some(Self { window, dictionary })
    }
}
