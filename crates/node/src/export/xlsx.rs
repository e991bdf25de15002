//! Rows of workbooks: see `js/contract/xlsx.ts`.

use std::sync::Arc;

use arrow_schema::SchemaRef;
use clinicore_export::xlsx::{self, RowWriter, Style};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object};
use napi_derive::napi;

use super::columns::{self, ColumnsMessage, FieldMessage};
use crate::guard;
use crate::job::Job;

/// See `StyleMessage` in `js/contract/xlsx.ts`.
#[napi(object)]
pub struct StyleMessage {
    /// Of cells.
    pub plain: u32,
    /// Of texts that begin like a formula.
    pub quoted: u32,
}

/// See `RunMessage` in `js/contract/xlsx.ts`.
#[napi(object)]
pub struct RunMessage {
    /// The deflated bytes.
    #[napi(ts_type = "Uint8Array")]
    pub data: Buffer,
    /// Of what was deflated.
    pub crc: u32,
    /// How many bytes were deflated.
    pub size: f64,
}

/// See `SheetRows` in `js/contract/xlsx.ts`.
#[napi(namespace = "exporting")]
pub struct SheetRows {
    schema: SchemaRef,
    writer: Arc<RowWriter>,
}

#[napi(namespace = "exporting")]
impl SheetRows {
    /// A writer of a sheet's rows.
    #[napi(constructor)]
    pub fn new(fields: Vec<FieldMessage>, styles: Vec<StyleMessage>) -> Self {
        let styles = styles.into_iter().map(|StyleMessage { plain, quoted }| Style { plain, quoted });
        Self { schema: columns::schema(&fields), writer: Arc::new(RowWriter::new(styles.collect())) }
    }

    /// Rows as XML, deflated.
    #[napi(ts_return_type = "Promise<RunMessage>")]
    pub fn write<'env>(
        &self,
        env: &'env Env,
        first: u32,
        rows: Vec<ColumnsMessage>,
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let batches = guard::export(|| {
            rows.iter().map(|rows| columns::batch(&self.schema, rows)).collect::<Result<Vec<_>, _>>()
        })?;
        let writer = Arc::clone(&self.writer);
        job.start(env, move |control| {
            let run = writer.write(first.into(), &batches, &mut || control.pause())?;
            Ok(RunMessage { data: run.data.into(), crc: run.crc, size: run.size as f64 })
        })
    }
}

/// See `spinPassword` in `js/contract/xlsx.ts`.
#[napi(namespace = "exporting", ts_return_type = "Promise<Buffer>")]
pub fn spin_password<'env>(
    env: &'env Env,
    password: &[u8],
    salt: &[u8],
    spins: u32,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (password, salt) = (password.to_vec(), salt.to_vec());
    job.start(env, move |control| {
        let hash = xlsx::spin_password(&password, &salt, spins, &mut |_| control.pause())?;
        Ok(Buffer::from(hash.to_vec()))
    })
}
