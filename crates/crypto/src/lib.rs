//! Cryptography a clinic can stand on.
//!
//! - [`argon2id`]: the other hash for passwords.
//! - [`audit`]: whether a log of linked entries is whole.
//! - [`bcrypt`]: hashing and verifying passwords, one by one or four at a time on a core ([`bcrypt::Lanes`]).
//! - [`modular_crypt`]: how a hash is written down, such as `$2b$12$...`, and read back strictly.
//! - [`Password`]: a password's bytes, wiped when dropped.
//! - [`otp`]: one-time codes of authenticator apps.
//! - [`vault`]: sealing single fields under a ring of keys.
//!
//! The crate is deterministic: salts are arguments, never drawn here. What is secret is wiped after use and has no
//! `Debug`, and no error tells any of it.
//!
//! # Example
//!
//! ```
//! use std::ops::ControlFlow;
//!
//! use clinicore_crypto::{BcryptHash, Password, bcrypt};
//!
//! # fn main() -> Result<(), clinicore_crypto::Error> {
//! let password = Password::new(b"correct horse")?;
//! let salt = *b"sixteen bytes...";
//! let mut checkpoint = |_done: u64, _total: u64| ControlFlow::Continue(());
//!
//! let stored = bcrypt::hash(&password, 5, salt, &mut checkpoint)?.to_string();
//! assert!(stored.starts_with("$2b$05$"));
//!
//! let hash: BcryptHash = stored.parse()?;
//! assert!(bcrypt::verify(&password, &hash, &mut checkpoint)?);
//! assert!(!bcrypt::verify(&Password::new(b"wrong horse")?, &hash, &mut checkpoint)?);
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

pub mod argon2id;
pub mod audit;
pub mod bcrypt;
mod eks_blowfish;
mod error;
pub mod modular_crypt;
pub mod otp;
mod password;
mod pi;
pub mod vault;
mod wiped;

pub use error::Error;
pub use modular_crypt::{BcryptHash, Setting, Variant};
pub use password::Password;
