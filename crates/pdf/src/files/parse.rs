//! From bytes to objects (ISO 32000-2, 7.2 and 7.3), as tolerant as readers are of what writers get wrong.

use std::rc::Rc;

use crate::error::Error;
use crate::files::limits::Work;
use crate::files::object::{Dictionary, Id, Object};

pub(super) struct Parser<'d, 'w, 'a> {
    pub data: &'d [u8],
    pub at: usize,
    work: &'w Work<'a>,
    /// Whether values count as objects, and may be references: not in the streams that draw.
    is_file: bool,
}

/// A value, or an operator of a stream that draws.
pub(super) enum Token<'a> {
    Value(Object),
    Word(&'a [u8]),
}

pub(super) const fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

pub(super) const fn is_regular(byte: u8) -> bool {
    !is_white(byte) && !is_delimiter(byte)
}

pub(super) fn malformed(reason: &'static str, offset: Option<usize>) -> Error {
    Error::BrokenFile { argument: String::new(), reason, offset: offset.map(|at| at as u64) }
}

impl<'d, 'w, 'a> Parser<'d, 'w, 'a> {
    /// Reads a file.
    pub fn new(data: &'d [u8], at: usize, work: &'w Work<'a>) -> Self {
        Self { data, at, work, is_file: true }
    }

    /// Reads a stream that draws, or a map of characters.
    pub fn drawing(data: &'d [u8], work: &'w Work<'a>) -> Self {
        Self { data, at: 0, work, is_file: false }
    }

    pub fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    pub fn skip_white(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else if is_white(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Passes a word, if it is what comes next.
    pub fn word(&mut self, word: &[u8]) -> bool {
        self.skip_white();
        let end = self.at + word.len();
        let is_it =
            self.data.get(self.at..end) == Some(word) && !self.data.get(end).copied().is_some_and(is_regular);
        if is_it {
            self.at = end;
        }
        is_it
    }

    /// A number without sign of at most ten digits.
    pub fn unsigned(&mut self) -> Option<u64> {
        self.skip_white();
        let digits = self.data[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 10 {
            return None;
        }
        let value = self.data[self.at..self.at + digits]
            .iter()
            .fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        self.at += digits;
        Some(value)
    }

    /// `12 0 obj`.
    pub fn head(&mut self) -> Option<Id> {
        let number = u32::try_from(self.unsigned()?).ok()?;
        let generation = u16::try_from(self.unsigned()?).ok()?;
        self.skip_white();
        self.data[self.at..].starts_with(b"obj").then(|| self.at += 3)?;
        Some(Id { number, generation })
    }

    pub fn object(&mut self) -> Result<Object, Error> {
        match self.token(1)? {
            Some(Token::Value(value)) => Ok(value),
            _ => Err(malformed("a value is missing", Some(self.at))),
        }
    }

    /// What comes next; none at the end.
    pub fn next(&mut self) -> Result<Option<Token<'d>>, Error> {
        self.token(1)
    }

    fn token(&mut self, depth: u64) -> Result<Option<Token<'d>>, Error> {
        self.skip_white();
        let Some(byte) = self.peek() else { return Ok(None) };
        if self.is_file {
            self.work.object()?;
        }
        let value = match byte {
            b'/' => Object::Name(self.name().into()),
            b'(' => Object::String(self.literal().into()),
            b'<' if self.data.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                Object::Dictionary(Rc::new(self.dictionary(depth)?))
            }
            b'<' => Object::String(self.hexadecimal().into()),
            b'[' => {
                self.at += 1;
                self.array(depth)?
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number(),
            _ if is_delimiter(byte) => {
                // One that closes nothing.
                self.at += 1;
                return Ok(Some(Token::Word(&self.data[self.at - 1..self.at])));
            }
            _ => match self.regular() {
                b"true" => Object::Boolean(true),
                b"false" => Object::Boolean(false),
                b"null" => Object::Null,
                word => return Ok(Some(Token::Word(word))),
            },
        };
        Ok(Some(Token::Value(value)))
    }

    /// Passes the data of a picture within a drawing (ISO 32000-2, 8.9.7), which end at `EI`.
    pub fn skip_picture(&mut self) {
        let is_end = |at: usize| {
            self.data[at..].starts_with(b"EI")
                && is_white(self.data[at - 1])
                && self.data.get(at + 2).is_none_or(|byte| !is_regular(*byte))
                // In data this may stand by chance; what follows a picture is text.
                && self.data[at + 2..].iter().take(12).all(|byte| matches!(byte, 9 | 10 | 12 | 13 | 32..127))
        };
        let end = (self.at + 1..self.data.len()).find(|at| is_end(*at));
        self.at = end.map_or(self.data.len(), |at| at + 2);
    }

    fn regular(&mut self) -> &'d [u8] {
        let start = self.at;
        self.at += self.data[start..].iter().take_while(|byte| is_regular(**byte)).count();
        &self.data[start..self.at]
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let raw = self.regular();
        let mut name = Vec::with_capacity(raw.len());
        let mut at = 0;
        while at < raw.len() {
            let code = raw
                .get(at + 1..at + 3)
                .filter(|_| raw[at] == b'#')
                .and_then(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?));
            name.push(code.unwrap_or(raw[at]));
            at += if code.is_some() { 3 } else { 1 };
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push(code.to_le_bytes()[0]);
            }
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            _ => text.push(byte),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut half = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(value) = digit(byte) else { continue };
            match half.take() {
                None => half = Some(value),
                Some(high) => text.push(high << 4 | value),
            }
        }
        text.extend(half.map(|high| high << 4));
        text
    }

    fn array(&mut self, depth: u64) -> Result<Object, Error> {
        self.work.depth(depth)?;
        let mut items = Vec::new();
        loop {
            match self.token(depth + 1)? {
                Some(Token::Value(value)) => items.push(value),
                Some(Token::Word(b"]")) => return Ok(Object::Array(Rc::new(items))),
                Some(Token::Word(b"endobj" | b"stream")) | None => {
                    return Err(malformed("an array does not end", Some(self.at)));
                }
                Some(Token::Word(_)) => {}
            }
        }
    }

    /// After its `<<`.
    pub fn dictionary(&mut self, depth: u64) -> Result<Dictionary, Error> {
        self.work.depth(depth)?;
        let mut dictionary = Dictionary::new();
        let mut key: Option<Box<[u8]>> = None;
        loop {
            match (self.token(depth + 1)?, key.take()) {
                (Some(Token::Value(Object::Name(name))), None) => key = Some(name.to_vec().into()),
                (Some(Token::Value(value)), Some(key)) => {
                    dictionary.insert(key, value);
                }
                (Some(Token::Word(b">")), _) => {
                    if self.peek() == Some(b'>') {
                        self.at += 1;
                    }
                    return Ok(dictionary);
                }
                (Some(Token::Word(b"endobj" | b"stream")) | None, _) => {
                    return Err(malformed("a dictionary does not end", Some(self.at)));
                }
                (Some(_), _) => {}
            }
        }
    }

    fn number(&mut self) -> Object {
        let start = self.at;
        let is_part = |byte: &&u8| matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9');
        self.at += self.data[start..].iter().take_while(is_part).count();
        let token = &self.data[start..self.at];
        let value = number(token);
        if self.is_file && token.iter().all(u8::is_ascii_digit) {
            return self.reference(&value).unwrap_or(value);
        }
        value
    }

    /// The rest of `12 0 R`, if it is one.
    fn reference(&mut self, number: &Object) -> Option<Object> {
        let number = number.integer().and_then(|number| u32::try_from(number).ok())?;
        let start = self.at;
        let generation = self.unsigned().and_then(|generation| u16::try_from(generation).ok());
        if let Some(generation) = generation.filter(|_| self.word(b"R")) {
            return Some(Object::Reference(Id { number, generation }));
        }
        self.at = start;
        None
    }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Of signs, digits and points; what follows a second point or a sign within is left out.
fn number(token: &[u8]) -> Object {
    let digits = token.iter().position(|byte| !matches!(byte, b'+' | b'-')).unwrap_or(token.len());
    let is_negative = token.first() == Some(&b'-');
    let body = &token[digits..];
    let body = &body[..body.iter().position(|byte| matches!(byte, b'+' | b'-')).unwrap_or(body.len())];
    let point = body.iter().position(|byte| *byte == b'.').unwrap_or(body.len());
    let second =
        body.iter().skip(point + 1).position(|byte| *byte == b'.').map_or(body.len(), |at| point + 1 + at);
    let text = str::from_utf8(&body[..second]).unwrap_or_default();
    if point == body.len()
        && let Ok(value) = text.parse::<i64>()
    {
        return Object::Integer(if is_negative { -value } else { value });
    }
    let value = text.parse::<f64>().unwrap_or(0.0).min(f64::MAX);
    Object::Real(if is_negative { -value } else { value })
}
