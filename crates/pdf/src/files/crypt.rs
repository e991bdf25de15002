//! What opens an encrypted file: the standard security handler, revisions 2 to 6 (ISO 32000-2, 7.6).

use std::rc::Rc;

use aes::cipher::block_padding::{NoPadding, Pkcs7};
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use aes::{Aes128, Aes256};
use md5::{Digest, Md5};

use crate::error::Error;
use crate::files::object::{Dictionary, Id, Object, Stream};
use crate::finish::password::hash;

/// Fills up a password of the older revisions.
const PADDING: [u8; 32] = *b"\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a";

#[derive(Clone, Copy, PartialEq)]
enum Method {
    None,
    Rc4,
    Aes128,
    Aes256,
}

/// The key of a file, and what it opens.
pub(super) struct Crypt {
    key: Vec<u8>,
    strings: Method,
    streams: Method,
    encrypts_metadata: bool,
}

/// What the encryption dictionary says.
struct Lock<'a> {
    dictionary: &'a Dictionary,
    /// The first part of the file's identifier.
    file: Vec<u8>,
    revision: i64,
    /// Bytes of the key.
    length: usize,
    encrypts_metadata: bool,
}

impl Crypt {
    /// Opens a file whose encryption dictionary, without references, is given.
    pub fn new(dictionary: &Dictionary, file: &[u8], password: Option<&str>) -> Result<Self, Error> {
        let version = integer(dictionary, "V");
        let revision = integer(dictionary, "R");
        let is_known = matches!((version, revision), (1 | 2, 2 | 3) | (4, 4) | (5, 5 | 6));
        if !is_known || !dictionary.get(b"Filter".as_slice()).is_some_and(|filter| filter.is_name("Standard"))
        {
            let reason = "it is encrypted in a way that is not read";
            return Err(Error::Unsupported { argument: String::new(), reason });
        }
        let (strings, streams) = if version >= 4 {
            (method(dictionary, "StrF"), method(dictionary, "StmF"))
        } else {
            (Method::Rc4, Method::Rc4)
        };
        let length = match version {
            1 => 5,
            2 => usize::try_from(integer(dictionary, "Length") / 8).unwrap_or(5).clamp(5, 16),
            4 => 16,
            _ => 32,
        };
        let encrypts_metadata =
            !matches!(dictionary.get(b"EncryptMetadata".as_slice()), Some(Object::Boolean(false)));
        let lock = Lock { dictionary, file: file.to_vec(), revision, length, encrypts_metadata };
        let key = lock.key(password.unwrap_or_default());
        match key {
            Some(key) => Ok(Self { key, strings, streams, encrypts_metadata }),
            None if password.is_none() => Err(Error::Locked { argument: String::new() }),
            None => Err(Error::WrongPassword { argument: String::new() }),
        }
    }

    /// A value of the object `id` with its strings in clear.
    pub fn opened(&self, value: Object, id: Id) -> Object {
        match value {
            Object::String(text) => Object::String(self.clear(self.strings, &text, id).into()),
            Object::Array(items) => Object::array(items.iter().map(|item| self.opened(item.clone(), id))),
            Object::Dictionary(dictionary) => {
                Object::Dictionary(Rc::new(self.opened_dictionary(&dictionary, id)))
            }
            Object::Stream(stream) => Object::Stream(Rc::new(Stream {
                dictionary: Rc::new(self.opened_dictionary(&stream.dictionary, id)),
                data: stream.data.clone(),
                id: stream.id,
            })),
            other => other,
        }
    }

    fn opened_dictionary(&self, dictionary: &Dictionary, id: Id) -> Dictionary {
        dictionary.iter().map(|(key, value)| (key.clone(), self.opened(value.clone(), id))).collect()
    }

    /// A stream's bytes in clear, still compressed.
    pub fn stream(&self, stream: &Stream, data: &[u8]) -> Vec<u8> {
        let is =
            |key: &str, name| stream.dictionary.get(key.as_bytes()).is_some_and(|value| value.is_name(name));
        let is_clear = is("Type", "XRef")
            || (is("Type", "Metadata") && !self.encrypts_metadata)
            || is("Filter", "Crypt");
        let first_is_crypt = matches!(stream.dictionary.get(b"Filter".as_slice()), Some(Object::Array(filters)) if filters.first().is_some_and(|first| first.is_name("Crypt")));
        let method = if is_clear || first_is_crypt { Method::None } else { self.streams };
        self.clear(method, data, stream.id)
    }

    fn clear(&self, method: Method, data: &[u8], id: Id) -> Vec<u8> {
        match method {
            Method::None => data.to_vec(),
            Method::Rc4 => rc4(&self.object_key(id, b""), data),
            Method::Aes128 => {
                let key = self.object_key(id, b"sAlT");
                aes(data, |vector| cbc::Decryptor::<Aes128>::new_from_slices(&key, vector).ok())
            }
            Method::Aes256 => {
                aes(data, |vector| cbc::Decryptor::<Aes256>::new_from_slices(&self.key, vector).ok())
            }
        }
    }

    /// Algorithm 1.
    fn object_key(&self, id: Id, salt: &[u8]) -> Vec<u8> {
        let mut digest = Md5::new();
        digest.update(&self.key);
        digest.update(&id.number.to_le_bytes()[..3]);
        digest.update(id.generation.to_le_bytes());
        digest.update(salt);
        let length = if salt.is_empty() { (self.key.len() + 5).min(16) } else { 16 };
        digest.finalize()[..length].to_vec()
    }
}

impl Lock<'_> {
    fn key(&self, password: &str) -> Option<Vec<u8>> {
        if self.revision >= 5 {
            return self.key_of_256(password.as_bytes());
        }
        // These revisions know only the letters of PDFDocEncoding, which for the most part are those of Latin-1.
        let password: Vec<u8> =
            password.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect();
        let user = self.user_key(&password);
        if self.opens(&user) {
            return Some(user);
        }
        let owner = self.user_key(&self.owner_password(&password)?);
        self.opens(&owner).then_some(owner)
    }

    /// Algorithm 2.
    fn user_key(&self, password: &[u8]) -> Vec<u8> {
        let mut digest = Md5::new();
        digest.update(padded(password));
        digest.update(self.string("O").get(..32).unwrap_or_default());
        digest.update(&integer(self.dictionary, "P").to_le_bytes()[..4]);
        digest.update(&self.file);
        if self.revision >= 4 && !self.encrypts_metadata {
            digest.update([0xff; 4]);
        }
        let mut key = digest.finalize().to_vec();
        if self.revision >= 3 {
            for _ in 0..50 {
                key = Md5::digest(&key[..self.length]).to_vec();
            }
        }
        key.truncate(self.length);
        key
    }

    /// Algorithms 6, with 4 and 5.
    fn opens(&self, key: &[u8]) -> bool {
        let given = self.string("U");
        if self.revision == 2 {
            return rc4(key, &PADDING) == given.get(..32).unwrap_or_default();
        }
        let digest = Md5::new().chain_update(PADDING).chain_update(&self.file).finalize();
        let wanted = (0..20_u8).fold(digest.to_vec(), |data, round| rc4(&mixed(key, round), &data));
        given.get(..16) == Some(&wanted[..])
    }

    /// Algorithm 7: the user's password, as the owner's gives it.
    fn owner_password(&self, password: &[u8]) -> Option<Vec<u8>> {
        let mut key = Md5::digest(padded(password)).to_vec();
        if self.revision >= 3 {
            for _ in 0..50 {
                key = Md5::digest(&key).to_vec();
            }
        }
        key.truncate(self.length);
        let secret = self.string("O").get(..32)?.to_vec();
        let rounds = if self.revision == 2 { 1 } else { 20 };
        Some((0..rounds).rev().fold(secret, |data, round| rc4(&mixed(&key, round), &data)))
    }

    /// Algorithm 2.A.
    fn key_of_256(&self, password: &[u8]) -> Option<Vec<u8>> {
        let password = &password[..password.len().min(127)];
        let user = self.string("U");
        let user = user.get(..48)?;
        for (check, wrapped, salt) in [("O", "OE", user), ("U", "UE", &[][..])] {
            let entry = self.string(check);
            let (wanted, salts) = entry.get(..48)?.split_at(32);
            let digest = |part: &[u8]| {
                if self.revision == 5 {
                    return sha2::Sha256::new()
                        .chain_update(password)
                        .chain_update(part)
                        .chain_update(salt)
                        .finalize()
                        .into();
                }
                hash(password, part, salt)
            };
            if digest(&salts[..8]) == wanted {
                let cipher = cbc::Decryptor::<Aes256>::new(&digest(&salts[8..]).into(), &[0; 16].into());
                return cipher.decrypt_padded_vec::<NoPadding>(self.string(wrapped).get(..32)?).ok();
            }
        }
        None
    }

    fn string(&self, key: &str) -> Rc<[u8]> {
        match self.dictionary.get(key.as_bytes()) {
            Some(Object::String(text)) => text.clone(),
            _ => Rc::default(),
        }
    }
}

fn integer(dictionary: &Dictionary, key: &str) -> i64 {
    dictionary.get(key.as_bytes()).and_then(Object::integer).unwrap_or(0)
}

/// What a crypt filter does.
fn method(dictionary: &Dictionary, key: &str) -> Method {
    let Some(Object::Name(name)) = dictionary.get(key.as_bytes()) else { return Method::None };
    let Some(Object::Dictionary(filters)) = dictionary.get(b"CF".as_slice()) else { return Method::None };
    let Some(Object::Dictionary(filter)) = filters.get(&**name) else { return Method::None };
    match filter.get(b"CFM".as_slice()) {
        Some(Object::Name(method)) if **method == *b"V2" => Method::Rc4,
        Some(Object::Name(method)) if **method == *b"AESV2" => Method::Aes128,
        Some(Object::Name(method)) if **method == *b"AESV3" => Method::Aes256,
        _ => Method::None,
    }
}

fn padded(password: &[u8]) -> Vec<u8> {
    password.iter().chain(&PADDING).copied().take(32).collect()
}

fn mixed(key: &[u8], round: u8) -> Vec<u8> {
    key.iter().map(|byte| byte ^ round).collect()
}

/// The vector stands before the data. What is cut off gives nothing.
fn aes<C: BlockModeDecrypt>(data: &[u8], cipher: impl Fn(&[u8]) -> Option<C>) -> Vec<u8> {
    let Some((vector, data)) = data.split_at_checked(16) else { return Vec::new() };
    let whole = &data[..data.len() / 16 * 16];
    let padded = cipher(vector).and_then(|cipher| cipher.decrypt_padded_vec::<Pkcs7>(whole).ok());
    padded
        .or_else(|| cipher(vector).and_then(|cipher| cipher.decrypt_padded_vec::<NoPadding>(whole).ok()))
        .unwrap_or_default()
}

fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|at| at.to_le_bytes()[0]);
    let mut j = 0_u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    data.iter()
        .map(|byte| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(state[usize::from(i)]);
            state.swap(usize::from(i), usize::from(j));
            byte ^ state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
        })
        .collect()
}
