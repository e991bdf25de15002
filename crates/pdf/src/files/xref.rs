//! Where a file's objects stand: its cross-reference tables and streams (ISO 32000-2, 7.5.4 and 7.5.8), or, where these are
//! wrong, what a look through the whole file finds.

use std::collections::{HashMap, HashSet};

use crate::error::Error;
use crate::files::filter::{Filter, Settings, decoded};
use crate::files::limits::Work;
use crate::files::object::{Dictionary, Id, Object};
use crate::files::parse::{Parser, is_regular, is_white};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    Free,
    At(usize),
    /// In a stream of objects.
    In(u32),
}

pub(super) struct Xref {
    pub places: HashMap<u32, Place>,
    pub trailer: Dictionary,
    /// Streams of objects whose list of them may be lost.
    pub containers: Vec<u32>,
}

impl Xref {
    fn new() -> Self {
        Self { places: HashMap::new(), trailer: Dictionary::new(), containers: Vec::new() }
    }
}

/// Sections of updates; each is read once, so only their sum matters.
const MAX_SECTIONS: usize = 10_000;

/// What the file says itself; none where that is wrong.
pub(super) fn told(data: &[u8], work: &Work) -> Result<Option<Xref>, Error> {
    let tail = data.len().saturating_sub(2048);
    let Some(at) = rfind(&data[tail..], b"startxref") else { return Ok(None) };
    let mut parser = Parser::new(data, tail + at + 9, work);
    let mut next = parser.unsigned().map(|start| (start, false));
    let mut xref = Xref::new();
    let mut seen = HashSet::new();
    let mut hybrid = None;
    while let Some((start, is_hybrid)) = next {
        if !seen.insert(start) || seen.len() > MAX_SECTIONS {
            break;
        }
        let Some(start) = usize::try_from(start).ok().filter(|start| *start < data.len()) else {
            return Ok(None);
        };
        let Some(trailer) = section(data, start, work, &mut xref.places)? else { return Ok(None) };
        let linked =
            |key: &[u8]| trailer.get(key).and_then(Object::integer).and_then(|at| u64::try_from(at).ok());
        if !is_hybrid {
            hybrid = linked(b"Prev");
        }
        // A hybrid file's stream comes before the section before it.
        next = match linked(b"XRefStm").filter(|_| !is_hybrid) {
            Some(stream) => Some((stream, true)),
            None => hybrid.map(|before| (before, false)),
        };
        for (key, value) in trailer {
            xref.trailer.entry(key).or_insert(value);
        }
    }
    Ok(xref.trailer.contains_key(b"Root".as_slice()).then_some(xref))
}

/// One table or stream. Places that are known already are newer.
fn section(
    data: &[u8],
    start: usize,
    work: &Work,
    places: &mut HashMap<u32, Place>,
) -> Result<Option<Dictionary>, Error> {
    let mut parser = Parser::new(data, start, work);
    if parser.word(b"xref") { table(&mut parser, work, places) } else { stream(&mut parser, work, places) }
}

fn table(
    parser: &mut Parser,
    work: &Work,
    places: &mut HashMap<u32, Place>,
) -> Result<Option<Dictionary>, Error> {
    let mut freed = Vec::new();
    while !parser.word(b"trailer") {
        let (Some(first), Some(count)) = (parser.unsigned(), parser.unsigned()) else { return Ok(None) };
        for number in first..first.saturating_add(count) {
            let (Some(offset), Some(_generation)) = (parser.unsigned(), parser.unsigned()) else {
                return Ok(None);
            };
            let is_used = parser.word(b"n");
            if !is_used && !parser.word(b"f") {
                return Ok(None);
            }
            work.object()?;
            let (Ok(number), Ok(offset)) = (u32::try_from(number), usize::try_from(offset)) else {
                return Ok(None);
            };
            if is_used {
                places.entry(number).or_insert(Place::At(offset));
            } else {
                freed.push(number);
            }
        }
    }
    Ok(match parser.object() {
        Ok(Object::Dictionary(trailer)) => {
            // In a hybrid file the objects that only its stream knows are said to be free.
            if !trailer.contains_key(b"XRefStm".as_slice()) {
                for number in freed {
                    places.entry(number).or_insert(Place::Free);
                }
            }
            Some((*trailer).clone())
        }
        Err(error @ (Error::BeyondLimit { .. } | Error::Cancelled)) => return Err(error),
        _ => None,
    })
}

fn stream(
    parser: &mut Parser,
    work: &Work,
    places: &mut HashMap<u32, Place>,
) -> Result<Option<Dictionary>, Error> {
    if parser.head().is_none() {
        return Ok(None);
    }
    let dictionary = match parser.object() {
        Ok(Object::Dictionary(dictionary)) if parser.word(b"stream") => dictionary,
        Err(error @ (Error::BeyondLimit { .. } | Error::Cancelled)) => return Err(error),
        _ => return Ok(None),
    };
    Ok(compressed(parser.data, &dictionary, parser.at, work, places)?.then(|| (*dictionary).clone()))
}

/// Reads a cross-reference stream whose `stream` ends at `at`; false where it is none.
fn compressed(
    data: &[u8],
    dictionary: &Dictionary,
    at: usize,
    work: &Work,
    places: &mut HashMap<u32, Place>,
) -> Result<bool, Error> {
    let get = |key: &str| dictionary.get(key.as_bytes());
    let start = after_line(data, at);
    let length = get("Length").and_then(Object::index).unwrap_or_default();
    let end = start.saturating_add(length).min(data.len());
    let mut plain = data[start..end].to_vec();
    for (name, settings) in filters(get("Filter"), get("DecodeParms")) {
        plain = match decoded(&Filter { name: &name, settings }, &plain, start, work) {
            Err(error @ Error::BeyondLimit { .. }) => return Err(error),
            Err(_) => return Ok(false),
            Ok(plain) => plain,
        };
    }
    let integers = |key: &str| match get(key) {
        Some(Object::Array(items)) => items.iter().map(|item| item.index().unwrap_or(0)).collect(),
        _ => Vec::new(),
    };
    let widths = integers("W");
    let [first, second, third] = widths[..] else { return Ok(false) };
    if first > 8 || second > 8 || third > 8 || first + second + third == 0 {
        return Ok(false);
    }
    let mut index = integers("Index");
    if index.is_empty() {
        index = vec![0, get("Size").and_then(Object::index).unwrap_or(0)];
    }
    let field = |bytes: &[u8]| bytes.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let numbers = index.chunks_exact(2).flat_map(|range| range[0]..range[0].saturating_add(range[1]));
    for (entry, number) in plain.chunks_exact(first + second + third).zip(numbers) {
        work.object()?;
        let (kind, rest) = entry.split_at(first);
        let Ok(number) = u32::try_from(number) else { return Ok(false) };
        let value = field(&rest[..second]);
        let place = match if first == 0 { 1 } else { field(kind) } {
            0 => Place::Free,
            1 => Place::At(usize::try_from(value).unwrap_or(usize::MAX)),
            2 => Place::In(u32::try_from(value).unwrap_or(u32::MAX)),
            _ => continue,
        };
        places.entry(number).or_insert(place);
    }
    Ok(true)
}

/// Names and settings of filters that are given without references.
fn filters(names: Option<&Object>, settings: Option<&Object>) -> Vec<(Vec<u8>, Settings)> {
    let list = |value: Option<&Object>| match value {
        Some(Object::Array(items)) => (**items).clone(),
        Some(value) => vec![value.clone()],
        None => Vec::new(),
    };
    let settings = list(settings);
    let setting = |at: usize| match settings.get(at) {
        Some(Object::Dictionary(dictionary)) => Settings::of(Some(dictionary)),
        _ => Settings::of(None),
    };
    let names = list(names).into_iter().enumerate();
    names
        .filter_map(
            |(at, name)| {
                if let Object::Name(name) = name { Some((name.to_vec(), setting(at))) } else { None }
            },
        )
        .collect()
}

/// Looks through the whole file for objects and trailers; of two with one number the later counts.
pub(super) fn found(data: &[u8], work: &Work) -> Result<Xref, Error> {
    let mut xref = Xref::new();
    let mut catalog = None;
    let mut at = 0;
    while at < data.len() {
        let begins = at == 0 || !is_regular(data[at - 1]);
        if begins && data[at].is_ascii_digit() {
            let mut parser = Parser::new(data, at, work);
            if let Some(id) = parser.head() {
                work.object()?;
                xref.places.insert(id.number, Place::At(at));
                at = stands(data, &mut parser, id, work, &mut xref, &mut catalog)?;
            } else {
                at += data[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            }
        } else if begins && data[at..].starts_with(b"trailer") {
            let mut parser = Parser::new(data, at + 7, work);
            match parser.object() {
                Ok(Object::Dictionary(trailer)) => adopt(&mut xref, &trailer),
                Err(error @ (Error::BeyondLimit { .. } | Error::Cancelled)) => return Err(error),
                _ => {}
            }
            at += 7;
        } else {
            at += 1;
        }
    }
    if let Some(id) = catalog {
        xref.trailer.entry(b"Root".as_slice().into()).or_insert(Object::Reference(id));
    }
    Ok(xref)
}

/// Looks at an object that stands in the file, whose head was passed: where it ends, as far as that is sure.
fn stands(
    data: &[u8],
    parser: &mut Parser,
    id: Id,
    work: &Work,
    xref: &mut Xref,
    catalog: &mut Option<Id>,
) -> Result<usize, Error> {
    let start = parser.at;
    let dictionary = match parser.object() {
        Ok(Object::Dictionary(dictionary)) => dictionary,
        Err(error @ (Error::BeyondLimit { .. } | Error::Cancelled)) => return Err(error),
        _ => return Ok(start),
    };
    let is = |name| dictionary.get(b"Type".as_slice()).is_some_and(|value| value.is_name(name));
    if is("Catalog") {
        *catalog = Some(id);
    }
    if !parser.word(b"stream") {
        return Ok(parser.at);
    }
    if is("ObjStm") {
        xref.containers.push(id.number);
    }
    if is("XRef") {
        adopt(xref, &dictionary);
        // Where objects in streams are; what stands in the file itself was or will be found.
        let mut places = HashMap::new();
        compressed(data, &dictionary, parser.at, work, &mut places)?;
        for (number, place) in places {
            if matches!(place, Place::In(_)) {
                xref.places.entry(number).or_insert(place);
            }
        }
    }
    let body = after_line(data, parser.at);
    let length = dictionary.get(b"Length".as_slice()).and_then(Object::index);
    Ok(length.and_then(|length| ends(data, body.saturating_add(length))).unwrap_or(body))
}

/// Newer trailers replace what older ones say.
fn adopt(xref: &mut Xref, trailer: &Dictionary) {
    for key in ["Root", "Info", "ID", "Encrypt"] {
        if let Some(value) = trailer.get(key.as_bytes()) {
            xref.trailer.insert(key.as_bytes().into(), value.clone());
        }
    }
}

/// Past the line break after `stream`.
pub(super) fn after_line(data: &[u8], mut at: usize) -> usize {
    if data.get(at) == Some(&b'\r') {
        at += 1;
    }
    if data.get(at) == Some(&b'\n') {
        at += 1;
    }
    at
}

/// Whether a stream ends at `at`, and where the word that says so does.
pub(super) fn ends(data: &[u8], at: usize) -> Option<usize> {
    let rest = data.get(at..)?;
    let white = rest.iter().take_while(|byte| is_white(**byte)).count();
    rest[white..].starts_with(b"endstream").then_some(at + white + 9)
}

pub(super) fn rfind(data: &[u8], needle: &[u8]) -> Option<usize> {
    data.windows(needle.len()).rposition(|window| window == needle)
}
