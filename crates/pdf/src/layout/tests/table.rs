//! Tables.

use krilla::tagging::ArtifactType;

use super::*;

#[test]
fn a_table_s_head_stands_on_every_page_and_is_read_once() {
    let (pages, structure) = laid_out(&document(100.0, &json!([table(1, rows(12))]))).unwrap();
    assert_eq!(pages.len(), 3);
    for page in &pages {
        let heads =
            page.marks.iter().filter(|mark| text(mark).as_deref() == Some("head")).collect::<Vec<_>>();
        assert_eq!(heads.len(), 1);
        assert_eq!(matches!(heads[0].owner, Owner::Artifact(_)), page.number > 1);
    }
    let heads = structure
        .elements
        .iter()
        .filter(|element| matches!(element.role, crate::layout::mark::Role::TableHead));
    assert_eq!(heads.count(), 1);
}

#[test]
fn subtotals_are_carried_over_pages() {
    let rows: Vec<Value> = (0..8)
        .map(|row| json!({ "cells": [format!("row {row}"), "1"], "subtotal": format!("{}", row + 1) }))
        .collect();
    let carry = json!({ "forward": "forward", "brought": "brought", "column": 1, "style": 0 });
    let table = with(table(2, json!(rows)), json!({ "carry": carry }));
    // Rows are 18 points high: head, three rows and the subtotal; head, subtotal, two rows, subtotal.
    let pages = on(90.0, json!([table]));
    assert_eq!(pages[0], ["head", "head", "row 0", "1", "row 1", "1", "row 2", "1", "forward", "3"]);
    assert_eq!(pages[1], ["head", "head", "brought", "3", "row 3", "1", "row 4", "1", "forward", "5"]);
    // The last row needs no room for a subtotal below it.
    assert_eq!(pages[2], ["head", "head", "brought", "5", "row 5", "1", "row 6", "1", "row 7", "1"]);
}

#[test]
fn nothing_is_carried_where_no_row_stands_before_the_break() {
    let rows = json!([{ "cells": ["row 0", "1"], "subtotal": "1" }]);
    let carry = json!({ "forward": "forward", "brought": "brought", "column": 1, "style": 0 });
    let table = with(table(2, rows), json!({ "carry": carry }));
    assert_eq!(on(90.0, json!([lines(6), table]))[1], ["head", "head", "row 0", "1"]);
}

#[test]
fn the_label_stands_beside_the_subtotal_in_as_many_lines_as_it_takes() {
    let rows: Vec<Value> =
        (0..5).map(|row| json!({ "cells": ["a", "b", "c"], "subtotal": row.to_string() })).collect();
    let carried = |column: usize| {
        let carry = json!({ "forward": "forward and then", "brought": "b", "column": column, "style": 0 });
        let table = with(table(3, json!(rows)), json!({ "carry": carry }));
        let (pages, _) = laid_out(&document(90.0, &json!([table]))).unwrap();
        let marks =
            pages[0].marks.iter().filter(|mark| mark.owner == Owner::Artifact(ArtifactType::PaginationOther));
        marks.map(|mark| (text(mark).unwrap(), mark.x.round(), mark.y.round())).collect::<Vec<_>>()
    };
    // Columns of 66.7 points from 20 on; the head and a row are 18 high each, the subtotal's row 2 + 14 + 14 + 2.
    let of = |text: &str, x: f64, y: f64| (text.to_owned(), x, y);
    assert_eq!(carried(1), [of("forward and", 22.0, 87.0), of("then", 22.0, 101.0), of("1", 89.0, 87.0)]);
    // In the room of two columns the label is one line: there is room for another row.
    assert_eq!(carried(0), [of("forward and then", 89.0, 105.0), of("2", 22.0, 105.0)]);
}

#[test]
fn a_subtotal_without_a_column_beside_it_is_an_error() {
    let carry = json!({ "forward": "f", "brought": "b", "column": 0, "style": 0 });
    let error = laid_out(&document(90.0, &json!([with(table(1, rows(1)), json!({ "carry": carry }))]))).err();
    assert!(
        matches!(error, Some(Error::Invalid { argument, .. }) if argument == "document.content[0].carry")
    );
}

#[test]
fn a_table_s_last_row_stays_with_what_follows() {
    let kept = with(table(1, rows(4)), json!({ "withNext": true }));
    // All rows fit on the first page, but not what follows.
    let pages = on(100.0, json!([kept, lines(2)]));
    assert_eq!(pages[1], ["head", "row 3", "line 0", "line 1"]);
}

#[test]
fn rows_are_kept_with_the_next() {
    let rows = json!([{ "cells": ["a"] }, { "cells": ["b"], "withNext": true }, { "cells": ["c"], "withNext": true }, { "cells": ["d"] }]);
    assert_eq!(on(80.0, json!([table(1, rows)])), [["head", "a"].to_vec(), ["head", "b", "c", "d"].to_vec()]);
}

#[test]
fn a_row_is_broken_only_where_no_page_holds_it_or_where_it_may() {
    let rows = json!([{ "cells": ["a"] }, { "cells": ["1\n2\n3\n4"] }]);
    let pages = on(90.0, json!([table(1, rows.clone())]));
    assert_eq!(pages, [["head", "a"].to_vec(), ["head", "1", "2", "3", "4"].to_vec()]);
    let split = with(table(1, rows), json!({ "splitRows": true }));
    assert_eq!(on(90.0, json!([split])), [["head", "a", "1", "2"].to_vec(), ["head", "3", "4"].to_vec()]);
    let high = json!([{ "cells": ["a"] }, { "cells": ["1\n2\n3\n4\n5\n6"] }]);
    assert_eq!(
        on(90.0, json!([table(1, high)])),
        [["head", "a", "1", "2", "3"].to_vec(), ["head", "4", "5", "6"].to_vec()]
    );
}

#[test]
fn rows_that_cells_span_stay_together() {
    let spanning = json!({ "content": [lines(1)], "rows": 3 });
    let rows = json!([{ "cells": ["a", "b"] }, { "cells": [spanning, "1"] }, { "cells": ["2"] }, { "cells": ["3"] }]);
    let pages = on(80.0, json!([table(2, rows)]));
    assert_eq!(pages[0], ["head", "head", "a", "b"]);
    // In the order they are read: the cell that spans stands in the first of its rows.
    assert_eq!(pages[1], ["head", "head", "line 0", "1", "2", "3"]);
}

#[test]
fn a_cell_that_spans_rows_makes_the_last_of_them_higher() {
    let spanning = json!({ "content": [lines(4)], "rows": 2 });
    let rows = json!([{ "cells": [spanning, "1"] }, { "cells": ["2"] }, { "cells": ["a", "b"] }]);
    let (pages, _) = laid_out(&document(200.0, &json!([table(2, rows)]))).unwrap();
    let top = |of: &str| pages[0].marks.iter().find(|mark| text(mark).as_deref() == Some(of)).unwrap().y;
    assert_eq!((top("2") - top("1")).round(), 18.0);
    assert_eq!((top("a") - top("2")).round(), 4.0 * 14.0 + 4.0 - 18.0);
}

#[test]
fn cells_stand_at_the_top_the_middle_or_the_bottom() {
    let cell = |vertical: &str| json!({ "content": [lines(1)], "vertical": vertical });
    let rows = json!([{ "cells": ["1\n2\n3", cell("top"), cell("middle"), cell("bottom")] }]);
    let (pages, _) = laid_out(&document(200.0, &json!([table(4, rows)]))).unwrap();
    let y: Vec<f64> = pages[0]
        .marks
        .iter()
        .filter(|mark| text(mark).as_deref() == Some("line 0"))
        .map(|mark| mark.y)
        .collect();
    assert_eq!([y[1] - y[0], y[2] - y[0]].map(f64::round), [14.0, 28.0]);
}

#[test]
fn columns_too_wide_for_the_page_are_an_error_that_says_where() {
    let mut wide = table(1, rows(1));
    wide["columns"][0]["width"] = json!({ "points": 200.5 });
    let error = laid_out(&document(100.0, &json!([{ "type": "box", "padding": [0, 5, 0, 5], "background": null, "border": null, "radius": 0, "content": [wide] }]))).err();
    assert_eq!(
        error,
        Some(Error::TooWide { argument: "document.content[0].content[0]".into(), given: 201, limit: 190 })
    );
}

#[test]
fn an_error_in_a_cell_that_goes_on_names_the_row_it_began_in() {
    let mut wide = table(1, rows(1));
    wide["columns"][0]["width"] = json!({ "points": 150 });
    let spanning = json!({ "content": [lines(9), wide], "rows": 2 });
    let all = json!([{ "cells": [spanning, "1"] }, { "cells": ["2\n3\n4\n5\n6\n7\n8\n9"] }]);
    let mut outer = table(2, all);
    for column in 0..2 {
        outer["columns"][column]["width"] = json!({ "points": 100 });
    }
    let error = laid_out(&document(90.0, &json!([outer]))).err();
    let argument = "document.content[0].rows[0].cells[0].content[1]".into();
    assert_eq!(error, Some(Error::TooWide { argument, given: 150, limit: 96 }));
}

#[test]
fn columns_share_what_is_left() {
    let column = |width: Value| json!({ "width": width, "align": "start", "style": 0 });
    let mut table = table(4, json!([{ "cells": ["mm", "mm", "mm", "mm"] }]));
    table["head"] = json!([]);
    table["columns"] = json!([
        column(json!({ "points": 40 })),
        column(json!("auto")),
        column(json!({ "share": 1 })),
        column(json!({ "share": 3 }))
    ]);
    let (pages, _) = laid_out(&document(100.0, &json!([table]))).unwrap();
    let x: Vec<f64> = pages[0].marks.iter().map(|mark| mark.x - 22.0).collect();
    let auto = x[2] - x[1];
    assert_eq!((x[0], x[1]), (0.0, 40.0));
    assert!((x[3] - x[2] - (200.0 - 40.0 - auto) / 4.0).abs() < 1e-6);
}
