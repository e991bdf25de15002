//! A text and what is said of its parts.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use crate::model::Text;

/// A text in one string.
pub(super) struct Source<'t> {
    pub text: Cow<'t, str>,
    /// In order, at least one.
    pub spans: Vec<Span>,
}

/// What is said of a part.
pub(super) struct Span {
    /// Where it ends and the next begins.
    pub end: usize,
    /// Index among the document's styles.
    pub style: usize,
    pub link: Option<Rc<str>>,
}

impl<'t> Source<'t> {
    /// `style` is that of a text that is plain, or empty.
    pub(super) fn new(text: &'t Text, style: usize) -> Self {
        match text {
            Text::Plain(text) => {
                Self { text: Cow::Borrowed(text), spans: vec![Span { end: text.len(), style, link: None }] }
            }
            Text::Spans(parts) if parts.is_empty() => {
                Self { text: Cow::Borrowed(""), spans: vec![Span { end: 0, style, link: None }] }
            }
            Text::Spans(parts) => {
                let mut text = String::new();
                let spans = parts.iter().map(|part| {
                    text.push_str(&part.text);
                    Span { end: text.len(), style: part.style, link: part.link.as_deref().map(Rc::from) }
                });
                let spans = spans.collect();
                Self { text: Cow::Owned(text), spans }
            }
        }
    }

    /// What stands between line feeds.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        self.text.split('\n').map(move |line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        })
    }

    /// Index of the span a byte belongs to; of the end of the text, the last.
    pub(super) fn span_at(&self, at: usize) -> usize {
        self.spans.partition_point(|span| span.end <= at).min(self.spans.len() - 1)
    }
}
