//! Held to pydicom over its own test files, and to the hostile files; both are in `__test__/golden/dicom`.

use clinicore_dicom::{Checkpoint, Error, Intake, Limits, Options, Tag, Vr, scan, to_json};
use serde_json::{Map, Value};
use std::ops::ControlFlow;
use std::path::PathBuf;

fn golden(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).expect("a golden file")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../__test__/golden/dicom")
}

const GO_ON: fn(u64, u64) -> ControlFlow<()> = |_, _| ControlFlow::Continue(());

fn parsed(data: &[u8], options: &Options) -> Result<Value, Error> {
    let text = to_json(data, options, &mut { GO_ON })?;
    Ok(serde_json::from_str(&text).expect("JSON"))
}

/// What the standard says where pydicom says otherwise.
fn by_the_standard(mut data_set: Value) -> Value {
    let elements = data_set.as_object_mut().expect("a data set");
    for element in elements.values_mut() {
        let element = element.as_object_mut().expect("an element");
        let vr = element["vr"].as_str().expect("a VR").to_owned();
        let Some(Value::Array(values)) = element.get_mut("Value") else { continue };
        for value in values.iter_mut() {
            *value = match value.take() {
                // PS3.18 F.2.5: an empty value among others is null.
                Value::String(text) if text.is_empty() => Value::Null,
                // PS3.5 6.2: trailing spaces of every value are padding, not only of the last.
                Value::String(text) => text.trim_end_matches(' ').into(),
                // A float32 as the shortest decimal that gives it back, not as the float64 it widens to.
                Value::Number(number) if vr == "FL" => {
                    #[expect(clippy::cast_possible_truncation, reason = "it came from a float32")]
                    let single = number.as_f64().expect("a float") as f32;
                    single.to_string().parse::<f64>().expect("a float").into()
                }
                item @ Value::Object(_) if vr == "SQ" => by_the_standard(item),
                other => other,
            };
        }
        // PS3.18 F.2.5: what is empty has no Value, and neither has a sequence without items.
        if values.is_empty() {
            element.remove("Value");
        }
    }
    data_set
}

/// Integers and floats of the same value are the same to JSON.
fn numbers_as_floats(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Number(number), Value::from),
        Value::Array(values) => values.into_iter().map(numbers_as_floats).collect(),
        Value::Object(entries) => entries
            .into_iter()
            .map(|(key, value)| (key, numbers_as_floats(value)))
            .collect::<Map<_, _>>()
            .into(),
        other => other,
    }
}

/// Files that pydicom reads, guessing, and we do not.
fn refused(name: &str) -> Option<Error> {
    let cut_short =
        |tag, offset, required, given| Error::ValueCutShort { tag: Tag(tag), offset, required, given };
    Some(match name {
        "pydicom/test_files/crayons.icc"
        | "pydicom/test_files/rtplan.dump"
        | "pydicom/test_files/zipMR.gz" => Error::NotDicom,
        "pydicom/test_files/MR_truncated.dcm" => cut_short(0x7FE0_0010, 1488, 8192, 8130),
        "pydicom/test_files/rtplan_truncated.dcm" => cut_short(0x300A_00B0, 1410, 976, 711),
        // Elements were taken out of its items, whose lengths still count them.
        "pydicom/test_files/dicomdirtests/DICOMDIR-nooffset" => cut_short(0xFFFE_E000, 10_860, 248, 224),
        _ => return None,
    })
}

#[test]
fn the_json_of_every_file_is_pydicoms() {
    let expected: Map<String, Value> = serde_json::from_slice(&golden("expected.json")).expect("JSON");
    assert!(expected.len() > 90);
    for (name, want) in expected {
        let got = parsed(&golden(&name), &Options::default());
        if let Some(error) = refused(&name) {
            assert_eq!(got, Err(error), "{name}");
        } else if want.get("refused").is_none() {
            let got = got.unwrap_or_else(|error| panic!("{name}: {error}"));
            let (got, want) = (numbers_as_floats(got), numbers_as_floats(by_the_standard(want)));
            let tags = |data_set: &Value| {
                data_set.as_object().expect("a data set").keys().cloned().collect::<Vec<_>>()
            };
            assert_eq!(tags(&got), tags(&want), "{name}");
            for tag in tags(&want) {
                assert_eq!(got[&tag], want[&tag], "{tag} of {name}");
            }
        }
    }
}

#[test]
fn a_value_that_is_no_number_stays_a_string() {
    // pydicom refuses the whole file for its IS "1A".
    let json = parsed(&golden("pydicom/test_files/badVR.dcm"), &Options::default()).expect("readable");
    assert!(json.to_string().contains("\"1A\""));
}

#[test]
fn pixel_data_and_file_meta_are_there_when_asked_for() {
    let file = golden("pydicom/test_files/MR_small.dcm");
    let options = Options { pixel_data: true, file_meta: true, ..Options::default() };
    let json = parsed(&file, &options).expect("readable");
    assert_eq!(json["00020010"]["Value"][0], "1.2.840.10008.1.2.1");
    let pixels = json["7FE00010"]["InlineBinary"].as_str().expect("base64");
    assert_eq!(pixels.len(), (64_usize * 64 * 2).div_ceil(3) * 4);
    let plain = parsed(&file, &Options::default()).expect("readable");
    assert!(plain.get("7FE00010").is_none() && plain.get("00020010").is_none());
}

#[test]
fn binary_values_of_a_big_endian_file_are_those_of_its_little_endian_twin() {
    let options = Options { pixel_data: true, ..Options::default() };
    let little = parsed(&golden("pydicom/test_files/MR_small.dcm"), &options).expect("readable");
    let big = parsed(&golden("pydicom/test_files/MR_small_bigendian.dcm"), &options).expect("readable");
    assert_eq!(big["7FE00010"], little["7FE00010"]);
}

#[test]
fn the_index_is_flat_and_in_file_order() {
    let file = golden("ophthalmic/lensometry_ele.dcm");
    let data_set = scan(&file, &Limits::default()).expect("readable");
    assert!(data_set.elements().is_sorted_by_key(|element| element.offset));
    let power =
        data_set.elements().iter().find(|element| element.tag == Tag(0x0046_0147)).expect("CylinderPower");
    assert_eq!((power.vr, power.depth, power.length), (Vr::Fd, 4, 8));
    assert_eq!(data_set.file_meta()[0].tag, Tag(0x0002_0000));
}

#[test]
fn hostile_files_end_in_typed_errors() {
    let too_deep = Error::TooDeep { offset: 1546, limit: 64 };
    let cut_short =
        |tag, offset, required| Some(Error::ValueCutShort { tag: Tag(tag), offset, required, given: 4 });
    for (name, want) in [
        ("deflbomb1g", Some(Error::InflatedTooMuch { offset: 256, limit: 200 })),
        ("hugelen_1g_ut", cut_short(0x0008_4000, 254, 0x7FFF_FFFE)),
        ("hugelen_ob", cut_short(0x7FE0_0010, 264, 0xFFFF_FFFE)),
        ("hugelen_ow_us", cut_short(0x7FE0_0010, 254, 0xFFFF_FFFE)),
        ("nest100", Some(too_deep.clone())),
        ("nest2000", Some(too_deep.clone())),
        ("nest20000", Some(too_deep)),
        ("trunc", cut_short(0x7FE0_0010, 264, 1000)),
        ("oddlen", None),
        ("raw_manyframes", None),
        ("rle_huge", None),
        ("rle_manyframes", None),
        ("seqdelim_undef", None),
    ] {
        let got = parsed(&golden(&format!("malformed/{name}.dcm")), &Options::default());
        assert_eq!(got.err(), want, "{name}");
    }
}

#[test]
fn limits_can_be_changed() {
    let nested = golden("malformed/nest100.dcm");
    let limits = |max_depth, max_elements| Limits { max_depth, max_elements, ..Limits::default() };
    assert!(scan(&nested, &limits(100, 1000)).is_ok());
    assert!(matches!(scan(&nested, &limits(99, 1000)), Err(Error::TooDeep { limit: 99, .. })));
    assert!(matches!(scan(&nested, &limits(100, 100)), Err(Error::TooManyElements { limit: 100, .. })));
    let deepest = golden("malformed/nest20000.dcm");
    assert!(scan(&deepest, &limits(u16::MAX, 1_000_000)).is_ok());
    let deflated = golden("pydicom/test_files/image_dfl.dcm");
    let limits = Limits { max_inflated_bytes: 1000, ..Limits::default() };
    assert_eq!(scan(&deflated, &limits).err(), Some(Error::InflatedTooLarge { offset: 334, limit: 1000 }));
    let limits = Limits { max_json_bytes: 100, ..Limits::default() };
    let waveform = golden("pydicom/test_files/CT_small.dcm");
    let options = Options { limits, pixel_data: true, ..Options::default() };
    assert_eq!(parsed(&waveform, &options), Err(Error::JsonTooLong { limit: 100 }));
}

#[test]
fn an_intake_outlives_its_buffer() {
    for name in ["pydicom/test_files/CT_small.dcm", "pydicom/test_files/image_dfl.dcm"] {
        let file = golden(name);
        let intake = Intake::take(&file, &Options::default()).expect("readable");
        let want = to_json(&file, &Options::default(), &mut { GO_ON });
        drop(file);
        assert_eq!(intake.into_json(&mut { GO_ON }).map(|pieces| pieces[0].json.clone()), want, "{name}");
    }
}

#[test]
fn a_large_data_set_comes_in_pieces_that_each_say_where_they_go_on() {
    let element = b"\x08\x00\x60\x00CS\x02\x00OP\x10\x00\x10\x00PN\x02\x00A^";
    let nested = |contents: &[u8]| {
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).expect("small").to_le_bytes();
        let items = [b"\xfe\xff\x00\xe0", &length(contents)[..], contents].concat().repeat(5000);
        [b"\x08\x00\x15\x11SQ\x00\x00", &length(&items)[..], &items].concat()
    };
    let data = [b"\x08\x00\x60\x00CS\x02\x00OP", &nested(element)[..]].concat();
    let intake = Intake::take(&data, &Options::default()).expect("readable");
    let pieces = intake.into_json(&mut { GO_ON }).expect("JSON");
    assert!(pieces.len() > 1);
    assert!(pieces[0].path.is_empty());
    let whole = to_json(&data, &Options::default(), &mut { GO_ON }).expect("JSON");
    serde_json::from_str::<Value>(&whole).expect("JSON");
    for piece in &pieces[1..] {
        assert_eq!(piece.path, [Tag(0x0008_1115)]);
        assert!(piece.json.starts_with("\"00100010\":"));
    }
}

/// Explicit VR little endian, with a 4-byte length.
fn long(tag: [u8; 4], vr: [u8; 2], value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).expect("small").to_le_bytes();
    [&tag[..], &vr, &[0, 0], &length, value].concat()
}

#[test]
fn a_long_list_of_values_comes_in_bounded_pieces() {
    let names = long(*b"\x10\x00\x10\x00", *b"UN", &b"Doe^Jane\\".repeat(50_000));
    let item = [b"\xfe\xff\x00\xe0\xff\xff\xff\xff", &names[..], b"\xfe\xff\x0d\xe0\0\0\0\0"].concat();
    let data = [
        long(*b"\x08\x00\x15\x11", *b"SQ", &item),
        long(*b"\x18\x00\x10\x10", *b"UN", &b"LO\\\\".repeat(50_000)),
        long(*b"\x46\x00\x46\x01", *b"UN", &1.5e-300_f64.to_le_bytes().repeat(50_000)),
    ]
    .concat();
    let pieces = Intake::take(&data, &Options::default()).expect("readable").into_json(&mut { GO_ON });
    let pieces = pieces.expect("JSON");
    assert!(pieces.iter().all(|piece| piece.json.len() < (128 << 10) + 100));
    let paths: Vec<_> = pieces.iter().filter(|piece| piece.in_value).map(|piece| &piece.path[..]).collect();
    assert!(paths.contains(&&[Tag(0x0008_1115), Tag(0x0010_0010)][..]));
    assert!(paths.contains(&&[Tag(0x0018_1010)][..]) && paths.contains(&&[Tag(0x0046_0146)][..]));
    let whole = parsed(&data, &Options::default()).expect("readable");
    let names = &whole["00081115"]["Value"][0]["00100010"]["Value"];
    assert_eq!(names.as_array().map(Vec::len), Some(50_001));
    assert_eq!(whole["00460146"]["Value"][49_999], 1.5e-300);
}

#[test]
fn every_value_after_an_elements_first_counts_as_an_element() {
    for (vr, value) in
        [(b"UC", &b"a\\b\\"[..]), (b"PN", b"a\\b\\"), (b"US", b"\x01\0\x02\0\x03\0"), (b"FL", &[0; 12])]
    {
        let one = b"\x08\x00\x60\x00CS\x02\x00OP";
        let length = u8::try_from(value.len()).expect("small");
        let header = if vr == b"UC" { vec![0, 0, length, 0, 0, 0] } else { vec![length, 0] };
        let data = [&one[..], b"\x09\x00\x01\x10", vr, &header, value].concat();
        let limited = |max_elements| {
            let limits = Limits { max_elements, ..Limits::default() };
            parsed(&data, &Options { limits, ..Options::default() }).map(|_| ())
        };
        assert_eq!(limited(4), Ok(()), "{vr:?}");
        assert_eq!(limited(3), Err(Error::TooManyElements { offset: 10, limit: 3 }), "{vr:?}");
    }
}

#[test]
fn the_json_may_be_exactly_as_long_as_its_limit() {
    let data = long(*b"\x08\x00\x00\x40", *b"UT", "a".repeat(300_000).as_bytes());
    let whole = to_json(&data, &Options::default(), &mut { GO_ON }).expect("readable").len() as u64;
    for (max_json_bytes, fits) in [(whole, true), (whole - 1, false)] {
        let limits = Limits { max_json_bytes, ..Limits::default() };
        let got = to_json(&data, &Options { limits, ..Options::default() }, &mut { GO_ON });
        assert_eq!(got.is_ok(), fits);
    }
}

/// PS3.5 6.2.2: what is inside UN of undefined length is implicit VR little endian, whatever its lengths spell.
#[test]
fn items_in_un_are_implicit_unless_they_are_plainly_not() {
    let un = |contents: &[u8]| {
        let begin = b"\x09\x00\x01\x11UN\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff";
        let end = b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0";
        [&b"\x08\x00\x60\x00CS\x02\x00OP"[..], begin, contents, end].concat()
    };
    let first_item =
        |data: &[u8]| parsed(data, &Options::default()).expect("readable")["00091101"]["Value"][0].clone();
    for spelt in [*b"BL", *b"LO", *b"OB", *b"SQ"] {
        let value = vec![b'A'; u16::from_le_bytes(spelt).into()];
        let implicit = [&b"\x08\x00\x30\x10"[..], &spelt, &[0, 0], &value].concat();
        assert_eq!(
            first_item(&un(&implicit))["00081030"]["Value"][0].as_str().map(str::len),
            Some(value.len())
        );
    }
    let explicit = b"\x08\x00\x30\x10LO\x02\x00ab\x10\x00\x20\x00LO\x02\x00cd";
    for contents in [&explicit[..], &explicit[..10]] {
        assert_eq!(first_item(&un(contents))["00081030"]["Value"][0], "ab");
    }
}

#[test]
fn a_break_at_any_checkpoint_cancels() {
    let options = Options { pixel_data: true, ..Options::default() };
    let file = golden("pydicom/test_files/image_dfl.dcm");
    let mut seen = 0;
    let mut count: Checkpoint<'_> = &mut |done, total| {
        assert!(done <= total);
        seen += 1;
        ControlFlow::Continue(())
    };
    to_json(&file, &options, &mut count).expect("readable");
    assert!(seen >= 2);
    for stop in 1..=seen {
        let mut calls = 0;
        let broken = to_json(&file, &options, &mut |_, _| {
            calls += 1;
            if calls == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(broken, Err(Error::Cancelled));
    }
}
