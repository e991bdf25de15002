//! `clinicore/pdf` for JavaScript.

use std::mem;

use clinicore_pdf::model::Document;
use clinicore_pdf::{Invoice, InvoiceOptions, MAX_AMOUNT};
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
            Error::Invalid { argument, .. } => {
                fault(Code::InvalidArgument).with("argument", argument.as_str())
            }
            Error::MissingGlyph { argument, code_point } => fault(Code::Unsupported)
                .with("argument", argument.as_str())
                .with("codePoint", code_point.as_str()),
            Error::TooMany { argument, given, limit, .. } => fault(Code::LimitExceeded)
                .with("argument", argument.as_str())
                .with("limit", *limit)
                .with("given", *given),
            Error::Overflow { argument } => {
                fault(Code::LimitExceeded).with("argument", argument.as_str()).with("limit", MAX_AMOUNT)
            }
            Error::TotalMismatch { argument, required, given } => fault(Code::InvalidArgument)
                .with("argument", argument.as_str())
                .with("required", *required)
                .with("given", *given),
            Error::TooManyPages { limit } => {
                fault(Code::LimitExceeded).with("argument", "data").with("limit", *limit)
            }
            Error::DoesNotFit { argument } => fault(Code::LimitExceeded).with("argument", argument.as_str()),
            Error::TooWide { argument, given, limit } => fault(Code::InvalidArgument)
                .with("argument", argument.as_str())
                .with("limit", *limit)
                .with("given", *given),
            Error::Malformed { argument, .. } => {
                fault(Code::MalformedInput).with("argument", argument.as_str())
            }
            Error::Unsupported { argument, .. } => {
                fault(Code::Unsupported).with("argument", argument.as_str())
            }
            Error::BrokenFile { argument, offset, .. } => {
                let fault = fault(Code::MalformedInput).with("argument", argument.as_str());
                match offset {
                    Some(offset) => fault.with("offset", *offset),
                    None => fault,
                }
            }
            Error::Locked { argument } => fault(Code::Unsupported).with("argument", argument.as_str()),
            Error::WrongPassword { argument } => {
                fault(Code::InvalidArgument).with("argument", argument.as_str())
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

/// An invoice's lines on their way into a PDF: see `Lines` in `js/contract.ts`.
#[napi(namespace = "pdf")]
#[derive(Default)]
pub struct Lines {
    /// Each the JSON of some.
    batches: Vec<String>,
}

#[napi(namespace = "pdf")]
impl Lines {
    /// No lines.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds lines.
    #[napi]
    pub fn append(&mut self, json: String) -> napi::Result<()> {
        guard::export(|| {
            self.batches.push(json);
            Ok(())
        })
    }

    /// Lets go of the lines.
    #[napi]
    pub fn clear(&mut self) -> napi::Result<()> {
        guard::export(|| {
            self.batches = Vec::new();
            Ok(())
        })
    }
}

/// `InvoiceDocument` of `js/pdf/document.ts`.
#[derive(Deserialize)]
struct InvoiceDocument {
    data: Invoice,
    options: InvoiceOptions,
}

/// The PDF of a checked invoice, given as JSON; takes the lines.
#[napi(namespace = "pdf", ts_return_type = "Promise<Uint8Array>")]
pub fn invoice<'env>(
    env: &'env Env,
    document: String,
    lines: &mut Lines,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let batches = mem::take(&mut lines.batches);
    job.start(env, move |control| {
        let InvoiceDocument { mut data, options } = parsed(&document)?;
        for json in batches {
            data.lines.append(&mut parsed(&json)?);
        }
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        Ok(Buffer::from(clinicore_pdf::invoice(&data, &options, &mut checkpoint)?))
    })
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
