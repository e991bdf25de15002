//! By Extensible Markup Language 1.0, fifth edition.

use std::sync::Arc;

use super::super::Limits;
use super::super::package::Package;
use super::super::tests::archive;
use super::*;

/// What a document says: `<name`, its attributes' values, `>name`, and texts.
fn tokens(document: &[u8]) -> Result<Vec<String>, Fault> {
    let limits = Limits { max_cell_bytes: 1000, ..Limits::default() };
    let package = Arc::new(Package::open(archive(&[("a", document)]), limits).expect("an archive"));
    let mut xml = Xml::new(package.part("a", "part").expect("no fault").expect("a part"));
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let mut found = Vec::new();
    loop {
        found.push(match xml.next()? {
            Token::Start { name, attributes, is_empty } => {
                let values =
                    attributes.into_iter().map(|(key, value)| format!(" {}={}", text(key), text(value)));
                format!("<{}{}{}", text(name), values.collect::<String>(), if is_empty { "/" } else { "" })
            }
            Token::End(name) => format!(">{}", text(name)),
            Token::Text { raw, is_escaped: true } => {
                let mut out = Vec::new();
                if unescape(raw, &mut out) { text(&out) } else { "wrong".to_owned() }
            }
            Token::Text { raw, .. } => text(raw),
            Token::Over => return Ok(found),
        });
    }
}

fn refused() -> Result<Vec<String>, Fault> {
    Err(damaged("part"))
}

#[test]
fn elements_texts_and_what_stands_between() {
    let document = b"\xef\xbb\xbf<?xml version='1.0' encoding=\"UTF-8\"?>\n<!-- <a> --><x:a b = '1>' x:c=\"'\"><b/>t<![CDATA[<&]]>]]&gt;<?i?><d></d ></x:a>\n";
    assert_eq!(
        tokens(document),
        Ok(["<a b=1> x:c='", "<b/", "t", "<&", "]]>", "<d", ">d", ">a"].map(String::from).to_vec())
    );
}

/// 4.6 (predefined entities), 4.1 (character references), 2.2 (characters), 2.11 (line ends).
#[test]
fn escapes_and_line_ends() {
    let said = |text: &str| {
        let mut out = Vec::new();
        unescape(text.as_bytes(), &mut out).then(|| String::from_utf8(out).expect("UTF-8"))
    };
    let right = said("&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;&#x0a;&#xA;&#9;");
    assert_eq!(right.as_deref(), Some("<>&\"'A😀\n\n\t"));
    assert_eq!(said("a\r\nb\rc\n").as_deref(), Some("a\nb\nc\n"));
    for wrong in [
        "&",
        "&amp",
        "&nbsp;",
        "&#0;",
        "&#1;",
        "&#xD800;",
        "&#x110000;",
        "&#X41;",
        "&#;",
        "&#x;",
        "&#a;",
        "&;",
    ] {
        assert_eq!(said(wrong), None, "{wrong}");
    }
    assert_eq!(attribute_text(b"a\n&#10;\tb").as_deref(), Some("a   b"));
}

/// 3.1: a value stands between quotes.
#[test]
fn attributes_without_quotes_are_none() {
    assert_eq!(tokens(b"<a b=1 c='2'/>"), Ok(vec!["<a/".to_owned()]));
    assert_eq!(tokens(b"<a b='1' c=x2x/>"), Ok(vec!["<a b=1/".to_owned()]));
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for document in [
        b"".as_slice(),
        b"text",
        b"<a>",
        b"</a>",
        b"<a></a></a>",
        b"<a/><b/>",
        b"<a/>text",
        b"<a/>\xef\xbb\xbf",
        b"<a b='<a/>",
        b"<a <b/>",
        b"<a><!-- </a>",
        b"<a><![CDATA[ </a>",
        b"<!DOCTYPE a><a/>",
        b"<a><!ENTITY x></a>",
        b"< a/>",
    ] {
        assert_eq!(tokens(document), refused(), "{}", String::from_utf8_lossy(document));
    }
    assert_eq!(tokens(&b"<a>".repeat(300)), refused());
}

/// 4.3.3: bytes that are no UTF-8 are a fatal error, wherever they stand.
#[test]
fn bytes_that_are_no_utf_8_are_refused() {
    for document in
        [b"<a>\xff</a>".as_slice(), b"<a><!-- \xc3( --></a>", b"<a b='\xed\xa0\x80'/>", b"<a/>\xe2\x82"]
    {
        assert_eq!(tokens(document), refused(), "{}", String::from_utf8_lossy(document));
    }
    // Characters that lie in two windows are whole.
    let long = format!("<a>{}</a>", "<b/>€é😀".repeat(60_000));
    assert_eq!(tokens(long.as_bytes()).map(|tokens| tokens.len()), Ok(120_002));
    let fault = Fault::Unsupported { what: "its XML is not in UTF-8" };
    assert_eq!(tokens(b"<?xml encoding='latin1'?><a/>"), Err(fault));
}

#[test]
fn a_text_that_is_too_long_is_refused_before_all_of_it_is_read() {
    let long = format!("<a>{}", "x".repeat(1_000_000));
    let fault = Fault::Limit { limit: Limit::CellBytes, most: 1000, cell: None };
    assert_eq!(tokens(long.as_bytes()), Err(fault));
}
