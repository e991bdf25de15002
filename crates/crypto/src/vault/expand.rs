use hkdf::Hkdf;
use sha2::Sha256;
use sha2::block_api::compress256;
use zeroize::{Zeroize, Zeroizing};

use crate::wiped::Wiped;

/// Bytes of a SHA-256 block.
const BLOCK: usize = 64;

/// The most of `info`: with the counter and SHA-256's padding it fills one block.
pub(super) const MAX_INFO: usize = BLOCK - 1 - 1 - 8;

/// SHA-256's initial hash value (FIPS 180-4, section 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// HKDF-Expand with SHA-256 (RFC 5869, section 2.3) for one key and many short `info`s: 32 bytes of output take two compressions, for those of
/// HMAC's padded key are done once. The `hkdf` crate takes half as long again.
pub(super) struct Expand {
    /// SHA-256's states after the blocks that HMAC makes of its key (RFC 2104), the inner and the outer; on the heap, so
    /// that moving them leaves no copy behind.
    keys: Box<Zeroizing<[[u32; 8]; 2]>>,
}

impl Expand {
    pub(super) fn new(key: &[u8; 32]) -> Self {
        let mut keys = Box::new(Zeroizing::new([INITIAL; 2]));
        for (state, pad) in keys.iter_mut().zip([0x36, 0x5c]) {
            let mut block = Wiped::new([pad; BLOCK]);
            for (byte, key) in block.iter_mut().zip(key) {
                *byte ^= key;
            }
            compress256(state, std::slice::from_ref(&block));
        }
        Self { keys }
    }

    /// For the key that HKDF-Extract makes of another, without a salt (section 2.2).
    pub(super) fn extracted(key: &[u8; 32]) -> Self {
        let (mut pseudorandom, _) = Hkdf::<Sha256>::extract(None, key);
        let expand = Self::new(pseudorandom.as_ref());
        pseudorandom.zeroize();
        expand
    }

    /// The first 32 bytes of output for each `info`, given in two parts. Several at once, for a processor overlaps them.
    ///
    /// # Panics
    ///
    /// If an `info` is longer than [`MAX_INFO`].
    #[inline]
    pub(super) fn derive<const N: usize>(&self, infos: [[&[u8]; 2]; N]) -> [Wiped<[u8; 32]>; N] {
        let [inner, outer] = &**self.keys;
        let inner = hash(inner, infos.map(|[start, rest]| [start, rest, &[1]]));
        hash(outer, inner.each_ref().map(|hash| [hash.as_slice()]))
    }
}

/// The hashes of what `key` is the state after, one block, and messages of less than another.
#[inline]
fn hash<const N: usize, const P: usize>(key: &[u32; 8], messages: [[&[u8]; P]; N]) -> [Wiped<[u8; 32]>; N] {
    let blocks = messages.map(padded);
    let mut states: [_; N] = std::array::from_fn(|_| Wiped::new(*key));
    for (state, block) in states.iter_mut().zip(&blocks) {
        compress256(state, std::slice::from_ref(block));
    }
    states.each_ref().map(|state| {
        let mut hash = Wiped::new([0; 32]);
        for (bytes, word) in hash.as_chunks_mut().0.iter_mut().zip(&**state) {
            *bytes = word.to_be_bytes();
        }
        hash
    })
}

/// A message and its padding (FIPS 180-4, section 5.1.1), after a block.
#[inline]
fn padded<const P: usize>(message: [&[u8]; P]) -> Wiped<[u8; BLOCK]> {
    let mut block = Wiped::new([0; BLOCK]);
    let mut length = 0;
    for part in message {
        assert!(part.len() <= MAX_INFO + 1 - length, "info and its counter fit one block");
        block[length..length + part.len()].copy_from_slice(part);
        length += part.len();
    }
    block[length] = 0x80;
    let bits = (BLOCK + length) as u64 * 8;
    block[BLOCK - 8..].copy_from_slice(&bits.to_be_bytes());
    block
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn is_hkdf(key: [u8; 32], info in proptest::collection::vec(any::<u8>(), 0..=MAX_INFO), cut: u8) {
            let (start, rest) = info.split_at(usize::from(cut) % (info.len() + 1));
            let infos = [[start, rest], [rest, start]];
            let of = |hkdf: &Hkdf<Sha256>| infos.map(|info| {
                let mut expected = [0; 32];
                hkdf.expand(&info.concat(), &mut expected).unwrap();
                expected
            });
            let derived = Expand::new(&key).derive(infos).map(|derived| *derived);
            prop_assert_eq!(derived, of(&Hkdf::from_prk(&key).unwrap()));
            let derived = Expand::extracted(&key).derive(infos).map(|derived| *derived);
            prop_assert_eq!(derived, of(&Hkdf::new(None, &key)));
        }
    }

    #[test]
    #[should_panic(expected = "fit one block")]
    fn refuses_an_info_of_two_blocks() {
        let _ = Expand::new(&[0; 32]).derive([[&[0; MAX_INFO], &[0]]]);
    }
}
