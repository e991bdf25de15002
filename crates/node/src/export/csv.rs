//! CSV, read part by part: the cutting in order, one job after the other; all else on any thread.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clinicore_export::csv::{Column, MAX_TEXT, Part, Reading, Room, Rows, Splitter, concat};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use super::csv_message::{
    CsvColumns, CsvCut, CsvField, CsvMessage, CsvOverlong, CsvPart, bad, columns, flaw, reading, tally,
};
use super::csv_to_parquet::PartRows;
use super::place::Place;
use crate::fault::{Code, Fault};
use crate::guard;
use crate::job::Job;
use crate::split::{Checkpoint, Cut, Gather};

/// Bytes of a file that are read at a time, and become a part.
const CHUNK: u64 = 1024 * 1024;

/// See `CsvParser` in `js/contract/csv.ts`.
#[napi(namespace = "exporting")]
pub struct CsvParser {
    shared: Arc<Shared>,
}

struct Shared {
    reading: Reading,
    source: Arc<Place<Source>>,
    parts: Mutex<BTreeMap<u32, Held>>,
    spare: Mutex<Spare>,
}

/// Memory of parts that were read.
#[derive(Default)]
struct Spare {
    texts: Vec<Vec<u8>>,
    rooms: Vec<Room>,
}

/// The bytes in their order.
struct Source {
    splitter: Splitter,
    path: Option<String>,
    file: Option<File>,
    /// What was read of it last.
    chunk: Vec<u8>,
    /// How many bytes were read.
    read: u64,
    /// How many parts there were.
    parts: u32,
}

/// A part between two jobs.
#[derive(Default)]
struct Held {
    text: Option<Part>,
    columns: BTreeMap<u32, Column>,
    rows: usize,
    /// Once they are being written to another file.
    leaving: Option<Arc<PartRows>>,
}

/// No code that can panic runs under the locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[napi(namespace = "exporting")]
impl CsvParser {
    /// One that has read nothing yet.
    #[napi(constructor)]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // counts that the front door has checked
    pub fn new(message: CsvMessage) -> Self {
        let reading = reading(&message);
        let splitter = Splitter::new(&reading, message.line as u64, message.offset as u64);
        let source = Source {
            splitter,
            path: message.path,
            file: None,
            chunk: Vec::new(),
            read: message.offset as u64,
            parts: 0,
        };
        let shared =
            Shared { reading, source: Place::of(source), parts: Mutex::default(), spare: Mutex::default() };
        Self { shared: Arc::new(shared) }
    }

    /// Takes the next bytes, a copy of them.
    #[napi(ts_return_type = "Promise<CsvCut>")]
    pub fn cut<'env>(
        &self,
        env: &'env Env,
        bytes: Option<&[u8]>,
        last: bool,
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let (shared, bytes) = (Arc::clone(&self.shared), bytes.map(<[u8]>::to_vec));
        job.start(env, move |_| {
            let mut source = shared.source.take().ok_or_else(Fault::aborted)?;
            if let Some(text) = lock(&shared.spare).texts.pop() {
                source.splitter.reuse(text);
            }
            let cut = source.cut(bytes, last, &shared)?;
            if !cut.last && cut.overlong.is_none() {
                shared.source.put(source);
            }
            Ok(cut)
        })
    }

    /// Reads a part's rows.
    #[napi(ts_return_type = "Promise<CsvPart>")]
    pub fn parse<'env>(
        &self,
        env: &'env Env,
        part: u32,
        fields: Vec<CsvField>,
        tally: bool,
        keep_text: bool,
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let shared = Arc::clone(&self.shared);
        job.start(env, move |_| shared.parse(part, &fields, tally, keep_text))
    }

    /// The columns of these cells.
    #[napi]
    pub fn take(&self, part: u32, cells: Vec<u32>) -> napi::Result<CsvColumns> {
        guard::export(|| {
            let mut held = lock(&self.shared.parts).remove(&part).ok_or_else(Fault::aborted)?;
            let found: Option<Vec<Column>> = cells.iter().map(|cell| held.columns.remove(cell)).collect();
            columns(held.rows, found.ok_or_else(Fault::internal)?)
        })
    }

    /// The columns of these cells, of all parts.
    #[napi(ts_return_type = "Promise<CsvColumns>")]
    pub fn gather<'env>(
        &self,
        env: &'env Env,
        fields: Vec<CsvField>,
        job: &Job,
    ) -> napi::Result<Object<'env>> {
        let (parts, empty, reading) = guard::export(|| {
            let parts: Vec<Held> = std::mem::take(&mut *lock(&self.shared.parts)).into_values().collect();
            Ok((parts, Rows::read(Part::default(), &self.shared.reading), self.shared.reading.clone()))
        })?;
        let length = parts.iter().map(|held| held.rows).sum();
        let cut = Cut { count: fields.len(), grain: 1 };
        let pieces = Mutex::new(parts);
        let work = move |fields_of_part: Range<usize>, _: Checkpoint<'_>| {
            let mut made = Vec::new();
            for field in &fields[fields_of_part] {
                let mut pieces: Vec<Column> =
                    lock(&pieces).iter_mut().filter_map(|held| held.columns.remove(&field.cell)).collect();
                if pieces.is_empty() {
                    pieces.push(empty.fill(&field.into(), &reading, None).0);
                }
                let all =
                    if pieces.len() == 1 { pieces.pop() } else { concat(&pieces.iter().collect::<Vec<_>>()) };
                made.push(all.ok_or_else(too_much_text)?);
            }
            Ok(made)
        };
        job.start_split(env, cut, work, Gathered { length, columns: Vec::new() })
    }

    /// Lets go of everything.
    #[napi]
    pub fn close(&self) -> napi::Result<()> {
        guard::export(|| {
            self.shared.source.close();
            lock(&self.shared.parts).clear();
            *lock(&self.shared.spare) = Spare::default();
            Ok(())
        })
    }
}

impl CsvParser {
    /// The rows of a part on their way into another file, up to `to`; the part is let go of with the last.
    pub(super) fn rows(&self, part: u32, cells: &[u32], to: usize) -> Result<Arc<PartRows>, Fault> {
        let mut parts = lock(&self.shared.parts);
        let held = parts.get_mut(&part).ok_or_else(Fault::aborted)?;
        let rows = if let Some(rows) = &held.leaving {
            Arc::clone(rows)
        } else {
            let found: Option<Vec<Column>> = cells.iter().map(|cell| held.columns.remove(cell)).collect();
            let rows = PartRows::new(held.rows, found.ok_or_else(Fault::internal)?);
            Arc::clone(held.leaving.insert(Arc::new(rows)))
        };
        if to >= rows.length {
            parts.remove(&part);
        }
        Ok(rows)
    }
}

impl Source {
    fn cut(&mut self, bytes: Option<Vec<u8>>, last: bool, shared: &Shared) -> Result<CsvCut, Fault> {
        let last = match bytes {
            Some(bytes) => {
                self.chunk = bytes;
                last
            }
            None => self.next_chunk()?,
        };
        self.read += self.chunk.len() as u64;
        let mut cut = CsvCut { part: -1, read: self.read as f64, last, overlong: None };
        match self.splitter.push(&self.chunk, last) {
            Ok(None) => {}
            Ok(Some(part)) => {
                cut.part = i64::from(self.parts);
                shared.keep(self.parts, part);
                self.parts += 1;
            }
            Err(overlong) => {
                cut.overlong =
                    Some(CsvOverlong { line: overlong.line as f64, offset: overlong.offset as f64 });
            }
        }
        Ok(cut)
    }

    /// Reads the next bytes of the file; tells whether they are its last.
    fn next_chunk(&mut self) -> Result<bool, Fault> {
        let unreadable = |_| Fault::new(Code::Io, "The file cannot be read");
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let mut file = File::open(self.path.as_deref().unwrap_or_default()).map_err(unreadable)?;
                file.seek(SeekFrom::Start(self.read)).map_err(unreadable)?;
                none.insert(file)
            }
        };
        self.chunk.clear();
        self.chunk.reserve_exact(usize::try_from(CHUNK).unwrap_or(usize::MAX));
        let read = file.take(CHUNK).read_to_end(&mut self.chunk).map_err(unreadable)?;
        Ok((read as u64) < CHUNK)
    }
}

impl Shared {
    fn keep(&self, number: u32, part: Part) {
        let mut parts = lock(&self.parts);
        // Asked under the lock under which a close empties them.
        if !self.source.is_closed() {
            parts.insert(number, Held { text: Some(part), ..Held::default() });
        }
    }

    fn parse(
        &self,
        part: u32,
        fields: &[CsvField],
        tallies: bool,
        keep_text: bool,
    ) -> Result<CsvPart, Fault> {
        let text = lock(&self.parts).get_mut(&part).and_then(|held| held.text.take());
        let text = text.ok_or_else(Fault::aborted)?;
        let bytes = text.length;
        let room = lock(&self.spare).rooms.pop().unwrap_or_default();
        let rows = Rows::read_in(room, text, &self.reading);
        let (flaws, flawed) = rows.flaws();
        let mut answer = CsvPart {
            rows: count(rows.len()),
            bytes: bytes as f64,
            flaws: flaws.iter().map(flaw).collect(),
            flawed: flawed as f64,
            failure: rows.failure().as_ref().map(flaw),
            tallies: Vec::new(),
            bad: Vec::new(),
            nulls: Vec::new(),
        };
        let mut made = Vec::with_capacity(fields.len());
        for field in fields {
            let (classes, counted) =
                tallies.then(|| rows.classify(field.cell as usize, &self.reading)).unzip();
            answer.tallies.extend(counted.map(tally));
            let (column, found) = rows.fill(&field.into(), &self.reading, classes.as_ref());
            answer.bad.push(bad(found, &rows));
            answer.nulls.push(count(column.nulls()));
            made.push((field.cell, column));
        }
        let length = rows.len();
        let (text, room) = rows.into_part();
        // What is closed is gone.
        if let Some(held) = lock(&self.parts).get_mut(&part) {
            held.rows = length;
            held.columns.extend(made);
            let mut spare = lock(&self.spare);
            spare.rooms.push(room);
            if keep_text {
                held.text = Some(text);
            } else {
                spare.texts.push(text.text);
            }
        }
        Ok(answer)
    }
}

/// Columns on their way.
struct Gathered {
    length: usize,
    columns: Vec<Column>,
}

impl Gather for Gathered {
    type Part = Vec<Column>;
    type Answer = CsvColumns;

    fn add(&mut self, part: Vec<Column>) {
        self.columns.extend(part);
    }

    fn answer(self) -> CsvColumns {
        columns(self.length, self.columns).unwrap_or(CsvColumns { length: 0, columns: Vec::new() })
    }
}

fn too_much_text() -> Fault {
    Fault::new(Code::LimitExceeded, format!("a column must have at most {MAX_TEXT} bytes of text"))
        .with("limit", MAX_TEXT)
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
