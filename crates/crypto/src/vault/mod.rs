//! Sealed fields: encrypted, authenticated, and bound to where they stand.
//!
//! A sealed field is
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, 1 |
//! | 4 | key id, big-endian |
//! | 24 | salt |
//! | 32 | commitment |
//! | as the field | AES-256-GCM's ciphertext |
//! | 16 | its tag |
//!
//! - fields' key = HKDF(SHA-256, salt = "", ikm = key, info = `"clinicore.vault.v1 fields"`), 32 bytes
//! - record's key = HKDF-Expand(SHA-256, fields' key, info = `"clinicore.vault.field.key"` ‖ salt), 32 bytes
//! - commitment = HKDF-Expand(SHA-256, fields' key, info = `"clinicore.vault.field.commit"` ‖ salt), 32 bytes
//! - nonce = 12 bytes of 0, for a record's key encrypts one field
//! - associated data = version ‖ key id ‖ salt ‖ commitment ‖ context
//!
//! Opening compares the commitment, in constant time, before GCM decrypts: without it GCM has ciphertexts that open
//! under more than one key. Whatever is wrong, the answer is the same.
//!
//! # Example
//!
//! ```
//! use clinicore_crypto::vault::Keyring;
//!
//! let keyring = Keyring::new(2, &[0x22; 32]).with_former(1, &[0x11; 32]);
//! let salt = *b"24 random bytes, not so:";
//! let sealed = keyring.seal(b"+49 151 1234567", b"patients/phone/42", &salt);
//! assert_eq!(keyring.open(&sealed, b"patients/phone/42").as_deref(), Some(&b"+49 151 1234567"[..]));
//! assert_eq!(keyring.open(&sealed, b"patients/phone/43"), None);
//! ```

mod expand;
mod field_key;
mod gcm;
mod keyring;
mod many;
mod packed;
#[cfg(test)]
mod vectors;

pub use field_key::{KEY, OVERHEAD, SALT};
pub use keyring::{Keyring, Session, field_len};
pub use many::{Checkpoint, Opened};
pub use packed::{Contexts, Packed};
