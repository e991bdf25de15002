//! A zip archive made in memory, entry after entry: APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3 to 4.5.
//!
//! Every entry carries the format's first date, 1980-01-01, so that the same content gives the same bytes.

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// Past this a size or offset moves to the zip64 fields.
const ZIP32_MAX: u64 = u32::MAX as u64;
const LOCAL_HEADER: u32 = 0x0403_4b50;
const LOCAL_HEADER_LENGTH: usize = 30;
const CENTRAL_HEADER: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const ZIP64_END: u32 = 0x0606_4b50;
const ZIP64_LOCATOR: u32 = 0x0706_4b50;
const ZIP64_FIELD: usize = 0x0001;
/// Room that is asked for whenever the compressor fills what it has.
const GROWTH: usize = 64 * 1024;
const DEFLATED: usize = 8;
const FIRST_DATE: usize = 0x0021;
/// File names are UTF-8.
const UTF8: usize = 1 << 11;
const NEEDS_DEFLATE: usize = 20;
const NEEDS_ZIP64: usize = 45;

/// An archive being written.
pub(crate) struct Zip {
    out: Vec<u8>,
    entries: Vec<Entry>,
    deflate: Compress,
    crc: Crc,
    /// [`ZIP32_MAX`], or less in a test of zip64.
    zip32_max: u64,
}

struct Entry {
    name: String,
    offset: u64,
    crc: u32,
    compressed: u64,
    size: u64,
}

impl Zip {
    /// An empty archive; `level` is deflate's, 0 to 9.
    pub(crate) fn new(level: u32) -> Self {
        Self {
            out: Vec::new(),
            entries: Vec::new(),
            deflate: Compress::new(Compression::new(level), false),
            crc: Crc::new(),
            zip32_max: ZIP32_MAX,
        }
    }

    /// Begins the entry that later [`write`](Self::write)s go to.
    pub(crate) fn begin(&mut self, name: &str) {
        let offset = self.out.len() as u64;
        self.entries.push(Entry { name: name.to_owned(), offset, crc: 0, compressed: 0, size: 0 });
        // Filled in by `end`, when the sizes are known.
        self.out.resize(self.out.len() + LOCAL_HEADER_LENGTH, 0);
        self.out.extend_from_slice(name.as_bytes());
        self.deflate.reset();
        self.crc.reset();
    }

    /// Adds content to the entry.
    pub(crate) fn write(&mut self, content: &[u8]) {
        self.crc.update(content);
        self.compress(content, FlushCompress::None);
    }

    /// Ends the entry.
    pub(crate) fn end(&mut self) {
        self.compress(&[], FlushCompress::Finish);
        let entry = self.entries.last_mut().expect("an entry was begun");
        entry.crc = self.crc.sum();
        entry.size = self.deflate.total_in();
        entry.compressed = self.deflate.total_out();

        let start = usize::try_from(entry.offset).expect("the archive is in memory");
        let wide = entry.size >= self.zip32_max || entry.compressed >= self.zip32_max;
        let mut header = Vec::with_capacity(LOCAL_HEADER_LENGTH);
        u32s(&mut header, &[LOCAL_HEADER]);
        entry.common(&mut header, wide);
        let extra = if wide { zip64(&[entry.size, entry.compressed]) } else { Vec::new() };
        u16s(&mut header, &[extra.len()]);
        self.out[start..start + LOCAL_HEADER_LENGTH].copy_from_slice(&header);
        // Rare enough that moving the entry is better than room kept in every other.
        let name_end = start + LOCAL_HEADER_LENGTH + entry.name.len();
        self.out.splice(name_end..name_end, extra);
    }

    /// Adds a whole entry.
    pub(crate) fn file(&mut self, name: &str, content: &[u8]) {
        self.begin(name);
        self.write(content);
        self.end();
    }

    /// Ends the archive and gives its bytes.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        let directory = self.out.len() as u64;
        for entry in &self.entries {
            entry.central(&mut self.out, self.zip32_max);
        }
        let size = self.out.len() as u64 - directory;
        let count = self.entries.len();
        if directory >= self.zip32_max || size >= self.zip32_max {
            self.end_zip64(directory, size);
        }
        let out = &mut self.out;
        u32s(out, &[END]);
        u16s(out, &[0, 0, count, count]);
        u32s(out, &[narrow(size, self.zip32_max), narrow(directory, self.zip32_max)]);
        u16s(out, &[0]);
        self.out
    }

    fn end_zip64(&mut self, directory: u64, size: u64) {
        let (at, count) = (self.out.len() as u64, self.entries.len() as u64);
        let out = &mut self.out;
        u32s(out, &[ZIP64_END]);
        u64s(out, &[44]); // the bytes of this record that follow
        u16s(out, &[NEEDS_ZIP64, NEEDS_ZIP64]);
        u32s(out, &[0, 0]);
        u64s(out, &[count, count, size, directory]);
        u32s(out, &[ZIP64_LOCATOR, 0]);
        u64s(out, &[at]);
        u32s(out, &[1]);
    }

    fn compress(&mut self, mut content: &[u8], flush: FlushCompress) {
        loop {
            if self.out.len() == self.out.capacity() {
                self.out.reserve(GROWTH);
            }
            let before = self.deflate.total_in();
            let status = self
                .deflate
                .compress_vec(content, &mut self.out, flush)
                .expect("deflate only fails on a stream in a wrong state");
            let taken = usize::try_from(self.deflate.total_in() - before).expect("at most content.len()");
            content = &content[taken..];
            let done = match flush {
                FlushCompress::Finish => status == Status::StreamEnd,
                _ => content.is_empty(),
            };
            if done {
                return;
            }
        }
    }
}

impl Entry {
    /// The fields that the local and the central header share, from `version needed` to the name's length.
    fn common(&self, out: &mut Vec<u8>, wide: bool) {
        let needs = if wide { NEEDS_ZIP64 } else { NEEDS_DEFLATE };
        u16s(out, &[needs, UTF8, DEFLATED, 0, FIRST_DATE]);
        let sizes =
            if wide { [u32::MAX; 2] } else { [self.compressed, self.size].map(|n| narrow(n, ZIP32_MAX)) };
        u32s(out, &[self.crc, sizes[0], sizes[1]]);
        u16s(out, &[self.name.len()]);
    }

    fn central(&self, out: &mut Vec<u8>, zip32_max: u64) {
        let wide = [self.size, self.compressed, self.offset].iter().any(|&n| n >= zip32_max);
        let extra = if wide { zip64(&[self.size, self.compressed, self.offset]) } else { Vec::new() };
        u32s(out, &[CENTRAL_HEADER]);
        u16s(out, &[if wide { NEEDS_ZIP64 } else { NEEDS_DEFLATE }]);
        self.common(out, wide);
        u16s(out, &[extra.len(), 0, 0, 0]);
        u32s(out, &[0, if wide { u32::MAX } else { narrow(self.offset, ZIP32_MAX) }]);
        out.extend_from_slice(self.name.as_bytes());
        out.extend(extra);
    }
}

/// The zip64 extended information field.
fn zip64(values: &[u64]) -> Vec<u8> {
    let mut extra = Vec::new();
    u16s(&mut extra, &[ZIP64_FIELD, values.len() * 8]);
    u64s(&mut extra, values);
    extra
}

/// A size or offset for a 32-bit field, all ones when it is in the zip64 field.
fn narrow(value: u64, max: u64) -> u32 {
    u32::try_from(value).ok().filter(|_| value < max).unwrap_or(u32::MAX)
}

fn u16s(out: &mut Vec<u8>, values: &[usize]) {
    let narrow =
        |&value: &usize| u16::try_from(value).expect("lengths and counts in an archive of ours are small");
    out.extend(values.iter().map(narrow).flat_map(u16::to_le_bytes));
}

fn u32s(out: &mut Vec<u8>, values: &[u32]) {
    out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

fn u64s(out: &mut Vec<u8>, values: &[u64]) {
    out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    fn read(archive: Vec<u8>) -> Vec<(String, Vec<u8>)> {
        let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
        let entries = archive.len();
        let entry = |index| {
            let mut entry = archive.by_index(index).expect("an entry");
            let mut content = Vec::new();
            entry.read_to_end(&mut content).expect("content of the right checksum");
            (entry.name().expect("a name").into_owned(), content)
        };
        (0..entries).map(entry).collect()
    }

    fn some() -> Vec<(String, Vec<u8>)> {
        let noise = (0..200_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        vec![
            ("empty".into(), Vec::new()),
            ("é/x.xml".into(), b"<x/>".repeat(50_000)),
            ("noise".into(), noise),
        ]
    }

    fn written(mut zip: Zip) -> Vec<u8> {
        for (name, content) in some() {
            zip.begin(&name);
            content.chunks(7_777).for_each(|chunk| zip.write(chunk));
            zip.end();
        }
        zip.finish()
    }

    #[test]
    fn another_reader_gets_the_entries_back() {
        assert_eq!(read(written(Zip::new(3))), some());
    }

    #[test]
    fn entries_and_directory_past_4_gib_use_zip64() {
        let archive = written(Zip { zip32_max: 1000, ..Zip::new(3) });
        assert!(archive.windows(4).any(|bytes| bytes == ZIP64_END.to_le_bytes()));
        assert_eq!(read(archive), some());
    }
}
