use proptest::prelude::*;

use super::*;

const FORMATS: [Format; 5] = [Format::Zstd, Format::Lz4, Format::Gzip, Format::Zlib, Format::RawDeflate];

fn packed(options: &Compression, chunks: &[&[u8]]) -> Vec<u8> {
    let mut encoder = Encoder::new(options).expect("memory");
    let mut out = Vec::new();
    for chunk in chunks {
        encoder.encode(chunk, false, &mut out, &mut |_| ControlFlow::Continue(())).expect("no failure");
    }
    encoder.encode(&[], true, &mut out, &mut |_| ControlFlow::Continue(())).expect("no failure");
    out
}

#[allow(clippy::needless_pass_by_value)] // the calls are easier to read
fn unpacked(options: Decompression, data: &[u8], chunk: usize, room: usize) -> Result<Vec<u8>, Error> {
    let mut decoder = Decoder::new(&options)?;
    let mut out = Vec::new();
    let count = data.len().div_ceil(chunk).max(1);
    for index in 0..count {
        decoder.push(&data[index * chunk..data.len().min((index + 1) * chunk)], index + 1 == count);
        while decoder.decode(&mut out, room, &mut |_| ControlFlow::Continue(()))? {}
    }
    Ok(out)
}

/// Text that compresses, then noise that does not.
fn sample(length: usize) -> Vec<u8> {
    let text = b"Progressive lens 1.67; ".iter().copied().cycle().take(length / 2);
    let noise = (0_u32..).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]).take(length - length / 2);
    text.chain(noise).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn what_is_packed_is_unpacked_however_it_is_cut(
        length in 0_usize..300_000, cut in 0_usize..300_000, chunk in 500_usize..100_000, room in 500_usize..100_000,
    ) {
        let data = sample(length);
        let (head, tail) = data.split_at(cut.min(length));
        for format in FORMATS {
            let options = Compression::new(format);
            let file = packed(&options, &[head, tail]);
            prop_assert_eq!(&file, &packed(&options, &[&data]));
            let back = unpacked(Decompression::new(format), &file, chunk, room).expect("what we made");
            prop_assert!(back == data);
        }
    }
}

#[test]
fn a_byte_at_a_time_is_enough() {
    for format in FORMATS {
        let file = packed(&Compression::new(format), &[&sample(5000)]);
        assert_eq!(unpacked(Decompression::new(format), &file, 1, 1), Ok(sample(5000)), "{format:?}");
    }
}

#[test]
fn every_truncation_is_an_error_at_its_unit() {
    for format in FORMATS {
        let file = packed(&Compression::new(format), &[&sample(3000)]);
        for end in 0..file.len() {
            let outcome = unpacked(Decompression::new(format), &file[..end], 700, 1 << 20);
            assert_eq!(
                outcome,
                Err(Error::Compressed { unit: format.unit(), offset: 0 }),
                "{format:?} {end}"
            );
        }
    }
}

#[test]
fn a_flipped_bit_is_an_error_or_changes_nothing() {
    let data = sample(600);
    // Deflated data by themselves have no checksum.
    for format in FORMATS.into_iter().filter(|&format| format != Format::RawDeflate) {
        let file = packed(&Compression::new(format), &[&data]);
        for bit in 0..file.len() * 8 {
            let mut bad = file.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            if let Ok(back) = unpacked(Decompression::new(format), &bad, 1 << 20, 1 << 20) {
                assert!(back == data, "{format:?}: bit {bit} changed the content");
            }
        }
    }
}

#[test]
fn units_follow_each_other_and_nothing_else_follows_them() {
    for format in FORMATS {
        let one = packed(&Compression::new(format), &[b"one"]);
        let twice = [one.clone(), one.clone()].concat();
        let garbage = [one.clone(), vec![0; 3]].concat();
        let offset = one.len() as u64;
        let refused = Err(Error::Compressed { unit: format.unit(), offset });
        let is_alone = matches!(format, Format::Zlib | Format::RawDeflate);
        let both = if is_alone { refused.clone() } else { Ok(b"oneone".to_vec()) };
        assert_eq!(unpacked(Decompression::new(format), &twice, 5, 2), both);
        assert_eq!(unpacked(Decompression::new(format), &garbage, 5, 2), refused);
    }
}

#[test]
fn skippable_frames_are_skipped() {
    for format in [Format::Zstd, Format::Lz4] {
        let skippable = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        let file = [&skippable, packed(&Compression::new(format), &[b"one"]).as_slice(), &skippable].concat();
        assert_eq!(unpacked(Decompression::new(format), &file, 2, 1), Ok(b"one".to_vec()));
    }
}

#[test]
fn a_bomb_stops_at_the_limit() {
    for format in FORMATS {
        let file = packed(&Compression::new(format), &[&vec![0; 50_000_000]]);
        let limited = |max_bytes| Decompression { max_bytes, ..Decompression::new(format) };
        let outcome = unpacked(limited(1_000_000), &file, file.len(), usize::MAX);
        assert_eq!(outcome, Err(Error::Decompressed { limit: 1_000_000 }));
        assert_eq!(unpacked(limited(50_000_000), &file, 9999, 1 << 16).map(|out| out.len()), Ok(50_000_000));
    }
}

#[test]
fn a_window_that_is_too_large_is_refused_before_it_is_allocated() {
    let options = Compression { window_log: Some(24), ..Compression::new(Format::Zstd) };
    let file = packed(&options, &[&sample(100_000)]);
    let limited = |max_window_log| Decompression { max_window_log, ..Decompression::new(Format::Zstd) };
    let refused = Error::Window { offset: 0, given: 1 << 24, limit: 23 };
    assert_eq!(unpacked(limited(23), &file, 1000, 1000), Err(refused));
    assert_eq!(unpacked(limited(24), &file, 1000, 1000).map(|out| out.len()), Ok(100_000));
}

/// Records as a clinic has them: alike, and short.
fn records(count: usize) -> Vec<Vec<u8>> {
    let record = |n: usize| {
        format!(
            r#"{{"id":"A-{}","patient":{},"item":"Progressive lens 1.6{}","status":"paid"}}"#,
            100_000 + n,
            n * 48_271 % 65_537,
            n % 10
        )
    };
    (0..count).map(|n| record(n).into_bytes()).collect()
}

fn gathered(list: &[Vec<u8>]) -> Records {
    Records {
        data: list.concat(),
        lengths: list.iter().map(|record| u32::try_from(record.len()).expect("short")).collect(),
    }
}

#[test]
fn a_dictionary_makes_records_smaller_and_only_it_reads_them() {
    let list = gathered(&records(2000));
    let go_on: Checkpoint<'_> = &mut |_| ControlFlow::Continue(());
    let dictionary = train_dictionary(&list, 4096).expect("enough samples");
    assert!(dictionary.len() <= 4096);
    let plain = compress_records(&Compression::new(Format::Zstd), &list, go_on).expect("records");
    let options = Compression { dictionary: Some(dictionary.clone()), ..Compression::new(Format::Zstd) };
    let packed = compress_records(&options, &list, go_on).expect("records");
    assert!(packed.data.len() * 2 < plain.data.len(), "{} {}", packed.data.len(), plain.data.len());

    let reading = Decompression { dictionary: Some(dictionary), ..Decompression::new(Format::Zstd) };
    assert_eq!(decompress_records(&reading, &packed, 0, go_on), Ok(list.clone()));
    let without = decompress_records(&Decompression::new(Format::Zstd), &packed, 0, go_on);
    assert!(
        matches!(without, Err(Error::Record { index: 0, error }) if matches!(*error, Error::DictionaryMissing { offset: 0, .. }))
    );

    let total = list.data.len() as u64;
    let limited = Decompression { max_bytes: total - 1, ..reading };
    let refused = Error::Record { index: 1999, error: Box::new(Error::Decompressed { limit: total - 1 }) };
    assert_eq!(decompress_records(&limited, &packed, 0, go_on), Err(refused));
}

#[test]
fn no_dictionary_comes_of_too_few_samples() {
    assert_eq!(train_dictionary(&gathered(&records(3)), 4096), Err(Error::Samples { size: 4096 }));
    assert_eq!(train_dictionary(&gathered(&[]), 4096), Err(Error::Samples { size: 4096 }));
}

#[test]
fn what_is_deflated_in_unfinished_parts_is_one_stream() {
    // Of many lengths, so that some fill the room that was made to the last byte.
    for length in (0..1500).chain([65_535, 65_536, 65_537, 300_000]) {
        let data = sample(length);
        let part = Compression { unfinished: true, ..Compression::new(Format::RawDeflate) };
        let last = Compression::new(Format::RawDeflate);
        let file = [packed(&part, &[&data]), packed(&part, &[]), packed(&last, &[&data])].concat();
        let back =
            unpacked(Decompression::new(Format::RawDeflate), &file, 4096, 1 << 20).expect("what we made");
        assert!(back == [data.clone(), data].concat(), "{length}");
    }
}
