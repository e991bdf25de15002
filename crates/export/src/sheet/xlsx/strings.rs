//! The texts that cells share: ECMA-376 part 1, 18.4.

use super::super::fault::{Fault, Limit};
use super::super::package::Part;
use super::super::xml::{self, Token, Xml};
use super::escape;

/// All texts, one after the other.
#[derive(Default)]
pub(in super::super) struct Strings {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Strings {
    /// Reads them; `go_on` is called now and then and may stop it.
    pub(in super::super) fn read(
        part: Part,
        go_on: &mut dyn FnMut() -> Result<(), Fault>,
    ) -> Result<Self, Fault> {
        let most = part.limits().max_cell_bytes;
        let mut xml = Xml::new(part);
        let mut strings = Self::default();
        let mut item = TextItem::default();
        loop {
            let damaged = xml.damaged();
            match xml.next()? {
                Token::Start { name: b"si", is_empty, .. } => {
                    item.begin();
                    if is_empty {
                        strings.push(&[]);
                    }
                }
                Token::End(b"si") => {
                    let text = item.finish().ok_or(damaged)?;
                    if text.len() as u64 > most {
                        return Err(Fault::Limit { limit: Limit::CellBytes, most, cell: None });
                    }
                    strings.push(text);
                    if strings.ends.len() % 4096 == 0 {
                        go_on()?;
                    }
                }
                Token::Over => return Ok(strings),
                token => item.take(&token, most).ok_or(damaged)?,
            }
        }
    }

    fn push(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
        self.ends.push(self.text.len());
    }

    /// The text at a place.
    pub(in super::super) fn get(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }
}

/// A text made of runs: `si` of the shared ones, `is` in a cell. How it is pronounced is left out.
#[derive(Default)]
pub(in super::super) struct TextItem {
    text: Vec<u8>,
    is_text: bool,
    phonetic: usize,
}

impl TextItem {
    pub(in super::super) fn begin(&mut self) {
        self.text.clear();
        self.is_text = false;
        self.phonetic = 0;
    }

    /// Takes a token inside it; none if it is not well-formed. A text that is too long is left off soon after.
    pub(in super::super) fn take(&mut self, token: &Token<'_>, most: u64) -> Option<()> {
        match token {
            Token::Start { name: b"t", is_empty: false, .. } => self.is_text = self.phonetic == 0,
            Token::End(b"t") => self.is_text = false,
            Token::Start { name: b"rPh", is_empty: false, .. } => self.phonetic += 1,
            Token::End(b"rPh") => self.phonetic = self.phonetic.saturating_sub(1),
            Token::Text { raw, is_escaped } if self.is_text && self.text.len() as u64 <= most => {
                if *is_escaped {
                    return xml::unescape(raw, &mut self.text).then_some(());
                }
                self.text.extend_from_slice(raw);
            }
            _ => {}
        }
        Some(())
    }

    /// The text; none if it is not UTF-8.
    pub(in super::super) fn finish(&mut self) -> Option<&[u8]> {
        std::str::from_utf8(&self.text).ok()?;
        escape::unescape(&mut self.text);
        Some(&self.text)
    }
}
