//! A file written anew: its objects in compressed streams (ISO 32000-1, 7.5.7), and so the table of where they are (7.5.8).

use std::fmt::Write as _;

use crate::deflate::Deflater;
use crate::finish::protect::Guard;
use crate::finish::syntax::{entries, entry, with_entry};

/// A stream is full when so many bytes are in it: readers take in all of it for any of its objects.
const FULL: usize = 128 << 10;

/// A file being written, object by object.
pub(super) struct Packer {
    pdf: Vec<u8>,
    /// Of each object, by its number.
    places: Vec<Place>,
    /// Numbers of the objects that will be in the next stream, and where each begins in `bodies`.
    waiting: Vec<(u32, usize)>,
    bodies: Vec<u8>,
    deflater: Deflater,
    guard: Option<Guard>,
}

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    Nowhere,
    /// From the file's beginning.
    At(usize),
    /// In the stream of that number, after so many others.
    In(u32, usize),
}

impl Packer {
    /// A file that begins with `head`, and in which all numbers below `size` may be those of objects.
    pub(super) fn new(head: &[u8], size: usize, guard: Option<Guard>) -> Self {
        let pdf = head.to_vec();
        Self {
            pdf,
            places: vec![Place::Nowhere; size],
            waiting: Vec::new(),
            bodies: Vec::new(),
            deflater: Deflater::new(),
            guard,
        }
    }

    /// Writes an object that is no stream.
    pub(super) fn object(&mut self, number: u32, body: &[u8]) {
        self.waiting.push((number, self.bodies.len()));
        self.bodies.extend_from_slice(body);
        self.bodies.push(b'\n');
        if self.bodies.len() >= FULL {
            self.close_stream();
        }
    }

    /// Writes a stream that is compressed if it is not yet.
    pub(super) fn compressed(&mut self, number: u32, dictionary: &[u8], data: &[u8]) {
        if entry(dictionary, b"Filter").is_some() {
            return self.stream(number, dictionary, data);
        }
        let data = self.deflater.deflate(&[data]);
        self.stream(number, &with_entry(dictionary, b"Filter", b"/FlateDecode"), &data);
    }

    /// Writes a stream as it is.
    pub(super) fn stream(&mut self, number: u32, dictionary: &[u8], data: &[u8]) {
        let guarded = self.guard.as_ref().map(|guard| guard.stream(dictionary, data));
        let (dictionary, data) = match &guarded {
            Some((dictionary, data)) => (&dictionary[..], &data[..]),
            None => (dictionary, data),
        };
        self.plain_stream(number, dictionary, data);
    }

    /// Writes what `trailer` leads to from now on; returns the file.
    pub(super) fn finish(mut self, trailer: &[u8]) -> Vec<u8> {
        self.close_stream();
        let encrypt = self.guard.take().map(|guard| {
            let number = self.next_number();
            self.apart(number, &[guard.dictionary()]);
            format!("/Encrypt {number} 0 R")
        });
        let number = self.next_number();
        let start = self.pdf.len();
        self.places[number as usize] = Place::At(start);
        let (table, width) = table(&self.places, start);
        let mut dictionary = format!(
            "<</Type/XRef/Size {}/W[1 {} 2]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {width}>>",
            self.places.len(),
            width - 3,
        )
        .into_bytes();
        for (name, value) in
            entries(trailer).into_iter().filter(|(name, _)| matches!(*name, b"Root" | b"Info" | b"ID"))
        {
            dictionary.push(b'/');
            dictionary.extend_from_slice(name);
            dictionary.push(b' ');
            dictionary.extend_from_slice(&trailer[value]);
        }
        dictionary.extend_from_slice(encrypt.unwrap_or_default().as_bytes());
        dictionary.extend_from_slice(b">>");
        let table = self.deflater.deflate(&[&table]);
        self.plain_stream(number, &dictionary, &table);
        self.pdf.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        self.pdf
    }

    /// Writes the objects that wait as one stream.
    fn close_stream(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let (number, count) = (self.next_number(), self.waiting.len());
        let mut index = String::new();
        for (nth, (object, start)) in self.waiting.drain(..).enumerate() {
            let _ = write!(index, "{object} {start} ");
            self.places[object as usize] = Place::In(number, nth);
        }
        let dictionary = format!("<</Type/ObjStm/N {count}/First {}/Filter/FlateDecode>>", index.len());
        let data = self.deflater.deflate(&[index.as_bytes(), &self.bodies]);
        self.bodies.clear();
        self.stream(number, dictionary.as_bytes(), &data);
    }

    fn plain_stream(&mut self, number: u32, dictionary: &[u8], data: &[u8]) {
        let dictionary = with_entry(dictionary, b"Length", data.len().to_string().as_bytes());
        self.apart(number, &[&dictionary, b"\nstream\n", data, b"\nendstream"]);
    }

    /// Writes an object that is in no stream.
    fn apart(&mut self, number: u32, body: &[&[u8]]) {
        self.places[number as usize] = Place::At(self.pdf.len());
        self.pdf.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        for part in body {
            self.pdf.extend_from_slice(part);
        }
        self.pdf.extend_from_slice(b"\nendobj\n");
    }

    fn next_number(&mut self) -> u32 {
        self.places.push(Place::Nowhere);
        u32::try_from(self.places.len() - 1).expect("numbers of objects are far smaller")
    }
}

/// The table of all places, each line as its difference from the one above (PNG's filter "up"), and the bytes of a line.
fn table(places: &[Place], end: usize) -> (Vec<u8>, usize) {
    let bytes = end.max(places.len()).to_be_bytes();
    let needed = bytes.len() - bytes.iter().take_while(|&&byte| byte == 0).count();
    let width = 1 + needed + 2;
    let mut table = Vec::with_capacity(places.len() * (1 + width));
    let mut above = vec![0; width];
    for place in places {
        let (kind, first, second) = match *place {
            Place::Nowhere => (0, 0, 0),
            Place::At(start) => (1, start, 0),
            Place::In(stream, nth) => (2, stream as usize, nth),
        };
        let first = first.to_be_bytes();
        let second = second.to_be_bytes();
        let line = [&[kind], &first[first.len() - needed..], &second[second.len() - 2..]].concat();
        table.push(2);
        table.extend(line.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
        above = line;
    }
    (table, width)
}
