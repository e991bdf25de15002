//! Where texts lead.

use std::rc::Rc;

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::geom::{Quadrilateral, Rect};
use krilla::page::Page;

use crate::layout::mark::{Child, Ink, Mark, Owner, Role, Structure};
use crate::text::Line;
use crate::write::ink::Placed;
use crate::write::point;

/// The links of a page.
#[derive(Default)]
pub(super) struct Links {
    links: Vec<Link>,
}

/// Runs that lead to the same place, one after the other.
struct Link {
    uri: Rc<str>,
    /// What the text is part of.
    within: Owner,
    /// The link's own element.
    owner: Owner,
    areas: Vec<Quadrilateral>,
}

impl Links {
    /// A mark in parts of one owner each: what leads somewhere is an element of its own.
    pub(super) fn parted(&mut self, mark: Mark, structure: &mut Structure) -> Vec<(Owner, Placed)> {
        let Mark { owner, x, y, ink } = mark;
        let leads = |line: &Line| line.runs.iter().any(|run| run.link.is_some());
        match ink {
            // What is not read out must not lead anywhere in a document that is (ISO 14289-1, 7.18.5).
            Ink::Text(line) if leads(&line) && !matches!(owner, Owner::Artifact(_)) => {
                let Line { height, baseline, width, .. } = line;
                line.runs
                    .into_iter()
                    .map(|run| {
                        let area = (x + run.x, y - baseline, run.width, height);
                        let of = run.link.clone().map_or(owner, |uri| self.link(owner, uri, area, structure));
                        let line = Line { runs: vec![run], width, height, baseline };
                        (of, Placed { x, y, ink: Ink::Text(line) })
                    })
                    .collect()
            }
            ink => vec![(owner, Placed { x, y, ink })],
        }
    }

    /// The owner of a run that leads somewhere.
    fn link(
        &mut self,
        within: Owner,
        uri: Rc<str>,
        (x, y, width, height): (f64, f64, f64, f64),
        structure: &mut Structure,
    ) -> Owner {
        let rect = Rect::from_xywh(point(x), point(y), point(width), point(height));
        if !self.links.last().is_some_and(|last| last.within == within && last.uri == uri) {
            let owner = structure.open(within, Role::Link);
            self.links.push(Link { uri, within, owner, areas: Vec::new() });
        }
        let last = self.links.last_mut().expect("one was pushed where there was none");
        last.areas.extend(rect.map(Quadrilateral::from));
        last.owner
    }

    /// Makes areas of the page lead where its texts do.
    pub(super) fn annotate(self, page: &mut Page, structure: &mut Structure) {
        for Link { uri, owner, areas, .. } in self.links {
            if areas.is_empty() {
                continue;
            }
            let target = Target::Action(Action::Link(LinkAction::new(uri.to_string())));
            let link = LinkAnnotation::new_with_quad_points(areas, target);
            let annotation = Annotation::new_link(link, Some(uri.to_string()));
            if let Owner::Element(element) = owner {
                let content = page.add_tagged_annotation(annotation);
                structure.push(element, Child::Content(content));
            } else {
                page.add_annotation(annotation);
            }
        }
    }
}
