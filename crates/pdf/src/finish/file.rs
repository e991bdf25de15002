//! A PDF as krilla writes it: objects one after the other, a table of where they are, a trailer.

use crate::finish::syntax::{entry, first_end, number, reference};

/// See above.
pub(super) struct File<'a> {
    /// What stands before the first object.
    pub head: &'a [u8],
    /// In the order of the file.
    pub objects: Vec<Object<'a>>,
    /// More than any object's number.
    pub size: usize,
    /// The dictionary at the end.
    pub trailer: &'a [u8],
}

/// An object, without its number.
pub(super) struct Object<'a> {
    pub number: u32,
    pub body: Body<'a>,
}

pub(super) enum Body<'a> {
    Plain(&'a [u8]),
    Stream { dictionary: &'a [u8], data: &'a [u8] },
}

impl<'a> File<'a> {
    /// Reads a file; none if it is not of this form.
    pub(super) fn read(pdf: &'a [u8]) -> Option<Self> {
        let end = pdf.strip_suffix(b"\n%%EOF")?;
        let digits = end.len() - end.iter().rev().take_while(|digit| digit.is_ascii_digit()).count();
        let table: usize = number(&end[digits..])?;
        let before = end[..digits].strip_suffix(b"startxref\n")?;
        let (rows, trailer) = rows(before.get(table..)?.strip_prefix(b"xref\n")?)?;
        let mut places: Vec<(usize, u32)> = rows
            .chunks_exact(ROW)
            .zip(0..)
            .filter(|(row, _)| row[17] == b'n')
            .map(|(row, object)| Some((number(&row[..10])?, object)))
            .collect::<Option<_>>()?;
        places.sort_unstable();
        let ends = places.iter().skip(1).map(|&(start, _)| start).chain([table]);
        let objects =
            places.iter().zip(ends).map(|(&(start, number), end)| object(pdf.get(start..end)?, number));
        let head = &pdf[..places.first()?.0.min(table)];
        let trailer = trailer.trim_ascii();
        Some(Self { head, objects: objects.collect::<Option<_>>()?, size: rows.len() / ROW, trailer })
    }

    /// Number and dictionary of the object that all others hang on.
    pub(super) fn catalog(&self) -> Option<(u32, &'a [u8])> {
        let number = reference(&self.trailer[entry(self.trailer, b"Root")?])?;
        self.objects.iter().find(|object| object.number == number).and_then(|object| match object.body {
            Body::Plain(dictionary) if first_end(dictionary)? == dictionary.len() => {
                Some((number, dictionary))
            }
            _ => None,
        })
    }
}

/// Bytes of a row of the table.
const ROW: usize = 20;

/// The rows of the table and what follows it.
fn rows(table: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = table.iter().position(|&byte| byte == b'\n')?;
    let count: usize = number(table[..line].strip_prefix(b"0 ")?)?;
    let (rows, after) = table[line + 1..].split_at_checked(count.checked_mul(ROW)?)?;
    Some((rows, after.strip_prefix(b"trailer\n")?))
}

fn object(bytes: &[u8], name: u32) -> Option<Object<'_>> {
    let inside = bytes.trim_ascii_end().strip_suffix(b"endobj")?.trim_ascii_end();
    let inside = inside.strip_prefix(format!("{name} 0 obj").as_bytes())?.trim_ascii_start();
    let body = match inside.strip_suffix(b"endstream") {
        None => Body::Plain(inside),
        Some(stream) => {
            let (dictionary, data) = stream.split_at(first_end(stream)?);
            let length: usize = number(&dictionary[entry(dictionary, b"Length")?])?;
            Body::Stream {
                dictionary,
                data: data.trim_ascii_start().strip_prefix(b"stream\n")?.get(..length)?,
            }
        }
    };
    Some(Object { number: name, body })
}
