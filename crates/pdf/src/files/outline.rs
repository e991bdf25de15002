//! The outline (ISO 32000-2, 12.3.3): read from files, written into one.

use std::collections::HashSet;
use std::rc::Rc;

use crate::error::Error;
use crate::files::copy::Copier;
use crate::files::names::Places;
use crate::files::object::{Dictionary, Id, Object, dictionary};
use crate::files::output::{Output, integer};

/// An entry, with references of the file that is written.
pub(super) struct Entry {
    pub title: Object,
    /// A destination or an action.
    pub lead: Option<(&'static str, Object)>,
    pub is_open: bool,
    pub children: Vec<Entry>,
}

/// The entries whose pages, or those of entries below them, are copied.
pub(super) fn entries(
    copier: &mut Copier,
    places: &Places,
    output: &mut Output,
) -> Result<Vec<Entry>, Error> {
    let file = copier.file;
    match file.dictionary(&file.get(&file.catalog, "Outlines")?)? {
        Some(root) => siblings(&root, copier, places, output, 1, &mut HashSet::new()),
        None => Ok(Vec::new()),
    }
}

fn siblings(
    parent: &Dictionary,
    copier: &mut Copier,
    places: &Places,
    output: &mut Output,
    depth: u64,
    seen: &mut HashSet<u32>,
) -> Result<Vec<Entry>, Error> {
    let file = copier.file;
    file.work.depth(depth)?;
    let mut entries = Vec::new();
    let mut next = parent.get(b"First".as_slice()).cloned();
    while let Some(Object::Reference(id)) = next {
        if !seen.insert(id.number) {
            break;
        }
        let Some(entry) = file.dictionary(&Object::Reference(id))? else { break };
        let children = siblings(&entry, copier, places, output, depth + 1, seen)?;
        let lead = match places.lead(copier, &entry)? {
            Some((key, value)) => Some((key, copier.copied(&value, output)?)),
            None => None,
        };
        if lead.is_some() || !children.is_empty() {
            let is_open = file.get(&entry, "Count")?.integer().unwrap_or(0) >= 0;
            entries.push(Entry { title: file.get(&entry, "Title")?, lead, is_open, children });
        }
        next = entry.get(b"Next".as_slice()).cloned();
    }
    Ok(entries)
}

/// Writes the outline; none without entries.
pub(super) fn write(entries: &[Entry], output: &mut Output) -> Option<Id> {
    if entries.is_empty() {
        return None;
    }
    let root = output.reserve();
    let mut head = children(entries, root, output);
    head.insert(b"Type".as_slice().into(), Object::name("Outlines"));
    head.insert(b"Count".as_slice().into(), integer(visible(entries)));
    output.put(root, &Object::Dictionary(Rc::new(head)));
    Some(root)
}

/// Writes the entries; what their parent says of them.
fn children(entries: &[Entry], parent: Id, output: &mut Output) -> Dictionary {
    let ids: Vec<Id> = entries.iter().map(|_| output.reserve()).collect();
    for (at, entry) in entries.iter().enumerate() {
        let mut own = if entry.children.is_empty() {
            Dictionary::new()
        } else {
            children(&entry.children, ids[at], output)
        };
        if !entry.children.is_empty() {
            let count = integer(visible(&entry.children)).integer().unwrap_or(0);
            own.insert(
                b"Count".as_slice().into(),
                Object::Integer(if entry.is_open { count } else { -count }),
            );
        }
        own.extend(dictionary([("Title", entry.title.clone()), ("Parent", Object::Reference(parent))]));
        own.extend(dictionary(entry.lead.clone()));
        let neighbours = [("Prev", at.checked_sub(1)), ("Next", Some(at + 1))];
        for (key, neighbour) in neighbours {
            if let Some(id) = neighbour.and_then(|at| ids.get(at)) {
                own.insert(key.as_bytes().into(), Object::Reference(*id));
            }
        }
        output.put(ids[at], &Object::Dictionary(Rc::new(own)));
    }
    dictionary([("First", Object::Reference(ids[0])), ("Last", Object::Reference(ids[ids.len() - 1]))])
}

/// Entries that are seen when those of this level are.
fn visible(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| 1 + if entry.is_open { visible(&entry.children) } else { 0 }).sum()
}
