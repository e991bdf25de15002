//! How wide a table's columns are.

use std::rc::Rc;

use crate::Error;
use crate::layout::extent::{NONE, of_blocks, widened, wider};
use crate::layout::table::places::Places;
use crate::layout::table::source::Source;
use crate::layout::{Setting, fits};
use crate::model::{Cell, Row, Table, TableColumn, TableRows, Width};
use crate::text::Extent;

/// For each column what its widest cell needs, with its padding; cells that span columns are left out.
pub(in crate::layout) fn wishes(setting: &mut Setting, table: &Table) -> Result<Rc<[Extent]>, Error> {
    let TableRows::Apart { from, .. } = table.rows else {
        return Ok(measured(setting, table)?.into());
    };
    if let Some(wishes) = setting.wishes.get(&from) {
        return Ok(Rc::clone(wishes));
    }
    let wishes: Rc<[Extent]> = measured(setting, table)?.into();
    setting.wishes.insert(from, Rc::clone(&wishes));
    Ok(wishes)
}

fn measured(setting: &mut Setting, table: &Table) -> Result<Vec<Extent>, Error> {
    let flexible = |column: &TableColumn| !matches!(column.width, Width::Points(_));
    let wish = |column: &TableColumn| match column.width {
        Width::Points(width) => widened(NONE, width),
        _ => widened(NONE, sideways(table)),
    };
    let mut wishes: Vec<Extent> = table.columns.iter().map(wish).collect();
    if !table.columns.iter().any(flexible) {
        return Ok(wishes);
    }
    for source in [Source::Head, Source::Body] {
        let mut places = Places::new(table.columns.len());
        for index in 0..source.count(table) {
            setting.pace.step()?;
            source
                .with_row(setting, table, index, |setting, row| {
                    widen(setting, table, row, &mut places, &mut wishes)
                })
                .map_err(|error| error.within(source.path(index)))?;
        }
    }
    Ok(wishes)
}

fn sideways(table: &Table) -> f64 {
    let [_, right, _, left] = table.padding;
    left + right
}

/// Makes the wishes as wide as the cells of a row.
fn widen(
    setting: &mut Setting,
    table: &Table,
    row: &Row,
    places: &mut Places,
    wishes: &mut [Extent],
) -> Result<(), Error> {
    for (index, (cell, place)) in row.cells.iter().zip(places.of(row)?).enumerate() {
        let of = &table.columns[place.column];
        if place.columns > 1 || matches!(of.width, Width::Points(_)) {
            continue;
        }
        let extent = match cell {
            Cell::Text(text) => setting.typesetter.extent(text, of.style),
            Cell::Full(cell) => of_blocks(setting, &cell.content)
                .map_err(|error| error.within(format_args!("cells[{index}].content")))?,
        };
        wishes[place.column] = wider(wishes[place.column], widened(extent, sideways(table)));
    }
    Ok(())
}

/// The columns' widths in `room`: points first; then `auto` as wide as it wishes, made smaller in proportion to what it can
/// give where there is not enough; shares of what remains, none smaller than its widest word if that can be.
pub(super) fn widths(columns: &[TableColumn], wishes: &[Extent], room: f64) -> Result<Vec<f64>, Error> {
    let sum = |of: fn(Width, &Extent) -> f64| -> f64 {
        columns.iter().zip(wishes).map(|(column, wish)| of(column.width, wish)).sum()
    };
    let points = sum(|width, _| if let Width::Points(points) = width { points } else { 0.0 });
    if !fits(points, room) {
        return Err(Error::too_wide(points, room));
    }
    let rest = (room - points).max(0.0);
    let least = sum(|width, wish| if let Width::Points(_) = width { 0.0 } else { wish.min });
    if !fits(least, rest) {
        return Ok(narrowed(columns, wishes, rest));
    }
    let least_shares = sum(|width, wish| if let Width::Share(_) = width { wish.min } else { 0.0 });
    let wished = sum(|width, wish| if width == Width::Auto { wish.max } else { 0.0 });
    let can_give = sum(|width, wish| if width == Width::Auto { wish.max - wish.min } else { 0.0 });
    let missing = (wished + least_shares - rest).max(0.0);
    // Rounding may miss a little where there is nothing to give.
    let giving = if can_give > 0.0 { missing / can_give } else { 0.0 };
    let shares = shares(columns, wishes, rest - (wished - missing));
    let width = |((column, wish), share): ((&TableColumn, &Extent), f64)| match column.width {
        Width::Points(points) => points,
        Width::Auto => wish.max - giving * (wish.max - wish.min),
        Width::Share(_) => share,
    };
    Ok(columns.iter().zip(wishes).zip(shares).map(width).collect())
}

/// The widths where not even the widest words have room: columns of shares give first, down to half an equal part each,
/// then those that are wide by their content. Of each kind the widest give first, so that a long word cuts no short ones.
fn narrowed(columns: &[TableColumn], wishes: &[Extent], rest: f64) -> Vec<f64> {
    let least = |kind: fn(Width) -> bool| -> Vec<f64> {
        let of = |(column, wish): (&TableColumn, &Extent)| kind(column.width).then_some(wish.min);
        columns.iter().zip(wishes).filter_map(of).collect()
    };
    let auto = least(|width| width == Width::Auto);
    let shares = least(|width| matches!(width, Width::Share(_)));
    let part = rest / (2 * (auto.len() + shares.len())) as f64;
    let within = |least: &[f64], most: f64| -> f64 { least.iter().map(|width| width.min(most)).sum() };
    let most_auto = cap(&auto, rest - within(&shares, part));
    let most_share = cap(&shares, rest - within(&auto, most_auto));
    let width = |(column, wish): (&TableColumn, &Extent)| match column.width {
        Width::Points(points) => points,
        Width::Auto => wish.min.min(most_auto),
        Width::Share(_) => wish.min.min(most_share),
    };
    columns.iter().zip(wishes).map(width).collect()
}

/// What none may exceed for all to fit.
fn cap(least: &[f64], mut room: f64) -> f64 {
    let mut ordered = least.to_vec();
    ordered.sort_by(f64::total_cmp);
    for (index, width) in ordered.iter().enumerate() {
        let most = room / (ordered.len() - index) as f64;
        if *width > most {
            return most;
        }
        room -= width;
    }
    f64::INFINITY
}

/// What of `room` goes to each column of a share (0 for the others), none less than its widest word.
fn shares(columns: &[TableColumn], wishes: &[Extent], mut room: f64) -> Vec<f64> {
    let share = |(index, column): (usize, &TableColumn)| match column.width {
        Width::Share(share) => Some((index, share)),
        _ => None,
    };
    let mut widths = vec![0.0; columns.len()];
    let mut open: Vec<(usize, f64)> = columns.iter().enumerate().filter_map(share).collect();
    loop {
        let sum: f64 = open.iter().map(|(_, share)| share).sum();
        let width = |share: f64| room * share / sum;
        let is_narrow = |&(index, share): &(usize, f64)| width(share) < wishes[index].min;
        let (narrow, wide): (Vec<_>, Vec<_>) = open.iter().copied().partition(is_narrow);
        if narrow.is_empty() {
            for (index, share) in wide {
                widths[index] = width(share);
            }
            return widths;
        }
        for (index, _) in narrow {
            widths[index] = wishes[index].min;
            room -= widths[index];
        }
        open = wide;
    }
}
