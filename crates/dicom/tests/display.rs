//! What is shown of pixels is held to pydicom's transforms and libjpeg's files, by `__test__/golden/dicom/pixels.json`.

mod pixel_files;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use clinicore_dicom::{Error, Frame, Output, decode_frame};
use pixel_files::{GO_ON, digest, expected, frame, golden, pixels};
use serde_json::{Value, json};

fn base64(text: &Value) -> Vec<u8> {
    BASE64_STANDARD.decode(text.as_str().expect("base64")).expect("base64")
}

/// An image of 8 bits, as `more` has it otherwise.
fn image(rows: u32, columns: u32, more: &Value) -> Frame {
    let mut message = json!({
        "transferSyntax": "1.2.840.10008.1.2.1", "rows": rows, "columns": columns, "samples": 1,
        "photometric": "MONOCHROME2", "allocated": 8, "stored": 8, "high": 7, "output": "display",
        "voi": { "function": "LINEAR_EXACT", "center": 127.5, "width": 255 },
    });
    for (key, value) in more.as_object().expect("an object") {
        message[key] = value.clone();
    }
    frame(&message)
}

fn decoded(frame: &Frame, data: &[u8], tables: &[u8]) -> Vec<u8> {
    decode_frame(frame, data, tables, &mut { GO_ON }).expect("valid")
}

#[test]
fn grey_is_pydicoms() {
    let expected = expected();
    let displays = expected["displays"].as_array().expect("displays");
    assert!(displays.len() > 20);
    for display in displays {
        let name = &display["name"];
        let stored = pixels(&golden(display["file"].as_str().expect("a file")));
        let message = &display["message"];
        let frame = Frame {
            output: Output::Display,
            modality: serde_json::from_value(message["modality"].clone()).expect("a modality transform"),
            voi: serde_json::from_value(message["voi"].clone()).expect("a VOI transform"),
            invert: message["invert"] == true,
            ..stored.frame
        };
        let got = decoded(&frame, &stored.frames[0], &base64(&message["tables"]));
        let every = usize::try_from(display["every"].as_u64().expect("a number")).expect("small");
        let values = display["values"].as_array().expect("a list");
        assert_eq!(got.iter().step_by(every).count(), values.len(), "{name}");
        for (got, want) in got.iter().step_by(every).zip(values) {
            let want = want.as_f64().expect("a number");
            assert!((f64::from(*got) - want).abs() <= 0.5 + 1e-9, "{name}: {got} for {want}");
        }
    }
}

/// The table and the straight line that large frames are shown by give what each pixel's formula does.
#[test]
fn large_frames_are_shown_as_small_ones() {
    let values = (0..=u16::MAX).flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    for signed in [false, true] {
        for voi in [
            json!({ "function": "LINEAR", "center": 40, "width": 400 }),
            json!({ "function": "LINEAR", "center": 2048, "width": 4096 }),
            json!({ "function": "LINEAR", "center": -500.25, "width": 1 }),
            json!({ "function": "LINEAR", "center": 30_000, "width": 70_000 }),
            json!({ "function": "LINEAR_EXACT", "center": 1000, "width": 510 }),
            json!({ "function": "LINEAR_EXACT", "center": 1000, "width": 0.3 }),
            json!({ "function": "SIGMOID", "center": 1000, "width": 3000 }),
        ] {
            for (slope, intercept) in [(1.0, -1024.0), (0.37, 3.5), (-2.0, 10.0), (0.0, 50.0)] {
                for invert in [false, true] {
                    let more = json!({
                        "allocated": 16, "stored": 16, "high": 15, "signed": signed, "voi": voi, "invert": invert,
                        "modality": { "slope": slope, "intercept": intercept },
                    });
                    let large = decoded(&image(256, 256, &more), &values, &[]);
                    let small = values.chunks(512).flat_map(|row| decoded(&image(1, 256, &more), row, &[]));
                    assert!(small.eq(large.iter().copied()), "{more}");
                }
            }
        }
    }
}

#[test]
fn the_window_is_rounded_half_up_and_inverted_last() {
    let voi = json!({ "function": "LINEAR", "center": 100.5, "width": 511 });
    // ((x - 100) / 510 + 0.5) * 255 = 127.5 + (x - 100) / 2: a half at every other value.
    let greys = |invert: bool| {
        decoded(&image(1, 4, &json!({ "voi": voi, "invert": invert })), &[100, 101, 102, 103], &[])
    };
    assert_eq!(greys(false), [128, 128, 129, 129]);
    assert_eq!(greys(true), [127, 127, 126, 126]);
}

#[test]
fn lookup_tables_are_clamped_at_their_ends() {
    let tables = [10_u16, 200, 300, 0, 1000, 4095].map(u16::to_le_bytes).concat();
    let lut = |first: i32, entries: u32, at: u64| json!({ "first": first, "entries": entries, "bits": 12, "at": at });
    let more = json!({ "modality": lut(5, 3, 0), "voi": lut(200, 3, 6) });
    // 4 and 5 are 10, which is before the second table; 6 is 200, its first; 7 and beyond are 300, after its last.
    assert_eq!(decoded(&image(1, 5, &more), &[4, 5, 6, 7, 255], &tables), [0, 0, 0, 255, 255]);
    let more = json!({ "modality": lut(5, 3, 0), "voi": lut(199, 3, 6) });
    assert_eq!(decoded(&image(1, 2, &more), &[6, 7], &tables), [62, 255]);
    let cut_short =
        decode_frame(&image(1, 1, &json!({ "voi": lut(0, 6, 2) })), &[0], &tables, &mut { GO_ON });
    assert_eq!(cut_short, Err(Error::FrameCutShort { frame: 0, required: 14, given: 12 }));
}

#[test]
fn an_even_frame_is_black_and_floats_that_are_no_numbers_too() {
    assert_eq!(decoded(&image(1, 3, &json!({ "voi": null })), &[7, 7, 7], &[]), [0, 0, 0]);
    let floats = [f32::NAN, -1.0, 0.0, 3.0, f32::INFINITY].map(f32::to_le_bytes).concat();
    let more = json!({ "allocated": 32, "stored": 32, "high": 31, "float": true, "voi": null });
    assert_eq!(decoded(&image(1, 5, &more), &floats, &[]), [0, 0, 64, 255, 255]);
}

#[test]
fn overlays_are_drawn_as_far_as_they_lie_in_the_image() {
    // Three columns and two rows, from the lowest bit on: X.X / .X.
    let overlay =
        |x: i32, y: i32| json!({ "overlays": [{ "rows": 2, "columns": 3, "x": x, "y": y, "at": 1 }] });
    let drawn = |x: i32, y: i32| decoded(&image(3, 3, &overlay(x, y)), &[0; 9], &[0, 0b01_0101]);
    assert_eq!(drawn(0, 0), [255, 0, 255, 0, 255, 0, 0, 0, 0]);
    assert_eq!(drawn(1, 1), [0, 0, 0, 0, 255, 0, 0, 0, 255]);
    assert_eq!(drawn(-1, -1), [255, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(drawn(i32::MIN, i32::MAX), [0; 9]);
    let cut_short = decode_frame(&image(3, 3, &overlay(0, 0)), &[0; 9], &[0], &mut { GO_ON });
    assert_eq!(cut_short, Err(Error::FrameCutShort { frame: 0, required: 2, given: 1 }));
}

#[test]
fn palettes_are_looked_up_in_their_own_depth() {
    let tables = [0x0100_u16, 0xFF00, 0x0200, 0xFE00, 0x0300, 0xFD00].map(u16::to_le_bytes).concat();
    let palette = |bits: u8| json!({ "entries": 2, "first": 3, "bits": bits, "at": 0 });
    let rgb = |bits: u8, output: &str| {
        let more = json!({ "palette": palette(bits), "color": true, "output": output, "photometric": "PALETTE COLOR" });
        decoded(&image(1, 3, &more), &[0, 3, 4], &tables)
    };
    assert_eq!(rgb(16, "samples"), [0, 1, 0, 2, 0, 3, 0, 1, 0, 2, 0, 3, 0, 255, 0, 254, 0, 253]);
    // 0xFF00 * 255 / 65535 is 254.003.
    assert_eq!(rgb(16, "display"), [1, 2, 3, 1, 2, 3, 254, 253, 252]);
    let tables = [1_u16, 255, 2, 254, 3, 253].map(u16::to_le_bytes).concat();
    let more = json!({ "palette": palette(8), "color": true, "photometric": "PALETTE COLOR" });
    assert_eq!(decoded(&image(1, 2, &more), &[3, 4], &tables), [1, 2, 3, 255, 254, 253]);
}

#[test]
fn indexes_beyond_a_palette_are_those_at_its_ends() {
    let tables = [1_u16, 255, 2, 254, 3, 253].map(u16::to_le_bytes).concat();
    let rgb = |signed: bool, indexes: &[u8]| {
        let more = json!({
            "palette": { "entries": 2, "first": 3, "bits": 8, "at": 0 }, "photometric": "PALETTE COLOR",
            "allocated": 64, "stored": 64, "high": 63, "signed": signed,
        });
        decoded(&image(1, 2, &more), indexes, &tables)
    };
    assert_eq!(rgb(true, &[i64::MIN, i64::MAX].map(i64::to_le_bytes).concat()), [1, 2, 3, 255, 254, 253]);
    assert_eq!(rgb(false, &[0, u64::MAX].map(u64::to_le_bytes).concat()), [1, 2, 3, 255, 254, 253]);
}

#[test]
fn jpeg_files_are_libjpegs() {
    let expected = expected();
    for file in expected["jpegFiles"].as_array().expect("files") {
        let number = |key: &str| u32::try_from(file[key].as_u64().expect("a number")).expect("small");
        let photometric = if number("samples") == 1 { "MONOCHROME2" } else { "RGB" };
        let more = json!({
            "samples": number("samples"), "photometric": photometric, "output": "jpeg", "quality": file["quality"],
        });
        let jpeg = decoded(&image(number("rows"), number("columns"), &more), &base64(&file["pixels"]), &[]);
        assert_eq!(file["sha256"], digest(&jpeg), "{photometric}, quality {}", file["quality"]);
    }
}

#[test]
fn png_files_hold_what_is_displayed() {
    for (samples, color) in [(1, png::ColorType::Grayscale), (3, png::ColorType::Rgb)] {
        let photometric = if samples == 1_usize { "MONOCHROME2" } else { "RGB" };
        let more = json!({ "samples": samples, "photometric": photometric, "output": "png", "longest": 20 });
        let data = (0..=255).cycle().step_by(7).take(40 * 30 * samples).collect::<Vec<u8>>();
        let file = decoded(&image(30, 40, &more), &data, &[]);
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a PNG file");
        assert_eq!((reader.info().width, reader.info().height, reader.info().color_type), (20, 15, color));
        let mut image_data = vec![0; reader.output_buffer_size().expect("small")];
        reader.next_frame(&mut image_data).expect("an image");
        let shown = Frame { output: Output::Display, ..image(30, 40, &more) };
        assert_eq!(image_data, decoded(&shown, &data, &[]));
    }
}
