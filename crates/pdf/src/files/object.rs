//! What PDF files are made of (ISO 32000-2, 7.3). Clones are cheap: what is large is shared.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// Which object: its number and generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Id {
    pub number: u32,
    pub generation: u16,
}

#[derive(Debug, Clone)]
pub(super) enum Object {
    Null,
    Boolean(bool),
    Integer(i64),
    Real(f64),
    Name(Rc<[u8]>),
    String(Rc<[u8]>),
    Array(Rc<Vec<Object>>),
    Dictionary(Rc<Dictionary>),
    Stream(Rc<Stream>),
    Reference(Id),
}

/// Keys in the order of their bytes, so that what is written does not depend on what was read.
pub(super) type Dictionary = BTreeMap<Box<[u8]>, Object>;

#[derive(Debug)]
pub(super) struct Stream {
    pub dictionary: Rc<Dictionary>,
    /// Where its bytes stand in the file.
    pub data: Range<usize>,
    /// Whose key encrypts it.
    pub id: Id,
}

impl Object {
    pub fn name(name: &str) -> Self {
        Self::Name(name.as_bytes().into())
    }

    pub fn array(items: impl IntoIterator<Item = Object>) -> Self {
        Self::Array(Rc::new(items.into_iter().collect()))
    }

    pub fn dictionary(entries: impl IntoIterator<Item = (&'static str, Object)>) -> Self {
        Self::Dictionary(Rc::new(dictionary(entries)))
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub fn is_name(&self, name: &str) -> bool {
        matches!(self, Self::Name(own) if **own == *name.as_bytes())
    }

    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Real(value) => Some(*value),
            _ => None,
        }
    }

    /// As a count or an index.
    pub fn integer(&self) -> Option<i64> {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
        match self {
            Self::Integer(value) => Some(*value),
            Self::Real(value) if value.fract() == 0.0 && value.abs() < 1e15 => Some(*value as i64),
            _ => None,
        }
    }

    pub fn index(&self) -> Option<usize> {
        self.integer().and_then(|value| usize::try_from(value).ok())
    }
}

/// A dictionary of our own.
pub(super) fn dictionary(entries: impl IntoIterator<Item = (&'static str, Object)>) -> Dictionary {
    entries.into_iter().map(|(key, value)| (key.as_bytes().into(), value)).collect()
}
