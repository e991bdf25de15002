//! Writes the seeds of all targets, made of the golden files and of small files made here, into `fuzz/corpus`.

mod crypto;
mod export;
mod pdf;
#[path = "../../crates/dicom/tests/pixel_files/mod.rs"]
mod pixel_files;
mod stats;

use clinicore_dicom::{Frame, Output};
use pixel_files::{digest, expected, golden, golden_folder, pixels};
use std::fs;
use std::path::{Path, PathBuf};

/// Longer ones slow the fuzzer down and show it nothing new.
const LONGEST: usize = 40_000;

fn main() -> std::io::Result<()> {
    for data in files(&golden_folder(), &["dcm"])? {
        keep("dicom_index", &data)?;
    }
    let expected = expected();
    for name in expected["files"].as_object().expect("files").keys() {
        let read = pixels(&golden(name));
        for output in [Output::Samples, Output::Display] {
            let frame = Frame { output, ..read.frame.clone() };
            let input = read.frames.first().and_then(|data| clinicore_fuzz::input_of(&frame, data));
            if let Some(input) = input {
                keep("dicom_frame", &input)?;
            }
        }
    }
    crypto::seeds()?;
    export::seeds()?;
    pdf::seeds()?;
    stats::seeds()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder and those in it that have one of the extensions.
fn files(folder: &Path, extensions: &[&str]) -> std::io::Result<Vec<Vec<u8>>> {
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|is| extensions.iter().any(|wanted| is == *wanted)) {
                files.push(fs::read(path)?);
            }
        }
    }
    Ok(files)
}

fn keep(target: &str, input: &[u8]) -> std::io::Result<()> {
    let folder = root().join("corpus").join(target);
    fs::create_dir_all(&folder)?;
    if input.len() > LONGEST { Ok(()) } else { fs::write(folder.join(digest(input)), input) }
}
