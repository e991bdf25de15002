use subtle::ConstantTimeEq;

use super::expand::Expand;
use super::gcm::{self, TAG};
use crate::wiped::Wiped;

/// Bytes of a key.
pub const KEY: usize = 32;
/// Bytes of a salt.
pub const SALT: usize = 24;
/// Bytes by which a sealed field is longer than the field.
pub const OVERHEAD: usize = HEADER + TAG;

/// The version of the format.
const VERSION: u8 = 1;
/// Version, key id, salt, commitment.
const HEADER: usize = SALT_AT + SALT + COMMITMENT;
const SALT_AT: usize = 5;
const COMMITMENT_AT: usize = SALT_AT + SALT;
const COMMITMENT: usize = 32;

const FIELDS: &[u8] = b"clinicore.vault.v1 fields";
const RECORD_KEY: &[u8] = b"clinicore.vault.field.key";
const RECORD_COMMITMENT: &[u8] = b"clinicore.vault.field.commit";

/// Each key encrypts one message, so its only nonce never repeats.
const NONCE: [u8; 12] = [0; 12];

/// What fields are sealed with under one key of the ring, wiped when dropped.
///
/// It has no `Debug` on purpose.
#[allow(missing_debug_implementations)]
pub(super) struct FieldKey {
    id: u32,
    expand: Expand,
}

/// What a record's salt makes of the key.
struct Derived {
    key: Wiped<[u8; 32]>,
    commitment: Wiped<[u8; COMMITMENT]>,
}

impl FieldKey {
    /// Derives the sub-key for fields.
    pub(super) fn new(id: u32, key: &[u8; KEY]) -> Self {
        let [fields] = Expand::extracted(key).derive([[FIELDS, &[]]]);
        Self { id, expand: Expand::new(&fields) }
    }

    pub(super) fn id(&self) -> u32 {
        self.id
    }

    /// Writes the sealed field; `sealed` is [`OVERHEAD`] bytes longer than the field.
    pub(super) fn seal(
        &self,
        field: &[u8],
        salt: &[u8; SALT],
        context: &[u8],
        aad: &mut Vec<u8>,
        sealed: &mut [u8],
    ) {
        let Derived { key, commitment } = self.derive(salt);
        let (header, rest) = sealed.split_at_mut(HEADER);
        header[0] = VERSION;
        header[1..SALT_AT].copy_from_slice(&self.id.to_be_bytes());
        header[SALT_AT..COMMITMENT_AT].copy_from_slice(salt);
        header[COMMITMENT_AT..].copy_from_slice(&*commitment);
        associated(header, context, aad);
        let (text, tag) = rest.split_at_mut(field.len());
        text.copy_from_slice(field);
        tag.copy_from_slice(&gcm::seal(&key, &NONCE, aad, text));
    }

    /// Writes the field, which is [`OVERHEAD`] bytes shorter than `sealed`; `false`, and anything, if it is not genuine.
    #[must_use]
    pub(super) fn open(&self, sealed: &[u8], context: &[u8], aad: &mut Vec<u8>, field: &mut [u8]) -> bool {
        let (header, rest) = sealed.split_at(HEADER);
        let Some((text, tag)) = rest.split_last_chunk::<TAG>() else { return false };
        let Some(salt) = header[SALT_AT..].first_chunk() else { return false };
        let Derived { key, commitment } = self.derive(salt);
        // A key that did not seal it is found out here: GCM alone has ciphertexts that several keys open.
        if !bool::from(commitment.ct_eq(&header[COMMITMENT_AT..])) {
            return false;
        }
        associated(header, context, aad);
        field.copy_from_slice(text);
        gcm::open(&key, &NONCE, aad, field, tag)
    }

    fn derive(&self, salt: &[u8; SALT]) -> Derived {
        let [key, commitment] = self.expand.derive([[RECORD_KEY, salt], [RECORD_COMMITMENT, salt]]);
        Derived { key, commitment }
    }
}

/// The id of the key that a sealed field names, if it is long enough to be one of this version.
pub(super) fn key_id(sealed: &[u8]) -> Option<u32> {
    let (&VERSION, rest) = sealed.split_first()? else { return None };
    let id = rest.first_chunk()?;
    (sealed.len() >= OVERHEAD).then(|| u32::from_be_bytes(*id))
}

/// Header and context; the header's length is fixed, so no two pairs make the same bytes.
fn associated(header: &[u8], context: &[u8], aad: &mut Vec<u8>) {
    aad.clear();
    aad.extend_from_slice(header);
    aad.extend_from_slice(context);
}
