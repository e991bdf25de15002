//! Maps of character codes: to characters (`ToUnicode`), and how many bytes a code has (ISO 32000-2, 9.7.5 and 9.10.3).

use std::collections::HashMap;

use crate::error::Error;
use crate::files::limits::Work;
use crate::files::object::Object;
use crate::files::parse::{Parser, Token};

/// UTF-16 units of one code that are believed.
const MAX_UNITS: usize = 32;

#[derive(Default)]
pub(super) struct CharacterMap {
    spaces: Vec<Space>,
    characters: HashMap<u32, Vec<u16>>,
    /// Ranges of codes whose characters follow one another.
    runs: Vec<Run<Vec<u16>>>,
    /// Ranges of codes whose glyphs' numbers follow one another.
    glyphs: Vec<Run<i64>>,
}

/// Codes of so many bytes.
struct Space {
    from: u32,
    to: u32,
    length: usize,
}

struct Run<T> {
    from: u32,
    to: u32,
    first: T,
}

impl CharacterMap {
    pub fn parse(data: &[u8], work: &Work) -> Result<Self, Error> {
        let mut map = Self::default();
        let mut parser = Parser::drawing(data, work);
        let mut values = Vec::new();
        while let Some(token) = parser.next()? {
            match token {
                Token::Value(value) => values.push(value),
                Token::Word(word) => {
                    map.section(word, &values);
                    values.clear();
                }
            }
        }
        map.runs.sort_by_key(|run| run.from);
        map.glyphs.sort_by_key(|run| run.from);
        Ok(map)
    }

    fn section(&mut self, word: &[u8], values: &[Object]) {
        match word {
            b"endbfchar" => {
                for pair in values.chunks_exact(2) {
                    if let Object::String(code) = &pair[0] {
                        self.put(code_of(code), &pair[1]);
                    }
                }
            }
            b"endcidchar" => {
                for pair in values.chunks_exact(2) {
                    if let (Object::String(code), Some(first)) = (&pair[0], pair[1].integer()) {
                        let from = code_of(code);
                        self.glyphs.push(Run { from, to: from, first });
                    }
                }
            }
            b"endcodespacerange" => {
                for pair in values.chunks_exact(2) {
                    if let [Object::String(from), Object::String(to)] = pair {
                        self.spaces.push(Space { from: code_of(from), to: code_of(to), length: from.len() });
                    }
                }
            }
            b"endbfrange" | b"endcidrange" => {
                for triple in values.chunks_exact(3) {
                    if let [Object::String(from), Object::String(to), target] = triple {
                        self.range(code_of(from), code_of(to), target, word == b"endcidrange");
                    }
                }
            }
            _ => {}
        }
    }

    fn range(&mut self, from: u32, to: u32, target: &Object, is_of_glyphs: bool) {
        match target {
            _ if to < from => {}
            _ if is_of_glyphs => self.glyphs.extend(target.integer().map(|first| Run { from, to, first })),
            Object::Array(texts) => {
                for (code, text) in (from..=to).zip(texts.iter()) {
                    self.put(code, text);
                }
            }
            Object::String(text) => self.runs.push(Run { from, to, first: units(text) }),
            _ => {}
        }
    }

    fn put(&mut self, code: u32, target: &Object) {
        match target {
            Object::String(text) => self.characters.insert(code, units(text)),
            // Glyphs' names are rare here, and say what they are called in Unicode.
            Object::Name(name) => {
                self.characters.insert(code, name.iter().map(|byte| u16::from(*byte)).collect())
            }
            _ => None,
        };
    }

    /// What a code stands for.
    pub fn text(&self, code: u32) -> Option<String> {
        if let Some(known) = self.characters.get(&code) {
            return Some(String::from_utf16_lossy(known));
        }
        let run = within(&self.runs, code)?;
        let mut units = run.first.clone();
        // The last unit counts on.
        if let Some(last) = units.last_mut() {
            let count = (code - run.from).to_le_bytes();
            *last = last.wrapping_add(u16::from_le_bytes([count[0], count[1]]));
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// The number of a code's glyph.
    pub fn glyph(&self, code: u32) -> Option<i64> {
        within(&self.glyphs, code).map(|run| run.first.saturating_add(i64::from(code - run.from)))
    }

    /// The first code of a text, and its length.
    pub fn code(&self, text: &[u8]) -> Option<(u32, usize)> {
        (1..=text.len().min(4)).find_map(|length| {
            let code = code_of(&text[..length]);
            let is_one = |space: &Space| space.length == length && (space.from..=space.to).contains(&code);
            self.spaces.iter().any(is_one).then_some((code, length))
        })
    }
}

fn within<T>(runs: &[Run<T>], code: u32) -> Option<&Run<T>> {
    let after = runs.partition_point(|run| run.from <= code);
    runs[..after].last().filter(|run| code <= run.to)
}

fn code_of(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum: u32, byte| sum << 8 | u32::from(*byte))
}

pub(super) fn units(bytes: &[u8]) -> Vec<u16> {
    // One byte is not what the standard says, but what some write.
    if let [one] = bytes {
        return vec![u16::from(*one)];
    }
    bytes.chunks_exact(2).take(MAX_UNITS).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
}
