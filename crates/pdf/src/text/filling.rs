//! Filling lines with the pieces of a paragraph.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::Align;
use crate::text::line::{After, Fragment, Line, Setting};
use crate::text::opportunity::pieces;
use crate::text::paragraph::Paragraph;
use crate::text::word::Words;

/// Keeps a text that fits exactly from breaking over the last bit of a sum. Sums are multiples of whole sizes over a
/// font's units: a margin as large as one of these would itself hang on that bit.
pub(super) const MARGIN: f64 = 1e-6;
/// How far, in ems, the place where a word is cut may be beyond what its glyphs, in single precision, seem to have room for.
const LEEWAY: f64 = 1e-3;

/// Adds the lines of a paragraph, each at most `limit` wide, aligned in `room`.
pub(super) fn fill(
    paragraph: &Paragraph<'_>,
    words: &mut Words<'_>,
    align: Align,
    room: f64,
    limit: f64,
    lines: &mut Vec<Line>,
) {
    let setting = Setting { align, room, rtl: paragraph.levels.base.is_rtl() };
    let line = Vec::new();
    let mut filling = Filling { paragraph, setting, limit, words, line, width: 0.0, gap: 0.0, lines };
    let mut piece = Vec::new();
    for opportunity in pieces(paragraph.text) {
        paragraph.set(&opportunity, filling.words, &mut piece);
        filling.add(&mut piece);
    }
    filling.end(true);
}

struct Filling<'f, 'w> {
    paragraph: &'f Paragraph<'f>,
    setting: Setting,
    /// How wide a line may be.
    limit: f64,
    words: &'f mut Words<'w>,
    /// The line being filled.
    line: Vec<Fragment>,
    /// Of the line, up to the end of its last word.
    width: f64,
    /// Of the spaces after that.
    gap: f64,
    lines: &'f mut Vec<Line>,
}

impl Filling<'_, '_> {
    /// Adds a piece, which is left empty, and begins as many lines as that takes.
    fn add(&mut self, piece: &mut Vec<Fragment>) {
        let word = piece.iter().filter(|fragment| !fragment.space);
        let width: f64 = word.clone().map(|fragment| fragment.width).sum();
        let blank = word.count() == 0;
        while !blank && !self.has_room(width) {
            if self.line.iter().all(|fragment| fragment.space) {
                // Spaces at the beginning of a paragraph that leave its first word no room.
                self.line.clear();
                self.gap = 0.0;
                if !self.has_room(width) {
                    return self.cut(piece);
                }
            } else {
                self.break_off();
            }
        }
        piece.drain(..).for_each(|fragment| self.push(fragment));
    }

    fn has_room(&self, width: f64) -> bool {
        self.width + self.gap + width <= self.limit + MARGIN
    }

    fn push(&mut self, fragment: Fragment) {
        self.gap += fragment.width;
        if !fragment.space {
            self.width += std::mem::take(&mut self.gap);
        }
        self.line.push(fragment);
    }

    /// Ends the line at its last opportunity, and begins the next with what stands after that. A line that may only break
    /// where there is no room for the hyphen breaks without one.
    fn break_off(&mut self) {
        let mut width = 0.0;
        let mut at = (self.line.len(), None);
        for (index, fragment) in self.line.iter().enumerate() {
            width += fragment.width;
            match fragment.after {
                After::Nothing => {}
                After::Break => at = (index + 1, None),
                After::Hyphen => {
                    let hyphen = self.words.hyphen(fragment);
                    if width + hyphen.width <= self.limit + MARGIN {
                        at = (index + 1, Some(hyphen));
                    }
                }
            }
        }
        let rest = self.line.split_off(at.0);
        self.line.extend(at.1);
        // Keeps the words apart for those who read the text without its lines.
        let space = rest.first().filter(|fragment| fragment.space);
        self.line.extend(space.map(|space| space.hanging(self.paragraph.levels.base)));
        self.end(false);
        rest.into_iter().skip_while(|fragment| fragment.space).for_each(|fragment| self.push(fragment));
    }

    /// Adds a piece that is wider than a line, cut between characters (never between a letter and its marks) so that each
    /// part fits; a single character wider than a line stands alone.
    fn cut(&mut self, piece: &mut Vec<Fragment>) {
        for fragment in piece.drain(..) {
            if fragment.space || self.has_room(fragment.width) {
                self.push(fragment);
            } else {
                self.cut_fragment(&fragment);
            }
        }
    }

    fn cut_fragment(&mut self, fragment: &Fragment) {
        let text = &fragment.word.text;
        let starts = text.grapheme_indices(true).skip(1).map(|(at, _)| at);
        let ends: Vec<usize> = starts.chain([text.len()]).collect();
        let advances = fragment.word.advances();
        let size = self.words.styles[fragment.style].size;
        let mut start = 0;
        let mut rest = &ends[..];
        while let [first, ..] = *rest {
            let reach = advances[start] + (self.limit - self.width) / size + LEEWAY;
            let fitting = rest.partition_point(|&end| advances[end] <= reach);
            // Shaped by itself, a part may be wider than it is in the whole.
            let part = rest[..fitting].iter().rev().find_map(|&end| {
                let part = self.words.part(fragment, start..end);
                self.has_room(part.width).then_some((end, part))
            });
            let (end, part) = match part {
                Some(part) => part,
                None if self.line.is_empty() => (first, self.words.part(fragment, start..first)),
                None => {
                    self.end(false);
                    continue;
                }
            };
            self.push(part);
            start = end;
            rest = &rest[rest.partition_point(|&at| at <= end)..];
            if !rest.is_empty() {
                self.end(false);
            }
        }
    }

    /// Ends the line.
    fn end(&mut self, last: bool) {
        if last {
            let shown = self.line.iter().rposition(|fragment| !fragment.space);
            self.line.truncate(shown.map_or(0, |last| last + 1));
        }
        let Paragraph { source, start, text, .. } = self.paragraph;
        let mut line = Line::set(&self.line, &self.setting, last, &source.spans, self.words.styles);
        if self.line.is_empty() {
            let span = &source.spans[source.span_at(start + text.len())];
            line.measure(&self.words.styles[span.style]);
        }
        self.lines.push(line);
        self.line.clear();
        self.width = 0.0;
        self.gap = 0.0;
    }
}
