//! A scan of a file on disk that reads headers and short values only.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::Checkpoint;
use crate::element::{Element, Tag};
use crate::error::{Error, Result};
use crate::inflate::inflate;
use crate::limits::Limits;
use crate::vr::Vr;
use crate::windows::WindowScanner;

/// A scanned file: its index, and what was kept of its bytes.
#[derive(Debug)]
pub struct FileScan {
    scanner: WindowScanner,
    /// The size of the file, or of the inflated one.
    pub size: u64,
    /// Where in the file the kept bytes stand, ascending, and how many there are each time.
    pub places: Vec<(u64, u64)>,
    /// The kept bytes, one stretch after the other.
    pub kept: Vec<u8>,
    /// Whether the file is deflated: offsets then are those of the inflated one, which is kept whole.
    pub inflated: bool,
}

impl FileScan {
    /// The scan, which knows the index.
    #[must_use]
    pub fn scanner(&self) -> &WindowScanner {
        &self.scanner
    }
}

/// What is kept of a file's values.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// The longest value that is kept.
    pub max_value_bytes: u64,
    /// How many bytes all kept values have at most; from the value on with which they would have more, none is kept.
    pub max_bytes: u64,
}

/// What is read first, and again behind a value that was passed over.
const FIRST: u64 = 4 << 10;
/// What is read at most at once where one element follows the other.
const MOST: u64 = 256 << 10;
/// More than all the delimiters that may stand behind the last element; what then follows is padding.
const DELIMITERS: u64 = 64 << 10;
/// Headers between two checkpoints.
const STEPS: usize = 16_384;

/// Scans a file by positioned reads; keeps the bytes of all headers and of short values. The file is not
/// mapped: one that is cut short under a map kills the process.
///
/// # Errors
/// As [`scan`](crate::scan()), and [`Error::Io`].
pub fn scan_file(path: &Path, limits: &Limits, keep: Keep, checkpoint: Checkpoint<'_>) -> Result<FileScan> {
    let mut file = File::open(path).map_err(|error| failed(&error))?;
    let size = file.metadata().map_err(|error| failed(&error))?.len();
    let mut scan = FileScan {
        scanner: WindowScanner::new(*limits).noting_fragments(),
        size,
        places: Vec::new(),
        kept: Vec::new(),
        inflated: false,
    };
    let mut window = Vec::new();
    let (mut at, mut more, mut seen, mut kept) = (0, FIRST, 0, 0);
    loop {
        let end = extend(&mut file, &mut window, at, more, size)?;
        let need = scan.scanner.advance(&window, at, end >= size, STEPS)?;
        if let Some(start) = scan.scanner.deflated_at() {
            drop(window);
            return deflated(scan, &mut file, start, limits, checkpoint);
        }
        let mut left_out = scan.scanner.take_fragments();
        let (index, _) = scan.scanner.index();
        let values = index[seen..]
            .iter()
            .filter(|value| value.vr != Vr::Sq && value.tag != Tag::ITEM && !value.has_undefined_length());
        for value in values {
            if value.length <= keep.max_value_bytes {
                kept += value.length;
            }
            if value.length > keep.max_value_bytes || kept > keep.max_bytes {
                left_out.push((value.offset, value.end()));
            }
        }
        seen = index.len();
        let to = need.unwrap_or(end).min(end);
        let past = index.last().map_or(0, Element::end) + DELIMITERS;
        if past < to {
            left_out.push((past, to));
        }
        left_out.sort_unstable();
        let passed_over = left_out.last().is_some_and(|&(_, past)| need == Some(past) && past > end);
        scan.keep(&window, at, to, &left_out);
        let Some(need) = need else { return Ok(scan) };
        if checkpoint(need.min(size), size).is_break() {
            return Err(Error::Cancelled);
        }
        if passed_over {
            window.clear();
            (at, more) = (need.min(size), FIRST);
        } else {
            window.drain(..within(to - at));
            more = (more * 2).min(MOST).max(need - to);
            at = to;
        }
    }
}

impl FileScan {
    /// Keeps what the window at `at` holds before `to`, without what is left out.
    fn keep(&mut self, window: &[u8], at: u64, to: u64, left_out: &[(u64, u64)]) {
        let mut from = at;
        for &(start, end) in left_out.iter().chain([&(to, to)]) {
            let start = start.clamp(from, to);
            let kept = &window[within(from - at)..within(start - at)];
            from = end.clamp(start, to);
            if kept.is_empty() {
                continue;
            }
            let length = kept.len() as u64;
            match self.places.last_mut() {
                Some((place, before)) if *place + *before == start - length => *before += length,
                _ => self.places.push((start - length, length)),
            }
            self.kept.extend_from_slice(kept);
        }
    }
}

/// Reads `more` bytes of the file behind the window, which stands at `at`; returns where it ends then.
fn extend(file: &mut File, window: &mut Vec<u8>, at: u64, more: u64, size: u64) -> Result<u64> {
    let end = at + window.len() as u64;
    let wanted = more.min(size.saturating_sub(end));
    file.seek(SeekFrom::Start(end)).map_err(|error| failed(&error))?;
    let read = file.take(wanted).read_to_end(window).map_err(|error| failed(&error))?;
    if (read as u64) < wanted {
        return Err(Error::Io { kind: io::ErrorKind::UnexpectedEof });
    }
    Ok(end + wanted)
}

/// Reads a deflated file whole: its elements are nowhere else.
fn deflated(
    mut scan: FileScan,
    file: &mut File,
    start: u64,
    limits: &Limits,
    checkpoint: Checkpoint<'_>,
) -> Result<FileScan> {
    let limit = limits.max_inflated_bytes;
    if scan.size - start > limit {
        return Err(Error::InflatedTooLarge { offset: start, limit });
    }
    let mut data = Vec::new();
    extend(file, &mut data, 0, scan.size, scan.size)?;
    let inflated = inflate(&data, start, limit, checkpoint)?;
    scan.size = inflated.len() as u64;
    while let Some(at) = scan.scanner.advance(&inflated, 0, true, STEPS)? {
        if checkpoint(at, scan.size).is_break() {
            return Err(Error::Cancelled);
        }
    }
    scan.places = vec![(0, scan.size)];
    scan.kept = inflated;
    scan.inflated = true;
    Ok(scan)
}

/// A place in a window.
fn within(offset: u64) -> usize {
    usize::try_from(offset).expect("a window is in memory")
}

fn failed(error: &io::Error) -> Error {
    Error::Io { kind: error.kind() }
}
