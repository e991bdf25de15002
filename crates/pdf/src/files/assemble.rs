//! New files of pages of others.
//!
//! Of a page is kept what makes it look as it does, its boxes and its annotations; links as far as they lead to the web or
//! to a page that is there. What belongs to the whole file is left behind: scripts, forms (filled in as they are, they can
//! be seen, but no longer changed), signatures, tags, and metadata but those of the first file.

use std::rc::Rc;

use crate::error::Error;
use crate::files::copy::Copier;
use crate::files::file::File;
use crate::files::names::{self, Places};
use crate::files::object::{Dictionary, Id, Object, dictionary};
use crate::files::outline::{self, Entry};
use crate::files::output::{Output, integer};
use crate::files::page::Page;

/// What a page keeps.
const PAGE_KEYS: [&str; 13] = [
    "Resources",
    "MediaBox",
    "CropBox",
    "BleedBox",
    "TrimBox",
    "ArtBox",
    "Rotate",
    "UserUnit",
    "Contents",
    "Group",
    "Tabs",
    "Annots",
    "Type",
];
/// What an annotation loses: what leads out of the page, what runs, and what belongs to the tags.
const ANNOTATION_LOSES: [&str; 4] = ["Dest", "A", "AA", "StructParent"];
/// What a file's information keeps.
const INFO_KEYS: [&str; 8] =
    ["Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"];

/// A file that is put together.
pub(super) struct Assembly {
    output: Output,
    root: Id,
    kids: Vec<Object>,
    outline: Vec<Entry>,
    attachments: Vec<(Vec<u8>, Object)>,
    layers: Layers,
    info: Option<Id>,
    language: Option<Object>,
    is_empty: bool,
}

/// What may be shown or hidden (ISO 32000-2, 8.11).
#[derive(Default)]
struct Layers {
    all: Vec<Object>,
    off: Vec<Object>,
    order: Vec<Object>,
}

/// A file to take pages from.
pub(super) struct Taken<'f, 'a> {
    pub file: &'f File<'a>,
    pub pages: &'f [Page],
    /// Indices of the pages to take.
    pub indices: &'f [usize],
    /// The entry of the outline that leads to the first of them.
    pub title: Option<&'f str>,
    /// Whether the file's attachments come along.
    pub with_attachments: bool,
}

impl Assembly {
    pub fn new() -> Self {
        let mut output = Output::new();
        let root = output.reserve();
        Self {
            output,
            root,
            kids: Vec::new(),
            outline: Vec::new(),
            attachments: Vec::new(),
            layers: Layers::default(),
            info: None,
            language: None,
            is_empty: true,
        }
    }

    /// Adds pages; `taken` hears of each.
    pub fn add(&mut self, source: &Taken, mut taken: impl FnMut() -> Result<(), Error>) -> Result<(), Error> {
        let mut copier = Copier::new(source.file);
        let new: Vec<Id> = source.indices.iter().map(|_| self.output.reserve()).collect();
        for (index, id) in source.indices.iter().zip(&new).rev() {
            copier.redirect(source.pages[*index].number, *id);
        }
        for page in source.pages {
            copier.leave_out(page.number);
        }
        for value in
            [source.file.trailer.get(b"Root".as_slice()), source.file.catalog.get(b"Pages".as_slice())]
        {
            if let Some(Object::Reference(id)) = value {
                copier.leave_out(id.number);
            }
        }
        let places = Places::of(source.file, source.pages)?;
        for (index, id) in source.indices.iter().zip(&new) {
            let page = self.page(&source.pages[*index], &mut copier, &places)?;
            self.output.put(*id, &page);
            self.kids.push(Object::Reference(*id));
            copier.finish(&mut self.output)?;
            taken()?;
        }
        self.outline(source, &mut copier, &places, new.first().copied())?;
        if source.with_attachments {
            self.attach(&mut copier)?;
        }
        self.layers.add(&mut copier, &mut self.output)?;
        if self.is_empty {
            self.describe(source.file)?;
        }
        copier.finish(&mut self.output)
    }

    fn page(&mut self, page: &Page, copier: &mut Copier, places: &Places) -> Result<Object, Error> {
        let mut own = (*page.dictionary).clone();
        own.retain(|key, _| PAGE_KEYS.iter().any(|name| name.as_bytes() == &**key));
        let annotations = own.remove(b"Annots".as_slice());
        let mut new = copier.dictionary(&own, &mut self.output)?;
        new.extend(dictionary([("Type", Object::name("Page")), ("Parent", Object::Reference(self.root))]));
        let mut kept = Vec::new();
        for annotation in copier.file.items(&annotations.unwrap_or(Object::Null))?.iter() {
            let Some(own) = annotation_of(annotation, copier, places)? else { continue };
            let own = Object::Dictionary(Rc::new(own));
            kept.push(match annotation {
                Object::Reference(id) => {
                    copier.replace(id.number, own);
                    copier.copied(annotation, &mut self.output)?
                }
                _ => copier.copied(&own, &mut self.output)?,
            });
        }
        if !kept.is_empty() {
            new.insert(b"Annots".as_slice().into(), Object::array(kept));
        }
        Ok(Object::Dictionary(Rc::new(new)))
    }

    fn outline(
        &mut self,
        source: &Taken,
        copier: &mut Copier,
        places: &Places,
        first: Option<Id>,
    ) -> Result<(), Error> {
        let own = outline::entries(copier, places, &mut self.output)?;
        match (source.title, first) {
            (Some(title), Some(first)) => self.outline.push(Entry {
                title: text(title),
                lead: Some(("Dest", Object::array([Object::Reference(first), Object::name("Fit")]))),
                is_open: true,
                children: own,
            }),
            _ => self.outline.extend(own),
        }
        Ok(())
    }

    fn attach(&mut self, copier: &mut Copier) -> Result<(), Error> {
        let file = copier.file;
        let Some(names) = file.dictionary(&file.get(&file.catalog, "Names")?)? else { return Ok(()) };
        let tree = names.get(b"EmbeddedFiles".as_slice()).cloned().unwrap_or(Object::Null);
        for (name, value) in names::entries(file, &tree)? {
            let copied = copier.copied(&value, &mut self.output)?;
            // Keys must differ; what the reader sees is the name within the value.
            let mut key = name.to_vec();
            while self.attachments.iter().any(|(known, _)| *known == key) {
                key.push(b'~');
            }
            self.attachments.push((key, copied));
        }
        Ok(())
    }

    /// Title and the like.
    fn describe(&mut self, file: &File) -> Result<(), Error> {
        self.is_empty = false;
        let mut info = Dictionary::new();
        if let Some(own) = file.dictionary(&file.get(&file.trailer, "Info")?)? {
            for key in INFO_KEYS {
                if let value @ Object::String(_) = file.get(&own, key)? {
                    info.insert(key.as_bytes().into(), value);
                }
            }
        }
        if !info.is_empty() {
            self.info = Some(self.output.add(&Object::Dictionary(Rc::new(info))));
        }
        if let language @ Object::String(_) = file.get(&file.catalog, "Lang")? {
            self.language = Some(language);
        }
        Ok(())
    }

    pub fn finish(mut self) -> Vec<u8> {
        let count = integer(self.kids.len());
        let pages = [("Type", Object::name("Pages")), ("Kids", Object::array(self.kids)), ("Count", count)];
        self.output.put(self.root, &Object::dictionary(pages));
        let mut catalog =
            dictionary([("Type", Object::name("Catalog")), ("Pages", Object::Reference(self.root))]);
        if let Some(id) = outline::write(&self.outline, &mut self.output) {
            catalog.extend(dictionary([
                ("Outlines", Object::Reference(id)),
                ("PageMode", Object::name("UseOutlines")),
            ]));
        }
        if !self.attachments.is_empty() {
            self.attachments.sort_by(|(a, _), (b, _)| a.cmp(b));
            let names =
                self.attachments.into_iter().flat_map(|(name, value)| [Object::String(name.into()), value]);
            let tree = Object::dictionary([("Names", Object::array(names))]);
            catalog.extend(dictionary([("Names", Object::dictionary([("EmbeddedFiles", tree)]))]));
        }
        if !self.layers.all.is_empty() {
            let Layers { all, off, order } = self.layers;
            let shown = Object::dictionary([("OFF", Object::array(off)), ("Order", Object::array(order))]);
            catalog.extend(dictionary([(
                "OCProperties",
                Object::dictionary([("OCGs", Object::array(all)), ("D", shown)]),
            )]));
        }
        catalog.extend(dictionary(self.language.map(|language| ("Lang", language))));
        let root = self.output.add(&Object::Dictionary(Rc::new(catalog)));
        self.output.finish(root, self.info)
    }
}

impl Layers {
    fn add(&mut self, copier: &mut Copier, output: &mut Output) -> Result<(), Error> {
        let file = copier.file;
        let Some(own) = file.dictionary(&file.get(&file.catalog, "OCProperties")?)? else { return Ok(()) };
        let all = file.items(&file.get(&own, "OCGs")?)?;
        let shown = file.dictionary(&file.get(&own, "D")?)?.unwrap_or_default();
        let mut off = file.items(&file.get(&shown, "OFF")?)?;
        if file.get(&shown, "BaseState")?.is_name("OFF") {
            let on = file.items(&file.get(&shown, "ON")?)?;
            let is_on = |layer: &Object| on.iter().any(|other| same(layer, other));
            off = Rc::new(all.iter().filter(|layer| !is_on(layer)).cloned().collect());
        }
        let order = file.items(&file.get(&shown, "Order")?)?;
        for (from, to) in [(&all, &mut self.all), (&off, &mut self.off), (&order, &mut self.order)] {
            for item in from.iter() {
                to.push(copier.copied(item, output)?);
            }
        }
        Ok(())
    }
}

fn same(a: &Object, b: &Object) -> bool {
    matches!((a, b), (Object::Reference(a), Object::Reference(b)) if a.number == b.number)
}

/// What is kept of an annotation, with the references of its file; none of a link that would lead nowhere.
fn annotation_of(annotation: &Object, copier: &Copier, places: &Places) -> Result<Option<Dictionary>, Error> {
    let file = copier.file;
    let Some(own) = file.dictionary(annotation)? else { return Ok(None) };
    let kind = file.get(&own, "Subtype")?;
    let lead = places.lead(copier, &own)?;
    if kind.is_name("Link") && lead.is_none() {
        return Ok(None);
    }
    let mut kept = (*own).clone();
    kept.retain(|key, _| !ANNOTATION_LOSES.iter().any(|name| name.as_bytes() == &**key));
    if kind.is_name("Widget") {
        // Its field may be on other pages too.
        kept.remove(b"Parent".as_slice());
    }
    kept.extend(dictionary(lead));
    Ok(Some(kept))
}

/// A text string: ASCII as it is, else UTF-16 with its mark.
fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().into());
    }
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    Object::String([0xfe, 0xff].into_iter().chain(units).collect())
}
