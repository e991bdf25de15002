//! Thrift's compact protocol, walked before the parquet crate reads it: that crate reserves memory for as many items as a
//! list claims, and goes as deep as a schema claims.
//!
//! Source: <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>.

use super::varint::{varint, zigzag};

/// Structs and lists inside each other: metadata need 6.
const MAX_DEPTH: usize = 16;
/// Bytes that each struct of a list has at least; those of Parquet's metadata have more.
const LEAST_STRUCT: usize = 3;

const STOP: u8 = 0;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const INTEGERS: std::ops::RangeInclusive<u8> = 4..=6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const STRUCT: u8 = 12;

/// What is told of each integer, and of the length of each text: the fields' numbers from the root to it, and its value.
pub(super) type See<'a> = &'a mut dyn FnMut(&[i16], i64);

/// How many bytes the struct at the beginning has; none if it is not all there, or claims what is not.
pub(super) fn walk(bytes: &[u8], see: See<'_>) -> Option<usize> {
    let mut walker = Walker { bytes, at: 0, path: Vec::new(), see };
    walker.structure(0)?;
    Some(walker.at)
}

struct Walker<'a> {
    bytes: &'a [u8],
    at: usize,
    path: Vec<i16>,
    see: See<'a>,
}

impl Walker<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        varint(|| self.byte())
    }

    fn zigzag(&mut self) -> Option<i64> {
        self.varint().map(zigzag)
    }

    fn skip(&mut self, bytes: u64) -> Option<()> {
        let end = self.at.checked_add(usize::try_from(bytes).ok()?)?;
        (end <= self.bytes.len()).then(|| self.at = end)
    }

    fn structure(&mut self, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut id = 0_i16;
        loop {
            let header = self.byte()?;
            let kind = header & 0xf;
            if kind == STOP {
                return Some(());
            }
            id = match header >> 4 {
                0 => i16::try_from(self.zigzag()?).ok()?,
                delta => id.checked_add(i16::from(delta))?,
            };
            self.path.push(id);
            if kind != TRUE && kind != FALSE {
                self.value(kind, depth)?;
            }
            self.path.pop();
        }
    }

    fn value(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            TRUE | FALSE | BYTE => self.skip(1),
            DOUBLE => self.skip(8),
            BINARY => {
                let length = self.varint()?;
                (self.see)(&self.path, i64::try_from(length).ok()?);
                self.skip(length)
            }
            LIST | SET => self.list(depth),
            STRUCT => self.structure(depth + 1),
            kind if INTEGERS.contains(&kind) => {
                let value = self.zigzag()?;
                (self.see)(&self.path, value);
                Some(())
            }
            // Parquet has no maps.
            _ => None,
        }
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        let header = self.byte()?;
        let kind = header & 0xf;
        let count = match header >> 4 {
            15 => self.varint()?,
            count => count.into(),
        };
        let least = if kind == STRUCT { LEAST_STRUCT } else { 1 };
        if count > ((self.bytes.len() - self.at) / least) as u64 || depth > MAX_DEPTH {
            return None;
        }
        for _ in 0..count {
            self.value(kind, depth + 1)?;
        }
        Some(())
    }
}

/// Groups inside each other.
const MAX_NESTING: usize = 64;

/// Whether a footer (a `FileMetaData`) claims no more than there is: its lists, and the tree of its schema.
pub(super) fn is_sound_footer(footer: &[u8]) -> bool {
    // Of the schema's elements, how many children each has.
    let mut children: Vec<i64> = Vec::new();
    let mut row_groups = 0_usize;
    let walked = walk(footer, &mut |path, value| match path {
        [2, 4] => children.push(0),
        [2, 5] => {
            if let Some(last) = children.last_mut() {
                *last = value;
            }
        }
        [4, 3] => row_groups += 1,
        _ => (),
    });
    // A row group's number of rows is required; a list of empty ones is refused by the crate for want of it.
    walked.is_some() && is_tree(&children) && row_groups <= footer.len() / 8
}

/// Whether elements in depth-first order, of which each has so many children, are one tree, and not too deep.
fn is_tree(children: &[i64]) -> bool {
    let mut open: Vec<i64> = Vec::new();
    for (index, &count) in children.iter().enumerate() {
        if index > 0 {
            match open.last_mut() {
                Some(left) => *left -= 1,
                None => return false,
            }
        }
        if count < 0 || usize::try_from(count).is_ok_and(|count| count > children.len()) {
            return false;
        }
        open.push(count);
        while open.last() == Some(&0) {
            open.pop();
        }
        if open.len() > MAX_NESTING {
            return false;
        }
    }
    !children.is_empty() && open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_has_as_many_elements_as_it_claims() {
        assert!(is_tree(&[2, 0, 1, 0]));
        assert!(is_tree(&[0]));
        assert!(!is_tree(&[]));
        assert!(!is_tree(&[2, 0]));
        assert!(!is_tree(&[1, 0, 0]));
        assert!(!is_tree(&[1, i64::MAX]));
        assert!(!is_tree(&vec![1; 100_000]));
    }

    #[test]
    fn a_list_that_claims_more_than_there_is_is_refused() {
        // Field 1, a list of 2^28 bytes, of which there are none.
        let claim = [0x19, 0xf3, 0x80, 0x80, 0x80, 0x80, 0x01, 0x00];
        assert_eq!(walk(&claim, &mut |_, _| ()), None);
        // The same of two, and both there.
        assert_eq!(walk(&[0x19, 0x23, 1, 2, 0], &mut |_, _| ()), Some(5));
    }

    #[test]
    fn structs_inside_each_other_end() {
        assert_eq!(walk(&[0x1c; 1000], &mut |_, _| ()), None);
    }

    #[test]
    fn integers_are_told_with_their_fields() {
        let mut seen = Vec::new();
        // Field 2: a struct, whose field 1 is the i32 -3.
        let length =
            walk(&[0x2c, 0x15, 0x05, 0x00, 0x00], &mut |path, value| seen.push((path.to_vec(), value)));
        assert_eq!((length, seen), (Some(5), vec![(vec![2, 1], -3)]));
    }
}
