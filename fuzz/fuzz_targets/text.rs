//! Whatever the text of a document, in paragraphs, tables, lists and codes: a sound PDF, the same again; or an error that names
//! the text; in bounded memory.
#![no_main]

use clinicore_fuzz::document::{document, faces, rendered};
use clinicore_fuzz::memory;
use clinicore_pdf::Error;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

const MOST: usize = 64 << 20;
/// More says nothing new.
const LONGEST: usize = 1500;
const CODES: [&str; 4] = ["qr", "code128", "ean13", "dataMatrix"];
const ALIGNMENTS: [&str; 6] = ["start", "end", "left", "right", "center", "justify"];

fuzz_target!(
    init: { faces(); },
    |input: &[u8]| {
        let Some((&[kind, profile, width, size], text)) = input.split_first_chunk() else { return };
        let text = String::from_utf8_lossy(&text[..text.len().min(LONGEST)]);
        let document =
            document(content(kind, &text), &[0, 2, 3, 4, 5], 1.0 + f64::from(size % 40), 40.0 + f64::from(width), profile);
        memory::within(MOST, || match rendered(&document, faces(), Vec::new()) {
            Ok(made) => assert!(rendered(&document, faces(), Vec::new()) == Ok(made)),
            Err(
                Error::Invalid { argument, .. }
                | Error::MissingGlyph { argument, .. }
                | Error::TooWide { argument, .. }
                | Error::DoesNotFit { argument, .. }
                | Error::Malformed { argument, .. }
                | Error::Unsupported { argument, .. }
                | Error::TooMany { argument, .. },
            ) => assert!(argument.starts_with("document"), "{argument}"),
            Err(error) => panic!("{error}"),
        });
    }
);

fn content(kind: u8, text: &str) -> Vec<Value> {
    let align = ALIGNMENTS[usize::from(kind / 8) % ALIGNMENTS.len()];
    let paragraph = |text: &str| json!({ "type": "paragraph", "text": text, "style": 0, "align": align });
    match kind % 8 {
        0 => text.split('\u{1f}').map(paragraph).collect(),
        1 => {
            // The same letters in pieces, one of them a link.
            let spans: Vec<Value> = text
                .split_inclusive(' ')
                .zip([None, None, Some("https://example.org")].into_iter().cycle())
                .map(|(text, link)| json!({ "text": text, "style": 0, "link": link }))
                .collect();
            vec![
                json!({ "type": "paragraph", "text": spans, "style": 0, "align": align, "lines": 20, "heading": 1 }),
            ]
        }
        2 => {
            let cells: Vec<&str> = text.split('\u{1f}').collect();
            let rows: Vec<Value> = cells
                .chunks(3)
                .map(|cells| {
                    let at = |place: usize| cells.get(place).copied().unwrap_or("");
                    json!({ "cells": [at(0), at(1), at(2)], "subtotal": at(0) })
                })
                .collect();
            let column = |width: Value| json!({ "width": width, "align": align, "style": 0 });
            vec![json!({
                "type": "table",
                "columns": [column(json!("auto")), column(json!({ "points": 30 })), column(json!({ "share": 1 }))],
                "head": [{ "cells": ["A", "B", "C"] }],
                "rows": rows,
                "padding": [1, 2, 1, 2],
                "zebra": null, "headBackground": [200, 200, 200],
                "lines": {},
                "carry": { "forward": "forward", "brought": "brought", "column": 1, "style": 0 },
                "splitRows": true,
            })]
        }
        3 => {
            let items: Vec<Value> = text
                .split('\u{1f}')
                .map(|text| json!({ "label": "•", "content": [paragraph(text)] }))
                .collect();
            vec![
                json!({ "type": "list", "indent": 10, "style": 0, "gap": 2, "ordered": false, "items": items }),
            ]
        }
        code => vec![json!({
            "type": "code", "code": CODES[usize::from(code % 4)], "value": text, "width": 200, "height": 80,
            "level": "M", "style": 0, "align": align, "alt": "A code",
        })],
    }
}
