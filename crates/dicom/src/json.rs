//! The DICOM JSON model (PS3.18 Annex F) of a scanned data set, as text.

use crate::Checkpoint;
use crate::charset::{Charset, Delimiters};
use crate::data_set::DataSet;
use crate::element::{Element, Tag};
use crate::error::{Error, Result};
use crate::intake::Options;
use crate::source::Source;
use crate::value::{self, TextRules, append};
use crate::vr::Vr;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;

/// (FFFC,FFFC) Data Set Trailing Padding, which has no significance (PS3.10 7.2).
const TRAILING_PADDING: Tag = Tag(0xFFFC_FFFC);

/// Output between two checkpoints: about half a millisecond.
const BLOCK: usize = 128 << 10;

/// Elements between two checkpoints.
const STEPS: usize = 2048;

/// Something being written.
enum Frame {
    DataSet(Level),
    Sequence { next: usize, end: usize, context: Context },
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
    max_json_bytes: u64,
    out: String,
    frames: Vec<Frame>,
    /// The elements of the open data sets by tag, those of the innermost last.
    lists: Vec<usize>,
    steps: usize,
    written: usize,
    done: u64,
}

/// Writes the data set as one JSON object.
pub(crate) fn write(data_set: &DataSet<'_>, options: &Options, checkpoint: Checkpoint<'_>) -> Result<String> {
    let mut writer = Writer {
        data_set,
        pixel_data: options.pixel_data,
        max_json_bytes: options.limits.max_json_bytes,
        out: String::new(),
        frames: Vec::new(),
        lists: Vec::new(),
        steps: 0,
        written: 0,
        done: 0,
    };
    let first = if options.file_meta { 0 } else { data_set.file_meta().len() };
    writer.enter(first, data_set.index().len(), Context::default());
    while writer.step(checkpoint)? {}
    Ok(writer.out)
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
            Some(Frame::Sequence { next, end, context }) => {
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
                    self.out.push(',');
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
                    self.frames.push(Frame::Sequence { next: at + 1, end: self.data_set.after(at), context });
                }
            }
        }
        Ok(true)
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

    fn value(
        &mut self,
        element: &Element,
        vr: Vr,
        charset: Charset,
        checkpoint: Checkpoint<'_>,
    ) -> Result<()> {
        let Some(bytes) = self.data_set.value(element).filter(|bytes| !bytes.is_empty()) else {
            return Ok(());
        };
        match vr {
            Vr::Ob | Vr::Od | Vr::Of | Vr::Ol | Vr::Ov | Vr::Ow | Vr::Un | Vr::Sq => {
                let unit =
                    if element.is_big_endian() && !element.has_undefined_length() { vr.unit() } else { 1 };
                self.binary(bytes, unit, checkpoint)
            }
            Vr::At => self.numbers(bytes, element, checkpoint, |out, [a, b, c, d]: [u8; 4]| {
                // Each half is a number of its own, and was swapped as such.
                let tag = u32::from(u16::from_le_bytes([a, b])) << 16 | u32::from(u16::from_le_bytes([c, d]));
                append(out, format_args!("\"{tag:08X}\""));
            }),
            Vr::Fl => {
                self.numbers(bytes, element, checkpoint, |out, b| value::float(out, f32::from_le_bytes(b)))
            }
            Vr::Fd => {
                self.numbers(bytes, element, checkpoint, |out, b| value::float(out, f64::from_le_bytes(b)))
            }
            Vr::Ss => self.numbers(bytes, element, checkpoint, |out, b| {
                append(out, format_args!("{}", i16::from_le_bytes(b)));
            }),
            Vr::Us => self.numbers(bytes, element, checkpoint, |out, b| {
                append(out, format_args!("{}", u16::from_le_bytes(b)));
            }),
            Vr::Sl => self.numbers(bytes, element, checkpoint, |out, b| {
                append(out, format_args!("{}", i32::from_le_bytes(b)));
            }),
            Vr::Ul => self.numbers(bytes, element, checkpoint, |out, b| {
                append(out, format_args!("{}", u32::from_le_bytes(b)));
            }),
            Vr::Sv => self.numbers(bytes, element, checkpoint, |out, b| {
                value::wide_integer(out, i64::from_le_bytes(b).into());
            }),
            Vr::Uv => self.numbers(bytes, element, checkpoint, |out, b| {
                value::wide_integer(out, u64::from_le_bytes(b).into());
            }),
            Vr::Pn => self.texts(bytes, names(Delimiters::Names), charset, checkpoint, value::person_name),
            Vr::Ds | Vr::Is => self.texts(bytes, CODES, charset, checkpoint, value::decimal),
            Vr::Ae | Vr::Cs => self.texts(bytes, CODES, charset, checkpoint, string_or_null),
            Vr::As | Vr::Da | Vr::Dt | Vr::Tm | Vr::Ui => self.texts(
                bytes,
                TextRules { trim_start: false, ..CODES },
                charset,
                checkpoint,
                string_or_null,
            ),
            Vr::Lo | Vr::Sh | Vr::Uc => {
                self.texts(bytes, names(Delimiters::Values), charset, checkpoint, string_or_null)
            }
            Vr::Lt | Vr::St | Vr::Ut => {
                self.texts(bytes, names(Delimiters::None), charset, checkpoint, string_or_null)
            }
            Vr::Ur => {
                let rules = TextRules { delimiters: Delimiters::None, trim_start: false, ..CODES };
                self.texts(bytes, rules, charset, checkpoint, string_or_null)
            }
        }
    }

    /// `,"Value":[...]` of numbers of `N` bytes, handed to `number` in little endian.
    fn numbers<const N: usize>(
        &mut self,
        bytes: &[u8],
        element: &Element,
        checkpoint: Checkpoint<'_>,
        number: impl Fn(&mut String, [u8; N]),
    ) -> Result<()> {
        let unit = if element.is_big_endian() { element_unit(N, element) } else { 1 };
        self.out.push_str(",\"Value\":[");
        for (at, chunk) in bytes.as_chunks::<N>().0.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
                self.pause(checkpoint)?;
            }
            let mut chunk = *chunk;
            chunk.chunks_exact_mut(unit).for_each(<[u8]>::reverse);
            number(&mut self.out, chunk);
        }
        self.out.push(']');
        Ok(())
    }

    /// `,"Value":[...]` of texts; nothing where all there is is one empty text (F.2.5).
    fn texts(
        &mut self,
        bytes: &[u8],
        rules: TextRules,
        charset: Charset,
        checkpoint: Checkpoint<'_>,
        write: impl Fn(&mut String, &str),
    ) -> Result<()> {
        let text = rules.decode(bytes, charset);
        let before = self.out.len();
        self.out.push_str(",\"Value\":[");
        let first = self.out.len();
        if rules.delimiters == Delimiters::None {
            write(&mut self.out, rules.trim(&text));
        } else {
            for (at, value) in text.split('\\').enumerate() {
                if at > 0 {
                    self.out.push(',');
                    self.pause(checkpoint)?;
                }
                write(&mut self.out, rules.trim(value));
            }
        }
        if &self.out[first..] == "null" {
            self.out.truncate(before);
        } else {
            self.out.push(']');
        }
        Ok(())
    }

    /// `,"InlineBinary":"..."` in little endian: JSON has no transfer syntax to say otherwise, and PS3.5 7.3 no other.
    fn binary(&mut self, bytes: &[u8], unit: usize, checkpoint: Checkpoint<'_>) -> Result<()> {
        const CHUNK: usize = 96 << 10; // whole base64 quanta, and whole numbers of any size
        self.out.push_str(",\"InlineBinary\":\"");
        let encoded = bytes.len().div_ceil(3) * 4 + 2;
        if (self.out.len() + encoded) as u64 > self.max_json_bytes {
            return Err(Error::JsonTooLong { limit: self.max_json_bytes });
        }
        self.out.reserve(encoded);
        for chunk in bytes.chunks(CHUNK) {
            let mut chunk = Cow::Borrowed(chunk);
            if unit > 1 {
                chunk.to_mut().chunks_exact_mut(unit).for_each(<[u8]>::reverse);
            }
            STANDARD.encode_string(chunk, &mut self.out);
            self.pause(checkpoint)?;
        }
        self.out.push('"');
        Ok(())
    }

    fn pause(&mut self, checkpoint: Checkpoint<'_>) -> Result<()> {
        if self.steps < STEPS && self.out.len() < self.written + BLOCK {
            return Ok(());
        }
        (self.steps, self.written) = (0, self.out.len());
        if self.out.len() as u64 > self.max_json_bytes {
            return Err(Error::JsonTooLong { limit: self.max_json_bytes });
        }
        let total = self.data_set.bytes().length();
        if checkpoint(self.done, total).is_break() { Err(Error::Cancelled) } else { Ok(()) }
    }
}

/// Text in the default repertoire, whose spaces are padding at both ends.
const CODES: TextRules = TextRules { extended: false, delimiters: Delimiters::Values, trim_start: true };

/// Text in the Specific Character Set.
fn names(delimiters: Delimiters) -> TextRules {
    TextRules { extended: true, delimiters, trim_start: false }
}

fn string_or_null(out: &mut String, text: &str) {
    if text.is_empty() { out.push_str("null") } else { value::string(out, text) }
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

/// The bytes that are swapped together in a value of `size` bytes.
fn element_unit(size: usize, element: &Element) -> usize {
    if element.vr == Vr::At { 2 } else { size }
}
