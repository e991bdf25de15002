//! Cells on their way into blocks of columns, under the limits.

use std::collections::VecDeque;
use std::sync::Arc;

use super::address::{Area, MAX_COLUMNS, MAX_ROWS};
use super::fault::{Fault, Limit};
use super::merge::Merges;
use super::{Limits, Reading};

/// Rows of a block at most.
const BLOCK_ROWS: u32 = 8192;
/// Places of a block, rows times columns, after which it ends with its row.
const BLOCK_CELLS: usize = 128 * 1024;
/// Bytes of text after which it ends with its row.
const BLOCK_TEXT: usize = 2 * 1024 * 1024;
/// Rows without cells that may be in it one after the other.
const BLOCK_GAP: u32 = 64;
/// Bytes of text in a row.
const MAX_ROW_TEXT: u64 = 64 * 1024 * 1024;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Number(f64),
    Text(&'a [u8]),
    Boolean(bool),
    Error(u8),
    /// Days since 1970-01-01.
    Date(f64),
    /// Milliseconds since 1970-01-01, by the clock that the file was written by.
    Timestamp(f64),
    /// Milliseconds.
    Duration(f64),
    /// A formula, from its equals sign on.
    Formula(&'a [u8]),
    /// A formula as another cell has it: so many rows times 16,384, and so many columns, from there.
    SharedFormula(&'a [u8], f64),
}

impl Value<'_> {
    fn parts(&self) -> (u8, f64, &[u8]) {
        match *self {
            Value::Number(number) => (1, number, &[]),
            Value::Text(text) => (2, 0.0, text),
            Value::Boolean(is_true) => (3, f64::from(u8::from(is_true)), &[]),
            Value::Error(code) => (4, f64::from(code), &[]),
            Value::Date(day) => (5, day, &[]),
            Value::Timestamp(ms) => (6, ms, &[]),
            Value::Duration(ms) => (7, ms, &[]),
            Value::Formula(text) => (8, 0.0, text),
            Value::SharedFormula(text, offset) => (9, offset, text),
        }
    }
}

/// As [`Value`], kept for the other cells of a merged area.
pub(super) struct OwnedValue {
    kind: u8,
    number: f64,
    text: Vec<u8>,
}

/// The cells of some rows, column by column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// The first row, from 0.
    pub first_row: u32,
    /// How many rows it has.
    pub rows: u32,
    /// The columns that have cells in it, by their places.
    pub columns: Vec<BlockColumn>,
    /// Rows of the wanted area that are hidden and left out, of these and those before that no block had.
    pub hidden: Vec<u32>,
}

/// A column of a [`Block`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlockColumn {
    /// Its place in the sheet, from 0.
    pub column: u32,
    /// The row of the block in which it begins; those before, and those after its last, have no cell there.
    pub start: u32,
    /// What each row's cell is: 0 nothing, 1 a number, 2 a text, 3 a boolean, 4 an error, 5 a date, 6 a timestamp, 7 a
    /// duration, 8 a formula, 9 a formula as another cell has it.
    pub kinds: Vec<u8>,
    /// Each row's number: of booleans 1 or 0, of errors their code, of dates days and of the others milliseconds, since
    /// 1970. Empty if no row has one.
    pub numbers: Vec<f64>,
    /// All texts.
    pub text: Vec<u8>,
    /// Where each row's text ends, if any row has one.
    pub ends: Vec<u32>,
}

impl BlockColumn {
    /// Adds the cell of a row of the block, further down than the last; false if it is not.
    fn add(&mut self, row: u32, kind: u8, number: f64, text: &[u8]) -> bool {
        let row = (row - self.start) as usize;
        if row < self.kinds.len() {
            return false;
        }
        self.kinds.resize(row, 0);
        self.kinds.push(kind);
        if matches!(kind, 2 | 8 | 9) {
            let before = self.end();
            self.ends.resize(row, before);
            self.text.extend_from_slice(text);
            self.ends.push(self.end());
        }
        if !matches!(kind, 2 | 8) {
            self.numbers.resize(row, 0.0);
            self.numbers.push(number);
        }
        true
    }

    /// Where the last text ends; a block has far less than 4 GiB.
    #[allow(clippy::cast_possible_truncation)]
    fn end(&self) -> u32 {
        self.text.len() as u32
    }

    /// Makes the arrays that there are as long as each other.
    fn finish(&mut self) {
        let rows = self.kinds.len();
        if !self.numbers.is_empty() {
            self.numbers.resize(rows, 0.0);
        }
        if !self.ends.is_empty() {
            self.ends.resize(rows, self.end());
        }
    }

    fn value(&self, row: u32) -> Option<OwnedValue> {
        let row = row.checked_sub(self.start)? as usize;
        let kind = *self.kinds.get(row).filter(|&&kind| kind != 0)?;
        let number = self.numbers.get(row).copied().unwrap_or(0.0);
        let text = self.ends.get(row).map_or(&[][..], |&end| {
            let from = row.checked_sub(1).map_or(0, |before| self.ends[before]);
            &self.text[from as usize..end as usize]
        });
        Some(OwnedValue { kind, number, text: text.to_vec() })
    }
}

/// Takes the cells of a sheet, row after row.
pub(super) struct Grid {
    limits: Limits,
    area: Area,
    skips_hidden: bool,
    /// Of each column, whether it is hidden and left out.
    hidden: Vec<bool>,
    merges: Merges,
    ready: VecDeque<Block>,
    block: Block,
    /// Places in `block.columns`, one more each; 0 where a column is not there.
    places: Vec<u16>,
    block_text: usize,
    /// The row after the last one.
    next_row: u32,
    /// The row at hand, if its cells are wanted.
    row: Option<u32>,
    row_text: u64,
    text: u64,
    cells: u64,
}

impl Grid {
    pub(super) fn new(limits: &Limits, reading: &Reading) -> Self {
        Self {
            limits: *limits,
            area: reading.area,
            skips_hidden: reading.skips_hidden,
            hidden: vec![false; MAX_COLUMNS as usize],
            merges: Merges::default(),
            ready: VecDeque::new(),
            block: Block::default(),
            places: vec![0; MAX_COLUMNS as usize],
            block_text: 0,
            next_row: 0,
            row: None,
            row_text: 0,
            text: 0,
            cells: 0,
        }
    }

    /// Areas whose value is to be repeated.
    pub(super) fn merge(&mut self, areas: Vec<Area>) {
        self.merges = Merges::new(areas);
    }

    /// An area that begins in the row at hand, whose value is to be repeated.
    pub(super) fn begin_merge(&mut self, area: Area) {
        self.merges.add(area);
    }

    /// Passes rows without cells, which were filled.
    pub(super) fn pass_to(&mut self, row: u32) {
        self.next_row = row;
    }

    /// Columns that are hidden, from the first to the last.
    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        if let Some(columns) =
            self.hidden.get_mut(first as usize..=last as usize).filter(|_| self.skips_hidden)
        {
            columns.fill(true);
        }
    }

    /// The columns that are hidden and left out.
    pub(super) fn hidden_columns(&self) -> Vec<u32> {
        (0..MAX_COLUMNS).filter(|&column| self.hidden[column as usize]).collect()
    }

    /// The row after the one that was last.
    pub(super) fn next_row(&self) -> u32 {
        self.next_row
    }

    /// How many rows that come are wanted at most.
    pub(super) fn rows_left(&self) -> u32 {
        (self.area.last.0 + 1).saturating_sub(self.next_row)
    }

    /// Whether no row that comes is wanted.
    pub(super) fn is_past(&self) -> bool {
        self.next_row > self.area.last.0
    }

    /// Whether the cells of the row at hand are wanted.
    pub(super) fn wants_row(&self) -> bool {
        self.row.is_some()
    }

    /// The next block that is done.
    pub(super) fn take(&mut self) -> Option<Block> {
        self.ready.pop_front()
    }

    /// Begins a row, before which all is filled; false if rows do not ascend.
    pub(super) fn begin_row(&mut self, row: u32, is_hidden: bool) -> bool {
        if row < self.next_row || row >= MAX_ROWS {
            return false;
        }
        self.next_row = row + 1;
        self.row = None;
        let is_wanted = row >= self.area.first.0 && row <= self.area.last.0;
        if is_wanted && is_hidden && self.skips_hidden {
            self.block.hidden.push(row);
        } else if is_wanted {
            self.row = Some(row);
            self.row_text = 0;
        }
        true
    }

    /// Adds a cell of the row at hand; false if it has one there.
    pub(super) fn cell(&mut self, column: u32, value: Value<'_>) -> Result<bool, Fault> {
        let (kind, number, text) = value.parts();
        match self.row {
            Some(row) => self.add(row, column, kind, number, text),
            None => Ok(column < MAX_COLUMNS),
        }
    }

    /// Counts cells, also those without a value.
    pub(super) fn count(&mut self, cells: u64) -> Result<(), Fault> {
        self.cells = self.cells.saturating_add(cells);
        if self.cells > self.limits.max_cells {
            return Err(Fault::Limit { limit: Limit::Cells, most: self.limits.max_cells, cell: None });
        }
        Ok(())
    }

    /// Counts the cells of a merged area that begins in a wanted row.
    fn count_area(&mut self, area: &Area) -> Result<(), Fault> {
        let rows = area.last.0.min(self.area.last.0) - area.first.0 + 1;
        self.count(u64::from(rows) * u64::from(area.last.1 - area.first.1 + 1))
    }

    /// Ends the row at hand.
    pub(super) fn end_row(&mut self) -> Result<(), Fault> {
        if let Some(row) = self.row.take() {
            self.repeat(row)?;
            self.end_block(false);
        }
        Ok(())
    }

    /// Ends the sheet; as [`Grid::fill_to`].
    pub(super) fn finish(&mut self) -> Result<bool, Fault> {
        let is_filled = self.fill_to(MAX_ROWS)?;
        if is_filled {
            self.end_block(true);
        }
        Ok(is_filled)
    }

    /// Fills rows that the sheet leaves out, but a merged area goes through; false if a block is done before all are, which
    /// is to be taken first: a short file may have very many such rows.
    pub(super) fn fill_to(&mut self, row: u32) -> Result<bool, Fault> {
        while self.next_row < row && !self.merges.is_over() {
            if !self.ready.is_empty() {
                return Ok(false);
            }
            let between = self.next_row;
            self.next_row += 1;
            if between > self.area.last.0 || self.merges.through(between).is_empty() {
                break;
            }
            self.row_text = 0;
            self.repeat(between)?;
            self.end_block(false);
        }
        Ok(true)
    }

    fn add(&mut self, row: u32, column: u32, kind: u8, number: f64, text: &[u8]) -> Result<bool, Fault> {
        if column >= MAX_COLUMNS {
            return Ok(false);
        }
        if !self.area.has_column(column) || self.hidden[column as usize] {
            return Ok(true);
        }
        let length = text.len() as u64;
        if length > 0 {
            self.count_text(row, column, length)?;
        }
        self.make_room(row);
        let at = row - self.block.first_row;
        let place = self.place(column, at);
        self.block_text += text.len();
        Ok(self.block.columns[place].add(at, kind, number, text))
    }

    fn count_text(&mut self, row: u32, column: u32, length: u64) -> Result<(), Fault> {
        self.row_text += length;
        self.text += length;
        let Limits { max_cell_bytes, max_bytes, .. } = self.limits;
        let passed = |limit, most, cell| Err(Fault::Limit { limit, most, cell });
        if length > max_cell_bytes {
            return passed(Limit::CellBytes, max_cell_bytes, Some((row, column)));
        }
        if self.row_text > MAX_ROW_TEXT {
            return passed(Limit::RowBytes, MAX_ROW_TEXT, None);
        }
        if self.text > max_bytes {
            return passed(Limit::Bytes, max_bytes, None);
        }
        Ok(())
    }

    /// The block begins at its first row with a cell, and ends before a long gap.
    fn make_room(&mut self, row: u32) {
        let block = &mut self.block;
        if block.rows > 0 && row - block.first_row >= block.rows + BLOCK_GAP {
            self.end_block(true);
        }
        let block = &mut self.block;
        if block.rows == 0 {
            block.first_row = row;
        }
        block.rows = row - block.first_row + 1;
    }

    fn place(&mut self, column: u32, start: u32) -> usize {
        let place = &mut self.places[column as usize];
        if *place == 0 {
            self.block.columns.push(BlockColumn { column, start, ..BlockColumn::default() });
            *place = u16::try_from(self.block.columns.len()).unwrap_or(u16::MAX);
        }
        usize::from(*place) - 1
    }

    /// The cells of a row that repeat the first one of their merged area.
    fn repeat(&mut self, row: u32) -> Result<(), Fault> {
        let mut last: Option<(u32, Arc<OwnedValue>)> = None;
        while let Some(area) = self.merges.beginning(row) {
            // Areas that begin in one cell share its value, however many a damaged file has.
            if let Some((_, value)) = last.as_ref().filter(|(column, _)| *column == area.first.1) {
                let value = Arc::clone(value);
                self.count_area(&area)?;
                self.merges.begin(area, value);
                continue;
            }
            let place = self.places[area.first.1 as usize];
            let at = row.checked_sub(self.block.first_row);
            let column = place.checked_sub(1).and_then(|place| self.block.columns.get(usize::from(place)));
            if let Some(value) = at.zip(column).and_then(|(at, column)| column.value(at)) {
                self.count_area(&area)?;
                let value = Arc::new(value);
                last = Some((area.first.1, Arc::clone(&value)));
                self.merges.begin(area, value);
            }
        }
        if self.merges.is_over() {
            return Ok(());
        }
        for (area, value) in self.merges.through(row).to_vec() {
            for column in area.first.1..=area.last.1 {
                self.add(row, column, value.kind, value.number, &value.text)?;
            }
        }
        Ok(())
    }

    fn end_block(&mut self, now: bool) {
        let block = &self.block;
        let is_full = block.rows >= BLOCK_ROWS
            || block.rows as usize * block.columns.len() >= BLOCK_CELLS
            || self.block_text >= BLOCK_TEXT
            || block.hidden.len() >= BLOCK_CELLS;
        let is_empty = block.rows == 0 && block.hidden.is_empty();
        if is_empty || !(is_full || now) {
            return;
        }
        let mut block = std::mem::take(&mut self.block);
        for column in &mut block.columns {
            self.places[column.column as usize] = 0;
            column.finish();
        }
        block.columns.sort_unstable_by_key(|column| column.column);
        self.block_text = 0;
        self.ready.push_back(block);
    }
}
