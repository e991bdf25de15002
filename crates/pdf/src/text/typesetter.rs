//! What layout asks: lines, extents, what cannot be drawn.

use harfrust::Language;

use crate::model::{Align, Style, Text};
use crate::text::filling::fill;
use crate::text::paragraph::Paragraph;
use crate::text::source::Source;
use crate::text::word::{Words, first_missing};
use crate::text::{Face, Line};

/// How wide a text is, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extent {
    /// Its widest piece that cannot be broken.
    pub min: f64,
    /// Its widest line, if none is broken.
    pub max: f64,
}

/// Shapes and breaks the texts of one document.
pub(crate) struct Typesetter<'a> {
    words: Words<'a>,
}

impl<'a> Typesetter<'a> {
    /// `faces` are all that the styles name: the shipped regular and bold, then the registered ones.
    pub(crate) fn new(faces: &'a [Face], styles: &'a [Style]) -> Self {
        Self { words: Words::new(faces, styles) }
    }

    /// Prefers the letter forms of a language, given as a BCP 47 tag: fonts have other ones for Urdu than for Arabic.
    pub(crate) fn in_language(mut self, tag: &str) -> Self {
        self.words.language = Language::new(tag);
        self
    }

    /// A text (in `style`, if it is plain) broken into lines of at most `width` points: at the opportunities of UAX #14, and
    /// inside a word only where the word alone is wider than a line. Runs stand where `align` has them, from the left edge.
    pub(crate) fn paragraph(&mut self, text: &Text, style: usize, align: Align, width: f64) -> Vec<Line> {
        self.lines(text, style, align, width, width)
    }

    /// The text on one line, however long.
    pub(crate) fn line(&mut self, text: &str, style: usize) -> Line {
        self.line_in(text, style, Align::Left, 0.0)
    }

    /// The text on one line, aligned in `room`; if it is longer, it stands out at the side to which it is not aligned.
    pub(crate) fn line_in(&mut self, text: &str, style: usize, align: Align, room: f64) -> Line {
        let text = Text::Plain(text.replace('\n', " "));
        let mut lines = self.lines(&text, style, align, room, f64::INFINITY);
        lines.pop().expect("a paragraph has a line")
    }

    fn lines(&mut self, text: &Text, style: usize, align: Align, room: f64, limit: f64) -> Vec<Line> {
        let source = Source::new(text, style);
        let mut lines = Vec::new();
        for range in source.paragraphs() {
            fill(&Paragraph::new(&source, range), &mut self.words, align, room, limit, &mut lines);
        }
        lines
    }

    /// How wide the text is.
    pub(crate) fn extent(&mut self, text: &Text, style: usize) -> Extent {
        let source = Source::new(text, style);
        let mut extent = Extent { min: 0.0, max: 0.0 };
        for range in source.paragraphs() {
            let Extent { min, max } = Paragraph::new(&source, range).extent(&mut self.words);
            extent = Extent { min: extent.min.max(min), max: extent.max.max(max) };
        }
        extent
    }

    /// The first character that the faces of its style cannot draw.
    pub(crate) fn first_missing(&self, text: &Text, style: usize) -> Option<char> {
        let Words { faces, styles, .. } = &self.words;
        let missing = |text: &str, style: usize| first_missing(text, &styles[style].faces, faces);
        match text {
            Text::Plain(text) => missing(text, style),
            Text::Spans(spans) => spans.iter().find_map(|span| missing(&span.text, span.style)),
        }
    }
}
