//! `clinicore/pdf` for JavaScript.

use std::mem;

use clinicore_pdf::model::Document;
use napi::Env;
use napi::bindgen_prelude::{Buffer, ClassInstance, Object, Uint8Array};
use napi_derive::napi;
use serde::Deserialize;

use crate::fault::{Code, Fault};
use crate::guard;
use crate::job::Job;

impl From<clinicore_pdf::Error> for Fault {
    fn from(error: clinicore_pdf::Error) -> Self {
        use clinicore_pdf::Error;
        let fault = |code| Self::new(code, &error);
        match &error {
            Error::Cancelled => Self::aborted(),
            Error::Invalid { argument, .. } | Error::WrongPassword { argument } => {
                fault(Code::InvalidArgument).with("argument", argument.as_str())
            }
            Error::MissingGlyph { argument, code_point } => fault(Code::Unsupported)
                .with("argument", argument.as_str())
                .with("codePoint", code_point.as_str()),
            Error::TooMany { argument, given, limit, .. } => fault(Code::LimitExceeded)
                .with("argument", argument.as_str())
                .with("limit", *limit)
                .with("given", *given),
            Error::TooManyPages { limit } => {
                fault(Code::LimitExceeded).with("argument", "document").with("limit", *limit)
            }
            Error::DoesNotFit { argument } => fault(Code::LimitExceeded).with("argument", argument.as_str()),
            Error::TooWide { argument, given, limit } => fault(Code::InvalidArgument)
                .with("argument", argument.as_str())
                .with("limit", *limit)
                .with("given", *given),
            Error::Malformed { argument, .. } => {
                fault(Code::MalformedInput).with("argument", argument.as_str())
            }
            Error::Unsupported { argument, .. } | Error::Locked { argument } => {
                fault(Code::Unsupported).with("argument", argument.as_str())
            }
            Error::BrokenFile { argument, offset, .. } => {
                let fault = fault(Code::MalformedInput).with("argument", argument.as_str());
                match offset {
                    Some(offset) => fault.with("offset", *offset),
                    None => fault,
                }
            }
            Error::BeyondLimit { argument, limit, option, .. } => fault(Code::LimitExceeded)
                .with("argument", argument.as_str())
                .with("limit", *limit)
                .with("option", *option),
            Error::NoSuchPage { argument, given, pages } => fault(Code::InvalidArgument)
                .with("argument", argument.as_str())
                .with("given", *given)
                .with("limit", *pages),
            _ => fault(Code::Internal),
        }
    }
}

fn parsed<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, Fault> {
    serde_json::from_str(json).map_err(|_| Fault::internal())
}

/// Rows of tables on their way into a PDF: see `Rows` in `js/contract/pdf.ts`.
#[napi(namespace = "pdf")]
#[derive(Default)]
pub struct Rows {
    rows: clinicore_pdf::Rows,
}

#[napi(namespace = "pdf")]
impl Rows {
    /// No rows.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds rows.
    #[napi]
    pub fn append(&mut self, json: String) -> napi::Result<()> {
        guard::export(|| {
            self.rows.append(json);
            Ok(())
        })
    }

    /// Lets go of the rows.
    #[napi]
    pub fn clear(&mut self) -> napi::Result<()> {
        guard::export(|| {
            self.rows.clear();
            Ok(())
        })
    }
}

/// A font that was read once: see `Face` in `js/contract/pdf.ts`.
#[napi(namespace = "pdf")]
pub struct Face {
    face: clinicore_pdf::Face,
}

#[napi(namespace = "pdf")]
impl Face {
    /// Reads a font file.
    #[napi(constructor)]
    pub fn new(data: &[u8]) -> napi::Result<Self> {
        guard::export(|| Ok(Self { face: clinicore_pdf::Face::new(data.to_vec())? }))
    }

    /// What the file calls its family.
    #[napi(getter)]
    pub fn family(&self) -> napi::Result<String> {
        guard::export(|| Ok(self.face.family().to_owned()))
    }
}

/// The PDF of a document, given as JSON; takes the rows, and copies the binaries.
#[napi(namespace = "pdf", ts_return_type = "Promise<Uint8Array>")]
pub fn render<'env>(
    env: &'env Env,
    document: String,
    rows: &mut Rows,
    faces: Vec<ClassInstance<'_, Face>>,
    binaries: Vec<Uint8Array>,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let rows = mem::take(&mut rows.rows);
    let faces: Vec<_> = faces.iter().map(|face| face.face.clone()).collect();
    let binaries: Vec<_> = binaries.iter().map(|bytes| bytes.to_vec()).collect();
    job.start(env, move |control| {
        let document: Document = parsed(&document)?;
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        Ok(Buffer::from(clinicore_pdf::render(&document, rows, &faces, binaries, &mut checkpoint)?))
    })
}
