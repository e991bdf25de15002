use super::*;

/// Compares what is seen with what Unicode's test says.
#[test]
fn characters_stand_where_unicode_puts_them() {
    let table = include_str!("../../../tests/unicode/BidiCharacterTest.txt");
    let mut compared = 0;
    let faces = faces();
    let styles = styles();
    let mut typesetter = Typesetter::new(&faces, &styles);
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let fields: Vec<&str> = row.split(';').collect();
        let code_point =
            |code| char::from_u32(u32::from_str_radix(code, 16).expect("a number")).expect("a character");
        let characters: Vec<char> = fields[0].split(' ').map(code_point).collect();
        let order = fields[4].split(' ').map(|at| characters[at.parse::<usize>().expect("an index")]);
        let text: String = characters.iter().collect();
        assert_eq!(seen(&typesetter.line(&text, 0)), order.collect::<String>(), "{row}");
        compared += 1;
    }
    assert!(compared > 300);
}

#[test]
fn digits_stay_in_order_inside_text_from_right_to_left() {
    // UAX #9, W1 to W7: a number with its separators and its currency is read from left to right.
    assert_eq!(seen(&line("מספר 2026-00042")), "2026-00042 רפסמ");
    assert_eq!(seen(&line("עין 1,234.50")), "1,234.50 ןיע");
    assert_eq!(seen(&line("عين 2026-00042")), "2026-00042 نيع");
    assert_eq!(seen(&line("عين -2.25 עין +0.50")), "+0.50 ןיע -2.25 نيع");
    assert_eq!(seen(&line("עין −2.25, -1")), "-1 ,−2.25 ןיע");
    assert_eq!(seen(&line("עין א-2")), "2-א ןיע");
    assert_eq!(seen(&line("عين ١٢٣")), "١٢٣ نيع");
    assert_eq!(seen(&line("عين 12/03 عين")), "نيع 12/03 نيع");
}

#[test]
fn runs_come_in_the_order_they_are_read() {
    let line = line("עין 12 OD משקפיים");
    let texts: Vec<&str> = line.runs.iter().map(|run| &*run.text).collect();
    assert_eq!(texts.concat(), "עין 12 OD משקפיים");
    assert!(line.runs[0].x > line.runs[1].x, "the first word stands on the right");
}

#[test]
fn the_first_strong_character_decides_the_direction() {
    assert_eq!(seen(&line("12 עין OD")), "OD ןיע 12");
    assert_eq!(seen(&line("OD עין 12")), "OD 12 ןיע");
    assert_eq!(seen(&line("12 + 3")), "12 + 3");
}

#[test]
fn brackets_are_mirrored() {
    let id = |text: &str, at: usize| {
        from_left(&line(text)).iter().flat_map(|run| run.glyphs.to_vec()).nth(at).expect("a glyph").id
    };
    assert_eq!(id("(עין)", 0), id("(a)", 0));
    assert_eq!(id("(עין)", 4), id("(a)", 2));
}

#[test]
fn lines_are_reordered_each_for_itself() {
    let seen: Vec<String> =
        set(&plain("עין משקפיים 12 חשבונית"), Align::Start, 65.0).iter().map(seen).collect();
    // The space a line was broken at stands at its end, which is on the left.
    assert_eq!(seen, [" םייפקשמ ןיע", "תינובשח 12"]);
}

#[test]
fn alignment_follows_the_direction() {
    let left = |text: &str, align| set(&plain(text), align, 200.0)[0].runs[0].x;
    let word = width("עין");
    close(left("OD", Align::Start), 0.0);
    close(left("עין", Align::Start), 200.0 - word);
    close(left("OD", Align::End), 200.0 - width("OD"));
    close(left("עין", Align::End), 0.0);
    close(left("עין", Align::Left), 0.0);
    close(left("עין", Align::Right), 200.0 - word);
    close(left("עין", Align::Center), (200.0 - word) / 2.0);
    close(left("עין", Align::Justify), 200.0 - word);
}

#[test]
fn each_paragraph_has_its_own_direction() {
    let lines = set(&plain("OD\nעין"), Align::Start, 100.0);
    close(lines[0].runs[0].x, 0.0);
    close(lines[1].runs[0].x, 100.0 - width("עין"));
}
