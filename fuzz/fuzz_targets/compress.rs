//! Whatever compressed bytes, and records with a dictionary: the same in one piece and in others, no more than may be; or the
//! same error. What is packed is unpacked as the same.
#![no_main]

use std::ops::ControlFlow;
use std::sync::OnceLock;

use clinicore_export::Error;
use clinicore_export::compress::{
    Compression, Decoder, Decompression, Encoder, Format, Records, compress_records, decompress_records,
};
use clinicore_fuzz::memory;
use libfuzzer_sys::fuzz_target;

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

const MOST: usize = 64 << 20;
const MAX_BYTES: u64 = 1 << 20;
/// What a step may make before it is counted: a block of LZ4 has at most 4 MiB.
const STEP: usize = 4 << 20;
const FORMATS: [Format; 5] = [Format::Zstd, Format::Lz4, Format::Gzip, Format::Zlib, Format::RawDeflate];

static DICTIONARY: OnceLock<Vec<u8>> = OnceLock::new();

fuzz_target!(
    init: DICTIONARY.set(clinicore_fuzz::records::dictionary()).expect("the first"),
    |input: &[u8]| {
        let Some((&[way, format, width], data)) = input.split_first_chunk::<3>() else { return };
        let Some(&format) = FORMATS.get(usize::from(format)) else { return };
        let width = 1 + usize::from(width);
        memory::within(MOST, || match way {
            0 => unpack(format, data, width),
            1 => pack(format, data, width),
            2 => records(data, width, DICTIONARY.get().expect("made").clone()),
            3 => {
                let (dictionary, data) = data.split_at(data.len() / 2);
                records(data, width, dictionary.to_vec());
            }
            _ => {}
        });
    }
);

fn unpack(format: Format, data: &[u8], width: usize) {
    let options = Decompression { max_bytes: MAX_BYTES, max_window_log: 20, ..Decompression::new(format) };
    let whole = unpacked(&options, &[data]);
    if let Ok(made) = &whole {
        assert!(made.len() as u64 <= MAX_BYTES);
    }
    let pieces: Vec<&[u8]> = data.chunks(width).collect();
    let by_pieces = unpacked(&options, &pieces);
    // The zstd library refuses empty compressed blocks only where it has the whole frame at once.
    if whole.is_ok() || format != Format::Zstd {
        assert_eq!(by_pieces, whole);
    }
}

fn unpacked(options: &Decompression, pieces: &[&[u8]]) -> Result<Vec<u8>, Error> {
    let mut decoder = Decoder::new(options).expect("memory");
    let mut out = Vec::new();
    for (piece, last) in pieces.iter().map(|piece| (*piece, false)).chain([([].as_slice(), true)]) {
        decoder.push(piece, last);
        loop {
            let before = out.len();
            let more = decoder.decode(&mut out, 1 << 16, &mut |_| ControlFlow::Continue(()))?;
            assert!(out.len() - before <= (1 << 16) + STEP);
            if !more {
                break;
            }
        }
    }
    Ok(out)
}

fn pack(format: Format, data: &[u8], width: usize) {
    let options = Compression { level: 1, ..Compression::new(format) };
    let pieces: Vec<&[u8]> = data.chunks(width * 64).collect();
    let packed = packed(&options, &pieces);
    assert_eq!(self::packed(&options, &[data]), packed);
    assert_eq!(unpacked(&Decompression::new(format), &[&packed]).as_deref(), Ok(data));
}

fn packed(options: &Compression, pieces: &[&[u8]]) -> Vec<u8> {
    let mut encoder = Encoder::new(options).expect("memory");
    let mut out = Vec::new();
    for (piece, last) in pieces.iter().map(|piece| (*piece, false)).chain([([].as_slice(), true)]) {
        encoder.encode(piece, last, &mut out, &mut |_| ControlFlow::Continue(())).expect("memory");
    }
    out
}

/// Records of one width: packed and unpacked, and unpacked as if they were packed.
fn records(data: &[u8], width: usize, dictionary: Vec<u8>) {
    let go_on = &mut |_| ControlFlow::Continue(());
    let given = Records {
        data: data.to_vec(),
        lengths: data.chunks(width).map(|record| u32::try_from(record.len()).expect("short")).collect(),
    };
    let reading = Decompression {
        max_bytes: MAX_BYTES,
        max_window_log: 20,
        dictionary: Some(dictionary.clone()),
        ..Decompression::new(Format::Zstd)
    };
    let whole = Records { lengths: vec![u32::try_from(data.len()).expect("short")], ..given.clone() };
    if let Ok(made) = decompress_records(&reading, &whole, 0, go_on) {
        assert_eq!(unpacked(&reading, &[data]), Ok(made.data));
    }
    let writing = Compression { level: 1, dictionary: Some(dictionary), ..Compression::new(Format::Zstd) };
    match compress_records(&writing, &given, go_on) {
        Ok(packed) => assert_eq!(decompress_records(&reading, &packed, 0, go_on), Ok(given)),
        Err(error) => assert_eq!(error, Error::DictionaryDamaged),
    }
}
