use proptest::prelude::*;

use super::*;

/// The parts that bytes make, given in pieces of so many bytes.
fn parts(bytes: &[u8], piece: usize, reading: &Reading) -> Vec<Part> {
    let mut splitter = Splitter::new(reading, 1, 0);
    let mut parts = Vec::new();
    let pieces: Vec<&[u8]> = bytes.chunks(piece.max(1)).collect();
    for piece in &pieces {
        parts.extend(splitter.push(piece, false).expect("no row is long"));
    }
    parts.extend(splitter.push(&[], true).expect("no row is long"));
    parts
}

fn reading(cells: usize, on_bad_row: OnBadRow) -> Reading {
    Reading { on_bad_row, nulls: Vec::new(), ..Reading::new(cells) }
}

/// The texts of all rows, and their flaws.
fn read(bytes: &[u8], piece: usize, reading: &Reading) -> (Vec<Vec<Option<String>>>, Vec<Flaw>) {
    let mut table = Vec::new();
    let mut flaws = Vec::new();
    for part in parts(bytes, piece, reading) {
        let rows = Rows::read(part, reading);
        let base = u32::try_from(table.len()).expect("few rows");
        flaws.extend(rows.flaws().0.iter().map(|flaw| Flaw { row: flaw.row.map(|row| base + row), ..*flaw }));
        flaws.extend(rows.failure());
        let failed = rows.failure().is_some();
        let columns: Vec<Vec<Option<String>>> =
            (0..reading.cells).map(|cell| texts(&rows, cell, reading)).collect();
        table.extend((0..rows.len()).map(|row| columns.iter().map(|column| column[row].clone()).collect()));
        if failed {
            break;
        }
    }
    (table, flaws)
}

fn texts(rows: &Rows, cell: usize, reading: &Reading) -> Vec<Option<String>> {
    let (column, _) = rows.fill(&Field { cell, kind: Type::Text }, reading, None);
    let Values::Text { offsets, bytes } = column.values else { panic!("a column of texts") };
    let text = |(row, ends): (usize, &[i32])| {
        let is_valid = column.validity.as_ref().is_none_or(|bits| bits[row / 8] >> (row % 8) & 1 == 1);
        let range = usize::try_from(ends[0]).expect("ascends")..usize::try_from(ends[1]).expect("ascends");
        is_valid.then(|| String::from_utf8(bytes[range].to_vec()).expect("texts are UTF-8"))
    };
    offsets.windows(2).enumerate().map(text).collect()
}

fn some(cells: &[&str]) -> Vec<Option<String>> {
    cells.iter().map(|&cell| Some(cell.to_owned())).collect()
}

#[test]
fn quotes_hold_delimiters_line_ends_and_quotes() {
    let (rows, flaws) = read(b"\"a,b\",\"c\r\nd\"\r\n\"e\"\"f\",\"\"\ng,h", 1, &reading(2, OnBadRow::Error));
    assert_eq!(rows, [some(&["a,b", "c\r\nd"]), some(&["e\"f", ""]), some(&["g", "h"])]);
    assert_eq!(flaws, []);
}

#[test]
fn quotes_in_the_middle_of_a_cell_are_text() {
    let (rows, _) = read(b"5\" pipe,a\n x\"y\"\"z,\"b\"\n", 64, &reading(2, OnBadRow::Error));
    assert_eq!(rows, [some(&["5\" pipe", "a"]), some(&[" x\"y\"\"z", "b"])]);
}

#[test]
fn rows_end_with_any_line_end() {
    let (rows, _) = read(b"a,b\rc,d\r\ne,f\n\n\r\ng,\r", 1, &reading(2, OnBadRow::Error));
    assert_eq!(rows, [some(&["a", "b"]), some(&["c", "d"]), some(&["e", "f"]), some(&["g", ""])]);
    let (rows, _) = read(b"a\r\n\r\nb\r\r", 1, &reading(1, OnBadRow::Error));
    assert_eq!(rows, [some(&["a"]), some(&[""]), some(&["b"]), some(&[""])]);
}

#[test]
fn flawed_rows_are_told_with_their_place() {
    let bytes = b"a,b\n1\n\"x\ny\",2,3\n\"q\"r,\"s\"t\"\n\xff,4\nc,d\n\"open,\n";
    let (rows, flaws) = read(bytes, 3, &reading(2, OnBadRow::Skip));
    assert_eq!(rows, [some(&["a", "b"]), some(&["c", "d"])]);
    let told: Vec<_> = flaws.iter().map(|flaw| (flaw.line, flaw.offset, flaw.reason, flaw.cells)).collect();
    assert_eq!(
        told,
        [
            (2, 4, Reason::FewCells, 1),
            (3, 6, Reason::ManyCells, 3),
            (5, 16, Reason::Quote, 2),
            (6, 27, Reason::Encoding, 2),
            (8, 35, Reason::Unclosed, 1),
        ]
    );
    let (rows, flaws) = read(bytes, 3, &reading(2, OnBadRow::Keep));
    assert_eq!(rows[1], [Some("1".into()), None]);
    assert_eq!(rows[2..5], [some(&["x\ny", "2"]), some(&["qr", "st\""]), some(&["\u{fffd}", "4"])]);
    assert_eq!(rows[6], [Some("open,\n".into()), None]);
    assert_eq!(flaws.iter().map(|flaw| flaw.row).collect::<Vec<_>>(), [1, 2, 3, 4, 6].map(Some));
    let (rows, flaws) = read(bytes, 64, &reading(2, OnBadRow::Error));
    assert_eq!((rows.len(), flaws.len(), flaws[0].line), (1, 1, 2));
}

#[test]
fn what_is_too_long_ends_the_reading() {
    let short = Reading { max_cell: 4, max_row: 20, ..reading(2, OnBadRow::Skip) };
    let (_, flaws) = read(b"abcd,a\na,abcde\n", 64, &short);
    assert_eq!(flaws, [Flaw { line: 2, offset: 7, row: None, reason: Reason::LongCell, cells: 1 }]);
    let (_, flaws) = read(b"a,b\na,b,b,b,b,b,b,b,b,b,b,b,b\n", 64, &short);
    assert_eq!((flaws[0].line, flaws[0].reason), (2, Reason::LongRow));
    let mut splitter = Splitter::new(&short, 5, 100);
    assert_eq!(
        splitter.push(b"a,b\n\"aaaaaaaaaaaaaaaaaaaaaa\n", false).err(),
        Some(Overlong { line: 6, offset: 104 })
    );
}

#[test]
fn other_encodings_give_the_same_text() {
    let text = "ä,😀\n\"€\n\",b\n1\n";
    let units: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let expected = [some(&["ä", "😀"]), some(&["€\n", "b"])];
    for (encoding, bytes) in [(Encoding::Utf16Le, little), (Encoding::Utf16Be, big)] {
        let (rows, flaws) = read(&bytes, 3, &Reading { encoding, ..reading(2, OnBadRow::Skip) });
        assert_eq!(rows, expected);
        assert_eq!((flaws[0].line, flaws[0].offset), (4, 24));
    }
    let windows = Reading { encoding: Encoding::Windows1252, ..reading(2, OnBadRow::Skip) };
    let (rows, flaws) = read(b"\xe4,\x80\nx\n", 1, &windows);
    assert_eq!((rows, flaws[0].offset), (vec![some(&["ä", "€"])], 4));
}

#[test]
fn lone_surrogates_and_half_units_are_no_text() {
    let utf16 = Reading { encoding: Encoding::Utf16Le, ..reading(1, OnBadRow::Keep) };
    let (rows, flaws) = read(b"\x00\xd8a\x00\n\x00\x00\xdc\n\x00b\x00c", 2, &utf16);
    assert_eq!(
        rows,
        [some(&["\u{fffd}\u{fffd}\u{fffd}a"]), some(&["\u{fffd}\u{fffd}\u{fffd}"]), some(&["b\u{fffd}"])]
    );
    assert_eq!(
        flaws.iter().map(|flaw| (flaw.line, flaw.offset)).collect::<Vec<_>>(),
        [(1, 0), (2, 6), (3, 10)]
    );
}

#[test]
fn cells_of_each_type() {
    let reading = Reading {
        decimal_comma: true,
        days: DayFormat::new("d.m.yyyy").expect("a format"),
        ..Reading::new(1)
    };
    let fill = |text: &str, kind| {
        let part = Splitter::new(&reading, 1, 0).push(text.as_bytes(), true).expect("short").expect("rows");
        let (column, bad) = Rows::read(part, &reading).fill(&Field { cell: 0, kind }, &reading, None);
        (column.values, bad.rows)
    };
    assert_eq!(
        fill("\"1,5\"\n1.5\n\"-,5e1\"", Type::Float64),
        (Values::Float64(vec![1.5, 0.0, -5.0]), vec![1])
    );
    assert_eq!(fill("1\n+007\n2147483648", Type::Int32), (Values::Int32(vec![1, 7, 0]), vec![2]));
    assert_eq!(
        fill("-9223372036854775808\n9223372036854775808", Type::Int64),
        (Values::Int64(vec![i64::MIN, 0]), vec![1])
    );
    assert_eq!(
        fill("\"12,3\"\n\"12,345\"", Type::Decimal { scale: 2 }),
        (Values::Int64(vec![1230, 0]), vec![1])
    );
    assert_eq!(fill("1.2.1970\n30.2.1970", Type::Date), (Values::Int32(vec![31, 0]), vec![1]));
    assert_eq!(
        fill("1970-01-01T00:00:01.5+01:00\n1970-01-01T00:00", Type::Timestamp),
        (Values::Int64(vec![-3_598_500_000, 0]), vec![1])
    );
    assert_eq!(fill("True\nfalse\nyes", Type::Boolean), (Values::Boolean(vec![0b001]), vec![2]));
}

proptest! {
    #[test]
    fn the_cut_does_not_matter(text in "[ab,\"\n\ré]{0,60}", piece in 1_usize..20, cells in 1_usize..4) {
        let reading = reading(cells, OnBadRow::Keep);
        prop_assert_eq!(read(text.as_bytes(), piece, &reading), read(text.as_bytes(), 1000, &reading));
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200), piece in 1_usize..50, encoding in 0_usize..4) {
        let encoding = [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252][encoding];
        let reading = Reading { encoding, ..reading(3, OnBadRow::Keep) };
        prop_assert_eq!(read(&bytes, piece, &reading), read(&bytes, 1000, &reading));
    }

    #[test]
    fn columns_in_pieces_are_one(cells in prop::collection::vec(prop::option::of(any::<i32>()), 1..50), cut in 0_usize..50) {
        let text = |cells: &[Option<i32>]| cells.iter().map(|cell| cell.map_or("\n".into(), |n| format!("{n}\n"))).collect::<String>();
        let reading = Reading::new(1);
        let fill = |cells: &[Option<i32>], kind| {
            let part = Splitter::new(&reading, 1, 0).push(text(cells).as_bytes(), true).expect("short");
            part.map(|part| Rows::read(part, &reading).fill(&Field { cell: 0, kind }, &reading, None).0)
        };
        let (before, after) = cells.split_at(cut.min(cells.len()));
        for kind in [Type::Int32, Type::Text, Type::Category, Type::Boolean, Type::Float64] {
            let pieces: Vec<Column> = [before, after].into_iter().filter_map(|cells| fill(cells, kind)).collect();
            prop_assert_eq!(concat(&pieces.iter().collect::<Vec<_>>()), fill(&cells, kind));
        }
    }
}
