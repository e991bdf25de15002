//! Stands in for the guard around exports: a panic in a model is one of loom's, or of the model's own.

use crate::fault::Fault;

pub fn catch<T>(body: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    body()
}
