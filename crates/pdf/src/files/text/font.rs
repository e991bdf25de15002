//! What the codes of a font stand for, and how far each goes.

use std::collections::HashMap;
use std::rc::Rc;

use crate::error::Error;
use crate::files::file::File;
use crate::files::object::{Dictionary, Object};
use crate::files::text::cmap::CharacterMap;
use crate::files::text::encoding::{MAC_ROMAN, STANDARD, SYMBOL, WIN_ANSI, ZAPF_DINGBATS};
use crate::files::text::glyph_names::characters;
use crate::files::text::standard_widths::{
    HELVETICA, HELVETICA_BOLD, TIMES, TIMES_BOLD, TIMES_BOLD_ITALIC, TIMES_ITALIC,
};

/// One code of a text.
#[derive(Clone)]
pub(super) struct Shown {
    /// U+FFFD where the file does not say.
    pub text: Rc<str>,
    /// In sizes.
    pub width: f64,
    /// Whether word spacing counts for it: a code of one byte, 32.
    pub is_space: bool,
}

pub(super) enum Font {
    /// Codes of one byte.
    Simple(Vec<Shown>),
    Composite(Box<Composite>),
}

/// Codes of many bytes, each of a glyph.
pub(super) struct Composite {
    to_unicode: Option<CharacterMap>,
    encoding: Option<CharacterMap>,
    /// Whether codes are UTF-16 themselves.
    is_unicode: bool,
    widths: HashMap<i64, f64>,
    usual: f64,
}

/// Of each code of one byte, what it stands for.
type Table = Vec<Option<String>>;

const UNKNOWN: &str = "\u{fffd}";

impl Font {
    pub fn of(file: &File, dictionary: &Dictionary) -> Result<Self, Error> {
        let to_unicode = map(file, &file.get(dictionary, "ToUnicode")?)?;
        if file.get(dictionary, "Subtype")?.is_name("Type0") {
            return Ok(Self::Composite(Box::new(Composite::of(file, dictionary, to_unicode)?)));
        }
        let table = encoded(file, dictionary)?;
        let widths = Widths::of(file, dictionary)?;
        let glyph = |code: usize| {
            let own = table.get(code).cloned().flatten();
            let width = widths.of_code(code, own.as_deref());
            let code = u32::try_from(code).unwrap_or(0);
            let text = to_unicode.as_ref().and_then(|map| map.text(code)).or(own);
            Shown { text: clean(text.as_deref().unwrap_or(UNKNOWN)), width, is_space: code == 32 }
        };
        Ok(Self::Simple((0..256).map(glyph).collect()))
    }

    /// Hands on each code of a text.
    pub fn show(&self, text: &[u8], mut shown: impl FnMut(&Shown) -> Result<(), Error>) -> Result<(), Error> {
        match self {
            Self::Simple(glyphs) => text.iter().try_for_each(|code| shown(&glyphs[usize::from(*code)])),
            Self::Composite(font) => {
                let mut at = 0;
                while at < text.len() {
                    let (code, length) = font.code(&text[at..]);
                    at += length;
                    shown(&font.glyph(code, length))?;
                }
                Ok(())
            }
        }
    }
}

impl Composite {
    fn of(file: &File, dictionary: &Dictionary, to_unicode: Option<CharacterMap>) -> Result<Self, Error> {
        let encoding = file.get(dictionary, "Encoding")?;
        let is_unicode = matches!(&encoding, Object::Name(name) if {
            let name = String::from_utf8_lossy(name);
            name.starts_with("Uni") && (name.contains("UCS2") || name.contains("UTF16"))
        });
        let descendants = file.items(&file.get(dictionary, "DescendantFonts")?)?;
        let descendant =
            descendants.first().map_or(Ok(None), |first| file.dictionary(first))?.unwrap_or_default();
        let usual = file.get(&descendant, "DW")?.number().unwrap_or(1000.0) / 1000.0;
        let mut font =
            Self { to_unicode, encoding: map(file, &encoding)?, is_unicode, widths: HashMap::new(), usual };
        let items = file.items(&file.get(&descendant, "W")?)?;
        let mut at = 0;
        while at + 1 < items.len() {
            let first = file.resolve(&items[at])?.index().unwrap_or(0);
            match file.resolve(&items[at + 1])? {
                Object::Array(widths) => {
                    for (i, width) in widths.iter().enumerate() {
                        font.put_width(first + i, &file.resolve(width)?);
                    }
                    at += 2;
                }
                last => {
                    let width = items.get(at + 2).map_or(Ok(Object::Null), |width| file.resolve(width))?;
                    for glyph in first..=last.index().unwrap_or(0).min(0xffff) {
                        font.put_width(glyph, &width);
                    }
                    at += 3;
                }
            }
        }
        Ok(font)
    }

    fn put_width(&mut self, glyph: usize, width: &Object) {
        if let (true, Ok(glyph), Some(width)) = (glyph <= 0xffff, i64::try_from(glyph), width.number()) {
            self.widths.insert(glyph, width / 1000.0);
        }
    }

    fn code(&self, text: &[u8]) -> (u32, usize) {
        let told = self.encoding.as_ref().and_then(|map| map.code(text));
        told.unwrap_or_else(|| (u32::from(text[0]) << 8 | u32::from(text.get(1).copied().unwrap_or(0)), 2))
    }

    fn glyph(&self, code: u32, length: usize) -> Shown {
        let glyph = self.encoding.as_ref().and_then(|map| map.glyph(code)).unwrap_or(i64::from(code));
        let told = self.to_unicode.as_ref().and_then(|map| map.text(code));
        let own = || char::from_u32(code).filter(|_| self.is_unicode).map(String::from);
        let text = told.or_else(own);
        Shown {
            text: clean(text.as_deref().unwrap_or(UNKNOWN)),
            width: self.widths.get(&glyph).copied().unwrap_or(self.usual),
            is_space: length == 1 && code == 32,
        }
    }
}

/// A damaged map is none.
fn map(file: &File, value: &Object) -> Result<Option<CharacterMap>, Error> {
    let Object::Stream(stream) = value else { return Ok(None) };
    passable(file.plain(stream).and_then(|data| CharacterMap::parse(&data, file.work)))
}

/// What damage gives nothing of.
fn passable<T>(read: Result<T, Error>) -> Result<Option<T>, Error> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(Error::BrokenFile { .. } | Error::Unsupported { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the codes of a simple font stand for by its encoding.
fn encoded(file: &File, dictionary: &Dictionary) -> Result<Table, Error> {
    let encoding = file.get(dictionary, "Encoding")?;
    let own = if let Object::Dictionary(own) = &encoding { Some(own.clone()) } else { None };
    let named = own.as_ref().map_or(Ok(encoding), |own| file.get(own, "BaseEncoding"))?;
    let known = match &named {
        Object::Name(name) => match &**name {
            b"StandardEncoding" => Some(STANDARD),
            b"MacRomanEncoding" => Some(MAC_ROMAN),
            b"WinAnsiEncoding" => Some(WIN_ANSI),
            _ => None,
        },
        _ => None,
    };
    let mut all = known.map_or_else(|| built_in(file, dictionary), |known| Ok(table(known)))?;
    let differences = own.map_or(Ok(Object::Null), |own| file.get(&own, "Differences"))?;
    let mut code = 0;
    for item in file.items(&differences)?.iter() {
        match file.resolve(item)? {
            Object::Name(name) => {
                if let Some(entry) = all.get_mut(code) {
                    *entry = if *name == *b".notdef" { None } else { named_so(&name) };
                }
                code += 1;
            }
            other => code = other.index().unwrap_or(0),
        }
    }
    Ok(all)
}

fn named_so(name: &[u8]) -> Option<String> {
    str::from_utf8(name).ok().and_then(characters)
}

fn table(encoding: &str) -> Table {
    encoding.chars().map(|character| (character != '\0').then(|| character.to_string())).collect()
}

/// What codes stand for in a font that has its own encoding.
fn built_in(file: &File, dictionary: &Dictionary) -> Result<Table, Error> {
    let name = base_name(file, dictionary)?;
    if name.starts_with("Symbol") || name.contains("+Symbol") {
        return Ok(table(SYMBOL));
    }
    if name.contains("ZapfDingbats") {
        return Ok(table(ZAPF_DINGBATS));
    }
    if let Some(descriptor) = file.dictionary(&file.get(dictionary, "FontDescriptor")?)?
        && let Object::Stream(program) = file.get(&descriptor, "FontFile")?
        && let Some(own) = passable(file.plain(&program))?.as_deref().and_then(of_program)
    {
        return Ok(own);
    }
    Ok(table(if file.get(dictionary, "Subtype")?.is_name("TrueType") { WIN_ANSI } else { STANDARD }))
}

fn base_name(file: &File, dictionary: &Dictionary) -> Result<String, Error> {
    Ok(match file.get(dictionary, "BaseFont")? {
        Object::Name(name) => String::from_utf8_lossy(&name).into_owned(),
        _ => String::new(),
    })
}

/// The encoding that a Type 1 font says in clear (Adobe Type 1 Font Format, 2.2): `dup 65 /A put`.
fn of_program(program: &[u8]) -> Option<Table> {
    let clear = String::from_utf8_lossy(&program[..program.len().min(1 << 16)]).replace('/', " /");
    let mut all: Table = vec![None; 256];
    let mut is_own = false;
    let words: Vec<&str> = clear.split_ascii_whitespace().collect();
    for entry in words.windows(4) {
        if let ["dup", code, glyph, "put"] = entry
            && let (Ok(code), Some(glyph)) = (code.parse::<usize>(), glyph.strip_prefix('/'))
        {
            is_own = true;
            if let Some(entry) = all.get_mut(code) {
                *entry = characters(glyph);
            }
        }
    }
    is_own.then_some(all)
}

/// How far the codes of a simple font go.
struct Widths {
    unit: f64,
    first: usize,
    given: Vec<Option<f64>>,
    missing: f64,
    standard: Option<Standard>,
}

/// A font that a file need not bring along, or one that is like it.
enum Standard {
    Monospaced,
    Table(&'static [u16; 224]),
}

impl Widths {
    fn of(file: &File, dictionary: &Dictionary) -> Result<Self, Error> {
        let matrix = file.numbers::<6>(&file.get(dictionary, "FontMatrix")?)?;
        let matrix = matrix
            .filter(|_| dictionary.get(b"Subtype".as_slice()).is_some_and(|kind| kind.is_name("Type3")));
        let unit = matrix.map_or(0.001, |matrix| matrix[0]);
        let first = file.get(dictionary, "FirstChar")?.index().unwrap_or(0);
        let widths = file.items(&file.get(dictionary, "Widths")?)?;
        let widths = widths
            .iter()
            .map(|width| Ok(file.resolve(width)?.number()))
            .collect::<Result<Vec<_>, Error>>()?;
        let descriptor = file.dictionary(&file.get(dictionary, "FontDescriptor")?)?;
        let missing = descriptor.map_or(Ok(Object::Null), |own| file.get(&own, "MissingWidth"))?;
        let name = base_name(file, dictionary)?;
        let standard = (widths.is_empty() && !name.is_empty()).then(|| Standard::named(&name));
        Ok(Self { unit, first, given: widths, missing: missing.number().unwrap_or(0.0) * unit, standard })
    }

    fn of_code(&self, code: usize, character: Option<&str>) -> f64 {
        let width = code.checked_sub(self.first).and_then(|at| self.given.get(at)).copied().flatten();
        match (width, &self.standard) {
            (Some(width), _) => width * self.unit,
            (None, None) => self.missing,
            (None, Some(Standard::Monospaced)) => 0.6,
            (None, Some(Standard::Table(widths))) => {
                let own = character.and_then(|character| character.chars().next()).unwrap_or('\0');
                let code =
                    WIN_ANSI.chars().position(|known| known == own).and_then(|code| code.checked_sub(32));
                f64::from(code.and_then(|at| widths.get(at)).copied().unwrap_or(500)) / 1000.0
            }
        }
    }
}

impl Standard {
    fn named(name: &str) -> Self {
        let has = |part| name.contains(part);
        if has("Courier") || has("Mono") {
            return Self::Monospaced;
        }
        let is_italic = has("Italic") || has("Oblique");
        Self::Table(match (has("Times") || has("Serif"), has("Bold"), is_italic) {
            (true, true, true) => &TIMES_BOLD_ITALIC,
            (true, true, false) => &TIMES_BOLD,
            (true, false, true) => &TIMES_ITALIC,
            (true, false, false) => &TIMES,
            (false, true, _) => &HELVETICA_BOLD,
            (false, false, _) => &HELVETICA,
        })
    }
}

const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

/// Ligatures as their letters; no controls.
fn clean(text: &str) -> Rc<str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{fb00}'..='\u{fb06}' => plain.push_str(LIGATURES[(u32::from(character) - 0xfb00) as usize]),
            control if control.is_control() => plain.push(' '),
            other => plain.push(other),
        }
    }
    plain.into()
}
