//! Stands in for what travels to JavaScript.

use std::fmt;

/// As in `js/errors.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Busy,
    Aborted,
    Internal,
}

#[derive(Debug)]
pub struct Fault(pub Code);

impl Fault {
    pub fn new(code: Code, _message: fmt::Arguments<'_>) -> Self {
        Self(code)
    }

    pub fn with(self, _key: &'static str, _value: impl fmt::Debug) -> Self {
        self
    }

    pub fn aborted() -> Self {
        Self(Code::Aborted)
    }

    pub fn internal() -> Self {
        Self(Code::Internal)
    }
}
