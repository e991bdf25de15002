//! The zip archive that a workbook is: APPNOTE.TXT 6.3.10 of PKWARE, section 4.3. Entries are unpacked as they are read,
//! and nothing is believed that the archive merely says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::Limits;
use super::fault::{Fault, Limit, damaged};

const ARCHIVE: &str = "zip archive";
const LOCAL_HEADER: u32 = 0x0403_4b50;
const LOCAL_HEADER_LENGTH: usize = 30;
const CENTRAL_HEADER: u32 = 0x0201_4b50;
const CENTRAL_HEADER_LENGTH: usize = 46;
const END: u32 = 0x0605_4b50;
const END_LENGTH: usize = 22;
const ZIP64_END: u32 = 0x0606_4b50;
const ZIP64_END_LENGTH: usize = 56;
const ZIP64_LOCATOR: u32 = 0x0706_4b50;
const ZIP64_LOCATOR_LENGTH: usize = 20;
const ZIP64_FIELD: u16 = 1;
const MAX_COMMENT: usize = 0xffff;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const ENCRYPTED: u16 = 1;
/// What may be unpacked of an entry before its ratio counts: small parts of repeated words pack very well.
const RATIO_GRACE: u64 = 10 * 1024 * 1024;

/// An archive in memory.
pub(super) struct Package {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    /// Places in `entries` by name, in lower case: a part's name has none (ECMA-376 part 2, 6.2.2.3).
    names: HashMap<String, usize>,
    limits: Limits,
    unpacked: Mutex<Unpacked>,
}

struct Entry {
    flags: u16,
    method: u16,
    crc: u32,
    size: u64,
    start: usize,
    end: usize,
}

/// How much of each entry was unpacked at most, and the sum of it: what is read twice counts once.
struct Unpacked {
    sum: u64,
    entries: Vec<u64>,
}

impl Package {
    /// Reads the archive's directory.
    pub(super) fn open(bytes: Vec<u8>, limits: Limits) -> Result<Self, Fault> {
        let directory = Directory::find(&bytes).ok_or(damaged(ARCHIVE))?;
        if directory.entries > limits.max_entries {
            return Err(Fault::Limit { limit: Limit::Entries, most: limits.max_entries, cell: None });
        }
        let mut entries = Vec::new();
        let mut names = HashMap::new();
        let mut ranges = Vec::new();
        let mut at = directory.start;
        for _ in 0..directory.entries {
            let (entry, name, header, next) =
                read_entry(&bytes, at, directory.start).ok_or(damaged(ARCHIVE))?;
            ranges.push((header, entry.end));
            let twin = names.insert(name.to_ascii_lowercase(), entries.len());
            if twin.is_some() {
                return Err(damaged(ARCHIVE));
            }
            entries.push(entry);
            at = next;
        }
        ranges.sort_unstable();
        if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) {
            return Err(damaged(ARCHIVE));
        }
        let unpacked = Mutex::new(Unpacked { sum: 0, entries: vec![0; entries.len()] });
        Ok(Self { bytes, entries, names, limits, unpacked })
    }

    /// The archive, given back.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// What the caller allows.
    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&name.to_ascii_lowercase())
    }

    /// Begins to unpack a part, called `part` in messages.
    pub(super) fn part(self: &Arc<Self>, name: &str, part: &'static str) -> Result<Option<Part>, Fault> {
        let Some(&index) = self.names.get(&name.to_ascii_lowercase()) else { return Ok(None) };
        let entry = &self.entries[index];
        if entry.flags & ENCRYPTED != 0 {
            return Err(Fault::Encrypted);
        }
        let inflate = match entry.method {
            STORED => None,
            DEFLATED => Some(Decompress::new(false)),
            _ => {
                return Err(Fault::Unsupported {
                    what: "it is packed in a way that spreadsheets do not use",
                });
            }
        };
        let at = entry.start;
        Ok(Some(Part {
            package: Arc::clone(self),
            index,
            name: part,
            inflate,
            at,
            made: 0,
            crc: Crc::new(),
            is_over: false,
        }))
    }

    /// Counts what was unpacked of an entry.
    fn count(&self, index: usize, made: u64) -> Result<(), Fault> {
        let entry = &self.entries[index];
        let packed = (entry.end - entry.start) as u64;
        let limits = &self.limits;
        if made > RATIO_GRACE && made > packed.saturating_mul(limits.max_ratio) {
            return Err(Fault::Limit { limit: Limit::Ratio, most: limits.max_ratio, cell: None });
        }
        let mut unpacked = self.unpacked.lock().unwrap_or_else(PoisonError::into_inner);
        let before = unpacked.entries[index];
        if made > before {
            unpacked.entries[index] = made;
            unpacked.sum += made - before;
            if unpacked.sum > limits.max_bytes {
                return Err(Fault::Limit { limit: Limit::Bytes, most: limits.max_bytes, cell: None });
            }
        }
        Ok(())
    }
}

/// Where the entries are listed.
struct Directory {
    start: usize,
    entries: u64,
}

impl Directory {
    fn find(bytes: &[u8]) -> Option<Self> {
        let first = bytes.len().checked_sub(END_LENGTH)?;
        let least = first.saturating_sub(MAX_COMMENT);
        let at = (least..=first).rev().find(|&at| {
            u32_at(bytes, at) == Some(END)
                && u16_at(bytes, at + 20)
                    .is_some_and(|comment| at + END_LENGTH + usize::from(comment) <= bytes.len())
        })?;
        let entries = u64::from(u16_at(bytes, at + 10)?);
        let size = u64::from(u32_at(bytes, at + 12)?);
        let start = u64::from(u32_at(bytes, at + 16)?);
        let is_wide = entries == 0xffff || size == 0xffff_ffff || start == 0xffff_ffff;
        let (entries, size, start, end) = match at.checked_sub(ZIP64_LOCATOR_LENGTH) {
            Some(locator) if is_wide && u32_at(bytes, locator) == Some(ZIP64_LOCATOR) => {
                let wide = usize::try_from(u64_at(bytes, locator + 8)?).ok()?;
                if u32_at(bytes, wide)? != ZIP64_END || wide.checked_add(ZIP64_END_LENGTH)? > locator {
                    return None;
                }
                (u64_at(bytes, wide + 32)?, u64_at(bytes, wide + 40)?, u64_at(bytes, wide + 48)?, wide)
            }
            _ => (entries, size, start, at),
        };
        let fits = start.checked_add(size)? <= end as u64 && entries <= size / CENTRAL_HEADER_LENGTH as u64;
        fits.then_some(Self { start: usize::try_from(start).ok()?, entries })
    }
}

/// An entry, its name, where its own header is and where the next entry is listed.
fn read_entry(bytes: &[u8], at: usize, directory: usize) -> Option<(Entry, String, usize, usize)> {
    if u32_at(bytes, at)? != CENTRAL_HEADER {
        return None;
    }
    let flags = u16_at(bytes, at + 8)?;
    let method = u16_at(bytes, at + 10)?;
    let crc = u32_at(bytes, at + 16)?;
    let lengths =
        [u16_at(bytes, at + 28)?, u16_at(bytes, at + 30)?, u16_at(bytes, at + 32)?].map(usize::from);
    let mut packed = u64::from(u32_at(bytes, at + 20)?);
    let mut size = u64::from(u32_at(bytes, at + 24)?);
    let mut header = u64::from(u32_at(bytes, at + 42)?);
    let name_at = at + CENTRAL_HEADER_LENGTH;
    let extra_at = name_at + lengths[0];
    let name = bytes.get(name_at..extra_at)?;
    let mut extra = bytes.get(extra_at..extra_at + lengths[1])?;
    while let (Some(id), Some(length)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let field = extra.get(4..4 + usize::from(length))?;
        if id == ZIP64_FIELD {
            let mut from = 0;
            for value in [&mut size, &mut packed, &mut header] {
                if *value == 0xffff_ffff {
                    *value = u64_at(field, from)?;
                    from += 8;
                }
            }
        }
        extra = &extra[4 + usize::from(length)..];
    }
    let header = usize::try_from(header).ok()?;
    if u32_at(bytes, header)? != LOCAL_HEADER {
        return None;
    }
    let local_name = usize::from(u16_at(bytes, header + 26)?);
    let local_extra = usize::from(u16_at(bytes, header + 28)?);
    let start = header + LOCAL_HEADER_LENGTH + local_name + local_extra;
    let end = start.checked_add(usize::try_from(packed).ok()?)?;
    // What the directory and the entry call it must be the same, or two readers could read two files.
    let is_same = bytes.get(header + LOCAL_HEADER_LENGTH..)?.get(..local_name)? == name;
    if !is_same || end > directory {
        return None;
    }
    // Some writers on Windows separate folders their own way.
    let name = String::from_utf8_lossy(name).replace('\\', "/");
    let entry = Entry { flags, method, crc, size, start, end };
    Some((entry, name, header, extra_at + lengths[1] + lengths[2]))
}

/// A part that is being unpacked.
pub(super) struct Part {
    package: Arc<Package>,
    index: usize,
    name: &'static str,
    inflate: Option<Decompress>,
    at: usize,
    made: u64,
    crc: Crc,
    is_over: bool,
}

impl Part {
    /// What it is called in messages.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The limits of its archive.
    pub(super) fn limits(&self) -> &Limits {
        self.package.limits()
    }

    /// How much of it was taken, packed, and of how much.
    pub(super) fn progress(&self) -> (u64, u64) {
        let entry = &self.package.entries[self.index];
        ((self.at - entry.start) as u64, (entry.end - entry.start) as u64)
    }

    /// Unpacks into `room`, which is not empty; 0 only at the end.
    pub(super) fn read(&mut self, room: &mut [u8]) -> Result<usize, Fault> {
        if self.is_over {
            return Ok(0);
        }
        let package = Arc::clone(&self.package);
        let entry = &package.entries[self.index];
        let input = &package.bytes[self.at..entry.end];
        let (taken, made, is_over) = match &mut self.inflate {
            None => {
                let length = input.len().min(room.len());
                room[..length].copy_from_slice(&input[..length]);
                (length, length, length == input.len())
            }
            Some(inflate) => inflated(inflate, input, room).ok_or(damaged(self.name))?,
        };
        self.at += taken;
        self.made += made as u64;
        self.crc.update(&room[..made]);
        package.count(self.index, self.made)?;
        self.is_over = is_over;
        let is_right = self.made == entry.size && self.crc.sum() == entry.crc && self.at == entry.end;
        if self.made > entry.size || (is_over && !is_right) {
            return Err(damaged(self.name));
        }
        Ok(made)
    }
}

/// Inflates until something was made: what was taken, what was made, whether it is over.
fn inflated(inflate: &mut Decompress, input: &[u8], room: &mut [u8]) -> Option<(usize, usize, bool)> {
    let (before_in, before_out) = (inflate.total_in(), inflate.total_out());
    loop {
        let taken = usize::try_from(inflate.total_in() - before_in).ok()?;
        let status = inflate.decompress(&input[taken..], room, FlushDecompress::None).ok()?;
        let now = usize::try_from(inflate.total_in() - before_in).ok()?;
        let made = usize::try_from(inflate.total_out() - before_out).ok()?;
        match status {
            Status::StreamEnd => return Some((now, made, true)),
            _ if made > 0 => return Some((now, made, false)),
            _ if now == taken => return None,
            _ => {}
        }
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests;
