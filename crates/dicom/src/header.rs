//! The tag, VR and length at the start of an element (PS3.5 7.1).

use crate::dictionary;
use crate::element::{Tag, flags};
use crate::error::{Error, Result};
use crate::source::Source;
use crate::vr::Vr;

/// How a data set is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Encoding {
    pub explicit: bool,
    pub big_endian: bool,
}

impl Encoding {
    pub(crate) const IMPLICIT_LITTLE: Self = Self { explicit: false, big_endian: false };
    pub(crate) const EXPLICIT_LITTLE: Self = Self { explicit: true, big_endian: false };
    pub(crate) const EXPLICIT_BIG: Self = Self { explicit: true, big_endian: true };

    pub(crate) fn u16(self, bytes: [u8; 2]) -> u16 {
        if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
    }

    pub(crate) fn u32(self, bytes: [u8; 4]) -> u32 {
        if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    }

    pub(crate) fn tag(self, bytes: [u8; 4]) -> Tag {
        let [a, b, c, d] = bytes;
        Tag(u32::from(self.u16([a, b])) << 16 | u32::from(self.u16([c, d])))
    }
}

/// The length that stands for "until the delimiter".
pub(crate) const UNDEFINED: u32 = 0xFFFF_FFFF;

/// An element's header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    pub tag: Tag,
    pub vr: Vr,
    pub flags: u8,
    pub length: u32,
    /// Where the value starts.
    pub value: u64,
    /// Whether the VR is the data's own word, not the dictionary's.
    pub declared: bool,
}

/// `N` bytes at `offset` that also lie before `end`.
pub(crate) fn array<const N: usize>(
    source: &(impl Source + ?Sized),
    offset: u64,
    end: u64,
) -> Option<[u8; N]> {
    if offset.checked_add(N as u64)? > end {
        return None;
    }
    source.bytes(offset, N as u64)?.try_into().ok()
}

/// Reads the header at `offset`; the element must end before `end`.
pub(crate) fn read(
    source: &(impl Source + ?Sized),
    offset: u64,
    end: u64,
    encoding: Encoding,
) -> Result<Header> {
    let [t0, t1, t2, t3, b4, b5, b6, b7] =
        array::<8>(source, offset, end).ok_or(Error::HeaderCutShort { offset })?;
    let tag = encoding.tag([t0, t1, t2, t3]);
    let byte_order = if encoding.big_endian { flags::BIG_ENDIAN } else { 0 };
    // Items and delimiters have no VR in any encoding; an element without a plausible VR in an explicit data set was
    // written implicitly, as some writers do.
    if !encoding.explicit || tag.group() == 0xFFFE || !is_vr_like([b4, b5]) {
        let (vr, ambiguous) = match tag {
            Tag::ITEM | Tag::ITEM_DELIMITER | Tag::SEQUENCE_DELIMITER => (Vr::Un, 0),
            _ => dictionary::implicit_vr(tag),
        };
        let length = encoding.u32([b4, b5, b6, b7]);
        return Ok(Header {
            tag,
            vr,
            flags: byte_order | ambiguous,
            length,
            value: offset + 8,
            declared: false,
        });
    }
    let named = Vr::from_code([b4, b5]);
    let vr = named.unwrap_or(Vr::Un);
    // VRs of later editions all have the long form (PS3.5 6.2), but older private ones do not: the reserved bytes tell.
    if named.map_or([b6, b7] == [0, 0], Vr::has_long_length) {
        let length = array(source, offset + 8, end).ok_or(Error::HeaderCutShort { offset })?;
        return Ok(resolve(Header {
            tag,
            vr,
            flags: byte_order | flags::LONG_HEADER,
            length: encoding.u32(length),
            value: offset + 12,
            declared: true,
        }));
    }
    let length = u32::from(encoding.u16([b6, b7]));
    Ok(resolve(Header { tag, vr, flags: byte_order, length, value: offset + 8, declared: true }))
}

/// Gives an UN element of a known tag its VR. Its value is little endian in any data set (PS3.5 6.2.2).
fn resolve(header: Header) -> Header {
    if header.vr != Vr::Un || header.length == UNDEFINED {
        return header;
    }
    let (vr, ambiguous) = dictionary::implicit_vr(header.tag);
    Header { vr, flags: header.flags & !flags::BIG_ENDIAN | ambiguous, declared: false, ..header }
}

/// Whether two bytes could be a VR, known or not.
pub(crate) fn is_vr_like(bytes: [u8; 2]) -> bool {
    bytes.iter().all(u8::is_ascii_uppercase)
}
