//! Models of the binding's pool: loom runs each in every order that its threads could run in, and finds jobs that are lost, done
//! twice or waited for in vain, and threads that wait for each other.
//!
//! The sources are the binding's own; what they need of Node has a stand-in here.
#![cfg(test)]

#[rustfmt::skip] // it is formatted where it stands
#[path = "../../src/pool.rs"]
#[allow(dead_code, reason = "what only jobs of one kind use")]
mod pool;
#[path = "../../src/split.rs"]
mod split;
#[path = "../../src/sync.rs"]
#[allow(unused_imports, reason = "what only real threads use")]
mod sync;

mod fault;
mod guard;
mod job;
mod models;
