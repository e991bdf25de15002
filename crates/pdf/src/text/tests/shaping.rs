use harfrust::{Buffer, Script, Tag};

use super::*;
use crate::text::glyph::{Segment, shape};

/// A line of `harfbuzz.tsv`: `[id=cluster@x,y+advance,0|…]`; the offset is left out where there is none.
fn expected(printed: &str) -> Vec<(u32, usize, [f64; 3])> {
    let glyph = |printed: &str| {
        let number = |text: &str| text.parse::<u32>().expect("a number");
        let length = |text: &str| text.parse::<f64>().expect("a length");
        let (id, rest) = printed.split_once('=').expect("a glyph");
        let (rest, advance) = rest.split_once('+').expect("an advance");
        let (cluster, offset) = rest.split_once('@').unwrap_or((rest, "0,0"));
        let (x, y) = offset.split_once(',').expect("two offsets");
        (number(id), number(cluster) as usize, [length(advance), length(x), length(y)])
    };
    printed.trim_matches(['[', ']']).split('|').map(glyph).collect()
}

#[test]
fn glyphs_are_those_of_harfbuzz() {
    let faces = faces();
    let files =
        ["NotoSans-Regular", "NotoSans-Bold", "Arabic", "Hebrew", "Devanagari", "Bengali", "Thai", "Han"];
    let table = include_str!("../../../tests/fonts/harfbuzz.tsv");
    let mut compared = 0;
    for row in table.lines() {
        let [file, direction, script, text, printed] =
            row.split('\t').collect::<Vec<_>>().try_into().expect("five columns");
        let face = files.iter().position(|name| file.contains(name)).expect("a known font");
        let script = Script::from_iso15924_tag(Tag::new(script.as_bytes().try_into().expect("four letters")));
        let segment =
            Segment { text, script, rtl: direction == "rtl", language: None, joining: [None, None] };
        let (glyphs, width) = shape(&faces[face], &mut Buffer::new(), &segment);
        let actual: Vec<_> = glyphs
            .iter()
            .map(|glyph| {
                let lengths = [glyph.advance, glyph.x_offset, glyph.y_offset];
                (glyph.id, glyph.text.start, lengths.map(|ems| (f64::from(ems) * 1000.0).round()))
            })
            .collect();
        assert_eq!(actual, expected(printed), "{text}");
        let total: f64 = actual.iter().map(|(_, _, [advance, ..])| advance).sum();
        close(width, total / 1000.0);
        compared += 1;
    }
    assert!(compared > 50);
}

#[test]
fn every_character_belongs_to_a_glyph() {
    let faces = faces();
    for row in include_str!("../../../tests/fonts/harfbuzz.tsv").lines() {
        let text = row.split('\t').nth(3).expect("a text");
        let line = Typesetter::new(&faces, &styles()).line(text, 0);
        let mut drawn: Vec<char> = seen(&line).chars().collect();
        let mut given: Vec<char> = text.chars().collect();
        drawn.sort_unstable();
        given.sort_unstable();
        assert_eq!(drawn, given, "{text}");
    }
}

#[test]
fn a_word_is_set_in_the_first_face_that_has_its_letters() {
    let faces_of = |text| line(text).runs.iter().map(|run| run.face).collect::<Vec<_>>();
    assert_eq!(faces_of("Optik"), [0]);
    assert_eq!(faces_of("Optik עין"), [0, HEBREW]);
    // Digits are those of the first face; a space goes with the word before it.
    assert_eq!(faces_of("12 עין 3"), [0, 0, HEBREW, 0]);
    assert_eq!(faces_of("עין משקפיים"), [HEBREW]);
    assert_eq!(faces_of("हिन्दी (Hindi)"), [DEVANAGARI, 0]);
}

#[test]
fn a_letter_and_its_marks_are_set_in_one_face() {
    // The shipped face has the mark, but no letter of the script.
    let line = line("क\u{301}");
    assert_eq!(line.runs.len(), 1);
    assert_eq!(&*line.runs[0].text, "क\u{301}");
}

#[test]
fn arabic_letters_join_across_a_change_of_style() {
    let whole = line("عين");
    let parts = Text::Spans(vec![span("ع", 0, None), span("ين", 0, Some("https://example.org"))]);
    let parted = &set(&parts, Align::Start, 100.0)[0];
    let ids = |line: &Line| -> Vec<u32> {
        from_left(line).iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect()
    };
    assert_eq!(ids(parted), ids(&whole));
    assert_eq!(parted.runs.len(), 2);
    close(parted.width, whole.width);
    assert_eq!(parted.runs[1].link.as_deref(), Some("https://example.org"));
    assert_eq!(parted.runs[0].face, ARABIC);
}

#[test]
fn invisible_characters_draw_nothing() {
    let faces = faces();
    let styles = styles();
    let mut typesetter = Typesetter::new(&faces, &styles);
    let plain = typesetter.line("Brille", 0);
    for text in ["Bril\u{AD}le", "Bril\u{200B}le", "Bril\u{2060}le", "Brille\u{FE0F}"] {
        let line = typesetter.line(text, 0);
        let ids = |line: &Line| -> Vec<u32> {
            line.runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect()
        };
        assert_eq!(ids(&line), ids(&plain), "{text:?}");
        close(line.width, plain.width);
    }
}

#[test]
fn a_language_has_letter_forms_of_its_own() {
    // hb-shape NotoSans-Regular.ttf --text=ş --language=ro
    let glyph = |tag| {
        let faces = faces();
        let styles = styles();
        Typesetter::new(&faces, &styles).in_language(tag).line("ş", 0).runs[0].glyphs[0].id
    };
    assert_eq!(["", "tr", "ro", "ro-MD"].map(glyph), [285, 285, 326, 326]);
}
