//! Many small records, each a zstd frame of its own, which a dictionary makes as small as if they were compressed together.

use zstd_safe::train_from_buffer;

use super::{Checkpoint, Compression, Decompression, Step, corrupt, zstd};
use crate::Error;

/// Records one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// All their bytes.
    pub data: Vec<u8>,
    /// How many of them each has; they add up to all.
    pub lengths: Vec<u32>,
}

impl Records {
    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.data.as_slice();
        self.lengths.iter().map(move |&length| {
            let (record, after) = rest.split_at((length as usize).min(rest.len()));
            rest = after;
            record
        })
    }

    /// Ends the record that is what was added to the data.
    fn end(&mut self, start: usize) -> Result<(), Error> {
        self.lengths.push(u32::try_from(self.data.len() - start).map_err(|_| Error::Compressor)?);
        Ok(())
    }
}

/// Makes a dictionary of at most `size` bytes from records like those it is for. A hundred times as many bytes of samples
/// make a good one.
///
/// # Errors
///
/// [`Error::Samples`].
pub fn train_dictionary(samples: &Records, size: usize) -> Result<Vec<u8>, Error> {
    let lengths: Vec<usize> = samples.lengths.iter().map(|&length| length as usize).collect();
    if lengths.iter().sum::<usize>() != samples.data.len() || lengths.is_empty() {
        return Err(Error::Samples { size });
    }
    let mut dictionary = Vec::with_capacity(size);
    train_from_buffer(&mut dictionary, &samples.data, &lengths).map_err(|_| Error::Samples { size })?;
    Ok(dictionary)
}

/// Makes a zstd frame of each record.
///
/// # Errors
///
/// [`Error::DictionaryDamaged`], [`Error::Cancelled`], [`Error::Compressor`].
pub fn compress_records(
    options: &Compression,
    records: &Records,
    checkpoint: Checkpoint<'_>,
) -> Result<Records, Error> {
    let mut compressor = zstd::Compressor::new(options)?;
    let mut packed = Records::default();
    each(records, checkpoint, |_, record| {
        let start = packed.data.len();
        compressor.frame(record, &mut packed.data)?;
        packed.end(start)
    })?;
    Ok(packed)
}

/// Reads what [`compress_records`] made, or others: whole zstd frames. `max_bytes` is for all records together, and `made` what
/// those before them became.
///
/// # Errors
///
/// [`Error::Record`] of those of a decoder, [`Error::DictionaryDamaged`], [`Error::Cancelled`].
pub fn decompress_records(
    options: &Decompression,
    records: &Records,
    made: u64,
    checkpoint: Checkpoint<'_>,
) -> Result<Records, Error> {
    let mut decompressor = zstd::Decompressor::new(options)?;
    let mut unpacked = Records::default();
    each(records, checkpoint, |index, record| {
        let start = unpacked.data.len();
        let read = frames(&mut decompressor, record, (made, options.max_bytes), &mut unpacked.data);
        read.map_err(|error| Error::Record { index, error: Box::new(error) })?;
        unpacked.end(start)
    })?;
    Ok(unpacked)
}

/// The frames that a record is.
fn frames(
    decompressor: &mut zstd::Decompressor,
    record: &[u8],
    (made, max_bytes): (u64, u64),
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let (mut at, mut unit) = (0, 0);
    while at < record.len() || at > unit || at == 0 {
        let located = |error| match error {
            Error::Compressed { .. } => Error::Compressed { unit: "zstd frame", offset: unit as u64 },
            error => error,
        };
        let step = decompressor.step(&record[at..], unit as u64, out).map_err(located)?;
        if made + out.len() as u64 > max_bytes {
            return Err(Error::Decompressed { limit: max_bytes });
        }
        match step {
            Step::Took(took) => at += took,
            Step::Ended(took) => {
                at += took;
                unit = at;
            }
            Step::Wants => return Err(located(corrupt())),
        }
    }
    Ok(())
}

/// Calls `work` for every record, and the checkpoint between some of them.
fn each(
    records: &Records,
    checkpoint: Checkpoint<'_>,
    mut work: impl FnMut(usize, &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut done = 0;
    let mut told = 0;
    for (index, record) in records.iter().enumerate() {
        work(index, record)?;
        // What a record costs even if it is empty.
        done += record.len() as u64 + 100;
        if done - told >= super::STEP as u64 {
            told = done;
            if checkpoint(index as u64 + 1).is_break() {
                return Err(Error::Cancelled);
            }
        }
    }
    Ok(())
}
