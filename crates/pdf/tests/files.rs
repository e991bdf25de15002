//! Files put together and taken apart, read back by lopdf.

use std::ops::ControlFlow;

use clinicore_pdf::Error;
use clinicore_pdf::files::{Limits, Source, extract_text, merge, page_count, split};
use proptest::prelude::*;

/// A file of pages that say these words. Its cross-references are lost, so that it is looked through.
fn file(words: &[&str]) -> Vec<u8> {
    let kids: Vec<_> = (0..words.len()).map(|at| format!("{} 0 R", 10 + 2 * at)).collect();
    let head = format!(
        "%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n\
         2 0 obj\n<</Type /Pages /Kids [{}] /Count 1 /MediaBox [0 0 300 400]>>\nendobj\n\
         3 0 obj\n<</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>\nendobj\n",
        kids.join(" ")
    );
    let page = |(at, word): (usize, &&str)| {
        let content = format!("BT /F1 12 Tf 20 300 Td ({word}) Tj ET");
        let (page, stream, length) = (10 + 2 * at, 11 + 2 * at, content.len());
        format!(
            "{page} 0 obj\n<</Type /Page /Parent 2 0 R /Resources 3 0 R /Contents {stream} 0 R>>\nendobj\n\
             {stream} 0 obj\n<</Length {length}>>\nstream\n{content}\nendstream\nendobj\n"
        )
    };
    let pages: Vec<_> = words.iter().enumerate().map(page).collect();
    format!("{head}{}trailer\n<</Root 1 0 R>>\n", pages.concat()).into_bytes()
}

fn source(words: &[&str]) -> Source {
    Source { data: file(words), password: None, pages: Vec::new(), title: None }
}

fn go_on(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn said(file: &[u8]) -> Result<Vec<String>, Error> {
    extract_text(file, None, &Vec::new(), Limits::default(), &mut go_on)
}

#[test]
fn merged_pages_are_in_order_for_another_reader_too() -> Result<(), Error> {
    let picked = Source { pages: vec![(2, None), (1, Some(1))], ..source(&["c", "d"]) };
    let merged = merge(&[source(&["a", "b"]), picked], Limits::default(), &mut go_on)?;
    assert_eq!(said(&merged)?, ["a", "b", "d", "c"]);
    let read = lopdf::Document::load_mem(&merged).expect("lopdf reads it");
    let texts: Vec<_> =
        (1..=4).map(|page| read.extract_text(&[page]).expect("it has text").trim().to_owned()).collect();
    assert_eq!(texts, ["a", "b", "d", "c"]);
    Ok(())
}

#[test]
fn parts_are_small_and_ask_for_pages_that_are_there() -> Result<(), Error> {
    let whole = file(&["a", "b", "c"]);
    let parts = split(&whole, None, &[vec![(1, Some(2))], vec![(3, None)]], Limits::default(), &mut go_on)?;
    assert_eq!(
        parts.iter().map(|part| said(part)).collect::<Result<Vec<_>, _>>()?,
        [vec!["a", "b"], vec!["c"]]
    );
    let refused = split(&whole, None, &[vec![(2, Some(4))]], Limits::default(), &mut go_on);
    assert_eq!(refused, Err(Error::NoSuchPage { argument: "parts[0]".into(), given: 4, pages: 3 }));
    Ok(())
}

#[test]
fn work_ends_when_it_is_told_to() {
    let sources: Vec<_> = (0..5).map(|_| source(&["a"])).collect();
    let mut left = 2;
    let mut stop = |_, _| {
        left -= 1;
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert_eq!(merge(&sources, Limits::default(), &mut stop), Err(Error::Cancelled));
}

#[test]
fn inflated_bytes_are_counted_at_each_filter() {
    // The example of ISO 32000-2, 7.4.4.2: 9 bytes of codes for 10 bytes.
    let stream = "11 0 obj\n<</Filter [/ASCIIHexDecode /LZWDecode] /Length 19>>\nstream\n\
                  800b6050220c0c8501>\nendstream\nendobj\n";
    let sound = String::from_utf8(file(&["x"])).expect("it is ASCII");
    let (start, tail) =
        (sound.find("11 0 obj").expect("a stream"), sound.find("trailer").expect("a trailer"));
    let packed = format!("{}{stream}{}", &sound[..start], &sound[tail..]);
    let read = |max_inflated_bytes| {
        let limits = Limits { max_inflated_bytes, ..Limits::default() };
        extract_text(packed.as_bytes(), None, &Vec::new(), limits, &mut go_on)
    };
    assert!(read(9 + 10).is_ok());
    assert!(matches!(read(9 + 9), Err(Error::BeyondLimit { option: "maxInflatedBytes", .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_damage_makes_it_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20)) {
        let mut damaged = file(&["some", "words"]);
        for (at, byte) in flips {
            let at = at.index(damaged.len());
            damaged[at] = byte;
        }
        let limits = Limits { max_objects: 100_000, max_inflated_bytes: 1 << 20, ..Limits::default() };
        let _ = extract_text(&damaged, None, &Vec::new(), limits, &mut go_on);
        let source = Source { data: damaged, password: None, pages: Vec::new(), title: None };
        if let Ok(merged) = merge(&[source], limits, &mut go_on) {
            prop_assert!(page_count(&merged, None, limits, &mut go_on).is_ok());
        }
    }
}
