//! Exports that misbehave on purpose, for the tests of the guard and the pool. Not reachable from the public API.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::fault::Fault;
use crate::guard;
use crate::job::Job;

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
