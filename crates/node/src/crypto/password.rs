//! Passwords for JavaScript.

use clinicore_crypto::bcrypt;
use clinicore_crypto::{BcryptHash, Password};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

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
