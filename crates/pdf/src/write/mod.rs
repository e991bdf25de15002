//! Writing: from marks to a PDF, by krilla.
//!
//! | module | concept |
//! |---|---|
//! | `ink` | what is drawn |
//! | `link` | where texts lead |
//! | `tags` | the structure for those who have the document read to them |
//! | `about` | what the file says of itself, and what it promises |

mod about;
mod ink;
mod link;
mod tags;

use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Artifact, ContentTag};

use crate::layout::mark::{Child, Ink, Mark, Owner, Role, Structure};
use crate::model::Document;
use crate::write::ink::Pen;
use crate::write::link::Links;
use crate::{Error, Face};

pub(crate) use about::is_tagged;

/// A PDF being written, page by page.
pub(crate) struct Writer<'a> {
    document: &'a Document,
    faces: &'a [Face],
    pdf: krilla::Document,
    pages: usize,
    headings: Vec<Heading>,
}

/// An entry of the outline.
struct Heading {
    level: u8,
    title: String,
    page: usize,
    at: Point,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(document: &'a Document, faces: &'a [Face], is_long: bool) -> Self {
        let mut pdf = krilla::Document::new_with(about::settings(&document.profile, is_long));
        pdf.set_metadata(about::metadata(&document.about));
        Self { document, faces, pdf, pages: 0, headings: Vec::new() }
    }

    /// Writes the next page.
    pub(crate) fn page(&mut self, height: f64, marks: impl Iterator<Item = Mark>, structure: &mut Structure) {
        let settings = PageSettings::from_wh(point(self.document.page.width), point(height));
        let mut page = self.pdf.start_page_with(settings.expect("a page's size is checked to be positive"));
        let mut links = Links::default();
        let mut surface = page.surface();
        let mut open: Option<Owner> = None;
        for mark in marks {
            if let Ink::Heading { level, title } = &mark.ink {
                let at = Point::from_xy(0.0, point(mark.y));
                self.headings.push(Heading { level: *level, title: title.to_string(), page: self.pages, at });
                continue;
            }
            for (owner, ink) in links.parted(mark, structure) {
                if open != Some(owner) {
                    if open.is_some_and(|owner| owner != Owner::Page) {
                        surface.end_tagged();
                    }
                    match owner {
                        Owner::Page => {}
                        Owner::Artifact(kind) => {
                            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
                        }
                        Owner::Element(element) => {
                            let content = surface.start_tagged(ContentTag::Other);
                            structure.push(element, Child::Content(content));
                            if let Role::Figure { area, .. } = &mut structure.elements[element].role {
                                area.page = self.pages;
                            }
                        }
                    }
                    open = Some(owner);
                }
                Pen { surface: &mut surface, faces: self.faces, styles: &self.document.styles }.draw(ink);
            }
        }
        if open.is_some_and(|owner| owner != Owner::Page) {
            surface.end_tagged();
        }
        surface.finish();
        links.annotate(&mut page, structure);
        page.finish();
        self.pages += 1;
    }

    /// The PDF's bytes.
    pub(crate) fn finish(mut self, structure: Structure, binaries: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
        self.pdf.set_outline(outline(self.headings));
        if is_tagged(&self.document.profile) {
            self.pdf.set_tag_tree(tags::tree(structure, &self.document.about.language));
        }
        about::attach(&mut self.pdf, self.document, binaries)?;
        self.pdf.finish().map_err(|error| about::refused(&error))
    }
}

/// The outline of headings: each under the last before it that is of a higher level.
fn outline(headings: Vec<Heading>) -> Outline {
    let mut outline = Outline::new();
    let mut open: Vec<(u8, OutlineNode)> = Vec::new();
    let close = |open: &mut Vec<(u8, OutlineNode)>, outline: &mut Outline, level: u8| {
        while open.last().is_some_and(|(above, _)| *above >= level) {
            let Some((_, node)) = open.pop() else { return };
            match open.last_mut() {
                Some((_, parent)) => parent.push_child(node),
                None => outline.push_child(node),
            }
        }
    };
    for Heading { level, title, page, at } in headings {
        close(&mut open, &mut outline, level);
        open.push((level, OutlineNode::new(title, XyzDestination::new(page, at))));
    }
    close(&mut open, &mut outline, 0);
    outline
}

/// A length as the writer takes it; a page is far smaller than where `f32` loses hundredths of a point.
#[expect(clippy::cast_possible_truncation)]
fn point(length: f64) -> f32 {
    length as f32
}
