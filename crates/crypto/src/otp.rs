//! One-time codes: HOTP (RFC 4226), and so TOTP (RFC 6238), whose counter is the time.

use hmac::{EagerHash, Hmac, KeyInit, Mac};
use subtle::{ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroize;

/// The hash of a code's HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// What every authenticator app knows. SHA-1's weakness, collisions, is none of its HMAC's.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// A counter's HMAC, cut to 31 bits (RFC 4226, 5.3), of which a code is the last digits.
#[must_use]
pub fn hotp(hash: Hash, key: &[u8], counter: u64) -> u32 {
    Codes::new(hash, key).code(counter)
}

/// The place of the first of `count` counters from `first` on whose code is `code`, a number of `digits` digits.
///
/// All are worked out and compared whichever it is: how long it takes tells nothing of it.
#[must_use]
pub fn find_hotp(hash: Hash, key: &[u8], first: u64, count: u32, digits: u32, code: u32) -> Option<u32> {
    let codes = Codes::new(hash, key);
    let modulus = 10_u32.checked_pow(digits).unwrap_or(u32::MAX);
    let found = (0..count).rev().fold(u32::MAX, |found, place| {
        let is_code = (codes.code(first.wrapping_add(place.into())) % modulus).ct_eq(&code);
        u32::conditional_select(&found, &place, is_code)
    });
    (found != u32::MAX).then_some(found)
}

/// The codes of a key, which is hashed once for all of them.
enum Codes {
    Sha1(Hmac<sha1::Sha1>),
    Sha256(Hmac<sha2::Sha256>),
    Sha512(Hmac<sha2::Sha512>),
}

impl Codes {
    fn new(hash: Hash, key: &[u8]) -> Self {
        match hash {
            Hash::Sha1 => Self::Sha1(keyed(key)),
            Hash::Sha256 => Self::Sha256(keyed(key)),
            Hash::Sha512 => Self::Sha512(keyed(key)),
        }
    }

    fn code(&self, counter: u64) -> u32 {
        match self {
            Self::Sha1(mac) => truncated(mac, counter),
            Self::Sha256(mac) => truncated(mac, counter),
            Self::Sha512(mac) => truncated(mac, counter),
        }
    }
}

fn keyed<H: EagerHash>(key: &[u8]) -> Hmac<H> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

fn truncated<H: EagerHash>(mac: &Hmac<H>, counter: u64) -> u32 {
    let mut mac = mac.clone().chain_update(counter.to_be_bytes()).finalize().into_bytes();
    let at = usize::from(mac[mac.len() - 1] & 15);
    let code = u32::from_be_bytes(std::array::from_fn(|i| mac[at + i])) & 0x7FFF_FFFF;
    mac.zeroize();
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4226, appendix D.
    #[test]
    fn hotp_of_rfc_4226() {
        let truncated = [
            1_284_755_224,
            1_094_287_082,
            137_359_152,
            1_726_969_429,
            1_640_338_314,
            868_254_676,
            1_918_287_922,
            82_162_583,
            673_399_871,
            645_520_489,
        ];
        for (counter, expected) in (0..).zip(truncated) {
            assert_eq!(hotp(Hash::Sha1, b"12345678901234567890", counter), expected);
        }
    }

    /// RFC 6238, appendix B, of its last time: 20000000000 s, in steps of 30 s.
    #[test]
    fn totp_of_rfc_6238() {
        let key: Vec<u8> = b"1234567890".iter().copied().cycle().take(64).collect();
        let codes =
            [(Hash::Sha1, 20, 65_353_130), (Hash::Sha256, 32, 77_737_706), (Hash::Sha512, 64, 47_863_826)];
        for (hash, length, expected) in codes {
            assert_eq!(hotp(hash, &key[..length], 20_000_000_000 / 30) % 100_000_000, expected);
        }
    }

    #[test]
    fn finds_the_first_counter_and_no_other() {
        let key = b"12345678901234567890";
        for place in 0..10 {
            let code = hotp(Hash::Sha1, key, 100 + place) % 1_000_000;
            assert_eq!(find_hotp(Hash::Sha1, key, 100, 10, 6, code).map(u64::from), Some(place));
        }
        let outside = hotp(Hash::Sha1, key, 110) % 1_000_000;
        assert_eq!(find_hotp(Hash::Sha1, key, 100, 10, 6, outside), None);
        assert_eq!(find_hotp(Hash::Sha1, key, 100, 0, 6, outside), None);
    }
}
