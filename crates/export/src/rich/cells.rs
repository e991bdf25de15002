//! A sheet's data, styled ranges and cells.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use rust_xlsxwriter::{Formula, Worksheet};

use super::Error;
use super::model::{Area, Cell, Data, Scalar, Sheet, Value};
use super::rows::{Cells, Rows};
use super::styles::Formats;
use crate::formula_injection::begins_like_formula;

/// The style of a cell that has none: written without a format, which then need not be looked up.
const PLAIN: usize = 0;

/// The rows of data, header included, that were written before this sheet, and what is called with them.
pub(super) struct Progress<'a> {
    pub(super) done: u64,
    pub(super) total: u64,
    pub(super) checkpoint: &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>,
}

impl Progress<'_> {
    fn step(&mut self, rows: u64) -> Result<(), Error> {
        self.done += rows;
        match (self.checkpoint)(self.done, self.total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }
}

/// Everything of a sheet that stands in cells.
pub(super) struct SheetCells<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) formats: &'a Formats,
    pub(super) escape_formulas: bool,
    /// By column, in order of rows.
    areas: HashMap<u16, Vec<&'a Area>>,
    /// The styles of cells whose value is that of the data.
    kept: HashMap<(u32, u16), usize>,
}

impl<'a> SheetCells<'a> {
    pub(super) fn new(sheet: &'a Sheet, cells: &[Cell], formats: &'a Formats, escape_formulas: bool) -> Self {
        let mut areas: HashMap<u16, Vec<&Area>> = HashMap::new();
        for area in &sheet.areas {
            areas.entry(area.column).or_default().push(area);
        }
        let kept =
            cells.iter().filter(|cell| cell.keep).map(|cell| ((cell.row, cell.column), cell.style)).collect();
        Self { sheet, formats, escape_formulas, areas, kept }
    }

    /// Merged ranges first, then styled ones, the data over them, and the cells that were given one by one.
    pub(super) fn write(
        &self,
        target: &mut Worksheet,
        batches: &[Rows],
        cells: &[Cell],
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        for merge in &self.sheet.merges {
            let (row, column, last_row, last_column) = merge.range;
            let format = self.formats.plain(merge.style);
            target.merge_range(row, column, last_row, last_column, "", format)?;
        }
        for area in &self.sheet.areas {
            for row in area.first..=area.last {
                target.write_blank(row, area.column, self.formats.plain(area.style))?;
            }
        }
        for (&(row, column), &style) in &self.kept {
            target.write_blank(row, column, self.formats.plain(style))?;
        }
        if let Some(data) = &self.sheet.data {
            self.header(target, data)?;
            self.data(target, data, batches, progress)?;
        }
        for (done, cell) in cells.iter().filter(|cell| !cell.keep).enumerate() {
            self.cell(target, cell)?;
            if done % 4096 == 0 {
                progress.step(0)?;
            }
        }
        Ok(())
    }

    fn header(&self, target: &mut Worksheet, data: &Data) -> Result<(), Error> {
        for (column, at) in data.columns.iter().zip(data.column..) {
            let style = self.style_at(data.row, at).unwrap_or(column.header_style);
            self.text(target, data.row, at, &column.header, style)?;
        }
        Ok(())
    }

    fn data(
        &self,
        target: &mut Worksheet,
        data: &Data,
        batches: &[Rows],
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        let own: HashSet<u16> =
            self.areas.keys().copied().chain(self.kept.keys().map(|&(_, column)| column)).collect();
        let mut row = data.row + 1;
        for batch in batches {
            for ((column, at), cells) in
                data.columns.iter().zip(data.column..).zip(batch.cells(&data.columns)?)
            {
                let has_own = own.contains(&at);
                let styles = |row| if has_own { self.style_at(row, at) } else { None };
                match cells {
                    Cells::Text { run, lengths } => {
                        self.texts(target, (row, at), (run, lengths), column.style, &styles)?;
                    }
                    Cells::Numbers(numbers) => {
                        let unit = 10_f64.powi(i32::from(column.scale));
                        for (&number, row) in numbers.iter().zip(row..) {
                            if number.is_nan() {
                                continue;
                            }
                            let style = styles(row).unwrap_or(column.style);
                            let format = self.formats.plain(style);
                            if column.kind == "boolean" {
                                target.write_boolean_with_format(row, at, number != 0.0, format)?;
                            } else if style == PLAIN {
                                target.write_number(row, at, number / unit)?;
                            } else {
                                target.write_number_with_format(row, at, number / unit, format)?;
                            }
                        }
                    }
                }
            }
            row += u32::try_from(batch.count).map_err(|_| Error::Message)?;
            progress.step(batch.count as u64)?;
        }
        Ok(())
    }

    fn texts(
        &self,
        target: &mut Worksheet,
        (row, column): (u32, u16),
        (run, lengths): (&str, &[u32]),
        usual: usize,
        styles: &dyn Fn(u32) -> Option<usize>,
    ) -> Result<(), Error> {
        let mut rest = run;
        for (&length, row) in lengths.iter().zip(row..) {
            let text;
            (text, rest) = rest.split_at(length as usize);
            if text.is_empty() {
                continue;
            }
            self.text(target, row, column, text, styles(row).unwrap_or(usual))?;
        }
        Ok(())
    }

    fn is_quoted(&self, text: &str) -> bool {
        self.escape_formulas && begins_like_formula(text)
    }

    fn text(
        &self,
        target: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
        style: usize,
    ) -> Result<(), Error> {
        let is_quoted = self.is_quoted(text);
        if style == PLAIN && !is_quoted {
            target.write_string(row, column, text)?;
            return Ok(());
        }
        let format = if is_quoted { self.formats.quoted(style) } else { self.formats.plain(style) };
        target.write_string_with_format(row, column, text, format)?;
        Ok(())
    }

    /// The style of a cell of the data that is not its column's.
    fn style_at(&self, row: u32, column: u16) -> Option<usize> {
        if let Some(&style) = self.kept.get(&(row, column)) {
            return Some(style);
        }
        let areas = self.areas.get(&column)?;
        let area = areas.get(areas.partition_point(|area| area.last < row))?;
        (area.first <= row).then_some(area.style)
    }

    fn cell(&self, target: &mut Worksheet, cell: &Cell) -> Result<(), Error> {
        let (row, column) = (cell.row, cell.column);
        let format = self.formats.plain(cell.style);
        match &cell.value {
            None => target.write_blank(row, column, format)?,
            Some(Value::Number(number)) => target.write_number_with_format(row, column, *number, format)?,
            Some(Value::Text(text)) => target.write_string_with_format(row, column, text, format)?,
            Some(Value::Boolean(value)) => target.write_boolean_with_format(row, column, *value, format)?,
            Some(Value::Formula { formula, result }) => {
                let formula = Formula::new(formula).set_result(result_text(result));
                target.write_formula_with_format(row, column, formula, format)?
            }
        };
        Ok(())
    }
}

/// A formula's result as the writer takes it, which makes of the text what it looks like.
pub(super) fn result_text(result: &Scalar) -> String {
    match result {
        Scalar::Number(number) => number.to_string(),
        Scalar::Text(text) => text.clone(),
        Scalar::Boolean(true) => "TRUE".into(),
        Scalar::Boolean(false) => "FALSE".into(),
    }
}
