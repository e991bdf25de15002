//! Deflated Image Frame Compression (PS3.5 A.4.13): native pixels of each frame, deflated (RFC 1951).

use flate2::{Decompress, FlushDecompress, Status};

use super::fault::{Fault, Result};
use super::frame::{Frame, Layout};
use super::progress::Progress;
use super::{Decoded, native};

/// How much is inflated at a time: well under a millisecond.
const BLOCK: usize = 64 << 10;

pub(super) fn decode(
    frame: &Frame,
    layout: &Layout,
    data: &[u8],
    progress: &mut Progress<'_>,
) -> Result<Decoded<'static>> {
    let samples = if frame.is_halved() { 2 * layout.pixels() } else { layout.count() };
    let size = if frame.allocated == 1 { samples.div_ceil(8) } else { samples * layout.bytes };
    let mut decoder = Decompress::new(false);
    let mut block = vec![0; BLOCK];
    let mut inflated = Vec::new();
    while inflated.len() < size {
        let (read, written) = (decoder.total_in(), decoder.total_out());
        let rest = usize::try_from(read).ok().and_then(|read| data.get(read..)).ok_or(Fault::Corrupt)?;
        let status =
            decoder.decompress(rest, &mut block, FlushDecompress::None).map_err(|_| Fault::Corrupt)?;
        let more = usize::try_from(decoder.total_out() - written).map_err(|_| Fault::Corrupt)?;
        inflated.extend_from_slice(&block[..more]);
        progress.add(more / layout.bytes)?;
        let ended = status == Status::StreamEnd || more == 0 && decoder.total_in() == read;
        if ended && inflated.len() < size {
            return Err(Fault::Corrupt);
        }
    }
    native::decode(frame, layout, inflated.into())
}
