//! The syntax of PDF objects (ISO 32000-1, 7.2 and 7.3), as far as finishing a file needs it.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    /// `/Name`
    Name,
    /// `(literal)` or `<hexadecimal>`
    Text,
    /// `<<` or `[`
    Open,
    /// `>>` or `]`
    Close,
    /// A number or a keyword.
    Word,
}

/// The tokens of some objects, each with its place; ends where the syntax is broken.
pub(super) fn tokens(bytes: &[u8]) -> impl Iterator<Item = (Token, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            match *bytes.get(at)? {
                b'%' => at += length(&bytes[at..], |byte| byte != b'\r' && byte != b'\n'),
                space if is_space(space) => at += 1,
                _ => break,
            }
        }
        let rest = &bytes[at..];
        let (token, length) = match rest {
            [b'/', name @ ..] => (Token::Name, 1 + length(name, is_regular)),
            [b'(', ..] => (Token::Text, literal(rest)?),
            [b'<', b'<', ..] => (Token::Open, 2),
            [b'>', b'>', ..] => (Token::Close, 2),
            [b'[', ..] => (Token::Open, 1),
            [b']', ..] => (Token::Close, 1),
            [b'<', ..] => (Token::Text, 1 + rest.iter().position(|&byte| byte == b'>')?),
            _ => (Token::Word, Some(length(rest, is_regular)).filter(|&length| length > 0)?),
        };
        at += length;
        Some((token, at - length..at))
    })
}

/// The entries of a dictionary: names without their slash, and where their values are.
pub(super) fn entries(dictionary: &[u8]) -> Vec<(&[u8], Range<usize>)> {
    let mut entries: Vec<(&[u8], Range<usize>)> = Vec::new();
    let (mut depth, mut has_value) = (0_u32, true);
    for (token, place) in tokens(dictionary) {
        if depth == 1 && token == Token::Name && has_value {
            entries.push((&dictionary[place.start + 1..place.end], place.end..place.end));
            has_value = false;
            continue;
        }
        match token {
            Token::Open => depth += 1,
            Token::Close if depth > 1 => depth -= 1,
            Token::Close => break,
            _ => {}
        }
        if let Some((_, value)) = entries.last_mut() {
            let start = if has_value { value.start } else { place.start };
            *value = start..place.end;
            has_value = true;
        }
    }
    entries
}

/// Where the first object ends, if it is a dictionary or an array.
pub(super) fn first_end(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_u32;
    for (token, place) in tokens(bytes) {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (token == Token::Close).then_some(place.end);
        }
    }
    None
}

/// Where the value of an entry is.
pub(super) fn entry(dictionary: &[u8], name: &[u8]) -> Option<Range<usize>> {
    entries(dictionary).into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// A dictionary with an entry of that value, in place of what it had of that name.
pub(super) fn with_entry(dictionary: &[u8], name: &[u8], value: &[u8]) -> Vec<u8> {
    let Some(old) = entry(dictionary, name) else {
        let (entries, end) = dictionary.split_at(dictionary.len() - b">>".len());
        return [entries, b"/", name, b" ", value, end].concat();
    };
    [&dictionary[..old.start], b" ", value, &dictionary[old.end..]].concat()
}

/// The number of the object that a reference (`12 0 R`) leads to.
pub(super) fn reference(value: &[u8]) -> Option<u32> {
    number(value.strip_suffix(b" 0 R")?)
}

/// A whole number, not negative.
pub(super) fn number<N: std::str::FromStr>(digits: &[u8]) -> Option<N> {
    std::str::from_utf8(digits)
        .ok()
        .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()))?
        .parse()
        .ok()
}

/// The bytes that a text token stands for.
pub(super) fn text(token: &[u8]) -> Vec<u8> {
    match token {
        [b'<', digits @ .., b'>'] => {
            let digits: Vec<u8> = digits
                .iter()
                .filter_map(|&digit| u8::try_from(char::from(digit).to_digit(16)?).ok())
                .collect();
            digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
        }
        [b'(', literal @ .., b')'] => unescaped(literal),
        _ => Vec::new(),
    }
}

fn unescaped(mut literal: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(literal.len());
    while let [first, rest @ ..] = literal {
        literal = rest;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let [escaped, rest @ ..] = literal else { break };
        literal = rest;
        match escaped {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(0x08),
            b'f' => bytes.push(0x0c),
            b'0'..=b'7' => {
                let more = length(&literal[..literal.len().min(2)], |digit| matches!(digit, b'0'..=b'7'));
                let octal =
                    literal[..more].iter().fold(escaped - b'0', |value, digit| (value << 3) | (digit - b'0'));
                bytes.push(octal);
                literal = &literal[more..];
            }
            // A line goes on.
            b'\n' => {}
            b'\r' => literal = literal.strip_prefix(b"\n").unwrap_or(literal),
            _ => bytes.push(*escaped),
        }
    }
    bytes
}

/// Length of a literal text, whose parentheses are balanced or escaped.
fn literal(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_u32, 0);
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at + 1),
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
}

/// How many bytes at the beginning are such.
fn length(bytes: &[u8], is_such: fn(u8) -> bool) -> usize {
    bytes.iter().position(|&byte| !is_such(byte)).unwrap_or(bytes.len())
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}
