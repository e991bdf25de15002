//! No panic reaches V8: a panic inside an export becomes a rejected call, and its text goes nowhere.

use std::panic::{self, AssertUnwindSafe};

use crate::fault::Fault;

/// Runs the body of an export; a panic in it becomes [`Fault::internal`].
///
/// Unwind safety is asserted because nothing the body touches is used after it panicked: its arguments are dropped
/// with it, and the pool's state is only changed between jobs.
pub fn catch<T>(body: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    panic::catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| Err(Fault::internal()))
}

/// The wrapper of every synchronous export: [`catch`], with the fault as a JavaScript exception.
pub fn export<T>(body: impl FnOnce() -> Result<T, Fault>) -> napi::Result<T> {
    catch(body).map_err(Into::into)
}

/// Replaces the hook that prints panics: their text may quote the data that caused them.
pub fn redact_panics() {
    panic::set_hook(Box::new(|panic| {
        if clinicore_export::parquet::is_guarded() {
            return;
        }
        let place =
            panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        // Stderr is the only channel left when a panic happens; the line tells maintainers where, and nothing else.
        #[allow(clippy::print_stderr)]
        {
            eprintln!("clinicore: internal fault{place} (the details are withheld; the call was rejected)");
        }
    }));
}
