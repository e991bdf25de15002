use crate::element::Element;
use crate::source::{Excerpt, Source};

/// The bytes of a file, wherever they are.
#[derive(Debug)]
pub(crate) enum Bytes<'a> {
    Borrowed(&'a [u8]),
    Owned(Vec<u8>),
    Excerpt(Excerpt),
}

impl Source for Bytes<'_> {
    fn length(&self) -> u64 {
        match self {
            Bytes::Borrowed(data) => data.length(),
            Bytes::Owned(data) => data.length(),
            Bytes::Excerpt(excerpt) => excerpt.length(),
        }
    }

    fn bytes(&self, offset: u64, length: u64) -> Option<&[u8]> {
        match self {
            Bytes::Borrowed(data) => data.bytes(offset, length),
            Bytes::Owned(data) => data.bytes(offset, length),
            Bytes::Excerpt(excerpt) => excerpt.bytes(offset, length),
        }
    }

    fn rest(&self, offset: u64) -> &[u8] {
        match self {
            Bytes::Borrowed(data) => data.rest(offset),
            Bytes::Owned(data) => data.rest(offset),
            Bytes::Excerpt(excerpt) => excerpt.rest(offset),
        }
    }
}

/// A scanned data set: the flat index of its elements, and their bytes.
#[derive(Debug)]
pub struct DataSet<'a> {
    bytes: Bytes<'a>,
    /// File meta information, then the data set, each in file order.
    index: Vec<Element>,
    meta: usize,
}

impl<'a> DataSet<'a> {
    pub(crate) fn new(bytes: Bytes<'a>, index: Vec<Element>, meta: usize) -> Self {
        Self { bytes, index, meta }
    }

    /// The elements and items in file order, a sequence before its items and an item before its elements. Offsets
    /// ascend.
    #[must_use]
    pub fn elements(&self) -> &[Element] {
        &self.index[self.meta..]
    }

    /// The file meta information: the elements of group 0002, which are not part of the data set.
    #[must_use]
    pub fn file_meta(&self) -> &[Element] {
        &self.index[..self.meta]
    }

    /// The bytes of a value; `None` where an [`Intake`](crate::Intake) left them out.
    #[must_use]
    pub fn value(&self, element: &Element) -> Option<&[u8]> {
        self.bytes.bytes(element.offset, element.length)
    }

    pub(crate) fn bytes(&self) -> &Bytes<'a> {
        &self.bytes
    }

    /// File meta information and data set in one.
    pub(crate) fn index(&self) -> &[Element] {
        &self.index
    }

    /// The index of the entry after `index` and all it holds.
    pub(crate) fn after(&self, index: usize) -> usize {
        // What follows has a header of at least 8 bytes; what is inside may be empty and stand at the very end.
        let end = self.index[index].end();
        index + 1 + self.index[index + 1..].partition_point(|inner| inner.offset <= end)
    }
}
