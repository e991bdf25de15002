//! The XML of workbooks (Extensible Markup Language 1.0, fifth edition), a window of it at a time. No document type, so
//! no entities but the five that there always are; no encoding but UTF-8.

mod attributes;
#[cfg(test)]
mod tests;
mod text;

use memchr::memchr;

pub(super) use self::attributes::Attributes;
use self::attributes::{is_space, local, trimmed_end};
pub(super) use self::text::{attribute_text, digits, unescape};
use super::fault::{Fault, Limit, damaged};
use super::package::Part;

/// Bytes that are unpacked at a time.
const WINDOW: usize = 128 * 1024;
/// What a tag or comment may have beside the texts of cells, whose limit is the caller's.
const MAX_TAG: u64 = 64 * 1024;
/// An ampersand in a text takes five bytes of the file.
const LONGEST_ESCAPE: u64 = 6;
/// Elements within elements.
const MAX_DEPTH: usize = 256;

/// What comes next.
pub(super) enum Token<'a> {
    /// An element begins; one that is empty ends at once, without an `End`.
    Start { name: &'a [u8], attributes: Attributes<'a>, is_empty: bool },
    /// An element ends.
    End(&'a [u8]),
    /// Text as it stands: escaped, or (of CDATA) not.
    Text { raw: &'a [u8], is_escaped: bool },
    /// The document is over.
    Over,
}

/// Reads a part token by token. Names are without their prefixes, but those of attributes.
pub(super) struct Xml {
    part: Part,
    window: Vec<u8>,
    at: usize,
    end: usize,
    depth: usize,
    /// Whether anything was found.
    is_begun: bool,
    has_root: bool,
    most: u64,
    /// Bytes behind the window that are the beginning of a character.
    pending: usize,
    /// Whether what follows the window is no UTF-8.
    is_broken: bool,
}

enum Found {
    Tag(usize, usize),
    Text(usize, usize),
    Raw(usize, usize),
    Over,
}

impl Xml {
    pub(super) fn new(part: Part) -> Self {
        let most = part.limits().max_cell_bytes.saturating_mul(LONGEST_ESCAPE).saturating_add(MAX_TAG);
        let window = vec![0; WINDOW];
        Self {
            part,
            window,
            at: 0,
            end: 0,
            depth: 0,
            is_begun: false,
            has_root: false,
            most,
            pending: 0,
            is_broken: false,
        }
    }

    /// The part that is read.
    pub(super) fn part(&self) -> &Part {
        &self.part
    }

    /// The error of a part that is not well-formed.
    pub(super) fn damaged(&self) -> Fault {
        damaged(self.part.name())
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Result<Token<'_>, Fault> {
        match self.find()? {
            Found::Over => Ok(Token::Over),
            Found::Text(from, to) => Ok(Token::Text { raw: &self.window[from..to], is_escaped: true }),
            Found::Raw(from, to) => Ok(Token::Text { raw: &self.window[from..to], is_escaped: false }),
            Found::Tag(from, to) => self.tag(from, to),
        }
    }

    fn tag(&mut self, from: usize, to: usize) -> Result<Token<'_>, Fault> {
        let fault = self.damaged();
        if self.window[from] == b'/' {
            let name = trimmed_end(&self.window[from + 1..to]);
            self.depth = self.depth.checked_sub(1).ok_or(fault)?;
            return Ok(Token::End(local(name)));
        }
        let is_empty = to > from && self.window[to - 1] == b'/';
        if self.depth == 0 && self.has_root {
            return Err(fault);
        }
        self.has_root = true;
        if !is_empty {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(fault);
            }
        }
        let tag = &self.window[from..to - usize::from(is_empty)];
        let length = tag.iter().position(|&byte| is_space(byte)).unwrap_or(tag.len());
        if length == 0 {
            return Err(fault);
        }
        let (name, attributes) = tag.split_at(length);
        Ok(Token::Start { name: local(name), attributes: Attributes::of(attributes), is_empty })
    }

    /// Where the next token is; comments and instructions are passed over.
    fn find(&mut self) -> Result<Found, Fault> {
        loop {
            if self.at == self.end && !self.more()? {
                return if self.depth == 0 && self.has_root { Ok(Found::Over) } else { Err(self.damaged()) };
            }
            let is_first = !std::mem::replace(&mut self.is_begun, true);
            if self.window[self.at] != b'<' {
                let (from, to) = self.until_tag()?;
                self.bounded(from, to)?;
                if self.depth > 0 {
                    return Ok(Found::Text(from, to));
                }
                let text = &self.window[from..to];
                let mark = if is_first { text.strip_prefix(b"\xef\xbb\xbf") } else { None };
                if !mark.unwrap_or(text).iter().copied().all(is_space) {
                    return Err(self.damaged());
                }
                continue;
            }
            match self.byte(1)? {
                b'?' => self.instruction()?,
                b'!' => {
                    if let Some(found) = self.declaration()? {
                        return Ok(found);
                    }
                }
                _ => {
                    let to = self.tag_end()?;
                    let from = self.at + 1;
                    self.bounded(from, to)?;
                    self.at = to + 1;
                    return Ok(Found::Tag(from, to));
                }
            }
        }
    }

    fn until_tag(&mut self) -> Result<(usize, usize), Fault> {
        let mut scanned = 0;
        loop {
            let from = self.at + scanned;
            if let Some(length) = memchr(b'<', &self.window[from..self.end]) {
                let range = (self.at, from + length);
                self.at = range.1;
                return Ok(range);
            }
            scanned = self.end - self.at;
            if !self.more()? {
                let range = (self.at, self.end);
                self.at = self.end;
                return Ok(range);
            }
        }
    }

    /// Where the `>` is that ends the tag at hand: one between quotes does not.
    fn tag_end(&mut self) -> Result<usize, Fault> {
        let mut scanned = 1;
        let mut quote = 0;
        loop {
            for at in self.at + scanned..self.end {
                let byte = self.window[at];
                if quote != 0 {
                    if byte == quote {
                        quote = 0;
                    }
                } else if byte == b'>' {
                    return Ok(at);
                } else if byte == b'"' || byte == b'\'' {
                    quote = byte;
                } else if byte == b'<' {
                    return Err(self.damaged());
                }
            }
            scanned = self.end - self.at;
            if !self.more()? {
                return Err(self.damaged());
            }
        }
    }

    /// A comment, which is passed over, or CDATA; a document type is refused.
    fn declaration(&mut self) -> Result<Option<Found>, Fault> {
        if self.starts_with(b"<!--")? {
            self.skip_to(4, b"-->")?;
            return Ok(None);
        }
        if self.depth == 0 || !self.starts_with(b"<![CDATA[")? {
            return Err(self.damaged());
        }
        let length = self.find_from(9, b"]]>")?;
        let from = self.at + 9;
        self.bounded(from, self.at + length)?;
        self.at += length + 3;
        Ok(Some(Found::Raw(from, self.at - 3)))
    }

    fn instruction(&mut self) -> Result<(), Fault> {
        let length = self.find_from(2, b"?>")?;
        let text = self.window[self.at..self.at + length].to_ascii_lowercase();
        self.at += length + 2;
        if let Some(at) = text.starts_with(b"<?xml ").then(|| find(&text, b"encoding")).flatten() {
            let said = &text[at..];
            if find(said, b"utf-8").is_none() && find(said, b"ascii").is_none() {
                return Err(Fault::Unsupported { what: "its XML is not in UTF-8" });
            }
        }
        Ok(())
    }

    fn skip_to(&mut self, from: usize, end: &[u8]) -> Result<(), Fault> {
        let length = self.find_from(from, end)?;
        self.at += length + end.len();
        Ok(())
    }

    /// How far from the token's beginning the text `end` is.
    fn find_from(&mut self, from: usize, end: &[u8]) -> Result<usize, Fault> {
        let mut scanned = from;
        loop {
            if let Some(window) = self.window[..self.end].get(self.at + scanned..) {
                if let Some(length) = find(window, end) {
                    return Ok(scanned + length);
                }
                scanned = (self.end - self.at).saturating_sub(end.len() - 1).max(from);
            }
            if !self.more()? {
                return Err(self.damaged());
            }
        }
    }

    /// Refuses a token that is longer than any may be, whether or not all of it was in the window.
    fn bounded(&self, from: usize, to: usize) -> Result<(), Fault> {
        if (to - from) as u64 > self.most {
            return Err(self.too_long());
        }
        Ok(())
    }

    fn too_long(&self) -> Fault {
        Fault::Limit { limit: Limit::CellBytes, most: self.part.limits().max_cell_bytes, cell: None }
    }

    fn starts_with(&mut self, text: &[u8]) -> Result<bool, Fault> {
        while self.end - self.at < text.len() {
            if !self.more()? {
                return Ok(false);
            }
        }
        Ok(self.window[self.at..].starts_with(text))
    }

    fn byte(&mut self, offset: usize) -> Result<u8, Fault> {
        while self.end - self.at <= offset {
            if !self.more()? {
                return Err(self.damaged());
            }
        }
        Ok(self.window[self.at + offset])
    }

    /// Unpacks more behind what the token at hand has so far; false at the end.
    fn more(&mut self) -> Result<bool, Fault> {
        if self.at > 0 {
            self.window.copy_within(self.at..self.end + self.pending, 0);
            self.end -= self.at;
            self.at = 0;
        }
        if self.end as u64 > self.most {
            return Err(self.too_long());
        }
        if self.is_broken {
            return Err(self.damaged());
        }
        if self.end + WINDOW / 2 > self.window.len() {
            self.window.resize(2 * self.window.len(), 0);
        }
        let mut made = 1;
        let before = self.end;
        while made > 0 && self.end == before && !self.is_broken {
            let from = self.end + self.pending;
            made = self.part.read(&mut self.window[from..])?;
            self.take_text(from + made);
        }
        if self.end == before && (self.pending > 0 || self.is_broken) {
            return Err(self.damaged());
        }
        Ok(made > 0)
    }

    /// Takes what of the bytes up to `to` is UTF-8; of the rest, it is known whether it may become so.
    fn take_text(&mut self, to: usize) {
        let length = match std::str::from_utf8(&self.window[self.end..to]) {
            Ok(text) => text.len(),
            Err(error) => {
                self.is_broken = error.error_len().is_some();
                error.valid_up_to()
            }
        };
        self.end += length;
        self.pending = to - self.end;
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, what)
}
