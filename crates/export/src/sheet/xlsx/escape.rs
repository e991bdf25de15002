//! Characters that XML cannot hold, written `_xHHHH_` (ECMA-376 part 1, 22.9.2.19, `ST_Xstring`).

/// Takes the escapes out of a text. Two that are a surrogate pair are one character; a surrogate alone is U+FFFD.
pub(in super::super) fn unescape(text: &mut Vec<u8>) {
    let Some(first) = memchr::memmem::find(text, b"_x") else { return };
    let mut out = text[..first].to_vec();
    let mut at = first;
    let mut buffer = [0; 4];
    while at < text.len() {
        let Some(unit) = escaped(&text[at..]) else {
            out.push(text[at]);
            at += 1;
            continue;
        };
        at += ESCAPE;
        let low = || escaped(&text[at..]).filter(|low| (0xdc00..0xe000).contains(low));
        let character = match unit {
            0xd800..0xdc00 => match low() {
                Some(low) => {
                    at += ESCAPE;
                    char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
                }
                None => None,
            },
            unit => char::from_u32(unit),
        };
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        out.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
    }
    *text = out;
}

/// Bytes of an escape.
const ESCAPE: usize = 7;

fn escaped(text: &[u8]) -> Option<u32> {
    let digits = text.get(..ESCAPE)?.strip_prefix(b"_x")?.strip_suffix(b"_")?;
    digits.iter().try_fold(0, |unit, &digit| Some(unit * 16 + char::from(digit).to_digit(16)?))
}
