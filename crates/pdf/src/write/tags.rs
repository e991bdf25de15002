//! The structure, for those who have the document read to them.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::geom::Rect;
use krilla::tagging::{BBox, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

use crate::layout::mark::{Area, Child, Element, Role, Structure};
use crate::write::point;

/// The tree of the document's tags.
pub(super) fn tree(mut structure: Structure, language: &str) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    let mut level = 0;
    let children = structure.elements.first_mut().map(|root| std::mem::take(&mut root.children));
    for child in children.into_iter().flatten() {
        if let Some(node) = node(child, &mut structure.elements, &mut level) {
            tree.push(node);
        }
    }
    tree
}

/// The tags of a child and what is in it; none of what is empty.
fn node(child: Child, elements: &mut [Element], level: &mut u8) -> Option<Node> {
    let index = match child {
        Child::Content(content) => return Some(content.into()),
        Child::Element(index) => index,
    };
    let tag = tag(&elements[index].role, level);
    let children = std::mem::take(&mut elements[index].children);
    let mut nodes = Vec::with_capacity(children.len());
    nodes.extend(children.into_iter().filter_map(|child| node(child, elements, level)));
    // An empty cell keeps its column.
    let kept = matches!(elements[index].role, Role::HeadCell { .. } | Role::Cell { .. });
    (kept || !nodes.is_empty()).then(|| TagGroup::with_children(tag, nodes).into())
}

fn tag(role: &Role, level: &mut u8) -> TagKind {
    match role {
        Role::Document | Role::Group => Tag::Div.into(),
        Role::Paragraph => Tag::P.into(),
        Role::Heading { level: given, title } => {
            // No level is left out on the way down (ISO 14289-1, 7.4.2).
            *level = (*given).min(*level + 1);
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(title.to_string())).into()
        }
        Role::List { ordered } => {
            Tag::L(if *ordered { ListNumbering::Decimal } else { ListNumbering::Disc }).into()
        }
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::TableHead => Tag::THead.into(),
        Role::TableBody => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::HeadCell { of_row, columns, rows } => {
            let scope = if *of_row { TableHeaderScope::Row } else { TableHeaderScope::Column };
            Tag::TH(scope).with_col_span(span(*columns)).with_row_span(span(*rows)).into()
        }
        Role::Cell { columns, rows } => {
            Tag::TD.with_col_span(span(*columns)).with_row_span(span(*rows)).into()
        }
        Role::Figure { alt, area: Area { page, x, y, width, height } } => {
            let rect = Rect::from_xywh(point(*x), point(*y), point(*width), point(*height));
            Tag::Figure(Some(alt.to_string())).with_bbox(rect.map(|rect| BBox::new(*page, rect))).into()
        }
        Role::Link => Tag::Link.into(),
    }
}

/// A span of more than one.
fn span(count: usize) -> Option<NonZeroU32> {
    u32::try_from(count).ok().filter(|&count| count > 1).and_then(NonZeroU32::new)
}
