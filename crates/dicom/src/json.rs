//! The DICOM JSON model (PS3.18 Annex F) of a scanned data set, as text.

mod values;

use crate::Checkpoint;
use crate::charset::Charset;
use crate::data_set::DataSet;
use crate::element::{Element, Tag};
use crate::error::{Error, Result};
use crate::intake::Options;
use crate::source::Source;
use crate::value::append;
use crate::vr::Vr;

/// (FFFC,FFFC) Data Set Trailing Padding, which has no significance (PS3.10 7.2).
const TRAILING_PADDING: Tag = Tag(0xFFFC_FFFC);

/// Output between two checkpoints: about half a millisecond.
const BLOCK: usize = 128 << 10;

/// Elements between two checkpoints.
const STEPS: usize = 2048;

/// Where a text is cut in pieces: what a JavaScript engine makes objects of in a few milliseconds.
const PIECE: usize = 128 << 10;

/// A piece of the JSON text of a data set. The text is cut only at commas between elements and between the values of an
/// element, so that each piece can be completed and parsed by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonPiece {
    /// The text, without the comma at which it was cut.
    pub json: String,
    /// The sequences, outermost first, in whose last item so far the piece goes on.
    pub path: Vec<Tag>,
    /// Whether the last of `path` is no sequence, but the element whose values go on.
    pub in_value: bool,
}

/// Something being written.
enum Frame {
    DataSet(Level),
    Sequence { tag: Tag, next: usize, end: usize, context: Context },
}

/// What a data set hands down to the items in it.
#[derive(Clone, Copy, Default)]
struct Context {
    charset: Charset,
    /// Whether Pixel Representation says that pixels are signed.
    signed: bool,
}

/// A data set or item being written.
struct Level {
    /// Its elements to write: `start..end` in the writer's list, from `start` on not yet written.
    start: usize,
    end: usize,
    /// Where its list began.
    base: usize,
    context: Context,
}

pub(crate) struct Writer<'a> {
    data_set: &'a DataSet<'a>,
    pixel_data: bool,
    max_elements: u64,
    max_json_bytes: u64,
    /// Elements, items, and further values written so far.
    counted: u64,
    /// What is complete of the text.
    pieces: Vec<JsonPiece>,
    /// The length of the pieces, with the commas between them.
    length: u64,
    /// The piece being written.
    out: String,
    /// Where it goes on: see [`JsonPiece::path`].
    path: Vec<Tag>,
    in_value: bool,
    frames: Vec<Frame>,
    /// The elements of the open data sets by tag, those of the innermost last.
    lists: Vec<usize>,
    steps: usize,
    written: usize,
    done: u64,
}

/// Writes the data set as one JSON object, in pieces.
pub(crate) fn write(
    data_set: &DataSet<'_>,
    options: &Options,
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<JsonPiece>> {
    let mut writer = Writer {
        data_set,
        pixel_data: options.pixel_data,
        max_elements: options.limits.max_elements,
        max_json_bytes: options.limits.max_json_bytes,
        counted: data_set.index().len() as u64,
        pieces: Vec::new(),
        length: 0,
        out: String::new(),
        path: Vec::new(),
        in_value: false,
        frames: Vec::new(),
        lists: Vec::new(),
        steps: 0,
        written: 0,
        done: 0,
    };
    let first = if options.file_meta { 0 } else { data_set.file_meta().len() };
    writer.enter(first, data_set.index().len(), Context::default());
    while writer.step(checkpoint)? {}
    writer.cut(None);
    Ok(writer.pieces)
}

impl Writer<'_> {
    /// Begins the data set whose elements are `index[first..end]`.
    fn enter(&mut self, first: usize, end: usize, inherited: Context) {
        let index = self.data_set.index();
        let base = self.lists.len();
        let mut next = first;
        while next < end {
            let Element { tag, vr, .. } = index[next];
            if tag.element() != 0 && tag != TRAILING_PADDING && (self.pixel_data || !tag.is_pixel_data()) {
                self.lists.push(next);
            }
            next = if vr == Vr::Sq { self.data_set.after(next) } else { next + 1 };
        }
        let list = &mut self.lists[base..];
        if !list.is_sorted_by(|a, b| index[*a].tag < index[*b].tag) {
            // Of elements with the same tag, the last counts.
            list.sort_by(|a, b| index[*a].tag.cmp(&index[*b].tag).then(b.cmp(a)));
            let mut kept = base;
            for at in base..self.lists.len() {
                if at == base || index[self.lists[at]].tag != index[self.lists[kept - 1]].tag {
                    self.lists[kept] = self.lists[at];
                    kept += 1;
                }
            }
            self.lists.truncate(kept);
        }
        let mut context = inherited;
        if let Some(value) =
            self.find(base, Tag::SPECIFIC_CHARACTER_SET).and_then(|found| self.data_set.value(found))
        {
            context.charset = Charset::from_value(value);
        }
        if let Some(first) =
            self.find(base, Tag::PIXEL_REPRESENTATION).and_then(|found| self.first_u16(found))
        {
            context.signed = first != 0;
        }
        self.out.push('{');
        self.frames.push(Frame::DataSet(Level { start: base, end: self.lists.len(), base, context }));
    }

    fn find(&self, base: usize, tag: Tag) -> Option<&Element> {
        let index = self.data_set.index();
        let list = &self.lists[base..];
        list.binary_search_by_key(&tag, |at| index[*at].tag).ok().map(|found| &index[list[found]])
    }

    fn first_u16(&self, element: &Element) -> Option<u16> {
        let bytes = self.data_set.value(element)?.get(..2)?.try_into().ok()?;
        Some(if element.is_big_endian() { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    /// Writes the next element, or begins or ends something; false when all is written.
    fn step(&mut self, checkpoint: Checkpoint<'_>) -> Result<bool> {
        self.steps += 1;
        self.pause(checkpoint)?;
        let index = self.data_set.index();
        match self.frames.last_mut() {
            None => return Ok(false),
            Some(Frame::Sequence { next, end, context, .. }) => {
                if *next == *end {
                    self.out.push_str("]}");
                    self.frames.pop();
                    return Ok(true);
                }
                let (item, context) = (*next, *context);
                let after = self.data_set.after(item);
                *next = after;
                if !self.out.ends_with('[') {
                    self.out.push(',');
                }
                self.enter(item + 1, after, context);
            }
            Some(Frame::DataSet(level)) => {
                if level.start == level.end {
                    let base = level.base;
                    self.lists.truncate(base);
                    self.out.push('}');
                    self.frames.pop();
                    return Ok(true);
                }
                let (at, base, context) = (self.lists[level.start], level.base, level.context);
                level.start += 1;
                let element = &index[at];
                self.done = element.offset;
                if !self.out.ends_with('{') {
                    self.separate(None);
                }
                append(&mut self.out, format_args!("\"{:08X}\":{{\"vr\":\"", element.tag.0));
                let vr = self.vr(element, base, context);
                self.out.push_str(vr.code());
                self.out.push('"');
                if vr != Vr::Sq {
                    self.value(element, vr, context.charset, checkpoint)?;
                    self.out.push('}');
                } else if self.data_set.after(at) == at + 1 {
                    self.out.push('}');
                } else {
                    self.out.push_str(",\"Value\":[");
                    self.frames.push(Frame::Sequence {
                        tag: element.tag,
                        next: at + 1,
                        end: self.data_set.after(at),
                        context,
                    });
                }
            }
        }
        Ok(true)
    }

    /// Writes a comma, or ends the piece where it would stand: between two elements, or two values of an element.
    fn separate(&mut self, element: Option<Tag>) {
        if self.out.len() >= PIECE {
            self.cut(element);
        } else {
            self.out.push(',');
        }
    }

    /// Ends the piece here; the next goes on in the values of `element`, if there is one.
    fn cut(&mut self, element: Option<Tag>) {
        let json = std::mem::take(&mut self.out);
        let path = self.frames.iter().filter_map(|frame| match frame {
            Frame::Sequence { tag, .. } => Some(*tag),
            Frame::DataSet(_) => None,
        });
        let path = std::mem::replace(&mut self.path, path.chain(element).collect());
        let in_value = std::mem::replace(&mut self.in_value, element.is_some());
        self.length += json.len() as u64 + 1;
        self.written = 0;
        self.pieces.push(JsonPiece { json, path, in_value });
    }

    /// The VR to write: the element's, made definite where its data set decides, and UN where its bytes cannot be what
    /// the VR says.
    fn vr(&self, element: &Element, base: usize, context: Context) -> Vr {
        let vr = match (element.is_ambiguous(), element.tag) {
            (false, _) => element.vr,
            // PS3.3 C.11.1.1.1: a table of one entry is a number.
            (true, Tag::LUT_DATA) => {
                let descriptor = self.find(base, Tag::LUT_DESCRIPTOR).and_then(|found| self.first_u16(found));
                if descriptor == Some(1) { Vr::Us } else { Vr::Ow }
            }
            (true, _) => {
                if context.signed {
                    Vr::Ss
                } else {
                    Vr::Us
                }
            }
        };
        if element.length.is_multiple_of(size_of(vr)) { vr } else { Vr::Un }
    }

    /// Counts the values of an element after its first, before anything is made of them.
    fn count(&mut self, element: &Element, further: usize) -> Result<()> {
        self.counted += further as u64;
        if further > 0 && self.counted > self.max_elements {
            return Err(Error::TooManyElements { offset: element.start(), limit: self.max_elements });
        }
        Ok(())
    }

    /// Whether `more` bytes still fit in the text.
    fn fit(&self, more: usize) -> Result<()> {
        if self.length + (self.out.len() + more) as u64 > self.max_json_bytes {
            return Err(Error::JsonTooLong { limit: self.max_json_bytes });
        }
        Ok(())
    }

    fn pause(&mut self, checkpoint: Checkpoint<'_>) -> Result<()> {
        self.fit(0)?;
        if self.steps < STEPS && self.out.len() < self.written + BLOCK {
            return Ok(());
        }
        (self.steps, self.written) = (0, self.out.len());
        let total = self.data_set.bytes().length();
        if checkpoint(self.done, total).is_break() { Err(Error::Cancelled) } else { Ok(()) }
    }
}

/// The bytes of one value of a binary VR whose values are listed; 1 for all others.
fn size_of(vr: Vr) -> u64 {
    match vr {
        Vr::Us | Vr::Ss => 2,
        Vr::At | Vr::Fl | Vr::Sl | Vr::Ul => 4,
        Vr::Fd | Vr::Sv | Vr::Uv => 8,
        _ => 1,
    }
}
