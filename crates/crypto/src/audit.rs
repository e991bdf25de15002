//! Audit logs: entries as lines of JSON, each with the hash of the one before.
//!
//! ```text
//! {"entry":{"at":"…","data":…,"previous":"<64 hex>","seq":2},"hash":"<64 hex>"}
//! {"checkpoint":{"at":"…","hash":"<64 hex>","mac":"…","seq":2}}
//! ```
//!
//! An entry's hash is the SHA-256 of `clinicore.audit.entry.v1`, a line feed, and the entry as it stands in its line, which
//! is canonical JSON (RFC 8785): what it says has one spelling, and no two readers read it differently. Checkpoints are
//! found, not verified: that takes a key.

mod canonical;

use std::ops::ControlFlow;

use sha2::{Digest, Sha256};

use self::canonical::{is_canonical, is_instant};
use crate::Error;

/// A SHA-256 in hexadecimal digits.
pub type HexHash = [u8; 64];

/// What some lines of a log hold, up to the first that is not sound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// How many sound lines there are.
    pub lines: u32,
    /// How many of them are entries.
    pub entries: u32,
    /// The number of the first entry, and the hash of the one before it.
    pub first: Option<(u64, HexHash)>,
    /// The number and hash of the last entry.
    pub last: Option<(u64, HexHash)>,
    /// The hash of the entry that was wanted, if it is among them.
    pub wanted: Option<HexHash>,
    /// The checkpoints.
    pub checkpoints: Vec<Checkpoint>,
    /// What is wrong with the line after these.
    pub fault: Option<Fault>,
}

/// A checkpoint among the lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many lines stand before it.
    pub line: u32,
    /// Its line.
    pub text: String,
    /// The number and hash of the entry before it, if it is among the lines.
    pub of: Option<(u64, HexHash)>,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not of the format, or not in its one spelling.
    Malformed,
    /// The entry's hash is not its own.
    Changed,
    /// The entry does not follow the one before.
    Unlinked,
}

/// The lines between two checkpoints of the work: about a millisecond's worth.
const LINES_PER_CHECKPOINT: u32 = 1000;

/// Checks the entries of whole lines, each ended by a line feed, and looks for the one of number `wanted`.
///
/// # Errors
///
/// [`Error::Cancelled`] if the checkpoint breaks.
pub fn check(
    lines: &[u8],
    wanted: u64,
    checkpoint: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Lines, Error> {
    let mut found = Lines::default();
    for line in lines.split_inclusive(|&byte| byte == b'\n') {
        if found.lines % LINES_PER_CHECKPOINT == 0 && checkpoint().is_break() {
            return Err(Error::Cancelled);
        }
        if let Err(fault) = found.take(line.strip_suffix(b"\n").unwrap_or(line), wanted) {
            found.fault = Some(fault);
            break;
        }
        found.lines += 1;
    }
    Ok(found)
}

impl Lines {
    fn take(&mut self, line: &[u8], wanted: u64) -> Result<(), Fault> {
        if line.starts_with(br#"{"checkpoint":"#) {
            // What is not ASCII is no checkpoint's: it stands for itself until it is read.
            let text = line.iter().copied().map(char::from).collect();
            self.checkpoints.push(Checkpoint { line: self.lines, text, of: self.last });
            return Ok(());
        }
        let Entry { content, said, previous, seq, hash } = Entry::parse(line).ok_or(Fault::Malformed)?;
        if hash_of(content) != hash {
            return Err(Fault::Changed);
        }
        if !is_sound(said) {
            return Err(Fault::Malformed);
        }
        if let Some((last, before)) = self.last
            && (seq != last + 1 || previous != before)
        {
            return Err(Fault::Unlinked);
        }
        self.first.get_or_insert((seq, previous));
        if seq == wanted {
            self.wanted = Some(hash);
        }
        self.last = Some((seq, hash));
        self.entries += 1;
        Ok(())
    }
}

/// The parts of an entry's line.
struct Entry<'a> {
    content: &'a [u8],
    /// `at` and `data`, from after the first quotation mark on.
    said: &'a [u8],
    previous: HexHash,
    seq: u64,
    hash: HexHash,
}

impl<'a> Entry<'a> {
    fn parse(line: &'a [u8]) -> Option<Self> {
        let (rest, hash) = line.strip_suffix(br#""}"#).and_then(split_hash)?;
        let content = rest.strip_suffix(br#","hash":""#)?.strip_prefix(br#"{"entry":"#)?;
        let inner = content.strip_prefix(br#"{"at":""#)?.strip_suffix(b"}")?;
        let digits = inner.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let (rest, digits) = inner.split_at(inner.len() - digits);
        let (rest, previous) = rest.strip_suffix(br#"","seq":"#).and_then(split_hash)?;
        let said = rest.strip_suffix(br#","previous":""#)?;
        Some(Self { content, said, previous, seq: whole(digits)?, hash })
    }
}

/// Whether `at` and `data` are in their one spelling.
fn is_sound(said: &[u8]) -> bool {
    let Some((at, rest)) = said.split_first_chunk() else { return false };
    is_instant(at) && rest.strip_prefix(br#"","data":"#).is_some_and(is_canonical)
}

/// Parts the 64 hexadecimal digits off that end some bytes.
fn split_hash(bytes: &[u8]) -> Option<(&[u8], HexHash)> {
    let (rest, hash) = bytes.split_last_chunk()?;
    hash.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).then_some((rest, *hash))
}

/// The number of digits in their one spelling, from 1 to 2^53 - 1.
fn whole(digits: &[u8]) -> Option<u64> {
    let is_spelt = matches!(digits, [b'1'..=b'9', ..]) && digits.len() <= 16;
    let value = digits.iter().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
    (is_spelt && value < 1 << 53).then_some(value)
}

fn hash_of(content: &[u8]) -> HexHash {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let hash = Sha256::new_with_prefix(b"clinicore.audit.entry.v1\n").chain_update(content).finalize();
    std::array::from_fn(|i| DIGITS[usize::from(hash[i / 2] >> (4 - 4 * (i % 2)) & 15)])
}
