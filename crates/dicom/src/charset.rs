//! Specific Character Set (0008,0005), PS3.3 C.12.1.1.2, and text in it.

use crate::iso2022::{self, CodeElement};
use encoding_rs::{GB18030, GBK, UTF_8};

/// The character set text starts in. Code extensions (values 2 and up) need no announcement here: each of the
/// standard's escape sequences says itself what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    Utf8,
    Gb18030,
    Gbk,
    /// ASCII in G0, the given set in G1, both of which escape sequences may replace.
    Iso2022(CodeElement),
}

impl Default for Charset {
    /// Without a character set text should be ASCII; where it is not, Latin-1 loses nothing.
    fn default() -> Self {
        Charset::Iso2022(CodeElement::Latin1)
    }
}

/// Which characters end what an escape sequence began (PS3.5 6.1.2.5.3), besides control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delimiters {
    /// LT, ST, UT: none.
    None,
    /// SH, LO, UC: the backslash between values.
    Values,
    /// PN: also the caret between components and the equals sign between groups.
    Names,
}

impl Delimiters {
    pub(crate) fn contain(self, byte: u8) -> bool {
        match byte {
            b'\\' => self != Delimiters::None,
            b'^' | b'=' => self == Delimiters::Names,
            _ => false,
        }
    }
}

impl Charset {
    /// The character set of an element's value: its first value, in any of the spellings found in files.
    pub(crate) fn from_value(value: &[u8]) -> Self {
        let first = value.split(|byte| *byte == b'\\').next().unwrap_or_default();
        let term: Vec<u8> =
            first.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase).collect();
        let term = term.strip_prefix(b"ISO2022").or_else(|| term.strip_prefix(b"ISO")).unwrap_or(&term);
        match term.strip_prefix(b"IR").unwrap_or(term) {
            b"192" | b"UTF8" => Charset::Utf8,
            b"GB18030" => Charset::Gb18030,
            b"GBK" => Charset::Gbk,
            registration => {
                CodeElement::from_registration(registration).map_or_else(Self::default, Charset::Iso2022)
            }
        }
    }

    /// Text from bytes; what the character set does not define becomes U+FFFD.
    pub(crate) fn decode(self, bytes: &[u8], delimiters: Delimiters) -> String {
        if bytes.is_ascii() && !bytes.contains(&iso2022::ESC) {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        match self {
            Charset::Utf8 => UTF_8.decode_without_bom_handling(bytes).0.into_owned(),
            Charset::Gb18030 => decode_units(bytes, GB18030, true),
            Charset::Gbk => decode_units(bytes, GBK, false),
            Charset::Iso2022(g1) => iso2022::decode(bytes, g1, delimiters),
        }
    }
}

/// Decodes GBK or GB18030 with one U+FFFD for each byte that is not part of a well-formed sequence, and for each
/// sequence that is no character.
fn decode_units(bytes: &[u8], encoding: &'static encoding_rs::Encoding, four_bytes: bool) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = unit_length(rest, four_bytes);
        let (unit, after) = rest.split_at(length.unwrap_or(1));
        match length.and_then(|_| encoding.decode_without_bom_handling_and_without_replacement(unit)) {
            Some(character) => text.push_str(&character),
            None => text.push(char::REPLACEMENT_CHARACTER),
        }
        rest = after;
    }
    text
}

/// The length of the sequence at the start of `bytes`, if it is well-formed.
fn unit_length(bytes: &[u8], four_bytes: bool) -> Option<usize> {
    match bytes {
        [0x00..=0x7F, ..] => Some(1),
        [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, ..] => Some(2),
        [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..] if four_bytes => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_known_in_the_spellings_files_use() {
        for (value, charset) in [
            (&b"ISO_IR 192"[..], Charset::Utf8),
            (b"ISO 2022 IR 6\\ISO 2022 IR 87", Charset::Iso2022(CodeElement::Latin1)),
            (b"\\ISO 2022 IR 87", Charset::Iso2022(CodeElement::Latin1)),
            (b"ISO IR 144", Charset::Iso2022(CodeElement::Cyrillic)),
            (b"ISO-IR 144 ", Charset::Iso2022(CodeElement::Cyrillic)),
            (b"ISO 2022 58", Charset::Iso2022(CodeElement::Gb2312)),
            (b"ISO 2022 GBK", Charset::Gbk),
            (b"GB18030", Charset::Gb18030),
            (b"no such thing", Charset::default()),
        ] {
            assert_eq!(Charset::from_value(value), charset, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn a_backslash_byte_inside_a_gbk_character_is_no_backslash() {
        assert_eq!(Charset::Gbk.decode(b"\x81\x5c", Delimiters::Values), "乗");
        assert_eq!(Charset::Gb18030.decode(b"\x81\x30\x81\x30a\x81", Delimiters::Values), "\u{80}a\u{FFFD}");
    }

    #[test]
    fn undecodable_bytes_become_the_replacement_character() {
        assert_eq!(Charset::Utf8.decode(b"a\xff\xe3\x81b", Delimiters::None), "a\u{FFFD}\u{FFFD}b");
        let japanese = Charset::Iso2022(CodeElement::Katakana);
        assert_eq!(japanese.decode(b"\xd4\xfe", Delimiters::None), "ﾔ\u{FFFD}");
    }
}
