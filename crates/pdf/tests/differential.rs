//! The same page by this crate and by printpdf, which shares no code with krilla: poppler reads the same text from both.
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation, clippy::cast_precision_loss)]

use std::io::Write as _;
use std::ops::ControlFlow;
use std::process::{Command, Stdio};

use clinicore_pdf::{Rows, render};
use printpdf::{
    Mm, Op, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem,
};
use serde_json::{Value, json};

const FONT: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const LINES: [&str; 7] = [
    "Rechnung INV-2026-00042",
    "Single-vision lens, index 1.6: 2 × 89.00 = 178.00 €",
    "Zwischensumme 1’234.50 – 12 % Rabatt",
    "Čisticí roztok 360 ml, bez konzervantů",
    "Вкладные линзы, 30 штук",
    "Φακοί επαφής, 30 τεμάχια",
    "sphere -1.25, cylinder -0.50, axis 175°, “fit” (AVATAR)",
];
const WIDTH: f64 = 595.28;
const HEIGHT: f64 = 841.89;
const MARGIN: f64 = 56.0;
const SIZE: f64 = 10.0;
const LEADING: f64 = 14.0;

fn ours() -> Vec<u8> {
    let paragraph = |text| json!({ "type": "paragraph", "text": text, "style": 0, "align": "start" });
    let style = json!({
        "faces": [0], "size": SIZE, "color": [0, 0, 0], "lineHeight": LEADING, "underline": false,
    });
    let about = json!({
        "title": "Differential", "author": "", "subject": "", "keywords": [], "language": "en", "created": null,
    });
    let document = json!({
        "about": about,
        "profile": { "name": "plain" },
        "page": { "width": WIDTH, "height": HEIGHT, "margin": [MARGIN, MARGIN, MARGIN, MARGIN], "edge": 28 },
        "styles": [style],
        "content": LINES.map(paragraph),
        "header": [], "footer": [], "firstHeader": null, "firstFooter": null,
        "watermark": Value::Null, "attachments": [],
    });
    let document = serde_json::from_value(document).unwrap();
    render(&document, Rows::new(), &[], Vec::new(), &mut |_, _| ControlFlow::Continue(())).unwrap()
}

fn theirs() -> Vec<u8> {
    let mut document = PdfDocument::new("Differential");
    let mut warnings = Vec::new();
    let font = document.add_font(&ParsedFont::from_bytes(FONT, 0, &mut warnings).unwrap());
    let lines = LINES.iter().enumerate().flat_map(|(index, line)| {
        let y = HEIGHT - MARGIN - LEADING * (index as f64 + 0.5) - 0.39 * SIZE;
        [
            Op::StartTextSection,
            Op::SetTextCursor { pos: Point { x: Pt(MARGIN as f32), y: Pt(y as f32) } },
            Op::SetFont { font: PdfFontHandle::External(font.clone()), size: Pt(SIZE as f32) },
            Op::ShowText { items: vec![TextItem::Text((*line).to_owned())] },
            Op::EndTextSection,
        ]
    });
    let page = PdfPage::new(Mm(210.0), Mm(297.0), lines.collect());
    let mut warnings = Vec::new();
    document.with_pages(vec![page]).save(&PdfSaveOptions::default(), &mut warnings)
}

/// What poppler reads; none where it is not installed.
fn text(file: &[u8]) -> Option<String> {
    let poppler = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut poppler) = poppler else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "it needs pdftotext of poppler-utils");
        return None;
    };
    poppler.stdin.take().unwrap().write_all(file).unwrap();
    Some(String::from_utf8(poppler.wait_with_output().unwrap().stdout).unwrap())
}

#[test]
fn the_same_page_says_the_same_as_that_of_printpdf() {
    let (Some(ours), Some(theirs)) = (text(&ours()), text(&theirs())) else { return };
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    assert_eq!(lines(&ours)[..LINES.len()], LINES);
    assert_eq!(lines(&ours), lines(&theirs));
}
