//! One-time codes for JavaScript.

use clinicore_crypto::otp::{self, Hash};
use napi_derive::napi;

use crate::fault::Fault;
use crate::guard;

fn hash(bits: u32) -> Result<Hash, Fault> {
    match bits {
        1 => Ok(Hash::Sha1),
        256 => Ok(Hash::Sha256),
        512 => Ok(Hash::Sha512),
        _ => Err(Fault::internal()),
    }
}

fn counter(value: i64) -> Result<u64, Fault> {
    value.try_into().map_err(|_| Fault::internal())
}

/// A counter's HMAC, cut to 31 bits. `hash` is 1, 256 or 512.
#[napi(namespace = "crypto")]
pub fn hotp(#[napi(ts_arg_type = "1 | 256 | 512")] hash: u32, key: &[u8], counter: i64) -> napi::Result<u32> {
    guard::export(|| Ok(otp::hotp(self::hash(hash)?, key, self::counter(counter)?)))
}

/// The place of the first of `count` counters from `first` on whose code is `code`; -1 if there is none.
#[napi(namespace = "crypto")]
pub fn find_hotp(
    #[napi(ts_arg_type = "1 | 256 | 512")] hash: u32,
    key: &[u8],
    first: i64,
    count: u32,
    digits: u32,
    code: u32,
) -> napi::Result<i64> {
    guard::export(|| {
        let found = otp::find_hotp(self::hash(hash)?, key, counter(first)?, count, digits, code);
        Ok(found.map_or(-1, i64::from))
    })
}
