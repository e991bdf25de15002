//! Pictures kept for documents to come: a practice's logo is in all of them.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use crate::image::{Picture, Read};

/// Bytes of all that is kept. A picture of more than a quarter is not.
const MAX_BYTES: usize = 32 << 20;

/// What a picture is known by: the hash of its file. Not a weaker one, by which somebody could make a picture that is taken
/// for another's.
pub(super) type Key = [u8; 32];

pub(super) fn key(bytes: &[u8]) -> Key {
    Sha256::digest(bytes).into()
}

pub(super) fn get(key: &Key) -> Option<Picture> {
    kept().pictures.get(key).cloned()
}

/// Keeps a picture; when there is no room left, lets go of all others.
pub(super) fn put(key: Key, read: &Read) {
    if read.bytes > MAX_BYTES / 4 {
        return;
    }
    let mut kept = kept();
    if kept.bytes + read.bytes > MAX_BYTES {
        *kept = Kept::default();
    }
    if kept.pictures.insert(key, read.picture.clone()).is_none() {
        kept.bytes += read.bytes;
    }
}

#[derive(Default)]
struct Kept {
    pictures: HashMap<Key, Picture>,
    bytes: usize,
}

/// A map is whole at every moment somebody could have panicked in.
fn kept() -> MutexGuard<'static, Kept> {
    static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}
