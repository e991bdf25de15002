//! Against outside references: the glyphs of `HarfBuzz`, Unicode's own tests.

mod bidi;
mod breaking;
mod faces;
mod properties;
mod shaping;

use unicode_bidi::{BidiClass, bidi_class};

use super::*;
use crate::model::{Align, Span, Style, Text};

/// The shipped faces, then the test fonts.
const ARABIC: usize = 2;
const HEBREW: usize = 3;
const DEVANAGARI: usize = 4;
const THAI: usize = 6;

macro_rules! font {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/fonts/", $name))
    };
}
use font;

fn faces() -> Vec<Face> {
    let fonts: [&[u8]; 6] = [
        font!("Arabic.ttf"),
        font!("Hebrew.ttf"),
        font!("Devanagari.ttf"),
        font!("Bengali.ttf"),
        font!("Thai.ttf"),
        font!("Han.otf"),
    ];
    let fonts = fonts.into_iter().map(|font| Face::new(font.to_vec()).expect("a good font"));
    [Face::shipped(false), Face::shipped(true)].into_iter().chain(fonts).collect()
}

fn style(faces: &[usize], size: f64) -> Style {
    Style { faces: faces.to_vec(), size, color: [0; 3], line_height: 1.4 * size, underline: false }
}

/// All faces, at 10 points; then the bold one at 20.
fn styles() -> [Style; 2] {
    [style(&[0, 2, 3, 4, 5, 6, 7], 10.0), style(&[1], 20.0)]
}

fn set(text: &Text, align: Align, width: f64) -> Vec<Line> {
    Typesetter::new(&faces(), &styles()).paragraph(text, 0, align, width)
}

fn plain(text: &str) -> Text {
    Text::Plain(text.to_owned())
}

fn span(text: &str, style: usize, link: Option<&str>) -> Span {
    Span { text: text.to_owned(), style, link: link.map(str::to_owned), field: None }
}

fn line(text: &str) -> Line {
    Typesetter::new(&faces(), &styles()).line(text, 0)
}

fn width(text: &str) -> f64 {
    line(text).width
}

/// What stands on a line, in reading order.
fn read(line: &Line) -> String {
    line.runs.iter().map(|run| &*run.text).collect()
}

/// The lines of a plain text that starts on the left.
fn lines(text: &str, width: f64) -> Vec<String> {
    set(&plain(text), Align::Start, width).iter().map(read).collect()
}

/// The characters of a line as they are seen from left to right.
fn seen(line: &Line) -> String {
    let clusters = |run: &Run| -> String {
        let mut ranges: Vec<_> = run.glyphs.iter().map(|glyph| glyph.text.clone()).collect();
        ranges.dedup();
        let rtl = match &ranges[..] {
            [first, .., last] => first.start > last.start,
            _ => run.text.chars().any(|c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL)),
        };
        let order = |range: std::ops::Range<usize>| -> String {
            let text = &run.text[range];
            if rtl { text.chars().rev().collect() } else { text.to_owned() }
        };
        ranges.into_iter().map(order).collect()
    };
    from_left(line).iter().map(clusters).collect()
}

/// The runs of a line as they stand.
fn from_left(line: &Line) -> Vec<Run> {
    let mut runs = line.runs.clone();
    runs.sort_by(|one, other| one.x.total_cmp(&other.x).then(one.width.total_cmp(&other.width)));
    runs
}

fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() < 1e-6, "{actual} is not {expected}");
}
