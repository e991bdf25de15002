//! What threads meet in: the standard library's, or, for the models of `pool/models.rs`, loom's, which goes through the orders
//! that threads may run in.

#[cfg(not(loom))]
pub use std::sync::{Condvar, Mutex, MutexGuard, atomic};
#[cfg(not(loom))]
pub use std::thread;

#[cfg(loom)]
pub use loom::sync::{Condvar, Mutex, MutexGuard, atomic};
#[cfg(loom)]
pub use loom::thread;
