//! Words: text by script and face, shaped once in a document's life.

use std::ops::Range;
use std::rc::Rc;

use harfrust::{Buffer, Language, Script};
use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::Style;
use crate::text::Face;
use crate::text::glyph::{Glyph, Joining, Segment, shape};
use crate::text::line::{After, Fragment};
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
    pub glyphs: Rc<Vec<Glyph>>,
    /// In ems.
    pub advance: f64,
    /// Index among the document's faces.
    pub face: usize,
    script: Option<Script>,
    joining: Joining,
}

impl Word {
    /// The same glyphs, taking no room.
    pub(super) fn narrowed(&self) -> Self {
        let glyphs = self.glyphs.iter().map(|glyph| Glyph { advance: 0.0, ..glyph.clone() });
        Self { glyphs: Rc::new(glyphs.collect()), advance: 0.0, ..self.clone() }
    }

    /// For each byte of the text, and for its end: how wide what stands before it is, in ems.
    pub(super) fn advances(&self) -> Vec<f64> {
        let mut advances = vec![0.0; self.text.len() + 1];
        for glyph in self.glyphs.iter() {
            advances[glyph.text.end] += f64::from(glyph.advance);
        }
        let mut sum = 0.0;
        for advance in &mut advances {
            sum += *advance;
            *advance = sum;
        }
        advances
    }
}

type Known = FxHashMap<Box<str>, Rc<[Rc<Word>]>>;

/// Shapes texts, and remembers.
pub(super) struct Words<'a> {
    pub faces: &'a [Face],
    pub styles: &'a [Style],
    pub language: Option<Language>,
    /// For each style, which of the lists of faces is its own.
    lists: Vec<usize>,
    /// For each list, by text: what is set from left to right, and from right to left.
    known: Vec<[Known; 2]>,
    count: usize,
    /// By face and direction.
    spaces: FxHashMap<(usize, bool), Rc<Word>>,
    buffer: Buffer,
}

impl<'a> Words<'a> {
    pub(super) fn new(faces: &'a [Face], styles: &'a [Style]) -> Self {
        let mut distinct = FxHashMap::default();
        let lists = styles.iter().map(|style| {
            let next = distinct.len();
            *distinct.entry(&style.faces).or_insert(next)
        });
        let lists = lists.collect();
        let known = std::iter::repeat_with(Default::default).take(distinct.len()).collect();
        Self {
            faces,
            styles,
            language: None,
            lists,
            known,
            count: 0,
            spaces: FxHashMap::default(),
            buffer: Buffer::new(),
        }
    }

    /// The words of a text of one direction and style, in order: one, unless its characters are of several scripts or faces.
    pub(super) fn of(&mut self, text: &str, style: usize, rtl: bool, joining: Joining) -> Rc<[Rc<Word>]> {
        let known = (self.lists[style], usize::from(rtl));
        let alone = joining == [None, None] && text.len() <= MAX_CACHED_BYTES;
        if alone && let Some(words) = self.known[known.0][known.1].get(text) {
            return Rc::clone(words);
        }
        let words: Rc<[Rc<Word>]> = self.shape(text, &self.styles[style].faces, rtl, joining).into();
        if alone {
            if self.count == MAX_CACHED {
                self.known.iter_mut().flatten().for_each(Known::clear);
                self.count = 0;
            }
            self.count += 1;
            self.known[known.0][known.1].insert(text.into(), Rc::clone(&words));
        }
        words
    }

    /// A space, in the face of the word before it if that has one: they are drawn together then.
    pub(super) fn space(&mut self, style: usize, rtl: bool, before: Option<&Fragment>) -> Rc<Word> {
        let list = &self.styles[style].faces;
        let before = before.map(|fragment| &fragment.word.face).filter(|face| list.contains(face));
        let mut faces = before.into_iter().chain(list);
        let face = *faces.find(|&&face| self.faces[face].covers(' ')).unwrap_or(&list[0]);
        if let Some(space) = self.spaces.get(&(face, rtl)) {
            return Rc::clone(space);
        }
        let space = self.word(" ", face, None, rtl, [None, None]);
        self.spaces.insert((face, rtl), Rc::clone(&space));
        space
    }

    /// What shows where a word is broken after `fragment`.
    pub(super) fn hyphen(&mut self, fragment: &Fragment) -> Fragment {
        let words = self.of("-", fragment.style, fragment.level.is_rtl(), [None, None]);
        let word = Rc::clone(&words[0]);
        let width = word.advance * self.styles[fragment.style].size;
        Fragment { word, width, after: After::Nothing, ..fragment.clone() }
    }

    /// A part of a fragment, which joins the rest as it did.
    pub(super) fn part(&mut self, fragment: &Fragment, range: Range<usize>) -> Fragment {
        let Word { text, face, script, joining: [before, after], .. } = &*fragment.word;
        let (starts, ends) = (range.start == 0, range.end == text.len());
        let joining = [
            if starts { *before } else { joins_with(text[..range.start].chars().rev()) },
            if ends { *after } else { joins_with(text[range.end..].chars()) },
        ];
        let word = self.word(&text[range], *face, *script, fragment.level.is_rtl(), joining);
        let width = word.advance * self.styles[fragment.style].size;
        let after = if ends { fragment.after } else { After::Nothing };
        Fragment { word, width, after, ..fragment.clone() }
    }

    fn shape(&mut self, text: &str, list: &[usize], rtl: bool, [before, after]: Joining) -> Vec<Rc<Word>> {
        let mut start = 0;
        let words = items(text, list, self.faces).into_iter().map(|Item { end, face, script }| {
            let joining = [
                if start == 0 { before } else { joins_with(text[..start].chars().rev()) },
                if end == text.len() { after } else { joins_with(text[end..].chars()) },
            ];
            let part = &text[start..end];
            start = end;
            self.word(part, face, script, rtl, joining)
        });
        words.collect()
    }

    fn word(
        &mut self,
        text: &str,
        face: usize,
        script: Option<Script>,
        rtl: bool,
        joining: Joining,
    ) -> Rc<Word> {
        let segment = Segment { text, script, rtl, language: self.language.as_ref(), joining };
        let (glyphs, advance) = shape(&self.faces[face], &mut self.buffer, &segment);
        Rc::new(Word { text: text.into(), glyphs: Rc::new(glyphs), advance, face, script, joining })
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
struct Item {
    end: usize,
    face: usize,
    script: Option<Script>,
}

fn items(text: &str, list: &[usize], faces: &[Face]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::with_capacity(1);
    let mut end = 0;
    for cluster in text.graphemes(true) {
        end += cluster.len();
        let draws = |face: usize| cluster.chars().all(|c| draws(&faces[face], c));
        let script = cluster.chars().find_map(script);
        let current = items.last_mut();
        // What is common to scripts stays in the face it stands in.
        let staying = current.as_ref().map(|item| item.face).filter(|&face| script.is_none() && draws(face));
        let face = staying.or_else(|| list.iter().copied().find(|&face| draws(face))).unwrap_or(list[0]);
        match current {
            Some(item)
                if item.face == face
                    && (script.is_none() || item.script.is_none() || item.script == script) =>
            {
                item.end = end;
                item.script = item.script.or(script);
            }
            _ => items.push(Item { end, face, script }),
        }
    }
    items
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
    /// No letter before it joins.
    const FIRST_MARK: char = '\u{300}';
    const TATWEEL: char = '\u{640}';
    const ZERO_WIDTH_JOINER: char = '\u{200D}';
    let mut letters =
        rest.filter(|&c| c < FIRST_MARK || harfrust::unicode::combining_class(u32::from(c)) == 0);
    letters.next().filter(|&c| {
        c > FIRST_MARK
            && (matches!(c, TATWEEL | ZERO_WIDTH_JOINER)
                || script(c).is_some_and(|script| JOINED.contains(&script)))
    })
}
