//! The cells of a part.

use super::decode::source_length;
use super::positions::{place, positions};
use super::room::Room;
use super::split::{Part, lines};
use super::unquote::unquote;
use super::{OnBadRow, Reading};

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It has fewer cells than there are columns.
    FewCells,
    /// It has more.
    ManyCells,
    /// Text follows a closing quote.
    Quote,
    /// A quote is not closed.
    Unclosed,
    /// It holds bytes that its encoding does not have.
    Encoding,
    /// A cell is longer than cells may be: reading ends, whatever is done with bad rows.
    LongCell,
    /// It is longer than rows may be: likewise.
    LongRow,
}

/// A row with something wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Where it begins, from 1.
    pub line: u64,
    /// Likewise, in bytes of the source.
    pub offset: u64,
    /// Its row among those of the part, if it was kept.
    pub row: Option<u32>,
    /// What is wrong.
    pub reason: Reason,
    /// How many cells it has; for a long cell, which cell it is.
    pub cells: u64,
}

/// A cell's text: where it begins, its length, and, in the highest bit, whether it was quoted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    start: u32,
    length: u32,
}

const QUOTED: u32 = 1 << 31;

impl Cell {
    /// One that its row does not have.
    const ABSENT: Self = Self { start: u32::MAX, length: 0 };
}

/// A cell as its column sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    pub bytes: &'a [u8],
    pub quoted: bool,
}

/// The cells of the rows that a part has.
#[derive(Debug)]
pub struct Rows {
    /// The part's text, and after it that of cells which do not stand there as they are.
    text: Vec<u8>,
    /// Row after row.
    cells: Vec<Cell>,
    width: usize,
    /// Where each row begins.
    starts: Vec<u32>,
    /// The part, without its text.
    part: Part,
    /// Of the part's text.
    length: usize,
    /// The first of those that were left out or mended.
    flaws: Vec<Flaw>,
    flawed: u64,
    failure: Option<Flaw>,
    /// Where delimiters, quotes and line ends were.
    places: Vec<u32>,
}

impl Rows {
    /// Finds the cells of a part.
    #[must_use]
    pub fn read(part: Part, reading: &Reading) -> Self {
        Self::read_in(Room::default(), part, reading)
    }

    /// As [`Rows::read`], in memory that other rows have left.
    #[must_use]
    pub fn read_in(mut room: Room, mut part: Part, reading: &Reading) -> Self {
        let text = std::mem::take(&mut part.text);
        let mut places = std::mem::take(&mut room.places);
        positions(&text, reading.delimiter, reading.quote, &mut places);
        let mut reader = Reader::new(room, part, &text, reading);
        reader.walk(&text, &places);
        let Reader { mut rows, mut aside, .. } = reader;
        rows.places = places;
        rows.text = text;
        rows.text.append(&mut aside);
        rows
    }

    /// Rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The first rows that were left out or mended, and how many there were in all.
    #[must_use]
    pub fn flaws(&self) -> (&[Flaw], u64) {
        (&self.flaws, self.flawed)
    }

    /// The row that ended the reading of this part.
    #[must_use]
    pub fn failure(&self) -> Option<Flaw> {
        self.failure
    }

    /// On which line a row begins, from 1, and at which byte of the source.
    #[must_use]
    pub fn place(&self, row: usize) -> (u64, u64) {
        let before = &self.text[..self.starts[row] as usize];
        let Part { line, offset, encoding, .. } = self.part;
        (line + lines(before), offset + source_length(before, encoding))
    }

    /// The part again, and the memory of the rest.
    #[must_use]
    pub fn into_part(mut self) -> (Part, Room) {
        self.text.truncate(self.length);
        let room = Room { cells: self.cells, starts: self.starts, places: self.places };
        (Part { text: self.text, ..self.part }, room)
    }

    /// Bytes of all cells of a column.
    pub(super) fn text_length(&self, cell: usize) -> usize {
        let cells = self.cells.iter().skip(cell).step_by(self.width);
        cells.map(|cell| (cell.length & !QUOTED) as usize).sum()
    }

    /// The cells of a column; none where the row has none.
    pub(super) fn column(&self, cell: usize) -> impl Iterator<Item = Option<Text<'_>>> {
        self.cells.iter().skip(cell).step_by(self.width).map(|&Cell { start, length }| {
            let start = start as usize;
            let bytes = self.text.get(start..start + (length & !QUOTED) as usize)?;
            Some(Text { bytes, quoted: length & QUOTED != 0 })
        })
    }
}

/// A row on its way.
#[derive(Clone, Copy, Default)]
struct Row {
    start: usize,
    /// How many cells it had so far.
    cells: u64,
    /// A cell that is too long.
    long: Option<u64>,
    flaw: Option<Reason>,
}

struct Reader<'a> {
    reading: &'a Reading,
    is_valid: bool,
    rows: Rows,
    /// The texts that do not stand in the part as they are.
    aside: Vec<u8>,
    row: Row,
    /// The last place that was told, and its line and offset.
    told: (usize, u64, u64),
}

impl<'a> Reader<'a> {
    fn new(room: Room, part: Part, text: &[u8], reading: &'a Reading) -> Self {
        let told = (0, part.line, part.offset);
        let Room { mut cells, mut starts, .. } = room;
        cells.clear();
        cells.reserve(text.len() / 8);
        starts.clear();
        starts.reserve(text.len() / (8 * reading.cells.max(1)) + 1);
        let rows = Rows {
            text: Vec::new(),
            cells,
            width: reading.cells,
            starts,
            part,
            length: text.len(),
            flaws: Vec::new(),
            flawed: 0,
            failure: None,
            places: Vec::new(),
        };
        let is_valid = std::str::from_utf8(text).is_ok();
        Self { reading, is_valid, rows, aside: Vec::new(), row: Row::default(), told }
    }

    /// Goes from one position to the next.
    fn walk(&mut self, text: &[u8], places: &[u32]) {
        let &Reading { delimiter, quote, .. } = self.reading;
        let end = text.len();
        // The cell's start, and the first position that is not before it.
        let (mut at, mut next) = (0, 0);
        while at < end || self.row.cells > 0 {
            let mut stop = places[next] as usize;
            if stop == at && stop < end && Some(text[at]) == quote {
                (stop, next) = self.quoted(text, places, next);
            } else {
                while stop < end && Some(text[stop]) == quote {
                    next += 1;
                    stop = places[next] as usize;
                }
                self.cell(at, stop - at, 0);
            }
            at = stop + 1;
            next += 1;
            match text.get(stop) {
                Some(&byte) if byte == delimiter => continue,
                Some(b'\r') if text.get(at) == Some(&b'\n') => {
                    at += 1;
                    next += 1;
                }
                _ => {}
            }
            if self.end_row(text, stop).is_err() {
                return;
            }
            self.row = Row { start: at, ..Row::default() };
            // The positions end with the text's length.
            next = next.min(places.len() - 1);
        }
    }

    /// Takes a cell whose quote stands at position `next`; gives the place where it ends, and its position.
    fn quoted(&mut self, text: &[u8], places: &[u32], mut next: usize) -> (usize, usize) {
        let quote = text[places[next] as usize];
        let start = places[next] as usize + 1;
        let mut doubled = false;
        let is_quote = |next: usize| text.get(places[next] as usize) == Some(&quote);
        let close = loop {
            next += 1;
            let place = places[next] as usize;
            if place == text.len() {
                break None;
            }
            if text[place] != quote {
                continue;
            }
            if !is_quote(next + 1) || places[next + 1] as usize != place + 1 {
                break Some(place);
            }
            doubled = true;
            next += 1;
        };
        let inner_end = close.unwrap_or(text.len());
        let mut stop = text.len();
        if let Some(close) = close {
            next += 1;
            // Further quotes are text.
            while is_quote(next) {
                next += 1;
            }
            stop = places[next] as usize;
            if stop > close + 1 {
                self.flaw(Reason::Quote);
            }
        } else {
            self.flaw(Reason::Unclosed);
        }
        let after = close.map_or(&text[..0], |close| &text[close + 1..stop]);
        if doubled || !after.is_empty() {
            let from = self.aside.len();
            unquote(&text[start..inner_end], quote, &mut self.aside);
            self.aside.extend_from_slice(after);
            self.cell(text.len() + from, self.aside.len() - from, QUOTED);
        } else {
            self.cell(start, inner_end - start, QUOTED);
        }
        (stop, next)
    }

    fn cell(&mut self, start: usize, length: usize, quoted: u32) {
        let Row { cells, long, .. } = &mut self.row;
        if length > self.reading.max_cell && long.is_none() {
            *long = Some(*cells);
        }
        // What is beyond the columns is only counted.
        if *cells < self.rows.width as u64 {
            self.rows.cells.push(Cell { start: place(start), length: place(length) | quoted });
        }
        *cells += 1;
    }

    /// Of several flaws the first is told.
    fn flaw(&mut self, reason: Reason) {
        self.row.flaw.get_or_insert(reason);
    }

    /// The row is over; the error is that no further one is wanted.
    fn end_row(&mut self, text: &[u8], end: usize) -> Result<(), ()> {
        let Row { start, cells, long, .. } = self.row;
        let width = self.rows.width;
        if cells == 1 && width != 1 && start == end {
            // An empty line is no row, but where rows have a single cell.
            self.rows.cells.truncate(self.rows.starts.len() * width);
            return Ok(());
        }
        if !self.is_valid && std::str::from_utf8(&text[start..end]).is_err() {
            self.flaw(Reason::Encoding);
        }
        match cells.cmp(&(width as u64)) {
            std::cmp::Ordering::Less => self.flaw(Reason::FewCells),
            std::cmp::Ordering::Greater => self.flaw(Reason::ManyCells),
            std::cmp::Ordering::Equal => {}
        }
        let over = if end - start > self.reading.max_row {
            Some((Reason::LongRow, cells))
        } else {
            long.map(|cell| (Reason::LongCell, cell))
        };
        if let Some((reason, cells)) = over {
            return self.fail(text, reason, cells);
        }
        if let Some(reason) = self.row.flaw {
            return self.flawed(text, reason, cells);
        }
        self.rows.starts.push(place(start));
        Ok(())
    }

    fn flawed(&mut self, text: &[u8], reason: Reason, cells: u64) -> Result<(), ()> {
        if self.reading.on_bad_row == OnBadRow::Error {
            return self.fail(text, reason, cells);
        }
        let row = self.rows.starts.len();
        let from = row * self.rows.width;
        let is_kept = self.reading.on_bad_row == OnBadRow::Keep;
        self.rows.flawed += 1;
        if self.rows.flaws.len() < self.reading.max_flaws {
            let flaw = self.told(text, reason, cells);
            self.rows.flaws.push(Flaw { row: is_kept.then(|| place(row)), ..flaw });
        }
        if !is_kept {
            self.rows.cells.truncate(from);
            return Ok(());
        }
        self.rows.cells.resize(from + self.rows.width, Cell::ABSENT);
        self.rows.starts.push(place(self.row.start));
        if !self.is_valid {
            self.mend(text, from);
        }
        Ok(())
    }

    /// Replaces what is no text in the cells of the last row by U+FFFD.
    fn mend(&mut self, text: &[u8], from: usize) {
        for cell in &mut self.rows.cells[from..] {
            let (start, length) = (cell.start as usize, (cell.length & !QUOTED) as usize);
            let aside = start.checked_sub(text.len()).filter(|_| start != u32::MAX as usize);
            let bytes = match aside {
                Some(start) => self.aside.get(start..start + length),
                None => text.get(start..start + length),
            };
            let mended = bytes.map(String::from_utf8_lossy);
            if let Some(std::borrow::Cow::Owned(mended)) = mended {
                cell.start = place(text.len() + self.aside.len());
                cell.length = place(mended.len()) | cell.length & QUOTED;
                self.aside.extend_from_slice(mended.as_bytes());
            }
        }
    }

    fn fail(&mut self, text: &[u8], reason: Reason, cells: u64) -> Result<(), ()> {
        self.rows.cells.truncate(self.rows.starts.len() * self.rows.width);
        self.rows.failure = Some(self.told(text, reason, cells));
        Err(())
    }

    fn told(&mut self, text: &[u8], reason: Reason, cells: u64) -> Flaw {
        let (from, line, offset) = self.told;
        let between = &text[from..self.row.start];
        self.told =
            (self.row.start, line + lines(between), offset + source_length(between, self.rows.part.encoding));
        Flaw { line: self.told.1, offset: self.told.2, row: None, reason, cells }
    }
}
