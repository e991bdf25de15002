//! What layout asks: lines, extents, what cannot be drawn.

use crate::model::{Align, Style, Text};
use crate::text::paragraph::{Paragraph, Source};
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
    faces: &'a [Face],
    pub(super) styles: &'a [Style],
    pub(super) words: Words<'a>,
}

impl<'a> Typesetter<'a> {
    /// `faces` are all that the styles name: the shipped regular and bold, then the registered ones.
    pub(crate) fn new(faces: &'a [Face], styles: &'a [Style]) -> Self {
        Self { faces, styles, words: Words::new(faces) }
    }

    /// A text (in `style`, if it is plain) broken into lines of at most `width` points: at the opportunities of UAX #14, and
    /// inside a word only where the word alone is wider than a line. Runs stand where `align` has them, from the left edge.
    pub(crate) fn paragraph(&mut self, text: &Text, style: usize, align: Align, width: f64) -> Vec<Line> {
        let source = Source::new(text, style);
        let mut lines = Vec::new();
        for range in source.paragraphs() {
            Paragraph::new(&source, range).fill(self, align, width, &mut lines);
        }
        lines
    }

    /// The text on one line, however long.
    pub(crate) fn line(&mut self, text: &str, style: usize) -> Line {
        let text = Text::Plain(text.replace('\n', " "));
        let lines = self.paragraph(&text, style, Align::Left, f64::INFINITY);
        lines.into_iter().next().expect("a paragraph has a line, and nothing is wider than infinity")
    }

    /// How wide the text is.
    pub(crate) fn extent(&mut self, text: &Text, style: usize) -> Extent {
        let source = Source::new(text, style);
        let mut extent = Extent { min: 0.0, max: 0.0 };
        for range in source.paragraphs() {
            let Extent { min, max } = Paragraph::new(&source, range).extent(self);
            extent = Extent { min: extent.min.max(min), max: extent.max.max(max) };
        }
        extent
    }

    /// The first character that the faces of its style cannot draw.
    pub(crate) fn first_missing(&self, text: &Text, style: usize) -> Option<char> {
        let missing = |text: &str, style: usize| first_missing(text, &self.styles[style].faces, self.faces);
        match text {
            Text::Plain(text) => missing(text, style),
            Text::Spans(spans) => spans.iter().find_map(|span| missing(&span.text, span.style)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: f64) -> Vec<String> {
        let style =
            Style { faces: vec![0, 1], size: 10.0, color: [0; 3], line_height: 14.0, underline: false };
        let faces = [Face::shipped(false), Face::shipped(true)];
        let styles = [style];
        let mut typesetter = Typesetter::new(&faces, &styles);
        let lines = typesetter.paragraph(&Text::Plain(text.to_owned()), 0, Align::Start, width);
        lines.iter().map(|line| line.runs.iter().map(|run| &*run.text).collect()).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_after_hyphens() {
        assert_eq!(lines("single-vision lens", 40.0), ["single-", "vision ", "lens"]);
        assert_eq!(lines("a  b", 100.0), ["a  b"]);
        assert_eq!(lines("one\n\ntwo ", 100.0), ["one", "", "two"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_between_letters() {
        let cut = lines("to Ctenocephalides", 30.0);
        assert_eq!(cut.concat(), "to Ctenocephalides");
        assert!(cut.len() > 2 && cut[0] == "to ");
        assert_eq!(lines("q\u{303}q\u{303}", 1.0), ["q\u{303}", "q\u{303}"]);
    }
}
