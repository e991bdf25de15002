use super::fault::{Fault, Result};
use crate::Checkpoint;

/// Tells the checkpoint how much of a frame is done, about every millisecond of work.
pub(super) struct Progress<'a> {
    checkpoint: Checkpoint<'a>,
    total: u64,
    done: u64,
    told: u64,
}

/// Samples decoded in about a millisecond by the slower codecs.
const STRIDE: u64 = 1 << 16;

impl<'a> Progress<'a> {
    /// Of a frame of `total` samples.
    pub(super) fn new(checkpoint: Checkpoint<'a>, total: usize) -> Self {
        Self { checkpoint, total: total as u64, done: 0, told: 0 }
    }

    /// So many samples more are decoded. What follows their decoding is not counted, but can be broken off here too.
    pub(super) fn add(&mut self, samples: usize) -> Result<()> {
        self.done += samples as u64;
        if self.done - self.told < STRIDE {
            return Ok(());
        }
        self.told = self.done;
        self.pause()
    }

    pub(super) fn pause(&mut self) -> Result<()> {
        let told = (self.checkpoint)(self.done.min(self.total), self.total);
        if told.is_break() { Err(Fault::Cancelled) } else { Ok(()) }
    }
}
