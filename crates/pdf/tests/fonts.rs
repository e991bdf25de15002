//! Fonts that documents bring along.

use std::ops::ControlFlow;

use clinicore_pdf::model::Document;
use clinicore_pdf::{Error, Face, Rows, render};
use serde_json::json;

const ARABIC: &[u8] = include_bytes!("fonts/Arabic.ttf");

/// A document that says `text` in the first face it brings along.
fn rendered(text: &str, font: &[u8]) -> Result<Vec<u8>, Error> {
    let document = json!({
        "about": { "title": "Test", "author": "", "subject": "", "keywords": [], "language": "ar", "created": null },
        "profile": { "name": "accessible" },
        "page": { "width": 200, "height": 200, "margin": [20, 20, 20, 20], "edge": 10 },
        "styles": [{ "faces": [2, 0], "size": 10, "color": [0, 0, 0], "lineHeight": 14, "underline": false }],
        "content": [{ "type": "paragraph", "text": text, "style": 0, "align": "start" }],
        "header": [],
        "footer": [],
        "firstHeader": null,
        "firstFooter": null,
        "watermark": null,
        "attachments": [],
    });
    let document: Document = serde_json::from_value(document).expect("a document");
    let faces = [Face::new(font.to_vec())?];
    render(&document, Rows::default(), &faces, Vec::new(), &mut |_, _| ControlFlow::Continue(()))
}

#[test]
fn a_document_embeds_what_it_uses_of_a_font() {
    let pdf = rendered("لا 12", ARABIC).expect("a document");
    assert!(pdf.starts_with(b"%PDF-"));
    let missing = rendered("眼", ARABIC).expect_err("no glyph");
    assert!(matches!(missing, Error::MissingGlyph { code_point, .. } if code_point == "U+773C"));
}

#[test]
fn a_glyph_that_is_not_there_is_the_fonts_fault() {
    let mut broken = ARABIC.to_vec();
    let record = (12..).step_by(16).find(|&at| broken[at..at + 4] == *b"GSUB").expect("the table");
    let table = u32::from_be_bytes(broken[record + 8..record + 12].try_into().expect("four bytes")) as usize;
    // The glyph that one of its letters is replaced by.
    broken[table + 258] ^= 0x10;
    let error = rendered("لا", &broken).expect_err("no such glyph");
    assert!(matches!(&error, Error::Malformed { argument, .. } if argument == "fonts"), "{error}");
}

#[test]
fn a_font_with_a_broken_cmap_is_refused_or_used() {
    let record = (12..).step_by(16).find(|&at| ARABIC[at..at + 4] == *b"cmap").expect("the table");
    let number = |at: usize| u32::from_be_bytes(ARABIC[at..at + 4].try_into().expect("four bytes")) as usize;
    let (start, length) = (number(record + 8), number(record + 12));
    for at in start..start + length {
        for byte in [0x00, 0x40, 0xFF] {
            let mut broken = ARABIC.to_vec();
            broken[at] = byte;
            if let Err(error) = rendered("لا 12", &broken) {
                let told = matches!(
                    error,
                    Error::Malformed { .. } | Error::MissingGlyph { .. } | Error::Unsupported { .. }
                );
                assert!(told, "byte {at} as {byte}: {error:?}");
            }
        }
    }
}
