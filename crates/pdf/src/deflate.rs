//! Compression (RFC 1950) of many streams, one after the other.

use flate2::{Compress, Compression, FlushCompress, Status};

/// Compresses with one state, made anew for each stream: to set one up takes longer than a short stream.
pub(crate) struct Deflater(Compress);

impl Deflater {
    /// At level 4: a tagged table of 2,200 rows takes 9 ms, and 4 % less room would take 26.
    pub(crate) fn new() -> Self {
        Self(Compress::new(Compression::new(4), true))
    }

    /// The parts, joined, as one compressed stream.
    pub(crate) fn deflate(&mut self, parts: &[&[u8]]) -> Vec<u8> {
        self.0.reset();
        let size: usize = parts.iter().map(|part| part.len()).sum();
        let mut deflated = Vec::with_capacity(64 + size / 3);
        for part in parts {
            self.feed(part, FlushCompress::None, &mut deflated);
        }
        self.feed(&[], FlushCompress::Finish, &mut deflated);
        deflated
    }

    fn feed(&mut self, mut input: &[u8], flush: FlushCompress, deflated: &mut Vec<u8>) {
        loop {
            let before = self.0.total_in();
            let status = self.0.compress_vec(input, deflated, flush).expect("compression takes all bytes");
            let taken = usize::try_from(self.0.total_in() - before).expect("no more than there are");
            input = &input[taken..];
            let is_done = match flush {
                FlushCompress::Finish => status == Status::StreamEnd,
                _ => input.is_empty(),
            };
            if is_done {
                return;
            }
            deflated.reserve(deflated.capacity());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::ZlibDecoder;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn streams_come_back_as_they_were(streams: Vec<Vec<Vec<u8>>>) {
            let mut deflater = Deflater::new();
            for parts in streams {
                let parts: Vec<&[u8]> = parts.iter().map(|part| &**part).collect();
                let deflated = deflater.deflate(&parts);
                let mut inflated = Vec::new();
                ZlibDecoder::new(&*deflated).read_to_end(&mut inflated)?;
                prop_assert_eq!(inflated, parts.concat());
            }
        }
    }
}
