//! Encryption by a password: AES-256, revision 6 of the standard security handler (ISO 32000-2, 7.6).

use std::cell::Cell;
use std::fmt::Write as _;

use aes::Aes256;
use aes::cipher::block_padding::{NoPadding, Pkcs7};
use aes::cipher::{BlockCipherEncrypt, BlockModeEncrypt, KeyInit, KeyIvInit};
use sha2::{Digest, Sha256};

use crate::finish::password::hash;
use crate::finish::syntax::{Token, text, tokens};

/// What encrypts a file.
pub(super) struct Guard {
    /// Secret and random; all else that must be random is made of it, so that the same input gives the same file.
    seed: [u8; 48],
    dictionary: Vec<u8>,
    /// How often something was encrypted.
    count: Cell<u64>,
}

/// Who opens the file with which rights.
pub(super) struct Rights<'a> {
    pub user_password: &'a str,
    pub owner_password: &'a str,
    /// `P` (ISO 32000-2, table 22).
    pub permissions: i32,
}

impl Guard {
    /// Algorithms 8, 9 and 10.
    pub(super) fn new(rights: &Rights, seed: [u8; 48]) -> Self {
        let guard = Self { seed, dictionary: Vec::new(), count: Cell::new(0) };
        let [user, user_key] = guard.entries(rights.user_password, b"user", &[]);
        let [owner, owner_key] = guard.entries(rights.owner_password, b"owner", &user);
        let mut permissions = [0xff; 16];
        permissions[..4].copy_from_slice(&rights.permissions.to_le_bytes());
        permissions[8..12].copy_from_slice(b"Tadb");
        permissions[12..].copy_from_slice(&guard.derived(b"permissions", 0)[..4]);
        let mut permissions = permissions.into();
        Aes256::new(&guard.key().into()).encrypt_block(&mut permissions);
        let dictionary = format!(
            "<</Filter/Standard/V 5/R 6/Length 256/CF<</StdCF<</AuthEvent/DocOpen/CFM/AESV3/Length 32>>>>\
             /StmF/StdCF/StrF/StdCF/U{}/UE{}/O{}/OE{}/P {}/Perms{}/EncryptMetadata true>>",
            hexadecimal(&user),
            hexadecimal(&user_key),
            hexadecimal(&owner),
            hexadecimal(&owner_key),
            rights.permissions,
            hexadecimal(&permissions),
        );
        Self { dictionary: dictionary.into_bytes(), ..guard }
    }

    /// What a reader needs to know, but the password; not itself encrypted.
    pub(super) fn dictionary(&self) -> &[u8] {
        &self.dictionary
    }

    /// A stream's dictionary and data, encrypted. Texts outside of streams are in streams of objects, so they are too.
    pub(super) fn stream(&self, dictionary: &[u8], data: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let mut guarded = Vec::with_capacity(dictionary.len());
        let mut done = 0;
        for (_, place) in tokens(dictionary).filter(|(token, _)| *token == Token::Text) {
            guarded.extend_from_slice(&dictionary[done..place.start]);
            let secret = self.encrypted(&text(&dictionary[place.clone()]));
            guarded.extend_from_slice(hexadecimal(&secret).as_bytes());
            done = place.end;
        }
        guarded.extend_from_slice(&dictionary[done..]);
        (guarded, self.encrypted(data))
    }

    /// `U` and `UE`, or `O` and `OE`.
    fn entries(&self, password: &str, whose: &[u8], user: &[u8]) -> [Vec<u8>; 2] {
        let salts = self.derived(whose, 0);
        let (validation, key) = (&salts[..8], &salts[8..16]);
        let validated = [&hash(password.as_bytes(), validation, user), validation, key].concat();
        let key = hash(password.as_bytes(), key, user);
        let wrapped = cbc::Encryptor::<Aes256>::new(&key.into(), &[0; 16].into());
        [validated, wrapped.encrypt_padded_vec::<NoPadding>(&self.key())]
    }

    /// Algorithm 1.A.
    fn encrypted(&self, data: &[u8]) -> Vec<u8> {
        let count = self.count.replace(self.count.get() + 1);
        let vector: [u8; 16] = *self.derived(b"vector", count).first_chunk().expect("a hash is longer");
        let cipher = cbc::Encryptor::<Aes256>::new(&self.key().into(), &vector.into());
        [&vector[..], &cipher.encrypt_padded_vec::<Pkcs7>(data)].concat()
    }

    /// The key all is encrypted with.
    fn key(&self) -> [u8; 32] {
        *self.seed.first_chunk().expect("the seed is longer")
    }

    /// Other bytes for other purposes, which tell nothing of the key.
    fn derived(&self, purpose: &[u8], count: u64) -> [u8; 32] {
        Sha256::new()
            .chain_update(self.seed)
            .chain_update(purpose)
            .chain_update(count.to_be_bytes())
            .finalize()
            .into()
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len() + 2);
    digits.push('<');
    for byte in bytes {
        let _ = write!(digits, "{byte:02x}");
    }
    digits.push('>');
    digits
}
