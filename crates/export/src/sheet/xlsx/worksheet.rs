//! The cells of a worksheet: ECMA-376 part 1, 18.3.1.

use std::sync::Arc;

use super::super::address::{self, Area, MAX_COLUMNS};
use super::super::date;
use super::super::fault::{Fault, Limit, damaged};
use super::super::grid::{Grid, Value};
use super::super::number_format::Class;
use super::super::package::{Package, Part};
use super::super::xml::{self, Attributes, Token, Xml};
use super::escape;
use super::formula::SharedFormulas;
use super::strings::{Strings, TextItem};

pub(in super::super) const WORKSHEET: &str = "worksheet";
/// What [`ERRORS`] has for one that it does not have.
const UNKNOWN: u8 = 11;

/// The code of an error by its text.
pub(in super::super) fn error_code(text: &[u8]) -> u8 {
    let place = ERRORS.iter().position(|error| error.as_bytes() == text);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(UNKNOWN)
}

/// Merged areas of a sheet.
pub(in super::super) const MAX_MERGES: usize = 1_000_000;
/// Error codes by what stands in cells; their places are those of `ERRORS` in JavaScript.
pub(in super::super) const ERRORS: [&str; 14] = [
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#GETTING_DATA",
    "#SPILL!",
    "#CONNECT!",
    "#BLOCKED!",
    "#UNKNOWN!",
    "#FIELD!",
    "#CALC!",
];

/// What the cells of a workbook's sheets have in common.
#[derive(Default)]
pub(in super::super) struct Shared {
    pub(in super::super) strings: Strings,
    pub(in super::super) styles: Vec<Class>,
    pub(in super::super) is_1904: bool,
}

impl Shared {
    /// What a number is in a cell of a style.
    pub(in super::super) fn typed(&self, number: f64, style: usize) -> Value<'static> {
        let class = self.styles.get(style).copied().unwrap_or(Class::Number);
        date::typed(number, class, self.is_1904)
    }
}

/// The type of a cell, `ST_CellType`.
#[derive(Clone, Copy, PartialEq)]
enum Type {
    Number,
    Shared,
    Text,
    Inline,
    Boolean,
    Error,
    Date,
}

/// Where the reader is within a cell.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Nothing,
    Value,
    Formula,
    Inline,
}

/// Reads a worksheet row by row.
pub(in super::super) struct Worksheet {
    xml: Xml,
    shared: Arc<Shared>,
    gives_formulas: bool,
    is_in_data: bool,
    /// A row that begins when all before it is filled.
    row: Option<Row>,
    cell: Option<Cell>,
    next_column: u32,
    inside: Inside,
    text: Vec<u8>,
    item: TextItem,
    formula: Vec<u8>,
    formulas: SharedFormulas,
}

#[derive(Clone, Copy)]
struct Row {
    place: u32,
    is_hidden: bool,
    is_empty: bool,
}

#[derive(Clone, Copy)]
struct Cell {
    row: u32,
    column: u32,
    style: usize,
    kind: Type,
    has_value: bool,
    has_formula: bool,
    shared_formula: Option<u32>,
}

impl Worksheet {
    pub(in super::super) fn new(part: Part, shared: Arc<Shared>, gives_formulas: bool) -> Self {
        Self {
            xml: Xml::new(part),
            shared,
            gives_formulas,
            is_in_data: false,
            row: None,
            cell: None,
            next_column: 0,
            inside: Inside::Nothing,
            text: Vec::new(),
            item: TextItem::default(),
            formula: Vec::new(),
            formulas: SharedFormulas::default(),
        }
    }

    pub(in super::super) fn progress(&self) -> (u64, u64) {
        self.xml.part().progress()
    }

    /// Reads on to the end of a row; false if there are no more.
    pub(in super::super) fn step(&mut self, grid: &mut Grid) -> Result<bool, Fault> {
        loop {
            if let Some(row) = self.row {
                if !grid.fill_to(row.place)? {
                    return Ok(true);
                }
                self.row = None;
                if !grid.begin_row(row.place, row.is_hidden) {
                    return Err(damaged(WORKSHEET));
                }
                self.next_column = 0;
                if row.is_empty {
                    grid.end_row()?;
                    return Ok(true);
                }
            }
            let most = self.xml.part().limits().max_cell_bytes;
            let token = self.xml.next()?;
            if let Some(cell) = &mut self.cell {
                match token {
                    Token::End(b"c") => self.end_cell(grid)?,
                    Token::Start { name: b"v", is_empty, .. } if self.inside == Inside::Nothing => {
                        cell.has_value = !is_empty;
                        self.text.clear();
                        self.inside = if is_empty { Inside::Nothing } else { Inside::Value };
                    }
                    Token::Start { name: b"f", attributes, is_empty } if self.inside == Inside::Nothing => {
                        cell.has_formula = true;
                        cell.shared_formula = shared_formula(attributes);
                        self.formula.clear();
                        self.inside = if is_empty { Inside::Nothing } else { Inside::Formula };
                    }
                    Token::Start { name: b"is", is_empty, .. } if self.inside == Inside::Nothing => {
                        cell.has_value = true;
                        self.item.begin();
                        self.inside = if is_empty { Inside::Nothing } else { Inside::Inline };
                    }
                    Token::End(b"v" | b"f" | b"is") => self.inside = Inside::Nothing,
                    Token::Text { raw, is_escaped } if self.inside != Inside::Inline => {
                        let out = match self.inside {
                            Inside::Value => &mut self.text,
                            Inside::Formula => &mut self.formula,
                            _ => continue,
                        };
                        if out.len() as u64 > most {
                            continue; // The cell will be refused.
                        }
                        if !is_escaped {
                            out.extend_from_slice(raw);
                        } else if !xml::unescape(raw, out) {
                            return Err(at(cell));
                        }
                    }
                    Token::Over => return Err(damaged(WORKSHEET)),
                    token if self.inside == Inside::Inline && self.item.take(&token, most).is_none() => {
                        return Err(at(cell));
                    }
                    _ => {}
                }
                continue;
            }
            match token {
                Token::Start { name: b"c", attributes, is_empty } if self.is_in_data => {
                    grid.count(1)?;
                    let row = grid.next_row().checked_sub(1).ok_or(damaged(WORKSHEET))?;
                    let cell = begin_cell(attributes, row, self.next_column).ok_or(damaged(WORKSHEET))?;
                    self.next_column = cell.column + 1;
                    self.inside = Inside::Nothing;
                    self.text.clear();
                    self.formula.clear();
                    self.cell = (!is_empty).then_some(cell);
                }
                Token::Start { name: b"row", attributes, is_empty } if self.is_in_data => {
                    let place = match attributes.get(b"r") {
                        Some(row) => {
                            xml::digits(row).and_then(|row| row.checked_sub(1)).ok_or(damaged(WORKSHEET))?
                        }
                        None => grid.next_row(),
                    };
                    self.row = Some(Row { place, is_hidden: attributes.is_true(b"hidden"), is_empty });
                }
                Token::End(b"row") => {
                    grid.end_row()?;
                    return Ok(!grid.is_past());
                }
                Token::Start { name: b"col", attributes, .. } if attributes.is_true(b"hidden") => {
                    let columns = attributes.number(b"min").zip(attributes.number(b"max"));
                    let (min, max) =
                        columns.filter(|&(min, max)| min >= 1 && max >= min).ok_or(damaged(WORKSHEET))?;
                    grid.hide_columns(min - 1, max.min(MAX_COLUMNS) - 1);
                }
                Token::Start { name: b"sheetData", is_empty, .. } => self.is_in_data = !is_empty,
                Token::End(b"sheetData") => self.is_in_data = false,
                Token::Over => return Ok(false),
                _ => {}
            }
        }
    }

    fn end_cell(&mut self, grid: &mut Grid) -> Result<(), Fault> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        if !grid.wants_row() {
            return Ok(());
        }
        let most = self.xml.part().limits().max_cell_bytes;
        if self.text.len() as u64 > most || self.formula.len() as u64 > most {
            return Err(Fault::Limit { limit: Limit::CellBytes, most, cell: Some((cell.row, cell.column)) });
        }
        if self.gives_formulas
            && cell.has_formula
            && !(self.formula.is_empty() && cell.shared_formula.is_none())
        {
            let place = (cell.row, cell.column);
            let formula =
                self.formulas.of(&mut self.formula, cell.shared_formula, place).ok_or_else(|| at(&cell))?;
            return added(grid, &cell, formula);
        }
        if !cell.has_value {
            return Ok(());
        }
        if matches!(cell.kind, Type::Text | Type::Date | Type::Error)
            && std::str::from_utf8(&self.text).is_err()
        {
            return Err(at(&cell));
        }
        let value = match cell.kind {
            Type::Inline => Value::Text(self.item.finish().ok_or_else(|| at(&cell))?),
            Type::Text => {
                escape::unescape(&mut self.text);
                Value::Text(&self.text)
            }
            _ => {
                let text = self.text.trim_ascii();
                if text.is_empty() {
                    return Ok(());
                }
                plain(&self.shared, &cell, text).ok_or_else(|| at(&cell))?
            }
        };
        added(grid, &cell, value)
    }
}

/// A value that is told from its text alone; none if it is not one of its type.
fn plain<'a>(shared: &'a Shared, cell: &Cell, text: &[u8]) -> Option<Value<'a>> {
    match cell.kind {
        Type::Shared => Some(Value::Text(shared.strings.get(xml::digits(text)? as usize)?)),
        Type::Boolean => match text {
            b"1" | b"true" => Some(Value::Boolean(true)),
            b"0" | b"false" => Some(Value::Boolean(false)),
            _ => None,
        },
        Type::Error => Some(Value::Error(error_code(text))),
        Type::Date => date::iso(std::str::from_utf8(text).ok()?),
        _ => Some(shared.typed(number(text)?, cell.style)),
    }
}

fn added(grid: &mut Grid, cell: &Cell, value: Value<'_>) -> Result<(), Fault> {
    if grid.cell(cell.column, value)? { Ok(()) } else { Err(at(cell)) }
}

fn at(cell: &Cell) -> Fault {
    Fault::Damaged { part: WORKSHEET, cell: Some((cell.row, cell.column)) }
}

fn begin_cell(attributes: Attributes<'_>, row: u32, next_column: u32) -> Option<Cell> {
    let mut cell = Cell {
        row,
        column: next_column,
        style: 0,
        kind: Type::Number,
        has_value: false,
        has_formula: false,
        shared_formula: None,
    };
    for (name, value) in attributes {
        match name {
            b"r" => {
                let (row, column) = address::cell(value)?;
                if row != cell.row {
                    return None;
                }
                cell.column = column;
            }
            b"s" => cell.style = xml::digits(value)? as usize,
            b"t" => {
                cell.kind = match value {
                    b"n" => Type::Number,
                    b"s" => Type::Shared,
                    b"str" => Type::Text,
                    b"inlineStr" => Type::Inline,
                    b"b" => Type::Boolean,
                    b"e" => Type::Error,
                    b"d" => Type::Date,
                    _ => return None,
                }
            }
            _ => {}
        }
    }
    (cell.column < MAX_COLUMNS).then_some(cell)
}

fn shared_formula(attributes: Attributes<'_>) -> Option<u32> {
    (attributes.get(b"t") == Some(b"shared")).then(|| attributes.number(b"si")).flatten()
}

/// A number as XML Schema's `double` writes it, but for the infinities and NaN, which no cell holds.
pub(in super::super) fn number(text: &[u8]) -> Option<f64> {
    let is_plain = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if text.len() > 400 || !text.iter().all(is_plain) {
        return None;
    }
    let number: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    number.is_finite().then_some(number)
}

/// The merged areas of a worksheet, which stand behind its cells.
pub(in super::super) fn merges(
    part: Part,
    go_on: &mut dyn FnMut() -> Result<(), Fault>,
) -> Result<Vec<Area>, Fault> {
    let mut xml = Xml::new(part);
    let mut areas = Vec::new();
    let mut rows = 0_u32;
    loop {
        match xml.next()? {
            Token::Start { name: b"mergeCell", attributes, .. } => {
                let area = attributes.get(b"ref").and_then(Area::parse).ok_or(damaged(WORKSHEET))?;
                if areas.len() == MAX_MERGES {
                    return Err(Fault::Limit { limit: Limit::Merges, most: MAX_MERGES as u64, cell: None });
                }
                areas.push(area);
            }
            Token::End(b"row") => {
                rows += 1;
                if rows.is_multiple_of(1024) {
                    go_on()?;
                }
            }
            Token::Over => return Ok(areas),
            _ => {}
        }
    }
}

/// What a worksheet says of where its cells are, before the first of them.
pub(in super::super) fn dimensions(package: &Arc<Package>, path: &str) -> Result<Option<String>, Fault> {
    let Some(part) = package.part(path, WORKSHEET)? else { return Err(damaged(WORKSHEET)) };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Token::Start { name: b"dimension", attributes, .. } => {
                return Ok(attributes.get(b"ref").and_then(Area::parse).map(|area| area.text()));
            }
            Token::Start { name: b"sheetData", .. } | Token::Over => return Ok(None),
            _ => {}
        }
    }
}
