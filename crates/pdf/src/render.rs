//! From a document to the bytes of a PDF.

use std::collections::HashMap;
use std::ops::ControlFlow;

use crate::check::check;
use crate::finish::finish;
use crate::layout::mark::{Owner, Structure};
use crate::layout::page::{Page, Pages};
use crate::layout::{Pace, Setting};
use crate::model::{Document, Kind, TableRows};
use crate::rows::Reader;
use crate::text::Typesetter;
use crate::write::{Writer, is_tagged};
use crate::{Error, Face, Rows};

/// Pages held until it is known how many there are; a longer document is laid out twice.
const MAX_HELD: usize = 256;
/// Blocks and rows of a document whose pages are held uncompressed.
const MAX_PLAIN: u64 = 5_000;

/// The PDF of a document.
///
/// `rows` are those of its tables that come apart; `faces` those that its styles name from 2 on (0 and 1 are the shipped
/// regular and bold); `binaries` its pictures and attachments. `checkpoint` is called every millisecond or so with how many
/// blocks and rows are done, twice, and how many that will be; to break ends the work.
///
/// # Errors
///
/// [`Error::Cancelled`] if the checkpoint asked for it. [`Error::Invalid`] for what names a style, a face or a binary that is
/// not there, and for what has no positive size. [`Error::MissingGlyph`] for the first character that cannot be drawn.
/// [`Error::TooWide`] for columns of fixed width wider than what they stand in. [`Error::DoesNotFit`] if a table's head, or
/// the page's header and footer, leave no room. [`Error::TooManyPages`] beyond [`MAX_PAGES`](crate::MAX_PAGES).
/// [`Error::Malformed`] and [`Error::Unsupported`] for pictures that are broken and codes that cannot say their value.
///
/// # Examples
///
/// See [the crate's documentation](crate#example).
pub fn render(
    document: &Document,
    rows: Rows,
    faces: &[Face],
    mut binaries: Vec<Vec<u8>>,
    checkpoint: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Vec<u8>, Error> {
    let faces: Vec<Face> =
        [Face::shipped(false), Face::shipped(true)].into_iter().chain(faces.iter().cloned()).collect();
    let rows = Reader::new(rows);
    let steps = steps(document);
    let mut setting = Setting {
        typesetter: Typesetter::new(&faces, &document.styles).in_language(&document.about.language),
        mirrored: document.mirrored,
        rows: &rows,
        pictures: HashMap::new(),
        marks: Vec::new(),
        structure: Structure::default(),
        wishes: HashMap::new(),
        pace: Pace::new(checkpoint, 2 * steps),
    };
    check(&mut setting, document, faces.len(), &mut binaries)?;
    let writer = Writer::new(document, &faces, steps > MAX_PLAIN);
    let writer = lay_out(&mut setting, document, writer)?;
    let pdf = writer.finish(setting.structure, &binaries)?;
    let pdf = finish(&pdf, &document.profile, &mut || setting.pace.step())?;
    setting.pace.finish()?;
    Ok(pdf)
}

/// How many blocks the document has, and how many rows its tables.
fn steps(document: &Document) -> u64 {
    let rows = |kind: &Kind| match kind {
        Kind::Table(table) => match &table.rows {
            TableRows::Here(rows) => rows.len(),
            TableRows::Apart { from, to } => to.saturating_sub(*from),
        },
        _ => 0,
    };
    document.content.iter().map(|block| 1 + rows(&block.kind) as u64).sum()
}

/// Lays out the document and writes it, page by page.
fn lay_out<'a>(
    setting: &mut Setting,
    document: &'a Document,
    mut writer: Writer<'a>,
) -> Result<Writer<'a>, Error> {
    let (mut pages, mut total) = (start(setting, document)?, 0);
    if pages.say_how_many() {
        let mut held = Vec::new();
        while let Some(page) = next(setting, &mut pages)? {
            if pages.count <= MAX_HELD {
                held.push(page);
            } else {
                held.clear();
            }
        }
        total = pages.count;
        if total <= MAX_HELD {
            for page in held {
                write(setting, &pages, page, total, &mut writer)?;
            }
            return Ok(writer);
        }
        pages = start(setting, document)?;
    }
    while let Some(page) = next(setting, &mut pages)? {
        write(setting, &pages, page, total, &mut writer)?;
    }
    Ok(writer)
}

/// The document's pages, from the first on.
fn start<'a>(setting: &mut Setting, document: &'a Document) -> Result<Pages<'a>, Error> {
    setting.structure = Structure::default();
    let owner = if is_tagged(&document.profile) { setting.structure.root() } else { Owner::Page };
    Pages::new(setting, document, owner)
}

fn next(setting: &mut Setting, pages: &mut Pages) -> Result<Option<Page>, Error> {
    let page = pages.next(setting)?;
    setting.pace.reach(setting.pace.total / 2 + pages.done());
    setting.pace.pause()?;
    Ok(page)
}

fn write(
    setting: &mut Setting,
    pages: &Pages,
    page: Page,
    total: usize,
    writer: &mut Writer,
) -> Result<(), Error> {
    let furniture = pages.furniture(setting, &page, total)?;
    writer.page(page.height, furniture.into_iter().chain(page.marks), &mut setting.structure);
    setting.pace.pause()
}
