//! A paragraph: text of one base direction, up to a line feed, filled into lines.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Align, Style, Text};
use crate::text::line::{Fragment, Line, Setting};
use crate::text::opportunity::{Piece, SOFT_HYPHEN, ZERO_WIDTH_SPACE, pieces};
use crate::text::typesetter::{Extent, Typesetter};
use crate::text::word::joins_with;

/// Keeps a text that fits exactly from breaking over the last bit of a sum.
const MARGIN: f64 = 1e-6;

/// A text and what is said of its parts.
pub(super) struct Source<'t> {
    text: Cow<'t, str>,
    /// At least one; the last ends with the text.
    spans: Vec<Span>,
}

struct Span {
    end: usize,
    style: usize,
    link: Option<Rc<str>>,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t Text, style: usize) -> Self {
        match text {
            Text::Plain(text) => {
                Self { text: Cow::Borrowed(text), spans: vec![Span { end: text.len(), style, link: None }] }
            }
            Text::Spans(spans) => {
                let mut text = String::new();
                let mut ends: Vec<Span> = Vec::with_capacity(spans.len().max(1));
                for span in spans {
                    text.push_str(&span.text);
                    let link = span.link.as_deref().map(Rc::from);
                    ends.push(Span { end: text.len(), style: span.style, link });
                }
                if ends.is_empty() {
                    ends.push(Span { end: 0, style, link: None });
                }
                Self { text: Cow::Owned(text), spans: ends }
            }
        }
    }

    /// The text between line feeds.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        self.text.split('\n').map(move |line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        })
    }

    /// Index of the span a byte belongs to.
    fn span_at(&self, at: usize) -> usize {
        self.spans.partition_point(|span| span.end <= at).min(self.spans.len() - 1)
    }
}

/// A part of a text between line feeds.
pub(super) struct Paragraph<'s> {
    source: &'s Source<'s>,
    start: usize,
    text: &'s str,
    /// A level for each byte; none where all is left to right.
    levels: Option<Vec<Level>>,
    base: Level,
}

impl<'s> Paragraph<'s> {
    pub(super) fn new(source: &'s Source<'s>, range: Range<usize>) -> Self {
        let start = range.start;
        let text = &source.text[range];
        if !text.chars().any(may_turn) {
            return Self { source, start, text, levels: None, base: Level::ltr() };
        }
        let bidi = ParagraphBidiInfo::new(text, None);
        Self { source, start, text, levels: Some(bidi.levels), base: bidi.paragraph_level }
    }

    /// How wide it is, at least and at most.
    pub(super) fn extent(&self, typesetter: &mut Typesetter<'_>) -> Extent {
        let mut extent = Extent { min: 0.0, max: 0.0 };
        let mut gap = 0.0;
        for piece in pieces(self.text) {
            let (word, spaces) = self.fragments(&piece, typesetter);
            if !word.is_empty() {
                let width = width(&word);
                let hyphen = if piece.hyphen { self.hyphen(&word, typesetter).width } else { 0.0 };
                extent.min = extent.min.max(width + hyphen);
                extent.max += gap + width;
                gap = 0.0;
            }
            gap += width(&spaces);
        }
        extent
    }

    /// Breaks it into lines of at most `room`.
    pub(super) fn fill(
        &self,
        typesetter: &mut Typesetter<'_>,
        align: Align,
        room: f64,
        lines: &mut Vec<Line>,
    ) {
        let setting = Setting { align, room, rtl: self.base.is_rtl() };
        let mut line = Filling::default();
        for piece in pieces(self.text) {
            let (word, spaces) = self.fragments(&piece, typesetter);
            if word.is_empty() {
                line.push_spaces(spaces);
                continue;
            }
            let width = width(&word);
            let hyphen = piece.hyphen.then(|| self.hyphen(&word, typesetter));
            while !line.fits(width, room) {
                if line.is_blank() {
                    line = Filling::default();
                    break;
                }
                let full = line.break_off(self.base);
                lines.push(self.set(full, &setting, false, typesetter));
            }
            if width > room + MARGIN {
                self.cut(word, typesetter, &setting, &mut line, lines);
            } else {
                line.push(word, width);
            }
            line.allow_break(hyphen, room);
            line.push_spaces(spaces);
        }
        let rest = line.finish();
        lines.push(self.set(rest, &setting, true, typesetter));
    }

    /// Cuts a piece that is wider than a line between characters (never between a letter and its marks), so that each part
    /// fits; a single character wider than a line stands alone. The last part is left on `line`.
    fn cut(
        &self,
        piece: Vec<Fragment>,
        typesetter: &mut Typesetter<'_>,
        setting: &Setting,
        line: &mut Filling,
        lines: &mut Vec<Line>,
    ) {
        for fragment in piece {
            let size = typesetter.styles[fragment.style].size;
            let text = Rc::clone(&fragment.word.text);
            let ends: Vec<usize> =
                text.grapheme_indices(true).skip(1).map(|(at, _)| at).chain([text.len()]).collect();
            let advances = fragment.advances();
            let mut first = 0;
            while first < ends.len() {
                let start = if first == 0 { 0 } else { ends[first - 1] };
                let room = setting.room + MARGIN - line.width;
                let reach = advances[start] + room / size;
                let mut last = first + ends[first..].partition_point(|&end| advances[end] <= reach);
                // Shaped by itself a part may be wider than it was in the whole.
                let part = loop {
                    if last <= first && !line.is_blank() {
                        break None;
                    }
                    let end = ends[last.max(first + 1) - 1];
                    let word = typesetter.words.part(&fragment.word, start..end);
                    let part = Fragment { width: word.advance * size, word, ..fragment.clone() };
                    if part.width <= room || last <= first + 1 && line.is_blank() {
                        last = last.max(first + 1);
                        break Some(part);
                    }
                    last -= 1;
                };
                if let Some(part) = part {
                    let width = part.width;
                    line.push(vec![part], width);
                    first = last;
                }
                if first < ends.len() {
                    let full = std::mem::take(line).finish();
                    lines.push(self.set(full, setting, false, typesetter));
                }
            }
        }
    }

    fn set(
        &self,
        fragments: Vec<Fragment>,
        setting: &Setting,
        last: bool,
        typesetter: &Typesetter<'_>,
    ) -> Line {
        let empty = &self.source.spans[self.source.span_at(self.start + self.text.len())];
        let mut line = Line::set(fragments, setting, last, typesetter.styles, &self.links());
        if line.height == 0.0 {
            line.measure([&typesetter.styles[empty.style]].into_iter());
        }
        line
    }

    fn links(&self) -> Vec<Option<Rc<str>>> {
        self.source.spans.iter().map(|span| span.link.clone()).collect()
    }

    /// The word of a piece, and the spaces after it.
    fn fragments(&self, piece: &Piece, typesetter: &mut Typesetter<'_>) -> (Vec<Fragment>, Vec<Fragment>) {
        let mut word = Vec::new();
        self.push_fragments(piece.text.clone(), false, typesetter, &mut word);
        let mut spaces = Vec::new();
        for at in piece.spaces.clone() {
            self.push_fragments(at..at + 1, true, typesetter, &mut spaces);
        }
        (word, spaces)
    }

    /// Shapes a part of the text: apart by span and direction, and without what does not show.
    fn push_fragments(
        &self,
        range: Range<usize>,
        space: bool,
        typesetter: &mut Typesetter<'_>,
        fragments: &mut Vec<Fragment>,
    ) {
        let mut start = range.start;
        while start < range.end {
            let span = self.source.span_at(self.start + start);
            let level = self.level_at(start);
            let limit = range.end.min(self.source.spans[span].end - self.start);
            let same = |(at, c): &(usize, char)| {
                self.level_at(start + at) == level && !matches!(*c, SOFT_HYPHEN | ZERO_WIDTH_SPACE)
            };
            let part = &self.text[start..limit];
            let end = part.char_indices().find(|at| !same(at)).map_or(limit, |(at, _)| start + at);
            if end > start {
                let joining = if self.levels.is_some() {
                    [joins_with(self.text[..start].chars().rev()), joins_with(self.text[end..].chars())]
                } else {
                    [None, None]
                };
                let style = self.source.spans[span].style;
                let Style { faces, size, .. } = &typesetter.styles[style];
                let words = typesetter.words.of(&self.text[start..end], faces, level.is_rtl(), joining);
                fragments.extend(words.iter().map(|word| Fragment {
                    width: word.advance * size,
                    word: word.clone(),
                    span,
                    style,
                    level,
                    space,
                }));
                start = end;
            } else {
                start += part.chars().next().map_or(1, char::len_utf8);
            }
        }
    }

    /// What shows where a word is broken, as the end of the word looks.
    fn hyphen(&self, word: &[Fragment], typesetter: &mut Typesetter<'_>) -> Fragment {
        let end = word.last().expect("only words have hyphens");
        let Style { faces, size, .. } = &typesetter.styles[end.style];
        let words = typesetter.words.of("-", faces, end.level.is_rtl(), [None, None]);
        Fragment { width: words[0].advance * size, word: words[0].clone(), ..end.clone() }
    }

    fn level_at(&self, at: usize) -> Level {
        self.levels.as_ref().map_or(self.base, |levels| levels[at])
    }
}

/// The line being filled.
#[derive(Default)]
struct Filling {
    fragments: Vec<Fragment>,
    /// Up to the end of the last word.
    width: f64,
    /// Of the spaces after it.
    gap: f64,
    /// How many fragments stand before the last place where the line may break, and what shows there.
    opportunity: Option<(usize, Option<Fragment>)>,
}

impl Filling {
    fn is_blank(&self) -> bool {
        self.fragments.iter().all(|fragment| fragment.space)
    }

    fn fits(&self, width: f64, room: f64) -> bool {
        self.width + self.gap + width <= room + MARGIN
    }

    fn push(&mut self, word: Vec<Fragment>, width: f64) {
        self.width += self.gap + width;
        self.gap = 0.0;
        self.fragments.extend(word);
    }

    fn push_spaces(&mut self, spaces: Vec<Fragment>) {
        self.gap += width(&spaces);
        self.fragments.extend(spaces);
    }

    /// The line may break here, if there is room for the hyphen that then shows.
    fn allow_break(&mut self, hyphen: Option<Fragment>, room: f64) {
        if hyphen.as_ref().is_none_or(|hyphen| self.fits(hyphen.width, room)) {
            self.opportunity = Some((self.fragments.len(), hyphen));
        }
    }

    /// Takes off what stands before the last opportunity, with one of the spaces there; the others are dropped. If there was
    /// room for no hyphen, the line breaks without one.
    fn break_off(&mut self, base: Level) -> Vec<Fragment> {
        let (at, hyphen) = self.opportunity.take().unwrap_or((self.fragments.len(), None));
        let rest = self.fragments.split_off(at);
        let mut full = std::mem::take(&mut self.fragments);
        full.extend(hyphen);
        let spaces = rest.iter().take_while(|fragment| fragment.space).count();
        full.extend(
            rest.first().filter(|_| spaces > 0).map(|space| Fragment { level: base, ..space.clone() }),
        );
        self.width = 0.0;
        self.gap = 0.0;
        for fragment in rest.into_iter().skip(spaces) {
            if fragment.space {
                self.push_spaces(vec![fragment]);
            } else {
                let width = fragment.width;
                self.push(vec![fragment], width);
            }
        }
        full
    }

    /// All of it, without the spaces at its end.
    fn finish(mut self) -> Vec<Fragment> {
        let end = self.fragments.iter().rposition(|fragment| !fragment.space).map_or(0, |last| last + 1);
        self.fragments.truncate(end);
        self.fragments
    }
}

fn width(fragments: &[Fragment]) -> f64 {
    fragments.iter().map(|fragment| fragment.width).sum()
}

/// Whether a text with this character may run from right to left in part.
fn may_turn(c: char) -> bool {
    use BidiClass::{AL, AN, LRE, LRI, LRO, R, RLE, RLI, RLO};
    c >= '\u{590}' && matches!(bidi_class(c), AL | AN | LRE | LRI | LRO | R | RLE | RLI | RLO)
}
