//! What must hold of any document, and what is asked of the blocks one by one.
#![allow(clippy::unwrap_used, clippy::float_cmp)] // a test says what it expects by failing; whole points are exact
#![allow(clippy::needless_pass_by_value)] // what `json!` makes is given away

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::layout::mark::{Ink, Mark, Owner, Structure};
use crate::layout::page::{Page, Pages};
use crate::layout::{Pace, Setting};
use crate::model::Document;
use crate::rows::Reader;
use crate::text::Typesetter;
use crate::{Error, Face, Rows};

/// A document of pages with 200 × `room` points for content.
fn document(room: f64, content: &Value) -> Value {
    let style = |size: f64, face: usize| json!({ "faces": [face], "size": size, "color": [0, 0, 0], "lineHeight": 1.4 * size, "underline": false });
    json!({
        "about": { "title": "T", "author": "", "subject": "", "keywords": [], "language": "en", "created": null },
        "profile": { "name": "accessible" },
        "page": { "width": 240.0, "height": room + 40.0, "margin": [20, 20, 20, 20], "edge": 10 },
        "styles": [style(10.0, 0), style(10.0, 1), style(20.0, 0)],
        "content": content,
        "header": [], "footer": [], "firstHeader": null, "firstFooter": null,
        "watermark": null, "attachments": [],
    })
}

/// A paragraph of so many lines.
fn lines(count: usize) -> Value {
    let text: Vec<String> = (0..count).map(|line| format!("line {line}")).collect();
    json!({ "type": "paragraph", "text": text.join("\n"), "style": 0, "align": "start" })
}

fn with(mut block: Value, more: Value) -> Value {
    let Value::Object(more) = more else { unreachable!() };
    block.as_object_mut().unwrap().extend(more);
    block
}

fn table(columns: usize, rows: Value) -> Value {
    json!({
        "type": "table",
        "columns": vec![json!({ "width": { "share": 1 }, "align": "start", "style": 0 }); columns],
        "head": [{ "cells": vec!["head"; columns] }],
        "rows": rows,
        "padding": [2, 2, 2, 2],
        "zebra": null, "headBackground": null,
        "lines": { "head": null, "row": null, "column": null, "outer": null },
        "carry": null,
        "splitRows": false,
    })
}

fn rows(count: usize) -> Value {
    (0..count).map(|row| json!({ "cells": [format!("row {row}")] })).collect()
}

/// The pages of a document, with what stands on every page.
fn laid_out(document: &Value) -> Result<(Vec<Page>, Structure), Error> {
    let document: Document = serde_json::from_value(document.clone()).unwrap();
    let faces = [Face::shipped(false), Face::shipped(true)];
    let rows = Reader::new(Rows::new());
    let mut checkpoint = |_: u64, _: u64| ControlFlow::Continue(());
    let mut setting = Setting {
        typesetter: Typesetter::new(&faces, &document.styles).in_language(&document.about.language),
        mirrored: document.mirrored,
        rows: &rows,
        pictures: HashMap::new(),
        marks: Vec::new(),
        structure: Structure::default(),
        wishes: HashMap::new(),
        pace: Pace::new(&mut checkpoint, 0),
    };
    let owner = setting.structure.root();
    let mut pages = Pages::new(&mut setting, &document, owner)?;
    let mut all = Vec::new();
    while let Some(page) = pages.next(&mut setting)? {
        all.push(page);
    }
    let total = all.len();
    for page in &mut all {
        let furniture = pages.furniture(&mut setting, page, total)?;
        page.marks.extend(furniture);
    }
    Ok((all, setting.structure))
}

fn text(mark: &Mark) -> Option<String> {
    match &mark.ink {
        Ink::Text(line) | Ink::Turned { line, .. } => {
            Some(line.runs.iter().map(|run| &*run.text).collect::<String>().trim_end().to_owned())
        }
        _ => None,
    }
}

/// The texts of each page, as they are read.
fn texts(document: &Value) -> Vec<Vec<String>> {
    let (pages, _) = laid_out(document).unwrap();
    pages.iter().map(|page| page.marks.iter().filter_map(text).collect()).collect()
}

/// As [`texts`], of a document of one page height.
fn on(room: f64, content: Value) -> Vec<Vec<String>> {
    texts(&document(room, &content))
}

/// `["line 0", …]`
fn named(name: &str, range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|index| format!("{name} {index}")).collect()
}

// Lines are 14 points high.

#[test]
fn a_paragraph_leaves_two_lines_above_and_below_a_break() {
    let above = |count| json!([lines(count), lines(3)]);
    // Of three lines two would fit: but then one would stand alone.
    assert_eq!(on(70.0, above(3)), [named("line", 0..3), named("line", 0..3)]);
    // Of five lines four would fit.
    assert_eq!(
        on(70.0, json!([lines(1), lines(5)])),
        [[named("line", 0..1), named("line", 0..3)].concat(), named("line", 3..5)]
    );
    let many = with(lines(9), json!({ "orphans": 3 }));
    assert_eq!(
        on(70.0, json!([lines(3), many])),
        [named("line", 0..3), named("line", 0..5), named("line", 5..9)]
    );
}

#[test]
fn a_paragraph_too_long_for_any_page_is_broken_all_the_same() {
    assert_eq!(on(14.0, json!([lines(3)])), [["line 0"], ["line 1"], ["line 2"]]);
    assert_eq!(on(5.0, json!([lines(2)])), [["line 0"], ["line 1"]]);
}

#[test]
fn what_is_together_moves_to_the_next_page_if_that_can_hold_it() {
    let together = |count| with(lines(count), json!({ "together": true }));
    assert_eq!(on(70.0, json!([lines(1), together(5)]))[1].len(), 5);
    assert_eq!(on(70.0, json!([lines(1), together(6)]))[0].len(), 5);
}

#[test]
fn what_is_kept_with_the_next_moves_along_in_chains() {
    let kept = || with(lines(1), json!({ "withNext": true }));
    // Two kept lines and the first two of four have no room; on the next page only two of the four have.
    let pages = on(70.0, json!([lines(2), kept(), kept(), lines(4)]));
    assert_eq!(pages[0], named("line", 0..2));
    assert_eq!(pages[1], ["line 0", "line 0", "line 0", "line 1"]);
    assert_eq!(pages[2], named("line", 2..4));
}

#[test]
fn gaps_are_the_larger_of_both_and_none_at_a_page_s_top() {
    let first = with(lines(1), json!({ "after": 10, "before": 99 }));
    let second = with(lines(1), json!({ "before": 6 }));
    let (pages, _) = laid_out(&document(38.0, &json!([first, second, second]))).unwrap();
    let tops: Vec<Vec<f64>> = pages
        .iter()
        .map(|page| page.marks.iter().map(|mark| mark.y - 20.0 - 10.9).map(f64::round).collect())
        .collect();
    assert_eq!(tops, [vec![0.0, 24.0], vec![0.0]]);
}

#[test]
fn page_breaks_make_no_empty_pages() {
    let page_break = || json!({ "type": "pageBreak" });
    let content = json!([page_break(), lines(1), page_break(), page_break(), lines(1), page_break()]);
    assert_eq!(on(100.0, content), [["line 0"], ["line 0"]]);
}

#[test]
fn a_table_s_head_stands_on_every_page_and_is_read_once() {
    let (pages, structure) = laid_out(&document(100.0, &json!([table(1, rows(12))]))).unwrap();
    assert_eq!(pages.len(), 3);
    for page in &pages {
        let heads =
            page.marks.iter().filter(|mark| text(mark).as_deref() == Some("head")).collect::<Vec<_>>();
        assert_eq!(heads.len(), 1);
        assert_eq!(matches!(heads[0].owner, Owner::Artifact(_)), page.number > 1);
    }
    let heads = structure
        .elements
        .iter()
        .filter(|element| matches!(element.role, crate::layout::mark::Role::TableHead));
    assert_eq!(heads.count(), 1);
}

#[test]
fn subtotals_are_carried_over_pages() {
    let rows: Vec<Value> = (0..8)
        .map(|row| json!({ "cells": [format!("row {row}"), "1"], "subtotal": format!("{}", row + 1) }))
        .collect();
    let carry = json!({ "forward": "forward", "brought": "brought", "column": 1, "style": 0 });
    let table = with(table(2, json!(rows)), json!({ "carry": carry }));
    // Rows are 18 points high: head, three rows and the subtotal; head, subtotal, two rows, subtotal.
    let pages = on(90.0, json!([table]));
    assert_eq!(pages[0], ["head", "head", "row 0", "1", "row 1", "1", "row 2", "1", "forward", "3"]);
    assert_eq!(pages[1], ["head", "head", "brought", "3", "row 3", "1", "row 4", "1", "forward", "5"]);
    // The last row needs no room for a subtotal below it.
    assert_eq!(pages[2], ["head", "head", "brought", "5", "row 5", "1", "row 6", "1", "row 7", "1"]);
}

#[test]
fn nothing_is_carried_where_no_row_stands_before_the_break() {
    let rows = json!([{ "cells": ["row 0"], "subtotal": "1" }]);
    let carry = json!({ "forward": "forward", "brought": "brought", "column": 0, "style": 0 });
    let table = with(table(1, rows), json!({ "carry": carry }));
    assert_eq!(on(90.0, json!([lines(6), table]))[1], ["head", "row 0"]);
}

#[test]
fn a_table_s_last_row_stays_with_what_follows() {
    let kept = with(table(1, rows(4)), json!({ "withNext": true }));
    // All rows fit on the first page, but not what follows.
    let pages = on(100.0, json!([kept, lines(2)]));
    assert_eq!(pages[1], ["head", "row 3", "line 0", "line 1"]);
}

#[test]
fn rows_are_kept_with_the_next() {
    let rows = json!([{ "cells": ["a"] }, { "cells": ["b"], "withNext": true }, { "cells": ["c"], "withNext": true }, { "cells": ["d"] }]);
    assert_eq!(on(80.0, json!([table(1, rows)])), [["head", "a"].to_vec(), ["head", "b", "c", "d"].to_vec()]);
}

#[test]
fn a_row_is_broken_only_where_no_page_holds_it_or_where_it_may() {
    let rows = json!([{ "cells": ["a"] }, { "cells": ["1\n2\n3\n4"] }]);
    let pages = on(90.0, json!([table(1, rows.clone())]));
    assert_eq!(pages, [["head", "a"].to_vec(), ["head", "1", "2", "3", "4"].to_vec()]);
    let split = with(table(1, rows), json!({ "splitRows": true }));
    assert_eq!(on(90.0, json!([split])), [["head", "a", "1", "2"].to_vec(), ["head", "3", "4"].to_vec()]);
    let high = json!([{ "cells": ["a"] }, { "cells": ["1\n2\n3\n4\n5\n6"] }]);
    assert_eq!(
        on(90.0, json!([table(1, high)])),
        [["head", "a", "1", "2", "3"].to_vec(), ["head", "4", "5", "6"].to_vec()]
    );
}

#[test]
fn rows_that_cells_span_stay_together() {
    let spanning = json!({ "content": [lines(1)], "rows": 3 });
    let rows = json!([{ "cells": ["a", "b"] }, { "cells": [spanning, "1"] }, { "cells": ["2"] }, { "cells": ["3"] }]);
    let pages = on(80.0, json!([table(2, rows)]));
    assert_eq!(pages[0], ["head", "head", "a", "b"]);
    // In the order they are read: the cell that spans stands in the first of its rows.
    assert_eq!(pages[1], ["head", "head", "line 0", "1", "2", "3"]);
}

#[test]
fn a_cell_that_spans_rows_makes_the_last_of_them_higher() {
    let spanning = json!({ "content": [lines(4)], "rows": 2 });
    let rows = json!([{ "cells": [spanning, "1"] }, { "cells": ["2"] }, { "cells": ["a", "b"] }]);
    let (pages, _) = laid_out(&document(200.0, &json!([table(2, rows)]))).unwrap();
    let top = |of: &str| pages[0].marks.iter().find(|mark| text(mark).as_deref() == Some(of)).unwrap().y;
    assert_eq!((top("2") - top("1")).round(), 18.0);
    assert_eq!((top("a") - top("2")).round(), 4.0 * 14.0 + 4.0 - 18.0);
}

#[test]
fn cells_stand_at_the_top_the_middle_or_the_bottom() {
    let cell = |vertical: &str| json!({ "content": [lines(1)], "vertical": vertical });
    let rows = json!([{ "cells": ["1\n2\n3", cell("top"), cell("middle"), cell("bottom")] }]);
    let (pages, _) = laid_out(&document(200.0, &json!([table(4, rows)]))).unwrap();
    let y: Vec<f64> = pages[0]
        .marks
        .iter()
        .filter(|mark| text(mark).as_deref() == Some("line 0"))
        .map(|mark| mark.y)
        .collect();
    assert_eq!([y[1] - y[0], y[2] - y[0]].map(f64::round), [14.0, 28.0]);
}

#[test]
fn the_page_says_which_of_how_many_it_is() {
    let field = |name: &str| json!({ "text": "", "style": 0, "field": name });
    let spans = json!([field("page"), { "text": "/", "style": 0 }, field("pages")]);
    let footer = json!([{ "type": "paragraph", "text": spans, "style": 0, "align": "end" }]);
    let header = json!([lines(4)]);
    let document =
        with(document(100.0, &json!([lines(9)])), json!({ "footer": footer, "firstHeader": header }));
    let pages = texts(&document);
    // The first header is 10 + 56 points high where the margin is 20, the footer 10 + 14 where it is 20.
    assert_eq!(pages[0][..3], named("line", 0..3));
    assert_eq!(pages[0].last().unwrap(), "1/2");
    assert_eq!(pages[1], [named("line", 3..9), vec!["2/2".to_owned()]].concat());
}

#[test]
fn a_header_that_leaves_no_room_is_an_error() {
    let document = with(document(100.0, &json!([])), json!({ "header": [lines(12)] }));
    assert_eq!(laid_out(&document).err(), Some(Error::DoesNotFit { argument: "document.header".into() }));
}

#[test]
fn a_roll_is_as_high_as_what_stands_on_it() {
    let mut roll = document(100.0, &json!([lines(20), { "type": "pageBreak" }, table(1, rows(30))]));
    roll["page"]["height"] = Value::Null;
    let (pages, _) = laid_out(&roll).unwrap();
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0].height, 20.0 + 20.0 * 14.0 + 31.0 * 18.0 + 20.0);
}

#[test]
fn columns_too_wide_for_the_page_are_an_error_that_says_where() {
    let mut wide = table(1, rows(1));
    wide["columns"][0]["width"] = json!({ "points": 200.5 });
    let error = laid_out(&document(100.0, &json!([{ "type": "box", "padding": [0, 5, 0, 5], "background": null, "border": null, "radius": 0, "content": [wide] }]))).err();
    assert_eq!(
        error,
        Some(Error::TooWide { argument: "document.content[0].content[0]".into(), given: 201, limit: 190 })
    );
}

#[test]
fn columns_share_what_is_left() {
    let column = |width: Value| json!({ "width": width, "align": "start", "style": 0 });
    let mut table = table(4, json!([{ "cells": ["mm", "mm", "mm", "mm"] }]));
    table["head"] = json!([]);
    table["columns"] = json!([
        column(json!({ "points": 40 })),
        column(json!("auto")),
        column(json!({ "share": 1 })),
        column(json!({ "share": 3 }))
    ]);
    let (pages, _) = laid_out(&document(100.0, &json!([table]))).unwrap();
    let x: Vec<f64> = pages[0].marks.iter().map(|mark| mark.x - 22.0).collect();
    let auto = x[2] - x[1];
    assert_eq!((x[0], x[1]), (0.0, 40.0));
    assert!((x[3] - x[2] - (200.0 - 40.0 - auto) / 4.0).abs() < 1e-6);
}

// Any document.

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
            "carry": carry.then(|| json!({ "forward": "f", "brought": "b", "column": 0, "style": 0 })),
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
                // A roll says the same.
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
