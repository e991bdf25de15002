//! Texts and how they look.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserializer, SeqAccess, Visitor};

use crate::model::Color;
use crate::model::either::Either;

/// How a text looks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Style {
    /// Faces to draw with, best first: 0 and 1 are the shipped regular and bold.
    pub faces: Vec<usize>,
    /// Font size.
    pub size: f64,
    /// Of the letters.
    pub color: Color,
    /// From one line to the next. The baseline is `line_height / 2 + 0.39 size` below a line's top.
    pub line_height: f64,
    /// Whether a line stands under it.
    pub underline: bool,
}

/// A text of one style, or of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// In the style of its block.
    Plain(String),
    /// Each in a style of its own.
    Spans(Vec<Span>),
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Span {
    /// What it says.
    pub text: String,
    /// Index of its style.
    pub style: usize,
    /// Where it leads: a URI.
    pub link: Option<String>,
    /// What it says instead of its text, in what stands on every page.
    pub field: Option<Field>,
}

/// What differs from page to page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// The page's number.
    Page,
    /// How many pages there are.
    Pages,
}

/// Where a line, or a figure, stands. Start and end depend on the paragraph's direction, which is that of its first strong
/// character (UAX #9, P2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Align {
    Start,
    End,
    Left,
    Right,
    Center,
    Justify,
}

/// Lines of text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Paragraph {
    /// What it says.
    pub text: Text,
    /// Style of a text that is one string.
    pub style: usize,
    /// Where its lines stand.
    pub align: Align,
    /// 1 to 6 of a heading: tagged so, and an entry of the outline.
    pub heading: Option<u8>,
    /// Lines kept together at its beginning and end; 2 by default.
    pub orphans: Option<usize>,
    /// At most so many lines; what is left is cut off.
    pub lines: Option<usize>,
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either::<Self>(PhantomData))
    }
}

impl<'de> Visitor<'de> for Either<Text> {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a string or spans")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text::Plain(text.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Text, E> {
        Ok(Text::Plain(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, spans: A) -> Result<Text, A::Error> {
        Deserialize::deserialize(SeqAccessDeserializer::new(spans)).map(Text::Spans)
    }
}
