//! What is written in one of two ways.

use std::marker::PhantomData;

/// What is written in one of two ways is told apart as it is read, so that nothing is kept to be read again.
pub(super) struct Either<T>(pub(super) PhantomData<T>);
