//! `clinicore/crypto` for JavaScript.

mod argon2id;
mod audit;
pub mod bcrypt;
mod bytes;
mod otp;
mod password;
mod vault;

use clinicore_crypto::bcrypt::MAX_PASSWORD_BYTES;

use crate::fault::{Code, Fault};

impl From<clinicore_crypto::Error> for Fault {
    fn from(error: clinicore_crypto::Error) -> Self {
        use clinicore_crypto::Error;
        let fault = |code| Self::new(code, error);
        match error {
            Error::PasswordTooLong { given } => fault(Code::InvalidArgument)
                .with("argument", "password")
                .with("limit", MAX_PASSWORD_BYTES)
                .with("given", given),
            Error::PasswordHasNul => fault(Code::InvalidArgument).with("argument", "password"),
            Error::Cost { .. } => fault(Code::InvalidArgument).with("argument", "options.cost"),
            Error::MalformedHash => fault(Code::MalformedInput).with("argument", "hash"),
            Error::OutOfMemory { memory_cost } => fault(Code::LimitExceeded).with("required", memory_cost),
            Error::Cancelled => Self::aborted(),
            _ => fault(Code::Internal),
        }
    }
}
