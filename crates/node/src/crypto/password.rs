//! Passwords for JavaScript.

use clinicore_crypto::{BcryptHash, Password, Setting};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::crypto::bcrypt;
use crate::fault::Fault;
use crate::guard;
use crate::job::Job;

/// The `$2b$` hash of a password of at most 72 bytes, under a salt of 16.
#[napi(namespace = "crypto", ts_return_type = "Promise<string>")]
pub fn hash_password<'env>(
    env: &'env Env,
    password: &[u8],
    cost: u32,
    salt: &[u8],
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (password, setting) = guard::export(|| {
        let salt = salt.try_into().map_err(|_| Fault::internal())?;
        Ok((Password::new(password)?, Setting::new(cost, salt)?))
    })?;
    bcrypt::start(env, job, password, setting, |hash| hash.to_string())
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
    bcrypt::start(env, job, password, hash.setting(), move |made| made.has_digest_of(&hash))
}
