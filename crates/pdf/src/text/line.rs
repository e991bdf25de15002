//! A line: words in visual order, aligned and justified.

use std::rc::Rc;

use unicode_bidi::{Level, ParagraphBidiInfo};

use crate::model::{Align, Style};
use crate::text::glyph::Glyph;
use crate::text::word::Word;

/// A line of text, in points.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// From left to right.
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
    pub glyphs: Rc<[Glyph]>,
    pub link: Option<Rc<str>>,
    /// Whether it is read from right to left.
    pub rtl: bool,
}

/// A word on its way into a line.
#[derive(Debug, Clone)]
pub(super) struct Fragment {
    pub word: Word,
    /// In points.
    pub width: f64,
    pub style: usize,
    /// Index among the text's spans.
    pub span: usize,
    pub level: Level,
    /// Whether it is a space a line may break at.
    pub space: bool,
}

impl Fragment {
    /// For each byte of its text, and for its end: how far the glyphs of what stands before it go, in ems.
    pub(super) fn advances(&self) -> Vec<f64> {
        let mut advances = vec![0.0; self.word.text.len() + 1];
        for glyph in &*self.word.glyphs {
            advances[glyph.text.start + 1] += f64::from(glyph.advance);
        }
        let mut sum = 0.0;
        for advance in &mut advances {
            sum += *advance;
            *advance = sum;
        }
        advances
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
        fragments: Vec<Fragment>,
        setting: &Setting,
        last: bool,
        styles: &[Style],
        links: &[Option<Rc<str>>],
    ) -> Self {
        let end = fragments.iter().rposition(|fragment| !fragment.space).map_or(0, |last| last + 1);
        let width: f64 = fragments[..end].iter().map(|fragment| fragment.width).sum();
        let free = setting.room - width;
        let start = fragments.iter().position(|fragment| !fragment.space).unwrap_or(end);
        let spaces = fragments[start..end].iter().filter(|fragment| fragment.space).count();
        let justified = setting.align == Align::Justify && !last && spaces > 0;
        let widening = if justified { free / spaces as f64 } else { 0.0 };
        let left = match (setting.align, setting.rtl) {
            _ if justified => 0.0,
            (Align::Left, _) | (Align::Start | Align::Justify, false) | (Align::End, true) => 0.0,
            (Align::Center, _) => free / 2.0,
            _ => free,
        };
        let hanging: f64 = fragments[end..].iter().map(|fragment| fragment.width).sum();
        let mut line = Self { width: if justified { setting.room } else { width }, ..Self::default() };
        line.measure(fragments.iter().map(|fragment| &styles[fragment.style]));

        let order = visual_order(&fragments);
        let mut x = if setting.rtl { left - hanging } else { left };
        let mut rest = &order[..];
        while let [first, ..] = rest {
            let head = &fragments[*first];
            let count = rest.iter().take_while(|&&index| fragments[index].continues(head)).count();
            let (same, others) = rest.split_at(count);
            rest = others;
            let widened = |index: usize| fragments[index].space && (start..end).contains(&index);
            let widen = |index: usize| if widened(index) { widening } else { 0.0 };
            let width = same.iter().map(|&index| fragments[index].width + widen(index)).sum();
            let (text, glyphs) = match same {
                [_] if widening == 0.0 => (Rc::clone(&head.word.text), Rc::clone(&head.word.glyphs)),
                _ => join(same, &fragments, |index| widen(index) / styles[head.style].size),
            };
            line.runs.push(Run {
                x,
                width,
                face: head.word.face,
                style: head.style,
                text,
                glyphs,
                link: links[head.span].clone(),
                rtl: head.word.rtl,
            });
            x += width;
        }
        line
    }

    /// Makes it as high as the highest of the styles.
    pub(super) fn measure<'a>(&mut self, styles: impl Iterator<Item = &'a Style>) {
        for style in styles {
            self.height = self.height.max(style.line_height);
            self.baseline = self.baseline.max(style.line_height / 2.0 + 0.39 * style.size);
        }
    }
}

impl Fragment {
    /// Whether it can be drawn as one with `other`.
    fn continues(&self, other: &Self) -> bool {
        self.span == other.span && self.word.face == other.word.face && self.level == other.level
    }
}

/// The fragments' indices from left to right (UAX #9, L2).
fn visual_order(fragments: &[Fragment]) -> Vec<usize> {
    if fragments.iter().all(|fragment| fragment.level.is_ltr()) {
        return (0..fragments.len()).collect();
    }
    let levels: Vec<Level> = fragments.iter().map(|fragment| fragment.level).collect();
    ParagraphBidiInfo::reorder_visual(&levels)
}

/// Text and glyphs of fragments given in visual order; `widen` is added to the last glyph of each, in ems.
#[expect(clippy::cast_possible_truncation, reason = "glyphs are drawn in single precision")]
fn join(order: &[usize], fragments: &[Fragment], widen: impl Fn(usize) -> f64) -> (Rc<str>, Rc<[Glyph]>) {
    let rtl = fragments[order[0]].word.rtl;
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
    (text.into(), glyphs.into())
}
