//! Pages, and what stands on each.

use super::*;

#[test]
fn the_page_says_which_of_how_many_it_is() {
    let field = |name: &str| json!({ "text": "", "style": 0, "field": name });
    let spans = json!([field("page"), { "text": "/", "style": 0 }, field("pages")]);
    let footer = json!([{ "type": "paragraph", "text": spans, "style": 0, "align": "end" }]);
    let header = json!([lines(4)]);
    let document =
        with(document(100.0, &json!([lines(9)])), json!({ "footer": footer, "firstHeader": header }));
    let pages = texts(&document);
    // The first header is 10 + 56 points high where the margin is 20, the footer 10 + 14 where it is 20.
    assert_eq!(pages[0][..3], named("line", 0..3));
    assert_eq!(pages[0].last().unwrap(), "1/2");
    assert_eq!(pages[1], [named("line", 3..9), vec!["2/2".to_owned()]].concat());
}

#[test]
fn a_header_that_leaves_no_room_is_an_error() {
    let document = with(document(100.0, &json!([])), json!({ "header": [lines(12)] }));
    assert_eq!(laid_out(&document).err(), Some(Error::DoesNotFit { argument: "document.header".into() }));
}

#[test]
fn a_roll_is_as_high_as_what_stands_on_it() {
    let mut roll = document(100.0, &json!([lines(20), { "type": "pageBreak" }, table(1, rows(30))]));
    roll["page"]["height"] = Value::Null;
    let (pages, _) = laid_out(&roll).unwrap();
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0].height, 20.0 + 20.0 * 14.0 + 31.0 * 18.0 + 20.0);
}
