//! Attributes of a tag, and names.

use super::text::{attribute_text, digits};

/// The attributes of a tag, one after the other.
#[derive(Clone, Copy)]
pub(in crate::sheet) struct Attributes<'a> {
    rest: &'a [u8],
}

impl<'a> Attributes<'a> {
    /// Of a tag's text behind its name.
    pub(super) fn of(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// The value of an attribute, as it stands. What is no attribute ends the search.
    pub(in crate::sheet) fn get(self, name: &[u8]) -> Option<&'a [u8]> {
        self.into_iter().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// As [`Attributes::get`], by the name without its prefix.
    pub(in crate::sheet) fn local(self, name: &[u8]) -> Option<&'a [u8]> {
        self.into_iter().find_map(|(key, value)| (local(key) == name).then_some(value))
    }

    /// An attribute's value as text.
    pub(in crate::sheet) fn text(self, name: &[u8]) -> Option<String> {
        attribute_text(self.get(name)?)
    }

    /// Whether an attribute says `1` or `true`.
    pub(in crate::sheet) fn is_true(self, name: &[u8]) -> bool {
        self.get(name).is_some_and(|value| value == b"1" || value == b"true")
    }

    /// An attribute's value as a number.
    pub(in crate::sheet) fn number(self, name: &[u8]) -> Option<u32> {
        digits(self.get(name)?)
    }
}

impl<'a> IntoIterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);
    type IntoIter = Each<'a>;

    fn into_iter(self) -> Each<'a> {
        Each { rest: self.rest }
    }
}

/// Goes through [`Attributes`]; what is none is the end of them.
pub(in crate::sheet) struct Each<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Each<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = trimmed_start(self.rest);
        let equals = rest.iter().position(|&byte| byte == b'=')?;
        let key = trimmed_end(&rest[..equals]);
        let rest = trimmed_start(&rest[equals + 1..]);
        let (&quote, rest) = rest.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
        let length = rest.iter().position(|&byte| byte == quote)?;
        self.rest = &rest[length + 1..];
        Some((key, &rest[..length]))
    }
}

/// A name without its prefix.
pub(super) fn local(name: &[u8]) -> &[u8] {
    match name.iter().position(|&byte| byte == b':') {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}

fn trimmed_start(text: &[u8]) -> &[u8] {
    let spaces = text.iter().take_while(|&&byte| is_space(byte)).count();
    &text[spaces..]
}

pub(super) fn trimmed_end(text: &[u8]) -> &[u8] {
    let spaces = text.iter().rev().take_while(|&&byte| is_space(byte)).count();
    &text[..text.len() - spaces]
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
