//! Whatever the bytes of a workbook, or of the XML in it: blocks of columns that hold together, the same cells of an area as of
//! the whole sheet; or a fault.
#![no_main]

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use clinicore_export::sheet::{Area, Block, Fault, Limits, Reading, Workbook};
use clinicore_fuzz::memory;
use libfuzzer_sys::fuzz_target;

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

const MOST: usize = 64 << 20;
/// Days since 1970-01-01: 0001-01-01 and the last of 9999.
const DAYS: std::ops::RangeInclusive<f64> = -719_162.0..=2_932_896.0;
const DAY_MS: f64 = 86_400_000.0;

/// Row, column; kind, bits of the number, text.
type Cells = BTreeMap<(u32, u32), (u8, u64, Vec<u8>)>;

fuzz_target!(|input: &[u8]| {
    let Some((bytes, reading)) = clinicore_fuzz::book::book_of(input) else { return };
    memory::within(MOST, || look(bytes, &reading));
});

fn look(bytes: Vec<u8>, reading: &Reading) {
    let limits = Limits {
        max_entries: 100,
        max_bytes: 1 << 20,
        max_ratio: 100,
        max_cells: 20_000,
        max_cell_bytes: 5000,
    };
    let Ok(workbook) = Workbook::open(bytes, limits, &mut || ControlFlow::Continue(())) else { return };
    for sheet in 0..workbook.sheets().len().min(4) {
        let all = cells(&workbook, sheet, reading);
        let area = Area { first: (1, 1), last: (6, 4) };
        let part = cells(&workbook, sheet, &Reading { area, ..*reading });
        let Ok(mut all) = all else { continue };
        if !reading.repeats_merged {
            all.retain(|&(row, column), _| (1..=6).contains(&row) && (1..=4).contains(&column));
            assert_eq!(part, Ok(all));
        }
    }
}

fn cells(workbook: &Workbook, sheet: usize, reading: &Reading) -> Result<Cells, Fault> {
    let go_on = &mut || ControlFlow::Continue(());
    let mut reader = workbook.read(sheet, reading, go_on)?;
    let (mut cells, mut next_row) = (Cells::new(), 0);
    while let Some(block) = reader.next(go_on)? {
        assert!(block.rows == 0 || block.first_row >= next_row);
        next_row = next_row.max(block.first_row + block.rows);
        take(&block, &mut cells);
    }
    Ok(cells)
}

fn take(block: &Block, cells: &mut Cells) {
    assert!(block.columns.is_sorted_by(|one, next| one.column < next.column));
    for column in &block.columns {
        let rows = column.kinds.len();
        assert!(rows > 0 && column.start as usize + rows <= block.rows as usize);
        assert!(column.numbers.is_empty() || column.numbers.len() == rows);
        assert!(column.ends.is_empty() || column.ends.len() == rows);
        assert_eq!(column.ends.last().map_or(0, |&end| end as usize), column.text.len());
        let mut from = 0;
        for (row, &kind) in column.kinds.iter().enumerate() {
            let number = column.numbers.get(row).copied().unwrap_or(0.0);
            let to = column.ends.get(row).map_or(0, |&end| end as usize);
            let text = std::str::from_utf8(&column.text[from..to]).expect("text");
            from = to;
            match kind {
                0 => assert!(number == 0.0 && text.is_empty()),
                3 => assert!(number == 0.0 || number == 1.0),
                4 => assert!(number < 14.0),
                5 => assert!(number == number.floor() && DAYS.contains(&number)),
                6 => assert!(number == number.floor() && DAYS.contains(&(number / DAY_MS).floor())),
                8 => assert!(text.starts_with('=')),
                _ => assert!(number.is_finite()),
            }
            if kind != 0 {
                let place =
                    (block.first_row + column.start + u32::try_from(row).expect("few"), column.column);
                let twin = cells.insert(place, (kind, number.to_bits(), text.as_bytes().to_vec()));
                assert_eq!(twin, None);
            }
        }
    }
}
