//! Audit logs for JavaScript.

use clinicore_crypto::audit::{self, Checkpoint, Fault, HexHash, Lines};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::guard;
use crate::job::Job;

/// See `AuditLinesMessage` in `js/contract/audit.ts`.
#[napi(object)]
pub struct AuditLinesMessage {
    /// How many sound lines there are.
    pub lines: u32,
    /// How many of them are entries.
    pub entries: u32,
    /// Of the first entry: its number.
    pub first_seq: i64,
    /// Of the first entry: the hash of the one before.
    pub first_previous: String,
    /// Of the last entry: its number.
    pub last_seq: i64,
    /// Of the last entry: its hash.
    pub last_hash: String,
    /// The hash of the entry that was wanted.
    pub wanted_hash: String,
    /// The checkpoints.
    pub checkpoints: Vec<CheckpointMessage>,
    /// What is wrong with the line after these.
    #[napi(ts_type = "'malformed' | 'changed' | 'unlinked'")]
    pub fault: Option<String>,
}

/// See `CheckpointMessage` in `js/contract/audit.ts`.
#[napi(object)]
pub struct CheckpointMessage {
    /// How many lines stand before it.
    pub line: u32,
    /// Its line.
    pub text: String,
    /// The number of the entry before it.
    pub seq: i64,
    /// The hash of the entry before it.
    pub hash: String,
}

/// A number that JavaScript can hold, and a hash; 0 and nothing for none.
fn head(of: Option<(u64, HexHash)>) -> (i64, String) {
    of.map_or_else(Default::default, |(seq, hash)| (seq.cast_signed(), text(hash)))
}

fn text(hash: HexHash) -> String {
    hash.into_iter().map(char::from).collect()
}

impl From<Lines> for AuditLinesMessage {
    fn from(Lines { lines, entries, first, last, wanted, checkpoints, fault }: Lines) -> Self {
        let (first_seq, first_previous) = head(first);
        let (last_seq, last_hash) = head(last);
        Self {
            lines,
            entries,
            first_seq,
            first_previous,
            last_seq,
            last_hash,
            wanted_hash: wanted.map_or_else(String::new, text),
            checkpoints: checkpoints.into_iter().map(CheckpointMessage::from).collect(),
            fault: fault.map(|fault| {
                let word = match fault {
                    Fault::Malformed => "malformed",
                    Fault::Changed => "changed",
                    Fault::Unlinked => "unlinked",
                };
                word.to_owned()
            }),
        }
    }
}

impl From<Checkpoint> for CheckpointMessage {
    fn from(Checkpoint { line, text, of }: Checkpoint) -> Self {
        let (seq, hash) = head(of);
        Self { line, text, seq, hash }
    }
}

/// Checks the entries of some whole lines.
#[napi(namespace = "crypto", ts_return_type = "Promise<AuditLinesMessage>")]
pub fn check_audit_lines<'env>(
    env: &'env Env,
    lines: &[u8],
    wanted: i64,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let lines = guard::export(|| Ok(lines.to_vec()))?;
    job.start(env, move |control| {
        let mut checkpoint = || control.pause();
        Ok(AuditLinesMessage::from(audit::check(&lines, wanted.cast_unsigned(), &mut checkpoint)?))
    })
}
