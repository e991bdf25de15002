//! UTF-8 of what other encodings say.

/// What bytes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    #[default]
    /// As they are; what is not well-formed is found row by row.
    Utf8,
    /// Two bytes a unit, the lower first.
    Utf16Le,
    /// Two bytes a unit, the higher first.
    Utf16Be,
    /// As the WHATWG's Encoding Standard has it: every byte is a character.
    Windows1252,
}

/// The characters of the bytes 0x80 to 0x9F; the others are their own number.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The character of a byte.
pub(super) fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The byte of a character that Windows-1252 has.
pub(super) fn windows_1252_byte(character: char) -> Option<u8> {
    match u32::from(character) {
        code @ (0..=0x7f | 0xa0..=0xff) => u8::try_from(code).ok(),
        _ => (0x80..=0x9f).find(|&byte| windows_1252(byte) == character),
    }
}

/// Makes UTF-8 of bytes that come in pieces.
#[derive(Debug)]
pub(super) struct Decoder {
    encoding: Encoding,
    /// The first byte of a unit whose second has not come.
    half: Option<u8>,
    /// The first half of a pair of surrogates whose second has not come.
    high: Option<u16>,
}

impl Decoder {
    pub(super) fn new(encoding: Encoding) -> Self {
        Self { encoding, half: None, high: None }
    }

    /// Adds the text of the next bytes to `out`. What is not well-formed is still none there: a lone surrogate becomes
    /// the three bytes that UTF-8 would have for it, half a unit at the end the byte 0xFF.
    pub(super) fn decode(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
        match self.encoding {
            Encoding::Utf8 => out.extend_from_slice(bytes),
            Encoding::Windows1252 => {
                out.reserve(bytes.len() + bytes.len() / 8);
                for &byte in bytes {
                    if byte < 0x80 {
                        out.push(byte);
                    } else {
                        out.extend_from_slice(windows_1252(byte).encode_utf8(&mut [0; 4]).as_bytes());
                    }
                }
            }
            Encoding::Utf16Le => self.utf16(bytes, last, u16::from_le_bytes, out),
            Encoding::Utf16Be => self.utf16(bytes, last, u16::from_be_bytes, out),
        }
    }

    fn utf16(&mut self, bytes: &[u8], last: bool, unit: fn([u8; 2]) -> u16, out: &mut Vec<u8>) {
        out.reserve(bytes.len() / 2 + bytes.len() / 8);
        let (head, bytes) = match (self.half.take(), bytes) {
            (Some(half), [next, rest @ ..]) => (Some(unit([half, *next])), rest),
            (half, bytes) => {
                self.half = half;
                (None, bytes)
            }
        };
        let (pairs, rest) = bytes.as_chunks::<2>();
        for unit in head.into_iter().chain(pairs.iter().map(|&pair| unit(pair))) {
            self.unit(unit, out);
        }
        if let [half] = rest {
            self.half = Some(*half);
        }
        if last {
            self.lone(out);
            if self.half.take().is_some() {
                out.push(0xff);
            }
        }
    }

    fn unit(&mut self, unit: u16, out: &mut Vec<u8>) {
        if unit < 0x80 && self.high.is_none() {
            out.extend(unit.to_be_bytes().last());
            return;
        }
        if let Some(high) = self.high
            && let Some(Ok(pair)) = char::decode_utf16([high, unit]).next()
        {
            self.high = None;
            out.extend_from_slice(pair.encode_utf8(&mut [0; 4]).as_bytes());
            return;
        }
        self.lone(out);
        match char::from_u32(u32::from(unit)) {
            Some(character) => out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            None if unit < 0xdc00 => self.high = Some(unit),
            None => surrogate(unit, out),
        }
    }

    /// A first half that no second followed.
    fn lone(&mut self, out: &mut Vec<u8>) {
        if let Some(high) = self.high.take() {
            surrogate(high, out);
        }
    }
}

fn surrogate(unit: u16, out: &mut Vec<u8>) {
    let [high, low] = unit.to_be_bytes();
    out.extend([0xe0 | high >> 4, 0x80 | (high & 0x0f) << 2 | low >> 6, 0x80 | low & 0x3f]);
}

/// How many bytes of the source such text was made of.
pub(super) fn source_length(text: &[u8], encoding: Encoding) -> u64 {
    let units: fn(u8) -> u64 = match encoding {
        Encoding::Utf8 => return text.len() as u64,
        Encoding::Windows1252 => |byte| u64::from(byte & 0xc0 != 0x80),
        Encoding::Utf16Le | Encoding::Utf16Be => |byte| match byte {
            0x80..=0xbf => 0,
            0xf0..=0xfe => 4,
            0xff => 1,
            _ => 2,
        },
    };
    text.iter().map(|&byte| units(byte)).sum()
}
