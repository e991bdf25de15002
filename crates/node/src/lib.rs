//! The Node.js binding of Clinicore: the one place that knows napi.
//!
//! It holds conversions, no logic. One module a domain turns arguments into the domain crate's types and its answer
//! back; what they share is here:
//!
//! - `guard`: no panic reaches V8;
//! - `fault`: every domain error becomes a code, a message and details, in one place;
//! - `pool`: our own threads, two lanes, a bounded queue;
//! - `job`: one asynchronous call: its promise, its cancellation, its progress;
//! - `split`: one call's work over many items, on all threads that are free;
//! - `sync`: what threads meet in, so that models of the pool can go through the orders they may run in;
//! - `cpu`: what the processor can do;
//! - `diagnostics`: exports that misbehave on purpose, for the tests of all of the above, and one for the benches.
//!
//! A function is exported to JavaScript only through `js/`, which has checked every argument before.

// The `#[napi]` exports are what JavaScript sees; they take owned values because napi converts them so.
#![allow(clippy::needless_pass_by_value)]
// In a build for tests napi leaves out what registers the exports, so nothing seems to use them.
#![cfg_attr(test, allow(dead_code))]

mod cpu;
mod crypto;
mod diagnostics;
mod dicom;
mod export;
mod fault;
mod guard;
mod job;
mod pdf;
mod pdf_files;
mod pool;
mod split;
mod stats;
mod sync;

use napi_derive::napi;

/// Runs once for every environment (the main thread and each worker) that loads the binary.
#[napi_derive::module_init]
fn init() {
    guard::redact_panics();
}

/// The version of the binary; the package refuses one that is not its own.
#[napi]
#[must_use]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
