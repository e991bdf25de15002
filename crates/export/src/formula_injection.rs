//! Texts that a spreadsheet would run as formulas: formula injection (CWE-1236).

use std::borrow::Cow;

/// What begins a formula, full-width forms included, which Excel takes for the others in some languages.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet could take the text for a formula: OWASP's list for CSV injection, with what it might leave out before
/// a sign.
pub(crate) fn begins_like_formula(text: &str) -> bool {
    text.starts_with(SIGNS) || text.starts_with(['\t', '\r', '\n', '\0'])
}

/// The text with an apostrophe before everything in it that could begin a cell of a CSV file and a formula.
///
/// A spreadsheet may split the file at another character than it was written with, such as Excel at the list separator of its
/// language. A quote within a cell quotes nothing then, and a line break ends a row; a pair of quotes at a cell's beginning is empty.
pub(crate) fn without_formulas(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    if begins_like_formula(text) {
        out.push('\'');
    }
    for (at, byte) in text.bytes().enumerate() {
        if !matches!(byte, b',' | b';' | b'\t' | b'|' | b'\r' | b'\n') {
            continue;
        }
        let cell = text[at + 1..].trim_start_matches(['"', '\0']);
        if cell.starts_with(SIGNS) {
            let sign = text.len() - cell.len();
            out.push_str(&text[copied..sign]);
            out.push('\'');
            copied = sign;
        }
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_could_begin_a_cell_and_a_formula_is_escaped() {
        for (text, expected) in [
            ("=1", "'=1"),
            ("a;=1", "a;'=1"),
            ("a,-1;+1\t@a|＝1", "a,'-1;'+1\t'@a|'＝1"),
            ("a\n=1\r\n-b", "a\n'=1\r\n'-b"),
            ("a;\"=1;\"\"\"=1;\0=1", "a;\"'=1;\"\"\"'=1;\0'=1"),
            ("\t=1", "'\t'=1"),
        ] {
            assert_eq!(without_formulas(text), expected, "{text:?}");
        }
    }

    #[test]
    fn ordinary_texts_stay_as_they_are() {
        for text in ["", "a; b", "x=1, y=-2", "R: -1.25; L: -0.50", "a;\r\n\r\nb", "\"=1", " =1"] {
            assert!(matches!(without_formulas(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_part_begins_with_a_sign(text in "[a=+@＝;,|\t\r\n\0\"' -]{0,20}") {
            for cell in without_formulas(&text).split([',', ';', '\t', '|', '\r', '\n']).skip(1) {
                prop_assert!(!cell.trim_start_matches(['"', '\0']).starts_with(SIGNS));
            }
            prop_assert!(!begins_like_formula(&without_formulas(&text)));
        }

        #[test]
        fn nothing_but_apostrophes_is_added(text in "[a=+@＝;,|\t\r\n\0\" -]{0,20}") {
            prop_assert_eq!(without_formulas(&text).replace('\'', ""), text);
        }
    }
}
