//! Stands in for a call of JavaScript's.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::pool::{Lane, POOL};
use crate::sync::atomic::{AtomicBool, Ordering};

pub struct Control {
    lane: Lane,
    cancelled: AtomicBool,
}

impl Control {
    pub fn of(lane: Lane) -> Arc<Self> {
        Arc::new(Self { lane, cancelled: AtomicBool::new(false) })
    }

    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn lane(&self) -> Lane {
        self.lane
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// As the binding's.
    pub fn pause(&self) -> ControlFlow<()> {
        if self.lane == Lane::Bulk {
            POOL.yield_to_interactive();
        }
        if self.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    #[expect(clippy::unused_self, reason = "as the binding's")]
    pub fn report(&self, _done: u64, _total: u64) {}
}
