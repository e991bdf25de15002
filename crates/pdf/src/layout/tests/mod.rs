//! What is asked of the blocks one by one, and what must hold of any document.
#![allow(clippy::unwrap_used, clippy::float_cmp)] // a test says what it expects by failing; whole points are exact
#![allow(clippy::needless_pass_by_value)] // what `json!` makes is given away

mod page;
mod properties;
mod stack;
mod table;

use std::collections::HashMap;
use std::ops::ControlFlow;

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

/// A paragraph of so many lines, each 14 points high.
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
