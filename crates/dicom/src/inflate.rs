use crate::Checkpoint;
use crate::error::{Error, Result};
use flate2::{Decompress, FlushDecompress, Status};

/// Real data sets deflate to a tenth or a hundredth; deflate itself can reach a thousandth, which only bombs do.
const MAX_RATIO: u64 = 200;

/// Output that is free of the ratio, so that a small data set of zeros is not taken for a bomb.
const RATIO_GRACE: u64 = 1 << 20;

/// How much is inflated at a time: well under a millisecond.
const BLOCK: usize = 64 << 10;

/// The bytes before `start` as they are, then what follows inflated (raw deflate, PS3.5 A.5).
///
/// # Errors
/// [`Error::Inflate`] for what is no deflated data, [`Error::InflatedTooLarge`], [`Error::InflatedTooMuch`],
/// [`Error::Cancelled`].
///
/// # Panics
/// If `start` is beyond the data.
pub fn inflate(data: &[u8], start: u64, max_bytes: u64, checkpoint: Checkpoint<'_>) -> Result<Vec<u8>> {
    let at = usize::try_from(start).expect("the data set starts within the data");
    let (head, deflated) = data.split_at(at);
    let mut inflated = head.to_vec();
    let mut decoder = Decompress::new(false);
    let mut block = vec![0; BLOCK];
    loop {
        let consumed = decoder.total_in();
        let rest = &deflated[usize::try_from(consumed).expect("no more is consumed than there is")..];
        let before = decoder.total_out();
        let status = decoder
            .decompress(rest, &mut block, FlushDecompress::None)
            .map_err(|_| Error::Inflate { offset: start })?;
        let (read, written) = (decoder.total_in(), decoder.total_out());
        inflated.extend_from_slice(&block[..usize::try_from(written - before).expect("at most a block")]);
        if written > max_bytes {
            return Err(Error::InflatedTooLarge { offset: start, limit: max_bytes });
        }
        if written > RATIO_GRACE && written / MAX_RATIO > read {
            return Err(Error::InflatedTooMuch { offset: start, limit: MAX_RATIO });
        }
        if checkpoint(read, deflated.len() as u64).is_break() {
            return Err(Error::Cancelled);
        }
        match status {
            Status::StreamEnd => return Ok(inflated),
            Status::Ok if read > consumed || written > before => {}
            _ => return Err(Error::Inflate { offset: start }),
        }
    }
}
