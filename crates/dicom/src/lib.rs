//! DICOM data sets (PS3.5, PS3.10): scanned without copying, read without trust, written as DICOM JSON (PS3.18 F).
//!
//! - [`scan`] turns bytes into a [`DataSet`]: a flat index of [`Element`]s (tag, VR, depth, offset, length), values
//!   untouched. The scan is one loop with an explicit stack: no recursion, no allocation by what a length claims.
//! - [`Intake`] is for callers who may not keep the bytes: it scans while they are borrowed, takes along the values
//!   that are wanted (pixel data are not, unless asked for), and does the rest elsewhere and later.
//! - [`to_json`] does both at once.
//! - [`WindowScanner`] scans what is read stretch by stretch, and [`scan_file`] a file of which it reads headers and short
//!   values only.
//! - [`decode_frame`] decodes the pixels of one [`Frame`], and makes of them what can be shown.
//!
//! Part 10 files and bare data sets are read, in implicit and explicit VR, little and big endian, deflated, with
//! encapsulated pixel data. [`Limits`] bound what a hostile file can cost; every [`Error`] says the byte.
//!
//! ```
//! use clinicore_dicom::{Options, to_json};
//! use std::ops::ControlFlow;
//!
//! // A bare explicit VR little endian data set: (0010,0010) PN "Doe^Jane", (0022,0009) FL 1.1.
//! let data = b"\x10\x00\x10\x00PN\x08\x00Doe^Jane\x22\x00\x09\x00FL\x04\x00\xcd\xcc\x8c\x3f";
//! let json = to_json(data, &Options::default(), &mut |_, _| ControlFlow::Continue(()))?;
//! assert_eq!(
//!     json,
//!     r#"{"00100010":{"vr":"PN","Value":[{"Alphabetic":"Doe^Jane"}]},"00220009":{"vr":"FL","Value":[1.1]}}"#
//! );
//! # Ok::<(), clinicore_dicom::Error>(())
//! ```
#![forbid(unsafe_code)]

mod charset;
mod data_set;
mod dictionary;
mod disk;
mod element;
mod error;
mod file;
mod header;
mod inflate;
mod intake;
mod iso2022;
mod json;
mod limits;
mod pixel;
mod scan;
mod source;
mod value;
mod vr;
mod windows;

pub use data_set::DataSet;
pub use disk::{FileScan, Keep, scan_file};
pub use element::{Element, Tag};
pub use error::{Error, Result};
pub use inflate::inflate;
pub use intake::{Intake, Options, to_json};
pub use json::JsonPiece;
pub use limits::Limits;
pub use pixel::{Frame, Lut, Modality, Output, Overlay, Voi, VoiFunction, decode_frame};
pub use scan::scan;
pub use vr::Vr;
pub use windows::WindowScanner;

/// Called now and then by long work with how much is done, in units of its own; a break stops it with
/// [`Error::Cancelled`].
pub type Checkpoint<'a> = &'a mut dyn FnMut(u64, u64) -> std::ops::ControlFlow<()>;
