//! The scan: one pass over the headers of a data set, with an explicit stack of what is open.

use crate::data_set::{Bytes, DataSet};
use crate::element::{Element, Tag, flags};
use crate::error::{Error, Result};
use crate::file::{self, FileHead};
use crate::header::{self, Encoding, Header, UNDEFINED};
use crate::inflate::inflate;
use crate::limits::Limits;
use crate::source::Source;
use crate::vr::Vr;
use claim::{Claim, UNKNOWN};
use item_encoding::{item_encoding, starts_with_item};
use std::ops::ControlFlow;
use zeros::{TrailingZeros, Zeros};

mod claim;
mod item_encoding;
mod plain;
mod zeros;

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

/// More elements than most files without functional groups have.
const USUALLY: usize = 128;

/// A scan that can stop anywhere and go on later, over a copy of the bytes.
#[derive(Debug)]
pub(crate) struct Scanner {
    limits: Limits,
    elements: Vec<Element>,
    /// How many of them are file meta information.
    meta: usize,
    open: Vec<Open>,
    at: u64,
    trailing_zeros: TrailingZeros,
    /// Where the fragments of encapsulated pixel data start and end, if somebody takes them from here.
    fragments: Option<Vec<(u64, u64)>>,
    /// Of a file whose end is not known: the last value in nothing of known length, which may turn out to be cut short.
    claim: Option<Claim>,
    /// Where the data set starts if only its first element tells that it is DICOM.
    guessed_at: Option<u64>,
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
        let meta = head.meta.len();
        let mut elements = head.meta;
        elements.reserve(USUALLY);
        Self {
            limits,
            meta,
            elements,
            open: vec![data_set],
            at: head.data_set,
            trailing_zeros: TrailingZeros::default(),
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
        let mut left = steps;
        loop {
            left -= self.plain_elements(source, left);
            if left == 0 {
                return Ok(false);
            }
            if self.step(source)? {
                return Ok(true);
            }
            left -= 1;
        }
    }

    /// Reads what comes next as long as it needs no step of its own; how many headers these were, at most `most`.
    pub(crate) fn plain_elements(&mut self, source: &(impl Source + ?Sized), most: usize) -> usize {
        let Open { kind, end, encoding, .. } = self.top();
        if !matches!(kind, Kind::DataSet | Kind::Item) || encoding != Encoding::EXPLICIT_LITTLE {
            return 0;
        }
        let before = self.elements.len();
        let room = usize::try_from(self.limits.max_elements).unwrap_or(usize::MAX).saturating_sub(before);
        let rest = source.rest(self.at);
        let inside = usize::try_from(end.saturating_sub(self.at))
            .map_or(rest, |length| &rest[..length.min(rest.len())]);
        let depth = self.depth();
        self.at = plain::read(inside, self.at, depth, most.min(room), &mut self.elements);
        self.elements.len() - before
    }

    /// Closes what ends here, or else reads the next header; true at the end of the data set. Where the source lacks bytes,
    /// nothing is done.
    pub(crate) fn step(&mut self, source: &(impl Source + ?Sized)) -> Result<bool> {
        let top = self.top();
        if self.at >= top.end {
            return self.close_ended();
        }
        match top.kind {
            Kind::Sequence | Kind::Fragments => self.item(source, &top)?,
            Kind::DataSet if self.trailing_zeros.are_all_that_is_left(source, self.at, top.end) => {
                return Ok(true);
            }
            Kind::DataSet | Kind::Item => self.element(source, &top)?,
        }
        Ok(false)
    }

    /// Closes all that ends here; true if it is the data set.
    fn close_ended(&mut self) -> Result<bool> {
        loop {
            let top = self.top();
            if self.at < top.end {
                return Ok(false);
            }
            if top.kind == Kind::DataSet {
                return Ok(true);
            }
            if top.undefined {
                let Element { tag, offset, .. } = self.elements[top.element];
                return Err(Error::Unclosed { tag, offset });
            }
            self.open.pop();
        }
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
        if let Some(claim) = self.claim.take() {
            let is_guess = self.guessed_at == Some(claim.offset);
            let fits = claim.fitting_end(end.max(claim.value));
            fits.map_err(|error| if is_guess { Error::NotDicom } else { error })?;
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
            let end = self.fitting_end(Claim { tag, offset, value, length }, top.end)?;
            self.fragments.iter_mut().for_each(|fragments| fragments.push((value, end)));
            self.at = end;
            return Ok(());
        }
        // What is open: the data set, then a sequence and an item for every level, then this sequence.
        let depth = (self.open.len() - 2) / 2;
        if depth >= usize::from(self.limits.max_depth) {
            return Err(Error::TooDeep { offset, limit: self.limits.max_depth.into() });
        }
        let end = if undefined {
            top.end
        } else {
            self.fitting_end(Claim { tag, offset, value, length }, top.end)?
        };
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
        let end = if undefined {
            top.end
        } else {
            self.fitting_end(Claim { tag, offset, value, length }, top.end)?
        };
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
        self.elements.push(Element { depth: self.depth(), ..element });
        Ok(())
    }

    /// The depth of what is read next.
    fn depth(&self) -> u16 {
        u16::try_from(self.open.len() - 1).unwrap_or(u16::MAX)
    }

    /// The end of a value, if it lies before the end of what holds it, as far as that is known.
    fn fitting_end(&mut self, claim: Claim, end: u64) -> Result<u64> {
        if end == UNKNOWN {
            self.claim = Some(claim);
        }
        claim.fitting_end(end)
    }

    /// Ends an undefined length at its delimiter.
    fn close(&mut self, top: &Open) {
        let element = &mut self.elements[top.element];
        element.length = self.at - element.offset;
        self.open.pop();
    }
}
