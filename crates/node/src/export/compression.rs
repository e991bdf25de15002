//! Compression in chunks: each a job on the pool, between which the codec stays here.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clinicore_export::compress::{Compression, Decoder, Decompression, Encoder, Format};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object, Uint8Array};
use napi_derive::napi;

use super::place::Place;
use crate::fault::Fault;
use crate::guard;
use crate::job::{Control, Job};

/// Output that ends a decoder's turn where it is taken piece by piece.
const ROOM: usize = 256 * 1024;

/// See `CompressionMessage` in `js/contract/compression.ts`.
#[napi(object)]
pub struct CompressionMessage {
    /// What to make.
    #[napi(ts_type = "'zstd' | 'lz4' | 'gzip' | 'deflate' | 'raw-deflate'")]
    pub format: String,
    /// 0 where the format has none.
    pub level: u32,
    /// Check the content.
    pub checksum: bool,
    /// 0 to let the level decide.
    pub window_log: u32,
    /// -1 if it is not known.
    pub content_size: f64,
    /// Give all output with the last chunk.
    pub whole: bool,
    /// zstd's.
    #[napi(ts_type = "Uint8Array | undefined")]
    pub dictionary: Option<Uint8Array>,
    /// Raw deflate's: end without the last block.
    #[napi(ts_type = "boolean | undefined")]
    pub unfinished: Option<bool>,
}

/// See `DecompressionMessage` in `js/contract/compression.ts`.
#[napi(object)]
pub struct DecompressionMessage {
    /// What the data are.
    #[napi(ts_type = "'zstd' | 'lz4' | 'gzip' | 'deflate' | 'raw-deflate'")]
    pub format: String,
    /// The most that they may become.
    pub max_bytes: f64,
    /// The most that a zstd frame may look back.
    pub max_window_log: u32,
    /// Give all output with the last chunk.
    pub whole: bool,
    /// zstd's.
    #[napi(ts_type = "Uint8Array | undefined")]
    pub dictionary: Option<Uint8Array>,
}

impl From<&CompressionMessage> for Compression {
    fn from(message: &CompressionMessage) -> Self {
        Self {
            format: format(&message.format),
            level: message.level,
            checksum: message.checksum,
            window_log: Some(message.window_log).filter(|&log| log > 0),
            content_size: count(message.content_size),
            dictionary: message.dictionary.as_deref().map(<[u8]>::to_vec),
            unfinished: message.unfinished.unwrap_or(false),
        }
    }
}

impl From<&DecompressionMessage> for Decompression {
    fn from(message: &DecompressionMessage) -> Self {
        Self {
            format: format(&message.format),
            max_bytes: count(message.max_bytes).unwrap_or(0),
            max_window_log: message.max_window_log,
            dictionary: message.dictionary.as_deref().map(<[u8]>::to_vec),
        }
    }
}

fn format(name: &str) -> Format {
    match name {
        "zstd" => Format::Zstd,
        "lz4" => Format::Lz4,
        "gzip" => Format::Gzip,
        "raw-deflate" => Format::RawDeflate,
        _ => Format::Zlib,
    }
}

/// A count that the front door has checked; none if negative.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn count(n: f64) -> Option<u64> {
    (n >= 0.0).then_some(n as u64)
}

/// See `Codec` in `js/contract/compression.ts`.
#[napi(namespace = "exporting")]
pub struct Compressor {
    place: Arc<Place<Compressing>>,
}

/// The encoder is made by its first job: its tables take time and memory.
struct Compressing {
    options: Compression,
    encoder: Option<Encoder>,
    whole: bool,
    out: Vec<u8>,
}

#[napi(namespace = "exporting")]
impl Compressor {
    /// One that has taken nothing yet.
    #[napi(constructor)]
    pub fn new(message: CompressionMessage) -> Self {
        let options = Compression::from(&message);
        let compressing = Compressing { options, encoder: None, whole: message.whole, out: Vec::new() };
        Self { place: Place::of(compressing) }
    }

    /// Takes the next chunk, a copy of it, and gives what came out.
    #[napi(ts_return_type = "Promise<Buffer>")]
    pub fn write<'env>(
        &self,
        env: &'env Env,
        chunk: &[u8],
        last: bool,
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let (place, chunk) = (Arc::clone(&self.place), chunk.to_vec());
        job.start(env, move |control| {
            let mut compressing = place.take().ok_or_else(Fault::internal)?;
            let out = compressing.write(&chunk, last, control)?;
            // What is over, or failed, lets go of its memory here.
            if !last {
                place.put(compressing);
            }
            Ok(Buffer::from(out))
        })
    }

    /// Whether more comes without further input: never.
    #[napi]
    #[allow(clippy::unused_self)] // a method in the contract, for a decompressor has more
    pub fn pending(&self) -> napi::Result<bool> {
        guard::export(|| Ok(false))
    }

    /// Lets go of its memory.
    #[napi]
    pub fn close(&self) -> napi::Result<()> {
        guard::export(|| {
            self.place.close();
            Ok(())
        })
    }
}

impl Compressing {
    fn write(&mut self, chunk: &[u8], last: bool, control: &Control) -> Result<Vec<u8>, Fault> {
        let encoder = match &mut self.encoder {
            Some(encoder) => encoder,
            none => none.insert(Encoder::new(&self.options)?),
        };
        encoder.encode(chunk, last, &mut self.out, &mut |_| control.pause())?;
        Ok(given(&mut self.out, last || !self.whole))
    }
}

/// See `Codec` in `js/contract/compression.ts`.
#[napi(namespace = "exporting")]
pub struct Decompressor {
    place: Arc<Place<Decompressing>>,
    pending: Arc<AtomicBool>,
}

struct Decompressing {
    options: Decompression,
    decoder: Option<Decoder>,
    whole: bool,
    out: Vec<u8>,
}

#[napi(namespace = "exporting")]
impl Decompressor {
    /// One that has taken nothing yet.
    #[napi(constructor)]
    pub fn new(message: DecompressionMessage) -> Self {
        let options = Decompression::from(&message);
        let decompressing = Decompressing { options, decoder: None, whole: message.whole, out: Vec::new() };
        Self { place: Place::of(decompressing), pending: Arc::default() }
    }

    /// Takes the next chunk, a copy of it, and gives what came out, or the first part of it.
    #[napi(ts_return_type = "Promise<Buffer>")]
    pub fn write<'env>(
        &self,
        env: &'env Env,
        chunk: &[u8],
        last: bool,
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let (place, chunk) = (Arc::clone(&self.place), chunk.to_vec());
        let pending = Arc::clone(&self.pending);
        job.start(env, move |control| {
            let mut decompressing = place.take().ok_or_else(Fault::internal)?;
            let (out, more) = decompressing.write(&chunk, last, control)?;
            pending.store(more, Ordering::Relaxed);
            if more || !last {
                place.put(decompressing);
            }
            Ok(Buffer::from(out))
        })
    }

    /// Whether more comes without further input.
    #[napi]
    pub fn pending(&self) -> napi::Result<bool> {
        guard::export(|| Ok(self.pending.load(Ordering::Relaxed)))
    }

    /// Lets go of its memory.
    #[napi]
    pub fn close(&self) -> napi::Result<()> {
        guard::export(|| {
            self.place.close();
            Ok(())
        })
    }
}

impl Decompressing {
    fn write(&mut self, chunk: &[u8], last: bool, control: &Control) -> Result<(Vec<u8>, bool), Fault> {
        let decoder = match &mut self.decoder {
            Some(decoder) => decoder,
            none => none.insert(Decoder::new(&self.options)?),
        };
        decoder.push(chunk, last);
        let room = if self.whole { usize::MAX } else { ROOM };
        let more = decoder.decode(&mut self.out, room, &mut |_| control.pause())?;
        Ok((given(&mut self.out, last || !self.whole), more))
    }
}

/// Takes the output if it is wanted now; what is kept for long has no room left over.
fn given(out: &mut Vec<u8>, now: bool) -> Vec<u8> {
    if !now {
        return Vec::new();
    }
    let mut out = std::mem::take(out);
    out.shrink_to_fit();
    out
}
