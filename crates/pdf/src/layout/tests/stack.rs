//! Blocks under each other, and paragraphs.

use super::*;

#[test]
fn a_paragraph_leaves_two_lines_above_and_below_a_break() {
    let above = |count| json!([lines(count), lines(3)]);
    // Of three lines two would fit: but then one would stand alone.
    assert_eq!(on(70.0, above(3)), [named("line", 0..3), named("line", 0..3)]);
    // Of five lines four would fit.
    assert_eq!(
        on(70.0, json!([lines(1), lines(5)])),
        [[named("line", 0..1), named("line", 0..3)].concat(), named("line", 3..5)]
    );
    let many = with(lines(9), json!({ "orphans": 3 }));
    assert_eq!(
        on(70.0, json!([lines(3), many])),
        [named("line", 0..3), named("line", 0..5), named("line", 5..9)]
    );
}

#[test]
fn a_paragraph_too_long_for_any_page_is_broken_all_the_same() {
    assert_eq!(on(14.0, json!([lines(3)])), [["line 0"], ["line 1"], ["line 2"]]);
    assert_eq!(on(5.0, json!([lines(2)])), [["line 0"], ["line 1"]]);
}

#[test]
fn what_is_together_moves_to_the_next_page_if_that_can_hold_it() {
    let together = |count| with(lines(count), json!({ "together": true }));
    assert_eq!(on(70.0, json!([lines(1), together(5)]))[1].len(), 5);
    assert_eq!(on(70.0, json!([lines(1), together(6)]))[0].len(), 5);
}

#[test]
fn what_is_kept_with_the_next_moves_along_in_chains() {
    let kept = || with(lines(1), json!({ "withNext": true }));
    // Two kept lines and the first two of four have no room; on the next page only two of the four have.
    let pages = on(70.0, json!([lines(2), kept(), kept(), lines(4)]));
    assert_eq!(pages[0], named("line", 0..2));
    assert_eq!(pages[1], ["line 0", "line 0", "line 0", "line 1"]);
    assert_eq!(pages[2], named("line", 2..4));
}

#[test]
fn gaps_are_the_larger_of_both_and_none_at_a_page_s_top() {
    let first = with(lines(1), json!({ "after": 10, "before": 99 }));
    let second = with(lines(1), json!({ "before": 6 }));
    let (pages, _) = laid_out(&document(38.0, &json!([first, second, second]))).unwrap();
    let tops: Vec<Vec<f64>> = pages
        .iter()
        .map(|page| page.marks.iter().map(|mark| mark.y - 20.0 - 10.9).map(f64::round).collect())
        .collect();
    assert_eq!(tops, [vec![0.0, 24.0], vec![0.0]]);
}

#[test]
fn page_breaks_make_no_empty_pages() {
    let page_break = || json!({ "type": "pageBreak" });
    let content = json!([page_break(), lines(1), page_break(), page_break(), lines(1), page_break()]);
    assert_eq!(on(100.0, content), [["line 0"], ["line 0"]]);
}

#[test]
fn what_takes_no_room_stands_at_the_page_s_end_whatever_the_gap_above_it() {
    let list = json!({ "type": "list", "indent": 12, "style": 0, "gap": 2, "ordered": false, "items": [] });
    for empty in [list, json!({ "type": "space", "height": 0 })] {
        let content = json!([lines(1), with(empty, json!({ "before": 10 }))]);
        let boxed = json!({
            "type": "box", "padding": [0, 0, 0, 0], "background": [0, 0, 0], "border": null, "radius": 0,
            "content": content,
        });
        let (pages, _) = laid_out(&document(20.0, &json!([boxed]))).unwrap();
        let heights = |page: &Page| {
            page.marks.iter().find_map(|mark| match mark.ink {
                Ink::Frame { height, .. } => Some(height),
                _ => None,
            })
        };
        assert_eq!(pages.iter().map(heights).collect::<Vec<_>>(), [Some(20.0)]);
    }
}
