//! What an Open XML workbook says of itself: its parts, its sheets, its calendar. ECMA-376 part 1, 18.2, and part 2, 6.5.

use std::sync::Arc;

use indexmap::IndexMap;

use super::super::fault::{Fault, damaged};
use super::super::package::Package;
use super::super::workbook::{Kind, SheetInfo};
use super::super::xml::{Token, Xml};

pub(in super::super) const WORKBOOK: &str = "workbook";
const RELATIONSHIPS: &str = "list of parts";

/// A relationship: its type, of which only the last word counts, and the part that it leads to.
pub(in super::super) struct Relationship {
    pub(in super::super) kind: String,
    pub(in super::super) target: String,
}

/// The relationships of a part (of none: of the package), by their ids, in the order of the file: of two styles, say, the first
/// ones count.
pub(in super::super) fn relationships(
    package: &Arc<Package>,
    of: &str,
) -> Result<IndexMap<String, Relationship>, Fault> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let separator = if folder.is_empty() { "" } else { "/" };
    let path = format!("{folder}{separator}_rels/{name}.rels");
    let mut found = IndexMap::new();
    let Some(part) = package.part(&path, RELATIONSHIPS)? else { return Ok(found) };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Token::Start { name: b"Relationship", attributes, .. } => {
                let parts = (attributes.text(b"Id"), attributes.text(b"Type"), attributes.text(b"Target"));
                let is_inside = attributes.get(b"TargetMode") != Some(b"External");
                if let (Some(id), Some(kind), Some(target), true) = (parts.0, parts.1, parts.2, is_inside) {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    found.insert(id, Relationship { kind, target: resolve(folder, &target) });
                }
            }
            Token::Over => return Ok(found),
            _ => {}
        }
    }
}

/// A target as the name of a part.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let joined = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut parts = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What `workbook.xml` says.
pub(in super::super) struct Book {
    pub(in super::super) is_1904: bool,
    pub(in super::super) sheets: Vec<SheetInfo>,
    pub(in super::super) strings: Option<String>,
    pub(in super::super) styles: Option<String>,
}

/// The part of the workbook itself.
pub(in super::super) fn path(package: &Arc<Package>) -> Result<String, Fault> {
    let found = relationships(package, "")?.into_values().find(|part| part.kind == "officeDocument");
    Ok(found.map_or_else(|| "xl/workbook.xml".to_owned(), |part| part.target))
}

pub(in super::super) fn read(package: &Arc<Package>, path: &str) -> Result<Book, Fault> {
    let parts = relationships(package, path)?;
    let part = package.part(path, WORKBOOK)?.ok_or(damaged(WORKBOOK))?;
    let mut xml = Xml::new(part);
    let mut book = Book {
        is_1904: false,
        sheets: Vec::new(),
        strings: target(&parts, "sharedStrings"),
        styles: target(&parts, "styles"),
    };
    loop {
        let damaged = xml.damaged();
        match xml.next()? {
            Token::Start { name: b"workbookPr", attributes, .. } => {
                book.is_1904 = attributes.is_true(b"date1904");
            }
            Token::Start { name: b"sheet", attributes, .. } => {
                let name = attributes.text(b"name").ok_or(damaged.clone())?;
                let id = attributes
                    .local(b"id")
                    .and_then(super::super::xml::attribute_text)
                    .ok_or(damaged.clone())?;
                let part = parts.get(&id).ok_or(damaged)?;
                let is_hidden = matches!(attributes.get(b"state"), Some(b"hidden" | b"veryHidden"));
                book.sheets.push(SheetInfo {
                    name,
                    kind: kind(&part.kind),
                    is_hidden,
                    dimensions: None,
                    path: part.target.clone(),
                });
            }
            Token::Over => return Ok(book),
            _ => {}
        }
    }
}

/// The part of a kind that there is one of.
pub(in super::super) fn target(parts: &IndexMap<String, Relationship>, kind: &str) -> Option<String> {
    parts.values().find(|part| part.kind == kind).map(|part| part.target.clone())
}

/// What a sheet is, by the last word of its relationship's type.
pub(in super::super) fn kind(relationship: &str) -> Kind {
    match relationship {
        "chartsheet" => Kind::Chart,
        "dialogsheet" => Kind::Dialog,
        "xlMacrosheet" | "xlIntlMacrosheet" => Kind::Macro,
        _ => Kind::Worksheet,
    }
}
