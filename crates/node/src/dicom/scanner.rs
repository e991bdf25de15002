//! The index of a data set, read window by window or from a file on disk.

use std::path::PathBuf;
use std::{ptr, slice};

use clinicore_dicom::{Element, Keep, Limits, WindowScanner, scan_file};
use napi::bindgen_prelude::{Buffer, Float64Array, FromNapiValue, Object, Uint8Array, Uint8ArraySlice};
use napi::{Env, check_status, sys};
use napi_derive::napi;

use super::depth;
use crate::fault::Fault;
use crate::guard;
use crate::job::Job;

/// What a scan may cost.
#[napi(object)]
pub struct DicomLimits {
    /// Elements and items.
    pub max_elements: u32,
    /// Sequences inside each other.
    pub max_depth: u32,
}

/// See `DicomIndex` in `js/contract/dicom.ts`.
#[napi(object)]
pub struct DicomIndex {
    /// Entries.
    pub count: u32,
    /// How many of them are file meta information.
    pub meta: u32,
    /// Bytes of the file, or of the inflated data set.
    pub size: f64,
    /// Whether elements say their VR themselves.
    pub explicit: bool,
    /// Offsets, lengths, tags, depths, VRs, flags.
    pub columns: Uint8Array,
}

impl DicomIndex {
    fn of(scanner: &WindowScanner, size: u64, columns: Uint8Array) -> Self {
        let (elements, meta) = scanner.index();
        Self {
            count: count(elements.len()),
            meta: count(meta),
            size: size as f64,
            explicit: scanner.is_explicit(),
            columns,
        }
    }
}

/// As many as the limit of elements lets there be.
fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Columns in memory of V8's own, which it frees as soon as it finds that nobody needs it; what Rust has made, only when
/// the event loop turns.
fn columns(env: Env, elements: &[Element]) -> napi::Result<Uint8Array> {
    let length = size_of_val(elements);
    let (mut bytes, mut buffer, mut view) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: the calls write where they are told to, and V8 gives `length` bytes that nobody else has seen yet.
    unsafe {
        check_status!(sys::napi_create_arraybuffer(env.raw(), length, &raw mut bytes, &raw mut buffer))?;
        if length > 0 {
            write_columns(elements, slice::from_raw_parts_mut(bytes.cast(), length));
        }
        let kind = sys::TypedarrayType::uint8_array;
        check_status!(sys::napi_create_typedarray(env.raw(), kind, length, buffer, 0, &raw mut view))?;
        Uint8Array::from_napi_value(env.raw(), view)
    }
}

/// Writes the columns to the start of `into`, which has room for them.
fn write_columns(elements: &[Element], into: &mut [u8]) {
    let count = elements.len();
    let (offsets, into) = column::<8>(into, count);
    let (lengths, into) = column::<8>(into, count);
    let (tags, into) = column::<4>(into, count);
    let (depths, into) = column::<2>(into, count);
    let (vrs, into) = column::<1>(into, count);
    let (flags, _) = column::<1>(into, count);
    for (at, element) in elements.iter().enumerate() {
        offsets[at] = number(element.offset).to_ne_bytes();
        lengths[at] = number(element.length).to_ne_bytes();
        tags[at] = element.tag.0.to_ne_bytes();
        depths[at] = element.depth.to_ne_bytes();
        vrs[at] = [element.vr as u8];
        flags[at] = [element.flags()];
    }
}

/// A column of `count` numbers, and what is left behind it.
fn column<const N: usize>(into: &mut [u8], count: usize) -> (&mut [[u8; N]], &mut [u8]) {
    let (column, rest) = into.split_at_mut(count * N);
    (column.as_chunks_mut().0, rest)
}

/// A number of bytes for JavaScript: processors convert signed integers in one step, unsigned ones in several.
fn number(bytes: u64) -> f64 {
    bytes.cast_signed() as f64
}

/// A number of bytes that the front door has checked.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number, not negative")]
fn bytes(number: f64) -> u64 {
    number as u64
}

/// See `DicomScanner` in `js/contract/dicom.ts`.
#[napi(namespace = "dicom")]
pub struct Scanner {
    scanner: WindowScanner,
    size: u64,
}

#[napi(namespace = "dicom")]
impl Scanner {
    /// A scan that has not seen any byte.
    #[napi(constructor)]
    pub fn new(limits: DicomLimits) -> napi::Result<Self> {
        guard::export(|| {
            let limits = Limits {
                max_elements: limits.max_elements.into(),
                max_depth: depth(limits.max_depth)?,
                ..Limits::default()
            };
            Ok(Self { scanner: WindowScanner::new(limits), size: 0 })
        })
    }

    /// Goes on for at most `steps` headers; returns the byte needed next, or -1.
    #[napi]
    pub fn advance(&mut self, window: &[u8], at: f64, end: bool, steps: u32) -> napi::Result<f64> {
        guard::export(|| {
            let at = bytes(at);
            self.size = at + window.len() as u64;
            let need = self.scanner.advance(window, at, end, steps as usize)?;
            Ok(need.map_or(-1.0, |need| need as f64))
        })
    }

    /// Where the data set starts if it is deflated, else -1.
    #[napi(getter)]
    pub fn deflated_at(&self) -> napi::Result<f64> {
        guard::export(|| Ok(self.scanner.deflated_at().map_or(-1.0, |at| at as f64)))
    }

    /// The index.
    #[napi]
    pub fn index(&self, env: Env) -> napi::Result<DicomIndex> {
        let (elements, _) = self.scanner.index();
        let columns = columns(env, elements)?;
        guard::export(|| Ok(DicomIndex::of(&self.scanner, self.size, columns)))
    }
}

/// Bytes that [`index_bytes`] writes before the columns.
const HEAD: usize = 8;

/// Scans a file of few elements in one go: see `DicomBackend` in `js/contract/dicom.ts`.
#[napi(namespace = "dicom")]
pub fn index_bytes(
    data: &[u8],
    max_elements: u32,
    max_depth: u32,
    mut into: Uint8ArraySlice<'_>,
) -> napi::Result<i32> {
    guard::export(|| {
        let limits =
            Limits { max_elements: max_elements.into(), max_depth: depth(max_depth)?, ..Limits::default() };
        // SAFETY: nothing else looks at the memory of the front door's typed array during this synchronous call.
        let into = unsafe { into.as_mut() };
        let room = into.len().saturating_sub(HEAD) / size_of::<Element>();
        let mut scanner = WindowScanner::new(limits);
        // Besides one for each element, a few headers may be delimiters.
        let need = scanner.advance(data, 0, true, 2 * room)?;
        let (elements, meta) = scanner.index();
        if need.is_some() || elements.len() > room {
            return Ok(-1);
        }
        let (head, columns) = into.split_at_mut(HEAD);
        head[..4].copy_from_slice(&count(meta).to_ne_bytes());
        head[4..].copy_from_slice(&u32::from(scanner.is_explicit()).to_ne_bytes());
        write_columns(elements, columns);
        i32::try_from(elements.len()).map_err(|_| Fault::internal())
    })
}

/// What scanning a file may cost, and what is kept of it.
#[napi(object)]
#[expect(clippy::struct_field_names, reason = "the names of the contract")]
pub struct DicomFileLimits {
    /// Elements and items.
    pub max_elements: u32,
    /// Sequences inside each other.
    pub max_depth: u32,
    /// Bytes of a deflated data set, inflated.
    pub max_inflated_bytes: u32,
    /// The longest value that is kept.
    pub max_value_bytes: f64,
    /// Kept bytes beyond which values are left out.
    pub max_kept_bytes: f64,
}

/// See `DicomFileIndex` in `js/contract/dicom.ts`.
#[napi(object)]
pub struct DicomFileIndex {
    /// The index.
    pub index: DicomIndex,
    /// Whether the data set was deflated.
    pub inflated: bool,
    /// Pairs of offset and length.
    pub places: Float64Array,
    /// The bytes there.
    pub kept: Uint8Array,
}

/// Scans a file by positioned reads.
#[napi(namespace = "dicom", ts_return_type = "Promise<DicomFileIndex>")]
pub fn index_file<'env>(
    env: &'env Env,
    path: String,
    limits: DicomFileLimits,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let path = PathBuf::from(path);
    job.start(env, move |control| {
        let keep =
            Keep { max_value_bytes: bytes(limits.max_value_bytes), max_bytes: bytes(limits.max_kept_bytes) };
        let limits = Limits {
            max_elements: limits.max_elements.into(),
            max_depth: depth(limits.max_depth)?,
            max_inflated_bytes: limits.max_inflated_bytes.into(),
            ..Limits::default()
        };
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        let scan = scan_file(&path, &limits, keep, &mut checkpoint)?;
        let places = scan.places.iter().flat_map(|&(offset, length)| [offset as f64, length as f64]);
        let (elements, _) = scan.scanner().index();
        let mut columns = vec![0; size_of_val(elements)];
        write_columns(elements, &mut columns);
        Ok(DicomFileIndex {
            index: DicomIndex::of(scan.scanner(), scan.size, columns.into()),
            inflated: scan.inflated,
            places: Float64Array::new(places.collect()),
            kept: scan.kept.into(),
        })
    })
}

/// The bytes before `offset`, then what follows inflated; copies `data`.
#[napi(namespace = "dicom", ts_return_type = "Promise<Uint8Array>")]
pub fn inflate<'env>(
    env: &'env Env,
    data: &[u8],
    offset: f64,
    max_inflated_bytes: u32,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let data = data.to_vec();
    job.start(env, move |control| {
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        let inflated =
            clinicore_dicom::inflate(&data, bytes(offset), max_inflated_bytes.into(), &mut checkpoint)?;
        Ok(Buffer::from(inflated))
    })
}
