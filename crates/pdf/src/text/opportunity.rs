//! Where a line may break (UAX #14).

use std::ops::Range;

/// Breaks a word, and shows a hyphen where it does.
pub(super) const SOFT_HYPHEN: char = '\u{AD}';
/// A line may break at it.
pub(super) const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// What stands between two break opportunities of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// What cannot be parted, without what only shows where the line goes on.
    pub text: Range<usize>,
    /// The spaces after it.
    pub spaces: Range<usize>,
    /// Whether a hyphen is shown if the line breaks after it.
    pub hyphen: bool,
}

/// The pieces of a text without line feeds, in order.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece> + '_ {
    let mut start = 0;
    unicode_linebreak::linebreaks(text).map(move |(end, _)| {
        let segment = &text[start..end];
        let visible = segment.trim_end_matches([SOFT_HYPHEN, ZERO_WIDTH_SPACE]);
        let word = visible.trim_end_matches(' ');
        let piece = Piece {
            text: start..start + word.len(),
            spaces: start + word.len()..start + visible.len(),
            hyphen: segment.ends_with(SOFT_HYPHEN) && !word.is_empty() && word.len() == visible.len(),
        };
        start = end;
        piece
    })
}
