//! Tables.
//!
//! | module | concept |
//! |---|---|
//! | `source` | where the rows come from |
//! | `places` | in which columns a row's cells stand |
//! | `widths` | how wide the columns are |
//! | `body` | rows on their way onto pages |
//! | `cell` | a cell, which may span rows or go on over pages |
//! | `carry` | subtotals where a page ends |
//! | `lines` | the lines between the cells |
//! | `sheet` | what stands on one page, in the order it is drawn |

mod body;
mod carry;
mod cell;
mod lines;
pub(crate) mod places;
mod sheet;
mod source;
pub(super) mod widths;

use std::rc::Rc;
use std::sync::Arc;

use krilla::tagging::ArtifactType;

use crate::Error;
use crate::layout::mark::{Owner, Role};
use crate::layout::table::body::Body;
use crate::layout::table::carry::Carry;
use crate::layout::table::cell::Grid;
use crate::layout::table::lines::Lines;
use crate::layout::table::sheet::Sheet;
use crate::layout::table::source::Source;
use crate::layout::{At, Flow, Place, Room, Setting, Taken, fits};
use crate::model;

/// Rows and columns; the head stands on every page.
pub(crate) struct Table {
    model: Arc<model::Table>,
    grid: Rc<Grid>,
    body: Body,
    head_height: f64,
    carry: Option<Carry>,
    /// Whether the first rows ahead are joined to rows before them, and no page can hold all that are.
    torn: bool,
    /// Of the head and of the body.
    owners: Option<[Owner; 2]>,
    /// Whether the head stands on a page before, where it was read out.
    has_head: bool,
}

/// What comes next on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    /// So many rows.
    Place(usize),
    /// As much of a row as fits.
    Split,
    /// Nothing.
    Stop,
}

impl Table {
    pub(crate) fn new(setting: &mut Setting, table: Arc<model::Table>, place: Place) -> Result<Self, Error> {
        let wishes = widths::wishes(setting, &table)?;
        let mut edges = vec![0.0];
        for width in widths::widths(&table.columns, &wishes, place.width)? {
            edges.push(edges[edges.len() - 1] + width);
        }
        if setting.mirrored {
            let width = edges[edges.len() - 1];
            for edge in &mut edges {
                *edge = width - *edge;
            }
        }
        let carry = Carry::new(setting, &table, &edges)?;
        let carry_height = carry.as_ref().map_or(0.0, |carry| carry.height);
        let grid =
            |whole| Rc::new(Grid { edges: edges.clone(), padding: table.padding, whole, page: place.whole });
        let mut head = Body::new(Arc::clone(&table), grid(place.whole), Source::Head);
        let head_height = head.height(setting, place.whole)?;
        if !fits(head_height + 2.0 * carry_height, place.whole) {
            return Err(Error::DoesNotFit { argument: "head".to_owned() });
        }
        let grid = grid(place.whole - head_height - 2.0 * carry_height);
        let body = Body::new(Arc::clone(&table), Rc::clone(&grid), Source::Body);
        Ok(Self { model: table, grid, body, head_height, carry, torn: false, owners: None, has_head: false })
    }

    fn carry_height(&self) -> f64 {
        self.carry.as_ref().map_or(0.0, |carry| carry.height)
    }

    /// Height of what stands above the first row on a page.
    fn top(&self) -> f64 {
        let brought = self.carry.as_ref().filter(|carry| carry.subtotal.is_some());
        self.head_height + brought.map_or(0.0, |carry| carry.height)
    }

    /// Whether the rows ahead are the last, as many as they are.
    fn ends_with(&self, rows: usize) -> bool {
        self.body.done() + rows == self.body.count
    }

    /// The room for a subtotal below so many of the rows ahead, unless they are the last.
    fn reserve(&self, rows: usize) -> f64 {
        if self.ends_with(rows) { 0.0 } else { self.carry_height() }
    }

    /// What comes next at `y`; `first` if no row stands above it.
    fn step(&mut self, setting: &mut Setting, y: f64, room: Room, first: bool) -> Result<Step, Error> {
        let fresh = room.fresh && first;
        let whole = self.grid.whole;
        if self.torn || self.body.is_begun() {
            self.body.ahead(setting, 0)?;
            let needed = self.body.needed(y) + self.reserve(1);
            return Ok(if fits(y + needed, room.left) {
                Step::Place(1)
            } else if !first && !self.model.split_rows && fits(needed, whole) {
                Step::Stop
            } else {
                Step::Split
            });
        }
        let (rows, height) = self.body.group(setting, 0)?;
        let height = height + self.reserve(rows);
        if !fresh {
            if let Some(kept) = self.kept(setting, room.tail)?
                && !fits(y + kept, room.left)
                && fits(kept, whole)
            {
                return Ok(Step::Stop);
            }
            if !fits(y + height, room.left) && !self.model.split_rows && fits(height, whole) {
                return Ok(Step::Stop);
            }
        }
        if fits(y + height, room.left) {
            return Ok(Step::Place(rows));
        }
        self.torn = self.body.ahead(setting, 0)?.is_some_and(|row| row.joined);
        if self.torn { self.step(setting, y, room, first) } else { Ok(Step::Split) }
    }

    /// The height of the rows ahead that are kept with what follows them, down to the first that is not, or with `tail`;
    /// none if the first is not.
    fn kept(&mut self, setting: &mut Setting, tail: f64) -> Result<Option<f64>, Error> {
        let whole = self.grid.whole;
        let (mut rows, mut height) = (0, 0.0);
        loop {
            let alone = rows == 0;
            let (joined, group) = self.body.group(setting, rows)?;
            rows += joined;
            height += group;
            if self.ends_with(rows) {
                return Ok((!alone || tail > 0.0).then_some(height + tail));
            }
            let with_next = self.body.ahead(setting, rows - 1)?.is_some_and(|row| row.with_next);
            if !with_next || !fits(height, whole) {
                return Ok((!alone).then_some(height + self.carry_height()));
            }
        }
    }

    /// Draws the head.
    fn draw_head(&mut self, setting: &mut Setting, at: At, sheet: &mut Sheet) -> Result<(), Error> {
        if self.model.head.is_empty() {
            return Ok(());
        }
        let again = std::mem::replace(&mut self.has_head, true);
        let at = if again { at.of(at.owner.artifact(ArtifactType::PaginationOther)) } else { at };
        let mut head = Body::new(Arc::clone(&self.model), Rc::clone(&self.grid), Source::Head);
        let mut y = 0.0;
        while head.ahead(setting, 0)?.is_some() {
            y += head.place(setting, at, y, sheet)?.1;
        }
        sheet.lines.under_head(y);
        Ok(())
    }

    /// Draws rows from `y` on; returns where they end, if there are any.
    fn draw_rows(
        &mut self,
        setting: &mut Setting,
        at: At,
        mut y: f64,
        room: Room,
        sheet: &mut Sheet,
    ) -> Result<Option<f64>, Error> {
        let mut first = true;
        while !self.body.is_finished() {
            match self.step(setting, y, room, first)? {
                Step::Place(rows) => {
                    for _ in 0..rows {
                        let (row, height) = self.body.place(setting, at, y, sheet)?;
                        y += height;
                        self.torn &= row.joined;
                        self.add(row.subtotal);
                    }
                }
                Step::Split => {
                    let limit = room.left - self.carry_height();
                    match self.body.split(setting, at, y, limit, room.fresh && first, sheet)? {
                        Some((bottom, Some(row))) => {
                            y = bottom;
                            self.torn &= row.joined;
                            self.add(row.subtotal);
                        }
                        Some((bottom, None)) => return Ok(Some(bottom)),
                        None if first => return Ok(None),
                        // What was begun and got nothing goes on with the next page.
                        None => return Ok(Some(y)),
                    }
                }
                Step::Stop if first => return Ok(None),
                Step::Stop => {
                    self.body.suspend(setting, at, y, sheet)?;
                    return Ok(Some(y));
                }
            }
            first = false;
        }
        Ok(Some(y))
    }

    /// A row with that subtotal ends.
    fn add(&mut self, subtotal: Option<String>) {
        if let Some(carry) = &mut self.carry {
            carry.subtotal = subtotal;
        }
    }
}

impl Flow for Table {
    fn rows(&self) -> usize {
        self.body.done()
    }

    fn height(&mut self, setting: &mut Setting, limit: f64) -> Result<f64, Error> {
        let top = self.top();
        Ok(top + self.body.height(setting, limit - top)?)
    }

    fn least(&mut self, setting: &mut Setting) -> Result<f64, Error> {
        let whole = self.grid.whole;
        let (rows, height) = self.body.group(setting, 0)?;
        if rows == 0 {
            return Ok(self.head_height);
        }
        let reserve = self.reserve(rows);
        let least = match self.kept(setting, 0.0)? {
            Some(kept) if fits(kept, whole) => kept,
            _ if self.model.split_rows || !fits(height, whole) => self.body.least(setting)? + reserve,
            _ => height + reserve,
        };
        Ok(self.head_height + least)
    }

    fn take(&mut self, setting: &mut Setting, at: At, room: Room) -> Result<Taken, Error> {
        let top = self.top();
        if self.body.is_finished() && !room.fresh && !fits(top, room.left) {
            return Ok(Taken::NOTHING);
        }
        let structure = &mut setting.structure;
        let [head, body] = *self.owners.get_or_insert_with(|| {
            let table = structure.open(at.owner, Role::Table);
            let head =
                if self.model.head.is_empty() { table } else { structure.open(table, Role::TableHead) };
            [head, if self.body.count == 0 { table } else { structure.open(table, Role::TableBody) }]
        });
        let grid = Rc::clone(&self.grid);
        let brought = self.carry.as_ref().and_then(|carry| carry.subtotal.clone());
        // The head stands above the rows, but only where there are some: they are drawn first.
        let empty = || Sheet::new(Lines::new(self.model.lines, &grid.edges));
        let (mut above, mut sheet) = (empty(), empty());
        let behind = setting.marks.len();
        self.body.resume_at(top);
        let Some(mut bottom) = self.draw_rows(setting, at.of(body), top, room, &mut sheet)? else {
            return Ok(Taken::NOTHING);
        };
        let (rows, mut lines) = sheet.finish(&mut setting.marks, behind);
        self.draw_head(setting, at.of(head), &mut above)?;
        let (head, mut above) = above.finish(&mut setting.marks, behind);
        setting.marks.extend(head);
        if let (Some(carry), Some(subtotal)) = (&self.carry, brought) {
            carry.draw(setting, at, self.head_height, &carry.brought, &subtotal);
            above.undivided(self.head_height, top);
        }
        setting.marks.extend(rows);
        let finished = self.body.is_finished();
        if let (false, Some(carry)) = (finished, &self.carry)
            && let Some(subtotal) = &carry.subtotal
        {
            carry.draw(setting, at, bottom, &carry.forward, subtotal);
            lines.undivided(bottom, bottom + carry.height);
            bottom += carry.height;
        }
        above.append(top, lines);
        above.draw(at, bottom, &mut setting.marks);
        Ok(Taken { height: bottom, finished })
    }
}
