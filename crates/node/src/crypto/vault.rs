//! The vault's fields for JavaScript.

use std::sync::{Arc, Mutex, PoisonError};

use clinicore_crypto::vault::{Contexts, KEY, Keyring as Keys, OVERHEAD, Opened, Packed, SALT};
use napi::Env;
use napi::bindgen_prelude::{Object, Uint8Array, Uint32Array};
use napi_derive::napi;

use crate::crypto::bytes::Bytes;
use crate::fault::Fault;
use crate::guard;
use crate::job::Job;
use crate::split::{Cut, Gather};

/// Fields in a part of a job: about 30 µs of work. With fewer parts a thread that joins late leaves too much to the first.
const GRAIN: usize = 64;

/// See `Packed` in `js/contract/vault.ts`.
#[napi(object)]
pub struct PackedMessage {
    /// One after the other.
    pub bytes: Uint8Array,
    /// Where each ends.
    pub ends: Uint32Array,
}

impl PackedMessage {
    /// A copy that other threads may read.
    fn take(&self) -> Result<Packed, Fault> {
        Packed::new(self.bytes.to_vec(), self.ends.to_vec()).ok_or_else(Fault::internal)
    }
}

fn contexts(parts: &[PackedMessage], count: usize) -> Result<Contexts, Fault> {
    let parts = parts.iter().map(PackedMessage::take).collect::<Result<_, _>>()?;
    Contexts::new(parts, count).ok_or_else(Fault::internal)
}

/// See `OpenedFields` in `js/contract/vault.ts`.
#[napi(object, object_from_js = false)]
pub struct OpenedFields {
    /// The fields.
    #[napi(ts_type = "Buffer")]
    pub bytes: Bytes,
    /// Indices of those that are not genuine.
    pub refused: Uint32Array,
}

/// See `Keyring` in `js/contract/vault.ts`.
#[napi(namespace = "crypto")]
pub struct Keyring {
    /// None when it was closed; a job that runs keeps the keys until its end.
    keys: Mutex<Option<Arc<Keys>>>,
}

#[napi(namespace = "crypto")]
impl Keyring {
    /// Keys of 32 bytes, one after the other, by their ids; the first one seals.
    #[napi(constructor)]
    pub fn new(ids: &[u32], keys: &[u8]) -> napi::Result<Self> {
        guard::export(|| {
            let (keys, _) = keys.as_chunks::<KEY>();
            let mut pairs = ids.iter().copied().zip(keys);
            let (id, key) = pairs.next().ok_or_else(Fault::internal)?;
            let keys = pairs.fold(Keys::new(id, key), |ring, (id, key)| ring.with_former(id, key));
            Ok(Self { keys: Mutex::new(Some(Arc::new(keys))) })
        })
    }

    /// Seals one field.
    #[napi(ts_return_type = "Buffer")]
    pub fn seal(&self, field: &[u8], context: &[u8], salt: &[u8]) -> napi::Result<Bytes> {
        guard::export(|| {
            let salt = salt.try_into().map_err(|_| Fault::internal())?;
            Ok(self.keys()?.seal(field, context, salt).into())
        })
    }

    /// Opens one field; null if it is not genuine.
    #[napi(ts_return_type = "Buffer | null")]
    pub fn open(&self, sealed: &[u8], context: &[u8]) -> napi::Result<Option<Bytes>> {
        guard::export(|| Ok(self.keys()?.open(sealed, context).map(Into::into)))
    }

    /// Seals many fields, one after the other.
    #[napi(ts_return_type = "Promise<Buffer>")]
    pub fn seal_many<'env>(
        &self,
        env: &'env Env,
        fields: PackedMessage,
        contexts: Vec<PackedMessage>,
        salts: &[u8],
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let (keys, fields, contexts, salts) = guard::export(|| {
            let fields = fields.take()?;
            if salts.len() != fields.len() * SALT {
                return Err(Fault::internal());
            }
            let contexts = self::contexts(&contexts, fields.len())?;
            Ok((self.keys()?, fields, contexts, salts.to_vec()))
        })?;
        let cut = Cut { count: fields.len(), grain: GRAIN };
        let all = Vec::with_capacity(fields.bytes_in(&(0..fields.len())) + fields.len() * OVERHEAD);
        job.start_split(
            env,
            cut,
            move |range, checkpoint| Ok(keys.seal_many(&fields, &contexts, &salts, range, checkpoint)?),
            Sealed(all),
        )
    }

    /// Opens many sealed fields.
    #[napi(ts_return_type = "Promise<OpenedFields>")]
    pub fn open_many<'env>(
        &self,
        env: &'env Env,
        sealed: PackedMessage,
        contexts: Vec<PackedMessage>,
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let (keys, sealed, contexts) = guard::export(|| {
            let sealed = sealed.take()?;
            let contexts = self::contexts(&contexts, sealed.len())?;
            Ok((self.keys()?, sealed, contexts))
        })?;
        let cut = Cut { count: sealed.len(), grain: GRAIN };
        let all = Opened::with_capacity(sealed.bytes_in(&(0..sealed.len())));
        job.start_split(
            env,
            cut,
            move |range, checkpoint| Ok(keys.open_many(&sealed, &contexts, range, checkpoint)?),
            Fields(all),
        )
    }

    /// Lets go of the keys, which are wiped.
    #[napi]
    pub fn close(&self) -> napi::Result<()> {
        guard::export(|| {
            self.keys.lock().unwrap_or_else(PoisonError::into_inner).take();
            Ok(())
        })
    }
}

impl Keyring {
    fn keys(&self) -> Result<Arc<Keys>, Fault> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(Fault::internal)
    }
}

/// Sealed fields of all parts.
struct Sealed(Vec<u8>);

impl Gather for Sealed {
    type Part = Vec<u8>;
    type Answer = Bytes;

    fn add(&mut self, part: Self::Part) {
        self.0.extend_from_slice(&part);
    }

    fn answer(self) -> Bytes {
        self.0.into()
    }
}

/// Opened fields of all parts.
struct Fields(Opened);

impl Gather for Fields {
    type Part = Opened;
    type Answer = OpenedFields;

    fn add(&mut self, part: Opened) {
        self.0.append(&part);
    }

    fn answer(self) -> OpenedFields {
        let (fields, refused) = self.0.into_parts();
        OpenedFields { bytes: fields.into(), refused: refused.into() }
    }
}
