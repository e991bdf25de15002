use super::field_key::{FieldKey, KEY, OVERHEAD, SALT, key_id};

/// Keys by their ids, one of which seals; all of them open. Wiped when dropped.
///
/// It has no `Debug` on purpose.
#[allow(missing_debug_implementations)]
pub struct Keyring {
    current: FieldKey,
    others: Vec<FieldKey>,
}

impl Keyring {
    /// A ring of one key, which seals.
    #[must_use]
    pub fn new(id: u32, key: &[u8; KEY]) -> Self {
        Self { current: FieldKey::new(id, key), others: Vec::new() }
    }

    /// Adds a key that only opens.
    #[must_use]
    pub fn with_former(mut self, id: u32, key: &[u8; KEY]) -> Self {
        self.others.push(FieldKey::new(id, key));
        self
    }

    /// Starts work on many fields.
    #[must_use]
    pub fn session(&self) -> Session<'_> {
        Session { keyring: self, aad: Vec::new() }
    }

    /// Seals one field.
    ///
    /// `salt` is random and never used twice, for the record's key is derived from it. `context` says where the field
    /// stands, such as its table and row, and must be encoded so that no two places make the same bytes.
    #[must_use]
    pub fn seal(&self, field: &[u8], context: &[u8], salt: &[u8; SALT]) -> Vec<u8> {
        let mut sealed = vec![0; field.len() + OVERHEAD];
        self.session().seal_into(field, context, salt, &mut sealed);
        sealed
    }

    /// Opens one field; `None` if it is not genuine, whatever the reason.
    #[must_use]
    pub fn open(&self, sealed: &[u8], context: &[u8]) -> Option<Vec<u8>> {
        let mut field = vec![0; field_len(sealed)];
        self.session().open_into(sealed, context, &mut field).then_some(field)
    }

    fn key(&self, id: u32) -> Option<&FieldKey> {
        std::iter::once(&self.current).chain(&self.others).find(|key| key.id() == id)
    }
}

/// How long the field in `sealed` is, if it is genuine.
#[must_use]
pub fn field_len(sealed: &[u8]) -> usize {
    sealed.len().saturating_sub(OVERHEAD)
}

/// Seals and opens many fields into memory of the caller's.
///
/// It has no `Debug` on purpose.
#[allow(missing_debug_implementations)]
pub struct Session<'a> {
    keyring: &'a Keyring,
    /// Kept for its memory.
    aad: Vec<u8>,
}

impl Session<'_> {
    /// As [`Keyring::seal`].
    ///
    /// # Panics
    ///
    /// If `sealed` is not [`OVERHEAD`] bytes longer than the field.
    pub fn seal_into(&mut self, field: &[u8], context: &[u8], salt: &[u8; SALT], sealed: &mut [u8]) {
        assert_eq!(sealed.len(), field.len() + OVERHEAD, "a sealed field has a fixed overhead");
        self.keyring.current.seal(field, salt, context, &mut self.aad, sealed);
    }

    /// As [`Keyring::open`]; `false`, and zeros, if the field is not genuine.
    ///
    /// # Panics
    ///
    /// If `field` is not as long as [`field_len`] says.
    #[must_use]
    pub fn open_into(&mut self, sealed: &[u8], context: &[u8], field: &mut [u8]) -> bool {
        assert_eq!(field.len(), field_len(sealed), "a sealed field has a fixed overhead");
        let key = key_id(sealed).and_then(|id| self.keyring.key(id));
        let genuine = key.is_some_and(|key| key.open(sealed, context, &mut self.aad, field));
        if !genuine {
            field.fill(0);
        }
        genuine
    }
}
