//! The golden workbooks as another reader (calamine) sees them.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

use calamine::{Data, DataType as _, Reader as _, open_workbook_auto_from_rs};
use clinicore_export::sheet::{Limits, Reading, Workbook};

/// From 1899-12-30 to 1970-01-01.
const TO_1970: f64 = 25_569.0;
const DAY_MS: f64 = 86_400_000.0;

#[test]
fn cells_are_those_that_calamine_reads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../__test__/golden/export/sheets");
    let mut compared = 0;
    for name in ["openpyxl.xlsx", "openpyxl-1904.xlsx", "libreoffice.xlsx", "libreoffice.ods"] {
        let bytes = std::fs::read(folder.join(name)).expect("a golden file");
        let mut other = open_workbook_auto_from_rs(Cursor::new(bytes.clone())).expect("a workbook");
        let go_on = &mut || ControlFlow::Continue(());
        let workbook = Workbook::open(bytes, Limits::default(), go_on).expect("a workbook");
        let names: Vec<&str> = workbook.sheets().iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, other.sheet_names());
        for (sheet, name) in names.iter().enumerate() {
            let range = other.worksheet_range(name).expect("a sheet");
            let mut reader = workbook.read(sheet, &Reading::default(), go_on).expect("a sheet");
            while let Some(block) = reader.next(go_on).expect("a sound sheet") {
                for column in &block.columns {
                    let mut from = 0;
                    for (row, &kind) in column.kinds.iter().enumerate() {
                        let to = column.ends.get(row).map_or(0, |&end| end as usize);
                        let text = std::str::from_utf8(&column.text[from..to]).expect("UTF-8");
                        from = to;
                        let place = (
                            block.first_row + column.start + u32::try_from(row).expect("few"),
                            column.column,
                        );
                        let number = column.numbers.get(row).copied().unwrap_or(0.0);
                        if kind != 0 {
                            let cell = range.get_value(place).expect("a cell");
                            assert!(
                                is_same(kind, number, text, cell),
                                "{name} {place:?}: {kind} {number} {text:?} {cell:?}"
                            );
                            compared += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

fn is_same(kind: u8, number: f64, text: &str, cell: &Data) -> bool {
    let serial = |cell: &Data| cell.get_datetime().map(|moment| moment.as_f64());
    let is_near = |one: f64, other: f64| (one - other).abs() < 1.0;
    match kind {
        1 => cell.as_f64() == Some(number),
        2 => cell.get_string() == Some(text),
        3 => cell.get_bool() == Some(number > 0.0),
        // Of ods, calamine gives errors as texts.
        4 => matches!(cell, Data::Error(_)) || cell.get_string().is_some_and(|text| text.starts_with('#')),
        5 | 6 => {
            let ms = if kind == 5 { number * DAY_MS } else { number };
            let Some(serial) = serial(cell) else { return matches!(cell, Data::DateTimeIso(_)) };
            // Serial days of before March 1900, and of the 1904 calendar, are those of other days.
            let is_day = |from: f64| is_near((serial - from) * DAY_MS, ms);
            serial < 61.0 || is_day(TO_1970) || is_day(TO_1970 - 1462.0)
        }
        _ => {
            serial(cell).is_some_and(|days| is_near(days * DAY_MS, number))
                || matches!(cell, Data::DurationIso(_))
        }
    }
}
