//! A line: words in visual order, aligned and justified.

use std::ops::Range;
use std::rc::Rc;

use unicode_bidi::Level;

use crate::model::{Align, Style};
use crate::text::direction::visual_order;
use crate::text::glyph::Glyph;
use crate::text::source::Span;
use crate::text::word::Word;

/// A line of text, in points.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// In the order they are read; each says where it stands.
    pub runs: Vec<Run>,
    /// Of what shows: without the spaces it was broken at.
    pub width: f64,
    pub height: f64,
    /// From the line's top.
    pub baseline: f64,
}

/// Text in one face, style and direction.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// From the paragraph's left edge.
    pub x: f64,
    pub width: f64,
    /// Index among the document's faces.
    pub face: usize,
    /// Index among the document's styles.
    pub style: usize,
    /// In reading order.
    pub text: Rc<str>,
    /// In visual order.
    pub glyphs: Rc<Vec<Glyph>>,
    pub link: Option<Rc<str>>,
}

/// A word, or a space, on its way into a line.
#[derive(Debug, Clone)]
pub(super) struct Fragment {
    pub word: Rc<Word>,
    /// In points.
    pub width: f64,
    /// Index among the document's styles.
    pub style: usize,
    /// Index among the text's spans.
    pub span: usize,
    pub level: Level,
    /// Whether it is a space a line may break at.
    pub space: bool,
    pub after: After,
}

/// What may happen after a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Nothing,
    /// The line may break.
    Break,
    /// The line may break, and then shows a hyphen.
    Hyphen,
}

impl Fragment {
    /// A space at which a line was broken: it takes no room, and stands where the line ends (UAX #9, L1).
    pub(super) fn hanging(&self, base: Level) -> Self {
        Self { word: Rc::new(self.word.narrowed()), width: 0.0, level: base, ..self.clone() }
    }

    /// Whether it can be drawn as one with `other`.
    fn continues(&self, other: &Self) -> bool {
        self.span == other.span && self.word.face == other.word.face && self.level == other.level
    }
}

/// Where lines stand.
pub(super) struct Setting {
    pub align: Align,
    pub room: f64,
    /// Whether the paragraph's base direction is from right to left.
    pub rtl: bool,
}

impl Line {
    /// A line of fragments in reading order; `last` if no other of its paragraph follows.
    pub(super) fn set(
        fragments: &[Fragment],
        setting: &Setting,
        last: bool,
        spans: &[Span],
        styles: &[Style],
    ) -> Self {
        let Setting { align, room, rtl } = *setting;
        let width: f64 = fragments.iter().map(|fragment| fragment.width).sum();
        let shown = shown(fragments);
        let gaps = fragments[shown.clone()].iter().filter(|fragment| fragment.space).count();
        let justified = align == Align::Justify && !last && gaps > 0;
        let mut line = Self { width: if justified { room } else { width }, ..Self::default() };
        for fragment in fragments {
            line.measure(&styles[fragment.style]);
        }
        let mut x = match (align, rtl) {
            (Align::Left, _) | (Align::Start, false) | (Align::End, true) => 0.0,
            (Align::Justify, _) if justified || !rtl => 0.0,
            (Align::Center, _) => (room - width) / 2.0,
            _ => room - width,
        };
        let mut runs = Vec::new();
        let order = visual_order(fragments.iter().map(|fragment| fragment.level));
        for same in order.chunk_by(|&left, &right| fragments[left].continues(&fragments[right])) {
            let head = &fragments[same[0]];
            let widened = |index: usize| justified && fragments[index].space && shown.contains(&index);
            let widen = |index| if widened(index) { (room - width) / gaps as f64 } else { 0.0 };
            let extent = same.iter().map(|&index| fragments[index].width + widen(index)).sum();
            let (text, glyphs) = match same {
                [_] if !justified => (Rc::clone(&head.word.text), Rc::clone(&head.word.glyphs)),
                _ => join(same, fragments, |index| widen(index) / styles[head.style].size),
            };
            let link = spans[head.span].link.clone();
            let (face, style) = (head.word.face, head.style);
            runs.push((same.iter().min(), Run { x, width: extent, face, style, text, glyphs, link }));
            x += extent;
        }
        runs.sort_by_key(|(first, _)| *first);
        line.runs.extend(runs.into_iter().map(|(_, run)| run));
        line
    }

    /// Makes it high enough for a style.
    pub(super) fn measure(&mut self, style: &Style) {
        self.height = self.height.max(style.line_height);
        self.baseline = self.baseline.max(style.line_height / 2.0 + 0.39 * style.size);
    }
}

/// From the first word to the last.
fn shown(fragments: &[Fragment]) -> Range<usize> {
    let word = |fragment: &Fragment| !fragment.space;
    let first = fragments.iter().position(word).unwrap_or(0);
    first..fragments.iter().rposition(word).map_or(first, |last| last + 1)
}

/// Text and glyphs of fragments given in visual order; `widen` is added to the last glyph of each, in ems.
#[expect(clippy::cast_possible_truncation, reason = "glyphs are drawn in single precision")]
fn join(order: &[usize], fragments: &[Fragment], widen: impl Fn(usize) -> f64) -> (Rc<str>, Rc<Vec<Glyph>>) {
    let rtl = fragments[order[0]].level.is_rtl();
    let mut text = String::new();
    let mut starts = vec![0; order.len()];
    let mut read = |position: usize| {
        starts[position] = text.len();
        text.push_str(&fragments[order[position]].word.text);
    };
    if rtl {
        (0..order.len()).rev().for_each(&mut read);
    } else {
        (0..order.len()).for_each(&mut read);
    }
    let mut glyphs = Vec::with_capacity(text.len());
    for (&index, start) in order.iter().zip(starts) {
        glyphs.extend(
            fragments[index].word.glyphs.iter().map(|glyph| Glyph {
                text: start + glyph.text.start..start + glyph.text.end,
                ..glyph.clone()
            }),
        );
        if let Some(glyph) = glyphs.last_mut() {
            glyph.advance += widen(index) as f32;
        }
    }
    (text.into(), Rc::new(glyphs))
}
