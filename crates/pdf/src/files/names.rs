//! Name trees (ISO 32000-2, 7.9.6), and the places in a document that have a name.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::error::Error;
use crate::files::copy::Copier;
use crate::files::file::File;
use crate::files::object::{Dictionary, Object};
use crate::files::page::Page;

/// A name, and what has it.
type Entry = (Rc<[u8]>, Object);

/// All entries of a tree.
pub(super) fn entries(file: &File, root: &Object) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting = vec![(root.clone(), 1)];
    while let Some((node, depth)) = waiting.pop() {
        if let Object::Reference(id) = node
            && !seen.insert(id.number)
        {
            continue;
        }
        file.work.depth(depth)?;
        let Some(dictionary) = file.dictionary(&node)? else { continue };
        let names = file.items(&file.get(&dictionary, "Names")?)?;
        for pair in names.chunks_exact(2) {
            if let Object::String(name) = file.resolve(&pair[0])? {
                entries.push((name, pair[1].clone()));
            }
        }
        let kids = file.items(&file.get(&dictionary, "Kids")?)?;
        waiting.extend(kids.iter().rev().map(|kid| (kid.clone(), depth + 1)));
    }
    Ok(entries)
}

/// Where the links and outline entries of a file lead.
pub(super) struct Places {
    named: HashMap<Vec<u8>, Object>,
    /// The pages' objects, in order.
    pages: Vec<u32>,
}

impl Places {
    pub fn of(file: &File, pages: &[Page]) -> Result<Self, Error> {
        let mut named = HashMap::new();
        if let Some(old) = file.dictionary(&file.get(&file.catalog, "Dests")?)? {
            named.extend(old.iter().map(|(name, place)| (name.to_vec(), place.clone())));
        }
        if let Some(names) = file.dictionary(&file.get(&file.catalog, "Names")?)? {
            let tree = names.get(b"Dests".as_slice()).cloned().unwrap_or(Object::Null);
            named.extend(entries(file, &tree)?.into_iter().map(|(name, place)| (name.to_vec(), place)));
        }
        Ok(Self { named, pages: pages.iter().map(|page| page.number).collect() })
    }

    /// The explicit form of a destination, if its page is copied.
    fn explicit(&self, copier: &Copier, destination: &Object) -> Result<Option<Object>, Error> {
        let file = copier.file;
        let mut place = file.resolve(destination)?;
        if let Object::Name(name) | Object::String(name) = &place {
            place = self.named.get(&**name).map_or(Ok(Object::Null), |place| file.resolve(place))?;
        }
        if let Object::Dictionary(dictionary) = &place {
            place = file.get(dictionary, "D")?;
        }
        let Object::Array(parts) = place else { return Ok(None) };
        let Some(first) = parts.first() else { return Ok(None) };
        let number = match first {
            Object::Reference(id) => Some(id.number),
            other => other.index().and_then(|index| self.pages.get(index).copied()),
        };
        let Some(page) = number.and_then(|number| copier.target_of(number)) else { return Ok(None) };
        Ok(Some(Object::array(std::iter::once(page).chain(parts.iter().skip(1).cloned()))))
    }

    /// Of a link or an outline entry: where it leads, as the entries to be copied. Actions that do anything but lead
    /// somewhere (scripts, programs, forms) are left out.
    pub fn lead(
        &self,
        copier: &Copier,
        holder: &Dictionary,
    ) -> Result<Option<(&'static str, Object)>, Error> {
        let file = copier.file;
        if let Some(destination) = holder.get(b"Dest".as_slice()) {
            return Ok(self.explicit(copier, destination)?.map(|place| ("Dest", place)));
        }
        let Some(action) = file.dictionary(&file.get(holder, "A")?)? else { return Ok(None) };
        let kind = file.get(&action, "S")?;
        if kind.is_name("GoTo") {
            let destination = action.get(b"D".as_slice()).cloned().unwrap_or(Object::Null);
            return Ok(self.explicit(copier, &destination)?.map(|place| ("Dest", place)));
        }
        if kind.is_name("URI") {
            let uri = file.get(&action, "URI")?;
            return Ok(Some(("A", Object::dictionary([("S", Object::name("URI")), ("URI", uri)]))));
        }
        Ok(None)
    }
}
