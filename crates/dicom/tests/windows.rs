//! Read stretch by stretch or from disk, a file gives the same index as read whole.
#![allow(clippy::unwrap_used)]

use clinicore_dicom::{Element, Error, Keep, Limits, WindowScanner, scan, scan_file};
use proptest::prelude::*;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

fn golden() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../__test__/golden/dicom");
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::metadata(&path).expect("a file").len() < 200_000 {
                files.push((path.display().to_string(), fs::read(&path).expect("a golden file")));
            }
        }
    }
    files.sort();
    files
}

type Read = Result<(Vec<Element>, usize), Error>;

fn whole(data: &[u8]) -> Read {
    let data_set = scan(data, &Limits::default())?;
    let mut elements = data_set.file_meta().to_vec();
    let meta = elements.len();
    elements.extend_from_slice(data_set.elements());
    Ok((elements, meta))
}

/// None of a file that has to be inflated first.
fn by_windows(data: &[u8], size: usize, steps: usize) -> Result<Option<(Vec<Element>, usize)>, Error> {
    let mut scanner = WindowScanner::new(Limits::default());
    let (mut at, mut width) = (0, size);
    loop {
        let end = (at + width).min(data.len());
        let need = scanner.advance(&data[at.min(end)..end], at.min(end) as u64, end == data.len(), steps)?;
        if scanner.deflated_at().is_some() {
            return Ok(None);
        }
        let Some(need) = need else {
            let (elements, meta) = scanner.index();
            return Ok(Some((elements.to_vec(), meta)));
        };
        let need = usize::try_from(need).expect("an offset").min(data.len());
        assert!(need >= at, "never back");
        // No progress: what is looked at is longer than the window.
        width = if need == at && steps > 1 || end < data.len() && need < end { width * 2 } else { size };
        assert!(width <= (4 * size).max(1 << 19), "128 KiB are always enough");
        at = need;
    }
}

fn same(name: &str, data: &[u8], size: usize, steps: usize) {
    match (whole(data), by_windows(data, size, steps)) {
        (Ok(whole), Ok(Some(parts))) => assert!(whole == parts, "{name} in windows of {size}"),
        (_, Ok(None)) | (Err(_), Err(_)) => {}
        (whole, parts) => panic!("{name} in windows of {size}: {:?}, {:?}", whole.err(), parts.err()),
    }
}

#[test]
fn a_file_is_the_same_in_windows_of_any_size() {
    for (name, data) in golden() {
        for size in [1, 7, 64, 1000, 70_000] {
            same(&name, &data, size, usize::MAX);
        }
        same(&name, &data, 300, 3);
    }
}

fn keep(max_value_bytes: u64) -> Keep {
    Keep { max_value_bytes, max_bytes: u64::MAX }
}

#[test]
fn a_file_is_the_same_from_disk() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (nth, (name, data)) in golden().into_iter().enumerate() {
        let path = folder.join(format!("disk-{nth}.dcm"));
        fs::write(&path, &data).expect("a file is written");
        let scanned = scan_file(&path, &Limits::default(), keep(100), &mut |_, _| ControlFlow::Continue(()));
        fs::remove_file(&path).expect("it is removed");
        match (whole(&data), scanned) {
            (Ok((elements, meta)), Ok(scanned)) => {
                assert!(scanned.scanner().index() == (&elements, meta), "{name}");
                if scanned.inflated {
                    continue;
                }
                assert_eq!(scanned.size, data.len() as u64);
                let mut at = 0;
                for &(place, length) in &scanned.places {
                    let (place, length) = (usize::try_from(place).unwrap(), usize::try_from(length).unwrap());
                    assert_eq!(scanned.kept[at..at + length], data[place..place + length], "{name}");
                    at += length;
                }
                assert_eq!(at, scanned.kept.len());
                for element in elements.iter().filter(|element| element.length <= 100) {
                    let kept = |&(place, length): &(u64, u64)| {
                        place <= element.offset && element.end() <= place + length
                    };
                    let is_item = element.tag.group() == 0xFFFE
                        || element.vr == clinicore_dicom::Vr::Sq
                        || element.has_undefined_length();
                    assert!(is_item || element.length == 0 || scanned.places.iter().any(kept), "{name}");
                }
            }
            (Err(_), Err(_)) => {}
            (whole, scanned) => panic!("{name}: {:?}, {:?}", whole.err(), scanned.err()),
        }
    }
}

#[test]
fn values_beyond_four_gigabytes_are_passed_over() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large.dcm");
    let mut file = fs::File::create(&path).expect("a file is made");
    let length = 5_u64 << 29;
    let header = |element: u8, length: u64| {
        let mut header = vec![0x09, 0x00, element, 0x10, b'O', b'B', 0, 0];
        header.extend_from_slice(&u32::try_from(length).unwrap().to_le_bytes());
        header
    };
    for element in [1, 2] {
        file.write_all(&header(element, length)).expect("written");
        file.seek(SeekFrom::Current(i64::try_from(length).unwrap())).expect("a hole");
    }
    file.write_all(b"\x10\x00\x10\x00PN\x08\x00Doe^Jane").expect("written");
    drop(file);
    let scanned = scan_file(&path, &Limits::default(), keep(65_536), &mut |_, _| ControlFlow::Continue(()));
    fs::remove_file(&path).expect("it is removed");
    let scanned = scanned.expect("a data set");
    let offsets: Vec<_> =
        scanned.scanner().index().0.iter().map(|element| (element.offset, element.length)).collect();
    assert_eq!(offsets, [(12, length), (24 + length, length), (32 + 2 * length, 8)]);
    assert!(scanned.kept.len() < 100 && scanned.kept.ends_with(b"Doe^Jane"));
}

#[test]
fn a_file_that_is_not_there_is_an_error_of_its_own() {
    let scanned = scan_file(Path::new("nowhere.dcm"), &Limits::default(), keep(1), &mut |_, _| {
        ControlFlow::Continue(())
    });
    assert_eq!(scanned.err(), Some(Error::Io { kind: std::io::ErrorKind::NotFound }));
}

proptest! {
    #[test]
    fn a_damaged_file_is_the_same_in_windows(
        which in 0..16_usize,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in any::<prop::sample::Index>(),
        zeros in 0..40_usize,
        size in 1..600_usize,
    ) {
        let files = golden();
        let (name, data) = &files[which * files.len() / 16];
        let mut data = data[..data.len().min(20_000)].to_vec();
        if zeros % 2 == 0 {
            data.truncate(end.index(data.len().max(1)));
        }
        data.extend(std::iter::repeat_n(0, zeros));
        for (at, byte) in edits {
            if !data.is_empty() {
                let at = at.index(data.len());
                data[at] = byte;
            }
        }
        same(name, &data, size, usize::MAX);
    }
}
