//! Whatever the bytes of a frame: no panic, no hang, and no more bytes than its dimensions allow.

mod pixel_files;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use clinicore_dicom::{Error, Frame, Output, decode_frame};
use pixel_files::{GO_ON, expected, frame};
use proptest::prelude::*;
use serde_json::json;
use std::ops::ControlFlow;
use std::sync::LazyLock;

/// A stream of every kind, and an RLE frame, which has no encoder among the golden data.
static SEEDS: LazyLock<Vec<(Frame, Vec<u8>)>> = LazyLock::new(|| {
    let expected = expected();
    let streams = expected["streams"].as_array().expect("streams");
    let mut seeds = Vec::new();
    for stream in streams {
        let data = BASE64_STANDARD.decode(stream["data"].as_str().expect("base64")).expect("base64");
        seeds.push((frame(&stream["frame"]), data));
    }
    let mut rle = vec![2, 0, 0, 0, 64, 0, 0, 0, 68, 0, 0, 0];
    rle.resize(64, 0);
    rle.extend([0xF1, 7, 0x80, 0, 7, 1, 2, 3, 4, 5, 6, 7, 8, 0xF9, 9]);
    let message = json!({
        "transferSyntax": "1.2.840.10008.1.2.5", "rows": 4, "columns": 4, "samples": 1, "photometric": "MONOCHROME2",
        "allocated": 16, "stored": 12, "high": 11, "signed": true,
    });
    seeds.push((frame(&message), rle));
    seeds
});

fn decode(frame: &Frame, data: &[u8]) -> Result<Vec<u8>, Error> {
    let mut told = 0;
    let mut checkpoint = |done, total| {
        assert!(told <= done && done <= total, "{done} of {total}");
        told = done;
        ControlFlow::Continue(())
    };
    decode_frame(frame, data, &[], &mut checkpoint)
}

/// Decodes in both ways; they must agree on whether that can be done.
fn try_both(frame: &Frame, data: &[u8]) {
    let pixels = frame.rows as usize * frame.columns as usize;
    let samples = decode(frame, data);
    if let Ok(samples) = &samples {
        let size = pixels * usize::from(frame.samples) * usize::from(frame.allocated.div_ceil(8));
        assert_eq!(samples.len(), size);
    }
    let shown = decode(&Frame { output: Output::Display, ..frame.clone() }, data);
    match shown {
        Ok(shown) => assert_eq!(shown.len(), pixels * if frame.samples == 1 { 1 } else { 3 }),
        Err(error) => assert!(samples.is_err() || matches!(error, Error::FrameUnsupported { .. }), "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_streams_do_no_harm(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..6_u8, any::<bool>()), 1..6),
    ) {
        let (frame, mut data) = SEEDS[which.index(SEEDS.len())].clone();
        for (at, byte, kind, early) in changes {
            // Half of them among the headers.
            let at = at.index(if early { data.len().min(200) } else { data.len() });
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
        try_both(&frame, &data);
    }

    #[test]
    fn streams_under_another_description_do_no_harm(
        which in any::<prop::sample::Index>(),
        size in (0_u32..70, 0_u32..70),
        samples in prop::sample::select(vec![1, 3, 4]),
        bits in (prop::sample::select(vec![1, 8, 16, 32, 64]), 0_u8..=64, 0_u8..=64),
        flags in any::<[bool; 6]>(),
        syntax in prop::sample::select(vec![".1", ".2", ".5", ".4.50", ".4.70", ".4.80", ".4.91", ".8.1", ".4.201", ".4.110"]),
        photometric in prop::sample::select(vec!["MONOCHROME1", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "HSV"]),
    ) {
        let (known, data) = SEEDS[which.index(SEEDS.len())].clone();
        let mut frame = known.clone();
        let [other_size, other_syntax, planar, signed, big_endian, float] = flags;
        if other_size {
            (frame.rows, frame.columns) = size;
            (frame.allocated, frame.stored, frame.high) = bits;
        }
        if other_syntax {
            frame.transfer_syntax = format!("1.2.840.10008.1.2{syntax}");
            frame.samples = samples;
        }
        frame = Frame { planar, signed, big_endian, float: float && other_size, photometric: photometric.to_owned(), ..frame };
        for output in [Output::Samples, Output::Display, Output::Jpeg] {
            for color in [false, true] {
                let _ = decode(&Frame { output, color, ..frame.clone() }, &data);
            }
        }
    }
}

#[test]
fn a_frame_that_is_too_large_is_not_begun() {
    let (small, data) = &SEEDS[0];
    let large = Frame { rows: 65_535, columns: 65_535, ..small.clone() };
    assert_eq!(
        decode(&large, data),
        Err(Error::FrameTooLarge { frame: 0, given: 65_535 * 65_535, limit: 1 << 28 })
    );
    let count = u64::from(small.rows) * u64::from(small.columns);
    assert!(decode(&Frame { max_frame_bytes: count, ..small.clone() }, data).is_ok());
    let tight = decode(&Frame { max_frame_bytes: count - 1, ..small.clone() }, data);
    assert_eq!(tight, Err(Error::FrameTooLarge { frame: 0, given: count, limit: count - 1 }));
}

/// Of 256 MiB, with headers that say so too: nothing near that is allocated.
#[test]
fn a_few_bytes_that_claim_much_are_corrupt() {
    let (rows, columns) = (8192_u16, 16_384_u16);
    let [r1, r0, c1, c0] = [rows.to_be_bytes(), columns.to_be_bytes()].concat()[..] else { unreachable!() };
    let jpeg = [&[0xFF, 0xD8, 0xFF, 0xC1, 0, 11, 12, r1, r0, c1, c0, 1, 1, 0x11, 0][..], &[0; 40]].concat();
    let jpeg_ls = [
        &[0xFF, 0xD8, 0xFF, 0xF7, 0, 11, 16, r1, r0, c1, c0, 1, 1, 0x11, 0][..],
        &[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0xFE, 0xFE],
    ];
    let size = [c1, c0, 0, 0, r1, r0];
    let jpeg_2000 = [
        &[0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0, 0, 0][..],
        &size[..2],
        &[0, 0],
        &size[4..],
        &[0; 10],
        &size[..2],
        &[0, 0],
        &size[4..],
        &[0; 8],
        &[0, 1, 15, 1, 1],
    ];
    let mut rle = vec![2, 0, 0, 0, 64, 0, 0, 0, 66, 0, 0, 0];
    rle.resize(64, 0);
    rle.extend([0x81, 0, 0x81, 0]);
    let deflated = [0xED, 0xC1, 0x01, 0x01, 0x00, 0x00, 0x00, 0x80, 0x90, 0xFE, 0xAF, 0xEE];
    for (syntax, data) in [
        ("1.2.840.10008.1.2.4.51", &jpeg[..]),
        ("1.2.840.10008.1.2.4.80", &jpeg_ls.concat()),
        ("1.2.840.10008.1.2.4.90", &jpeg_2000.concat()),
        ("1.2.840.10008.1.2.4.201", &jpeg_2000.concat()),
        ("1.2.840.10008.1.2.5", &rle),
        ("1.2.840.10008.1.2.8.1", &deflated),
    ] {
        let message = json!({
            "transferSyntax": syntax, "rows": rows, "columns": columns, "samples": 1, "photometric": "MONOCHROME2",
            "allocated": 16, "stored": 12, "high": 11,
        });
        let error = decode(&frame(&message), data).expect_err("corrupt");
        assert!(matches!(error, Error::FrameCorrupt { .. }), "{syntax}: {error}");
    }
}

#[test]
fn a_stream_of_other_dimensions_is_refused() {
    // RLE and deflated frames say nothing of their dimensions.
    let own =
        |frame: &Frame| !frame.transfer_syntax.ends_with(".8.1") && !frame.transfer_syntax.ends_with(".5");
    for (frame, data) in SEEDS.iter().filter(|(frame, _)| own(frame)) {
        for other in [
            Frame { rows: frame.rows + 1, ..frame.clone() },
            Frame { columns: frame.columns - 1, ..frame.clone() },
            Frame { samples: if frame.samples == 1 { 3 } else { 1 }, ..frame.clone() },
        ] {
            let refused = decode(&other, data).expect_err("other dimensions");
            assert!(matches!(refused, Error::FrameDiffers { .. }), "{refused}");
        }
    }
}

#[test]
fn what_is_not_decoded_is_named() {
    let (known, data) = &SEEDS[0];
    for (uid, named) in [("1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.110"), ("Doe^Jane", "(not a UID)")]
    {
        let error =
            decode(&Frame { transfer_syntax: uid.to_owned(), ..known.clone() }, data).expect_err("unknown");
        assert!(
            matches!(&error, Error::FrameUnsupported { transfer_syntax, .. } if transfer_syntax == named)
        );
    }
}

#[test]
fn a_break_at_any_checkpoint_cancels() {
    let rows = 300;
    let message = json!({
        "transferSyntax": "1.2.840.10008.1.2.1", "rows": rows, "columns": 512, "samples": 1, "allocated": 8, "stored": 8,
        "high": 7, "photometric": "MONOCHROME2", "output": "png",
    });
    let (frame, data) = (frame(&message), vec![7; rows * 512]);
    let mut seen = 0;
    let mut count = |_, _| {
        seen += 1;
        ControlFlow::Continue(())
    };
    decode_frame(&frame, &data, &[], &mut count).expect("valid");
    assert!(seen > 2);
    for stop in 1..=seen {
        let mut calls = 0;
        let broken = decode_frame(&frame, &data, &[], &mut |_, _| {
            calls += 1;
            if calls == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(broken, Err(Error::Cancelled));
    }
    assert!(decode_frame(&frame, &data, &[], &mut { GO_ON }).is_ok());
}

/// A stream of the golden data, and where its segments of a marker start.
fn stream(name: &str, marker: u8) -> (Frame, Vec<u8>, Vec<usize>) {
    let expected = expected();
    let streams = expected["streams"].as_array().expect("streams");
    let stream = streams.iter().find(|stream| stream["name"] == name).expect("there is one");
    let data = BASE64_STANDARD.decode(stream["data"].as_str().expect("base64")).expect("base64");
    let starts = (0..data.len()).filter(|at| data[*at..].starts_with(&[0xFF, marker])).collect();
    (frame(&stream["frame"]), data, starts)
}

#[test]
fn jpeg_components_subsampled_by_fractions_are_not_decoded() {
    let (mut frame, mut data, starts) = stream("JPEG 444 of 51 by 43", 0xC0);
    let [start] = starts[..] else { panic!("one frame header") };
    // Smaller, so that what is there fills it.
    (frame.rows, frame.columns) = (8, 9);
    data[start + 5..start + 9].copy_from_slice(&[0, 8, 0, 9]);
    for factors in [[0x31, 0x21, 0x21], [0x13, 0x12, 0x12], [0x32, 0x21, 0x11]] {
        [data[start + 11], data[start + 14], data[start + 17]] = factors;
        let error = decode(&frame, &data).expect_err("not whole");
        assert!(matches!(error, Error::FrameUnsupported { .. }), "{error}");
    }
}

#[test]
fn a_jpeg_ls_component_is_decoded_once() {
    let (frame, data, starts) = stream("JPEG-LS of 8 bits, interleave mode 0, near 0", 0xDA);
    let [first, second, third] = starts[..] else { panic!("three scans") };
    assert!(decode(&frame, &data).is_ok());
    let again = [&data[..second], &data[first..second], &data[second..]].concat();
    assert_eq!(decode(&frame, &again), Err(Error::FrameCorrupt { frame: 0, encoding: "JPEG-LS" }));
    // Nor are there two frame headers, which could differ.
    let header = data.windows(2).position(|two| two == [0xFF, 0xF7]).expect("one");
    let twice = [&data[..third], &data[header..first], &data[third..]].concat();
    assert_eq!(decode(&frame, &twice), Err(Error::FrameCorrupt { frame: 0, encoding: "JPEG-LS" }));
}
