//! Many small records in one call, and the dictionary for them.

use clinicore_export::Error;
use clinicore_export::compress::{self, Compression, Decompression, Records};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object, Uint32Array};
use napi_derive::napi;

use super::compression::{CompressionMessage, DecompressionMessage, count};
use crate::fault::Fault;
use crate::guard;
use crate::job::Job;

/// See `RecordsMessage` in `js/contract/compression.ts`.
#[napi(object)]
pub struct RecordsMessage {
    /// All their bytes.
    #[napi(ts_type = "Uint8Array")]
    pub data: Buffer,
    /// How many of them each has.
    pub lengths: Uint32Array,
}

impl From<Records> for RecordsMessage {
    fn from(Records { data, lengths }: Records) -> Self {
        Self { data: data.into(), lengths: lengths.into() }
    }
}

/// A copy, so that no thread ever reads JavaScript's memory.
fn records(data: &[u8], lengths: &[u32]) -> Records {
    Records { data: data.to_vec(), lengths: lengths.to_vec() }
}

/// Counts records from the first of the call's, not of these.
fn counted(error: Error, first: u32) -> Fault {
    match error {
        Error::Record { index, error } => Error::Record { index: index + first as usize, error }.into(),
        error => error.into(),
    }
}

/// A zstd dictionary of at most `size` bytes.
#[napi(namespace = "exporting", ts_return_type = "Promise<Buffer>")]
pub fn train_dictionary<'env>(
    env: &'env Env,
    samples: &[u8],
    lengths: &[u32],
    size: u32,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let samples = guard::export(|| Ok(records(samples, lengths)))?;
    job.start(env, move |_| Ok(Buffer::from(compress::train_dictionary(&samples, size as usize)?)))
}

/// A zstd frame of each record.
#[napi(namespace = "exporting", ts_return_type = "Promise<RecordsMessage>")]
pub fn compress_records<'env>(
    env: &'env Env,
    message: CompressionMessage,
    data: &[u8],
    lengths: &[u32],
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (options, records) = guard::export(|| Ok((Compression::from(&message), records(data, lengths))))?;
    job.start(env, move |control| {
        let packed = compress::compress_records(&options, &records, &mut |_| control.pause())?;
        Ok(RecordsMessage::from(packed))
    })
}

/// What each record, of zstd frames, holds; those before `first` held `made` bytes.
#[napi(namespace = "exporting", ts_return_type = "Promise<RecordsMessage>")]
pub fn decompress_records<'env>(
    env: &'env Env,
    message: DecompressionMessage,
    data: &[u8],
    lengths: &[u32],
    first: u32,
    made: f64,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (options, records) = guard::export(|| Ok((Decompression::from(&message), records(data, lengths))))?;
    let made = count(made).unwrap_or(0);
    job.start(env, move |control| {
        let unpacked = compress::decompress_records(&options, &records, made, &mut |_| control.pause());
        Ok(RecordsMessage::from(unpacked.map_err(|error| counted(error, first))?))
    })
}
