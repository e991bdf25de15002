//! Rows on their way onto pages: which are read, which have begun, how high they are.

use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use crate::Error;
use crate::layout::mark::Role;
use crate::layout::table::cell::{Cell, Grid, Span, tint};
use crate::layout::table::places::{Place, Places};
use crate::layout::table::sheet::Sheet;
use crate::layout::table::source::Source;
use crate::layout::{At, Setting, fits};
use crate::model::{self, Color, Table};

/// A row that was read.
pub(super) struct Row {
    pub index: usize,
    cells: Vec<Cell>,
    background: Option<Color>,
    pub subtotal: Option<String>,
    pub with_next: bool,
    /// Whether a cell goes on into the next row.
    pub joined: bool,
}

/// Rows in order.
pub(super) struct Body {
    table: Arc<Table>,
    grid: Rc<Grid>,
    source: Source,
    pub count: usize,
    /// Index of the row that is read next.
    next: usize,
    places: Places,
    /// Rows that were read and are not finished.
    ahead: VecDeque<Row>,
    /// Cells that have begun.
    open: Vec<Cell>,
    /// Whether the cells of the first of the rows ahead have begun.
    begun: bool,
}

impl Body {
    pub(super) fn new(table: Arc<Table>, grid: Rc<Grid>, source: Source) -> Self {
        let (count, columns) = (source.count(&table), table.columns.len());
        let (ahead, open) = (VecDeque::new(), Vec::new());
        Self { table, grid, source, count, next: 0, places: Places::new(columns), ahead, open, begun: false }
    }

    pub(super) fn is_finished(&self) -> bool {
        self.ahead.is_empty() && self.next == self.count
    }

    /// How many rows are finished.
    pub(super) fn done(&self) -> usize {
        self.next - self.ahead.len()
    }

    /// Whether cells of the first unfinished row have begun.
    pub(super) fn is_begun(&self) -> bool {
        self.begun
    }

    /// The row that many after the first unfinished one, if there is one.
    pub(super) fn ahead(&mut self, setting: &mut Setting, offset: usize) -> Result<Option<&Row>, Error> {
        while self.ahead.len() <= offset && self.next < self.count {
            setting.pace.step()?;
            let (index, table, source) = (self.next, Arc::clone(&self.table), self.source);
            let row = source
                .with_row(setting, &table, index, |setting, row| self.read(setting, row))
                .map_err(|error| error.within(source.path(index)))?;
            self.ahead.push_back(row);
            self.next += 1;
        }
        Ok(self.ahead.get(offset))
    }

    /// Lays out the cells of the next row.
    fn read(&mut self, setting: &mut Setting, row: &model::Row) -> Result<Row, Error> {
        let index = self.next;
        let mut cells = Vec::with_capacity(row.cells.len());
        for (number, (cell, place)) in row.cells.iter().zip(self.places.of(row)?).enumerate() {
            let Place { column, columns, rows } = place;
            let last = (index + rows).min(self.count) - 1;
            let span = Span { number, column, columns, first: index, last };
            cells.push(Cell::new(setting, cell, &self.table.columns[column], span, &self.grid)?);
        }
        let joined = self.places.go_on();
        let background = row.background.or(match self.source {
            Source::Head => self.table.head_background,
            Source::Body => self.table.zebra.filter(|_| index % 2 == 1),
        });
        Ok(Row { index, cells, background, subtotal: row.subtotal.clone(), with_next: row.with_next, joined })
    }

    /// How many rows from that one on are joined by cells that span them, and how high they are together: infinitely, if no
    /// page can hold them.
    pub(super) fn group(&mut self, setting: &mut Setting, from: usize) -> Result<(usize, f64), Error> {
        let mut stretch = Stretch { height: 0.0, spanning: Vec::new() };
        let (upright, page) = (self.grid.upright(), self.grid.page);
        let mut rows = 0;
        while let Some(row) = self.ahead(setting, from + rows)? {
            stretch.add(row, upright);
            rows += 1;
            if !fits(stretch.height, page) {
                return Ok((rows, f64::INFINITY));
            }
            if !row.joined {
                break;
            }
        }
        Ok((rows, stretch.height))
    }

    /// The height of what is left of all rows, or anything above `limit`.
    pub(super) fn height(&mut self, setting: &mut Setting, limit: f64) -> Result<f64, Error> {
        let upright = self.grid.upright();
        let spanning = self.open.iter().map(|cell| (cell.span.last, 0.0, cell.height + upright)).collect();
        let mut stretch = Stretch { height: 0.0, spanning };
        let mut offset = 0;
        while let Some(row) = self.ahead(setting, offset)? {
            stretch.add(row, upright);
            offset += 1;
            if !fits(stretch.height, limit) {
                break;
            }
        }
        Ok(stretch.height)
    }

    /// The height that the first unfinished row needs if it begins, or goes on, at `y`.
    pub(super) fn needed(&self, y: f64) -> f64 {
        let Some(row) = self.ahead.front() else { return 0.0 };
        let upright = self.grid.upright();
        let open = self.open.iter().filter(|cell| cell.span.last == row.index);
        let open = open.map(|cell| cell.height + upright - (y - cell.top));
        let own = row.cells.iter().filter(|cell| cell.span.last == row.index);
        own.map(|cell| cell.height + upright).chain(open).fold(0.0, f64::max)
    }

    /// The smallest height that the first unfinished row may begin with.
    pub(super) fn least(&mut self, setting: &mut Setting) -> Result<f64, Error> {
        let upright = self.grid.upright();
        let Some(row) = self.ahead.front_mut() else { return Ok(0.0) };
        let (index, source) = (row.index, self.source);
        row.cells
            .iter_mut()
            .try_fold(0.0, |least: f64, cell| Ok(least.max(upright + cell.least(setting)?)))
            .map_err(|error: Error| error.within(source.path(index)))
    }

    /// Begins the cells of the first unfinished row.
    fn begin(&mut self, setting: &mut Setting, at: At, y: f64) {
        if self.begun {
            return;
        }
        self.begun = true;
        let row = self.ahead.front_mut().expect("a row begins that was read");
        let owner = setting.structure.open(at.owner, Role::Row);
        for mut cell in row.cells.drain(..) {
            cell.begin(setting, owner, self.source == Source::Head, y);
            self.open.push(cell);
        }
    }

    /// The first of the rows ahead ends.
    fn end(&mut self) -> Row {
        self.begun = false;
        let row = self.ahead.pop_front().expect("a row ends that was read");
        self.open.retain(|cell| cell.span.last > row.index);
        row
    }

    /// Draws the first unfinished row, or what is left of it; returns it and its height.
    pub(super) fn place(
        &mut self,
        setting: &mut Setting,
        at: At,
        y: f64,
        sheet: &mut Sheet,
    ) -> Result<(Row, f64), Error> {
        self.begin(setting, at, y);
        let height = self.needed(y).max(0.0);
        let Self { grid, open, source, .. } = self;
        let row = self.ahead.front().expect("a row is placed that was read");
        if let Some(color) = row.background {
            sheet.below.push(tint(at, [0.0, y, grid.width(), height], color));
        }
        sheet.lines.row(y, y + height, open.iter().map(|cell| cell.span), row.index);
        for cell in open.iter_mut().filter(|cell| cell.span.last == row.index) {
            cell.draw(setting, at, grid, y + height, sheet)
                .map_err(|error| error.within(source.path(cell.span.first)))?;
        }
        Ok((self.end(), height))
    }

    /// Draws as much of the first unfinished row as fits above `limit`, and of the cells that go on below it; returns where
    /// that ends, if there is any, and the row if all of it was drawn.
    pub(super) fn split(
        &mut self,
        setting: &mut Setting,
        at: At,
        y: f64,
        limit: f64,
        fresh: bool,
        sheet: &mut Sheet,
    ) -> Result<Option<(f64, Option<Row>)>, Error> {
        self.begin(setting, at, y);
        let Self { grid, open, source, .. } = self;
        let row = self.ahead.front().expect("a row is split that was read");
        let behind = setting.marks.len();
        let mut bottom: Option<f64> = None;
        for cell in open.iter_mut() {
            let taken = cell.take(setting, at, grid, limit, fresh, sheet);
            if let Some(end) = taken.map_err(|error| error.within(source.path(cell.span.first)))? {
                bottom = Some(bottom.map_or(end, |bottom| bottom.max(end)));
            }
        }
        let finished = open.iter().all(|cell| cell.finished || cell.span.last > row.index);
        // A row of empty cells is as high as their padding.
        let empty = (finished && fresh).then_some(y + grid.upright());
        let Some(bottom) = bottom.or(empty).map(|bottom| bottom.max(y)) else {
            sheet.forget(&mut setting.marks, behind);
            return Ok(None);
        };
        if let Some(color) = row.background {
            sheet.below.push(tint(at, [0.0, y, grid.width(), bottom - y], color));
        }
        sheet.below.extend(open.iter().filter_map(|cell| cell.background(at, grid, bottom)));
        sheet.lines.row(y, bottom, open.iter().map(|cell| cell.span), row.index);
        if !finished {
            return Ok(Some((bottom, None)));
        }
        let row = self.end();
        // What goes on of the others goes on below.
        self.open.iter_mut().for_each(|cell| cell.top = bottom);
        Ok(Some((bottom, Some(row))))
    }

    /// Draws what fits above `bottom`, where the page ends, of the cells that go on after it.
    pub(super) fn suspend(
        &mut self,
        setting: &mut Setting,
        at: At,
        bottom: f64,
        sheet: &mut Sheet,
    ) -> Result<(), Error> {
        let Self { grid, open, source, .. } = self;
        for cell in open {
            sheet.below.extend(cell.background(at, grid, bottom));
            cell.take(setting, at, grid, bottom, false, sheet)
                .map_err(|error| error.within(source.path(cell.span.first)))?;
        }
        Ok(())
    }

    /// The cells that have begun go on at `top` of the next page.
    pub(super) fn resume_at(&mut self, top: f64) {
        self.open.iter_mut().for_each(|cell| cell.top = top);
    }
}

/// Rows put under each other, to see how high they are.
struct Stretch {
    height: f64,
    /// The last row, the top and the height of the cells that span rows.
    spanning: Vec<(usize, f64, f64)>,
}

impl Stretch {
    fn add(&mut self, row: &Row, upright: f64) {
        let top = self.height;
        let mut height: f64 = 0.0;
        for cell in &row.cells {
            if cell.span.last == row.index {
                height = height.max(cell.height + upright);
            } else {
                self.spanning.push((cell.span.last, top, cell.height + upright));
            }
        }
        self.spanning.retain(|&(last, from, needed)| {
            if last == row.index {
                height = height.max(needed - (top - from));
            }
            last > row.index
        });
        self.height += height;
    }
}
