//! `clinicore/dicom` for JavaScript.

mod frame;
mod scanner;

use clinicore_dicom::{Intake, JsonPiece, Limits, Options, Tag};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::fault::{Code, Fault};
use crate::guard;
use crate::job::Job;

impl From<clinicore_dicom::Error> for Fault {
    fn from(error: clinicore_dicom::Error) -> Self {
        use clinicore_dicom::Error;
        let malformed = |offset: u64| Self::new(Code::MalformedInput, &error).with("offset", offset);
        let exceeded = |limit: u64| Self::new(Code::LimitExceeded, &error).with("limit", limit);
        match error {
            Error::NotDicom => malformed(0),
            Error::ValueCutShort { offset, required, given, .. } => {
                malformed(offset).with("required", required).with("given", given)
            }
            Error::HeaderCutShort { offset }
            | Error::NotAnItem { offset, .. }
            | Error::Unclosed { offset, .. }
            | Error::UndefinedLength { offset, .. }
            | Error::Misplaced { offset, .. }
            | Error::Inflate { offset } => malformed(offset),
            Error::TooManyElements { offset, limit } => {
                exceeded(limit).with("offset", offset).with("option", "maxElements")
            }
            Error::TooDeep { offset, limit } => {
                exceeded(limit).with("offset", offset).with("option", "maxDepth")
            }
            Error::InflatedTooLarge { offset, limit } => {
                exceeded(limit).with("offset", offset).with("option", "maxInflatedBytes")
            }
            Error::InflatedTooMuch { offset, limit } => exceeded(limit).with("offset", offset),
            Error::JsonTooLong { limit } => exceeded(limit),
            Error::Io { .. } => Self::new(Code::Io, &error),
            Error::FrameDescribed { .. } | Error::FrameCorrupt { .. } | Error::FrameDiffers { .. } => {
                Self::new(Code::MalformedInput, &error)
            }
            Error::FrameCutShort { required, given, .. } => {
                Self::new(Code::MalformedInput, &error).with("required", required).with("given", given)
            }
            Error::FrameTooLarge { given, limit, .. } => {
                exceeded(limit).with("option", "maxFrameBytes").with("given", given)
            }
            Error::FrameUnsupported { .. } => Self::new(Code::Unsupported, &error),
            Error::Cancelled => Self::aborted(),
            _ => Self::new(Code::Internal, &error),
        }
    }
}

/// A depth that the front door has checked.
fn depth(depth: u32) -> Result<u16, Fault> {
    u16::try_from(depth).map_err(|_| Fault::internal())
}

/// What to read of DICOM data, and what it may cost.
#[napi(object)]
pub struct DicomParsing {
    /// Give pixel data too.
    pub pixel_data: bool,
    /// Give group 0002 too.
    pub file_meta: bool,
    /// Elements, items and further values.
    pub max_elements: u32,
    /// Sequences inside each other.
    pub max_depth: u32,
    /// Bytes of a deflated data set, inflated.
    pub max_inflated_bytes: u32,
}

/// See `DicomJsonPiece` in `js/contract/dicom.ts`.
#[napi(object)]
pub struct DicomJsonPiece {
    /// The text.
    pub json: String,
    /// Tags of the sequences it goes on in.
    pub path: Vec<String>,
    /// Whether the last of them is an element whose values go on.
    pub in_value: bool,
}

/// See `DicomJsonPieces` in `js/contract/dicom.ts`.
#[napi(namespace = "dicom")]
pub struct JsonPieces {
    pieces: std::vec::IntoIter<JsonPiece>,
}

#[napi(namespace = "dicom")]
impl JsonPieces {
    /// The next piece, or null after the last.
    #[napi]
    pub fn next(&mut self) -> napi::Result<Option<DicomJsonPiece>> {
        guard::export(|| {
            Ok(self.pieces.next().map(|JsonPiece { json, path, in_value }| {
                let path = path.iter().map(|Tag(number)| format!("{number:08X}")).collect();
                DicomJsonPiece { json, path, in_value }
            }))
        })
    }
}

/// The DICOM JSON of a Part 10 file or bare data set, as text in pieces.
///
/// The headers are read here, while the bytes are borrowed, so that pixel data nobody wants are never copied.
#[napi(namespace = "dicom", ts_return_type = "Promise<JsonPieces>")]
pub fn parse<'env>(
    env: &'env Env,
    data: &[u8],
    options: DicomParsing,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let intake = guard::export(|| {
        let limits = Limits {
            max_elements: options.max_elements.into(),
            max_depth: depth(options.max_depth)?,
            max_inflated_bytes: options.max_inflated_bytes.into(),
            ..Limits::default()
        };
        let options = Options { limits, pixel_data: options.pixel_data, file_meta: options.file_meta };
        Ok(Intake::take(data, &options)?)
    })?;
    job.start(env, move |control| {
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        Ok(JsonPieces { pieces: intake.into_json(&mut checkpoint)?.into_iter() })
    })
}
