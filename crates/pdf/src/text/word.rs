//! Words: text by script and face, shaped once in a document's life.

use std::collections::HashMap;
use std::rc::Rc;

use harfrust::{Buffer, Script};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::Face;
use crate::text::glyph::{Glyph, Joining, shape};
use crate::text::opportunity::{SOFT_HYPHEN, ZERO_WIDTH_SPACE};

/// Texts a document keeps shaped; beyond that it starts anew, so that memory stays bounded.
const MAX_CACHED: usize = 8192;
/// Bytes of a text that is kept: longer ones hardly come twice.
const MAX_CACHED_BYTES: usize = 64;

/// A shaped text in one face, script and direction.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub text: Rc<str>,
    /// In visual order.
    pub glyphs: Rc<[Glyph]>,
    /// In ems.
    pub advance: f64,
    /// Index among the document's faces.
    pub face: usize,
    pub rtl: bool,
    script: Option<Script>,
    joining: Joining,
}

/// Shapes texts, and remembers.
pub(super) struct Words<'a> {
    faces: &'a [Face],
    /// By list of faces and direction, then by text.
    known: HashMap<(&'a [usize], bool), HashMap<Box<str>, Rc<[Word]>>>,
    count: usize,
    buffer: Buffer,
}

impl<'a> Words<'a> {
    pub(super) fn new(faces: &'a [Face]) -> Self {
        Self { faces, known: HashMap::new(), count: 0, buffer: Buffer::new() }
    }

    /// The words of a text of one direction, in order: one, unless its characters are of several scripts or faces.
    /// Each is drawn with the first of the faces `list` that can.
    pub(super) fn of(&mut self, text: &str, list: &'a [usize], rtl: bool, joining: Joining) -> Rc<[Word]> {
        let alone = joining == [None, None] && text.len() <= MAX_CACHED_BYTES;
        if alone && let Some(words) = self.known.get(&(list, rtl)).and_then(|known| known.get(text)) {
            return Rc::clone(words);
        }
        let words: Rc<[Word]> = self.shape(text, list, rtl, joining).into();
        if alone {
            if self.count >= MAX_CACHED {
                self.known.clear();
                self.count = 0;
            }
            self.count += 1;
            self.known.entry((list, rtl)).or_default().insert(text.into(), Rc::clone(&words));
        }
        words
    }

    /// A part of a word, which joins the rest as it did.
    pub(super) fn part(&mut self, word: &Word, range: std::ops::Range<usize>) -> Word {
        let joining = [
            joins_with(word.text[..range.start].chars().rev())
                .or(word.joining[0].filter(|_| range.start == 0)),
            joins_with(word.text[range.end..].chars())
                .or(word.joining[1].filter(|_| range.end == word.text.len())),
        ];
        self.word(&word.text[range], word.face, word.script, word.rtl, joining)
    }

    fn shape(&mut self, text: &str, list: &[usize], rtl: bool, [before, after]: Joining) -> Vec<Word> {
        let runs = runs(text, list, self.faces);
        let mut words = Vec::with_capacity(runs.len());
        let mut start = 0;
        for Run { end, face, script } in runs {
            let joining = [
                if start == 0 { before } else { joins_with(text[..start].chars().rev()) },
                if end == text.len() { after } else { joins_with(text[end..].chars()) },
            ];
            words.push(self.word(&text[start..end], face, script, rtl, joining));
            start = end;
        }
        words
    }

    fn word(&mut self, text: &str, face: usize, script: Option<Script>, rtl: bool, joining: Joining) -> Word {
        let (glyphs, advance) = shape(&self.faces[face], &mut self.buffer, text, script, rtl, joining);
        Word { text: text.into(), glyphs: glyphs.into(), advance, face, rtl, script, joining }
    }
}

/// The first character that none of the faces `list` can draw, with what belongs to it (a letter and its marks).
pub(super) fn first_missing(text: &str, list: &[usize], faces: &[Face]) -> Option<char> {
    let draws = |face: usize, c: char| c == '\n' || draws(&faces[face], c);
    if text.chars().all(|c| draws(list[0], c)) {
        return None;
    }
    let missing = |cluster: &str| {
        if list.iter().any(|&face| cluster.chars().all(|c| draws(face, c))) {
            return None;
        }
        let first = cluster.chars().next()?;
        let face = list.iter().copied().find(|&face| draws(face, first));
        face.map_or(Some(first), |face| cluster.chars().find(|&c| !draws(face, c)))
    };
    text.graphemes(true).find_map(missing)
}

/// A part of a text in one face and script, up to `end`.
struct Run {
    end: usize,
    face: usize,
    script: Option<Script>,
}

fn runs(text: &str, list: &[usize], faces: &[Face]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::with_capacity(1);
    let mut end = 0;
    for cluster in text.graphemes(true) {
        end += cluster.len();
        let draws = |face: usize| cluster.chars().all(|c| draws(&faces[face], c));
        let script = cluster.chars().find_map(script);
        let current = runs.last_mut();
        // What is common to scripts stays in the face it stands in.
        let staying = current.as_ref().map(|run| run.face).filter(|&face| script.is_none() && draws(face));
        let face = staying.or_else(|| list.iter().copied().find(|&face| draws(face))).unwrap_or(list[0]);
        match current {
            Some(run)
                if run.face == face
                    && (script.is_none() || run.script.is_none_or(|known| Some(known) == script)) =>
            {
                run.end = end;
                run.script = run.script.or(script);
            }
            _ => runs.push(Run { end, face, script }),
        }
    }
    runs
}

/// Whether the face has a glyph for the character, or needs none.
fn draws(face: &Face, character: char) -> bool {
    face.covers(character) || is_invisible(character)
}

/// What tells letters how to join or which form to take, or where lines may break, and draws nothing itself.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        SOFT_HYPHEN | ZERO_WIDTH_SPACE | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}'
    )
}

/// The script of a character that has one of its own.
fn script(c: char) -> Option<Script> {
    let script = harfrust::unicode::script(u32::from(c));
    (!matches!(script, Script::COMMON | Script::INHERITED | Script::UNKNOWN)).then_some(script)
}

/// The letter that a text's end joins with: the next of `rest` that is no mark, if it is of a script whose letters join.
pub(super) fn joins_with(rest: impl Iterator<Item = char>) -> Option<char> {
    const JOINED: [Script; 12] = [
        Script::ADLAM,
        Script::ARABIC,
        Script::CHORASMIAN,
        Script::HANIFI_ROHINGYA,
        Script::MANDAIC,
        Script::MANICHAEAN,
        Script::MONGOLIAN,
        Script::NKO,
        Script::PHAGS_PA,
        Script::PSALTER_PAHLAVI,
        Script::SOGDIAN,
        Script::SYRIAC,
    ];
    const TATWEEL: char = '\u{640}';
    const ZERO_WIDTH_JOINER: char = '\u{200D}';
    let mut letters = rest.filter(|&c| harfrust::unicode::combining_class(u32::from(c)) == 0);
    letters.next().filter(|&c| {
        matches!(c, TATWEEL | ZERO_WIDTH_JOINER) || script(c).is_some_and(|script| JOINED.contains(&script))
    })
}
