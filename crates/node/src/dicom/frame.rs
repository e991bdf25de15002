//! One frame's pixels.

use clinicore_dicom::Frame;
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object};
use napi_derive::napi;

use crate::fault::Fault;
use crate::guard;
use crate::job::Job;

/// Decodes a frame and makes of it what `pixels`, a `PixelMessage` as JSON, says.
///
/// The bytes are copied here: JavaScript may change them while the pool reads.
#[napi(namespace = "dicom", ts_return_type = "Promise<Uint8Array>")]
pub fn decode_frame<'env>(
    env: &'env Env,
    pixels: String,
    frame: &[u8],
    tables: &[u8],
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (message, data, tables) = guard::export(|| {
        let message: Frame = serde_json::from_str(&pixels).map_err(|_| Fault::internal())?;
        Ok((message, frame.to_vec(), tables.to_vec()))
    })?;
    job.start(env, move |control| {
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        Ok(Buffer::from(clinicore_dicom::decode_frame(&message, &data, &tables, &mut checkpoint)?))
    })
}
