//! The pages of a file, in order, with what they inherit (ISO 32000-2, 7.7.3).

use std::collections::HashSet;
use std::rc::Rc;

use crate::error::Error;
use crate::files::file::File;
use crate::files::object::{Dictionary, Object};
use crate::files::parse::malformed;

#[derive(Clone)]
pub(super) struct Page {
    /// 0 of a page that stands in its parent.
    pub number: u32,
    /// With what it inherits.
    pub dictionary: Rc<Dictionary>,
}

/// A rectangle: left, bottom, right, top.
pub(super) type Rectangle = [f64; 4];

/// What pages inherit.
const INHERITED: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];
/// Where nothing says how large the paper is.
const A4: Rectangle = [0.0, 0.0, 595.276, 841.89];

/// All pages. What claims to be their number is not asked.
pub(super) fn pages(file: &File) -> Result<Vec<Page>, Error> {
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    let root = file.catalog.get(b"Pages".as_slice()).cloned().unwrap_or(Object::Null);
    let mut waiting = vec![(root, Dictionary::new(), 1)];
    while let Some((node, inherited, depth)) = waiting.pop() {
        let number = if let Object::Reference(id) = node { id.number } else { 0 };
        if number != 0 && !seen.insert(number) {
            continue;
        }
        // A stream, content say, is no page, even where it is said to be one.
        let Object::Dictionary(dictionary) = file.resolve(&node)? else { continue };
        let mut own = (*dictionary).clone();
        for key in INHERITED {
            if file.get(&own, key)?.is_null()
                && let Some(value) = inherited.get(key.as_bytes())
            {
                own.insert(key.as_bytes().into(), value.clone());
            }
        }
        let Object::Array(kids) = file.get(&own, "Kids")? else {
            file.work.page()?;
            pages.push(Page { number, dictionary: Rc::new(own) });
            continue;
        };
        file.work.depth(depth)?;
        own.retain(|key, _| INHERITED.iter().any(|name| name.as_bytes() == &**key));
        waiting.extend(kids.iter().rev().map(|kid| (kid.clone(), own.clone(), depth + 1)));
    }
    if pages.is_empty() {
        return Err(malformed("it has no page", None));
    }
    Ok(pages)
}

impl Page {
    /// What a reader shows of it.
    pub fn visible(&self, file: &File) -> Result<Rectangle, Error> {
        let of = |key| Ok::<_, Error>(file.numbers(&file.get(&self.dictionary, key)?)?.map(upright));
        let media = of("MediaBox")?.filter(has_area).unwrap_or(A4);
        let Some(crop) = of("CropBox")? else { return Ok(media) };
        let both =
            [crop[0].max(media[0]), crop[1].max(media[1]), crop[2].min(media[2]), crop[3].min(media[3])];
        Ok(if has_area(&both) { both } else { media })
    }

    /// Quarter turns clockwise.
    pub fn turns(&self, file: &File) -> Result<i64, Error> {
        Ok((file.get(&self.dictionary, "Rotate")?.integer().unwrap_or(0) / 90).rem_euclid(4))
    }

    /// Its streams, one after the other.
    pub fn content(&self, file: &File) -> Result<Vec<u8>, Error> {
        let mut content = Vec::new();
        let value = file.get(&self.dictionary, "Contents")?;
        let parts = if let Object::Array(parts) = value { parts } else { Rc::new(vec![value]) };
        for part in &*parts {
            if let Object::Stream(stream) = file.resolve(part)? {
                content.append(&mut file.plain(&stream)?);
                content.push(b'\n');
            }
        }
        Ok(content)
    }
}

fn upright([x0, y0, x1, y1]: Rectangle) -> Rectangle {
    [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)]
}

fn has_area([left, bottom, right, top]: &Rectangle) -> bool {
    right > left && top > bottom
}
