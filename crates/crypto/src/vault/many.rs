use std::ops::{ControlFlow, Range};

use super::field_key::{OVERHEAD, SALT};
use super::keyring::{Keyring, field_len};
use super::packed::{Contexts, Packed};
use crate::Error;
use crate::wiped::Wiped;

/// Bytes between two checkpoints: a fraction of a millisecond.
const STRIDE: usize = 256 * 1024;

/// Called now and then with how many fields are done and how many there are; `Break` stops the work.
pub type Checkpoint<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Fields that were opened, wiped when dropped.
///
/// It has no `Debug` on purpose.
#[allow(missing_debug_implementations)]
pub struct Opened {
    fields: Wiped<Vec<u8>>,
    refused: Vec<u32>,
}

impl Opened {
    /// None yet, and room for so many bytes: within them, it never moves and leaves a copy behind.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { fields: Wiped::new(Vec::with_capacity(bytes)), refused: Vec::new() }
    }

    /// Adds the fields that come after these.
    pub fn append(&mut self, next: &Self) {
        self.fields.extend_from_slice(&next.fields);
        self.refused.extend_from_slice(&next.refused);
    }

    /// The fields one after the other, as long as [`field_len`] says, zeros where one is not genuine; and which are not.
    #[must_use]
    pub fn into_parts(mut self) -> (Vec<u8>, Vec<u32>) {
        (std::mem::take(&mut *self.fields), self.refused)
    }
}

impl Keyring {
    /// Seals a range of fields, one after the other; `salts` are theirs, of [`SALT`] bytes each.
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    ///
    /// # Panics
    ///
    /// If there are fewer fields, contexts or salts.
    pub fn seal_many(
        &self,
        fields: &Packed,
        contexts: &Contexts,
        salts: &[u8],
        range: Range<usize>,
        checkpoint: Checkpoint<'_>,
    ) -> Result<Vec<u8>, Error> {
        let (salts, _) = salts.as_chunks::<SALT>();
        let mut all = vec![0; fields.bytes_in(&range) + range.len() * OVERHEAD];
        let mut rest = &mut *all;
        let mut stride = Stride::new(range.len(), checkpoint);
        let mut session = self.session();
        let mut context = Vec::new();
        for index in range {
            let field = fields.get(index);
            contexts.write(index, &mut context);
            let sealed = rest.split_off_mut(..field.len() + OVERHEAD).unwrap_or_default();
            session.seal_into(field, &context, &salts[index], sealed);
            stride.done(field.len())?;
        }
        Ok(all)
    }

    /// Opens a range of sealed fields.
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    ///
    /// # Panics
    ///
    /// If there are fewer fields or contexts.
    #[allow(clippy::cast_possible_truncation)] // offsets are 32 bits wide, so there are no more fields than that
    pub fn open_many(
        &self,
        sealed: &Packed,
        contexts: &Contexts,
        range: Range<usize>,
        checkpoint: Checkpoint<'_>,
    ) -> Result<Opened, Error> {
        let length = range.clone().map(|index| field_len(sealed.get(index))).sum();
        let mut fields = Wiped::new(vec![0; length]);
        let mut rest = &mut **fields;
        let mut refused = Vec::new();
        let mut stride = Stride::new(range.len(), checkpoint);
        let mut session = self.session();
        let mut context = Vec::new();
        for index in range {
            let sealed = sealed.get(index);
            contexts.write(index, &mut context);
            let field = rest.split_off_mut(..field_len(sealed)).unwrap_or_default();
            if !session.open_into(sealed, &context, field) {
                refused.push(index as u32);
            }
            stride.done(sealed.len())?;
        }
        Ok(Opened { fields, refused })
    }
}

/// How much was done since the last checkpoint.
struct Stride<'a> {
    checkpoint: Checkpoint<'a>,
    done: u64,
    total: u64,
    bytes: usize,
}

impl<'a> Stride<'a> {
    fn new(total: usize, checkpoint: Checkpoint<'a>) -> Self {
        Self { checkpoint, done: 0, total: total as u64, bytes: 0 }
    }

    fn done(&mut self, bytes: usize) -> Result<(), Error> {
        self.done += 1;
        self.bytes += bytes;
        if self.bytes < STRIDE {
            return Ok(());
        }
        self.bytes = 0;
        match (self.checkpoint)(self.done, self.total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }
}
