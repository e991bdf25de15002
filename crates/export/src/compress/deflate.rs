//! gzip, zlib and deflate by itself, on zlib-rs. The gzip header and trailer are our own: no clock and no operating system in them, and members
//! are told apart.

use flate2::{Compress, Crc, Decompress, FlushCompress, FlushDecompress, Status};

use super::{Compression, Format, ROOM, Step, corrupt, head};
use crate::Error;

/// No flags, no time, made on an unknown system; the byte before the last tells of the level.
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
/// Header fields (RFC 1952, 2.3.1).
const HEADER_CHECK: u8 = 2;
const EXTRA: u8 = 4;
const NAME: u8 = 8;
const COMMENT: u8 = 16;
const RESERVED: u8 = 0xe0;
/// The longest header that is read: names and comments have no bound of their own.
const MAX_HEADER: usize = 256 * 1024;
/// Output of one step.
const OUTPUT: usize = 64 * 1024;
/// A flush needs more room than this, or its end would be written again.
const FLUSH_ROOM: usize = 16;

/// Makes gzip members, zlib streams and deflated data by themselves.
pub(super) struct Deflater {
    deflate: Compress,
    /// What a gzip member ends with; a zlib stream's checksum is in the stream.
    crc: Option<Crc>,
    level: u32,
    begun: bool,
    /// What is done at the end.
    end: FlushCompress,
}

impl Deflater {
    pub(super) fn new(options: &Compression) -> Self {
        let is_gzip = options.format == Format::Gzip;
        let level = flate2::Compression::new(options.level);
        Self {
            deflate: Compress::new(level, options.format == Format::Zlib),
            crc: is_gzip.then(Crc::new),
            level: options.level,
            begun: false,
            end: if options.unfinished { FlushCompress::Sync } else { FlushCompress::Finish },
        }
    }

    pub(super) fn encode(&mut self, mut input: &[u8], last: bool, out: &mut Vec<u8>) {
        if let Some(crc) = &mut self.crc {
            if !self.begun {
                let mut header = GZIP_HEADER;
                header[8] = [0, 4, 0, 0, 0, 0, 0, 0, 0, 2][self.level.min(9) as usize];
                out.extend(header);
            }
            crc.update(input);
        }
        self.begun = true;
        let flush = if last { self.end } else { FlushCompress::None };
        loop {
            if out.capacity() - out.len() < FLUSH_ROOM {
                out.reserve(ROOM);
            }
            let before = self.deflate.total_in();
            let status = self
                .deflate
                .compress_vec(input, out, flush)
                .expect("deflate only fails on a stream in a wrong state");
            input = &input[taken(before, self.deflate.total_in())..];
            let done = match flush {
                FlushCompress::Finish => status == Status::StreamEnd,
                FlushCompress::Sync => input.is_empty() && out.len() < out.capacity(),
                _ => input.is_empty(),
            };
            if done {
                break;
            }
        }
        if let Some(crc) = self.crc.as_ref().filter(|_| last) {
            out.extend(crc.sum().to_le_bytes());
            out.extend(crc.amount().to_le_bytes());
        }
    }
}

/// Reads gzip members, zlib streams and deflated data by themselves.
pub(super) struct Inflater {
    is_gzip: bool,
    inflate: Decompress,
    part: Part,
    crc: Crc,
}

enum Part {
    Header,
    Body,
    Trailer,
}

impl Inflater {
    pub(super) fn new(format: Format) -> Self {
        let is_gzip = format == Format::Gzip;
        let part = if is_gzip { Part::Header } else { Part::Body };
        Self { is_gzip, inflate: Decompress::new(format == Format::Zlib), part, crc: Crc::new() }
    }

    /// `units`: how many came before; but of gzip members there is only one.
    pub(super) fn step(&mut self, input: &[u8], units: u64, out: &mut Vec<u8>) -> Result<Step, Error> {
        match self.part {
            Part::Header => {
                let Some(length) = header_length(input)? else { return Ok(Step::Wants) };
                self.part = Part::Body;
                Ok(Step::Took(length))
            }
            Part::Body if !self.is_gzip && units > 0 => Err(corrupt()),
            Part::Body => {
                out.reserve(OUTPUT);
                let (length, before) = (out.len(), self.inflate.total_in());
                let status =
                    self.inflate.decompress_vec(input, out, FlushDecompress::None).map_err(|_| corrupt())?;
                let took = taken(before, self.inflate.total_in());
                if self.is_gzip {
                    self.crc.update(&out[length..]);
                }
                match status {
                    Status::StreamEnd if self.is_gzip => {
                        self.part = Part::Trailer;
                        Ok(Step::Took(took))
                    }
                    Status::StreamEnd => Ok(Step::Ended(took)),
                    _ if took == 0 && out.len() == length => Ok(Step::Wants),
                    _ => Ok(Step::Took(took)),
                }
            }
            Part::Trailer => {
                let Some(trailer) = head::<8>(input) else { return Ok(Step::Wants) };
                let (sum, size) = (self.crc.sum().to_le_bytes(), self.crc.amount().to_le_bytes());
                if trailer[..4] != sum || trailer[4..] != size {
                    return Err(corrupt());
                }
                self.inflate.reset(false);
                self.crc.reset();
                self.part = Part::Header;
                Ok(Step::Ended(trailer.len()))
            }
        }
    }
}

/// The length of a gzip header, or none if there is not all of it.
fn header_length(input: &[u8]) -> Result<Option<usize>, Error> {
    let known = input.len().min(3);
    if input[..known] != GZIP_HEADER[..known] {
        return Err(corrupt());
    }
    let wants = if input.len() > MAX_HEADER { Err(corrupt()) } else { Ok(None) };
    let Some([_, _, _, flags, ..]) = head::<10>(input) else { return wants };
    if flags & RESERVED != 0 {
        return Err(corrupt());
    }
    let mut at = GZIP_HEADER.len();
    if flags & EXTRA != 0 {
        let Some(length) = input.get(at..).and_then(head::<2>) else { return wants };
        at += 2 + usize::from(u16::from_le_bytes(length));
    }
    for field in [NAME, COMMENT] {
        if flags & field != 0 {
            let Some(length) = input.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == 0))
            else {
                return wants;
            };
            at += length + 1;
        }
    }
    if flags & HEADER_CHECK != 0 {
        let Some(given) = input.get(at..).and_then(head::<2>) else { return wants };
        let mut crc = Crc::new();
        crc.update(&input[..at]);
        if crc.sum().to_le_bytes()[..2] != given {
            return Err(corrupt());
        }
        at += 2;
    }
    match at {
        at if at > MAX_HEADER => Err(corrupt()),
        at if at > input.len() => Ok(None),
        at => Ok(Some(at)),
    }
}

/// What was taken of a slice.
fn taken(before: u64, after: u64) -> usize {
    usize::try_from(after - before).expect("at most the slice's length")
}
