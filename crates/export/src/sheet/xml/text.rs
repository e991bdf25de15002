//! Text and values of attributes, as they are meant.

/// Decimal digits, and nothing else, as a number.
pub(in crate::sheet) fn digits(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    text.iter().try_fold(0, |sum: u32, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

/// An attribute's value without its escapes; none if it is not well-formed.
pub(in crate::sheet) fn attribute_text(raw: &[u8]) -> Option<String> {
    let mut text = Vec::new();
    unescape(raw, &mut text).then_some(())?;
    for byte in &mut text {
        if matches!(byte, b'\t' | b'\n') {
            *byte = b' ';
        }
    }
    String::from_utf8(text).ok()
}

/// Adds a text without its escapes, its line ends as one character; false if it is not well-formed. Whether it is UTF-8
/// is left to whoever has all of it.
pub(in crate::sheet) fn unescape(raw: &[u8], out: &mut Vec<u8>) -> bool {
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|&byte| byte == b'&' || byte == b'\r') {
        out.extend_from_slice(&rest[..at]);
        if rest[at] == b'\r' {
            out.push(b'\n');
            rest = &rest[at + 1..];
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            continue;
        }
        let Some(length) = rest[at..].iter().take(12).position(|&byte| byte == b';') else { return false };
        let Some(character) = entity(&rest[at + 1..at + length]) else { return false };
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        rest = &rest[at + length + 1..];
    }
    out.extend_from_slice(rest);
    true
}

fn entity(name: &[u8]) -> Option<char> {
    Some(match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        _ => {
            let digits = name.strip_prefix(b"#")?;
            let (digits, radix) = digits.strip_prefix(b"x").map_or((digits, 10), |digits| (digits, 16));
            let digits = std::str::from_utf8(digits).ok()?;
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let point = is_number.then(|| u32::from_str_radix(digits, radix).ok()).flatten()?;
            // Of the control characters XML has three.
            let is_character = point >= 0x20 || matches!(point, 9 | 10 | 13);
            is_character.then(|| char::from_u32(point)).flatten()?
        }
    })
}
