//! A file that is written: objects as they come, what is no stream packed into streams of objects (ISO 32000-2, 7.5.7).

use std::collections::HashMap;
use std::io::Write as _;

use sha2::{Digest, Sha256};

use crate::deflate::Deflater;
use crate::files::object::{Dictionary, Id, Object, dictionary};

/// Objects packed into one stream.
const PACKED: usize = 200;
const HEAD: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

pub(super) struct Output {
    bytes: Vec<u8>,
    /// Of each object from number 1 on, when it is written.
    places: Vec<Option<Place>>,
    /// Objects to be packed.
    pending: Vec<(u32, Vec<u8>)>,
    /// Streams by what they are, so that what many files have in common (a logo, a font) is written once.
    streams: HashMap<[u8; 32], Id>,
    deflater: Deflater,
}

#[derive(Clone, Copy)]
enum Place {
    At(usize),
    In { container: u32, index: usize },
}

impl Output {
    pub fn new() -> Self {
        Self {
            bytes: HEAD.to_vec(),
            places: Vec::new(),
            pending: Vec::new(),
            streams: HashMap::new(),
            deflater: Deflater::new(),
        }
    }

    /// A number for an object that is written later, if ever.
    pub fn reserve(&mut self) -> Id {
        self.places.push(None);
        Id {
            number: u32::try_from(self.places.len()).expect("files are limited to fewer objects"),
            generation: 0,
        }
    }

    pub fn put(&mut self, id: Id, object: &Object) {
        let mut bytes = Vec::new();
        write(object, &mut bytes);
        self.pending.push((id.number, bytes));
        if self.pending.len() == PACKED {
            self.pack();
        }
    }

    pub fn add(&mut self, object: &Object) -> Id {
        let id = self.reserve();
        self.put(id, object);
        id
    }

    /// A stream whose data are compressed as its dictionary says.
    pub fn put_stream(&mut self, id: Id, mut head: Dictionary, data: &[u8]) {
        head.insert(
            b"Length".as_slice().into(),
            Object::Integer(i64::try_from(data.len()).unwrap_or(i64::MAX)),
        );
        self.places[id.number as usize - 1] = Some(Place::At(self.bytes.len()));
        let _ = writeln!(self.bytes, "{} 0 obj", id.number);
        write_dictionary(&head, &mut self.bytes);
        self.bytes.extend_from_slice(b"\nstream\n");
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// A stream that may be one that was written already.
    pub fn share_stream(&mut self, head: Dictionary, data: &[u8]) -> Id {
        let mut said = Vec::new();
        write_dictionary(&head, &mut said);
        let key = Sha256::new()
            .chain_update((said.len() as u64).to_be_bytes())
            .chain_update(&said)
            .chain_update(data)
            .finalize()
            .into();
        if let Some(id) = self.streams.get(&key) {
            return *id;
        }
        let id = self.reserve();
        self.put_stream(id, head, data);
        self.streams.insert(key, id);
        id
    }

    /// A stream that is compressed here.
    pub fn add_plain(&mut self, mut head: Dictionary, data: &[u8]) -> Id {
        head.insert(b"Filter".as_slice().into(), Object::name("FlateDecode"));
        let data = self.deflater.deflate(&[data]);
        self.share_stream(head, &data)
    }

    fn pack(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return;
        }
        let container = self.reserve();
        let (mut index, mut body) = (Vec::new(), Vec::new());
        for (at, (number, bytes)) in pending.iter().enumerate() {
            let _ = write!(index, "{number} {} ", body.len());
            body.extend_from_slice(bytes);
            body.push(b'\n');
            self.places[*number as usize - 1] = Some(Place::In { container: container.number, index: at });
        }
        let head = dictionary([
            ("Type", Object::name("ObjStm")),
            ("N", integer(pending.len())),
            ("First", integer(index.len())),
            ("Filter", Object::name("FlateDecode")),
        ]);
        let data = self.deflater.deflate(&[&index, &body]);
        self.put_stream(container, head, &data);
    }

    /// The whole file.
    pub fn finish(mut self, root: Id, info: Option<Id>) -> Vec<u8> {
        self.pack();
        let start = self.bytes.len();
        let own = self.reserve();
        self.places[own.number as usize - 1] = Some(Place::At(start));
        let mut table = entry(0, 0, 65535);
        for place in &self.places {
            table.extend(match place {
                None => entry(0, 0, 65535),
                Some(Place::At(at)) => entry(1, *at as u64, 0),
                Some(Place::In { container, index }) => entry(2, u64::from(*container), *index),
            });
        }
        // The identifier follows from the content: no clock, no chance.
        let identifier = Object::String(Sha256::digest(&self.bytes)[..16].into());
        let mut head = dictionary([
            ("Type", Object::name("XRef")),
            ("Size", integer(self.places.len() + 1)),
            ("W", Object::array([1, 5, 2].map(Object::Integer))),
            ("Root", Object::Reference(root)),
            ("ID", Object::array([identifier.clone(), identifier])),
            ("Filter", Object::name("FlateDecode")),
        ]);
        if let Some(info) = info {
            head.insert(b"Info".as_slice().into(), Object::Reference(info));
        }
        let table = self.deflater.deflate(&[&table]);
        self.put_stream(own, head, &table);
        let _ = write!(self.bytes, "startxref\n{start}\n%%EOF\n");
        self.bytes
    }
}

pub(super) fn integer(value: usize) -> Object {
    Object::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

fn entry(kind: u8, place: u64, last: usize) -> Vec<u8> {
    let mut bytes = vec![kind];
    bytes.extend_from_slice(&place.to_be_bytes()[3..]);
    bytes.extend_from_slice(&u16::try_from(last).unwrap_or(u16::MAX).to_be_bytes());
    bytes
}

fn write(object: &Object, out: &mut Vec<u8>) {
    let _ = match object {
        // A stream is never within another object.
        Object::Null | Object::Stream(_) => write!(out, "null"),
        Object::Boolean(value) => write!(out, "{value}"),
        Object::Integer(value) => write!(out, "{value}"),
        Object::Real(value) => write!(out, "{value}"),
        Object::Reference(id) => write!(out, "{} {} R", id.number, id.generation),
        Object::Name(name) => {
            write_name(name, out);
            Ok(())
        }
        Object::String(text) => {
            write_string(text, out);
            Ok(())
        }
        Object::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                out.push(if at == 0 { b'[' } else { b' ' });
                write(item, out);
            }
            out.extend_from_slice(if items.is_empty() { b"[]" } else { b"]" });
            Ok(())
        }
        Object::Dictionary(dictionary) => {
            write_dictionary(dictionary, out);
            Ok(())
        }
    };
}

fn write_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        write_name(key, out);
        out.push(b' ');
        write(value, out);
    }
    out.extend_from_slice(b">>");
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_alphanumeric() || b"-_.+*:,;!@$^&=?'\"|~`\\".contains(byte) {
            out.push(*byte);
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

fn write_string(text: &[u8], out: &mut Vec<u8>) {
    if text.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        out.push(b'(');
        for byte in text {
            if matches!(byte, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(*byte);
        }
        out.push(b')');
        return;
    }
    out.push(b'<');
    for byte in text {
        let _ = write!(out, "{byte:02x}");
    }
    out.push(b'>');
}
