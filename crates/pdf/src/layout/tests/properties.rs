//! What must hold of any document.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Words that are found again.
fn words() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-z]{1,9}|[0-9]{1,4}|\n", 0..30).prop_map(|words| words.join(" "))
}

fn blocks() -> impl Strategy<Value = Vec<Value>> {
    let leaf = prop_oneof![
        6 => (words(), 0..3_usize, 0..3_u8, prop_oneof![Just("start"), Just("end"), Just("center"), Just("justify")])
            .prop_map(|(text, style, heading, align)| {
                let heading = (heading == 0).then_some(1 + style);
                json!({ "type": "paragraph", "text": text, "style": style, "align": align, "heading": heading })
            }),
        1 => (0.0..30.0_f64).prop_map(|height| json!({ "type": "space", "height": height })),
        1 => (0.0..3.0_f64).prop_map(|thickness| json!({ "type": "rule", "thickness": thickness, "color": [0, 0, 0] })),
        1 => Just(json!({ "type": "pageBreak" })),
    ];
    let block = leaf.prop_recursive(3, 40, 5, |inner| {
        let content = || prop::collection::vec(framed(inner.clone()), 0..4);
        prop_oneof![
            content().prop_map(|content| json!({
                "type": "box", "padding": [3, 4, 5, 6], "background": [200, 200, 200],
                "border": { "width": 1, "color": [0, 0, 0] }, "radius": 3, "content": content,
            })),
            prop::collection::vec((0.5..3.0_f64, content()), 1..4).prop_map(|columns| {
                let column = |(share, content)| json!({ "width": { "share": share }, "content": content });
                json!({ "type": "columns", "gap": 5, "columns": columns.into_iter().map(column).collect::<Vec<_>>() })
            }),
            prop::collection::vec(content(), 0..4).prop_map(|items| {
                let item = |content| json!({ "label": "•", "content": content });
                json!({ "type": "list", "indent": 12, "style": 0, "gap": 2, "ordered": false, "items": items.into_iter().map(item).collect::<Vec<_>>() })
            }),
            tables(prop::collection::vec(framed(inner.clone()), 0..3).boxed()),
        ]
    });
    prop::collection::vec(framed(block), 0..8)
}

/// Blocks that are kept together, with the next, and apart.
fn framed(block: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    (block, any::<(bool, bool)>(), 0..12_u8, 0..12_u8).prop_map(|(block, (together, next), before, after)| {
        with(
            block,
            json!({ "together": together && next, "withNext": next, "before": before, "after": after }),
        )
    })
}

fn tables(content: BoxedStrategy<Vec<Value>>) -> impl Strategy<Value = Value> {
    let cell = prop_oneof![
        4 => words().prop_map(Value::String),
        1 => content.prop_map(|content| json!({ "content": content, "background": [1, 2, 3], "vertical": "middle" })),
    ];
    let width = prop_oneof![Just(json!("auto")), Just(json!({ "share": 1 })), Just(json!({ "points": 25 }))];
    let row = (prop::collection::vec((cell, 1..3_usize, 1..4_usize), 4), any::<(bool, bool)>());
    let rows = prop::collection::vec(row, 0..9);
    (prop::collection::vec(width, 1..5), rows, any::<(bool, bool, bool)>()).prop_map(|(widths, rows, (head, carry, split))| {
        let count = widths.len();
        let mut covered = vec![0_usize; count];
        let mut made = Vec::new();
        for (index, (cells, (next, spans))) in rows.into_iter().enumerate() {
            let mut row = Vec::new();
            let mut column = 0;
            let mut cells = cells.into_iter();
            while column < count {
                if covered[column] > 0 {
                    column += 1;
                    continue;
                }
                let (cell, columns, rows) = cells.next().unwrap();
                let free = covered[column..].iter().take_while(|rows| **rows == 0).count();
                let (columns, rows) = if spans { (columns.min(free), rows) } else { (1, 1) };
                covered[column..column + columns].fill(rows);
                column += columns;
                row.push(match cell {
                    Value::String(text) if (columns, rows) != (1, 1) => {
                        let paragraph = json!({ "type": "paragraph", "text": text, "style": 1, "align": "start" });
                        json!({ "content": [paragraph], "columns": columns, "rows": rows })
                    }
                    Value::Object(_) => with(cell, json!({ "columns": columns, "rows": rows })),
                    text => text,
                });
            }
            for rows in &mut covered {
                *rows -= 1;
            }
            made.push(json!({ "cells": row, "withNext": next && spans, "subtotal": (index % 3 > 0).then(|| index.to_string()) }));
        }
        let columns: Vec<Value> = widths.iter().map(|width| json!({ "width": width, "align": "start", "style": 0 })).collect();
        let line = json!({ "width": 1, "color": [0, 0, 0] });
        json!({
            "type": "table", "columns": columns,
            "head": if head { json!([{ "cells": vec!["h"; count] }]) } else { json!([]) },
            "rows": made, "padding": [1, 2, 1, 2], "zebra": [240, 240, 240], "headBackground": [220, 220, 220],
            "lines": { "head": line, "row": line, "column": line, "outer": line },
            "carry": (carry && count > 1).then(|| json!({ "forward": "f", "brought": "b", "column": count % 2, "style": 0 })),
            "splitRows": split,
        })
    })
}

/// How often each letter is to be read.
fn letters<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<char, usize> {
    let mut letters = BTreeMap::new();
    for letter in texts.flat_map(str::chars).filter(|letter| !letter.is_whitespace()) {
        *letters.entry(letter).or_default() += 1;
    }
    letters
}

/// All texts that are read, of blocks as JSON.
fn said(value: &Value, key: &str, texts: &mut Vec<String>) {
    match value {
        Value::String(text) if ["text", "label", "cells"].contains(&key) => texts.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| said(value, key, texts)),
        Value::Object(object) => object.iter().for_each(|(key, value)| said(value, key, texts)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_lost_and_no_layout_hangs(content in blocks(), room in 160.0..400.0_f64) {
        let document = document(room, &Value::Array(content.clone()));
        match laid_out(&document) {
            Ok((pages, _)) => {
                let read = pages.iter().flat_map(|page| &page.marks).filter(|mark| matches!(mark.owner, Owner::Element(_)));
                let read: Vec<String> = read.filter_map(text).collect();
                let mut said_texts = Vec::new();
                said(&Value::Array(content), "", &mut said_texts);
                prop_assert_eq!(letters(read.iter().map(String::as_str)), letters(said_texts.iter().map(String::as_str)));
                prop_assert!(pages.len() < 2000);
                for page in &pages {
                    for mark in &page.marks {
                        prop_assert!(mark.x.is_finite() && mark.y.is_finite());
                        // Columns of spanning cells only are as wide as their padding; a list needs more.
                        prop_assert!(mark.x >= 19.0 && mark.x <= 240.0, "{}", mark.x);
                        prop_assert!(mark.y >= 19.0 && mark.y <= room + 20.0 + 1.0, "{} of {}", mark.y, room);
                    }
                }
            }
            // A table's head that leaves no room, or columns of points in narrow columns.
            Err(error) => prop_assert!(matches!(error, Error::DoesNotFit { .. } | Error::TooWide { .. }), "{}", error),
        }
    }
}
