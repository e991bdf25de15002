//! A cell of a table, from being read until all of it is drawn.

use std::sync::Arc;

use krilla::tagging::ArtifactType;

use crate::Error;
use crate::layout::mark::{Ink, Mark, Owner, Role};
use crate::layout::paragraph::Paragraph;
use crate::layout::stack::Stack;
use crate::layout::table::sheet::Sheet;
use crate::layout::{At, Flow, Place, Room, Setting, fits};
use crate::model::{self, Block, Color, FullCell, Kind, Sides, TableColumn, Vertical};

/// Where a table's columns are.
pub(super) struct Grid {
    /// Where the columns begin, and where the last one ends: from the left, or, if they are mirrored, from the right.
    pub edges: Vec<f64>,
    /// Around each cell's content.
    pub padding: Sides,
    /// How high the rows on a page may be, if the head and subtotals stand there too.
    pub whole: f64,
    /// How high the table may be on a page of its own.
    pub page: f64,
}

impl Grid {
    /// Above and below each cell's content.
    pub(super) fn upright(&self) -> f64 {
        self.padding[0] + self.padding[2]
    }

    pub(super) fn width(&self) -> f64 {
        across(&self.edges, 0, self.edges.len() - 1).1
    }
}

/// Where columns stand: from where on, from the left, and how wide.
pub(super) fn across(edges: &[f64], from: usize, to: usize) -> (f64, f64) {
    (edges[from].min(edges[to]), (edges[to] - edges[from]).abs())
}

/// The columns and rows that a cell covers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// Index of the cell in its row.
    pub number: usize,
    pub column: usize,
    pub columns: usize,
    /// Indices of the first and the last row.
    pub first: usize,
    pub last: usize,
}

/// An error in what a cell of a row holds.
fn within(error: Error, number: usize) -> Error {
    error.within(format_args!("cells[{number}].content"))
}

/// A cell.
pub(super) struct Cell {
    pub span: Span,
    flow: Box<dyn Flow>,
    /// Height of what is left of its content; infinite, if no page can hold it.
    pub height: f64,
    pub finished: bool,
    color: Option<Color>,
    vertical: Vertical,
    heading: bool,
    owner: Owner,
    /// Where on the page it, or what goes on of it, begins; from the table's top.
    pub top: f64,
}

impl Cell {
    pub(super) fn new(
        setting: &mut Setting,
        cell: &model::Cell,
        of: &TableColumn,
        span: Span,
        grid: &Grid,
    ) -> Result<Self, Error> {
        let [_, right, _, left] = grid.padding;
        let width = (across(&grid.edges, span.column, span.column + span.columns).1 - left - right).max(0.0);
        let place = Place { width, whole: grid.whole - grid.upright() };
        let (mut flow, full): (Box<dyn Flow>, Option<&FullCell>) = match cell {
            model::Cell::Text(text) => {
                (Box::new(Paragraph::bare(setting, text, of.style, of.align, width)), None)
            }
            model::Cell::Full(full) => match &*full.content {
                // Of a cell that is one paragraph, the cell is the paragraph.
                [Block { kind: Kind::Paragraph(paragraph), .. }] if paragraph.heading.is_none() => {
                    (Box::new(Paragraph::new(setting, paragraph, place).into_bare()), Some(full))
                }
                _ => (Box::new(Stack::new(Arc::clone(&full.content), place)), Some(full)),
            },
        };
        let height = height(&mut *flow, setting, grid).map_err(|error| within(error, span.number))?;
        Ok(Self {
            span,
            flow,
            height,
            finished: false,
            color: full.and_then(|cell| cell.background),
            vertical: full.map_or(Vertical::Top, |cell| cell.vertical),
            heading: full.is_some_and(|cell| cell.heading),
            owner: Owner::Page,
            top: 0.0,
        })
    }

    /// It begins at `top`, in a row of the head or of the others.
    pub(super) fn begin(&mut self, setting: &mut Setting, row: Owner, of_head: bool, top: f64) {
        let Span { columns, first, last, .. } = self.span;
        let rows = last + 1 - first;
        let role = if of_head || self.heading {
            Role::HeadCell { of_row: !of_head, columns, rows }
        } else {
            Role::Cell { columns, rows }
        };
        self.owner = setting.structure.open(row, role);
        self.top = top;
    }

    pub(super) fn least(&mut self, setting: &mut Setting) -> Result<f64, Error> {
        let number = self.span.number;
        self.flow.least(setting).map_err(|error| within(error, number))
    }

    /// Draws all that is left of it; it ends at `bottom`.
    pub(super) fn draw(
        &mut self,
        setting: &mut Setting,
        at: At,
        grid: &Grid,
        bottom: f64,
        sheet: &mut Sheet,
    ) -> Result<(), Error> {
        sheet.below.extend(self.background(at, grid, bottom));
        let free = (bottom - self.top - grid.upright() - self.height).max(0.0);
        let down = match self.vertical {
            Vertical::Top => 0.0,
            Vertical::Middle => free / 2.0,
            Vertical::Bottom => free,
        };
        if !self.finished {
            let number = self.span.number;
            sheet.begin(self.span, &setting.marks);
            self.flow
                .take(setting, self.inside(at, grid, down), Room::ENDLESS)
                .map_err(|error| within(error, number))?;
            self.finished = true;
        }
        Ok(())
    }

    /// Draws what fits above `limit`; returns where that ends, if there is any.
    pub(super) fn take(
        &mut self,
        setting: &mut Setting,
        at: At,
        grid: &Grid,
        limit: f64,
        fresh: bool,
        sheet: &mut Sheet,
    ) -> Result<Option<f64>, Error> {
        if self.finished {
            return Ok(None);
        }
        let room = Room { left: limit - self.top - grid.upright(), fresh, tail: 0.0 };
        let number = self.span.number;
        sheet.begin(self.span, &setting.marks);
        let taken = self
            .flow
            .take(setting, self.inside(at, grid, 0.0), room)
            .map_err(|error| within(error, number))?;
        self.finished = taken.finished;
        self.height = if taken.finished {
            0.0
        } else {
            height(&mut *self.flow, setting, grid).map_err(|error| within(error, number))?
        };
        Ok((taken.height > 0.0).then_some(self.top + grid.upright() + taken.height))
    }

    /// What is behind it, as far as `bottom`.
    pub(super) fn background(&self, at: At, grid: &Grid, bottom: f64) -> Option<Mark> {
        let (left, width) = across(&grid.edges, self.span.column, self.span.column + self.span.columns);
        let bounds = [left, self.top, width, bottom - self.top];
        self.color.map(|color| tint(at, bounds, color))
    }

    fn inside(&self, at: At, grid: &Grid, down: f64) -> At {
        let [top, _, _, left] = grid.padding;
        let (x, _) = across(&grid.edges, self.span.column, self.span.column + self.span.columns);
        at.moved(x + left, self.top + top + down).of(self.owner)
    }
}

/// The height of what is left of a cell's content; infinite, if no page can hold it.
fn height(flow: &mut dyn Flow, setting: &mut Setting, grid: &Grid) -> Result<f64, Error> {
    let limit = grid.page - grid.upright();
    let height = flow.height(setting, limit)?;
    Ok(if fits(height, limit) { height } else { f64::INFINITY })
}

/// A rectangle behind cells: x, y, width and height from the table's top left.
pub(super) fn tint(at: At, [x, y, width, height]: [f64; 4], color: Color) -> Mark {
    let ink = Ink::Rectangle { width, height, color };
    let owner = at.owner.artifact(ArtifactType::Layout);
    Mark { owner, x: at.x + x, y: at.y + y, ink }
}
