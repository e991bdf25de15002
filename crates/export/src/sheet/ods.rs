//! Workbooks of `OpenDocument` (1.3, part 3): chapters 9 and 19.

use std::collections::HashSet;
use std::sync::Arc;

use super::address::{Area, MAX_COLUMNS, MAX_ROWS};
use super::date;
use super::fault::{Fault, Limit, damaged};
use super::grid::{Grid, Value};
use super::package::{Package, Part};
use super::workbook::{Kind, SheetInfo};
use super::xlsx::worksheet::{error_code, number};
use super::xml::{self, Attributes, Token, Xml, attribute_text};

const CONTENT: &str = "content.xml";
const PART: &str = "content";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Whether an archive says that it is a spreadsheet.
pub(super) fn is_ods(package: &Arc<Package>) -> Result<bool, Fault> {
    let Some(mut part) = package.part("mimetype", "type")? else { return Ok(false) };
    let mut said = [0; 64];
    let length = part.read(&mut said)?;
    Ok(said[..length].starts_with(b"application/vnd.oasis.opendocument.spreadsheet") && package.has(CONTENT))
}

/// The sheets of a workbook.
pub(super) fn sheets(
    package: &Arc<Package>,
    go_on: &mut dyn FnMut() -> Result<(), Fault>,
) -> Result<Vec<SheetInfo>, Fault> {
    if is_encrypted(package)? {
        return Err(Fault::Encrypted);
    }
    let mut xml = Xml::new(content(package)?);
    let (mut sheets, mut hidden, mut style, mut depth) = (Vec::new(), HashSet::new(), None, 0);
    let mut rows = 0_u32;
    loop {
        match xml.next()? {
            Token::Start { name: b"style", attributes, .. } => style = attributes.text(b"style:name"),
            Token::Start { name: b"table-properties", attributes, .. }
                if attributes.get(b"table:display") == Some(b"false") =>
            {
                hidden.extend(style.take());
            }
            Token::Start { name: b"table", attributes, is_empty } => {
                if depth == 0 {
                    let is_hidden =
                        attributes.text(b"table:style-name").is_some_and(|style| hidden.contains(&style));
                    let name = attributes.text(b"table:name").unwrap_or_default();
                    let path = CONTENT.to_owned();
                    sheets.push(SheetInfo { name, kind: Kind::Worksheet, is_hidden, dimensions: None, path });
                }
                depth += u32::from(!is_empty);
            }
            Token::End(b"table") => depth = depth.saturating_sub(1),
            Token::End(b"table-row") => {
                rows += 1;
                if rows.is_multiple_of(1024) {
                    go_on()?;
                }
            }
            Token::Over => return Ok(sheets),
            _ => {}
        }
    }
}

fn content(package: &Arc<Package>) -> Result<Part, Fault> {
    package.part(CONTENT, PART)?.ok_or(damaged(PART))
}

fn is_encrypted(package: &Arc<Package>) -> Result<bool, Fault> {
    let Some(part) = package.part(MANIFEST, "list of parts")? else { return Ok(false) };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Token::Start { name: b"encryption-data", .. } => return Ok(true),
            Token::Over => return Ok(false),
            _ => {}
        }
    }
}

/// What a cell is by its attributes.
#[derive(Clone, Default)]
enum Content {
    #[default]
    Nothing,
    /// What its paragraphs say.
    Text,
    Error,
    Value(Value<'static>),
    Said(Vec<u8>),
    Formula(Vec<u8>),
}

struct Cell {
    column: u32,
    repeated: u32,
    content: Content,
}

/// The text of a cell.
#[derive(Default)]
struct Paragraphs {
    text: Vec<u8>,
    count: u32,
    is_open: bool,
    /// Elements within the cell whose text is not the cell's: notes, drawings.
    aside: u32,
}

impl Paragraphs {
    /// The paragraphs of a cell, a line each, with their white space, as Calc reads and writes it; what is aside is left out.
    fn take(&mut self, token: &Token<'_>, most: u64) -> Result<(), Fault> {
        match token {
            Token::Start { is_empty, name, .. }
                if self.aside > 0 || matches!(*name, b"annotation" | b"frame" | b"table") =>
            {
                self.aside += u32::from(!is_empty);
            }
            Token::End(_) if self.aside > 0 => self.aside -= 1,
            Token::Start { name: b"p" | b"h", is_empty, .. } => {
                if self.count > 0 {
                    self.text.push(b'\n');
                }
                self.count += 1;
                self.is_open = !is_empty;
            }
            Token::End(b"p" | b"h") => self.is_open = false,
            Token::Start { name: b"s", attributes, .. } if self.is_open => {
                let spaces = attributes.number(b"text:c").unwrap_or(1);
                if u64::from(spaces) > most {
                    return Err(Fault::Limit { limit: Limit::CellBytes, most, cell: None });
                }
                self.text.extend(std::iter::repeat_n(b' ', spaces as usize));
            }
            Token::Start { name: b"tab", .. } if self.is_open => self.text.push(b'\t'),
            Token::Start { name: b"line-break", .. } if self.is_open => self.text.push(b'\n'),
            Token::Text { raw, is_escaped }
                if self.is_open && self.aside == 0 && self.text.len() as u64 <= most =>
            {
                if !*is_escaped {
                    self.text.extend_from_slice(raw);
                } else if !xml::unescape(raw, &mut self.text) {
                    return Err(damaged(PART));
                }
            }
            Token::Over => return Err(damaged(PART)),
            _ => {}
        }
        Ok(())
    }
}

/// Reads a sheet row by row.
pub(super) struct OdsSheet {
    xml: Xml,
    /// Sheets before the one that is wanted.
    before: usize,
    gives_formulas: bool,
    repeats_merged: bool,
    /// Tables that are open: 1 is the sheet.
    depth: u32,
    cell: Option<Cell>,
    paragraphs: Paragraphs,
    next_column: u32,
    next_hidden: u32,
    row_repeated: u32,
    /// The row's cells, where it stands for many.
    row: Vec<(u32, u32, Content)>,
    /// Rows that it stands for and that are still to come.
    again: u32,
}

impl OdsSheet {
    pub(super) fn new(
        package: &Arc<Package>,
        sheet: usize,
        gives_formulas: bool,
        repeats_merged: bool,
    ) -> Result<Self, Fault> {
        Ok(Self {
            xml: Xml::new(content(package)?),
            before: sheet,
            gives_formulas,
            repeats_merged,
            depth: 0,
            cell: None,
            paragraphs: Paragraphs::default(),
            next_column: 0,
            next_hidden: 0,
            row_repeated: 1,
            row: Vec::new(),
            again: 0,
        })
    }

    pub(super) fn progress(&self) -> (u64, u64) {
        self.xml.part().progress()
    }

    /// Goes to where the sheet begins; false if it is empty.
    fn enter(&mut self) -> Result<bool, Fault> {
        let mut open = 0;
        loop {
            match self.xml.next()? {
                // Tables within a table are closed before it.
                Token::Start { name: b"table", is_empty, .. } if open > 0 => open += u32::from(!is_empty),
                Token::Start { name: b"table", is_empty, .. } if self.before > 0 => {
                    self.before -= 1;
                    open = u32::from(!is_empty);
                }
                Token::Start { name: b"table", is_empty, .. } => {
                    self.depth = 1;
                    return Ok(!is_empty);
                }
                Token::End(b"table") if open > 0 => open -= 1,
                Token::Over => return Err(damaged(PART)),
                _ => {}
            }
        }
    }

    /// Reads on to the end of a row; false if there are no more.
    pub(super) fn step(&mut self, grid: &mut Grid) -> Result<bool, Fault> {
        if self.again > 0 {
            return self.repeat_row(grid);
        }
        let most = self.xml.part().limits().max_cell_bytes;
        loop {
            if self.depth == 0 && !self.enter()? {
                return Ok(false);
            }
            let token = self.xml.next()?;
            if self.cell.is_some() {
                self.paragraphs.take(&token, most)?;
                let is_end = self.paragraphs.aside == 0
                    && matches!(token, Token::End(b"table-cell" | b"covered-table-cell"));
                if is_end {
                    self.end_cell(grid, most)?;
                }
                continue;
            }
            match token {
                Token::Start {
                    name: name @ (b"table-cell" | b"covered-table-cell"),
                    attributes,
                    is_empty,
                } if self.depth == 1 => {
                    let is_covered = name.starts_with(b"covered");
                    let cell =
                        begin_cell(attributes, self.next_column, self.gives_formulas).ok_or(damaged(PART))?;
                    if !is_covered && self.repeats_merged {
                        let row = grid.next_row().checked_sub(1);
                        let area = span(attributes, &cell, row.unwrap_or(0)).ok_or(damaged(PART))?;
                        // Before the first row a cell is nowhere.
                        if row.is_some() {
                            grid.begin_merge(area);
                        }
                    }
                    self.next_column = cell.column + cell.repeated;
                    self.paragraphs = Paragraphs::default();
                    self.cell = Some(cell);
                    if is_empty {
                        self.end_cell(grid, most)?;
                    }
                }
                Token::Start { name: b"table-row", attributes, is_empty } if self.depth == 1 => {
                    self.row_repeated =
                        repeated(attributes, b"table:number-rows-repeated", MAX_ROWS).ok_or(damaged(PART))?;
                    let is_hidden =
                        matches!(attributes.get(b"table:visibility"), Some(b"collapse" | b"filter"));
                    let row = grid.next_row();
                    if row + self.row_repeated > MAX_ROWS {
                        return Err(damaged(PART));
                    }
                    for after in 1..if is_hidden { self.row_repeated } else { 1 } {
                        grid.begin_row(row + after - 1, true);
                        grid.end_row()?;
                    }
                    let first = if is_hidden { row + self.row_repeated - 1 } else { row };
                    if is_hidden {
                        self.row_repeated = 1;
                    }
                    grid.begin_row(first, is_hidden);
                    self.next_column = 0;
                    self.row.clear();
                    if is_empty {
                        return self.end_row(grid);
                    }
                }
                Token::End(b"table-row") if self.depth == 1 => return self.end_row(grid),
                Token::Start { name: b"table-column", attributes, .. } if self.depth == 1 => {
                    let columns = repeated(attributes, b"table:number-columns-repeated", MAX_COLUMNS)
                        .ok_or(damaged(PART))?;
                    if matches!(attributes.get(b"table:visibility"), Some(b"collapse" | b"filter")) {
                        let last = (self.next_hidden + columns).min(MAX_COLUMNS) - 1;
                        grid.hide_columns(self.next_hidden.min(last), last);
                    }
                    self.next_hidden = (self.next_hidden + columns).min(MAX_COLUMNS);
                }
                Token::Start { name: b"table", is_empty, .. } => self.depth += u32::from(!is_empty),
                Token::End(b"table") => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Ok(false);
                    }
                }
                Token::Over => return Err(damaged(PART)),
                _ => {}
            }
        }
    }

    fn end_cell(&mut self, grid: &mut Grid, most: u64) -> Result<(), Fault> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let content = match cell.content {
            Content::Nothing => return Ok(()),
            Content::Text => Content::Said(std::mem::take(&mut self.paragraphs.text)),
            Content::Error => {
                let code = error_code(self.paragraphs.text.trim_ascii());
                Content::Value(Value::Error(code))
            }
            content => content,
        };
        if let Content::Said(text) | Content::Formula(text) = &content {
            let place = (grid.next_row().saturating_sub(1), cell.column);
            if text.len() as u64 > most {
                return Err(Fault::Limit { limit: Limit::CellBytes, most, cell: Some(place) });
            }
            if std::str::from_utf8(text).is_err() {
                return Err(Fault::Damaged { part: PART, cell: Some(place) });
            }
        }
        grid.count(u64::from(cell.repeated))?;
        put(grid, cell.column, cell.repeated, &content)?;
        if self.row_repeated > 1 {
            self.row.push((cell.column, cell.repeated, content));
        }
        Ok(())
    }

    fn end_row(&mut self, grid: &mut Grid) -> Result<bool, Fault> {
        grid.end_row()?;
        self.again = self.row_repeated - 1;
        let cells: u64 = self.row.iter().map(|(_, repeated, _)| u64::from(*repeated)).sum();
        grid.count(cells * u64::from(self.again.min(grid.rows_left())))?;
        Ok(!grid.is_past())
    }

    /// One of the rows that the last one stands for, or all if they are empty; never more than make a block.
    fn repeat_row(&mut self, grid: &mut Grid) -> Result<bool, Fault> {
        if self.row.is_empty() {
            let end = grid.next_row() + self.again;
            if grid.fill_to(end)? {
                grid.pass_to(end);
            }
            self.again = end - grid.next_row();
            return Ok(!grid.is_past());
        }
        self.again -= 1;
        grid.begin_row(grid.next_row(), false);
        for (column, repeated, content) in &self.row {
            put(grid, *column, *repeated, content)?;
        }
        grid.end_row()?;
        Ok(!grid.is_past())
    }
}

fn put(grid: &mut Grid, column: u32, repeated: u32, content: &Content) -> Result<(), Fault> {
    let value = match content {
        Content::Value(value) => *value,
        Content::Said(text) => Value::Text(text),
        Content::Formula(text) => Value::Formula(text),
        _ => return Ok(()),
    };
    for column in column..column + repeated {
        if !grid.cell(column, value)? {
            return Err(damaged(PART));
        }
    }
    Ok(())
}

fn repeated(attributes: Attributes<'_>, name: &[u8], most: u32) -> Option<u32> {
    match attributes.get(name) {
        Some(value) => xml::digits(value).filter(|count| (1..=most).contains(count)),
        None => Some(1),
    }
}

fn begin_cell(attributes: Attributes<'_>, column: u32, gives_formulas: bool) -> Option<Cell> {
    let repeated = repeated(attributes, b"table:number-columns-repeated", MAX_COLUMNS)?;
    if column + repeated > MAX_COLUMNS {
        return None;
    }
    let formula = gives_formulas.then(|| attributes.get(b"table:formula")).flatten();
    let content = match formula {
        Some(formula) => {
            let formula = attribute_text(formula)?;
            // Before it stands which language it is in.
            Content::Formula(
                formula.find('=').map_or(formula.as_str(), |at| &formula[at..]).as_bytes().to_vec(),
            )
        }
        None if attributes.get(b"calcext:value-type") == Some(b"error") => Content::Error,
        None => content_of(attributes)?,
    };
    Some(Cell { column, repeated, content })
}

fn content_of(attributes: Attributes<'_>) -> Option<Content> {
    let text = |name: &[u8]| attributes.text(name);
    Some(match attributes.get(b"office:value-type") {
        Some(b"float" | b"currency" | b"percentage") => {
            Content::Value(Value::Number(number(attributes.get(b"office:value")?.trim_ascii())?))
        }
        Some(b"boolean") => {
            Content::Value(Value::Boolean(match attributes.get(b"office:boolean-value")? {
                b"true" => true,
                b"false" => false,
                _ => return None,
            }))
        }
        Some(b"date") => Content::Value(date::iso(&text(b"office:date-value")?)?),
        Some(b"time") => Content::Value(Value::Duration(date::period(&text(b"office:time-value")?)?)),
        Some(b"string") => match attributes.get(b"office:string-value") {
            Some(_) => Content::Said(text(b"office:string-value")?.into_bytes()),
            None => Content::Text,
        },
        _ => Content::Nothing,
    })
}

/// The area that a cell is merged with, or is by itself.
fn span(attributes: Attributes<'_>, cell: &Cell, row: u32) -> Option<Area> {
    let rows = repeated(attributes, b"table:number-rows-spanned", MAX_ROWS)?;
    let columns = repeated(attributes, b"table:number-columns-spanned", MAX_COLUMNS)?;
    let last = ((row + rows).min(MAX_ROWS) - 1, (cell.column + columns).min(MAX_COLUMNS) - 1);
    Some(Area { first: (row, cell.column), last })
}
