//! `clinicore/pdf` for JavaScript.

use clinicore_pdf::{Invoice, InvoiceOptions, MAX_AMOUNT};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object};
use napi_derive::napi;
use serde::Deserialize;

use crate::fault::{Code, Fault};
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
            Error::DoesNotFit { argument } => fault(Code::LimitExceeded).with("argument", argument.as_str()),
            _ => fault(Code::Internal),
        }
    }
}

/// `InvoiceDocument` of `js/pdf/document.ts`.
#[derive(Deserialize)]
struct InvoiceDocument {
    data: Invoice,
    options: InvoiceOptions,
}

/// The PDF of a checked invoice, given as JSON.
#[napi(namespace = "pdf", ts_return_type = "Promise<Uint8Array>")]
pub fn invoice<'env>(env: &'env Env, document: String, job: &Job) -> napi::Result<Object<'env>> {
    job.start(env, move |control| {
        let InvoiceDocument { data, options } =
            serde_json::from_str(&document).map_err(|_| Fault::internal())?;
        drop(document);
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        Ok(Buffer::from(clinicore_pdf::invoice(&data, &options, &mut checkpoint)?))
    })
}
