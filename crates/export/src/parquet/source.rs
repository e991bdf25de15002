//! Where a file's bytes come from.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Buf, Bytes};
use parquet::errors::Result;
use parquet::file::reader::{ChunkReader, Length};

use super::thrift::walk;
use super::through;
use crate::Error;

/// Bytes of a page, compressed or not.
const MAX_PAGE: i64 = 256 << 20;
/// Bytes of a page's header; its statistics may hold texts.
const MAX_HEADER: usize = 1 << 20;
/// What is read for a header at first.
const HEADER: usize = 8 << 10;

/// A file on disk, read by positioned reads, or its bytes.
#[derive(Clone, Debug)]
pub struct Source {
    place: Place,
    length: u64,
}

#[derive(Clone, Debug)]
enum Place {
    /// Not mapped: a file that is cut short under a map kills the process.
    Disk(Arc<File>),
    Memory(Bytes),
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self { length: bytes.len() as u64, place: Place::Memory(bytes.into()) }
    }
}

impl Source {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn open(path: &Path) -> std::result::Result<Self, Error> {
        let file = File::open(path).map_err(|error| Error::Io(error.kind()))?;
        let about = file.metadata().map_err(|error| Error::Io(error.kind()))?;
        if !about.is_file() {
            return Err(Error::Io(io::ErrorKind::IsADirectory));
        }
        Ok(Self { length: about.len(), place: Place::Disk(Arc::new(file)) })
    }

    /// Bytes that are there, whatever was claimed.
    pub(super) fn read(&self, start: u64, length: usize) -> std::result::Result<Bytes, Error> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(Error::Parquet);
        }
        match &self.place {
            Place::Memory(bytes) => {
                let start = usize::try_from(start).map_err(|_| Error::Parquet)?;
                Ok(bytes.slice(start..start + length))
            }
            Place::Disk(file) => {
                let mut bytes = vec![0; length];
                read_at(file, &mut bytes, start).map_err(|error| Error::Io(error.kind()))?;
                Ok(bytes.into())
            }
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, start)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        start += read as u64;
    }
    Ok(())
}

impl Length for Source {
    fn len(&self) -> u64 {
        self.length
    }
}

/// For metadata, whose parts the crate reads at once.
impl ChunkReader for Source {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let left = self.length.saturating_sub(start);
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(MAX_HEADER);
        Ok(self.read(start, length).map_err(through)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.read(start, length).map_err(through)
    }
}

/// For pages, whose headers are looked at before the crate reserves the memory they claim.
#[derive(Debug)]
pub(super) struct Pages {
    source: Source,
    /// Whether pages are read by an offset index, each with its header at once; else headers are read by themselves.
    indexed: bool,
    /// Where the data of pages begin whose headers were read: the crate asks for those places too, and what stands there
    /// may look like a header.
    data: Mutex<HashSet<u64>>,
}

impl Pages {
    pub(super) fn new(source: Source, indexed: bool) -> Self {
        Self { source, indexed, data: Mutex::default() }
    }
}

impl Length for Pages {
    fn len(&self) -> u64 {
        self.source.length
    }
}

impl ChunkReader for Pages {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let left = usize::try_from(self.source.length.saturating_sub(start)).unwrap_or(usize::MAX);
        let mut data = self.data.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = self.source.read(start, left.min(HEADER)).map_err(through)?;
        if data.contains(&start) {
            return Ok(bytes.reader());
        }
        let mut header = header(&bytes)?;
        if header.is_none() {
            bytes = self.source.read(start, left.min(MAX_HEADER)).map_err(through)?;
            header = self::header(&bytes)?;
        }
        // The crate would go on in what is none: it passes over as many items as a list claims, some of which take no byte.
        let length = header.ok_or_else(|| through(Error::Parquet))?;
        data.insert(start + length as u64);
        Ok(bytes.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let bytes = self.source.read(start, length).map_err(through)?;
        if self.indexed && header(&bytes)?.is_none() {
            return Err(through(Error::Parquet));
        }
        Ok(bytes)
    }
}

/// How many bytes the page header has that the bytes begin with, which claims no more than a page may have; none if it is
/// not whole.
fn header(bytes: &[u8]) -> Result<Option<usize>> {
    let mut claimed = 0;
    let walked = walk(bytes, &mut |path, value| {
        if let [2 | 3] = path {
            claimed = claimed.max(value);
        }
    });
    match walked {
        Some(_) if claimed > MAX_PAGE => Err(through(Error::Page { limit: MAX_PAGE.unsigned_abs() })),
        walked => Ok(walked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_header_that_is_none_is_refused_before_the_crate_reads_it() {
        // Field 9, a list of 2^31 - 1 truth values, of which none is there.
        let claims = vec![0x99, 0xf1, 0xff, 0xff, 0xff, 0xff, 0x07];
        assert!(Pages::new(Source::from(claims), false).get_read(0).is_err());
        // Fields 1 to 3 of a data page: its type and its sizes.
        let sound = vec![0x15, 0x00, 0x15, 0x02, 0x15, 0x02, 0x00, 0xff];
        let pages = Pages::new(Source::from(sound), false);
        assert!(pages.get_read(0).is_ok());
        // What follows it is data, whatever it looks like.
        assert!(pages.get_read(7).is_ok());
    }
}
