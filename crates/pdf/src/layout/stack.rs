//! Blocks under each other: a page's content, a cell's, a column's, a frame's.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::Error;
use crate::layout::{At, Flow, Place, Room, Setting, Taken, fits, flow};
use crate::model::{Block, Blocks, Kind};

/// Blocks under each other.
pub(crate) struct Stack {
    blocks: Blocks,
    place: Place,
    /// Index of the block that comes next, or goes on.
    next: usize,
    /// Whether something of that block stands already.
    begun: bool,
    /// How many rows the tables before it had.
    rows: usize,
    /// The flows of that block and those after it, as far as they were needed.
    ahead: VecDeque<Box<dyn Flow>>,
}

impl Stack {
    pub(crate) fn new(blocks: Blocks, place: Place) -> Self {
        Self { blocks, place, next: 0, begun: false, rows: 0, ahead: VecDeque::new() }
    }

    /// How many blocks are done.
    pub(crate) fn done(&self) -> usize {
        self.next
    }

    /// How many blocks and rows of tables are done.
    pub(crate) fn steps(&self) -> usize {
        self.next + self.rows + self.ahead.front().map_or(0, |flow| flow.rows())
    }

    /// The flow of the block of that index.
    fn flow(&mut self, setting: &mut Setting, index: usize) -> Result<&mut Box<dyn Flow>, Error> {
        while self.next + self.ahead.len() <= index {
            let index = self.next + self.ahead.len();
            setting.pace.step()?;
            let flow = flow(setting, &self.blocks[index], self.place)
                .map_err(|error| error.within(format_args!("[{index}]")))?;
            self.ahead.push_back(flow);
        }
        Ok(&mut self.ahead[index - self.next])
    }

    fn height_of(&mut self, setting: &mut Setting, index: usize, limit: f64) -> Result<f64, Error> {
        self.flow(setting, index)?
            .height(setting, limit)
            .map_err(|error| error.within(format_args!("[{index}]")))
    }

    /// The smallest height that a block may begin with: what is kept together begins whole, if a page can hold it.
    fn least_of(&mut self, setting: &mut Setting, index: usize) -> Result<f64, Error> {
        if self.blocks[index].together {
            let height = self.height_of(setting, index, self.place.whole)?;
            if fits(height, self.place.whole) {
                return Ok(height);
            }
        }
        self.flow(setting, index)?.least(setting).map_err(|error| error.within(format_args!("[{index}]")))
    }

    /// Whether the next block, which has not begun, must wait for the next page though it may begin in the room.
    fn waits(&mut self, setting: &mut Setting, room: f64) -> Result<bool, Error> {
        let whole = self.place.whole;
        if room == f64::INFINITY {
            return Ok(false);
        }
        let waits = |height| !fits(height, room) && fits(height, whole);
        if self.blocks[self.next].together && waits(self.height_of(setting, self.next, whole)?) {
            return Ok(true);
        }
        if !is_kept(&self.blocks[self.next]) {
            return Ok(false);
        }
        // A chain of blocks, each kept with the one after it, down to the beginning of the first that is not.
        let mut sum = 0.0;
        for index in self.next.. {
            if matches!(self.blocks[index].kind, Kind::PageBreak) {
                break;
            }
            if !is_kept(&self.blocks[index]) {
                sum += self.least_of(setting, index)?;
                break;
            }
            sum += self.height_of(setting, index, whole - sum)?;
            if index + 1 == self.blocks.len() || !fits(sum, whole) {
                break;
            }
            sum += self.gap(index + 1);
        }
        Ok(waits(sum))
    }

    /// The free room above a block, if another stands above it.
    fn gap(&self, index: usize) -> f64 {
        self.blocks[index - 1].after.max(self.blocks[index].before)
    }

    /// What must stand below a table's last row.
    fn tail(&mut self, setting: &mut Setting) -> Result<f64, Error> {
        let index = self.next + 1;
        let block = &self.blocks[self.next];
        let kept = block.with_next && matches!(block.kind, Kind::Table(_));
        if !kept || index == self.blocks.len() || matches!(self.blocks[index].kind, Kind::PageBreak) {
            return Ok(0.0);
        }
        Ok(self.gap(index) + self.least_of(setting, index)?)
    }

    fn advance(&mut self) {
        self.rows += self.ahead.pop_front().map_or(0, |flow| flow.rows());
        self.next += 1;
        self.begun = false;
    }
}

/// Whether a block is kept whole with the next; a table keeps only its last row, by itself.
fn is_kept(block: &Block) -> bool {
    block.with_next && !matches!(block.kind, Kind::Table(_))
}

impl Flow for Stack {
    fn height(&mut self, setting: &mut Setting, limit: f64) -> Result<f64, Error> {
        let blocks = Arc::clone(&self.blocks);
        let mut sum = 0.0;
        for index in self.next..blocks.len() {
            // A page's end fits on no page.
            if matches!(blocks[index].kind, Kind::PageBreak) && self.place.whole < f64::INFINITY {
                return Ok(f64::INFINITY);
            }
            if index > self.next {
                sum += self.gap(index);
            }
            sum += self.height_of(setting, index, limit - sum)?;
            if !fits(sum, limit) {
                break;
            }
        }
        Ok(sum)
    }

    fn least(&mut self, setting: &mut Setting) -> Result<f64, Error> {
        if self.next == self.blocks.len() { Ok(0.0) } else { self.least_of(setting, self.next) }
    }

    fn take(&mut self, setting: &mut Setting, at: At, room: Room) -> Result<Taken, Error> {
        let blocks = Arc::clone(&self.blocks);
        let mut height = 0.0;
        let mut first = true;
        while let Some(block) = blocks.get(self.next) {
            let fresh = room.fresh && first;
            if matches!(block.kind, Kind::PageBreak) {
                self.flow(setting, self.next)?;
                self.advance();
                if fresh || room.left == f64::INFINITY {
                    continue;
                }
                return Ok(Taken { height, finished: self.next == blocks.len() });
            }
            let mut gap = if first { 0.0 } else { self.gap(self.next) };
            let free = room.left - height;
            if !fits(gap, free) && self.height_of(setting, self.next, 0.0)? == 0.0 {
                // The page ends within the gap: what takes no room still stands there, and begins no other page.
                gap = free.max(0.0);
            }
            let left = free - gap;
            if !self.begun && !fresh && self.waits(setting, left)? {
                return Ok(Taken { height, finished: false });
            }
            let tail = self.tail(setting)?;
            let index = self.next;
            let room = Room { left, fresh, tail };
            let behind = setting.marks.len();
            let flow = self.flow(setting, index)?;
            let taken = flow
                .take(setting, at.moved(0.0, height + gap), room)
                .map_err(|error| error.within(format_args!("[{index}]")))?;
            if taken.is_nothing() {
                // Not even the lines of rows that are nothing high.
                setting.marks.truncate(behind);
                return Ok(Taken { height, finished: false });
            }
            height += gap + taken.height;
            if !taken.finished {
                self.begun = true;
                return Ok(Taken { height, finished: false });
            }
            first = false;
            self.advance();
        }
        Ok(Taken { height, finished: true })
    }
}
