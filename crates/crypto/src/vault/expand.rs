use sha2::block_api::compress256;
use zeroize::Zeroizing;

/// Bytes of a SHA-256 block.
const BLOCK: usize = 64;

/// The most of `info`: with the counter and SHA-256's padding it fills one block.
pub(super) const MAX_INFO: usize = BLOCK - 1 - 1 - 8;

/// SHA-256's initial hash value (FIPS 180-4, section 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// HKDF-Expand with SHA-256 (RFC 5869, section 2.3) for one key and many short `info`s: 32 bytes of output take two
/// compressions, for those of HMAC's padded key are done once. The `hkdf` crate, which derives what is derived seldom,
/// takes half as long again.
pub(super) struct Expand {
    /// SHA-256's states after the blocks that HMAC makes of its key (RFC 2104), the inner and the outer; on the heap, so
    /// that moving them leaves no copy behind.
    keys: Box<Zeroizing<[[u32; 8]; 2]>>,
}

impl Expand {
    pub(super) fn new(key: &[u8; 32]) -> Self {
        let mut keys = Box::new(Zeroizing::new([INITIAL; 2]));
        for (state, pad) in keys.iter_mut().zip([0x36, 0x5c]) {
            let mut block = Zeroizing::new([pad; BLOCK]);
            for (byte, key) in block.iter_mut().zip(key) {
                *byte ^= key;
            }
            compress256(state, std::slice::from_ref(&block));
        }
        Self { keys }
    }

    /// The first 32 bytes of HKDF-Expand: HMAC(key, info ‖ 1), where `info` is given in two parts.
    ///
    /// # Panics
    ///
    /// If both are longer than [`MAX_INFO`].
    pub(super) fn derive(&self, info: [&[u8]; 2]) -> Zeroizing<[u8; 32]> {
        let [start, rest] = info;
        let length = start.len() + rest.len();
        assert!(length <= MAX_INFO, "info and its counter fit one block");
        let mut block = Zeroizing::new([0; BLOCK]);
        block[..start.len()].copy_from_slice(start);
        block[start.len()..length].copy_from_slice(rest);
        block[length] = 1;
        let [inner, outer] = &**self.keys;
        let inner = hash(inner, &mut block, length + 1);

        block.fill(0);
        block[..32].copy_from_slice(&*inner);
        hash(outer, &mut block, 32)
    }
}

/// The hash of what `key` is the state after, one block, and the `length` bytes of another.
fn hash(key: &[u32; 8], block: &mut [u8; BLOCK], length: usize) -> Zeroizing<[u8; 32]> {
    block[length] = 0x80;
    let bits = (BLOCK + length) as u64 * 8;
    block[BLOCK - 8..].copy_from_slice(&bits.to_be_bytes());
    let mut state = Zeroizing::new(*key);
    compress256(&mut state, std::slice::from_ref(block));
    let mut hash = Zeroizing::new([0; 32]);
    for (bytes, word) in hash.chunks_exact_mut(4).zip(&*state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    hash
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use hkdf::Hkdf;
    use proptest::prelude::*;
    use sha2::Sha256;

    use super::*;

    proptest! {
        #[test]
        fn is_hkdf_expand(key: [u8; 32], info in proptest::collection::vec(any::<u8>(), 0..=MAX_INFO), cut: u8) {
            let mut expected = [0; 32];
            Hkdf::<Sha256>::from_prk(&key).unwrap().expand(&info, &mut expected).unwrap();
            let (start, rest) = info.split_at(usize::from(cut) % (info.len() + 1));
            prop_assert_eq!(*Expand::new(&key).derive([start, rest]), expected);
        }
    }

    #[test]
    #[should_panic(expected = "fit one block")]
    fn refuses_an_info_of_two_blocks() {
        let _ = Expand::new(&[0; 32]).derive([&[0; MAX_INFO], &[0]]);
    }
}
