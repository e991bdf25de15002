//! Documents of one thing each: what reads text, codes, pictures and fonts is reached through them.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use clinicore_pdf::files::{Limits, page_count};
use clinicore_pdf::model::Document;
use clinicore_pdf::{Error, Face, Rows, render};
use serde_json::{Value, json};

/// Scripts that need more than one glyph after the other: joined, reordered, of marks upon letters, of many characters.
const FONTS: [&[u8]; 4] = [
    include_bytes!("../../crates/pdf/tests/fonts/Arabic.ttf"),
    include_bytes!("../../crates/pdf/tests/fonts/Hebrew.ttf"),
    include_bytes!("../../crates/pdf/tests/fonts/Devanagari.ttf"),
    include_bytes!("../../crates/pdf/tests/fonts/Thai.ttf"),
];

/// Faces 2 to 5 of a document.
pub fn faces() -> &'static [Face] {
    static FACES: OnceLock<Vec<Face>> = OnceLock::new();
    FACES.get_or_init(|| {
        FONTS.iter().map(|font| Face::new(font.to_vec()).expect("the test fonts are sound")).collect()
    })
}

/// What a document promises to be.
const PROFILES: [&str; 4] = ["plain", "accessible", "archive-3b", "archive-3a"];

/// A document of this content, in a style of `size` points drawn with `faces`, of which `profile` is any number.
///
/// # Panics
/// When the content is none.
#[must_use]
pub fn document(content: Vec<Value>, faces: &[usize], size: f64, width: f64, profile: u8) -> Document {
    let name = PROFILES[usize::from(profile) % PROFILES.len()];
    let document = json!({
        "about": { "title": "Test", "author": "", "subject": "", "keywords": [], "language": "de", "created": [2026, 3, 1, 9, 30, 0] },
        "profile": { "name": name, "facturX": null },
        "page": { "width": width, "height": 300, "margin": [20, 10, 20, 10], "edge": 5 },
        "styles": [{ "faces": faces, "size": size, "color": [0, 0, 0], "lineHeight": size * 1.4, "underline": false }],
        "content": content,
        "header": [], "footer": [], "firstHeader": null, "firstFooter": null, "watermark": null, "attachments": [],
    });
    serde_json::from_value(document).expect("a document")
}

/// Renders it; what comes of it is a PDF that can be read.
///
/// # Errors
/// As [`render`]. A document that is laid out is written, too.
///
/// # Panics
/// When it is not.
pub fn rendered(document: &Document, faces: &[Face], binaries: Vec<Vec<u8>>) -> Result<Vec<u8>, Error> {
    let mut go_on = |_, _| ControlFlow::Continue(());
    let made = render(document, Rows::new(), faces, binaries, &mut go_on);
    match &made {
        Ok(file) => {
            let pages = page_count(file, None, Limits::default(), &mut go_on).expect("a sound file");
            assert!(pages > 0);
        }
        Err(error) => assert!(!matches!(error, Error::Write | Error::Cancelled), "{error}"),
    }
    made
}
