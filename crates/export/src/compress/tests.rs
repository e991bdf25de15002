use proptest::prelude::*;

use super::*;

const FORMATS: [Format; 4] = [Format::Zstd, Format::Lz4, Format::Gzip, Format::Zlib];

fn packed(options: &Compression, chunks: &[&[u8]]) -> Vec<u8> {
    let mut encoder = Encoder::new(options).expect("memory");
    let mut out = Vec::new();
    for chunk in chunks {
        encoder.encode(chunk, false, &mut out, &mut |_| ControlFlow::Continue(())).expect("no failure");
    }
    encoder.encode(&[], true, &mut out, &mut |_| ControlFlow::Continue(())).expect("no failure");
    out
}

fn unpacked(options: Decompression, data: &[u8], chunk: usize, room: usize) -> Result<Vec<u8>, Error> {
    let mut decoder = Decoder::new(options)?;
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
    for format in FORMATS {
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
        let both = if format == Format::Zlib { refused.clone() } else { Ok(b"oneone".to_vec()) };
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
