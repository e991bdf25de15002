//! Rows as another reader (calamine) sees them, and what is refused.
#![allow(clippy::float_cmp)] // a number must come back as the very same float

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal64Array, DictionaryArray, Float64Array, Int32Array,
    Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray, UInt8Array,
};
use calamine::{Data, Reader, Xlsx};
use clinicore_export::Error;
use clinicore_export::xlsx::{MAX_CELL, RowWriter, Run, Style};
use flate2::bufread::DeflateDecoder;
use proptest::prelude::*;

fn batch(columns: Vec<ArrayRef>) -> RecordBatch {
    let named = columns.into_iter().enumerate().map(|(index, column)| (format!("c{index}"), column, true));
    RecordBatch::try_from_iter_with_nullable(named).expect("columns of equal length")
}

fn column<T: Into<StringArray>>(texts: T) -> ArrayRef {
    Arc::new(texts.into())
}

fn decimal(values: Vec<Option<i64>>, scale: i8) -> ArrayRef {
    Arc::new(Decimal64Array::from(values).with_precision_and_scale(18, scale).expect("a scale below 18"))
}

fn write(batches: &[RecordBatch]) -> Result<Vec<Run>, Error> {
    let columns = batches[0].num_columns();
    let writer = RowWriter::new(vec![Style { plain: 0, quoted: 1 }; columns]);
    let mut first = 1;
    batches
        .iter()
        .map(|batch| {
            let run = writer.write(first, std::slice::from_ref(batch), &mut || ControlFlow::Continue(()));
            first += batch.num_rows() as u64;
            run
        })
        .collect()
}

/// What runs after each other inflate to; the end of the stream is the caller's to write.
fn inflated(runs: &[Run]) -> String {
    let mut data: Vec<u8> = runs.iter().flat_map(|run| run.data.clone()).collect();
    data.extend([3, 0]);
    let mut xml = Vec::new();
    DeflateDecoder::new(&data[..]).read_to_end(&mut xml).expect("deflate");
    let mut rest = &xml[..];
    for run in runs {
        let (content, after) = rest.split_at(usize::try_from(run.size).expect("small"));
        let mut crc = flate2::Crc::new();
        crc.update(content);
        assert_eq!(crc.sum(), run.crc);
        rest = after;
    }
    assert!(rest.is_empty());
    String::from_utf8(xml).expect("UTF-8")
}

fn xml(batches: &[RecordBatch]) -> String {
    inflated(&write(batches).expect("rows"))
}

/// The cells of a workbook that has the rows.
fn cells(batches: &[RecordBatch]) -> Vec<Vec<Data>> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relationship = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{relationships}"><Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let parts = [
        ("_rels/.rels", relationship("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relationship("worksheet", "sheet.xml")),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/sheet.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{}</sheetData></worksheet>"#, xml(batches)),
        ),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        archive.write_all(content.as_bytes()).expect("memory");
    }
    let file = archive.finish().expect("memory").into_inner();
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    workbook.worksheet_range("S").expect("the sheet").rows().map(<[Data]>::to_vec).collect()
}

fn string(text: &str) -> Data {
    Data::String(text.into())
}

#[test]
fn every_type_of_cell_reads_back() {
    let categories: DictionaryArray<Int32Type> = vec![Some("left"), None, Some("left")].into_iter().collect();
    let columns: Vec<ArrayRef> = vec![
        column(vec![Some("Année"), Some("Bo"), None]),
        Arc::new(Float64Array::from(vec![Some(-1.25), None, Some(0.1)])),
        Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])),
        decimal(vec![Some(1234), Some(-5), None], 2),
        Arc::new(Int64Array::from(vec![Some(123_456_789_012_345), None, Some(-1)])),
        Arc::new(Int32Array::from(vec![i32::MIN, 0, i32::MAX])),
        Arc::new(Date32Array::from(vec![Some(0), Some(-25_567), None])),
        Arc::new(
            TimestampMicrosecondArray::from(vec![Some(43_200_000_000), None, Some(0)]).with_timezone("UTC"),
        ),
        Arc::new(categories),
        column(vec!["<&>", "", "x y"]),
    ];
    let all = batch(columns);
    // Two batches, so that each column's place in the second is right too.
    let rows = cells(&[all.slice(0, 2), all.slice(2, 1)]);
    let (float, empty) = (Data::Float, Data::Empty);
    assert_eq!(
        rows,
        [
            vec![
                string("Année"),
                float(-1.25),
                Data::Bool(true),
                float(12.34),
                float(123_456_789_012_345.0),
                float(f64::from(i32::MIN)),
                float(25_569.0),
                float(25_569.5),
                string("left"),
                string("<&>"),
            ],
            vec![
                string("Bo"),
                empty.clone(),
                Data::Bool(false),
                float(-0.05),
                empty.clone(),
                float(0.0),
                float(1.0),
                empty.clone(),
                empty.clone(),
                empty.clone(),
            ],
            vec![
                empty.clone(),
                float(0.1),
                empty.clone(),
                empty.clone(),
                float(-1.0),
                float(f64::from(i32::MAX)),
                empty,
                float(25_569.0),
                string("left"),
                string("x y"),
            ],
        ]
    );
}

#[test]
fn decimals_are_digits_in_the_file() {
    let xml = xml(&[batch(vec![decimal(vec![Some(10), Some(-29), Some(999_999_999_999_999)], 2)])]);
    for digits in ["<v>0.10</v>", "<v>-0.29</v>", "<v>9999999999999.99</v>"] {
        assert!(xml.contains(digits), "{digits}");
    }
}

#[test]
fn text_that_begins_like_a_formula_has_the_quoted_style_and_is_unchanged() {
    let rows = vec!["=1+1", "+49", "-", "@a", "\tb", "\rc", "\0d", "＝1", "plain", "1-2"];
    let batches = [batch(vec![column(rows.clone())])];
    let xml = xml(&batches);
    assert_eq!((xml.matches(r#" s="1""#).count(), xml.matches("<c ").count()), (8, 10));
    assert!(xml.contains(r#"<c r="A9" t="inlineStr"><is><t>plain</t>"#));
    assert_eq!(cells(&batches)[0], [string("=1+1")]);
}

#[test]
fn the_same_rows_in_other_batches_give_the_same_bytes() {
    let texts: Vec<_> = (0..5000).map(|row| format!("row {row}")).collect();
    let all = batch(vec![column(texts)]);
    let writer = RowWriter::new(vec![Style { plain: 2, quoted: 2 }]);
    let run = |batches: &[RecordBatch]| writer.write(2, batches, &mut || ControlFlow::Continue(()));
    let cut = [all.slice(0, 0), all.slice(0, 1234), all.slice(1234, 1), all.slice(1235, 3765)];
    assert_eq!(run(&cut), run(&[all]));
}

#[test]
fn a_break_of_the_checkpoint_stops() {
    let long = "x".repeat(1000);
    let rows = [batch(vec![column(vec![long.as_str(); 500])])];
    let writer = RowWriter::new(vec![Style { plain: 0, quoted: 0 }]);
    let mut calls = 0;
    let all = writer.write(1, &rows, &mut || {
        calls += 1;
        ControlFlow::Continue(())
    });
    assert!(all.is_ok() && calls >= 7);

    calls = 0;
    let stopped = writer.write(1, &rows, &mut || {
        calls += 1;
        if calls == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((stopped, calls), (Err(Error::Cancelled), 3));
}

#[test]
fn what_a_cell_cannot_hold_is_refused_at_its_row() {
    let full = "é".repeat(MAX_CELL);
    assert!(write(&[batch(vec![column(vec![full.as_str()])])]).is_ok());
    let over = full + "é";
    let first: ArrayRef = Arc::new(Int32Array::from(vec![1, 2]));
    let refused = write(&[batch(vec![first.clone(), column(vec!["x", over.as_str()])])]);
    assert_eq!(refused, Err(Error::TextTooLong { column: 1, row: 1, given: MAX_CELL + 1 }));

    let wrong: [ArrayRef; 6] = [
        Arc::new(Float64Array::from(vec![0.0, f64::INFINITY])),
        Arc::new(Float64Array::from(vec![0.0, f64::NAN])),
        Arc::new(Int64Array::from(vec![0, 1_000_000_000_000_000])),
        decimal(vec![Some(0), Some(-1_000_000_000_000_000)], 2),
        Arc::new(Date32Array::from(vec![0, -25_568])),
        Arc::new(TimestampMicrosecondArray::from(vec![0, i64::MIN])),
    ];
    for column in wrong {
        let rows = batch(vec![first.clone(), column]);
        assert_eq!(write(std::slice::from_ref(&rows)), Err(Error::Value { column: 1, row: 1 }), "{rows:?}");
    }
}

#[test]
fn other_columns_and_types_are_refused() {
    let other = batch(vec![Arc::new(UInt8Array::from(vec![1]))]);
    assert_eq!(write(&[other]), Err(Error::Batch));
    let two = batch(vec![column(vec!["a"]), column(vec!["b"])]);
    assert_eq!(write(&[batch(vec![column(vec!["a"])]), two]), Err(Error::Batch));
}

proptest! {
    #[test]
    fn numbers_and_text_survive_another_reader(
        rows in prop::collection::vec((any::<f64>(), "[^\\x00-\\x1f\\x{fffe}\\x{ffff}_]{0,30}"), 1..40)
    ) {
        let numbers: Vec<_> = rows.iter().map(|row| Some(row.0).filter(|number| number.is_finite())).collect();
        let texts: Vec<_> = rows.iter().map(|row| row.1.as_str()).collect();
        // Rows that are empty at both ends are no part of the range.
        let mark: ArrayRef = Arc::new(Int32Array::from(vec![1; rows.len()]));
        let read = cells(&[batch(vec![Arc::new(Float64Array::from(numbers.clone())), column(texts), mark])]);
        for ((cells, number), (_, text)) in read.iter().zip(&numbers).zip(&rows) {
            match &cells[0] {
                Data::Float(value) => prop_assert_eq!(Some(*value), *number),
                Data::Int(value) => prop_assert_eq!(Some(*value as f64), *number),
                other => prop_assert!(number.is_none(), "{other:?}"),
            }
            match &cells[1] {
                Data::String(value) => prop_assert_eq!(value, text),
                other => prop_assert!(text.is_empty(), "{other:?}"),
            }
        }
        prop_assert_eq!(read.len(), rows.len());
    }
}
