//! Deflate (RFC 1951) in runs that stand by themselves.

use flate2::{Compress, Compression, Crc, FlushCompress};

/// Twice as quick as deflate's usual level 6, for a file a tenth larger.
const LEVEL: u32 = 3;
/// Room that is asked for whenever the compressor fills what it has.
const GROWTH: usize = 64 * 1024;

/// Part of a zip entry: deflated blocks that end at a byte and refer to nothing before them. None is the last of its
/// stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The deflated bytes.
    pub data: Vec<u8>,
    /// The CRC-32 of what was deflated.
    pub crc: u32,
    /// How many bytes were deflated.
    pub size: u64,
}

/// Makes a [`Run`].
pub(super) struct Deflater {
    out: Vec<u8>,
    deflate: Compress,
    crc: Crc,
}

impl Deflater {
    pub(super) fn new() -> Self {
        Self {
            out: Vec::with_capacity(GROWTH),
            deflate: Compress::new(Compression::new(LEVEL), false),
            crc: Crc::new(),
        }
    }

    pub(super) fn write(&mut self, content: &[u8]) {
        self.crc.update(content);
        self.compress(content, FlushCompress::None);
    }

    pub(super) fn finish(mut self) -> Run {
        self.compress(&[], FlushCompress::Sync);
        Run { data: self.out, crc: self.crc.sum(), size: self.deflate.total_in() }
    }

    fn compress(&mut self, mut content: &[u8], flush: FlushCompress) {
        loop {
            if self.out.len() == self.out.capacity() {
                self.out.reserve(GROWTH);
            }
            let before = self.deflate.total_in();
            self.deflate
                .compress_vec(content, &mut self.out, flush)
                .expect("deflate only fails on a stream in a wrong state");
            let taken = usize::try_from(self.deflate.total_in() - before).expect("at most content.len()");
            content = &content[taken..];
            // Where all room was used there may be more to come.
            if content.is_empty() && self.out.len() < self.out.capacity() {
                return;
            }
        }
    }
}
