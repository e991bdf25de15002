//! Argon2id for JavaScript.

use clinicore_crypto::argon2id::{self, Parameters};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object};
use napi_derive::napi;
use zeroize::Zeroizing;

use crate::crypto::bytes::Bytes;
use crate::guard;
use crate::job::Job;

/// See `Argon2Message` in `js/contract/password.ts`.
#[napi(object, object_to_js = false)]
pub struct Argon2Message {
    /// `S`.
    #[napi(ts_type = "Uint8Array")]
    pub salt: Buffer,
    /// `m`, in KiB.
    pub memory_cost: u32,
    /// `t`.
    pub time_cost: u32,
    /// `p`.
    pub parallelism: u32,
    /// Bytes of the digest.
    pub length: u32,
    /// `K`.
    #[napi(ts_type = "Uint8Array")]
    pub secret: Buffer,
    /// `X`.
    #[napi(ts_type = "Uint8Array")]
    pub associated_data: Buffer,
}

/// The digest that Argon2id makes of a password.
#[napi(namespace = "crypto", js_name = "argon2id", ts_return_type = "Promise<Buffer>")]
pub fn argon2_id<'env>(
    env: &'env Env,
    password: &[u8],
    message: Argon2Message,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let copied = guard::export(|| {
        let secret = |bytes: &[u8]| Zeroizing::new(bytes.to_vec());
        Ok((
            secret(password),
            secret(&message.secret),
            message.salt.to_vec(),
            message.associated_data.to_vec(),
        ))
    })?;
    let Argon2Message { memory_cost, time_cost, parallelism, length, .. } = message;
    job.start(env, move |_| {
        let (password, secret, salt, associated_data) = &copied;
        let parameters = Parameters {
            salt,
            memory_cost,
            time_cost,
            parallelism,
            length: length as usize,
            secret,
            associated_data,
        };
        Ok(Bytes::from(argon2id::digest(password, &parameters)?.to_vec()))
    })
}
