//! Parquet files written and read, whole, in part, and damaged.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal64Array, DictionaryArray, Float64Array, Int32Array,
    Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use clinicore_export::Error;
use clinicore_export::parquet::{
    Compression, File, Filter, Op, ReadOptions, Sorting, Source, Values, WriteOptions, Writer,
};
use proptest::prelude::*;

/// What `make` makes of each row that `some` says there is.
fn column<T>(rows: &Range<usize>, make: impl Fn(usize) -> T, some: impl Fn(usize) -> bool) -> Vec<Option<T>> {
    rows.clone().map(|row| some(row).then(|| make(row))).collect()
}

/// Whether a row has a value in a column.
fn some(row: usize, column: usize) -> bool {
    !(row + column).is_multiple_of(7)
}

/// Rows of every type, of which every seventh has no value.
fn table(from: usize, rows: usize) -> RecordBatch {
    let rows = from..from + rows;
    let n = |row: usize| i32::try_from(row).expect("few rows");
    let words: Vec<_> = column(&rows, |row| ["left", "right", "both"][row % 3], |row| some(row, 8));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("n", Arc::new(Int32Array::from(rows.clone().map(n).collect::<Vec<_>>()))),
        (
            "float",
            Arc::new(Float64Array::from(column(&rows, |row| f64::from(n(row)) / 8.0, |row| some(row, 1)))),
        ),
        (
            "long",
            Arc::new(Int64Array::from(column(&rows, |row| i64::MIN + i64::from(n(row)), |row| some(row, 2)))),
        ),
        ("bool", Arc::new(BooleanArray::from(column(&rows, |row| row % 3 == 0, |row| some(row, 3))))),
        (
            "text",
            Arc::new(StringArray::from(column(&rows, |row| format!("é{}", row % 1000), |row| some(row, 4)))),
        ),
        ("day", Arc::new(Date32Array::from(column(&rows, |row| n(row) - 700_000, |row| some(row, 5))))),
        (
            "at",
            Arc::new(
                TimestampMicrosecondArray::from(column(
                    &rows,
                    |row| i64::from(n(row)) * 1_000_003,
                    |row| some(row, 6),
                ))
                .with_timezone("UTC"),
            ),
        ),
        (
            "total",
            Arc::new(
                Decimal64Array::from(column(
                    &rows,
                    |row| i64::from(n(row)) * 125 - 999_999_999_999_000_000,
                    |row| some(row, 7),
                ))
                .with_precision_and_scale(18, 2)
                .expect("18 digits"),
            ),
        ),
        ("word", Arc::new(words.into_iter().collect::<DictionaryArray<arrow_array::types::Int32Type>>())),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .expect("columns of equal length")
}

fn write(batches: &[RecordBatch], options: &WriteOptions) -> Vec<u8> {
    let writer = Writer::new(batches[0].schema(), options).expect("types of a table");
    let mut bytes = Vec::new();
    for batch in batches {
        writer.write(batch).expect("a batch of the schema");
        writer.end_group(&mut bytes).expect("a row group");
    }
    writer.finish(&mut bytes).expect("a footer");
    bytes
}

fn open(bytes: &[u8]) -> Result<Arc<File>, Error> {
    File::open(Source::from(bytes.to_vec())).map(Arc::new)
}

fn read(file: &Arc<File>, options: ReadOptions) -> Result<RecordBatch, Error> {
    let mut rows = file.rows(options)?;
    let mut batches = Vec::new();
    while let Some(batch) = rows.next(&mut || ControlFlow::Continue(()))? {
        assert!(batch.num_rows() > 0, "a batch has rows");
        batches.push(batch);
    }
    Ok(arrow_select::concat::concat_batches(rows.schema(), &batches).expect("batches of one schema"))
}

/// What the cells say, whatever a dictionary's order is.
fn cells(batch: &RecordBatch) -> Vec<Vec<String>> {
    let text = |array: &ArrayRef| -> Vec<String> {
        use arrow_array::cast::AsArray;
        if let Some(dictionary) = array.as_dictionary_opt::<arrow_array::types::Int32Type>() {
            let words = dictionary.values().as_string::<i32>();
            return dictionary
                .keys()
                .iter()
                .map(|key| match key {
                    Some(key) => words.value(usize::try_from(key).expect("a place")).to_owned(),
                    None => "null".to_owned(),
                })
                .collect();
        }
        (0..array.len()).map(|row| format!("{:?}", array.slice(row, 1))).collect()
    };
    batch.columns().iter().map(text).collect()
}

#[test]
fn what_is_written_is_read() {
    for compression in [Compression::None, Compression::Zstd(3), Compression::Snappy, Compression::Lz4] {
        for dictionary in [true, false] {
            let options = WriteOptions {
                compression,
                dictionary,
                sorting: vec![Sorting { column: 0, descending: false, nulls_first: false }],
                bloom_filters: vec![4],
                key_values: vec![("clinic".into(), "Rivière".into())],
                ..WriteOptions::default()
            };
            let (first, second) = (table(0, 3000), table(3000, 1234));
            let bytes = write(&[first.clone(), second.clone()], &options);
            let file = open(&bytes).expect("a file");
            assert_eq!(file.row_count(), 4234);
            assert_eq!(file.row_groups(), [3000, 1234]);
            assert_eq!(file.key_values().collect::<Vec<_>>(), [("clinic", "Rivière")]);
            assert_eq!(file.created_by(), Some(concat!("clinicore version ", env!("CARGO_PKG_VERSION"))));
            let again =
                read(&file, ReadOptions { batch_bytes: 20_000, ..ReadOptions::default() }).expect("rows");
            let whole =
                arrow_select::concat::concat_batches(&first.schema(), [&first, &second]).expect("one schema");
            assert_eq!(cells(&again), cells(&whole));
        }
    }
}

#[test]
fn the_same_rows_are_the_same_bytes() {
    let bytes = || write(&[table(0, 5000)], &WriteOptions::default());
    assert_eq!(bytes(), bytes());
}

#[test]
fn rows_are_read_from_any_offset() {
    let bytes = write(&[table(0, 30_000), table(30_000, 30_000)], &WriteOptions::default());
    let file = open(&bytes).expect("a file");
    for (offset, limit) in
        [(0, 1), (29_999, 2), (20_000, 1000), (59_990, 1000), (60_000, 5), (12_345, 40_000)]
    {
        let options = ReadOptions { offset, limit: Some(limit), ..ReadOptions::default() };
        let end = (offset + limit).min(60_000);
        let rows = usize::try_from(end - offset).expect("few");
        let page = read(&file, options).expect("rows");
        assert_eq!(
            cells(&page),
            cells(&table(usize::try_from(offset).expect("few"), rows)),
            "{offset} {limit}"
        );
    }
}

fn naive(batch: &RecordBatch, holds: impl Fn(usize) -> bool) -> Vec<String> {
    cells(batch)[0].iter().enumerate().filter(|&(row, _)| holds(row)).map(|(_, cell)| cell.clone()).collect()
}

#[test]
fn filters_take_exactly_the_rows_they_hold_for() {
    let all = table(0, 50_000);
    let bytes = write(&[table(0, 25_000), table(25_000, 25_000)], &WriteOptions::default());
    let file = open(&bytes).expect("a file");
    let filtered = |filters: Vec<Filter>| {
        let options = ReadOptions { columns: Some(vec![0]), filters, ..ReadOptions::default() };
        cells(&read(&file, options).expect("rows"))[0].clone()
    };
    let integers =
        |column, op, values: &[i64]| Filter { column, op, values: Values::Integers(values.to_vec()) };
    let n = |row: usize| i64::try_from(row).expect("few");
    for (op, holds) in [
        (Op::Equal, (|row| row == 31_000) as fn(i64) -> bool),
        (Op::NotEqual, |row| row != 31_000),
        (Op::Less, |row| row < 31_000),
        (Op::LessOrEqual, |row| row <= 31_000),
        (Op::Greater, |row| row > 31_000),
        (Op::GreaterOrEqual, |row| row >= 31_000),
    ] {
        assert_eq!(filtered(vec![integers(0, op, &[31_000])]), naive(&all, |row| holds(n(row))), "{op:?}");
    }
    assert_eq!(
        filtered(vec![integers(0, Op::In, &[7, 44_444, 99_999_999])]),
        naive(&all, |row| [7, 44_444].contains(&row))
    );
    assert_eq!(filtered(vec![integers(0, Op::In, &[])]), Vec::<String>::new());
    assert_eq!(filtered(vec![integers(2, Op::IsNull, &[])]), naive(&all, |row| (row + 2) % 7 == 0));
    assert_eq!(filtered(vec![integers(2, Op::IsNotNull, &[])]), naive(&all, |row| (row + 2) % 7 != 0));
    assert_eq!(
        filtered(vec![integers(3, Op::Equal, &[1])]),
        naive(&all, |row| row % 3 == 0 && (row + 3) % 7 != 0)
    );
    let texts = |column, op, value: &str| Filter { column, op, values: Values::Texts(vec![value.into()]) };
    assert_eq!(
        filtered(vec![texts(4, Op::Equal, "é17")]),
        naive(&all, |row| row % 1000 == 17 && (row + 4) % 7 != 0)
    );
    assert_eq!(
        filtered(vec![texts(8, Op::Greater, "left")]),
        naive(&all, |row| row % 3 == 1 && (row + 8) % 7 != 0)
    );
    let float = Filter { column: 1, op: Op::LessOrEqual, values: Values::Floats(vec![10.5]) };
    assert_eq!(filtered(vec![float]), naive(&all, |row| row <= 84 && (row + 1) % 7 != 0));
    // All of several, an offset and a limit behind them.
    let filters = vec![integers(0, Op::GreaterOrEqual, &[24_990]), texts(8, Op::Equal, "left")];
    let options =
        ReadOptions { columns: Some(vec![0]), filters, offset: 2, limit: Some(3), ..ReadOptions::default() };
    let expected = naive(&all, |row| row >= 24_990 && row % 3 == 0 && (row + 8) % 7 != 0);
    assert_eq!(cells(&read(&file, options).expect("rows"))[0], expected[2..5]);
}

/// Without an index, headers of pages are read one after the other, and places that are none may look like one.
#[test]
fn a_file_without_page_indexes_is_read_from_any_offset() {
    use parquet::file::properties::{EnabledStatistics, WriterProperties};
    let properties = WriterProperties::builder()
        .set_offset_index_disabled(true)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_data_page_row_count_limit(500)
        .build();
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, table(0, 1).schema(), Some(properties))
        .expect("a schema");
    writer.write(&table(0, 5000)).expect("rows");
    writer.close().expect("a footer");
    let file = open(&bytes).expect("a file");
    for offset in (0..5000).step_by(333) {
        let page =
            read(&file, ReadOptions { offset, limit: Some(20), ..ReadOptions::default() }).expect("rows");
        let from = usize::try_from(offset).expect("few");
        assert_eq!(cells(&page), cells(&table(from, 20.min(5000 - from))), "{offset}");
    }
}

#[test]
fn rows_that_no_filter_holds_for_are_looked_at_until_it_is_stopped() {
    let file = open(&write(&vec![table(0, 1000); 5], &WriteOptions::default())).expect("a file");
    let filter = Filter { column: 1, op: Op::Equal, values: Values::Floats(vec![0.3]) };
    let mut rows =
        file.rows(ReadOptions { filters: vec![filter], ..ReadOptions::default() }).expect("a column");
    let mut asked = 0;
    let outcome = rows.next(&mut || {
        asked += 1;
        if asked == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((outcome, asked), (Err(Error::Cancelled), 3));
}

#[test]
fn columns_are_given_in_the_order_asked_for() {
    let file = open(&write(&[table(0, 10)], &WriteOptions::default())).expect("a file");
    let page =
        read(&file, ReadOptions { columns: Some(vec![8, 0]), ..ReadOptions::default() }).expect("rows");
    let all = cells(&table(0, 10));
    assert_eq!(cells(&page), [all[8].clone(), all[0].clone()]);
}

#[test]
fn a_file_that_is_cut_short_is_refused() {
    let bytes = write(&[table(0, 100)], &WriteOptions::default());
    for length in 0..bytes.len() {
        assert!(
            open(&bytes[..length]).and_then(|file| read(&file, ReadOptions::default())).is_err(),
            "{length}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Damage gives an error or rows, and neither a panic nor memory without end.
    #[test]
    fn a_damaged_file_is_an_error_or_rows(
        compression in prop::sample::select(vec![Compression::None, Compression::Zstd(1), Compression::Snappy, Compression::Lz4]),
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        near_end in any::<bool>(),
    ) {
        let mut bytes = write(&[table(0, 50), table(50, 10)], &WriteOptions { compression, ..WriteOptions::default() });
        for (place, value) in damages {
            let from = if near_end { bytes.len() / 2 } else { 0 };
            let at = from + place.index(bytes.len() - from);
            bytes[at] = value;
        }
        if let Ok(file) = open(&bytes) {
            let filter = Filter { column: 0, op: Op::Greater, values: Values::Integers(vec![7]) };
            let limit = Some(1000);
            for options in [ReadOptions { limit, ..ReadOptions::default() }, ReadOptions { filters: vec![filter], limit, ..ReadOptions::default() }] {
                if let Ok(mut rows) = file.rows(options) {
                    while let Ok(Some(_)) = rows.next(&mut || ControlFlow::Continue(())) {}
                }
            }
        }
    }
}

#[test]
fn files_of_other_writers_are_read_to_their_end() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../__test__/golden/export/parquet");
    for name in
        ["duckdb", "pandas", "polars", "pyarrow-gzip", "pyarrow-int96", "pyarrow-deltas", "pyarrow-lz4"]
    {
        let bytes = std::fs::read(folder.join(name).with_extension("parquet")).expect("a golden file");
        let file = open(&bytes).expect("a file");
        let columns = file.columns().iter().enumerate();
        let columns = columns.filter(|(_, column)| column.holds.is_ok()).map(|(place, _)| place).collect();
        let all = read(&file, ReadOptions { columns: Some(columns), ..ReadOptions::default() });
        assert_eq!(all.expect("rows").num_rows() as u64, file.row_count(), "{name}");
    }
}
