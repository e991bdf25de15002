//! Documents as files: what a reader of PDFs finds in them.
#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

use std::ops::ControlFlow;

use clinicore_pdf::model::Document;
use clinicore_pdf::{Error, Rows, render};
use lopdf::{Dictionary, Object};
use serde_json::{Value, json};

fn paragraph(text: &str) -> Value {
    json!({ "type": "paragraph", "text": text, "style": 0, "align": "start" })
}

fn document(profile: &str, content: &Value) -> Value {
    let style = json!({ "faces": [0], "size": 10, "color": [0, 0, 0], "lineHeight": 14, "underline": false });
    json!({
        "about": {
            "title": "Ein Befund", "author": "Optik Morgenstern", "subject": "Sehtest", "keywords": ["Auge"],
            "language": "de-AT", "created": [2026, 3, 1, 9, 30, 0],
        },
        "profile": { "name": profile, "facturX": null },
        "page": { "width": 300, "height": 200, "margin": [40, 40, 40, 40], "edge": 10 },
        "styles": [style],
        "content": content,
        "header": [], "footer": [], "firstHeader": null, "firstFooter": null, "watermark": null, "attachments": [],
    })
}

fn table(rows: Value) -> Value {
    let column = json!({ "width": { "share": 1 }, "align": "start", "style": 0 });
    json!({
        "type": "table", "columns": [column, column], "head": [{ "cells": ["Linse", "Preis"] }], "rows": rows,
        "padding": [1, 1, 1, 1], "zebra": [240, 240, 240], "headBackground": null,
        "lines": { "head": null, "row": { "width": 1, "color": [9, 9, 9] }, "column": null, "outer": null },
        "carry": null, "splitRows": false,
    })
}

fn rows(range: std::ops::Range<usize>) -> Value {
    range.map(|row| json!({ "cells": [format!("Glas {row}"), format!("{row},00")] })).collect()
}

fn rendered_with(document: &Value, rows: Rows, binaries: Vec<Vec<u8>>) -> Result<Vec<u8>, Error> {
    let document: Document = serde_json::from_value(document.clone()).expect("a document");
    render(&document, rows, &[], binaries, &mut |_, _| ControlFlow::Continue(()))
}

fn rendered(document: &Value) -> Vec<u8> {
    rendered_with(document, Rows::new(), Vec::new()).expect("a PDF")
}

fn read(pdf: &[u8]) -> lopdf::Document {
    lopdf::Document::load_mem(pdf).expect("a PDF that another library reads")
}

fn at<'a>(pdf: &'a lopdf::Document, within: &'a Dictionary, key: &str) -> &'a Object {
    let object = within.get(key.as_bytes()).unwrap_or_else(|_| panic!("{key}"));
    pdf.dereference(object).expect(key).1
}

/// The structure's types, as `Document(P H1 …)`; what is drawn is left out.
fn outlined(pdf: &lopdf::Document, element: &Object) -> String {
    let Ok((_, Object::Dictionary(element))) = pdf.dereference(element) else { return String::new() };
    let Ok(kind) = element.get(b"S").and_then(Object::as_name) else { return String::new() };
    let kind = String::from_utf8_lossy(kind).into_owned();
    let kids = element.get(b"K").map(|kids| match pdf.dereference(kids).expect("children").1 {
        Object::Array(kids) => kids.clone(),
        kid => vec![kid.clone()],
    });
    let kids: Vec<String> = kids.unwrap_or_default().iter().map(|kid| outlined(pdf, kid)).collect();
    let kids: Vec<String> = kids.into_iter().filter(|kid| !kid.is_empty()).collect();
    if kids.is_empty() { kind } else { format!("{kind}({})", kids.join(" ")) }
}

fn structure(pdf: &lopdf::Document) -> String {
    let root = at(pdf, pdf.catalog().expect("a catalog"), "StructTreeRoot").as_dict().expect("a root");
    match at(pdf, root, "K") {
        Object::Array(kids) => kids.iter().map(|kid| outlined(pdf, kid)).collect::<Vec<_>>().join(" "),
        kid => outlined(pdf, kid),
    }
}

fn heading(level: u8, text: &str) -> Value {
    json!({ "type": "paragraph", "text": text, "style": 0, "align": "start", "heading": level })
}

// ISO 14289-1: 7.1 (marked, a title that is shown, XMP that says so), 7.2 (language), 7.18.3 (tab order).
#[test]
fn an_accessible_document_says_that_it_is() {
    let pdf = rendered(&document("accessible", &json!([heading(1, "Befund"), paragraph("Visus 1,0")])));
    let pdf = read(&pdf);
    let catalog = pdf.catalog().unwrap();
    assert_eq!(at(&pdf, catalog, "Lang").as_str().unwrap(), b"de-AT");
    assert!(at(&pdf, at(&pdf, catalog, "MarkInfo").as_dict().unwrap(), "Marked").as_bool().unwrap());
    let preferences = at(&pdf, catalog, "ViewerPreferences").as_dict().unwrap();
    assert!(at(&pdf, preferences, "DisplayDocTitle").as_bool().unwrap());
    let metadata = at(&pdf, catalog, "Metadata").as_stream().unwrap();
    let xmp = String::from_utf8(metadata.get_plain_content().unwrap()).unwrap();
    assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>") && xmp.contains("Ein Befund"), "{xmp}");
    for page in pdf.page_iter() {
        assert_eq!(pdf.get_dictionary(page).unwrap().get(b"Tabs").unwrap().as_name().unwrap(), b"S");
    }
}

#[test]
fn the_structure_is_that_of_the_blocks() {
    let list = json!({
        "type": "list", "indent": 12, "style": 0, "gap": 0, "ordered": true,
        "items": [{ "label": "1.", "content": [paragraph("eins")] }],
    });
    let boxed = json!({
        "type": "box", "padding": [2, 2, 2, 2], "background": [9, 9, 9], "border": null, "radius": 0,
        "content": [{
            "type": "columns", "gap": 4,
            "columns": [{ "width": { "share": 1 }, "content": [paragraph("a")] }, { "width": { "points": 20 }, "content": [] }],
        }],
    });
    let link = json!({
        "type": "paragraph", "style": 0, "align": "start",
        "text": [{ "text": "siehe ", "style": 0 }, { "text": "hier", "style": 0, "link": "https://example.org/" }],
    });
    let rule = json!({ "type": "rule", "thickness": 1, "color": [0, 0, 0] });
    let drawing = |alt: &str| {
        json!({
            "type": "drawing", "width": 9, "height": 9, "align": "start", "alt": alt,
            "shapes": [{ "type": "path", "path": [0, 0, 0, 1, 9, 9], "fill": null, "stroke": { "width": 1, "color": [0, 0, 0] } }],
        })
    };
    let content = json!([
        heading(1, "Titel"),
        heading(3, "Tiefer"),
        list,
        boxed,
        link,
        rule,
        drawing("Ein Strich"),
        drawing(""),
        table(json!([{ "cells": [{ "content": [paragraph("x")], "heading": true }, "" ] }])),
    ]);
    assert_eq!(
        structure(&read(&rendered(&document("accessible", &content)))),
        "Document(H1 H2 L(LI(Lbl LBody(P))) Div(Div(Div(P))) P(Link) Figure Table(THead(TR(TH TH)) TBody(TR(TH TD))))"
    );
}

#[test]
fn a_table_over_pages_is_one_table_with_one_head() {
    let pdf = read(&rendered(&document("accessible", &json!([table(rows(0..20))]))));
    assert!(pdf.get_pages().len() > 1);
    let rows = vec!["TR(TD TD)"; 20].join(" ");
    assert_eq!(structure(&pdf), format!("Document(Table(THead(TR(TH TH)) TBody({rows})))"));
}

#[test]
fn headings_are_the_outline() {
    let content = json!([heading(1, "A"), heading(2, "A.1"), { "type": "pageBreak" }, heading(2, "A.2"), heading(1, "B")]);
    let pdf = read(&rendered(&document("plain", &content)));
    let titles = pdf.get_toc().unwrap().toc;
    let titles: Vec<_> = titles.iter().map(|entry| (entry.level, &*entry.title, entry.page)).collect();
    assert_eq!(titles, [(1, "A", 1), (2, "A.1", 1), (2, "A.2", 2), (1, "B", 2)]);
}

#[test]
fn a_link_over_lines_is_one_annotation_with_an_area_for_each() {
    let text = "hier ".repeat(30);
    let content = json!([{
        "type": "paragraph", "style": 0, "align": "start", "text": [{ "text": text, "style": 0, "link": "https://example.org/" }],
    }]);
    let pdf = read(&rendered(&document("accessible", &content)));
    let page = pdf.page_iter().next().unwrap();
    let annotations = pdf.get_page_annotations(page).unwrap();
    assert_eq!(annotations.len(), 1);
    let areas = annotations[0].get(b"QuadPoints").unwrap().as_array().unwrap().len() / 8;
    assert!(areas > 2, "{areas}");
    assert_eq!(annotations[0].get(b"Contents").unwrap().as_str().unwrap(), b"https://example.org/");
}

#[test]
fn a_code_in_a_frame_has_no_frames_around_its_bars() {
    let code = json!({ "type": "code", "code": "code128", "value": "A-1", "alt": "", "width": 100, "height": 20, "align": "start" });
    let frame = json!({
        "type": "box", "padding": [4, 4, 4, 4], "background": null, "border": { "width": 1, "color": [0, 0, 0] },
        "radius": 0, "content": [code],
    });
    let pdf = read(&rendered(&document("plain", &json!([frame]))));
    let page = pdf.page_iter().next().unwrap();
    let painting = ["f", "f*", "S", "B", "B*", "b", "b*"];
    let painted: Vec<String> = pdf
        .get_and_decode_page_content(page)
        .unwrap()
        .operations
        .into_iter()
        .map(|operation| operation.operator)
        .filter(|operator| painting.contains(&operator.as_str()))
        .collect();
    assert_eq!(painted, ["S", "f"]);
}

#[test]
fn a_plain_document_has_no_structure() {
    let pdf = read(&rendered(&document("plain", &json!([paragraph("Text")]))));
    assert!(pdf.catalog().unwrap().get(b"StructTreeRoot").is_err());
}

#[test]
fn an_archived_document_embeds_its_attachments_and_says_which_part_it_holds_to() {
    for (profile, conformance) in [("archive-3b", "B"), ("archive-3a", "A")] {
        let mut archived = document(profile, &json!([paragraph("Text")]));
        archived["attachments"] = json!([{
            "name": "data.csv", "mimeType": "text/csv", "description": "", "relationship": "Data", "data": 0,
        }]);
        let pdf = rendered_with(&archived, Rows::new(), vec![b"a,b\n".to_vec()]).unwrap();
        let pdf = read(&pdf);
        let catalog = pdf.catalog().unwrap();
        let xmp = at(&pdf, catalog, "Metadata").as_stream().unwrap().get_plain_content().unwrap();
        let xmp = String::from_utf8(xmp).unwrap();
        assert!(xmp.contains("<pdfaid:part>3</pdfaid:part>"), "{xmp}");
        assert!(xmp.contains(&format!("<pdfaid:conformance>{conformance}</pdfaid:conformance>")), "{xmp}");
        let files = at(&pdf, catalog, "AF").as_array().unwrap();
        let file = pdf.dereference(&files[0]).unwrap().1.as_dict().unwrap();
        assert_eq!(at(&pdf, file, "AFRelationship").as_name().unwrap(), b"Data");
        let embedded = at(&pdf, file, "EF").as_dict().unwrap();
        assert_eq!(at(&pdf, embedded, "F").as_stream().unwrap().get_plain_content().unwrap(), b"a,b\n");
        assert!(catalog.get(b"OutputIntents").is_ok());
    }
}

#[test]
fn what_is_archived_must_say_when_it_was_made() {
    let mut undated = document("archive-3b", &json!([paragraph("Text")]));
    undated["about"]["created"] = Value::Null;
    let error = rendered_with(&undated, Rows::new(), Vec::new()).unwrap_err();
    assert!(matches!(error, Error::Invalid { argument, .. } if argument == "document.created"));
}

#[test]
fn rows_apart_make_the_same_file_as_rows_within() {
    let within = rendered(&document("accessible", &json!([paragraph("a"), table(rows(3..40))])));
    let mut apart = Rows::new();
    for batch in [0..1, 1..30, 30..30, 30..45] {
        apart.append(rows(batch).to_string());
    }
    let content = json!([paragraph("a"), table(json!({ "from": 3, "to": 40 }))]);
    assert_eq!(rendered_with(&document("accessible", &content), apart, Vec::new()).unwrap(), within);
}

#[test]
fn rows_that_are_not_there_are_an_error() {
    let content = json!([table(json!({ "from": 0, "to": 2 }))]);
    let mut apart = Rows::new();
    apart.append(rows(0..1).to_string());
    let error = rendered_with(&document("plain", &content), apart, Vec::new()).unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }), "{error}");
}

#[test]
fn a_picture_in_cmyk_is_in_no_archive() {
    let image =
        json!({ "type": "image", "image": 0, "width": 16, "height": 8, "align": "start", "alt": "x" });
    let made = |profile: &Value| {
        let mut document = document("plain", &json!([image]));
        document["profile"] = profile.clone();
        let document = serde_json::from_value(document).unwrap();
        let picture = include_bytes!("pictures/cmyk.jpg").to_vec();
        render(&document, Rows::new(), &[], vec![picture], &mut |_, _| ControlFlow::Continue(()))
    };
    for name in ["archive-3a", "archive-3b"] {
        let refused = made(&json!({ "name": name, "facturX": null })).unwrap_err();
        assert!(
            matches!(&refused, Error::Unsupported { argument, .. } if argument == "document.content[0].image"),
            "{refused}"
        );
    }
    for name in ["plain", "accessible"] {
        made(&json!({ "name": name })).unwrap();
    }
}

#[test]
fn the_same_document_is_the_same_bytes() {
    let document = document("accessible", &json!([heading(1, "A"), table(rows(0..30))]));
    assert_eq!(rendered(&document), rendered(&document));
}

#[test]
fn a_long_document_knows_how_many_pages_it_has() {
    for pages in [64, 65] {
        let breaks = vec![paragraph("x"); pages];
        let content = breaks.join_with(&json!({ "type": "pageBreak" }));
        let mut numbered = document("plain", &content);
        numbered["footer"] = json!([paragraph("")]);
        let field = |name: &str| json!({ "text": "", "style": 0, "field": name });
        numbered["footer"][0]["text"] = json!([field("page"), { "text": " / ", "style": 0 }, field("pages")]);
        let pdf = read(&rendered(&numbered));
        assert_eq!(pdf.get_pages().len(), pages);
        let last = u32::try_from(pages).unwrap();
        let text = pdf.extract_text(&[last]).unwrap().split_whitespace().collect::<String>();
        assert!(text.contains(&format!("{pages}/{pages}")), "{text}");
    }
}

trait JoinWith {
    fn join_with(&self, between: &Value) -> Value;
}

impl JoinWith for Vec<Value> {
    fn join_with(&self, between: &Value) -> Value {
        let joined = self.iter().flat_map(|value| [between.clone(), value.clone()]).skip(1);
        joined.collect()
    }
}

#[test]
fn a_character_that_no_font_can_draw_is_named_with_its_place() {
    let missing = |document: &Value| match rendered_with(document, Rows::new(), Vec::new()).unwrap_err() {
        Error::MissingGlyph { argument, code_point } => (argument, code_point),
        error => panic!("{error}"),
    };
    let content = json!([paragraph("a"), table(json!([{ "cells": ["a", "b\u{628}"] }]))]);
    assert_eq!(
        missing(&document("plain", &content)),
        ("document.content[1].rows[0].cells[1]".into(), "U+0628".into())
    );
    let cell =
        json!({ "content": [paragraph("x"), { "type": "space", "height": 1 }, paragraph("\u{4E00}")] });
    let content = json!([table(json!([{ "cells": ["a", cell] }]))]);
    let path = "document.content[0].rows[0].cells[1].content[2]".to_owned();
    assert_eq!(missing(&document("plain", &content)), (path, "U+4E00".into()));
    let mut document = document("plain", &json!([]));
    document["firstFooter"] = json!([paragraph("\u{628}")]);
    assert_eq!(missing(&document).0, "document.firstPage.footer[0]");
}

#[test]
fn what_is_named_must_be_there() {
    let invalid = |document: &Value| match rendered_with(document, Rows::new(), Vec::new()).unwrap_err() {
        Error::Invalid { argument, .. } => argument,
        error => panic!("{error}"),
    };
    let mut style = paragraph("a");
    style["style"] = json!(1);
    assert_eq!(invalid(&document("plain", &json!([style]))), "document.content[0].style");
    let image =
        json!({ "type": "image", "image": 0, "width": 10, "height": null, "align": "start", "alt": "" });
    assert_eq!(invalid(&document("plain", &json!([image]))), "document.content[0].image");
    let short = table(json!([{ "cells": ["a"] }]));
    assert_eq!(invalid(&document("plain", &json!([short]))), "document.content[0].rows[0].cells");
    let mut face = document("plain", &json!([]));
    face["styles"][0]["faces"] = json!([2]);
    assert_eq!(invalid(&face), "document.styles[0].faces");
    let mut narrow = document("plain", &json!([]));
    narrow["page"]["margin"] = json!([10, 150, 10, 150]);
    assert_eq!(invalid(&narrow), "document.page.margin");
}

#[test]
fn work_is_counted_to_its_end_and_stops_when_asked() {
    let document = document("plain", &json!([paragraph("a"), table(rows(0..500))]));
    let document: Document = serde_json::from_value(document).unwrap();
    let mut told = Vec::new();
    render(&document, Rows::new(), &[], Vec::new(), &mut |done, total| {
        told.push((done, total));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(told.iter().all(|(_, total)| *total == 2 * 502));
    assert!(told.is_sorted() && told.len() > 50);
    assert_eq!(told.last(), Some(&(1004, 1004)));
    for stop in [0, 10, told.len() - 1] {
        let mut calls = 0;
        let stopped = render(&document, Rows::new(), &[], Vec::new(), &mut |_, _| {
            calls += 1;
            if calls > stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(stopped, Err(Error::Cancelled));
        assert_eq!(calls, stop + 1);
    }
}

#[test]
fn an_endless_document_ends() {
    let content: Value = (0..10_001).flat_map(|_| [paragraph("x"), json!({ "type": "pageBreak" })]).collect();
    let error = rendered_with(&document("plain", &content), Rows::new(), Vec::new()).unwrap_err();
    assert_eq!(error, Error::TooManyPages { limit: 10_000 });
}
