use aes::Aes256Enc;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{AeadInOut, AesGcm, KeyInit};

/// Bytes of the tag; shorter ones are not accepted.
pub(super) const TAG: usize = 16;

/// AES-256-GCM without AES's inverse key schedule, which GCM never uses and which takes as long as the other.
type Aes256Gcm = AesGcm<Aes256Enc, U12>;

/// Encrypts in place and returns the tag (NIST SP 800-38D, section 7.1).
///
/// # Panics
///
/// Beyond 64 GiB less 32 bytes, GCM's limit, which no caller's buffer reaches.
pub(super) fn seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], text: &mut [u8]) -> [u8; TAG] {
    Aes256Gcm::new(key.into())
        .encrypt_inout_detached(nonce.into(), aad, InOutBuf::from(text))
        .expect("a message and its associated data are shorter than GCM's limits")
        .into()
}

/// Checks the tag, in constant time, and only then decrypts in place (section 7.2).
pub(super) fn open(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], text: &mut [u8], tag: &[u8; TAG]) -> bool {
    Aes256Gcm::new(key.into())
        .decrypt_inout_detached(nonce.into(), aad, InOutBuf::from(text), tag.into())
        .is_ok()
}
