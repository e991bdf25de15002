//! From a password to a key, slowly (ISO 32000-2, algorithm 2.B, whose names these are).

use aes::Aes128;
use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeEncrypt, KeyIvInit};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// More bytes of a password do not count.
const MAX_PASSWORD: usize = 127;

/// The hash of a password with a salt, and with the user's entry for the owner's.
pub(crate) fn hash(password: &[u8], salt: &[u8], user: &[u8]) -> [u8; 32] {
    let password = &password[..password.len().min(MAX_PASSWORD)];
    let mut k =
        Sha256::new().chain_update(password).chain_update(salt).chain_update(user).finalize().to_vec();
    for round in 1_u32.. {
        let k1 = [password, &k, user].concat().repeat(64);
        let (key, vector) = k.split_at(16);
        let cipher =
            cbc::Encryptor::<Aes128>::new_from_slices(key, &vector[..16]).expect("both are 16 bytes");
        let e = cipher.encrypt_padded_vec::<NoPadding>(&k1);
        // 256 is 1 more than a multiple of 3, so that the digits' sum has the number's remainder.
        k = match e[..16].iter().map(|&byte| u32::from(byte)).sum::<u32>() % 3 {
            0 => Sha256::digest(&e).to_vec(),
            1 => Sha384::digest(&e).to_vec(),
            _ => Sha512::digest(&e).to_vec(),
        };
        let last = u32::from(e[e.len() - 1]);
        if round >= 64 && last + 32 <= round {
            break;
        }
    }
    *k.first_chunk().expect("all hashes are as long")
}
