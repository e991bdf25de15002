use super::*;
use crate::Error;

const HEBREW_FILE: &[u8] = font!("Hebrew.ttf");

fn refused(data: Vec<u8>) -> Error {
    Face::new(data).expect_err("not a font to be used")
}

fn malformed(error: &Error) -> bool {
    matches!(error, Error::Malformed { argument, .. } if argument == "data")
}

fn unsupported(error: &Error) -> bool {
    matches!(error, Error::Unsupported { argument, .. } if argument == "data")
}

/// Where a table's bytes begin, by its record in the font's directory.
fn table(data: &[u8], tag: [u8; 4]) -> usize {
    let record = (12..data.len()).step_by(16).find(|&at| data[at..at + 4] == tag).expect("a table");
    u32::from_be_bytes(data[record + 8..record + 12].try_into().expect("four bytes")) as usize
}

/// The Hebrew test font with other embedding permissions.
fn licensed(permissions: u16) -> Vec<u8> {
    let mut data = HEBREW_FILE.to_vec();
    let at = table(&data, *b"OS/2") + 8;
    data[at..at + 2].copy_from_slice(&permissions.to_be_bytes());
    data
}

#[test]
fn a_font_says_its_family() {
    assert_eq!(Face::shipped(true).family(), "Noto Sans");
    assert_eq!(Face::new(font!("Arabic.ttf").to_vec()).expect("a font").family(), "Noto Sans Arabic");
    assert_eq!(Face::new(font!("Han.otf").to_vec()).expect("a font").family(), "Noto Sans CJK JP");
}

#[test]
fn what_is_no_font_is_malformed() {
    assert!(malformed(&refused(Vec::new())));
    assert!(malformed(&refused(b"%PDF-1.7 and so on".to_vec())));
    assert!(malformed(&refused(HEBREW_FILE[..200].to_vec())));
    assert!(malformed(&refused(HEBREW_FILE[..HEBREW_FILE.len() / 2].to_vec())));
    let mut no_units = HEBREW_FILE.to_vec();
    let at = table(&no_units, *b"head") + 18;
    no_units[at..at + 2].fill(0);
    assert!(malformed(&refused(no_units)));
}

/// Found by changing bytes at random: both made the reader of the writer panic.
#[test]
fn names_that_reach_beyond_their_table_are_malformed() {
    let mut long = HEBREW_FILE.to_vec();
    let at = table(&long, *b"name") + 6 + 8;
    long[at..at + 4].fill(0xFF);
    assert!(malformed(&refused(long)));
    let mut short = font!("Han.otf").to_vec();
    let at = table(&short, *b"post");
    short[at..at + 4].copy_from_slice(&[0, 2, 0, 0]);
    assert!(malformed(&refused(short)));
}

#[test]
fn collections_and_web_fonts_are_unsupported() {
    assert!(unsupported(&refused(b"ttcf\0\x01\0\0\0\0\0\x02".to_vec())));
    assert!(unsupported(&refused(b"wOFF".to_vec())));
    assert!(unsupported(&refused(b"wOF2".to_vec())));
}

// https://learn.microsoft.com/typography/opentype/spec/os2#fstype
#[test]
fn the_licence_decides_about_embedding() {
    for allowed in [0x0000, 0x0004, 0x0008, 0x000C, 0x0006] {
        assert!(Face::new(licensed(allowed)).is_ok(), "{allowed:#x}");
    }
    for forbidden in [0x0002, 0x0100, 0x0200, 0x0102] {
        assert!(unsupported(&refused(licensed(forbidden))), "{forbidden:#x}");
    }
}

#[test]
fn a_file_over_the_limit_is_refused() {
    let error = refused(vec![0; MAX_FONT_BYTES + 1]);
    assert!(matches!(error, Error::TooMany { items: "bytes", .. }), "{error}");
}

#[test]
fn the_shipped_faces_cover_the_same_characters() {
    let covered = |face: Face| ('\0'..=char::MAX).filter(|&c| face.covers(c)).collect::<Vec<_>>();
    assert_eq!(covered(Face::shipped(false)), covered(Face::shipped(true)));
}

#[test]
fn the_first_missing_character_is_found() {
    let faces = faces();
    let styles = [style(&[0], 10.0), style(&[0, THAI], 10.0)];
    let typesetter = Typesetter::new(&faces, &styles);
    let missing = |text: &str, style| typesetter.first_missing(&plain(text), style);
    assert_eq!(missing("Čištění 10 € – Ωμέγα, Привет, Đặng", 0), None);
    assert_eq!(missing("weich\u{AD}er\u{200B} Um\nbruch", 0), None);
    for c in ['\u{200E}', '\u{202E}', '\u{2066}', '\u{FEFF}', '\u{FFFD}', '\t', '\u{628}', '\u{1F600}'] {
        assert_eq!(missing(&format!("a{c}"), 0), Some(c));
    }
    assert_eq!(missing("แว่นตา", 0), Some('แ'));
    assert_eq!(missing("แว่นตา", 1), None);
    // A mark that the letter's face lacks, though another face has it.
    assert_eq!(missing("ต\u{301}", 1), Some('\u{301}'));
    let spans = Text::Spans(vec![span("ตา", 1, None), span("ตา", 0, None)]);
    assert_eq!(typesetter.first_missing(&spans, 0), Some('ต'));
}

#[test]
fn a_face_is_shared_by_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Face::shipped(false));
}

/// Sets a text in the font and embeds it.
fn used(data: &[u8], text: &str) -> bool {
    let Ok(face) = Face::new(data.to_vec()) else { return false };
    let faces = [face];
    let styles = [style(&[0], 10.0)];
    let line = Typesetter::new(&faces, &styles).line(text, 0);
    let mut document = krilla::Document::new();
    let mut page = document.start_page();
    let mut surface = page.surface();
    for run in &line.runs {
        let font = faces[0].embeddable().clone();
        surface.draw_glyphs(krilla::geom::Point::default(), &run.glyphs, font, &run.text, 10.0, false);
    }
    surface.finish();
    page.finish();
    document.finish().is_ok()
}

#[test]
fn a_font_with_broken_bytes_is_refused_or_used() {
    for (font, text) in [(HEBREW_FILE, "חשבונית שָׁלוֹם"), (font!("Han.otf"), "眼鏡処方")] {
        assert!(used(font, text));
        let refused = (0..font.len()).step_by(29).filter(|&at| {
            let mut data = font.to_vec();
            data[at] ^= 0xFF;
            !used(&data, text)
        });
        assert!(refused.count() > 10);
    }
}
