//! How long values say they are, and whether that is true.

use crate::element::Tag;
use crate::error::{Error, Result};

/// The end of a file whose end is not known yet.
pub(super) const UNKNOWN: u64 = u64::MAX;

/// A value and how long it says it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub tag: Tag,
    /// Where its header starts.
    pub offset: u64,
    pub value: u64,
    pub length: u32,
}

impl Claim {
    /// The end of the value, if it does not lie behind the end of what holds it.
    pub(super) fn fitting_end(self, end: u64) -> Result<u64> {
        let Self { tag, offset, value, length } = self;
        let (required, given) = (u64::from(length), end - value);
        if required > given {
            Err(Error::ValueCutShort { tag, offset, required, given })
        } else {
            Ok(value + required)
        }
    }
}
