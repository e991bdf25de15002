//! Which way text runs (UAX #9).

use unicode_bidi::{BidiClass, BidiDataSource, Level, ParagraphBidiInfo, bidi_class};

/// The levels of a text without line feeds.
pub(super) struct Levels {
    /// Of the paragraph: that of its first strong character (P2, P3).
    pub base: Level,
    /// Of each byte; none where all is left to right.
    bytes: Option<Vec<Level>>,
}

impl Levels {
    pub(super) fn of(text: &str) -> Self {
        if text.is_ascii() || !text.chars().any(may_turn) {
            return Self { base: Level::ltr(), bytes: None };
        }
        let text = signs_as_digits(text);
        let bidi = ParagraphBidiInfo::new_with_data_source(&Classes, &text, None);
        Self { base: bidi.paragraph_level, bytes: Some(bidi.levels) }
    }

    /// The level of the character that begins at a byte.
    pub(super) fn at(&self, byte: usize) -> Level {
        self.bytes.as_ref().map_or(self.base, |levels| levels[byte])
    }
}

/// The order from left to right of what stands on a line at these levels (L2).
pub(super) fn visual_order(levels: impl ExactSizeIterator<Item = Level> + Clone) -> Vec<usize> {
    if levels.clone().all(|level| level.is_ltr()) {
        return (0..levels.len()).collect();
    }
    ParagraphBidiInfo::reorder_visual(&levels.collect::<Vec<_>>())
}

/// Makes a digit, as long in bytes, of each sign that stands before a number: the number's direction then is the sign's, and
/// `-2.25` is not read as `2.25-`. CLDR's locales mean the same by the U+200E before their signs (HL3).
fn signs_as_digits(text: &str) -> String {
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    let mut shadow = String::with_capacity(text.len());
    while let Some(c) = characters.next() {
        let signs = !before.is_alphanumeric() && characters.peek().is_some_and(char::is_ascii_digit);
        shadow.push(match c {
            '+' | '-' if signs => '0',
            '\u{2212}' if signs => '\u{2080}',
            _ => c,
        });
        before = c;
    }
    shadow
}

/// Unicode's classes, without the difference between letters that only W2 makes: it would have a number such as
/// `2026-00042` read as `00042-2026` after Arabic letters. Higher protocols may ignore it (HL2).
struct Classes;

impl BidiDataSource for Classes {
    fn bidi_class(&self, character: char) -> BidiClass {
        match bidi_class(character) {
            BidiClass::AL => BidiClass::R,
            class => class,
        }
    }
}

/// Whether a text with this character may run from right to left in part.
fn may_turn(c: char) -> bool {
    use BidiClass::{AL, AN, LRE, LRI, LRO, R, RLE, RLI, RLO};
    c >= '\u{590}' && matches!(bidi_class(c), AL | AN | LRE | LRI | LRO | R | RLE | RLI | RLO)
}
