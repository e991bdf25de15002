//! Writes the seeds of all targets, made of the golden files, into `fuzz/corpus`.

#[path = "../../crates/dicom/tests/pixel_files/mod.rs"]
mod pixel_files;

use clinicore_dicom::{Frame, Output};
use pixel_files::{digest, expected, golden, golden_folder, pixels};
use std::fs;
use std::path::Path;

/// Longer ones slow the fuzzer down and show it nothing new.
const LONGEST: usize = 40_000;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let index = root.join("corpus/dicom_index");
    let mut folders = vec![golden_folder()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "dcm") {
                keep(&index, &fs::read(path)?)?;
            }
        }
    }
    let frames = root.join("corpus/dicom_frame");
    let expected = expected();
    for name in expected["files"].as_object().expect("files").keys() {
        let read = pixels(&golden(name));
        for output in [Output::Samples, Output::Display] {
            let frame = Frame { output, ..read.frame.clone() };
            let input = read.frames.first().and_then(|data| clinicore_fuzz::input_of(&frame, data));
            if let Some(input) = input {
                keep(&frames, &input)?;
            }
        }
    }
    Ok(())
}

fn keep(folder: &Path, input: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    if input.len() > LONGEST { Ok(()) } else { fs::write(folder.join(digest(input)), input) }
}
