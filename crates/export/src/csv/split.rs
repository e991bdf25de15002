//! Cuts text after rows.

use memchr::{memchr, memrchr2};

use super::Reading;
use super::decode::{Decoder, Encoding, source_length};

/// Whole rows, and where they stand.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// In UTF-8, but for what was not well-formed.
    pub text: Vec<u8>,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The byte of the source at which it begins.
    pub offset: u64,
    /// How many bytes of the source it is.
    pub length: u64,
    /// Of the source.
    pub encoding: Encoding,
}

/// A row that is longer than rows may be; where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The row that begins on line {line} has more bytes than it may")]
pub struct Overlong {
    /// From 1.
    pub line: u64,
    /// The byte of the source.
    pub offset: u64,
}

/// Takes bytes in their order and gives parts of whole rows.
#[derive(Debug)]
pub struct Splitter {
    decoder: Decoder,
    encoding: Encoding,
    delimiter: u8,
    quote: Option<u8>,
    max_row: usize,
    /// Text whose last row has not ended.
    text: Vec<u8>,
    /// Memory for the next part's.
    spare: Vec<u8>,
    /// How much of it was looked at.
    seen: usize,
    /// Whether what follows that is inside quotes.
    quoted: bool,
    /// The last end of a row in what was looked at.
    end: usize,
    line: u64,
    offset: u64,
}

impl Splitter {
    /// One whose first byte stands on a line, and at an offset in the source.
    #[must_use]
    pub fn new(reading: &Reading, line: u64, offset: u64) -> Self {
        Self {
            decoder: Decoder::new(reading.encoding),
            encoding: reading.encoding,
            delimiter: reading.delimiter,
            quote: reading.quote,
            max_row: reading.max_row,
            text: Vec::new(),
            spare: Vec::new(),
            seen: 0,
            quoted: false,
            end: 0,
            line,
            offset,
        }
    }

    /// Takes the next bytes and gives the rows that are complete with them, if there are any; with `last` all that is
    /// left.
    ///
    /// # Errors
    ///
    /// [`Overlong`] for a row of more than [`Reading::max_row`] bytes.
    pub fn push(&mut self, bytes: &[u8], last: bool) -> Result<Option<Part>, Overlong> {
        self.decoder.decode(bytes, last, &mut self.text);
        self.look(last);
        let end = if last { self.text.len() } else { self.end };
        // A row that has ended is at most as long as what came with its end, and is measured when it is read.
        if self.text.len() - self.end > self.max_row {
            return Err(self.overlong());
        }
        if end == 0 {
            return Ok(None);
        }
        let mut rest = std::mem::take(&mut self.spare);
        rest.clear();
        rest.extend_from_slice(&self.text[end..]);
        self.text.truncate(end);
        let text = std::mem::replace(&mut self.text, rest);
        self.seen -= end;
        self.end = 0;
        let (line, offset) = (self.line, self.offset);
        let length = source_length(&text, self.encoding);
        self.line += lines(&text);
        self.offset += length;
        Ok(Some(Part { text, line, offset, length, encoding: self.encoding }))
    }

    /// Takes memory that the text of a part has left.
    pub fn reuse(&mut self, text: Vec<u8>) {
        self.spare = text;
    }

    fn overlong(&self) -> Overlong {
        let before = &self.text[..self.end];
        Overlong {
            line: self.line + lines(before),
            offset: self.offset + source_length(before, self.encoding),
        }
    }

    /// Looks for ends of rows in what has come.
    fn look(&mut self, last: bool) {
        let length = self.text.len();
        let Some(quote) = self.quote else {
            self.outside(self.seen, length, last);
            self.seen = length;
            return;
        };
        let mut at = self.seen;
        while at < length {
            let found = memchr(quote, &self.text[at..]).map(|found| at + found);
            if self.quoted {
                let Some(found) = found else {
                    at = length;
                    break;
                };
                match self.text.get(found + 1) {
                    // Whether it is the last quote, the next byte will tell.
                    None if !last => {
                        at = found;
                        break;
                    }
                    Some(&next) if next == quote => at = found + 2,
                    _ => {
                        self.quoted = false;
                        at = found + 1;
                    }
                }
                continue;
            }
            let until = found.unwrap_or(length);
            self.outside(at, until, last);
            at = until;
            if found.is_some() {
                self.quoted = self.begins_cell(at);
                at += 1;
            }
        }
        self.seen = at;
    }

    /// Whether a cell begins at a place outside of quotes.
    fn begins_cell(&self, at: usize) -> bool {
        // What is before the first byte was the end of a row.
        at == 0
            || matches!(self.text[at - 1], byte if byte == self.delimiter || byte == b'\n' || byte == b'\r')
    }

    /// Remembers the last end of a row in text without quotes.
    fn outside(&mut self, from: usize, to: usize, last: bool) {
        // After `\r` at the very end `\n` may come, which belongs to it.
        let is_open = !last && to == self.text.len() && self.text.last() == Some(&b'\r');
        let to = if is_open { to - 1 } else { to };
        if let Some(found) = self.text.get(from..to).and_then(|text| memrchr2(b'\n', b'\r', text)) {
            self.end = from + found + 1;
        } else if from > 0 && from < to && self.text[from - 1] == b'\r' {
            // The end that was open.
            self.end = self.end.max(from);
        }
    }
}

/// How many line ends there are: `\n`, `\r\n` and `\r`.
pub(super) fn lines(text: &[u8]) -> u64 {
    let feeds = memchr::memchr_iter(b'\n', text).count();
    let returns = memchr::memchr_iter(b'\r', text).filter(|at| text.get(at + 1) != Some(&b'\n')).count();
    (feeds + returns) as u64
}
