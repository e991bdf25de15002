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
    /// Whether nothing but its first element tells that it is DICOM.
    pub guessed: bool,
}

const META_GROUP: u16 = 0x0002;
const META_GROUP_LENGTH: Tag = Tag(0x0002_0000);
const TRANSFER_SYNTAX_UID: Tag = Tag(0x0002_0010);
const PREAMBLE: u64 = 128;
/// Bytes of a Transfer Syntax UID that count; a real one has 64.
const MAX_UID: u64 = 65_536;

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
    let head = HeadReader::default().read(source, max_elements)?;
    Ok(head.expect("a whole file lacks nothing"))
}

/// Reads the start of a file as far as a source has it, and goes on with the next.
#[derive(Debug, Default)]
pub(crate) struct HeadReader {
    part10: Option<bool>,
    meta: Vec<Element>,
    at: u64,
    /// Where the group length says that the data set starts.
    announced_end: Option<u64>,
    named: Option<TransferSyntax>,
}

#[derive(Clone, Copy, Debug)]
struct TransferSyntax {
    encoding: Encoding,
    deflated: bool,
}

impl HeadReader {
    /// Where it stands.
    pub(crate) fn position(&self) -> u64 {
        self.at
    }

    /// The head; none where the source lacks bytes from the [position](Self::position) on.
    pub(crate) fn read(
        &mut self,
        source: &(impl Source + ?Sized),
        max_elements: u64,
    ) -> Result<Option<FileHead>> {
        if self.part10.is_none() {
            let part10 = source.bytes(PREAMBLE, 4) == Some(b"DICM");
            if source.lacks() {
                return Ok(None);
            }
            self.part10 = Some(part10);
            self.at = if part10 { PREAMBLE + 4 } else { 0 };
        }
        if !self.read_meta(source, max_elements)? {
            return Ok(None);
        }
        let has_meta = self.part10 == Some(true) || !self.meta.is_empty();
        let TransferSyntax { encoding, deflated } = match self.named {
            Some(named) if named.deflated => named,
            Some(named) => TransferSyntax { encoding: as_found(source, self.at, named.encoding), ..named },
            None => {
                let guessed = guess(source, self.at, !has_meta);
                let encoding = guessed
                    .or_else(|| has_meta.then(|| as_found(source, self.at, Encoding::IMPLICIT_LITTLE)));
                if source.lacks() {
                    return Ok(None);
                }
                TransferSyntax { encoding: encoding.ok_or(Error::NotDicom)?, deflated: false }
            }
        };
        if source.lacks() {
            return Ok(None);
        }
        let meta = std::mem::take(&mut self.meta);
        let guessed = !has_meta && self.named.is_none();
        Ok(Some(FileHead { meta, data_set: self.at, encoding, deflated, guessed }))
    }

    /// Reads the elements of group 0002: explicit VR little endian in every file. False where the source lacks bytes.
    fn read_meta(&mut self, source: &(impl Source + ?Sized), max_elements: u64) -> Result<bool> {
        let file_end = source.length();
        if let Some(last) = self.meta.last().filter(|last| last.end() > file_end) {
            let given = file_end.saturating_sub(last.offset);
            return Err(Error::ValueCutShort {
                tag: last.tag,
                offset: last.start(),
                required: last.length,
                given,
            });
        }
        loop {
            let offset = self.at;
            let tag = header::array(source, offset, file_end).map(|b| Encoding::EXPLICIT_LITTLE.tag(b));
            // Deflated bytes can look like one more element; only there is the group length, often wrong, needed.
            let is_deflated = self.named.is_some_and(|named| named.deflated);
            let is_meta = tag.is_some_and(|tag| tag.group() == META_GROUP)
                && !(is_deflated && self.announced_end == Some(offset));
            if source.lacks() || !is_meta {
                return Ok(!source.lacks());
            }
            let read = header::read(source, offset, file_end, Encoding::EXPLICIT_LITTLE);
            if source.lacks() {
                return Ok(false);
            }
            let Header { tag, vr, length, value, flags, .. } = read?;
            if length == UNDEFINED {
                return Err(Error::UndefinedLength { tag, offset });
            }
            let length = u64::from(length);
            if self.meta.len() as u64 >= max_elements {
                return Err(Error::TooManyElements { offset, limit: max_elements });
            }
            if length > file_end - value {
                return Err(Error::ValueCutShort { tag, offset, required: length, given: file_end - value });
            }
            if matches!(tag, META_GROUP_LENGTH | TRANSFER_SYNTAX_UID) {
                let Some(bytes) = source.bytes(value, length.min(MAX_UID)) else { return Ok(false) };
                if tag == META_GROUP_LENGTH {
                    self.announced_end =
                        bytes.try_into().ok().map(|b| value + 4 + u64::from(u32::from_le_bytes(b)));
                } else {
                    self.named = transfer_syntax(bytes);
                }
            }
            self.meta.push(Element { offset: value, length, tag, depth: 0, vr, flags });
            self.at = value + length;
        }
    }
}

/// What a Transfer Syntax UID says; nothing where it is empty.
fn transfer_syntax(value: &[u8]) -> Option<TransferSyntax> {
    let padding = |byte: &u8| matches!(byte, 0 | b' ');
    let uid = &value[..value.iter().rposition(|byte| !padding(byte)).map_or(0, |last| last + 1)];
    let known = TRANSFER_SYNTAXES.iter().find(|(known, ..)| *known == uid);
    let (encoding, deflated) =
        known.map_or((Encoding::EXPLICIT_LITTLE, false), |&(_, encoding, deflated)| (encoding, deflated));
    (!uid.is_empty()).then_some(TransferSyntax { encoding, deflated })
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

/// The encoding of a data set of which nothing is known, if its first element makes sense in one; where not even that it
/// is a data set is known, the element must also fit into the file.
fn guess(source: &(impl Source + ?Sized), at: u64, must_fit: bool) -> Option<Encoding> {
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
    let fits = !must_fit || length == UNDEFINED || u64::from(length) <= source.length() - value;
    (plausible && fits).then_some(encoding)
}
