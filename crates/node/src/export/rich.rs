//! Workbooks with styles, charts and the like: see `js/contract/rich.ts`.

use std::mem;

use clinicore_export::rich::{Draft, Error, Rows};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object, Uint8Array};
use napi_derive::napi;

use crate::fault::{Code, Fault};
use crate::guard;
use crate::job::Job;

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::Cancelled => Self::aborted(),
            _ => Self::new(Code::Internal, &error),
        }
    }
}

/// A workbook on its way into a file: see `RichWorkbook` in `js/contract/rich.ts`.
#[napi(namespace = "exporting")]
#[derive(Default)]
pub struct RichWorkbook {
    draft: Draft,
}

#[napi(namespace = "exporting")]
impl RichWorkbook {
    /// Nothing yet.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Copies rows in, so that no thread ever reads JavaScript's memory.
    #[napi]
    pub fn append(
        &mut self,
        sheet: u32,
        rows: u32,
        numbers: &[f64],
        text: &[u8],
        lengths: &[u32],
    ) -> napi::Result<()> {
        guard::export(|| {
            let text = String::from_utf8(text.to_vec()).map_err(|_| Error::Message)?;
            self.draft
                .append(sheet as usize, Rows::new(rows as usize, numbers.to_vec(), text, lengths.to_vec())?);
            Ok(())
        })
    }

    /// Adds cells, in JSON.
    #[napi]
    pub fn cells(&mut self, sheet: u32, json: String) -> napi::Result<()> {
        guard::export(|| Ok(self.draft.cells(sheet as usize, &json)?))
    }

    /// The workbook's file; takes all that was added.
    #[napi(ts_return_type = "Promise<Buffer>")]
    pub fn write<'env>(
        &mut self,
        env: &'env Env,
        json: String,
        images: Vec<Uint8Array>,
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let draft = mem::take(&mut self.draft);
        let images: Vec<Vec<u8>> = images.iter().map(|image| image.to_vec()).collect();
        job.start(env, move |control| {
            let file = draft.write(&json, &images, &mut |done, total| control.checkpoint(done, total))?;
            Ok(Buffer::from(file))
        })
    }

    /// Lets go of all that was added.
    #[napi]
    pub fn clear(&mut self) -> napi::Result<()> {
        guard::export(|| {
            self.draft = Draft::default();
            Ok(())
        })
    }
}
