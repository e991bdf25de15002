//! What is drawn, and what it is part of.

use std::rc::Rc;
use std::sync::Arc;

use krilla::tagging::{ArtifactType, Identifier};

use crate::code::Modules;
use crate::image::Picture;
use crate::model::{Color, Drawing, Line as Border};
use crate::text::Line;

/// Something drawn on a page.
pub(crate) struct Mark {
    pub owner: Owner,
    /// From the page's left edge.
    pub x: f64,
    /// From the page's top edge.
    pub y: f64,
    pub ink: Ink,
}

/// What is drawn; widths and heights go right and down from the mark's place.
pub(crate) enum Ink {
    /// A line of text; the mark's place is its paragraph's left edge, on the baseline.
    Text(Line),
    /// A line of text of which so much stands before the mark's place, and its baseline so much below it; turned
    /// anticlockwise by degrees around it.
    Turned { line: Line, before: f64, below: f64, angle: f64, scale: f64, opacity: f64 },
    /// A filled rectangle.
    Rectangle { width: f64, height: f64, color: Color },
    /// A rectangle with round corners; its border is inside.
    Frame { width: f64, height: f64, radius: f64, background: Option<Color>, border: Option<Border> },
    /// A picture.
    Picture { picture: Picture, width: f64, height: f64 },
    /// A path of a drawing whose top left the mark's place is.
    Shape { drawing: Arc<Drawing>, index: usize, scale: f64 },
    /// A code's modules, each so large.
    Modules { modules: Rc<Modules>, across: f64, down: f64 },
    /// Nothing: the place that an entry of the outline leads to.
    Heading { level: u8, title: Rc<str> },
}

/// What a mark is part of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Owner {
    /// Nothing: the document has no structure.
    Page,
    /// What is not read out.
    Artifact(ArtifactType),
    /// An element of the structure, by its index.
    Element(usize),
}

impl Owner {
    /// What is drawn with it, and not read out.
    pub(crate) fn artifact(self, kind: ArtifactType) -> Self {
        match self {
            Self::Element(_) => Self::Artifact(kind),
            owner => owner,
        }
    }
}

/// What an element is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Role {
    Document,
    Group,
    Paragraph,
    Heading { level: u8, title: Rc<str> },
    List { ordered: bool },
    Item,
    Label,
    Body,
    Table,
    TableHead,
    TableBody,
    Row,
    HeadCell { of_row: bool, columns: usize, rows: usize },
    Cell { columns: usize, rows: usize },
    Figure { alt: Rc<str>, area: Area },
    Link,
}

/// Where on which page something stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    /// From 0 on; known when the page is written.
    pub page: usize,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// An element of the structure.
pub(crate) struct Element {
    pub role: Role,
    /// In reading order.
    pub children: Vec<Child>,
}

/// What stands in an element.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Child {
    Element(usize),
    /// What is drawn.
    Content(Identifier),
}

/// The structure of a document: a tree whose root is the first element.
#[derive(Default)]
pub(crate) struct Structure {
    pub elements: Vec<Element>,
}

impl Structure {
    /// The owner of all that is read out.
    pub(crate) fn root(&mut self) -> Owner {
        self.elements.push(Element { role: Role::Document, children: Vec::new() });
        Owner::Element(0)
    }

    /// A new element at the end of `parent`; what has no structure gets none.
    pub(crate) fn open(&mut self, parent: Owner, role: Role) -> Owner {
        let Owner::Element(index) = parent else { return parent };
        let element = self.elements.len();
        self.elements.push(Element { role, children: Vec::new() });
        self.push(index, Child::Element(element));
        Owner::Element(element)
    }

    /// Puts something at the end of an element.
    pub(crate) fn push(&mut self, element: usize, child: Child) {
        let children = &mut self.elements[element].children;
        // Most elements have one child: room for more would be most of what a long table's structure takes.
        if children.is_empty() {
            children.reserve_exact(1);
        }
        children.push(child);
    }

    /// Opens the element when it is first needed.
    pub(crate) fn opened(
        &mut self,
        known: &mut Option<Owner>,
        parent: Owner,
        role: impl FnOnce() -> Role,
    ) -> Owner {
        *known.get_or_insert_with(|| self.open(parent, role()))
    }
}
