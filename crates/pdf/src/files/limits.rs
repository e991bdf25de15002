//! What reading a file may cost, and how much of that is spent.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;

use serde::Deserialize;

use crate::error::Error;

/// What the files of one call may cost. Files come from outside: what they claim is never believed, and what they make
/// of few bytes is counted.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// Bytes of all files together.
    pub max_bytes: u64,
    /// Pages of all files together.
    pub max_pages: u64,
    /// Values that are read: numbers, names, arrays, …
    pub max_objects: u64,
    /// Bytes that compressed streams grow to; a stream drawn twice counts twice.
    pub max_inflated_bytes: u64,
    /// Arrays, dictionaries, page tree nodes or drawings within each other.
    pub max_depth: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 512 << 20,
            max_pages: 20_000,
            max_objects: 5_000_000,
            max_inflated_bytes: 256 << 20,
            max_depth: 100,
        }
    }
}

/// Says how much is done, and hears whether to go on.
pub type Checkpoint<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Values read between two checkpoints: about a millisecond's worth.
const OBJECTS_PER_CHECKPOINT: u64 = 4096;

/// One call: its limits, what is spent of them, and its checkpoint.
pub(super) struct Work<'a> {
    pub limits: Limits,
    bytes: Cell<u64>,
    pages: Cell<u64>,
    objects: Cell<u64>,
    inflated: Cell<u64>,
    progress: Cell<(u64, u64)>,
    checkpoint: RefCell<Checkpoint<'a>>,
}

impl<'a> Work<'a> {
    pub fn new(limits: Limits, checkpoint: Checkpoint<'a>) -> Self {
        Self {
            limits,
            bytes: Cell::new(0),
            pages: Cell::new(0),
            objects: Cell::new(0),
            inflated: Cell::new(0),
            progress: Cell::new((0, 1)),
            checkpoint: RefCell::new(checkpoint),
        }
    }

    pub fn file(&self, bytes: usize) -> Result<(), Error> {
        let limit = self.limits.max_bytes;
        spend(&self.bytes, bytes as u64, limit).ok_or_else(|| beyond("bytes", limit, "maxBytes"))
    }

    pub fn page(&self) -> Result<(), Error> {
        let limit = self.limits.max_pages;
        spend(&self.pages, 1, limit).ok_or_else(|| beyond("pages", limit, "maxPages"))
    }

    pub fn object(&self) -> Result<(), Error> {
        let limit = self.limits.max_objects;
        spend(&self.objects, 1, limit).ok_or_else(|| beyond("objects", limit, "maxObjects"))?;
        if self.objects.get().is_multiple_of(OBJECTS_PER_CHECKPOINT) { self.pause() } else { Ok(()) }
    }

    /// How many bytes a stream may still grow to.
    pub fn inflatable(&self) -> usize {
        usize::try_from(self.limits.max_inflated_bytes.saturating_sub(self.inflated.get()))
            .unwrap_or(usize::MAX)
    }

    pub fn inflated(&self, bytes: usize) -> Result<(), Error> {
        let limit = self.limits.max_inflated_bytes;
        spend(&self.inflated, bytes as u64, limit)
            .ok_or_else(|| beyond("inflated bytes", limit, "maxInflatedBytes"))
    }

    pub fn depth(&self, depth: u64) -> Result<(), Error> {
        let limit = self.limits.max_depth;
        if depth > limit { Err(beyond("levels within each other", limit, "maxDepth")) } else { Ok(()) }
    }

    /// So much is done of so much.
    pub fn reach(&self, done: u64, total: u64) -> Result<(), Error> {
        self.progress.set((done, total));
        self.pause()
    }

    fn pause(&self) -> Result<(), Error> {
        let (done, total) = self.progress.get();
        match (self.checkpoint.borrow_mut())(done, total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }
}

fn spend(spent: &Cell<u64>, more: u64, limit: u64) -> Option<()> {
    spent.set(spent.get().saturating_add(more));
    (spent.get() <= limit).then_some(())
}

fn beyond(items: &'static str, limit: u64, option: &'static str) -> Error {
    Error::BeyondLimit { argument: String::new(), items, limit, option }
}
