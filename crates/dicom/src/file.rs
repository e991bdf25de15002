//! What stands before the data set: preamble, file meta information (PS3.10 7.1), and how the data set is encoded.

use crate::dictionary;
use crate::element::{Element, Tag};
use crate::error::{Error, Result};
use crate::header::{self, Encoding, Header, UNDEFINED};
use crate::source::Source;
use crate::vr::Vr;

/// The start of a file, up to its data set.
#[derive(Debug)]
pub(crate) struct FileHead {
    /// The elements of group 0002.
    pub meta: Vec<Element>,
    /// Where the data set starts.
    pub data_set: u64,
    pub encoding: Encoding,
    /// Whether the data set is deflated (PS3.5 A.5).
    pub deflated: bool,
}

const META_GROUP: u16 = 0x0002;
const META_GROUP_LENGTH: Tag = Tag(0x0002_0000);
const TRANSFER_SYNTAX_UID: Tag = Tag(0x0002_0010);
const PREAMBLE: u64 = 128;

/// How each transfer syntax encodes the data set where it is not explicit VR little endian, and whether it deflates it.
const TRANSFER_SYNTAXES: [(&[u8], Encoding, bool); 6] = [
    (b"1.2.840.10008.1.2", Encoding::IMPLICIT_LITTLE, false),
    (b"1.2.840.10008.1.2.2", Encoding::EXPLICIT_BIG, false),
    (b"1.2.840.10008.1.2.1.99", Encoding::EXPLICIT_LITTLE, true),
    (b"1.2.840.10008.1.2.4.95", Encoding::EXPLICIT_LITTLE, true), // JPIP Referenced Deflate
    (b"1.2.840.10008.1.2.4.205", Encoding::EXPLICIT_LITTLE, true), // JPIP HTJ2K Referenced Deflate
    (b"1.2.840.113619.5.2", Encoding::IMPLICIT_LITTLE, false), // GE's private one: only its pixels are big endian
];

/// Reads the start of a Part 10 file, with or without preamble, or recognises a bare data set.
pub(crate) fn read_head(source: &(impl Source + ?Sized), max_elements: u64) -> Result<FileHead> {
    let part10 = source.bytes(PREAMBLE, 4) == Some(b"DICM");
    let start = if part10 { PREAMBLE + 4 } else { 0 };
    let Meta { elements: meta, end, transfer_syntax } = read_meta(source, start, max_elements)?;
    if let Some(uid) = transfer_syntax {
        let (encoding, deflated) = TRANSFER_SYNTAXES
            .iter()
            .find(|(known, ..)| *known == uid)
            .map_or((Encoding::EXPLICIT_LITTLE, false), |(_, encoding, deflated)| (*encoding, *deflated));
        let encoding = if deflated { encoding } else { as_found(source, end, encoding) };
        return Ok(FileHead { meta, data_set: end, encoding, deflated });
    }
    let encoding = match guess(source, end) {
        Some(encoding) => encoding,
        None if part10 || !meta.is_empty() => as_found(source, end, Encoding::IMPLICIT_LITTLE),
        None => return Err(Error::NotDicom),
    };
    Ok(FileHead { meta, data_set: end, encoding, deflated: false })
}

struct Meta<'a> {
    elements: Vec<Element>,
    end: u64,
    transfer_syntax: Option<&'a [u8]>,
}

/// The elements of group 0002 from `start` on: explicit VR little endian in every file.
fn read_meta<S: Source + ?Sized>(source: &S, start: u64, max_elements: u64) -> Result<Meta<'_>> {
    let file_end = source.length();
    let mut meta = Meta { elements: Vec::new(), end: start, transfer_syntax: None };
    let mut announced_end = None;
    let mut deflated = false;
    while let Some(tag) = header::array(source, meta.end, file_end).map(|b| Encoding::EXPLICIT_LITTLE.tag(b))
    {
        // Deflated bytes can look like one more element; only there is the group length, often wrong, needed.
        if tag.group() != META_GROUP || deflated && announced_end == Some(meta.end) {
            break;
        }
        let offset = meta.end;
        let Header { vr, length, value, flags, .. } =
            header::read(source, offset, file_end, Encoding::EXPLICIT_LITTLE)?;
        if length == UNDEFINED {
            return Err(Error::UndefinedLength { tag, offset });
        }
        let length = u64::from(length);
        if meta.elements.len() as u64 >= max_elements {
            return Err(Error::TooManyElements { offset, limit: max_elements });
        }
        let bytes = source.bytes(value, length).ok_or(Error::ValueCutShort {
            tag,
            offset,
            required: length,
            given: file_end - value,
        })?;
        if tag == META_GROUP_LENGTH {
            announced_end = bytes.try_into().ok().map(|b| value + 4 + u64::from(u32::from_le_bytes(b)));
        } else if tag == TRANSFER_SYNTAX_UID {
            let padding = |byte: &u8| matches!(byte, 0 | b' ');
            let uid = &bytes[..bytes.iter().rposition(|byte| !padding(byte)).map_or(0, |last| last + 1)];
            deflated = TRANSFER_SYNTAXES.iter().any(|(known, _, deflated)| *known == uid && *deflated);
            meta.transfer_syntax = Some(uid).filter(|uid| !uid.is_empty());
        }
        meta.elements.push(Element { offset: value, length, tag, depth: 0, vr, flags });
        meta.end = value + length;
    }
    Ok(meta)
}

/// The encoding a data set is really in, by its first element: some files are not in the transfer syntax they name.
fn as_found(source: &(impl Source + ?Sized), at: u64, named: Encoding) -> Encoding {
    let Some([.., v0, v1]) = header::array::<6>(source, at, source.length()) else {
        return named;
    };
    if named.explicit && !header::is_vr_like([v0, v1]) {
        return Encoding { explicit: false, ..named };
    }
    if !named.explicit && Vr::from_code([v0, v1]).is_some() {
        return Encoding::EXPLICIT_LITTLE;
    }
    named
}

/// The encoding of a data set of which nothing is known, if its first element makes sense in one.
fn guess(source: &(impl Source + ?Sized), at: u64) -> Option<Encoding> {
    let first: [u8; 8] = header::array(source, at, source.length())?;
    let [g0, g1, .., v0, v1, _, _] = first;
    let encoding = if Vr::from_code([v0, v1]).is_none() {
        Encoding::IMPLICIT_LITTLE
    } else if u16::from_be_bytes([g0, g1]) < u16::from_le_bytes([g0, g1]) {
        // Data sets start with a low group: the byte order in which it is lower is the right one.
        Encoding::EXPLICIT_BIG
    } else {
        Encoding::EXPLICIT_LITTLE
    };
    let Header { tag, length, value, .. } = header::read(source, at, source.length(), encoding).ok()?;
    let known = dictionary::knows(tag) || tag.element() == 0 && length == 4;
    let plausible = tag.group() != 0 && (encoding.explicit || known);
    let fits = length == UNDEFINED || u64::from(length) <= source.length() - value;
    (plausible && fits).then_some(encoding)
}
