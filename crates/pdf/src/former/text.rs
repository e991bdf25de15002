//! Paragraphs: where lines break and how wide they are.

use std::collections::HashMap;
use std::rc::Rc;

use crate::former::font::{Face, Glyph, UNITS_PER_EM, Weight};

/// Shaped words a document keeps; beyond that it starts anew, so that memory stays bounded.
const MAX_CACHED_WORDS: usize = 8192;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub weight: Weight,
    pub size: f64,
    pub color: [u8; 3],
}

impl Style {
    /// From one line to the next.
    pub(crate) fn line_height(&self) -> f64 {
        self.size * 1.4
    }

    /// From the top of a line down to its baseline.
    pub(crate) fn baseline(&self) -> f64 {
        self.size * 1.09
    }
}

/// A shaped piece of text without break opportunities inside.
#[derive(Debug)]
pub(crate) struct Word {
    pub text: Box<str>,
    pub glyphs: Vec<Glyph>,
    /// In font units.
    pub advance: i64,
}

/// A line: words and the spaces between them, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub words: Vec<Rc<Word>>,
    /// In font units, without trailing spaces.
    pub advance: i64,
}

impl Line {
    fn push(&mut self, word: Rc<Word>) {
        self.advance += word.advance;
        self.words.push(word);
    }

    /// Its width in points.
    pub(crate) fn width(&self, size: f64) -> f64 {
        self.advance as f64 * size / UNITS_PER_EM
    }
}

/// Shapes and breaks the texts of one document.
#[derive(Default)]
pub(crate) struct Typesetter {
    /// The words shaped so far, by weight.
    words: [HashMap<Box<str>, Rc<Word>>; 2],
}

impl Typesetter {
    /// The text on one line, however long.
    pub(crate) fn line(&mut self, text: &str, weight: Weight) -> Line {
        self.wrap(text, weight, i64::MAX).pop().unwrap_or_default()
    }

    /// The text broken into lines of at most `width` points: at the opportunities of UAX #14, and inside a word only
    /// where the word alone is wider than a line.
    pub(crate) fn paragraph(&mut self, text: &str, style: &Style, width: f64) -> Vec<Line> {
        // The margin keeps a text that fits exactly from breaking over the last bit of a sum.
        #[expect(clippy::cast_possible_truncation, reason = "a page is some thousand points wide")]
        let room = (width * UNITS_PER_EM / style.size + 1e-6).floor() as i64;
        text.split('\n').flat_map(|line| self.wrap(line, style.weight, room)).collect()
    }

    fn wrap(&mut self, text: &str, weight: Weight, room: i64) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut line = Line::default();
        // The spaces after the line's last word: set only when another word follows on the line.
        let mut gap = Line::default();
        let mut start = 0;
        for (end, _) in unicode_linebreak::linebreaks(text) {
            let segment = &text[start..end];
            let trimmed = segment.trim_end_matches(' ');
            start = end;
            if !trimmed.is_empty() {
                let word = self.word(trimmed, weight);
                if line.words.is_empty() || line.advance + gap.advance + word.advance > room {
                    if !line.words.is_empty() {
                        lines.push(std::mem::take(&mut line));
                    }
                    gap = Line::default();
                }
                if word.advance > room {
                    lines.extend(self.split(&word.text, weight, room));
                    line = lines.pop().unwrap_or_default();
                } else {
                    std::mem::take(&mut gap).words.into_iter().for_each(|space| line.push(space));
                    line.push(word);
                }
            }
            for _ in trimmed.len()..segment.len() {
                gap.push(self.word(" ", weight));
            }
        }
        lines.push(line);
        lines
    }

    /// A word too wide for a line, cut between characters (never between a letter and its marks) so that each piece
    /// fits; a single character wider than the line stands alone.
    fn split(&mut self, text: &str, weight: Weight, room: i64) -> Vec<Line> {
        let mut pieces = Vec::new();
        let (mut start, mut width, mut cluster) = (0, 0, 0);
        for end in self.cluster_ends(text, weight) {
            let advance = self.word(&text[cluster..end], weight).advance;
            if cluster > start && width + advance > room {
                pieces.push(self.piece(&text[start..cluster], weight));
                (start, width) = (cluster, 0);
            }
            width += advance;
            cluster = end;
        }
        pieces.push(self.piece(&text[start..], weight));
        pieces
    }

    /// Where each character with its marks ends. A mark is what has no advance of its own.
    fn cluster_ends(&mut self, text: &str, weight: Weight) -> Vec<usize> {
        let mut ends: Vec<usize> = text
            .char_indices()
            .skip(1)
            .filter(|&(at, c)| self.word(&text[at..at + c.len_utf8()], weight).advance > 0)
            .map(|(at, _)| at)
            .collect();
        ends.push(text.len());
        ends
    }

    fn piece(&mut self, text: &str, weight: Weight) -> Line {
        let mut line = Line::default();
        line.push(self.word(text, weight));
        line
    }

    fn word(&mut self, text: &str, weight: Weight) -> Rc<Word> {
        let words = &mut self.words[weight as usize];
        if let Some(word) = words.get(text) {
            return Rc::clone(word);
        }
        if words.len() >= MAX_CACHED_WORDS {
            words.clear();
        }
        let glyphs = Face::of(weight).shape(text);
        let advance = glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
        let word = Rc::new(Word { text: text.into(), glyphs, advance });
        words.insert(text.into(), Rc::clone(&word));
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STYLE: Style = Style { weight: Weight::Regular, size: 10.0, color: [0, 0, 0] };

    fn lines(text: &str, width: f64) -> Vec<String> {
        let lines = Typesetter::default().paragraph(text, &STYLE, width);
        lines.iter().map(|line| line.words.iter().map(|word| &*word.text).collect()).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_after_hyphens() {
        assert_eq!(lines("single-vision lens", 40.0), ["single-", "vision", "lens"]);
        assert_eq!(lines("a  b", 100.0), ["a  b"]);
        assert_eq!(lines(" one\n\ntwo ", 100.0), ["one", "", "two"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_between_letters() {
        let cut = lines("to Ctenocephalides", 30.0);
        assert_eq!(cut.concat(), "toCtenocephalides");
        assert!(cut.len() > 2 && cut[0] == "to");
        assert_eq!(lines("q\u{303}q\u{303}", 1.0), ["q\u{303}", "q\u{303}"]);
    }

    proptest! {
        #[test]
        fn no_text_is_lost_and_no_line_too_long(text in "[ a-zA-Z0-9.,()/-]{0,80}", width in 20.0..200.0_f64) {
            let lines = Typesetter::default().paragraph(&text, &STYLE, width);
            let set: String = lines.iter().flat_map(|line| &line.words).map(|word| &*word.text).collect();
            prop_assert_eq!(set.replace(' ', ""), text.replace(' ', ""));
            for line in &lines {
                // A piece of a word that was cut is measured letter by letter; kerning may widen it by a hair.
                let slack = if line.words.len() == 1 { 1.0 } else { 0.001 };
                prop_assert!(line.width(10.0) <= width + slack);
            }
        }
    }
}
