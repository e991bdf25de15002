//! Exports that misbehave on purpose, for the tests of the guard and the pool, and what the benches ask of the build. Not
//! reachable from the public API.

use std::ops::{ControlFlow, Range};
use std::time::{Duration, Instant};

use clinicore_crypto::{Password, Setting};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::crypto::bcrypt;
use crate::fault::Fault;
use crate::guard;
use crate::job::Job;
use crate::split::{Checkpoint, Cut};

/// The Cargo profile this was built with, which says what a measurement of it is worth: `release` is what is published.
#[napi(namespace = "diagnostics")]
pub fn build_profile() -> napi::Result<String> {
    guard::export(|| Ok(env!("CLINICORE_PROFILE").to_owned()))
}

/// Panics with `text` inside a synchronous export.
#[napi(namespace = "diagnostics")]
pub fn panic_sync(text: String) -> napi::Result<()> {
    guard::export(|| panic!("{text}"))
}

/// Panics with `text` on the pool.
#[napi(namespace = "diagnostics", ts_return_type = "Promise<void>")]
pub fn panic_async<'env>(env: &'env Env, text: String, job: &Job) -> napi::Result<Object<'env>> {
    job.start::<()>(env, move |_| panic!("{text}"))
}

/// Panics with `text` at the first checkpoint of a bcrypt hash, and so in the midst of those that share its thread.
#[napi(namespace = "diagnostics", ts_return_type = "Promise<void>")]
pub fn panic_in_lanes<'env>(env: &'env Env, text: String, job: &Job) -> napi::Result<Object<'env>> {
    let (password, setting) = guard::export(|| Ok((Password::new(b"a")?, Setting::new(4, [0; 16])?)))?;
    job.start_work(env, |control, settle| {
        bcrypt::Call::new(control.lane(), password, setting, move |_, _| panic!("{text}"), |_| (), settle)
    })
}

/// Keeps a pool thread busy for `ms` milliseconds, with a checkpoint every `chunk_ms`.
#[napi(namespace = "diagnostics", ts_return_type = "Promise<void>")]
pub fn spin<'env>(env: &'env Env, ms: u32, chunk_ms: u32, job: &Job) -> napi::Result<Object<'env>> {
    job.start(env, move |control| {
        for done in (0..ms).step_by(chunk_ms.max(1) as usize) {
            if let ControlFlow::Break(()) = control.checkpoint(done.into(), ms.into()) {
                return Err(Fault::aborted());
            }
            let until = Instant::now() + Duration::from_millis(chunk_ms.into());
            while Instant::now() < until {
                std::hint::spin_loop();
            }
        }
        Ok(())
    })
}

/// Keeps the pool busy for `ms` milliseconds with each of `parts` parts of one job; the names of the threads that did
/// them, in the parts' order. Part `panics_at`, if there is one, panics.
#[napi(namespace = "diagnostics", ts_return_type = "Promise<string[]>")]
pub fn spin_split<'env>(
    env: &'env Env,
    parts: u32,
    ms: u32,
    panics_at: Option<u32>,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let work = move |part: Range<usize>, checkpoint: Checkpoint<'_>| {
        assert!(panics_at.is_none_or(|at| !part.contains(&(at as usize))), "on purpose");
        for _ in 0..ms {
            let until = Instant::now() + Duration::from_millis(1);
            while Instant::now() < until {
                std::hint::spin_loop();
            }
            if checkpoint(0, 1).is_break() {
                return Err(Fault::aborted());
            }
        }
        Ok(std::thread::current().name().unwrap_or_default().to_owned())
    };
    job.start_split(env, Cut { count: parts as usize, grain: 1 }, work, Vec::new())
}
