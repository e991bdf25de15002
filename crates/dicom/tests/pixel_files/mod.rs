//! Frames of the golden files, for the tests of pixels.
#![allow(dead_code, reason = "each test file needs its part")]

use clinicore_dicom::{DataSet, Element, Frame, Limits, Lut, Tag, scan};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Of whichever crate uses this: the fuzz targets make their seeds of the same files.
pub fn golden_folder() -> PathBuf {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above
        .map(|folder| folder.join("__test__/golden/dicom"))
        .find(|folder| folder.is_dir())
        .expect("golden files")
}

pub fn golden(name: &str) -> Vec<u8> {
    std::fs::read(golden_folder().join(name)).expect("a golden file")
}

pub fn expected() -> Value {
    serde_json::from_slice(&golden("pixels.json")).expect("JSON")
}

pub const GO_ON: fn(u64, u64) -> ControlFlow<()> = |_, _| ControlFlow::Continue(());

/// The SHA-256 digest in hexadecimal, as in the golden file.
pub fn digest(data: &[u8]) -> String {
    Sha256::digest(data).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// A frame's message: what `given` says, and what tests seldom care for.
pub fn frame(given: &Value) -> Frame {
    let mut message = json!({
        "planar": false, "signed": false, "bigEndian": false, "float": false, "number": 0, "maxFrameBytes": 1 << 28,
        "output": "samples", "color": false, "palette": null, "modality": null, "voi": null, "invert": false,
        "overlays": [], "longest": null, "quality": 90,
    });
    for (key, value) in given.as_object().expect("an object") {
        message[key] = value.clone();
    }
    serde_json::from_value(message).expect("a message")
}

/// What a data set says of its pixels, each frame's bytes, and the palette's table.
pub struct Pixels {
    pub frame: Frame,
    pub frames: Vec<Vec<u8>>,
    pub tables: Vec<u8>,
}

fn element<'a>(data_set: &'a DataSet<'_>, tag: u32) -> Option<&'a Element> {
    data_set
        .file_meta()
        .iter()
        .chain(data_set.elements())
        .find(|element| element.tag == Tag(tag) && element.depth == 0)
}

fn bytes(data_set: &DataSet<'_>, tag: u32) -> Option<Vec<u8>> {
    Some(data_set.value(element(data_set, tag)?).expect("it is in the file").to_vec())
}

fn text(data_set: &DataSet<'_>, tag: u32) -> Option<String> {
    let text = String::from_utf8(bytes(data_set, tag)?).expect("ASCII");
    Some(text.trim_end_matches([' ', '\0']).to_owned())
}

fn numbers(data_set: &DataSet<'_>, tag: u32) -> Option<Vec<u16>> {
    let big = element(data_set, tag)?.is_big_endian();
    let number = |two: &[u8; 2]| if big { u16::from_be_bytes(*two) } else { u16::from_le_bytes(*two) };
    Some(bytes(data_set, tag)?.as_chunks().0.iter().map(number).collect())
}

fn number(data_set: &DataSet<'_>, tag: u32) -> u16 {
    numbers(data_set, tag).and_then(|numbers| numbers.first().copied()).unwrap_or_default()
}

/// The items of encapsulated pixel data (PS3.5 A.4), without the Basic Offset Table.
fn fragments(mut value: &[u8]) -> Vec<Vec<u8>> {
    let mut fragments = Vec::new();
    while let [0xFE, 0xFF, 0x00, 0xE0, l0, l1, l2, l3, rest @ ..] = value {
        let (fragment, after) = rest.split_at(u32::from_le_bytes([*l0, *l1, *l2, *l3]) as usize);
        fragments.push(fragment.to_vec());
        value = after;
    }
    fragments.split_off(1)
}

pub fn pixels(file: &[u8]) -> Pixels {
    let data_set = scan(file, &Limits::default()).expect("a golden file");
    let pixel_data =
        [0x7FE0_0010, 0x7FE0_0008, 0x7FE0_0009].into_iter().find_map(|tag| element(&data_set, tag));
    let pixel_data = pixel_data.expect("pixel data");
    let float = pixel_data.tag != Tag::PIXEL_DATA;
    let allocated = number(&data_set, 0x0028_0100);
    let photometric = text(&data_set, 0x0028_0004).expect("required");
    let (rows, columns) = (number(&data_set, 0x0028_0010), number(&data_set, 0x0028_0011));
    let samples = number(&data_set, 0x0028_0002).max(1);
    let mut frame = frame(&json!({
        "transferSyntax": text(&data_set, 0x0002_0010).unwrap_or_else(|| "1.2.840.10008.1.2".to_owned()),
        "rows": rows, "columns": columns, "samples": samples, "photometric": photometric,
        "planar": number(&data_set, 0x0028_0006) == 1, "allocated": allocated,
        "stored": if float { allocated } else { number(&data_set, 0x0028_0101) },
        "high": if float { allocated - 1 } else { number(&data_set, 0x0028_0102) },
        "signed": number(&data_set, 0x0028_0103) == 1, "float": float,
        "bigEndian": pixel_data.is_big_endian(),
    }));
    let count: usize = text(&data_set, 0x0028_0008).map_or(1, |count| count.parse().expect("a number"));
    let value = data_set.value(pixel_data).expect("it is in the file");
    let frames = if pixel_data.has_undefined_length() {
        let fragments = fragments(value);
        if count == 1 { vec![fragments.concat()] } else { fragments }
    } else {
        let bits = usize::from(rows) * usize::from(columns) * usize::from(samples) * usize::from(allocated);
        let bits = if photometric == "YBR_FULL_422" { bits / 3 * 2 } else { bits };
        // In big endian OW, bytes are in swapped pairs.
        let swapped = pixel_data.is_big_endian() && pixel_data.vr.unit() == 2 && allocated == 8;
        let words =
            value.chunks(2).flat_map(|pair| if swapped { [pair[1], pair[0]] } else { [pair[0], pair[1]] });
        let value = words.collect::<Vec<_>>();
        (0..count).map(|index| value[index * bits / 8..((index + 1) * bits).div_ceil(8)].to_vec()).collect()
    };
    let mut tables = Vec::new();
    if photometric == "PALETTE COLOR" {
        let descriptor = numbers(&data_set, 0x0028_1101).expect("required");
        let [entries, first, bits] = descriptor[..] else { panic!("three numbers") };
        frame.palette = Some(Lut {
            entries: entries.into(),
            first: first.into(),
            bits: u8::try_from(bits).expect("8 or 16"),
            at: 0,
        });
        for tag in [0x0028_1201, 0x0028_1202, 0x0028_1203] {
            tables.extend(numbers(&data_set, tag).expect("required").into_iter().flat_map(u16::to_le_bytes));
        }
    }
    Pixels { frame, frames, tables }
}
