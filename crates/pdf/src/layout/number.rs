//! The page's number in what stands on every page.

use std::sync::Arc;

use crate::model::{
    Block, Blocks, Carry, Cell, Column, Columns, Drawing, Frame, FullCell, Item, Kind, List, Paragraph, Row,
    Shape, Span, Table, TableRows, Text,
};

/// Blocks in whose texts `{page}` and `{pages}` are numbers.
pub(super) fn numbered(blocks: &Blocks, page: usize, pages: usize) -> Blocks {
    let (page, pages) = (page.to_string(), pages.to_string());
    replaced(blocks, &mut |text| text.replace("{page}", &page).replace("{pages}", &pages))
}

/// Whether a text in the blocks says how many pages there are.
pub(super) fn says_how_many(blocks: &Blocks) -> bool {
    let mut found = false;
    replaced(blocks, &mut |text| {
        found |= text.contains("{pages}");
        String::new()
    });
    found
}

type Replace<'a> = &'a mut dyn FnMut(&str) -> String;

fn replaced(blocks: &[Block], replace: Replace) -> Blocks {
    blocks.iter().map(|block| Block { kind: kind(&block.kind, replace), ..block.clone() }).collect()
}

fn kind(kind: &Kind, replace: Replace) -> Kind {
    match kind {
        Kind::Paragraph(paragraph) => {
            Kind::Paragraph(Paragraph { text: text(&paragraph.text, replace), ..paragraph.clone() })
        }
        Kind::List(list) => {
            let items = list.items.iter();
            let items = items
                .map(|item| Item { label: replace(&item.label), content: replaced(&item.content, replace) });
            Kind::List(Arc::new(List { items: items.collect(), ..**list }))
        }
        Kind::Table(table) => Kind::Table(Arc::new(Table {
            columns: table.columns.clone(),
            head: rows(&table.head, replace),
            rows: match &table.rows {
                TableRows::Here(here) => TableRows::Here(rows(here, replace)),
                apart @ TableRows::Apart { .. } => apart.clone(),
            },
            carry: table.carry.as_ref().map(|carry| Carry {
                forward: replace(&carry.forward),
                brought: replace(&carry.brought),
                ..*carry
            }),
            ..**table
        })),
        Kind::Columns(columns) => {
            let each = |column: &Column| Column { content: replaced(&column.content, replace), ..*column };
            Kind::Columns(Columns { columns: columns.columns.iter().map(each).collect(), ..*columns })
        }
        Kind::Box(frame) => Kind::Box(Frame { content: replaced(&frame.content, replace), ..*frame }),
        Kind::Drawing(drawing) => {
            let shape = |shape: &Shape| {
                let mut shape = shape.clone();
                if let Shape::Text { text, .. } = &mut shape {
                    *text = replace(text);
                }
                shape
            };
            let shapes = drawing.shapes.iter().map(shape).collect();
            Kind::Drawing(Arc::new(Drawing { shapes, alt: drawing.alt.clone(), ..**drawing }))
        }
        Kind::Image(_) | Kind::Code(_) | Kind::Rule { .. } | Kind::Space { .. } | Kind::PageBreak => {
            kind.clone()
        }
    }
}

fn rows(rows: &[Row], replace: Replace) -> Vec<Row> {
    let mut cell = |cell: &Cell| match cell {
        Cell::Text(content) => Cell::Text(text(content, replace)),
        Cell::Full(full) => Cell::Full(FullCell { content: replaced(&full.content, replace), ..*full }),
    };
    rows.iter()
        .map(|row| Row {
            cells: row.cells.iter().map(&mut cell).collect(),
            subtotal: row.subtotal.clone(),
            ..*row
        })
        .collect()
}

fn text(text: &Text, replace: Replace) -> Text {
    match text {
        Text::Plain(text) => Text::Plain(replace(text)),
        Text::Spans(spans) => {
            let span = |span: &Span| Span { text: replace(&span.text), link: span.link.clone(), ..*span };
            Text::Spans(spans.iter().map(span).collect())
        }
    }
}
