//! What an object in JavaScript and the jobs it starts have in common.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Work between two steps: a job takes it away while it works, so that no lock is held meanwhile. What is closed stays
/// closed: what a job then brings is let go of.
pub(super) struct Place<T>(Mutex<State<T>>);

enum State<T> {
    Here(T),
    /// Not there yet, with a job, or over.
    Away,
    Closed,
}

impl<T> Place<T> {
    pub(super) fn of(value: T) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State::Here(value))))
    }

    /// One whose first job brings what it is for.
    pub(super) fn empty() -> Arc<Self> {
        Arc::new(Self(Mutex::new(State::Away)))
    }

    pub(super) fn take(&self) -> Option<T> {
        let mut state = self.lock();
        match mem::replace(&mut *state, State::Away) {
            State::Here(value) => Some(value),
            other => {
                *state = other;
                None
            }
        }
    }

    pub(super) fn put(&self, value: T) {
        let mut state = self.lock();
        if !matches!(*state, State::Closed) {
            *state = State::Here(value);
        }
    }

    /// Looks at what is there; `look` is short, and does not panic.
    pub(super) fn with<R>(&self, look: impl FnOnce(&mut T) -> R) -> Option<R> {
        match &mut *self.lock() {
            State::Here(value) => Some(look(value)),
            State::Away | State::Closed => None,
        }
    }

    /// Lets go of what is there, or of what a job will bring.
    pub(super) fn close(&self) {
        let held = mem::replace(&mut *self.lock(), State::Closed);
        drop(held);
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(*self.lock(), State::Closed)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
