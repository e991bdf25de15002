//! The pool's settings for JavaScript.

use napi_derive::napi;

use super::{POOL, Pool};
use crate::guard;

/// What the pool is doing.
#[napi(object)]
pub struct PoolStatus {
    /// Threads wanted.
    pub threads: u32,
    /// Jobs that may wait.
    pub max_queue: u32,
    /// Jobs being worked on, a shared one counted once for each thread at it.
    pub running: u32,
    /// Threads that have nothing to do.
    pub idle: u32,
    /// Jobs waiting in the interactive lane.
    pub interactive: u32,
    /// Jobs waiting in the bulk lane.
    pub bulk: u32,
}

impl Pool {
    fn status(&self) -> PoolStatus {
        let state = self.lock();
        PoolStatus {
            threads: count(state.target),
            max_queue: count(state.max_queue),
            running: count(state.running),
            idle: count(state.idle()),
            interactive: count(state.interactive.len()),
            bulk: count(state.bulk.len()),
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Changes the settings that are given.
#[napi(namespace = "pool")]
pub fn configure(threads: Option<u32>, max_queue: Option<u32>) -> napi::Result<()> {
    guard::export(|| POOL.configure(threads.map(|n| n as usize), max_queue.map(|n| n as usize)))
}

/// The settings, and how much is running and waiting.
#[napi(namespace = "pool")]
pub fn status() -> napi::Result<PoolStatus> {
    guard::export(|| Ok(POOL.status()))
}

/// Takes the jobs that were cancelled out of the lanes.
#[napi(namespace = "pool")]
pub fn sweep() -> napi::Result<()> {
    guard::export(|| {
        POOL.sweep();
        Ok(())
    })
}
