//! `clinicore/crypto` for JavaScript.

use clinicore_crypto::bcrypt::{self, MAX_PASSWORD_BYTES};
use clinicore_crypto::{BcryptHash, Password};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::fault::{Code, Fault};
use crate::guard;
use crate::job::Job;

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
            Error::Cancelled => Self::aborted(),
            _ => fault(Code::Internal),
        }
    }
}

/// The `$2b$` hash of a password of at most 72 bytes, under a salt of 16.
#[napi(namespace = "crypto", ts_return_type = "Promise<string>")]
pub fn hash_password<'env>(
    env: &'env Env,
    password: &[u8],
    cost: u32,
    salt: &[u8],
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (password, salt) = guard::export(|| {
        let salt = salt.try_into().map_err(|_| Fault::internal())?;
        Ok((Password::new(password)?, salt))
    })?;
    job.start(env, move |control| {
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        Ok(bcrypt::hash(&password, cost, salt, &mut checkpoint)?.to_string())
    })
}

/// Whether a bcrypt hash is the password's.
#[napi(namespace = "crypto", ts_return_type = "Promise<boolean>")]
pub fn verify_password<'env>(
    env: &'env Env,
    password: &[u8],
    hash: String,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (password, hash) = guard::export(|| Ok((Password::new(password)?, hash.parse::<BcryptHash>()?)))?;
    job.start(env, move |control| {
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        Ok(bcrypt::verify(&password, &hash, &mut checkpoint)?)
    })
}
