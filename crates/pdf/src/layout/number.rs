//! The page's number in what stands on every page.

use std::sync::Arc;

use crate::model::{
    Block, Blocks, Cell, Column, Columns, Field, Frame, FullCell, Item, Kind, List, Paragraph, Row, Span,
    Table, TableRows, Text,
};

/// Blocks with the numbers in the place of their fields.
pub(super) fn numbered(blocks: &Blocks, page: usize, pages: usize) -> Blocks {
    replaced(blocks, &mut |field| match field {
        Field::Page => page.to_string(),
        Field::Pages => pages.to_string(),
    })
}

/// Whether a text in the blocks says how many pages there are.
pub(super) fn says_how_many(blocks: &Blocks) -> bool {
    let mut found = false;
    replaced(blocks, &mut |field| {
        found |= field == Field::Pages;
        String::new()
    });
    found
}

type Replace<'a> = &'a mut dyn FnMut(Field) -> String;

fn replaced(blocks: &[Block], replace: Replace) -> Blocks {
    blocks.iter().map(|block| Block { kind: kind(&block.kind, replace), ..block.clone() }).collect()
}

fn kind(kind: &Kind, replace: Replace) -> Kind {
    match kind {
        Kind::Paragraph(paragraph) => {
            Kind::Paragraph(Paragraph { text: text(&paragraph.text, replace), ..paragraph.clone() })
        }
        Kind::List(list) => {
            let item =
                |item: &Item| Item { label: item.label.clone(), content: replaced(&item.content, replace) };
            Kind::List(Arc::new(List { items: list.items.iter().map(item).collect(), ..**list }))
        }
        Kind::Table(table) => Kind::Table(Arc::new(Table {
            columns: table.columns.clone(),
            head: rows(&table.head, replace),
            rows: match &table.rows {
                TableRows::Here(here) => TableRows::Here(rows(here, replace)),
                apart @ TableRows::Apart { .. } => apart.clone(),
            },
            carry: table.carry.clone(),
            ..**table
        })),
        Kind::Columns(columns) => {
            let each = |column: &Column| Column { content: replaced(&column.content, replace), ..*column };
            Kind::Columns(Columns { columns: columns.columns.iter().map(each).collect(), ..*columns })
        }
        Kind::Box(frame) => Kind::Box(Frame { content: replaced(&frame.content, replace), ..*frame }),
        Kind::Image(_)
        | Kind::Drawing(_)
        | Kind::Code(_)
        | Kind::Rule { .. }
        | Kind::Space { .. }
        | Kind::PageBreak => kind.clone(),
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
    let Text::Spans(spans) = text else { return text.clone() };
    let filled = |span: &Span| match span.field {
        Some(field) => Span { text: replace(field), link: None, field: None, ..*span },
        None => span.clone(),
    };
    Text::Spans(spans.iter().map(filled).collect())
}
