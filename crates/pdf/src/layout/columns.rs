//! Blocks side by side.

use crate::Error;
use crate::layout::mark::{Owner, Role};
use crate::layout::stack::Stack;
use crate::layout::{At, Flow, Place, Room, Setting, Taken, fits};
use crate::model::{self, Width};

/// Blocks side by side; on each page all columns begin at the same height.
pub(crate) struct Columns {
    parts: Vec<Column>,
    begun: bool,
    owner: Option<Owner>,
}

struct Column {
    x: f64,
    content: Stack,
    finished: bool,
    owner: Option<Owner>,
}

impl Columns {
    pub(crate) fn new(columns: &model::Columns, place: Place, mirrored: bool) -> Result<Self, Error> {
        let mut x = 0.0;
        let column = |(column, width): (&model::Column, f64)| {
            let content = Stack::new(column.content.clone(), Place { width, ..place });
            let left = if mirrored { place.width - x - width } else { x };
            x += width + columns.gap;
            Column { x: left, content, finished: false, owner: None }
        };
        let parts = columns.columns.iter().zip(widths(columns, place.width)?).map(column).collect();
        Ok(Self { parts, begun: false, owner: None })
    }
}

/// The columns' widths: points first, the rest by shares.
pub(super) fn widths(columns: &model::Columns, room: f64) -> Result<Vec<f64>, Error> {
    let gaps = columns.gap * columns.columns.len().saturating_sub(1) as f64;
    let (mut points, mut shares) = (gaps, 0.0);
    for column in &columns.columns {
        match column.width {
            Width::Points(width) => points += width,
            Width::Share(share) => shares += share,
            Width::Auto => return Err(Error::invalid("columns", "have widths in points or shares")),
        }
    }
    if !fits(points, room) {
        return Err(Error::too_wide(points, room));
    }
    let width = |column: &model::Column| match column.width {
        Width::Share(share) => (room - points).max(0.0) * share / shares,
        Width::Points(width) => width,
        Width::Auto => unreachable!("refused above"),
    };
    Ok(columns.columns.iter().map(width).collect())
}

impl Flow for Columns {
    fn height(&mut self, setting: &mut Setting, limit: f64) -> Result<f64, Error> {
        self.parts.iter_mut().enumerate().try_fold(0.0, |highest: f64, (index, column)| {
            Ok(highest.max(column.content.height(setting, limit).map_err(|error| within(error, index))?))
        })
    }

    fn least(&mut self, setting: &mut Setting) -> Result<f64, Error> {
        self.parts.iter_mut().enumerate().try_fold(0.0, |highest: f64, (index, column)| {
            Ok(highest.max(column.content.least(setting).map_err(|error| within(error, index))?))
        })
    }

    fn take(&mut self, setting: &mut Setting, at: At, room: Room) -> Result<Taken, Error> {
        if !self.begun && !room.fresh && !fits(self.least(setting)?, room.left) {
            return Ok(Taken::NOTHING);
        }
        let owner = setting.structure.opened(&mut self.owner, at.owner, || Role::Group);
        let mut all = Taken { height: 0.0, finished: true };
        for (index, column) in self.parts.iter_mut().enumerate() {
            let owner = setting.structure.opened(&mut column.owner, owner, || Role::Group);
            if column.finished {
                continue;
            }
            let at = at.moved(column.x, 0.0).of(owner);
            let taken = column
                .content
                .take(setting, at, Room { tail: 0.0, ..room })
                .map_err(|error| within(error, index))?;
            column.finished = taken.finished;
            all.height = all.height.max(taken.height);
            all.finished &= taken.finished;
        }
        self.begun |= all.height > 0.0;
        Ok(all)
    }
}

fn within(error: Error, index: usize) -> Error {
    error.within(format_args!("columns[{index}].content"))
}
