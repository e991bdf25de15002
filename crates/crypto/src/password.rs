use zeroize::Zeroizing;

use crate::Error;
use crate::bcrypt::MAX_PASSWORD_BYTES;

/// A password bcrypt can read whole, in memory that is wiped when dropped.
///
/// On the heap, so that moving it leaves no copy behind. It has no `Debug` on purpose.
#[allow(missing_debug_implementations)]
pub struct Password {
    /// Invariant: at most [`MAX_PASSWORD_BYTES`], none of them NUL.
    bytes: Zeroizing<Vec<u8>>,
}

impl Password {
    /// Copies a password.
    ///
    /// # Errors
    ///
    /// [`Error::PasswordTooLong`] beyond 72 bytes, [`Error::PasswordHasNul`] if a byte is 0.
    pub fn new(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MAX_PASSWORD_BYTES {
            return Err(Error::PasswordTooLong { given: bytes.len() });
        }
        if bytes.contains(&0) {
            return Err(Error::PasswordHasNul);
        }
        Ok(Self { bytes: Zeroizing::new(bytes.to_vec()) })
    }

    /// The password and the NUL that ends it, over and over: what bcrypt takes its key from.
    pub(crate) fn cycle(&self) -> impl Iterator<Item = u8> {
        self.bytes.iter().copied().chain([0]).cycle()
    }
}
