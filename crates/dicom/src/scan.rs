//! The scan: one pass over the headers of a data set, with an explicit stack of what is open.

use crate::data_set::{Bytes, DataSet};
use crate::element::{Element, Tag, flags};
use crate::error::{Error, Result};
use crate::file::{self, FileHead};
use crate::header::{self, Encoding, Header, UNDEFINED};
use crate::inflate::inflate;
use crate::source::Source;
use crate::vr::Vr;
use std::ops::ControlFlow;

/// What reading a file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Elements and sequence items, each of which costs 24 bytes of index; in JSON also every further value of an
    /// element with several.
    pub max_elements: u64,
    /// Sequences inside each other.
    pub max_depth: u16,
    /// The size of a deflated data set, inflated.
    pub max_inflated_bytes: u64,
    /// The length of the JSON text.
    pub max_json_bytes: u64,
}

/// What V8, which JSON is mostly for, can hold in one string on 64-bit machines, less 1 MiB for what completes a piece.
const MAX_JAVASCRIPT_STRING: u64 = (1 << 29) - (1 << 20);

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_elements: 2_000_000,
            max_depth: 64,
            max_inflated_bytes: 512 << 20,
            max_json_bytes: MAX_JAVASCRIPT_STRING,
        }
    }
}

/// Scans a Part 10 file or a bare data set. Nothing is copied, unless the data set is deflated.
///
/// # Errors
/// All of [`Error`] but `Cancelled`.
///
/// ```
/// use clinicore_dicom::{Limits, Tag, Vr, scan};
///
/// let data_set = scan(b"\x08\x00\x60\x00CS\x02\x00OP", &Limits::default())?;
/// let modality = &data_set.elements()[0];
/// assert_eq!((modality.tag, modality.vr, modality.offset), (Tag(0x0008_0060), Vr::Cs, 8));
/// assert_eq!(data_set.value(modality), Some(&b"OP"[..]));
/// # Ok::<(), clinicore_dicom::Error>(())
/// ```
pub fn scan<'a>(data: &'a [u8], limits: &Limits) -> Result<DataSet<'a>> {
    let head = file::read_head(data, limits.max_elements)?;
    let bytes = if head.deflated {
        let never = &mut |_, _| ControlFlow::Continue(());
        Bytes::Owned(inflate(data, head.data_set, limits.max_inflated_bytes, never)?)
    } else {
        Bytes::Borrowed(data)
    };
    let mut scanner = Scanner::new(head, *limits, bytes.length());
    while !scanner.advance(&bytes, usize::MAX)? {}
    Ok(scanner.finish(bytes))
}

/// A scan that can stop anywhere and go on later, over a copy of the bytes.
#[derive(Debug)]
pub(crate) struct Scanner {
    limits: Limits,
    elements: Vec<Element>,
    /// How many of them are file meta information.
    meta: usize,
    open: Vec<Open>,
    at: u64,
    /// Where the zeros begin that fill the file to its end; looked up once.
    padding: Option<u64>,
    /// Where the fragments of encapsulated pixel data start and end, if somebody takes them from here.
    fragments: Option<Vec<(u64, u64)>>,
    /// Of a file whose end is not known: the last value in nothing of known length, which may turn out to be cut short.
    claim: Option<Claim>,
    /// Where the data set starts if only its first element tells that it is DICOM.
    guessed_at: Option<u64>,
}

/// A value and where it is said to end.
#[derive(Clone, Copy, Debug)]
struct Claim {
    tag: Tag,
    offset: u64,
    value: u64,
    length: u32,
}

/// The end of a file whose end is not known yet.
const UNKNOWN: u64 = u64::MAX;

/// Zeros without end.
struct Zeros;

impl Source for Zeros {
    fn length(&self) -> u64 {
        UNKNOWN
    }

    fn bytes(&self, _: u64, length: u64) -> Option<&[u8]> {
        static ZEROS: [u8; 16] = [0; 16];
        ZEROS.get(..usize::try_from(length).ok()?)
    }
}

/// Something whose end has not been reached.
#[derive(Clone, Copy, Debug)]
struct Open {
    kind: Kind,
    /// Its entry in the index.
    element: usize,
    /// Where it ends, or for an undefined length, must have ended.
    end: u64,
    /// Whether a delimiter ends it.
    undefined: bool,
    /// Of its contents; of the items of a sequence, what they are in unless they are found to be implicit.
    encoding: Encoding,
    /// Whether it is a sequence whose data do not say so themselves: UN, or without a VR.
    unnamed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    DataSet,
    Sequence,
    Item,
    /// Encapsulated pixel data (PS3.5 A.4).
    Fragments,
}

impl Scanner {
    /// `length` is the file's, inflated.
    pub(crate) fn new(head: FileHead, limits: Limits, length: u64) -> Self {
        let data_set = Open {
            kind: Kind::DataSet,
            element: 0,
            end: length,
            undefined: false,
            encoding: head.encoding,
            unnamed: false,
        };
        Self {
            limits,
            meta: head.meta.len(),
            elements: head.meta,
            open: vec![data_set],
            at: head.data_set,
            padding: None,
            fragments: None,
            claim: None,
            guessed_at: head.guessed.then_some(head.data_set),
        }
    }

    /// Notes the fragments of encapsulated pixel data for [`take_fragments`](Self::take_fragments).
    pub(crate) fn noting_fragments(self) -> Self {
        Self { fragments: Some(Vec::new()), ..self }
    }

    /// The ranges of fragments noted since they were last taken.
    pub(crate) fn take_fragments(&mut self) -> Vec<(u64, u64)> {
        self.fragments.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Goes on for `steps` headers; true once the end of the data set is reached.
    pub(crate) fn advance(&mut self, source: &(impl Source + ?Sized), steps: usize) -> Result<bool> {
        for _ in 0..steps {
            if self.step(source)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads the next header; true at the end of the data set. Where the source lacks bytes, nothing is done.
    pub(crate) fn step(&mut self, source: &(impl Source + ?Sized)) -> Result<bool> {
        let top = self.top();
        if self.at >= top.end {
            if top.kind == Kind::DataSet {
                return Ok(true);
            }
            if top.undefined {
                let Element { tag, offset, .. } = self.elements[top.element];
                return Err(Error::Unclosed { tag, offset });
            }
            self.open.pop();
            return Ok(false);
        }
        match top.kind {
            Kind::Sequence | Kind::Fragments => self.item(source, &top)?,
            Kind::DataSet if self.only_zeros_left(source, &top) => return Ok(true),
            Kind::DataSet | Kind::Item => self.element(source, &top)?,
        }
        Ok(false)
    }

    fn top(&self) -> Open {
        *self.open.last().expect("the data set itself is never closed")
    }

    /// Whether what comes next is in no sequence.
    pub(crate) fn is_outermost(&self) -> bool {
        self.open.len() == 1
    }

    /// Says where a file ends whose end was not known.
    pub(crate) fn ends_at(&mut self, end: u64) -> Result<()> {
        if let Some(Claim { tag, offset, value, length }) = self.claim.take() {
            let fits = fitting_end(tag, offset, value, length, end.max(value));
            fits.map_err(|error| if self.guessed_at == Some(offset) { Error::NotDicom } else { error })?;
        }
        for open in self.open.iter_mut().filter(|open| open.end == UNKNOWN) {
            open.end = end;
        }
        Ok(())
    }

    /// Takes the bytes up to `end` for the empty elements that as many zeros say, instead of for padding.
    pub(crate) fn take_zeros(&mut self, end: u64) -> Result<()> {
        let top = self.top();
        while self.at < end {
            self.element(&Zeros, &top)?;
        }
        Ok(())
    }

    /// What was found so far: file meta information and data set in one, and how much is file meta information.
    pub(crate) fn index(&self) -> (&[Element], usize) {
        (&self.elements, self.meta)
    }

    /// Where the scan stands.
    pub(crate) fn position(&self) -> u64 {
        self.at
    }

    /// The ranges of the pixel data found so far.
    pub(crate) fn pixel_data(&self) -> impl Iterator<Item = (u64, u64)> {
        let open = self.open.last().filter(|top| top.kind == Kind::Fragments).map(|top| top.element);
        self.elements.iter().enumerate().filter(|(_, element)| element.tag.is_pixel_data()).map(
            move |(index, element)| {
                (element.offset, if open == Some(index) { self.at } else { element.end() })
            },
        )
    }

    pub(crate) fn finish(self, bytes: Bytes<'_>) -> DataSet<'_> {
        DataSet::new(bytes, self.elements, self.meta)
    }

    /// The next item of a sequence, fragment of pixel data, or the delimiter of either.
    fn item(&mut self, source: &(impl Source + ?Sized), top: &Open) -> Result<()> {
        let offset = self.at;
        let Header { tag, length, value, .. } = header::read(source, offset, top.end, top.encoding)?;
        if tag == Tag::SEQUENCE_DELIMITER {
            if top.undefined {
                self.close(top);
            }
            self.at = value;
            return Ok(());
        }
        if tag != Tag::ITEM {
            return Err(Error::NotAnItem { tag, offset });
        }
        let undefined = length == UNDEFINED;
        if top.kind == Kind::Fragments {
            if undefined {
                return Err(Error::UndefinedLength { tag, offset });
            }
            let end = self.fitting_end(tag, offset, value, length, top.end)?;
            self.fragments.iter_mut().for_each(|fragments| fragments.push((value, end)));
            self.at = end;
            return Ok(());
        }
        // What is open: the data set, then a sequence and an item for every level, then this sequence.
        let depth = (self.open.len() - 2) / 2;
        if depth >= usize::from(self.limits.max_depth) {
            return Err(Error::TooDeep { offset, limit: self.limits.max_depth.into() });
        }
        let end = if undefined { top.end } else { self.fitting_end(tag, offset, value, length, top.end)? };
        let encoding = item_encoding(source, value, end, top);
        if source.lacks() {
            return Ok(());
        }
        self.push(
            offset,
            Element {
                offset: value,
                length: if undefined { 0 } else { length.into() },
                tag,
                depth: 0,
                vr: Vr::Un,
                flags: if undefined { flags::UNDEFINED_LENGTH } else { 0 },
            },
        )?;
        let element = self.elements.len() - 1;
        self.open.push(Open { kind: Kind::Item, element, end, undefined, encoding, unnamed: false });
        self.at = value;
        Ok(())
    }

    /// The next element of the data set or of an item, or the item's delimiter.
    fn element(&mut self, source: &(impl Source + ?Sized), top: &Open) -> Result<()> {
        let offset = self.at;
        let Header { tag, mut vr, mut flags, length, value, declared } =
            header::read(source, offset, top.end, top.encoding)?;
        if matches!(tag, Tag::ITEM | Tag::ITEM_DELIMITER | Tag::SEQUENCE_DELIMITER) {
            if tag == Tag::ITEM_DELIMITER && top.undefined {
                self.close(top);
            } else if tag == Tag::ITEM || top.undefined || length != 0 {
                return Err(Error::Misplaced { tag, offset });
            }
            // A delimiter after something whose length was defined is superfluous but harmless.
            self.at = value;
            return Ok(());
        }

        let undefined = length == UNDEFINED;
        let unnamed = !declared || vr == Vr::Un;
        let mut contents = None;
        let mut encoding = Encoding { big_endian: flags & flags::BIG_ENDIAN != 0, ..top.encoding };
        if undefined {
            flags |= flags::UNDEFINED_LENGTH;
            let little = Encoding { big_endian: false, ..encoding };
            match vr {
                Vr::Sq | Vr::Un => {
                    vr = Vr::Sq;
                    // UN is little endian whatever the data set is (PS3.5 6.2.2).
                    if starts_with_item(source, value, little) {
                        encoding = little;
                    }
                    contents = Some(Kind::Sequence);
                }
                _ if tag.is_pixel_data() || matches!(vr, Vr::Ob | Vr::Ow) => {
                    vr = Vr::Ob;
                    contents = Some(Kind::Fragments);
                }
                _ => return Err(Error::UndefinedLength { tag, offset }),
            }
        }
        let end = if undefined { top.end } else { self.fitting_end(tag, offset, value, length, top.end)? };
        if vr == Vr::Sq && !undefined && length > 0 {
            // The dictionary may be wrong about an old or mended element; the data are then left as they are.
            if declared || starts_with_item(source, value, encoding) {
                contents = Some(Kind::Sequence);
            } else {
                vr = Vr::Un;
            }
        }
        if source.lacks() {
            return Ok(());
        }
        let length = if undefined { 0 } else { length.into() };
        self.push(offset, Element { offset: value, length, tag, depth: 0, vr, flags })?;
        if let Some(kind) = contents {
            let element = self.elements.len() - 1;
            self.open.push(Open { kind, element, end, undefined, encoding, unnamed });
            self.at = value;
        } else {
            self.at = end;
        }
        Ok(())
    }

    fn push(&mut self, offset: u64, element: Element) -> Result<()> {
        if self.elements.len() as u64 >= self.limits.max_elements {
            return Err(Error::TooManyElements { offset, limit: self.limits.max_elements });
        }
        let depth = u16::try_from(self.open.len() - 1).unwrap_or(u16::MAX);
        self.elements.push(Element { depth, ..element });
        Ok(())
    }

    /// The end of a value, if it lies before the end of what holds it, as far as that is known.
    fn fitting_end(&mut self, tag: Tag, offset: u64, value: u64, length: u32, end: u64) -> Result<u64> {
        if end == UNKNOWN {
            self.claim = Some(Claim { tag, offset, value, length });
        }
        fitting_end(tag, offset, value, length, end)
    }

    /// Ends an undefined length at its delimiter.
    fn close(&mut self, top: &Open) {
        let element = &mut self.elements[top.element];
        element.length = self.at - element.offset;
        self.open.pop();
    }

    /// Whether the rest of the file is filled with zeros, as some writers and disks do.
    fn only_zeros_left(&mut self, source: &(impl Source + ?Sized), top: &Open) -> bool {
        let starts_with_zeros = match header::array::<8>(source, self.at, top.end) {
            Some([0, 0, 0, 0, ..]) | None => true,
            Some(_) => false,
        };
        starts_with_zeros && *self.padding.get_or_insert_with(|| zeros_from(source)) <= self.at
    }
}

/// Where the run of zeros starts that ends the file.
fn zeros_from(source: &(impl Source + ?Sized)) -> u64 {
    const BLOCK: u64 = 4096;
    let mut end = source.length();
    while end > 0 {
        let start = end.saturating_sub(BLOCK);
        match source.bytes(start, end - start).map(|block| block.iter().rposition(|byte| *byte != 0)) {
            Some(None) => end = start,
            Some(Some(last)) => return start + last as u64 + 1,
            None => return end,
        }
    }
    0
}

/// The end of a value, if it lies before the end of what holds it.
fn fitting_end(tag: Tag, offset: u64, value: u64, length: u32, end: u64) -> Result<u64> {
    let (required, given) = (u64::from(length), end - value);
    if required > given {
        Err(Error::ValueCutShort { tag, offset, required, given })
    } else {
        Ok(value + required)
    }
}

fn starts_with_item(source: &(impl Source + ?Sized), value: u64, encoding: Encoding) -> bool {
    header::array(source, value, source.length()).is_some_and(|bytes| encoding.tag(bytes) == Tag::ITEM)
}

/// Items may be implicit where their data set is explicit: inside UN, where they always should be (PS3.5 6.2.2), and by
/// mistake.
fn item_encoding(source: &(impl Source + ?Sized), value: u64, end: u64, sequence: &Open) -> Encoding {
    let outer = sequence.encoding;
    let Some([t0, t1, t2, t3, v0, v1]) = header::array::<6>(source, value, end) else { return outer };
    let explicit = outer.tag([t0, t1, t2, t3]).group() == 0xFFFE
        || header::is_vr_like([v0, v1]) && (!sequence.unnamed || is_explicit(source, value, end, outer));
    Encoding { explicit: outer.explicit && explicit, ..outer }
}

/// Whether the first two elements, as far as there are two near by, make sense as explicit ones. One alone would not do:
/// an implicit length of 0x4F4C spells LO.
fn is_explicit(source: &(impl Source + ?Sized), start: u64, end: u64, encoding: Encoding) -> bool {
    /// How far the second may be, so that little of a file need be at hand at once.
    const NEAR: u64 = 65_536;
    let mut at = start;
    for _ in 0..2 {
        if at == end || at - start > NEAR {
            return true;
        }
        let Ok(Header { tag, length, value, .. }) = header::read(source, at, end, encoding) else {
            return false;
        };
        if tag.group() == 0xFFFE {
            return true;
        }
        let named = header::array(source, at + 4, end).and_then(Vr::from_code);
        if named.is_none() || length != UNDEFINED && u64::from(length) > end - value {
            return false;
        }
        if length == UNDEFINED {
            return true;
        }
        at = value + u64::from(length);
    }
    true
}
