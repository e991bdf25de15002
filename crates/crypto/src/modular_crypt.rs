//! The modular crypt format: how a bcrypt hash is written down.
//!
//! ```text
//! $2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW
//!  |  |  |                     |
//!  |  |  |                     31 characters: the digest's 23 bytes
//!  |  |  22 characters: the salt's 16 bytes
//!  |  cost, two digits: 2^12 iterations
//!  variant
//! ```

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroizing;

use crate::Error;

/// Which bcrypt made a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// `$2a$`: OpenBSD's second, today the same as [`Variant::B`]. (libxcrypt's `$2a$` differs for passwords that
    /// combine bytes 0xFF with others above 0x7F, which UTF-8 text cannot.)
    A,
    /// `$2b$`: the current one.
    B,
    /// `$2x$`: made by `crypt_blowfish` before 1.1, which read bytes above 127 wrongly. Only ever verified.
    X,
    /// `$2y$`: `crypt_blowfish` after that was mended; the same as [`Variant::B`].
    Y,
}

const VARIANTS: [(&str, Variant); 4] =
    [("$2a$", Variant::A), ("$2b$", Variant::B), ("$2x$", Variant::X), ("$2y$", Variant::Y)];

/// All that a hash depends on but the password: what crypt(3) calls the setting.
#[allow(missing_debug_implementations)] // as for the hash
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub(crate) variant: Variant,
    /// Invariant: 4 to 31.
    pub(crate) cost: u32,
    pub(crate) salt: [u8; 16],
}

impl Setting {
    /// For a new hash: a `$2b$` one in 2^`cost` iterations. The salt must be random and used once.
    ///
    /// # Errors
    ///
    /// [`Error::Cost`] unless `cost` is from 4 to 31.
    pub fn new(cost: u32, salt: [u8; 16]) -> Result<Self, Error> {
        if !(4..=31).contains(&cost) {
            return Err(Error::Cost { given: cost });
        }
        Ok(Self { variant: Variant::B, cost, salt })
    }

    pub(crate) fn iterations(self) -> u64 {
        1 << self.cost
    }
}

/// A bcrypt hash. It is written with `to_string` and read, strictly, with `parse`.
///
/// Strictly means that a hash has one spelling: 60 characters, and zero in the bits of the salt's and digest's last
/// characters that encode nothing. No implementation writes others, and most call them a wrong password.
///
/// It has no `Debug`: hashes do not belong in logs.
///
/// It has no `==` either, which would tell by its time where two differ: [`has_digest_of`](Self::has_digest_of).
#[allow(missing_debug_implementations)]
#[derive(Clone)]
pub struct BcryptHash {
    pub(crate) setting: Setting,
    /// Wiped, for that of a wrong password tells what the right one resembles.
    pub(crate) digest: Zeroizing<[u8; 23]>,
}

impl BcryptHash {
    /// Which bcrypt made it.
    #[must_use]
    pub fn variant(&self) -> Variant {
        self.setting.variant
    }

    /// The base-2 logarithm of how many iterations it takes, 4 to 31.
    #[must_use]
    pub fn cost(&self) -> u32 {
        self.setting.cost
    }

    /// What another password must be hashed under to be compared with it.
    #[must_use]
    pub fn setting(&self) -> Setting {
        self.setting
    }
}

impl FromStr for BcryptHash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or(Error::MalformedHash)
    }
}

fn parse(text: &str) -> Option<BcryptHash> {
    let (prefix, rest) = text.split_at_checked(4)?;
    let (_, variant) = VARIANTS.into_iter().find(|(name, _)| *name == prefix)?;
    let (cost, rest) = rest.split_once('$')?;
    let &[tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = cost.as_bytes() else { return None };
    let cost = u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
    let (salt, digest) = rest.split_at_checked(22)?;
    let setting = Setting { variant, ..Setting::new(cost, decode(salt)?).ok()? };
    Some(BcryptHash { setting, digest: Zeroizing::new(decode(digest)?) })
}

impl fmt::Display for BcryptHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Setting { variant, cost, salt } = self.setting;
        let (prefix, _) =
            VARIANTS.into_iter().find(|(_, known)| *known == variant).expect("the table has every variant");
        write!(f, "{prefix}{cost:02}$")?;
        encode(f, &salt)?;
        encode(f, &*self.digest)
    }
}

/// bcrypt's base64: the usual bits, another alphabet, no padding.
const ALPHABET: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

fn encode(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    for group in bytes.chunks(3) {
        let bits =
            group.iter().enumerate().fold(0_u32, |bits, (i, &byte)| bits | u32::from(byte) << (16 - 8 * i));
        for i in 0..=group.len() {
            let sextet = bits >> (18 - 6 * i) & 63;
            fmt::Write::write_char(f, char::from(ALPHABET[sextet as usize]))?;
        }
    }
    Ok(())
}

/// `None` unless `text` is the one spelling of `N` bytes.
fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != (8 * N).div_ceil(6) {
        return None;
    }
    let mut bytes = [0; N];
    let mut written = bytes.iter_mut();
    let (mut bits, mut count) = (0_u32, 0);
    for character in text.bytes() {
        let sextet = ALPHABET.iter().position(|&known| known == character)?;
        bits = bits << 6 | u32::try_from(sextet).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            *written.next()? = u8::try_from(bits >> count).ok()?;
            bits &= (1 << count) - 1;
        }
    }
    (bits == 0).then_some(bytes)
}
