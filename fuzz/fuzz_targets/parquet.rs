//! Whatever the bytes of a Parquet file: rows of the types it says, of the columns and as many as were asked for, in bounded
//! memory; or an error.
#![no_main]

use std::ops::ControlFlow;
use std::sync::Arc;

use clinicore_export::Error;
use clinicore_export::columns::ColumnType;
use clinicore_export::parquet::{File, Filter, Op, ReadOptions, Source, Values, is_guarded};
use clinicore_fuzz::memory;
use libfuzzer_sys::fuzz_target;

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

/// A page may claim 256 MiB, and is then both packed and unpacked.
const MOST: usize = 700 << 20;
const OPS: [Op; 9] = [
    Op::Equal,
    Op::NotEqual,
    Op::Less,
    Op::LessOrEqual,
    Op::Greater,
    Op::GreaterOrEqual,
    Op::In,
    Op::IsNull,
    Op::IsNotNull,
];
/// Batches that are decoded of a file: pages of one value repeated may be very long.
const BATCHES: usize = 4;

fuzz_target!(
    // The parquet crate's panics are caught, and so must not end the process.
    init: std::panic::set_hook(Box::new(|panic| {
        if !is_guarded() {
            eprintln!("{panic}");
        }
    })),
    |input: &[u8]| {
        let Some((&[op, value, column, rows], file)) = input.split_first_chunk::<4>() else { return };
        memory::within(MOST, || look(file, [op, value, column, rows].map(usize::from)));
    }
);

fn look(file: &[u8], [op, value, column, rows]: [usize; 4]) {
    let Ok(file) = File::open(Source::from(file.to_vec())) else { return };
    let file = Arc::new(file);
    let held: Vec<usize> =
        (0..file.columns().len().min(50)).filter(|&at| file.columns()[at].holds.is_ok()).collect();
    let Some(&one) = held.get(column % held.len().max(1)) else { return };
    let kind = file.columns()[one].holds.expect("a type that is held");
    let filter = Filter { column: one, op: OPS[op % OPS.len()], values: values(kind, value) };
    let limit = Some(1 + rows as u64 * 100);
    let projected = Some(held);
    let some = ReadOptions { limit, columns: projected, batch_bytes: 1 << 16, ..ReadOptions::default() };
    let choices = [
        some.clone(),
        ReadOptions { columns: Some(vec![one]), offset: rows as u64, ..some.clone() },
        ReadOptions { filters: vec![filter], ..some },
    ];
    for options in choices {
        let _ = read(&file, &options);
    }
}

fn values(kind: ColumnType, value: usize) -> Values {
    match kind {
        ColumnType::Float64 => Values::Floats(vec![value as f64]),
        ColumnType::String | ColumnType::Category => {
            Values::Texts(vec![char::from(u8::try_from(value).expect("a byte")).to_string()])
        }
        _ => Values::Integers(vec![i64::try_from(value).expect("a byte")]),
    }
}

fn read(file: &Arc<File>, options: &ReadOptions) -> Result<(), Error> {
    let mut rows = file.rows(options.clone())?;
    let mut left = options.limit.unwrap_or(u64::MAX);
    let mut asked = 0;
    let go_on = &mut || {
        asked += 1;
        if asked > BATCHES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    loop {
        let Some(batch) = rows.next(go_on)? else { break };
        assert!(batch.num_rows() > 0);
        left = left.checked_sub(batch.num_rows() as u64).expect("no more rows than were asked for");
        for (array, field) in batch.columns().iter().zip(batch.schema().fields()) {
            assert!(ColumnType::of(array.data_type()).is_some());
            assert_eq!(array.data_type(), field.data_type());
            array.to_data().validate_full().expect("a column that holds together");
        }
    }
    Ok(())
}
