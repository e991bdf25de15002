//! A file that is read: its objects are looked up where they stand, when they are asked for.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use crate::error::Error;
use crate::files::crypt::Crypt;
use crate::files::filter::{Filter, Settings, decoded};
use crate::files::limits::Work;
use crate::files::object::{Dictionary, Id, Object, Stream};
use crate::files::parse::{Parser, malformed};
use crate::files::xref::{self, Place, Xref};

/// References that may follow one another.
const MAX_CHAIN: usize = 32;

pub(super) struct File<'a> {
    pub data: &'a [u8],
    pub work: &'a Work<'a>,
    pub catalog: Rc<Dictionary>,
    pub trailer: Dictionary,
    places: RefCell<HashMap<u32, Place>>,
    crypt: Option<Crypt>,
    objects: RefCell<HashMap<u32, Object>>,
    /// Those that are being read: an object that needs itself is none.
    pending: RefCell<HashSet<u32>>,
    containers: RefCell<HashMap<u32, Rc<Container>>>,
    was_repaired: Cell<bool>,
    /// Where the last `endstream` begins; looked for when it is needed.
    last_end: Cell<Option<usize>>,
}

/// A stream of objects, inflated.
struct Container {
    plain: Vec<u8>,
    /// Where each begins.
    places: HashMap<u32, usize>,
}

impl<'a> File<'a> {
    pub fn open(data: &'a [u8], password: Option<&str>, work: &'a Work<'a>) -> Result<Self, Error> {
        work.file(data.len())?;
        let head = &data[..data.len().min(1024)];
        let Some(start) = head.windows(5).position(|window| window == b"%PDF-") else {
            return Err(malformed("it does not begin with %PDF-", Some(0)));
        };
        // Offsets count from there.
        let data = &data[start..];
        let file = match xref::told(data, work)? {
            Some(told) => Self::with(data, told, password, work, false)?,
            None => None,
        };
        let file = match file {
            Some(file) => Some(file),
            None => Self::with(data, xref::found(data, work)?, password, work, true)?,
        };
        file.ok_or_else(|| malformed("it has no catalog of pages", None))
    }

    /// None where the cross-references do not lead to the pages.
    fn with(
        data: &'a [u8],
        xref: Xref,
        password: Option<&str>,
        work: &'a Work<'a>,
        was_repaired: bool,
    ) -> Result<Option<Self>, Error> {
        let containers = xref.containers;
        let mut file = Self {
            data,
            work,
            catalog: Rc::default(),
            trailer: xref.trailer,
            places: RefCell::new(xref.places),
            crypt: None,
            objects: RefCell::default(),
            pending: RefCell::default(),
            containers: RefCell::default(),
            was_repaired: Cell::new(was_repaired),
            last_end: Cell::new(None),
        };
        if let Some(lock) = file.trailer.get(b"Encrypt".as_slice()).cloned() {
            let Some(dictionary) = file.dictionary(&lock)? else {
                return if was_repaired {
                    Err(malformed("its encryption dictionary is missing", None))
                } else {
                    Ok(None)
                };
            };
            let dictionary = file.whole(&dictionary)?;
            let first = match file.get(&file.trailer, "ID")? {
                Object::Array(ids) => ids.first().cloned().unwrap_or(Object::Null),
                _ => Object::Null,
            };
            let id = if let Object::String(id) = first { id } else { Rc::default() };
            file.lock(&dictionary, &id, password)?;
        }
        for container in containers {
            file.adopt(container)?;
        }
        file.with_pages()
    }

    fn lock(&mut self, dictionary: &Dictionary, id: &[u8], password: Option<&str>) -> Result<(), Error> {
        self.crypt = Some(Crypt::new(dictionary, id, password)?);
        // What was read so far was not yet in clear.
        self.objects.borrow_mut().clear();
        Ok(())
    }

    /// Makes the objects of a stream known whose places were not said; the catalog may be among them.
    fn adopt(&mut self, number: u32) -> Result<(), Error> {
        let container = match self.container(number) {
            Err(error @ (Error::BeyondLimit { .. } | Error::Cancelled)) => return Err(error),
            Err(_) => return Ok(()),
            Ok(container) => container,
        };
        for object in container.places.keys() {
            self.places.borrow_mut().entry(*object).or_insert(Place::In(number));
            let id = Id { number: *object, generation: 0 };
            if !self.trailer.contains_key(b"Root".as_slice())
                && let Some(dictionary) = self.dictionary(&Object::Reference(id))?
                && dictionary.get(b"Type".as_slice()).is_some_and(|value| value.is_name("Catalog"))
            {
                self.trailer.insert(b"Root".as_slice().into(), Object::Reference(id));
            }
        }
        Ok(())
    }

    fn with_pages(mut self) -> Result<Option<Self>, Error> {
        let Some(catalog) = self.dictionary(&self.get(&self.trailer, "Root")?)? else { return Ok(None) };
        let Some(pages) = self.dictionary(&self.get(&catalog, "Pages")?)? else { return Ok(None) };
        if !self.was_repaired.get() && !matches!(self.get(&pages, "Kids")?, Object::Array(_)) {
            return Ok(None);
        }
        self.catalog = catalog;
        Ok(Some(self))
    }

    /// A dictionary of plain values, as that of the encryption, with what it refers to in the references' place.
    fn whole(&self, dictionary: &Dictionary) -> Result<Dictionary, Error> {
        dictionary.iter().map(|(key, value)| Ok((key.clone(), self.resolve(value)?))).collect()
    }

    /// What a value is, or what it refers to.
    pub fn resolve(&self, value: &Object) -> Result<Object, Error> {
        let mut value = value.clone();
        for _ in 0..MAX_CHAIN {
            match value {
                Object::Reference(id) => value = self.object(id)?,
                other => return Ok(other),
            }
        }
        Ok(Object::Null)
    }

    /// What a dictionary has under a key.
    pub fn get(&self, dictionary: &Dictionary, key: &str) -> Result<Object, Error> {
        dictionary.get(key.as_bytes()).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// The dictionary that a value is, refers to, or, of a stream, has.
    pub fn dictionary(&self, value: &Object) -> Result<Option<Rc<Dictionary>>, Error> {
        Ok(match self.resolve(value)? {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(stream.dictionary.clone()),
            _ => None,
        })
    }

    /// The items of an array; none of anything else.
    pub fn items(&self, value: &Object) -> Result<Rc<Vec<Object>>, Error> {
        Ok(match self.resolve(value)? {
            Object::Array(items) => items,
            _ => Rc::default(),
        })
    }

    /// The numbers of an array of just so many.
    pub fn numbers<const N: usize>(&self, value: &Object) -> Result<Option<[f64; N]>, Error> {
        let items = self.items(value)?;
        if items.len() < N {
            return Ok(None);
        }
        let mut numbers = [0.0; N];
        for (number, item) in numbers.iter_mut().zip(&*items) {
            let Some(value) = self.resolve(item)?.number() else { return Ok(None) };
            *number = value;
        }
        Ok(Some(numbers))
    }

    fn object(&self, id: Id) -> Result<Object, Error> {
        if let Some(object) = self.objects.borrow().get(&id.number) {
            return Ok(object.clone());
        }
        if !self.pending.borrow_mut().insert(id.number) {
            return Ok(Object::Null);
        }
        let depth = self.pending.borrow().len() as u64;
        let read = self.work.depth(depth).and_then(|()| self.read(id));
        self.pending.borrow_mut().remove(&id.number);
        let object = read?;
        self.objects.borrow_mut().insert(id.number, object.clone());
        Ok(object)
    }

    fn read(&self, id: Id) -> Result<Object, Error> {
        match self.attempt(id) {
            Err(Error::BrokenFile { .. }) if !self.was_repaired.get() => {
                // The cross-references are wrong; those that were right lead to the same.
                self.was_repaired.set(true);
                let found = xref::found(self.data, self.work)?;
                self.places.borrow_mut().extend(found.places);
                self.attempt(id)
            }
            other => other,
        }
        .or_else(|error| {
            if matches!(error, Error::BrokenFile { .. }) { Ok(Object::Null) } else { Err(error) }
        })
    }

    fn attempt(&self, id: Id) -> Result<Object, Error> {
        let place = self.places.borrow().get(&id.number).copied();
        match place {
            None | Some(Place::Free) => Ok(Object::Null),
            Some(Place::In(container)) => self.contained(container, id.number),
            Some(Place::At(at)) => {
                let object = self.at(at, id.number)?;
                Ok(match &self.crypt {
                    Some(crypt) => crypt.opened(object, id),
                    None => object,
                })
            }
        }
    }

    /// The object that stands at a place of the file.
    fn at(&self, at: usize, number: u32) -> Result<Object, Error> {
        let wrong = || malformed("an object is not where it should be", Some(at));
        if at >= self.data.len() {
            return Err(wrong());
        }
        let mut parser = Parser::new(self.data, at, self.work);
        let id = parser.head().filter(|id| id.number == number).ok_or_else(wrong)?;
        let object = parser.object()?;
        let Object::Dictionary(dictionary) = object else { return Ok(object) };
        if !parser.word(b"stream") {
            return Ok(Object::Dictionary(dictionary));
        }
        let start = xref::after_line(self.data, parser.at);
        let length = self.get(&dictionary, "Length")?.index();
        let said = length
            .map(|length| start.saturating_add(length))
            .filter(|end| xref::ends(self.data, *end).is_some());
        let end = said.unwrap_or_else(|| self.end(start));
        Ok(Object::Stream(Rc::new(Stream { dictionary, data: start.min(end)..end, id })))
    }

    /// Where a stream ends whose length is wrong.
    fn end(&self, start: usize) -> usize {
        let last = self.last_end.get().unwrap_or_else(|| {
            let last = xref::rfind(self.data, b"endstream").unwrap_or(0);
            self.last_end.set(Some(last));
            last
        });
        if start > last {
            return self.data.len();
        }
        let end =
            start + self.data[start..].windows(9).position(|window| window == b"endstream").unwrap_or(0);
        let is_line = |at: usize, byte| at > start && self.data[at - 1] == byte;
        let end = if is_line(end, b'\n') { end - 1 } else { end };
        if is_line(end, b'\r') { end - 1 } else { end }
    }

    fn contained(&self, container: u32, number: u32) -> Result<Object, Error> {
        let container = self.container(container)?;
        let Some(at) = container.places.get(&number) else { return Ok(Object::Null) };
        Parser::new(&container.plain, *at, self.work).object()
    }

    fn container(&self, number: u32) -> Result<Rc<Container>, Error> {
        if let Some(container) = self.containers.borrow().get(&number) {
            return Ok(container.clone());
        }
        let Object::Stream(stream) = self.object(Id { number, generation: 0 })? else {
            return Err(malformed("a stream of objects is missing", None));
        };
        let plain = self.plain(&stream)?;
        let count = self.get(&stream.dictionary, "N")?.index().unwrap_or(0);
        let first = self.get(&stream.dictionary, "First")?.index().unwrap_or(0);
        let mut places = HashMap::new();
        let mut parser = Parser::new(&plain, 0, self.work);
        for _ in 0..count {
            let (Some(number), Some(offset)) = (parser.unsigned(), parser.unsigned()) else { break };
            self.work.object()?;
            let (Ok(number), Ok(offset)) = (u32::try_from(number), usize::try_from(offset)) else { break };
            places.insert(number, first.saturating_add(offset).min(plain.len()));
        }
        let container = Rc::new(Container { plain, places });
        self.containers.borrow_mut().insert(number, container.clone());
        Ok(container)
    }

    /// A stream's bytes as they are compressed, in clear.
    pub fn raw(&self, stream: &Stream) -> Cow<'a, [u8]> {
        let data = &self.data[Range::clone(&stream.data)];
        self.crypt.as_ref().map_or(Cow::Borrowed(data), |crypt| crypt.stream(stream, data).into())
    }

    /// A stream's bytes as they are meant.
    pub fn plain(&self, stream: &Stream) -> Result<Vec<u8>, Error> {
        let mut plain = self.raw(stream).into_owned();
        let either = |short: &str, long: &str| {
            let value = self.get(&stream.dictionary, long)?;
            if value.is_null() { self.get(&stream.dictionary, short) } else { Ok(value) }
        };
        let names = self.list(either("F", "Filter")?)?;
        let settings = self.list(either("DP", "DecodeParms")?)?;
        if names.is_empty() {
            self.work.inflated(plain.len())?;
        }
        for (at, name) in names.iter().enumerate() {
            let Object::Name(name) = name else { continue };
            if **name == *b"Crypt" {
                continue;
            }
            let settings = settings.get(at).map_or(Ok(None), |value| self.dictionary(value))?;
            let settings = settings.map_or_else(
                || Ok(Settings::of(None)),
                |dictionary| self.whole(&dictionary).map(|whole| Settings::of(Some(&whole))),
            )?;
            plain = decoded(&Filter { name, settings }, &plain, stream.data.start, self.work)?;
        }
        Ok(plain)
    }

    /// The items of an array, each looked up, or the one value there is.
    fn list(&self, value: Object) -> Result<Vec<Object>, Error> {
        match value {
            Object::Null => Ok(Vec::new()),
            Object::Array(items) => items.iter().map(|item| self.resolve(item)).collect(),
            other => Ok(vec![other]),
        }
    }
}
