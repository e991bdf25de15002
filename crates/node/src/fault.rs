//! The error vocabulary: what every domain's error becomes on its way to JavaScript.

use serde_json::{Map, Value, json};

/// The codes of `js/errors.ts` that can arise behind the front door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// An argument that only the domain could judge.
    InvalidArgument,
    /// Valid but too few data.
    InsufficientData,
    /// Input from outside that does not follow its format.
    MalformedInput,
    /// Valid input of a kind that is not handled.
    Unsupported,
    /// A limit that protects the service was passed.
    LimitExceeded,
    /// The queue is full.
    Busy,
    /// The call was cancelled.
    Aborted,
    /// Reading a file failed.
    Io,
    /// A fault of ours.
    Internal,
}

impl Code {
    fn name(self) -> &'static str {
        match self {
            Self::InvalidArgument => "ERR_INVALID_ARGUMENT",
            Self::InsufficientData => "ERR_INSUFFICIENT_DATA",
            Self::MalformedInput => "ERR_MALFORMED_INPUT",
            Self::Unsupported => "ERR_UNSUPPORTED",
            Self::LimitExceeded => "ERR_LIMIT_EXCEEDED",
            Self::Busy => "ERR_BUSY",
            Self::Aborted => "ERR_ABORTED",
            Self::Io => "ERR_IO",
            Self::Internal => "ERR_INTERNAL",
        }
    }
}

/// An error on its way to JavaScript, where `js/errors.ts` makes a `ClinicoreError` of it.
#[derive(Debug)]
pub struct Fault {
    code: Code,
    message: String,
    details: Map<String, Value>,
}

impl Fault {
    /// A fault with the message its domain gave; it must hold no patient's data.
    pub fn new(code: Code, message: impl ToString) -> Self {
        Self { code, message: message.to_string(), details: Map::new() }
    }

    /// Adds one of `ErrorDetails`' fields.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.details.insert(key.to_owned(), value.into());
        self
    }

    /// The same in other words, for whoever knows more of where.
    #[must_use]
    pub fn said(self, message: String) -> Self {
        Self { message, ..self }
    }

    /// The call was cancelled; JavaScript knows by whom.
    pub fn aborted() -> Self {
        Self::new(Code::Aborted, "The operation was aborted")
    }

    /// All of it, as text: how it travels to JavaScript.
    pub fn to_json(&self) -> String {
        json!({ "code": self.code.name(), "message": self.message, "details": self.details }).to_string()
    }

    /// A fault of ours, such as a panic. What it said is withheld: it may quote data.
    pub fn internal() -> Self {
        Self::new(Code::Internal, "Clinicore failed unexpectedly")
    }
}

/// A napi error carries a fixed set of codes and one string, so all of a fault travels in the string.
impl From<Fault> for napi::Error {
    fn from(fault: Fault) -> Self {
        Self::from_reason(fault.to_json())
    }
}
