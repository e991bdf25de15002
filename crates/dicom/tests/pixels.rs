//! Pixels are held to what other decoders make of them, by `__test__/golden/dicom/pixels.json`, and damaged ones end in
//! errors.

mod pixel_files;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use clinicore_dicom::{Error, Frame, decode_frame};
use pixel_files::{GO_ON, Pixels, digest, expected, frame, golden, pixels};
use serde_json::{Value, json};

/// Checks decoded samples; says where they differ.
fn check(name: &str, got: &[u8], want: &Value, bytes: usize, signed: bool) -> Result<(), String> {
    if let Some(same) = want["sha256"].as_str() {
        return if digest(got) == same { Ok(()) } else { Err(format!("{name}: {} bytes differ", got.len())) };
    }
    let tolerance = want["tolerance"].as_i64().expect("a number");
    let every = usize::try_from(want["every"].as_u64().expect("a number")).expect("small");
    let values = want["values"].as_array().expect("a list");
    let samples = got.chunks_exact(bytes).step_by(every).map(|sample| match (sample, signed) {
        ([byte], false) => i64::from(*byte),
        ([byte], true) => byte.cast_signed().into(),
        ([low, high], false) => u16::from_le_bytes([*low, *high]).into(),
        ([low, high], true) => i16::from_le_bytes([*low, *high]).into(),
        _ => unreachable!("lossy samples have 8 or 16 bits"),
    });
    let samples = samples.collect::<Vec<_>>();
    if samples.len() != values.len() {
        return Err(format!("{name}: {} samples instead of {}", samples.len(), values.len()));
    }
    let difference =
        samples.iter().zip(values).map(|(got, want)| (got - want.as_i64().expect("whole")).abs()).max();
    if difference <= Some(tolerance) { Ok(()) } else { Err(format!("{name}: differs by {difference:?}")) }
}

/// Decodes the samples as they are and, if they are expected, in RGB.
fn compare(name: &str, frame: &Frame, data: &[u8], tables: &[u8], want: &Value) -> Result<(), String> {
    let bytes = usize::from(frame.allocated.div_ceil(8));
    for (key, color) in [("samples", false), ("rgb", true)] {
        if let Some(want) = want.get(key) {
            let frame = Frame { color, ..frame.clone() };
            let got = decode_frame(&frame, data, tables, &mut { GO_ON })
                .map_err(|error| format!("{name}: {error}"))?;
            check(&format!("{name}, {key}"), &got, want, bytes, frame.signed)?;
        }
    }
    Ok(())
}

#[test]
fn the_pixels_of_every_file_are_those_of_other_decoders() {
    let expected = expected();
    let files = expected["files"].as_object().expect("files");
    assert!(files.len() > 60, "{}", files.len());
    let mut wrong = Vec::new();
    for (name, want) in files {
        let Pixels { mut frame, frames, tables } = pixels(&golden(name));
        for (index, (want, data)) in want.as_array().expect("frames").iter().zip(&frames).enumerate() {
            frame.number = index as u64;
            wrong.extend(compare(&format!("{name}, frame {index}"), &frame, data, &tables, want).err());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn streams_of_other_encoders_are_decoded_as_their_decoders_do() {
    let expected = expected();
    let streams = expected["streams"].as_array().expect("streams");
    assert!(streams.len() > 90, "{}", streams.len());
    let mut wrong = Vec::new();
    for stream in streams {
        let data = BASE64_STANDARD.decode(stream["data"].as_str().expect("base64")).expect("base64");
        let name = stream["name"].as_str().expect("a name");
        wrong.extend(compare(name, &frame(&stream["frame"]), &data, &[], stream).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// T.800 A.4.2: the last tile-part need not tell its length; and some writers leave the end marker out.
#[test]
fn a_jpeg_2000_stream_without_its_length_or_end_is_read_but_one_cut_short_is_not() {
    let expected = expected();
    let streams = expected["streams"].as_array().expect("streams");
    for kind in
        ["JPEG 2000 of 12 bits, 1 samples, reversible", "high-throughput JPEG 2000 of 12 bits, 1 samples"]
    {
        let stream = streams.iter().find(|stream| stream["name"] == kind).expect("there is one");
        let frame = frame(&stream["frame"]);
        let whole = BASE64_STANDARD.decode(stream["data"].as_str().expect("base64")).expect("base64");
        let decode = |data: &[u8]| decode_frame(&frame, data, &[], &mut { GO_ON });
        let want = decode(&whole).expect("valid");
        assert_eq!(decode(&whole[..whole.len() - 2]).as_ref(), Ok(&want), "{kind} without an end");
        let mut open_ended = whole.clone();
        let tile_part = whole.windows(2).position(|two| two == [0xFF, 0x90]).expect("a tile-part");
        open_ended[tile_part + 6..tile_part + 10].fill(0);
        assert_eq!(decode(&open_ended).as_ref(), Ok(&want), "{kind} without a length");
        let corrupt = Err(Error::FrameCorrupt { frame: 0, encoding: "JPEG 2000" });
        assert_eq!(decode(&whole[..whole.len() / 2]), corrupt, "{kind} cut short");
    }
}

/// The example of T.87 H.3.
#[test]
fn the_example_of_the_jpeg_ls_standard_is_decoded() {
    let stream =
        [
            &[
                0xFF, 0xD8, 0xFF, 0xF7, 0, 11, 8, 0, 4, 0, 4, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0,
                0,
            ][..],
            &[
                0xC0, 0x00, 0x00, 0x6C, 0x80, 0x20, 0x8E, 0x01, 0xC0, 0x00, 0x00, 0x57, 0x40, 0x00, 0x00,
                0x6E, 0xE6,
            ],
            &[0x00, 0x00, 0x01, 0xBC, 0x18, 0x00, 0x00, 0x05, 0xD8, 0x00, 0x00, 0x91, 0x60, 0xFF, 0xD9],
        ]
        .concat();
    let message = json!({
        "transferSyntax": "1.2.840.10008.1.2.4.80", "rows": 4, "columns": 4, "samples": 1, "photometric": "MONOCHROME2",
        "allocated": 8, "stored": 8, "high": 7,
    });
    let want = [0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145];
    assert_eq!(decode_frame(&frame(&message), &stream, &[], &mut { GO_ON }).as_deref(), Ok(&want[..]));
}

/// PS3.5 G.2: each segment of single bits starts with a byte, however many pixels the one before it has.
#[test]
fn single_bits_of_three_samples_are_decoded() {
    let mut rle = vec![0; 64];
    for (at, start) in [3, 64, 66, 68].into_iter().enumerate() {
        rle[4 * at] = start;
    }
    rle.extend([0, 0b101, 0, 0b010, 0, 0b111]);
    let frame = frame(&json!({
        "transferSyntax": "1.2.840.10008.1.2.5", "rows": 1, "columns": 3, "samples": 3, "photometric": "RGB",
        "allocated": 1, "stored": 1, "high": 0, "output": "samples",
    }));
    let pixels = decode_frame(&frame, &rle, &[], &mut { GO_ON });
    assert_eq!(pixels, Ok(vec![1, 0, 1, 0, 1, 1, 1, 0, 1]));
}
