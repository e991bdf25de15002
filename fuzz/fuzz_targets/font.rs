//! Whatever the bytes of a font: it is refused, or text in it makes a sound PDF, or the font is named as the fault; in bounded
//! memory.
#![no_main]

use clinicore_fuzz::document::{document, rendered};
use clinicore_fuzz::memory;
use clinicore_pdf::{Error, Face};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

const MOST: usize = 64 << 20;

/// What the test fonts have glyphs for.
const TEXTS: [&str; 6] =
    ["فاتورة لا مُحَمَّد", "חשבונית שָׁלוֹם", "हिन्दी क्षत्रिय", "বাংলা স্ত্রী", "แว่นตา น้ำ", "眼鏡処方円"];

fuzz_target!(|input: &[u8]| {
    let Some((&[text, profile], font)) = input.split_first_chunk() else { return };
    let text = TEXTS[usize::from(text) % TEXTS.len()];
    memory::within(MOST, || {
        let face = match Face::new(font.to_vec()) {
            Ok(face) => face,
            Err(Error::Malformed { argument, .. } | Error::Unsupported { argument, .. }) => {
                return assert_eq!(argument, "data");
            }
            Err(error) => panic!("{error}"),
        };
        let _ = face.family();
        let content = json!({ "type": "paragraph", "text": format!("{text} A-Z 0\u{301}"), "style": 0, "align": "justify" });
        let document = document(vec![content], &[2, 0], 10.0, 120.0, profile);
        match rendered(&document, &[face], Vec::new()) {
            Ok(_) | Err(Error::MissingGlyph { .. } | Error::Unsupported { .. }) => {}
            Err(Error::Malformed { argument, .. }) => assert_eq!(argument, "fonts"),
            Err(error) => panic!("{error}"),
        }
    });
});
