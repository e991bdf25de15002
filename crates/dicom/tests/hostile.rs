//! Whatever the bytes: no panic, no hang, no more memory than the input is worth, and the same answer twice.

use clinicore_dicom::{Error, Intake, Limits, Options, scan, to_json};
use proptest::prelude::*;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Small files of every kind: the three encodings, deflated, encapsulated, with sequences, UN, private elements.
const SEEDS: [&str; 9] = [
    "ophthalmic/lensometry_ele.dcm",
    "ophthalmic/autorefraction_ile.dcm",
    "pydicom/test_files/ExplVR_BigEndNoMeta.dcm",
    "pydicom/test_files/UN_sequence.dcm",
    "pydicom/test_files/priv_SQ.dcm",
    "pydicom/test_files/SC_rgb_rle_2frame.dcm",
    "pydicom/test_files/image_dfl.dcm",
    "pydicom/test_files/reportsi.dcm",
    "pydicom/charset_files/chrH32.dcm",
];

fn seed(index: usize) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../__test__/golden/dicom");
    std::fs::read(folder.join(SEEDS[index])).expect("a golden file")
}

fn options() -> Options {
    let limits = Limits { max_elements: 10_000, max_inflated_bytes: 1 << 20, ..Limits::default() };
    Options { limits, pixel_data: true, file_meta: true }
}

/// Reads in every way there is; they must agree, and what comes out must be JSON.
fn read(data: &[u8]) {
    let mut steps = 0_u64;
    let mut checkpoint = |done, total| {
        assert!(done <= total, "{done} of {total}");
        steps += 1;
        ControlFlow::Continue(())
    };
    let text = to_json(data, &options(), &mut checkpoint);
    match &text {
        Ok(text) => {
            serde_json::from_str::<serde_json::Value>(text).expect("JSON");
            assert!(text.len() <= 64 * (data.len() + (1 << 20)));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let scanned = scan(data, &options().limits);
    // The values of an element are counted only where they are written.
    if scanned.is_err() || !matches!(text, Err(Error::TooManyElements { .. })) {
        assert_eq!(scanned.as_ref().err(), text.as_ref().err());
    }
    if let Ok(data_set) = scanned {
        assert!(data_set.elements().iter().all(|element| data_set.value(element).is_some()));
    }
    let intake = Intake::take(data, &options());
    let pieces = intake.and_then(|intake| intake.into_json(&mut checkpoint));
    let joined =
        pieces.map(|pieces| pieces.into_iter().map(|piece| piece.json).collect::<Vec<_>>().join(","));
    assert_eq!(joined, text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_do_no_harm(data in prop::collection::vec(any::<u8>(), 0..600)) {
        read(&data);
    }

    #[test]
    fn random_bytes_after_a_file_header_do_no_harm(
        head in 0..SEEDS.len(),
        tail in prop::collection::vec(prop_oneof![any::<u8>(), Just(0), Just(0xFF), Just(0xFE)], 0..600),
    ) {
        let mut data = seed(head);
        data.truncate(360);
        data.extend(tail);
        read(&data);
    }

    #[test]
    fn mutated_files_do_no_harm(
        which in 0..SEEDS.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..6_u8), 1..8),
    ) {
        let mut data = seed(which);
        for (at, byte, kind) in changes {
            let at = at.index(data.len());
            match kind {
                0 => data.truncate(at.max(1)),
                1 => { data.remove(at); }
                2 => data.insert(at, byte),
                3 => data[at] = 0xFF,
                4 => data[at] ^= 1 << (byte % 8),
                _ => data[at] = byte,
            }
            if data.is_empty() {
                break;
            }
        }
        read(&data);
    }
}

/// Each of these once cost time or memory out of proportion in some reader.
#[test]
fn zeros_and_repetition_cost_linear_time() {
    let element = |vr: &[u8; 2], value: Vec<u8>| {
        let length = u32::try_from(value.len()).expect("small").to_le_bytes();
        [b"\x08\x00\x60\x00", &vr[..], &[0, 0], &length, &value].concat()
    };
    let zeros = vec![0; 4 << 20];
    read(&zeros);
    let mut almost_zeros = [element(b"UT", Vec::new()), zeros].concat();
    read(&almost_zeros);
    almost_zeros.push(1);
    read(&almost_zeros);
    for (vr, byte) in [(b"UT", b' '), (b"UC", b'\\'), (b"UT", 0x1B), (b"OB", 7)] {
        read(&element(vr, vec![byte; 2 << 20]));
    }
}
