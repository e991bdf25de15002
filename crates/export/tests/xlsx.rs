//! Workbooks as another reader (calamine) sees them, and what is refused.
#![allow(clippy::float_cmp)] // a number must come back as the very same float

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use calamine::{Data, Reader, Xlsx};
use clinicore_export::xlsx::{self, MAX_CELL, Properties, Sheet, Workbook};
use clinicore_export::{Batch, Column, Error, Kind};
use proptest::prelude::*;

fn column(header: &str, kind: Kind, format: &str) -> Column {
    Column { header: header.into(), kind, format: format.into(), width: 12.0 }
}

fn texts(rows: &[&str]) -> Batch {
    let lengths = rows.iter().map(|row| u32::try_from(row.len()).expect("short")).collect();
    Batch::new(rows.len(), Vec::new(), rows.concat(), lengths).expect("it adds up")
}

fn sheet(name: &str, columns: Vec<Column>, batches: Vec<Batch>) -> Sheet {
    Sheet { name: name.into(), columns, batches, freeze_header: true, auto_filter: true }
}

fn workbook(sheets: Vec<Sheet>) -> Workbook {
    Workbook { sheets, properties: Properties::default(), escape_formulas: true }
}

fn write(workbook: &Workbook) -> Result<Vec<u8>, Error> {
    xlsx::write(workbook, &mut |_, _| ControlFlow::Continue(()))
}

fn cells(file: Vec<u8>, sheet: &str) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    workbook.worksheet_range(sheet).expect("the sheet").rows().map(<[Data]>::to_vec).collect()
}

fn part(file: Vec<u8>, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("an archive");
    let mut xml = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut xml).expect("UTF-8");
    xml
}

fn string(text: &str) -> Data {
    Data::String(text.into())
}

#[test]
fn every_kind_of_cell_reads_back() {
    let columns = vec![
        column("name", Kind::Text, ""),
        column("sphere", Kind::Number, "0.00"),
        column("paid", Kind::Boolean, ""),
        column("total", Kind::Decimal { scale: 2 }, "0.00"),
        column("note", Kind::Text, ""),
    ];
    let nan = f64::NAN;
    // Two batches, so that each column's place in the second is right too.
    let batches = vec![
        Batch::new(2, vec![-1.25, nan, 1.0, 0.0, 1234.0, -5.0], "AnnéeBo<&>".into(), vec![6, 2, 3, 0]),
        Batch::new(1, vec![0.1, nan, nan], "x y".into(), vec![0, 3]),
    ];
    let batches = batches.into_iter().map(|batch| batch.expect("it adds up")).collect();
    let rows = cells(write(&workbook(vec![sheet("Eyes", columns, batches)])).expect("a file"), "Eyes");
    assert_eq!(rows[0], ["name", "sphere", "paid", "total", "note"].map(string));
    let (float, empty) = (Data::Float, Data::Empty);
    assert_eq!(rows[1], [string("Année"), float(-1.25), Data::Bool(true), float(12.34), string("<&>")]);
    assert_eq!(rows[2], [string("Bo"), empty.clone(), Data::Bool(false), float(-0.05), empty.clone()]);
    assert_eq!(rows[3], [empty.clone(), float(0.1), empty.clone(), empty, string("x y")]);
}

#[test]
fn decimals_are_digits_in_the_file() {
    let values = vec![10.0, -29.0, 999_999_999_999_999.0];
    let batch = Batch::new(3, values, String::new(), Vec::new()).expect("it adds up");
    let file =
        write(&workbook(vec![sheet("S", vec![column("c", Kind::Decimal { scale: 2 }, "")], vec![batch])]));
    let xml = part(file.expect("a file"), "xl/worksheets/sheet1.xml");
    for digits in ["<v>0.10</v>", "<v>-0.29</v>", "<v>9999999999999.99</v>"] {
        assert!(xml.contains(digits), "{digits}");
    }
}

#[test]
fn text_that_begins_like_a_formula_is_quoted_and_unchanged() {
    let rows = ["=1+1", "+49", "-", "@a", "\tb", "\rc", "\0d", "＝1", "plain", "1-2"];
    let quoted = |escape_formulas| {
        let sheets = vec![sheet("S", vec![column("=h", Kind::Text, "@")], vec![texts(&rows)])];
        let file = write(&Workbook { escape_formulas, ..workbook(sheets) }).expect("a file");
        let xml = part(file, "xl/worksheets/sheet1.xml");
        (
            xml.matches(r#" s="3""#).count(),
            xml.matches(r#" s="2""#).count(),
            xml.contains(r#"<c r="A1" s="5""#),
        )
    };
    // Formats General and `@`: 2 and 3 are `@` plain and quoted, 4 and 5 the headers.
    assert_eq!(quoted(true), (8, 2, true));
    assert_eq!(quoted(false), (0, 10, false));
}

#[test]
fn sheets_without_rows_and_without_ornaments_are_valid() {
    let plain = Sheet {
        freeze_header: false,
        auto_filter: false,
        ..sheet("O'Neil & <Co>", vec![column("a", Kind::Number, "")], vec![])
    };
    let file = write(&workbook(vec![sheet("First", vec![column("b", Kind::Text, "")], vec![]), plain]));
    let file = file.expect("a file");
    assert_eq!(cells(file.clone(), "O'Neil & <Co>"), [[string("a")]]);
    assert_eq!(cells(file, "First"), [[string("b")]]);
}

#[test]
fn the_same_workbook_gives_the_same_bytes() {
    let book = workbook(vec![sheet("S", vec![column("a", Kind::Text, "")], vec![texts(&["x", "y"])])]);
    assert_eq!(write(&book), write(&book.clone()));
}

#[test]
fn progress_counts_rows_and_a_break_stops() {
    let long = "x".repeat(1000);
    let rows = vec![long.as_str(); 500];
    let sheets = ["A", "B"].map(|name| sheet(name, vec![column("a", Kind::Text, "")], vec![texts(&rows)]));
    let book = workbook(sheets.into());
    let mut seen = Vec::new();
    let all = xlsx::write(&book, &mut |done, total| {
        seen.push((done, total));
        ControlFlow::Continue(())
    });
    assert!(all.is_ok());
    assert!(seen.len() > 10 && seen.is_sorted() && seen.contains(&(500, 1000)));
    assert_eq!(seen.last(), Some(&(1000, 1000)));

    let mut calls = 0;
    let stopped = xlsx::write(&book, &mut |_, _| {
        calls += 1;
        if calls == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((stopped, calls), (Err(Error::Cancelled), 3));
}

#[test]
fn what_excel_would_not_open_is_refused() {
    let text = || vec![column("a", Kind::Text, "")];
    let named = |name: &str| write(&workbook(vec![sheet(name, text(), vec![])])).err();
    for name in ["", "a/b", "a[b", "'a", "a'", "history", "a\nb", &"x".repeat(32)] {
        assert_eq!(named(name), Some(Error::SheetName { sheet: 0 }), "{name:?}");
    }
    let twins = write(&workbook(vec![sheet("Ä", text(), vec![]), sheet("ä", text(), vec![])]));
    assert_eq!(twins, Err(Error::SheetName { sheet: 1 }));
    assert_eq!(write(&workbook(vec![])), Err(Error::Sheets { given: 0 }));
    assert_eq!(
        write(&workbook(vec![sheet("S", vec![], vec![])])),
        Err(Error::Columns { sheet: 0, given: 0 })
    );

    let many = (0..207).map(|n| column(&n.to_string(), Kind::Number, &format!("0.0\"{n}\""))).collect();
    assert_eq!(write(&workbook(vec![sheet("S", many, vec![])])), Err(Error::Formats { given: 207 }));

    let full = "é".repeat(MAX_CELL);
    assert!(write(&workbook(vec![sheet("S", text(), vec![texts(&[&full])])])).is_ok());
    let over = full + "é";
    let refused = write(&workbook(vec![sheet("S", text(), vec![texts(&["x", &over])])]));
    assert_eq!(refused, Err(Error::TextTooLong { sheet: 0, column: 0, row: 1 }));

    for (kind, value) in [
        (Kind::Number, f64::INFINITY),
        (Kind::Boolean, 2.0),
        (Kind::Decimal { scale: 2 }, 0.5),
        (Kind::Decimal { scale: 0 }, 1e15),
    ] {
        let batch = Batch::new(1, vec![value], String::new(), Vec::new()).expect("it adds up");
        let refused = write(&workbook(vec![sheet("S", vec![column("a", kind, "")], vec![batch])]));
        assert_eq!(refused, Err(Error::Value { sheet: 0, column: 0, row: 0 }));
    }
}

#[test]
fn batches_that_do_not_add_up_are_refused() {
    for (rows, numbers, text, lengths) in [
        (2, vec![1.0], "", vec![]),
        (0, vec![1.0], "", vec![]),
        (1, vec![], "ab", vec![1]),
        (1, vec![], "ab", vec![3]),
        (2, vec![], "é", vec![1, 1]),
        (1, vec![], "", vec![u32::MAX]),
    ] {
        assert_eq!(Batch::new(rows, numbers, text.into(), lengths), Err(Error::Batch));
    }
    let wrong = Batch::new(1, vec![1.0], String::new(), Vec::new()).expect("it adds up");
    let refused = write(&workbook(vec![sheet("S", vec![column("a", Kind::Text, "")], vec![wrong])]));
    assert_eq!(refused, Err(Error::Batch));
}

proptest! {
    #[test]
    fn numbers_and_text_survive_another_reader(
        rows in prop::collection::vec((any::<f64>(), "[^\\x00-\\x1f\\x{fffe}\\x{ffff}_]{0,30}"), 1..40)
    ) {
        let numbers: Vec<f64> = rows.iter().map(|row| if row.0.is_finite() { row.0 } else { f64::NAN }).collect();
        let text: String = rows.iter().map(|row| row.1.as_str()).collect();
        let lengths = rows.iter().map(|row| u32::try_from(row.1.len()).expect("short")).collect();
        let batch = Batch::new(rows.len(), numbers.clone(), text, lengths).expect("it adds up");
        let columns = vec![column("n", Kind::Number, ""), column("t", Kind::Text, "")];
        let read = cells(write(&workbook(vec![sheet("S", columns, vec![batch])])).expect("a file"), "S");
        for (row, (number, (_, text))) in numbers.iter().zip(&rows).enumerate() {
            // A sheet's used range ends with its last cell.
            let cell = |column: usize| read.get(row + 1).and_then(|cells| cells.get(column)).unwrap_or(&Data::Empty);
            match cell(0) {
                Data::Float(value) => prop_assert_eq!(value, number),
                Data::Int(value) => prop_assert_eq!(*value as f64, *number),
                other => prop_assert!(number.is_nan(), "{other:?}"),
            }
            match cell(1) {
                Data::String(value) => prop_assert_eq!(value, text),
                other => prop_assert!(text.is_empty(), "{other:?}"),
            }
        }
    }
}
