use std::ops::Range;

use crate::wiped::Wiped;

/// Byte strings one after the other in one piece of memory: what crosses for many fields at once. Wiped when dropped.
///
/// It has no `Debug` on purpose.
#[allow(missing_debug_implementations)]
pub struct Packed {
    bytes: Wiped<Vec<u8>>,
    /// Invariant: ascending, and the last is the length of `bytes`.
    ends: Vec<u32>,
}

impl Packed {
    /// `None` if `ends`, where each string ends, do not fit `bytes`.
    #[must_use]
    pub fn new(bytes: Vec<u8>, ends: Vec<u32>) -> Option<Self> {
        let bytes = Wiped::new(bytes);
        let last = ends.last().copied().unwrap_or(0);
        (ends.is_sorted() && bytes.len() == last as usize).then_some(Self { bytes, ends })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One of them.
    ///
    /// # Panics
    ///
    /// If there are not so many.
    #[must_use]
    pub fn get(&self, index: usize) -> &[u8] {
        &self.bytes[self.start(index)..self.ends[index] as usize]
    }

    /// Bytes of a range of them.
    ///
    /// # Panics
    ///
    /// If there are not so many.
    #[must_use]
    pub fn bytes_in(&self, range: &Range<usize>) -> usize {
        self.start(range.end) - self.start(range.start)
    }

    fn start(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }
}

/// The contexts of many fields, in parts: a field's is its string of each part, or the part's only one.
///
/// It has no `Debug` on purpose.
#[allow(missing_debug_implementations)]
pub struct Contexts {
    parts: Vec<Packed>,
}

impl Contexts {
    /// `None` if a part has neither one string nor one for each of `count` fields.
    #[must_use]
    pub fn new(parts: Vec<Packed>, count: usize) -> Option<Self> {
        parts.iter().all(|part| part.len() == 1 || part.len() == count).then_some(Self { parts })
    }

    /// Writes a field's context.
    ///
    /// # Panics
    ///
    /// If there are not so many fields.
    pub fn write(&self, index: usize, context: &mut Vec<u8>) {
        context.clear();
        for part in &self.parts {
            context.extend_from_slice(part.get(if part.len() == 1 { 0 } else { index }));
        }
    }
}
