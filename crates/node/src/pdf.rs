//! `clinicore/pdf` for JavaScript.

use std::mem;

use clinicore_pdf::{Invoice, InvoiceOptions, MAX_AMOUNT};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object};
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
