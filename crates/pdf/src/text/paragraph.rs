//! A paragraph: what stands between two line feeds, with one base direction.

use std::ops::Range;
use std::rc::Rc;

use crate::text::direction::Levels;
use crate::text::line::{After, Fragment};
use crate::text::opportunity::{Piece, SOFT_HYPHEN, ZERO_WIDTH_SPACE, pieces};
use crate::text::source::Source;
use crate::text::typesetter::Extent;
use crate::text::word::{Words, joins_with};

/// A part of a text without line feeds.
pub(super) struct Paragraph<'s> {
    pub source: &'s Source<'s>,
    /// Where it begins in the source.
    pub start: usize,
    pub text: &'s str,
    pub levels: Levels,
}

impl<'s> Paragraph<'s> {
    pub(super) fn new(source: &'s Source<'s>, range: Range<usize>) -> Self {
        let start = range.start;
        let text = &source.text[range];
        Self { source, start, text, levels: Levels::of(text) }
    }

    /// How wide it is.
    pub(super) fn extent(&self, words: &mut Words<'_>) -> Extent {
        let mut extent = Extent { min: 0.0, max: 0.0 };
        let (mut width, mut fragments) = (0.0, Vec::new());
        for piece in pieces(self.text) {
            fragments.clear();
            self.set(&piece, words, &mut fragments);
            let mut unbroken = 0.0;
            for fragment in &fragments {
                width += fragment.width;
                if !fragment.space {
                    unbroken += fragment.width;
                    extent.max = width;
                }
                if fragment.after == After::Hyphen {
                    unbroken += words.hyphen(fragment).width;
                }
            }
            extent.min = extent.min.max(unbroken);
        }
        extent
    }

    /// Shapes a piece: its word, apart by span and direction, and its spaces.
    pub(super) fn set(&self, piece: &Piece, words: &mut Words<'_>, fragments: &mut Vec<Fragment>) {
        self.push_word(piece.text.clone(), words, fragments);
        if let Some(end) = fragments.last_mut() {
            end.after = if piece.hyphen { After::Hyphen } else { After::Break };
        }
        for at in piece.spaces.clone() {
            let span = self.source.span_at(self.start + at);
            let (style, level) = (self.source.spans[span].style, self.levels.at(at));
            let word = words.space(style, level.is_rtl(), fragments.last());
            let width = word.advance * words.styles[style].size;
            fragments.push(Fragment { word, width, style, span, level, space: true, after: After::Nothing });
        }
    }

    fn push_word(&self, range: Range<usize>, words: &mut Words<'_>, fragments: &mut Vec<Fragment>) {
        let mut start = range.start;
        while start < range.end {
            let rest = &self.text[start..range.end];
            if let Some(rest) = rest.strip_prefix([SOFT_HYPHEN, ZERO_WIDTH_SPACE]) {
                start = range.end - rest.len();
                continue;
            }
            let index = self.source.span_at(self.start + start);
            let span = &self.source.spans[index];
            let level = self.levels.at(start);
            let rest = &rest[..rest.len().min(span.end - self.start - start)];
            let end = rest.char_indices().find(|&(at, c)| {
                self.levels.at(start + at) != level || matches!(c, SOFT_HYPHEN | ZERO_WIDTH_SPACE)
            });
            let end = end.map_or(start + rest.len(), |(at, _)| start + at);
            let joining =
                [joins_with(self.text[..start].chars().rev()), joins_with(self.text[end..].chars())];
            let size = words.styles[span.style].size;
            let set = words.of(&self.text[start..end], span.style, level.is_rtl(), joining);
            fragments.extend(set.iter().map(|word| Fragment {
                width: word.advance * size,
                word: Rc::clone(word),
                style: span.style,
                span: index,
                level,
                space: false,
                after: After::Nothing,
            }));
            start = end;
        }
    }
}
