//! From a file that is read into one that is written, with everything that is referred to.

use std::collections::HashMap;
use std::rc::Rc;

use crate::error::Error;
use crate::files::file::File;
use crate::files::object::{Dictionary, Id, Object};
use crate::files::output::Output;

pub(super) struct Copier<'f, 'a> {
    pub file: &'f File<'a>,
    /// New objects by the numbers they had.
    ids: HashMap<u32, Target>,
    /// Objects that are still to be copied.
    waiting: Vec<(u32, Id)>,
    /// What stands in place of objects that are not copied as they are.
    replaced: HashMap<u32, Object>,
}

#[derive(Clone, Copy)]
enum Target {
    Object(Id),
    /// It is left out.
    Nothing,
}

impl<'f, 'a> Copier<'f, 'a> {
    pub fn new(file: &'f File<'a>) -> Self {
        Self { file, ids: HashMap::new(), waiting: Vec::new(), replaced: HashMap::new() }
    }

    /// References to `number` become such to `id`, which is written by someone else.
    pub fn redirect(&mut self, number: u32, id: Id) {
        self.ids.insert(number, Target::Object(id));
    }

    /// References to `number` become null.
    pub fn leave_out(&mut self, number: u32) {
        self.ids.entry(number).or_insert(Target::Nothing);
    }

    /// The reference to a page, if it is copied.
    pub fn target_of(&self, number: u32) -> Option<Object> {
        let is_copied = matches!(self.ids.get(&number), Some(Target::Object(_)));
        is_copied.then_some(Object::Reference(Id { number, generation: 0 }))
    }

    /// Copies `object`, whose references are still those of the file, in the place of `number`.
    pub fn replace(&mut self, number: u32, object: Object) {
        self.replaced.insert(number, object);
    }

    /// A value with new references. What they lead to is copied by [`Self::finish`].
    pub fn copied(&mut self, value: &Object, output: &mut Output) -> Result<Object, Error> {
        Ok(match value {
            Object::Reference(id) => self.reference(id.number, output)?,
            Object::Array(items) => {
                let copies: Result<Vec<_>, _> = items.iter().map(|item| self.copied(item, output)).collect();
                Object::Array(Rc::new(copies?))
            }
            Object::Dictionary(dictionary) => {
                Object::Dictionary(Rc::new(self.dictionary(dictionary, output)?))
            }
            other => other.clone(),
        })
    }

    pub fn dictionary(&mut self, dictionary: &Dictionary, output: &mut Output) -> Result<Dictionary, Error> {
        dictionary.iter().map(|(key, value)| Ok((key.clone(), self.copied(value, output)?))).collect()
    }

    fn reference(&mut self, number: u32, output: &mut Output) -> Result<Object, Error> {
        let target = match self.ids.get(&number) {
            Some(target) => *target,
            None => Target::Object(self.first(number, output)?),
        };
        Ok(match target {
            Target::Object(id) => Object::Reference(id),
            Target::Nothing => Object::Null,
        })
    }

    /// The new object of one that is referred to for the first time. A stream that leads nowhere is written at once, for it
    /// may be one that another file had too.
    fn first(&mut self, number: u32, output: &mut Output) -> Result<Id, Error> {
        let id = match self.file.resolve(&Object::Reference(Id { number, generation: 0 }))? {
            Object::Stream(stream) => {
                let head = head(&stream.dictionary);
                if head.values().any(refers) {
                    self.later(number, output)
                } else {
                    output.share_stream(head, &self.file.raw(&stream))
                }
            }
            _ => self.later(number, output),
        };
        self.ids.insert(number, Target::Object(id));
        Ok(id)
    }

    fn later(&mut self, number: u32, output: &mut Output) -> Id {
        let id = output.reserve();
        self.waiting.push((number, id));
        id
    }

    /// Copies what is referred to, and what that refers to.
    pub fn finish(&mut self, output: &mut Output) -> Result<(), Error> {
        while let Some((number, id)) = self.waiting.pop() {
            let object = match self.replaced.remove(&number) {
                Some(object) => object,
                None => self.file.resolve(&Object::Reference(Id { number, generation: 0 }))?,
            };
            self.file.work.object()?;
            if let Object::Stream(stream) = &object {
                let head = self.dictionary(&head(&stream.dictionary), output)?;
                output.put_stream(id, head, &self.file.raw(stream));
            } else {
                let copied = self.copied(&object, output)?;
                output.put(id, &copied);
            }
        }
        Ok(())
    }
}

/// Of a stream that is written in clear, with its own length.
fn head(dictionary: &Dictionary) -> Dictionary {
    let mut head = dictionary.clone();
    head.remove(b"Length".as_slice());
    if head.get(b"Filter".as_slice()).is_some_and(|filter| filter.is_name("Crypt")) {
        head.remove(b"Filter".as_slice());
        head.remove(b"DecodeParms".as_slice());
    }
    head
}

fn refers(value: &Object) -> bool {
    match value {
        Object::Reference(_) => true,
        Object::Array(items) => items.iter().any(refers),
        Object::Dictionary(dictionary) => dictionary.values().any(refers),
        _ => false,
    }
}
