//! bcrypt: a password hash whose cost can grow with the hardware.
//!
//! Source: Provos & Mazières 1999, "A Future-Adaptable Password Scheme", §5, as OpenBSD and everyone after it
//! implements it: the password is followed by a NUL, and 23 of the 24 bytes are kept.

mod lanes;

use std::ops::ControlFlow;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::eks_blowfish::{Key, State};
use crate::modular_crypt::Setting;
use crate::{BcryptHash, Error, Password, Variant};

pub use lanes::{LANES, Lanes};

/// The longest password bcrypt reads.
pub const MAX_PASSWORD_BYTES: usize = 72;

/// The iterations between two checkpoints: about a millisecond's worth, in one lane or all.
pub const ITERATIONS_PER_CHECKPOINT: u64 = 16;

/// What bcrypt encrypts.
const ORPHEAN_BEHOLDER_SCRY_DOUBT: &[u8; 24] = b"OrpheanBeholderScryDoubt";

/// Hashes a password, as `$2b$`, in 2^`cost` iterations. The salt must be random and used once.
///
/// `checkpoint` is told every millisecond or so how many of the iterations are done, and may end the work.
///
/// # Errors
///
/// [`Error::Cost`] unless `cost` is from 4 to 31; [`Error::Cancelled`] if the checkpoint breaks.
pub fn hash(
    password: &Password,
    cost: u32,
    salt: [u8; 16],
    checkpoint: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<BcryptHash, Error> {
    alone(password, Setting::new(cost, salt)?, checkpoint)
}

/// Whether `password` is the one that was hashed. Digests are compared in constant time.
///
/// The time it takes is the stored hash's to decide: look at [`BcryptHash::cost`] first.
///
/// # Errors
///
/// [`Error::Cancelled`] if the checkpoint breaks.
pub fn verify(
    password: &Password,
    hash: &BcryptHash,
    checkpoint: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<bool, Error> {
    Ok(alone(password, hash.setting, checkpoint)?.has_digest_of(hash))
}

impl BcryptHash {
    /// Whether a hash made under another's [`setting`](Self::setting) has the other's digest. They are compared in
    /// constant time.
    #[must_use]
    pub fn has_digest_of(&self, other: &Self) -> bool {
        self.digest.ct_eq(&*other.digest).into()
    }
}

/// One hash in a group of its own.
fn alone(
    password: &Password,
    setting: Setting,
    checkpoint: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<BcryptHash, Error> {
    let mut lanes = Lanes::new();
    lanes.add(password, setting, ());
    loop {
        if lanes.progress().any(|((), done, total)| checkpoint(done, total).is_break()) {
            return Err(Error::Cancelled);
        }
        if let Some(((), hash)) = lanes.step(ITERATIONS_PER_CHECKPOINT).pop() {
            return Ok(hash);
        }
    }
}

/// What is kept of the text that a state encrypts.
fn digest(state: &State) -> Zeroizing<[u8; 23]> {
    let mut digest = Zeroizing::new([0; 23]);
    let blocks = ORPHEAN_BEHOLDER_SCRY_DOUBT.chunks_exact(8).zip(digest.chunks_mut(8));
    for (plain, cipher) in blocks {
        let mut block = std::array::from_fn(|i| word(plain[4 * i..].iter().copied().map(u32::from)));
        for _ in 0..64 {
            block = state.encrypt(block);
        }
        let bytes = block.into_iter().flat_map(u32::to_be_bytes);
        cipher.iter_mut().zip(bytes).for_each(|(byte, encrypted)| *byte = encrypted);
    }
    digest
}

/// The key a variant takes from a password.
fn password_key(password: &Password, variant: Variant) -> Zeroizing<Key> {
    let mut key = Zeroizing::new([0; 18]);
    match variant {
        Variant::A | Variant::B | Variant::Y => fill(&mut key, password.cycle().map(u32::from)),
        // The bug that `$2x$` stands for: bytes were sign-extended, so one above 127 sets every bit before it.
        Variant::X => {
            fill(&mut key, password.cycle().map(|byte| i32::from(byte.cast_signed()).cast_unsigned()));
        }
    }
    key
}

fn salt_key(salt: [u8; 16]) -> Key {
    let mut key = [0; 18];
    fill(&mut key, salt.into_iter().cycle().map(u32::from));
    key
}

/// In place, for a value that is returned may leave a copy behind.
fn fill(key: &mut Key, mut bytes: impl Iterator<Item = u32>) {
    key.fill_with(|| word(bytes.by_ref()));
}

/// The next four bytes as a big-endian word.
fn word(bytes: impl Iterator<Item = u32>) -> u32 {
    bytes.take(4).fold(0, |word, byte| word << 8 | byte)
}
