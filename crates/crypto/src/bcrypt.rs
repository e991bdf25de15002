//! bcrypt: a password hash whose cost can grow with the hardware.
//!
//! Source: Provos & Mazières 1999, "A Future-Adaptable Password Scheme", §5, as OpenBSD and everyone after it
//! implements it: the password is followed by a NUL, and 23 of the 24 bytes are kept.

use std::ops::ControlFlow;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::eks_blowfish::{Key, State};
use crate::{BcryptHash, Error, Password, Variant};

/// The longest password bcrypt reads.
pub const MAX_PASSWORD_BYTES: usize = 72;

/// The iterations between two checkpoints: about a millisecond's worth.
const ITERATIONS_PER_CHECKPOINT: usize = 16;

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
    if !(4..=31).contains(&cost) {
        return Err(Error::Cost { given: cost });
    }
    let variant = Variant::B;
    let digest = digest(password, variant, cost, salt, checkpoint)?;
    Ok(BcryptHash { variant, cost, salt, digest: *digest })
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
    let digest = digest(password, hash.variant, hash.cost, hash.salt, checkpoint)?;
    Ok(digest.ct_eq(&hash.digest).into())
}

fn digest(
    password: &Password,
    variant: Variant,
    cost: u32,
    salt: [u8; 16],
    checkpoint: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Zeroizing<[u8; 23]>, Error> {
    let key = Zeroizing::new(password_key(password, variant));
    let salt_key = words(salt.into_iter().cycle().map(u32::from));

    let mut state = Box::new(State::new());
    state.expand_salted(&key, std::array::from_fn(|i| salt_key[i]));
    let iterations = 1_u64 << cost;
    for done in (0..iterations).step_by(ITERATIONS_PER_CHECKPOINT) {
        if checkpoint(done, iterations).is_break() {
            return Err(Error::Cancelled);
        }
        for _ in 0..ITERATIONS_PER_CHECKPOINT {
            state.expand_unsalted(&key);
            state.expand_unsalted(&salt_key);
        }
    }

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
    Ok(digest)
}

/// The key a variant takes from a password.
fn password_key(password: &Password, variant: Variant) -> Key {
    match variant {
        Variant::A | Variant::B | Variant::Y => words(password.cycle().map(u32::from)),
        // The bug that `$2x$` stands for: bytes were sign-extended, so one above 127 sets every bit before it.
        Variant::X => words(password.cycle().map(|byte| i32::from(byte.cast_signed()).cast_unsigned())),
    }
}

fn words(mut bytes: impl Iterator<Item = u32>) -> Key {
    std::array::from_fn(|_| word(bytes.by_ref()))
}

/// The next four bytes as a big-endian word.
fn word(bytes: impl Iterator<Item = u32>) -> u32 {
    bytes.take(4).fold(0, |word, byte| word << 8 | byte)
}
