//! Text with code extensions (ISO/IEC 2022 as PS3.5 6.1.2.5 uses it).

use crate::charset::Delimiters;
use encoding_rs::{
    EUC_JP, EUC_KR, Encoding, GBK, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5, ISO_8859_6, ISO_8859_7,
    ISO_8859_8, ISO_8859_15,
};

pub(crate) const ESC: u8 = 0x1B;

/// A set of characters that an escape sequence can put in G0 (bytes 0x21-0x7E) or G1 (bytes 0x80-0xFF).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeElement {
    /// ASCII, and JIS X 0201's Latin half, whose yen sign and overline are read as the backslash and tilde they replace.
    Ascii,
    Latin1,
    Latin2,
    Latin3,
    Latin4,
    Cyrillic,
    Arabic,
    Greek,
    Hebrew,
    Latin5,
    Latin9,
    Thai,
    /// The katakana half of JIS X 0201.
    Katakana,
    JisX0208,
    JisX0212,
    KsX1001,
    Gb2312,
}

impl CodeElement {
    /// The G1 set of an ISO-IR registration number, as the defined terms name it. The two-byte sets of G0 leave ASCII
    /// to be the initial state.
    pub(crate) fn from_registration(number: &[u8]) -> Option<Self> {
        Some(match number {
            b"6" | b"100" | b"87" | b"159" => Self::Latin1,
            b"101" => Self::Latin2,
            b"109" => Self::Latin3,
            b"110" => Self::Latin4,
            b"144" => Self::Cyrillic,
            b"127" => Self::Arabic,
            b"126" => Self::Greek,
            b"138" => Self::Hebrew,
            b"148" => Self::Latin5,
            b"203" => Self::Latin9,
            b"166" => Self::Thai,
            b"13" => Self::Katakana,
            b"149" => Self::KsX1001,
            b"58" => Self::Gb2312,
            _ => return None,
        })
    }

    /// The set an escape sequence names, whether it goes to G1, and the sequence's length (PS3.3 tables C.12-3, -4).
    fn from_escape(bytes: &[u8]) -> Option<(Self, bool, usize)> {
        Some(match bytes {
            [ESC, b'(', b'B' | b'J', ..] => (Self::Ascii, false, 3),
            [ESC, b'$', b'B' | b'@', ..] => (Self::JisX0208, false, 3),
            [ESC, b'$', b'(', b'D', ..] => (Self::JisX0212, false, 4),
            [ESC, b')', b'I', ..] => (Self::Katakana, true, 3),
            [ESC, b'$', b')', b'C', ..] => (Self::KsX1001, true, 4),
            [ESC, b'$', b')', b'A', ..] => (Self::Gb2312, true, 4),
            [ESC, b'-', final_byte, ..] => {
                let set = match final_byte {
                    b'A' => Self::Latin1,
                    b'B' => Self::Latin2,
                    b'C' => Self::Latin3,
                    b'D' => Self::Latin4,
                    b'F' => Self::Greek,
                    b'G' => Self::Arabic,
                    b'H' => Self::Hebrew,
                    b'L' => Self::Cyrillic,
                    b'M' => Self::Latin5,
                    b'T' => Self::Thai,
                    b'b' => Self::Latin9,
                    _ => return None,
                };
                (set, true, 3)
            }
            _ => return None,
        })
    }

    /// Whether two bytes make a character.
    fn is_double(self) -> bool {
        matches!(self, Self::JisX0208 | Self::JisX0212 | Self::KsX1001 | Self::Gb2312)
    }

    /// Appends a run of bytes of this set, each with its high bit set, whole characters only.
    fn append(self, run: &[u8], text: &mut String) {
        match self {
            Self::Ascii | Self::Latin1 => text.extend(run.iter().map(|byte| char::from(*byte))),
            Self::Latin2 => append_as(ISO_8859_2, run, text),
            Self::Latin3 => append_as(ISO_8859_3, run, text),
            Self::Latin4 => append_as(ISO_8859_4, run, text),
            Self::Cyrillic => append_as(ISO_8859_5, run, text),
            Self::Arabic => append_as(ISO_8859_6, run, text),
            Self::Greek => append_as(ISO_8859_7, run, text),
            Self::Hebrew => append_as(ISO_8859_8, run, text),
            Self::Latin9 => append_as(ISO_8859_15, run, text),
            Self::Latin5 => text.extend(run.iter().map(|byte| latin5(*byte))),
            Self::Thai => text.extend(run.iter().map(|byte| thai(*byte))),
            Self::Katakana => text.extend(run.iter().map(|byte| katakana(*byte))),
            Self::JisX0208 => append_as(EUC_JP, run, text),
            Self::JisX0212 => {
                let euc: Vec<u8> = run.chunks_exact(2).flat_map(|pair| [0x8F, pair[0], pair[1]]).collect();
                append_as(EUC_JP, &euc, text);
            }
            Self::KsX1001 => append_as(EUC_KR, run, text),
            Self::Gb2312 => append_as(GBK, run, text),
        }
    }
}

fn append_as(encoding: &'static Encoding, run: &[u8], text: &mut String) {
    text.push_str(&encoding.decode_without_bom_handling(run).0);
}

/// ISO 8859-9: Latin-1 with six Turkish letters.
fn latin5(byte: u8) -> char {
    match byte {
        0xD0 => 'Ğ',
        0xDD => 'İ',
        0xDE => 'Ş',
        0xF0 => 'ğ',
        0xFD => 'ı',
        0xFE => 'ş',
        other => char::from(other),
    }
}

/// TIS 620, whose letters keep their order in Unicode.
fn thai(byte: u8) -> char {
    match byte {
        0xA1..=0xDA | 0xDF..=0xFB => offset_from('\u{0E01}', byte),
        0x80..=0xA0 => char::from(byte),
        _ => char::REPLACEMENT_CHARACTER,
    }
}

fn katakana(byte: u8) -> char {
    if matches!(byte, 0xA1..=0xDF) { offset_from('\u{FF61}', byte) } else { char::REPLACEMENT_CHARACTER }
}

fn offset_from(first: char, byte: u8) -> char {
    char::from_u32(u32::from(first) + u32::from(byte - 0xA1)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Decodes text that starts with ASCII in G0 and `initial` in G1.
pub(crate) fn decode(bytes: &[u8], initial: CodeElement, delimiters: Delimiters) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    let (mut g0, mut g1) = (CodeElement::Ascii, initial);
    let mut run = Vec::new();
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        rest = match byte {
            &ESC => {
                if let Some((set, to_g1, length)) = CodeElement::from_escape(rest) {
                    *(if to_g1 { &mut g1 } else { &mut g0 }) = set;
                    &rest[length..]
                } else {
                    text.push(char::from(ESC));
                    tail
                }
            }
            0x21..=0x7E if g0.is_double() => take_run(rest, g0, 0x21..=0x7E, &mut run, &mut text),
            0x80..=0xFF => {
                let bytes = if g1.is_double() { 0xA1..=0xFE } else { 0x80..=0xFF };
                take_run(rest, g1, bytes, &mut run, &mut text)
            }
            _ => {
                if byte.is_ascii_control() || delimiters.contain(*byte) {
                    (g0, g1) = (CodeElement::Ascii, initial);
                }
                text.push(char::from(*byte));
                tail
            }
        };
    }
    text
}

/// Decodes the whole characters at the start of `rest`, or one byte that is none, and returns what follows.
fn take_run<'a>(
    rest: &'a [u8],
    set: CodeElement,
    bytes: std::ops::RangeInclusive<u8>,
    run: &mut Vec<u8>,
    text: &mut String,
) -> &'a [u8] {
    let length = rest.iter().take_while(|byte| bytes.contains(byte)).count();
    let length = if set.is_double() { length & !1 } else { length };
    if length == 0 {
        text.push(char::REPLACEMENT_CHARACTER);
        return &rest[1..];
    }
    run.clear();
    run.extend(rest[..length].iter().map(|byte| byte | 0x80));
    set.append(run, text);
    &rest[length..]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PS3.5 annexes H and I.
    #[test]
    fn the_standards_own_examples() {
        let japanese =
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B";
        assert_eq!(
            decode(japanese, CodeElement::Latin1, Delimiters::Names),
            "Yamada^Tarou=山田^太郎=やまだ^たろう"
        );
        let katakana = b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J";
        assert_eq!(decode(katakana, CodeElement::Katakana, Delimiters::Names), "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎");
        let korean =
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf";
        assert_eq!(decode(korean, CodeElement::Latin1, Delimiters::Names), "Hong^Gildong=洪^吉洞=홍^길동");
    }

    #[test]
    fn delimiters_and_control_characters_reset_to_the_first_set() {
        let bytes = b"\x1b-F\xc4^\xc4\x1b-F\xc4\r\n\xc4";
        assert_eq!(decode(bytes, CodeElement::Latin1, Delimiters::Names), "Δ^ÄΔ\r\nÄ");
        assert_eq!(decode(b"\x1b-F\xc4^\xc4", CodeElement::Latin1, Delimiters::Values), "Δ^Δ");
    }

    #[test]
    fn half_a_character_is_replaced() {
        assert_eq!(decode(b"\x1b$B;3E\x1b(B.", CodeElement::Latin1, Delimiters::None), "山\u{FFFD}.");
        assert_eq!(decode(b"\x1b$)C\xfb", CodeElement::Latin1, Delimiters::None), "\u{FFFD}");
        assert_eq!(decode(b"\x1bZ", CodeElement::Latin1, Delimiters::None), "\u{1b}Z");
    }
}
