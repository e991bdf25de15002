//! Whatever the dialect and the bytes: the same columns in one piece and in any others; what is written of them is read as the
//! same.
#![no_main]

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal64Array, DictionaryArray, Float64Array, Int32Array,
    Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use clinicore_export::csv::{
    CLASSES, Column, DayFormat, Encoding, Field, Flaw, Quotes, Reading, Rows, Splitter, Type, Values,
    Writing, concat, write,
};
use libfuzzer_sys::fuzz_target;

const TYPES: [Type; 9] = [
    Type::Text,
    Type::Float64,
    Type::Int32,
    Type::Int64,
    Type::Boolean,
    Type::Date,
    Type::Timestamp,
    Type::Decimal { scale: 2 },
    Type::Category,
];

fuzz_target!(|input: &[u8]| {
    let Some(input) = clinicore_fuzz::csv::input_of(input) else { return };
    let reading = &input.reading;
    let whole = read(&[input.whole], reading);
    assert_eq!(read(&input.pieces, reading), whole);
    if whole.rows > 0 && reading.quote == Some(b'"') {
        again(whole, reading);
    }
});

/// What a file says, by every type that its columns could have.
#[derive(Debug, PartialEq)]
struct Read {
    rows: usize,
    columns: Vec<Column>,
    bad: Vec<u32>,
    /// How many cells of each class.
    counts: Vec<[u32; CLASSES]>,
    flaws: Vec<Flaw>,
    failure: Option<Flaw>,
}

fn read(pieces: &[&[u8]], reading: &Reading) -> Read {
    let mut splitter = Splitter::new(reading, 1, 0);
    let fields = fields(reading);
    let mut parts: Vec<Vec<Column>> = Vec::new();
    let mut read = Read {
        rows: 0,
        columns: Vec::new(),
        bad: vec![0; fields.len()],
        counts: vec![[0; CLASSES]; reading.cells],
        flaws: Vec::new(),
        failure: None,
    };
    let (mut at, last) = (0, [([].as_slice(), true)]);
    for (piece, last) in pieces.iter().map(|piece| (*piece, false)).chain(last) {
        let Some(part) = splitter.push(piece, last).expect("rows are short") else { continue };
        assert_eq!(part.offset, at);
        at += part.length;
        let rows = Rows::read(part, reading);
        let base = u32::try_from(read.rows).expect("few rows");
        let (flaws, flawed) = rows.flaws();
        assert_eq!(flaws.len() as u64, flawed.min(reading.max_flaws as u64));
        read.flaws.extend(flaws.iter().map(|flaw| Flaw { row: flaw.row.map(|row| base + row), ..*flaw }));
        read.rows += rows.len();
        parts.push(
            fields
                .iter()
                .zip(&mut read.bad)
                .map(|(field, bad)| {
                    let (column, refused) = rows.fill(field, reading, None);
                    assert_eq!(column.rows, rows.len());
                    *bad += refused.count;
                    column
                })
                .collect(),
        );
        for (cell, counts) in read.counts.iter_mut().enumerate() {
            let (_, tally) = rows.classify(cell, reading);
            for (sum, count) in counts.iter_mut().zip(tally.counts) {
                *sum += count;
            }
        }
        read.failure = rows.failure();
        if read.failure.is_some() {
            break;
        }
    }
    // Only a part's first flaws are listed.
    read.flaws.truncate(reading.max_flaws);
    if !parts.is_empty() {
        let joined =
            |at: usize| concat(&parts.iter().map(|part| &part[at]).collect::<Vec<_>>()).expect("short texts");
        read.columns = (0..fields.len()).map(joined).collect();
    }
    // Where nothing is missing, a column may say so or not.
    for column in &mut read.columns {
        let is_full = |bits: &Vec<u8>| (0..column.rows).all(|row| bits[row / 8] >> (row % 8) & 1 == 1);
        if column.validity.as_ref().is_some_and(is_full) {
            column.validity = None;
        }
    }
    read
}

fn fields(reading: &Reading) -> Vec<Field> {
    (0..reading.cells).flat_map(|cell| TYPES.map(|kind| Field { cell, kind })).collect()
}

/// Writes the columns, a file for each type, and reads them again.
fn again(read: Read, reading: &Reading) {
    let null =
        reading.nulls.first().map_or(String::new(), |null| String::from_utf8(null.clone()).expect("text"));
    let writing = Writing {
        delimiter: reading.delimiter,
        quotes: [Quotes::Needed, Quotes::Texts, Quotes::All][read.rows % 3],
        line_end: ["\r\n", "\n"][read.rows % 2].into(),
        null,
        decimal_comma: reading.decimal_comma,
        escape_formulas: false,
        encoding: reading.encoding,
    };
    // Cells that were mended are longer than they were; and what was quoted, and stands for no value where it is not, needs no
    // quotes but for the one text that stands for none.
    let nulls = reading.nulls.first().cloned().into_iter().collect();
    let reading = Reading { days: DayFormat::default(), max_cell: 1 << 20, nulls, ..reading.clone() };
    for (at, kind) in TYPES.into_iter().enumerate() {
        let columns: Vec<&Column> = read.columns.iter().skip(at).step_by(TYPES.len()).collect();
        // Without a text for it, no value is the empty text.
        if reading.nulls.is_empty() && columns.iter().any(|column| column.validity.is_some()) {
            continue;
        }
        let arrays =
            columns.iter().enumerate().map(|(place, column)| (place.to_string(), array(column, kind)));
        let batch = RecordBatch::try_from_iter(arrays).expect("columns of the same length");
        let written = match write(&batch, &writing) {
            Ok(written) => written,
            // U+FFFD stands for what was no text.
            Err(refused) => {
                assert!(reading.encoding == Encoding::Windows1252 && refused.character.is_some());
                continue;
            }
        };
        let part = Splitter::new(&reading, 1, 0).push(&written, true).expect("short rows").expect("rows");
        let rows = Rows::read(part, &reading);
        assert_eq!((rows.len(), rows.failure(), rows.flaws().1), (read.rows, None, 0), "{kind:?}");
        for (cell, column) in columns.into_iter().enumerate() {
            let (mut read, bad) = rows.fill(&Field { cell, kind }, &reading, None);
            assert_eq!(bad.count, 0);
            if column.validity.is_none() {
                read.validity = None;
            }
            assert_eq!(&read, column, "{kind:?}");
        }
    }
}

fn array(column: &Column, kind: Type) -> ArrayRef {
    let is_there =
        |row: usize| column.validity.as_ref().is_none_or(|bits| bits[row / 8] >> (row % 8) & 1 == 1);
    macro_rules! given {
        ($values:expr) => {
            $values.enumerate().map(|(row, value)| is_there(row).then_some(value)).collect()
        };
    }
    match &column.values {
        Values::Float64(values) => {
            Arc::new(Float64Array::from_iter::<Vec<_>>(given!(values.iter().copied())))
        }
        Values::Int32(values) if kind == Type::Date => {
            Arc::new(Date32Array::from_iter::<Vec<_>>(given!(values.iter().copied())))
        }
        Values::Int32(values) => Arc::new(Int32Array::from_iter::<Vec<_>>(given!(values.iter().copied()))),
        Values::Int64(values) => {
            let values: Vec<Option<i64>> = given!(values.iter().copied());
            match kind {
                Type::Timestamp => Arc::new(TimestampMicrosecondArray::from(values).with_timezone("UTC")),
                Type::Decimal { .. } => {
                    Arc::new(Decimal64Array::from(values).with_precision_and_scale(18, 2).expect("18 digits"))
                }
                _ => Arc::new(Int64Array::from(values)),
            }
        }
        Values::Boolean(bits) => Arc::new(BooleanArray::from_iter::<Vec<_>>(given!(
            (0..column.rows).map(|row| bits[row / 8] >> (row % 8) & 1 == 1)
        ))),
        Values::Text { offsets, bytes } => {
            let text = |ends: &[i32]| {
                let [from, to] = [ends[0], ends[1]].map(|end| usize::try_from(end).expect("a place"));
                std::str::from_utf8(&bytes[from..to]).expect("text")
            };
            Arc::new(StringArray::from_iter::<Vec<_>>(given!(offsets.windows(2).map(text))))
        }
        Values::Category { codes, words } => {
            let word =
                |code: &i32| words.get(usize::try_from(*code).expect("a place")).map_or("", String::as_str);
            let keys: Vec<Option<&str>> = given!(codes.iter().map(word));
            Arc::new(keys.into_iter().collect::<DictionaryArray<Int32Type>>())
        }
    }
}
