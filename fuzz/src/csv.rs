//! A CSV file as an input: its dialect in a few bytes, then the file.

use clinicore_export::csv::{DayFormat, Encoding, OnBadRow, Reading};

const ENCODINGS: [Encoding; 4] =
    [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252];
const DELIMITERS: [u8; 6] = [b',', b';', b'\t', b'|', b' ', b':'];
const QUOTES: [Option<u8>; 3] = [Some(b'"'), Some(b'\''), None];
const ON_BAD_ROW: [OnBadRow; 3] = [OnBadRow::Error, OnBadRow::Skip, OnBadRow::Keep];
const NULLS: [&[&str]; 3] = [&[""], &["", "NA", "-"], &[]];
const DAYS: [&str; 3] = ["yyyy-mm-dd", "d.m.yyyy", "mm/dd/yyyy"];

/// Bytes of the dialect before those of the file.
const HEAD: usize = 10;

/// What an input says.
pub struct Input<'a> {
    /// How it is read.
    pub reading: Reading,
    /// The file, in pieces that the input chooses.
    pub pieces: Vec<&'a [u8]>,
    /// The file.
    pub whole: &'a [u8],
}

/// The input's dialect and file.
#[must_use]
pub fn input_of(input: &[u8]) -> Option<Input<'_>> {
    let (head, whole) = input.split_first_chunk::<HEAD>()?;
    let [cells, encoding, delimiter, quote, on_bad_row, nulls, days, flags, cut, step] =
        head.map(usize::from);
    let reading = Reading {
        encoding: *ENCODINGS.get(encoding)?,
        delimiter: *DELIMITERS.get(delimiter)?,
        quote: *QUOTES.get(quote)?,
        on_bad_row: *ON_BAD_ROW.get(on_bad_row)?,
        nulls: NULLS.get(nulls)?.iter().map(|null| null.as_bytes().to_vec()).collect(),
        days: DayFormat::new(DAYS.get(days)?)?,
        decimal_comma: flags & 1 != 0,
        max_cell: if flags & 2 != 0 { 100 } else { 1 << 20 },
        ..Reading::new(1 + cells % 8)
    };
    let (first, rest) = whole.split_at(cut.min(whole.len()));
    let pieces = [first].into_iter().chain(rest.chunks(1 + step)).collect();
    Some(Input { reading, pieces, whole })
}

/// The input that stands for a file of UTF-8 with so many cells a row.
#[must_use]
pub fn of(cells: u8, delimiter: u8, days: &str, decimal_comma: bool, file: &[u8]) -> Vec<u8> {
    let place = |at: Option<usize>| at.and_then(|at| u8::try_from(at).ok()).expect("one of the list");
    let delimiter = place(DELIMITERS.iter().position(|known| *known == delimiter));
    let days = place(DAYS.iter().position(|known| *known == days));
    [&[cells - 1, 0, delimiter, 0, 2, 0, days, u8::from(decimal_comma), 7, 12], file].concat()
}
