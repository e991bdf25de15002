//! Layout: from blocks to marks on pages.
//!
//! Every block becomes a [`Flow`], which gives as much of itself as fits and remembers where it was, so that anything may
//! be broken over pages, inside anything else.
//!
//! | module | concept |
//! |---|---|
//! | `page` | what stands on every page, and where the content goes |
//! | `number` | the page's number |
//! | `stack` | blocks under each other: gaps, what is kept together |
//! | `paragraph`, `list`, `columns`, `frame`, `figure`, `plain` | the blocks, one a file |
//! | `table` | rows and columns |
//! | `extent` | how wide a block would like to be |
//! | `mark` | what is drawn, and what it is part of |

mod columns;
pub(crate) mod extent;
mod figure;
mod frame;
mod list;
pub(crate) mod mark;
mod number;
pub(crate) mod page;
mod paragraph;
mod plain;
mod stack;
pub(crate) mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

use crate::Error;
use crate::image::Picture;
use crate::layout::figure::Figure;
use crate::layout::mark::{Mark, Owner, Structure};
use crate::model::{Block, Kind};
use crate::rows::Reader;

use crate::text::{Extent, Typesetter};

/// Rounding must not break what fits exactly.
const SLACK: f64 = 1e-6;

/// Whether a height fits into a room.
fn fits(height: f64, room: f64) -> bool {
    height <= room + SLACK
}

/// A block laid out at a given width, which can go on over any number of pages.
pub(crate) trait Flow {
    /// The height of what is left of it, or any height above `limit`.
    fn height(&mut self, setting: &mut Setting, limit: f64) -> Result<f64, Error>;

    /// The smallest height it may begin with.
    fn least(&mut self, setting: &mut Setting) -> Result<f64, Error>;

    /// Draws as much of what is left of it as fits.
    fn take(&mut self, setting: &mut Setting, at: At, room: Room) -> Result<Taken, Error>;

    /// How many rows of a table are done.
    fn rows(&self) -> usize {
        0
    }
}

/// The size of what a block stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub width: f64,
    /// How high it may be on a page that has nothing else.
    pub whole: f64,
}

/// Where a block stands on the page, and what it is part of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub x: f64,
    pub y: f64,
    pub owner: Owner,
}

impl At {
    fn moved(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y, owner: self.owner }
    }

    fn of(self, owner: Owner) -> Self {
        Self { owner, ..self }
    }
}

/// How much of a page is left for a block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    pub left: f64,
    /// Whether nothing stands above: then something must be given, even if it is too high.
    pub fresh: bool,
    /// What must stand below a table's last row: the gap and the beginning of what follows.
    pub tail: f64,
}

impl Room {
    /// Room without end.
    const ENDLESS: Self = Self { left: f64::INFINITY, fresh: true, tail: 0.0 };
}

/// What a flow gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Taken {
    pub height: f64,
    /// Whether nothing of it is left. If something is, and `height` is 0, it begins on the next page.
    pub finished: bool,
}

impl Taken {
    const NOTHING: Self = Self { height: 0.0, finished: false };

    fn is_nothing(self) -> bool {
        self.height == 0.0 && !self.finished
    }
}

/// What layout needs of the document, and where it draws.
pub(crate) struct Setting<'a> {
    pub typesetter: Typesetter<'a>,
    /// Whether the first of columns stands on the right.
    pub mirrored: bool,
    pub rows: &'a Reader,
    /// By their index among the binaries.
    pub pictures: HashMap<usize, Picture>,
    /// Of the page that is being filled.
    pub marks: Vec<Mark>,
    pub structure: Structure,
    /// What the columns need of tables whose rows come apart, by the first of these: a long document is laid out twice.
    pub wishes: HashMap<usize, Rc<[Extent]>>,
    pub pace: Pace<'a>,
}

/// Lays out `block` at a place.
pub(crate) fn flow(setting: &mut Setting, block: &Block, place: Place) -> Result<Box<dyn Flow>, Error> {
    Ok(match &block.kind {
        Kind::Paragraph(paragraph) => Box::new(paragraph::Paragraph::new(setting, paragraph, place)),
        Kind::List(list) => Box::new(list::List::new(Arc::clone(list), place)),
        Kind::Table(table) => Box::new(table::Table::new(setting, Arc::clone(table), place)?),
        Kind::Columns(columns) => Box::new(columns::Columns::new(columns, place, setting.mirrored)?),
        Kind::Box(frame) => Box::new(frame::Frame::new(frame.clone(), place)),
        Kind::Image(image) => Box::new(Figure::image(setting, image, place)?),
        Kind::Drawing(drawing) => Box::new(Figure::drawing(drawing, place)),
        Kind::Code(code) => Box::new(Figure::code(setting, code, place)?),
        Kind::Rule { thickness, color } => {
            Box::new(plain::Rule { width: place.width, thickness: *thickness, color: *color })
        }
        Kind::Space { height } => Box::new(plain::Space { height: *height }),
        // The stack it is in sees to it.
        Kind::PageBreak => Box::new(plain::Space { height: 0.0 }),
    })
}

/// Says when long work may pause, and how far it is.
pub(crate) struct Pace<'a> {
    checkpoint: &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    pub done: u64,
    pub total: u64,
    steps: u32,
}

/// A step is a row or a block: some ten microseconds.
const STEPS_PER_CHECKPOINT: u32 = 32;

impl<'a> Pace<'a> {
    pub(crate) fn new(checkpoint: &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>, total: u64) -> Self {
        Self { checkpoint, done: 0, total, steps: 0 }
    }

    /// A small piece of work.
    pub(crate) fn step(&mut self) -> Result<(), Error> {
        self.steps += 1;
        if self.steps < STEPS_PER_CHECKPOINT { Ok(()) } else { self.pause() }
    }

    /// So much is done: never less than before.
    pub(crate) fn reach(&mut self, done: u64) {
        self.done = self.done.max(done);
    }

    /// All is done.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        self.done = self.total;
        self.pause()
    }

    /// A moment at which work may stop.
    pub(crate) fn pause(&mut self) -> Result<(), Error> {
        self.steps = 0;
        if (self.checkpoint)(self.done, self.total).is_break() { Err(Error::Cancelled) } else { Ok(()) }
    }
}
