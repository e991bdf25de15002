//! LZ4 frames (`lz4_Frame_format.md`, 1.6.4) around `lz4_flex`'s blocks.

use std::hash::Hasher as _;
use std::io::Write as _;

use lz4_flex::block::{decompress_into, decompress_into_with_dict};
use lz4_flex::frame::{BlockMode, BlockSize, FrameEncoder, FrameInfo};
use twox_hash::XxHash32;

use super::skippable::Skipping;
use super::{Compression, Step, corrupt, head};
use crate::Error;

const MAGIC: u32 = 0x184d_2204;
/// How far back a block may refer.
const WINDOW: usize = 64 * 1024;
/// The bit of a block's size that says it is not compressed.
const STORED: u32 = 1 << 31;

/// Makes a frame of independent blocks of 1 MiB.
pub(super) struct Packer {
    frame: FrameEncoder<Vec<u8>>,
}

impl Packer {
    pub(super) fn new(options: &Compression) -> Self {
        let info = FrameInfo::new()
            .block_mode(BlockMode::Independent)
            .block_size(BlockSize::Max1MB)
            .content_checksum(options.checksum)
            .content_size(options.content_size);
        Self { frame: FrameEncoder::with_frame_info(info, Vec::new()) }
    }

    pub(super) fn encode(&mut self, input: &[u8], last: bool, out: &mut Vec<u8>) -> Result<(), Error> {
        self.frame.write_all(input).map_err(|_| Error::Compressor)?;
        if last {
            self.frame.try_finish().map_err(|_| Error::Compressor)?;
        }
        out.append(self.frame.get_mut());
        Ok(())
    }
}

/// Reads frames.
#[derive(Default)]
pub(super) struct Unpacker {
    skipping: Skipping,
    part: Part,
    frame: Frame,
    /// Room for a block.
    block: Vec<u8>,
}

#[derive(Default)]
enum Part {
    #[default]
    Start,
    Block,
    Trailer,
}

/// A frame being read.
#[derive(Default)]
struct Frame {
    block_bytes: usize,
    block_checksums: bool,
    /// The content's, if it is checked.
    content: Option<XxHash32>,
    size: Option<u64>,
    made: u64,
    /// What linked blocks may refer to; none where they are independent.
    window: Option<Vec<u8>>,
}

impl Unpacker {
    pub(super) fn step(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<Step, Error> {
        match self.part {
            Part::Start => self.start(input),
            Part::Block => self.block(input, out),
            Part::Trailer => {
                let mut took = 0;
                if let Some(content) = &self.frame.content {
                    let Some(given) = head::<4>(input) else { return Ok(Step::Wants) };
                    if given != content.finish_32().to_le_bytes() {
                        return Err(corrupt());
                    }
                    took = 4;
                }
                if self.frame.size.is_some_and(|size| size != self.frame.made) {
                    return Err(corrupt());
                }
                self.part = Part::Start;
                Ok(Step::Ended(took))
            }
        }
    }

    fn start(&mut self, input: &[u8]) -> Result<Step, Error> {
        if let Some(step) = self.skipping.step(input) {
            return Ok(step);
        }
        let Some(magic) = head::<4>(input).map(u32::from_le_bytes) else { return Ok(Step::Wants) };
        if magic != MAGIC {
            return Err(corrupt());
        }
        let Some([_, _, _, _, flags, sizes]) = head::<6>(input) else { return Ok(Step::Wants) };
        // Version 1, nothing reserved, a block size that there is.
        if flags & 0b1100_0010 != 0b0100_0000 || sizes & 0b1000_1111 != 0 || sizes >> 4 < 4 {
            return Err(corrupt());
        }
        if flags & 1 != 0 {
            return Err(Error::FrameDictionary { unit: "LZ4 frame", offset: 0 });
        }
        let has_size = flags & 8 != 0;
        let end = if has_size { 14 } else { 6 };
        let Some(&check) = input.get(end) else { return Ok(Step::Wants) };
        if XxHash32::oneshot(0, &input[4..end]).to_le_bytes()[1] != check {
            return Err(corrupt());
        }
        self.frame = Frame {
            block_bytes: 1 << (8 + 2 * (sizes >> 4)),
            block_checksums: flags & 16 != 0,
            content: (flags & 4 != 0).then(|| XxHash32::with_seed(0)),
            size: if has_size { head::<8>(&input[6..]).map(u64::from_le_bytes) } else { None },
            made: 0,
            window: (flags & 32 == 0).then(Vec::new),
        };
        self.part = Part::Block;
        Ok(Step::Took(end + 1))
    }

    fn block(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<Step, Error> {
        let Some(size) = head::<4>(input).map(u32::from_le_bytes) else { return Ok(Step::Wants) };
        if size == 0 {
            self.part = Part::Trailer;
            return Ok(Step::Took(4));
        }
        let frame = &mut self.frame;
        let length = (size & !STORED) as usize;
        if length > frame.block_bytes {
            return Err(corrupt());
        }
        let end = 4 + length;
        let after = if frame.block_checksums { end + 4 } else { end };
        if input.len() < after {
            return Ok(Step::Wants);
        }
        let data = &input[4..end];
        if frame.block_checksums && XxHash32::oneshot(0, data).to_le_bytes() != input[end..after] {
            return Err(corrupt());
        }
        let content = if size & STORED != 0 {
            data
        } else {
            self.block.resize(frame.block_bytes, 0);
            let made = match &frame.window {
                Some(window) => decompress_into_with_dict(data, &mut self.block, window),
                None => decompress_into(data, &mut self.block),
            };
            &self.block[..made.map_err(|_| corrupt())?]
        };
        if let Some(hash) = &mut frame.content {
            hash.write(content);
        }
        if let Some(window) = &mut frame.window {
            window.extend_from_slice(content);
            window.drain(..window.len().saturating_sub(WINDOW));
        }
        frame.made += content.len() as u64;
        out.extend_from_slice(content);
        Ok(Step::Took(after))
    }
}
