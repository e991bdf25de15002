use super::*;
use crate::text::opportunity::pieces;

#[test]
fn lines_may_break_where_unicode_says() {
    let table = include_str!("../../../tests/unicode/LineBreakTest.txt");
    let mut compared = 0;
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let mut text = String::new();
        let mut expected = Vec::new();
        for field in row.split(' ') {
            match field {
                "×" => {}
                "÷" => expected.push(text.len()),
                code => text
                    .push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character")),
            }
        }
        let starts = pieces(&text).map(|piece| piece.text.start).skip(1);
        assert_eq!(starts.chain([text.len()]).collect::<Vec<_>>(), expected, "{row}");
        compared += 1;
    }
    assert!(compared > 300);
}

#[test]
fn lines_break_at_spaces_and_after_hyphens() {
    assert_eq!(lines("single-vision lens", 40.0), ["single-", "vision ", "lens"]);
    assert_eq!(lines("a  b", 100.0), ["a  b"]);
    assert_eq!(lines("one\n\ntwo ", 100.0), ["one", "", "two"]);
    assert_eq!(lines("", 100.0), [""]);
}

#[test]
fn a_no_break_space_keeps_a_number_with_its_unit() {
    assert_eq!(lines("noch 12\u{A0}mm", width("noch 12")), ["noch ", "12\u{A0}mm"]);
}

#[test]
fn ideographs_may_part_but_not_before_a_full_stop() {
    assert_eq!(lines("眼鏡処方、円の", 30.0), ["眼鏡処", "方、円", "の"]);
    assert_eq!(lines("眼鏡処方、円", 40.0), ["眼鏡処", "方、円"]);
}

#[test]
fn a_line_of_spaces_alone_is_empty() {
    let lines = set(&plain("   "), Align::Start, 100.0);
    assert!(lines.len() == 1 && lines[0].runs.is_empty());
    close(lines[0].width, 0.0);
    close(lines[0].height, 14.0);
}

#[test]
fn a_soft_hyphen_shows_where_the_line_breaks_at_it() {
    let text = "Gleit\u{AD}sicht\u{AD}glas";
    assert_eq!(lines(text, 200.0), ["Gleitsichtglas"]);
    assert_eq!(lines(text, width("Gleitsicht-")), ["Gleitsicht-", "glas"]);
    assert_eq!(lines(text, width("Gleitsicht-") - 0.01), ["Gleit-", "sichtglas"]);
    // A line that has no room for any hyphen does without.
    assert_eq!(lines(text, width("sicht")), ["Gleit", "sicht", "glas"]);
}

#[test]
fn a_hyphen_the_line_has_no_room_for_comes_later() {
    // There is no room for "au-" after "ein": "au" goes to the next line, where its hyphen is needed again.
    let text = "ein au\u{AD}mmm";
    assert_eq!(lines(text, width("ein au-") - 0.01), ["ein ", "au-", "mmm"]);
}

#[test]
fn a_zero_width_space_shows_nothing() {
    assert_eq!(lines("แว่น\u{200B}ตา", width("แว่น")), ["แว่น", "ตา"]);
    assert_eq!(lines("แว่น\u{200B}ตา", 100.0), ["แว่นตา"]);
}

#[test]
fn a_word_wider_than_the_line_is_cut_between_letters() {
    let cut = lines("to Ctenocephalides", 30.0);
    assert_eq!(cut.concat(), "to Ctenocephalides");
    assert!(cut.len() > 2 && cut[0] == "to ");
    assert_eq!(lines("q\u{303}q\u{303}", 1.0), ["q\u{303}", "q\u{303}"]);
    // A syllable stays whole; in Arabic the cut letters keep their joined forms.
    assert_eq!(lines("क्षत्रिय", 1.0), ["क्ष", "त्रि", "य"]);
    let ids = |text: &str, width| -> Vec<u32> {
        let lines = set(&plain(text), Align::Start, width);
        let mut ids: Vec<u32> =
            lines.iter().flat_map(|line| line.runs[0].glyphs.iter().map(|g| g.id)).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(ids("عين", 1.0), ids("عين", 100.0));
}

#[test]
fn what_follows_a_cut_word_goes_on_in_its_last_line() {
    assert_eq!(lines("Ctenocephalides canis", width("Ctenocephal")), ["Ctenocephal", "ides canis"]);
}

#[test]
fn leading_spaces_stay_unless_they_leave_the_word_no_room() {
    assert_eq!(lines("  OD", 100.0), ["  OD"]);
    assert_eq!(lines("  OD", width("OD")), ["OD"]);
}

#[test]
fn a_text_fits_into_its_own_extent() {
    let faces = faces();
    let styles = styles();
    let mut typesetter = Typesetter::new(&faces, &styles);
    let text = plain("Gleit\u{AD}sicht\u{AD}glas, 2 St.\nund ein Etui");
    let Extent { min, max } = typesetter.extent(&text, 0);
    close(max, width("Gleitsichtglas, 2 St."));
    close(min, width("sicht") + width("-"));
    assert_eq!(typesetter.paragraph(&text, 0, Align::Start, max).len(), 2);
    assert!(typesetter.paragraph(&text, 0, Align::Start, max - 0.01).len() > 2);
    let narrow = typesetter.paragraph(&text, 0, Align::Start, min);
    assert!(narrow.iter().all(|line| line.width <= min + 1e-6), "{narrow:?}");
}

#[test]
fn justified_lines_fill_the_width_but_for_the_last() {
    let text = plain("die Brille ist fertig und liegt bereit");
    let lines = set(&text, Align::Justify, 80.0);
    assert!(lines.len() > 2);
    let (last, others) = lines.split_last().expect("lines");
    for line in others {
        let end = line.runs.last().map(|run| run.x + run.width).expect("a run");
        close(end, 80.0);
        close(line.width, 80.0);
        let glyphs: f64 =
            line.runs.iter().flat_map(|run| &*run.glyphs).map(|glyph| f64::from(glyph.advance)).sum();
        assert!((glyphs * 10.0 - 80.0).abs() < 1e-3, "the glyphs go as far as the run");
    }
    assert!(last.width < 79.0);
}

#[test]
fn justification_widens_all_spaces_alike() {
    let line = &set(&plain("a b c und noch ein paar Worte"), Align::Justify, 75.0)[0];
    let glyphs =
        line.runs.iter().flat_map(|run| run.glyphs.iter().map(|g| (&run.text[g.text.clone()], g.advance)));
    let mut spaces: Vec<f32> = glyphs.filter(|(text, _)| *text == " ").map(|(_, advance)| advance).collect();
    assert_eq!(spaces.pop(), Some(0.0), "the space the line was broken at takes no room");
    assert!(
        spaces.len() > 1 && spaces.iter().all(|space| (*space - spaces[0]).abs() < 1e-6 && *space > 0.26),
        "{spaces:?}"
    );
}

#[test]
fn a_line_is_as_high_as_its_highest_style() {
    let text = Text::Spans(vec![span("klein ", 0, None), span("groß", 1, None), span("\nklein", 0, None)]);
    let lines = set(&text, Align::Start, 200.0);
    close(lines[0].height, 28.0);
    close(lines[0].baseline, 14.0 + 0.39 * 20.0);
    close(lines[1].height, 14.0);
    close(lines[1].baseline, 7.0 + 0.39 * 10.0);
    assert_eq!(lines[0].runs.iter().map(|run| run.style).collect::<Vec<_>>(), [0, 1]);
    close(lines[0].runs[1].x, lines[0].runs[0].width);
}

#[test]
fn an_empty_text_of_spans_has_a_line() {
    let lines = set(&Text::Spans(Vec::new()), Align::Start, 100.0);
    assert_eq!(lines.len(), 1);
    close(lines[0].height, 14.0);
}

#[test]
fn a_word_of_a_hundred_thousand_letters_is_cut() {
    let lines = lines(&"Ctenocephalides".repeat(7_000), 500.0);
    assert_eq!(lines.iter().map(String::len).sum::<usize>(), 105_000);
    assert!(lines.len() > 1_000 && lines.len() < 1_200, "{}", lines.len());
}
