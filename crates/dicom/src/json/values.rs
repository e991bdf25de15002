//! Single values of the DICOM JSON model.

use super::Writer;
use crate::Checkpoint;
use crate::charset::{Charset, Delimiters};
use crate::element::Element;
use crate::error::Result;
use crate::value::{self, TextRules, append};
use crate::vr::Vr;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;

impl Writer<'_> {
    /// `,"Value":[...]` or `,"InlineBinary":"..."`; nothing where there is no value (F.2.5).
    pub(super) fn value(
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
            Vr::Pn => {
                self.texts(bytes, element, names(Delimiters::Names), charset, checkpoint, value::person_name)
            }
            Vr::Ds | Vr::Is => self.texts(bytes, element, CODES, charset, checkpoint, value::decimal),
            Vr::Ae | Vr::Cs => self.texts(bytes, element, CODES, charset, checkpoint, string_or_null),
            Vr::As | Vr::Da | Vr::Dt | Vr::Tm | Vr::Ui => self.texts(
                bytes,
                element,
                TextRules { trim_start: false, ..CODES },
                charset,
                checkpoint,
                string_or_null,
            ),
            Vr::Lo | Vr::Sh => {
                let rules = TextRules { trim_start: true, ..names(Delimiters::Values) };
                self.texts(bytes, element, rules, charset, checkpoint, string_or_null)
            }
            Vr::Uc => {
                self.texts(bytes, element, names(Delimiters::Values), charset, checkpoint, string_or_null)
            }
            Vr::Lt | Vr::St | Vr::Ut => {
                self.texts(bytes, element, names(Delimiters::None), charset, checkpoint, string_or_null)
            }
            Vr::Ur => {
                let rules = TextRules { delimiters: Delimiters::None, trim_start: false, ..CODES };
                self.texts(bytes, element, rules, charset, checkpoint, string_or_null)
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
        self.count(element, bytes.len() / N - 1)?;
        let unit = if element.is_big_endian() { element_unit(N, element) } else { 1 };
        self.out.push_str(",\"Value\":[");
        for (at, chunk) in bytes.as_chunks::<N>().0.iter().enumerate() {
            if at > 0 {
                self.pause(checkpoint)?;
                self.separate(Some(element.tag));
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
        element: &Element,
        rules: TextRules,
        charset: Charset,
        checkpoint: Checkpoint<'_>,
        write: impl Fn(&mut String, &str),
    ) -> Result<()> {
        let single = rules.delimiters == Delimiters::None;
        // Where half a character is a backslash byte, it counts too: the limit need not be exact.
        let further = if single { 0 } else { bytes.split(|byte| *byte == b'\\').count() - 1 };
        self.count(element, further)?;
        // Text does not become shorter, but for what is left out of it.
        self.fit(bytes.len())?;
        let text = rules.decode(bytes, charset);
        let (first, others) = match text.split_once('\\') {
            Some((first, others)) if !single => (first, Some(others)),
            _ => (&*text, None),
        };
        let before = self.out.len();
        self.out.push_str(",\"Value\":[");
        let start = self.out.len();
        write(&mut self.out, rules.trim(first));
        if others.is_none() && &self.out[start..] == "null" {
            self.out.truncate(before);
            return Ok(());
        }
        for value in others.into_iter().flat_map(|others| others.split('\\')) {
            self.pause(checkpoint)?;
            self.separate(Some(element.tag));
            write(&mut self.out, rules.trim(value));
        }
        self.out.push(']');
        Ok(())
    }

    /// `,"InlineBinary":"..."` in little endian: JSON has no transfer syntax to say otherwise, and PS3.5 7.3 no other.
    fn binary(&mut self, bytes: &[u8], unit: usize, checkpoint: Checkpoint<'_>) -> Result<()> {
        const CHUNK: usize = 96 << 10; // whole base64 quanta, and whole numbers of any size
        self.out.push_str(",\"InlineBinary\":\"");
        let encoded = bytes.len().div_ceil(3) * 4 + 2;
        self.fit(encoded)?;
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
}

/// Text in the default repertoire, whose spaces are padding at both ends.
const CODES: TextRules = TextRules { extended: false, delimiters: Delimiters::Values, trim_start: true };

/// Text in the Specific Character Set, whose leading spaces count.
fn names(delimiters: Delimiters) -> TextRules {
    TextRules { extended: true, delimiters, trim_start: false }
}

fn string_or_null(out: &mut String, text: &str) {
    if text.is_empty() { out.push_str("null") } else { value::string(out, text) }
}

/// The bytes that are swapped together in a value of `size` bytes.
fn element_unit(size: usize, element: &Element) -> usize {
    if element.vr == Vr::At { 2 } else { size }
}
