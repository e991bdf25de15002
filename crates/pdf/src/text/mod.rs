//! Text: from characters to lines of positioned glyphs.
//!
//! | module | concept |
//! |---|---|
//! | `face` | a font's file: whether it may be used, what it covers |
//! | `glyph` | shaping with harfrust |
//! | `word` | text by face and script, shaped once in a document's life |
//! | `source` | a text and what is said of its parts |
//! | `opportunity` | where a line may break (UAX #14) |
//! | `direction` | which way text runs (UAX #9) |
//! | `paragraph` | text by direction and style |
//! | `filling` | which words stand on a line |
//! | `line` | words in visual order, aligned and justified |
//! | `typesetter` | what layout asks |

mod direction;
mod face;
mod filling;
mod glyph;
mod line;
mod opportunity;
mod paragraph;
mod source;
mod typesetter;
mod word;

pub use face::{Face, MAX_FONT_BYTES};
pub(crate) use line::{Line, Run};
pub(crate) use typesetter::{Extent, Typesetter};

#[cfg(test)]
mod tests;
