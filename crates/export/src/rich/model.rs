//! A rich workbook as it comes, in JSON: `js/contract/rich.ts` says what each field means.
#![allow(missing_docs, clippy::struct_excessive_bools)] // said there, once; the bools are the format's own

use serde::Deserialize;

/// First row, first column, last row, last column; from 0.
pub type Range = (u32, u16, u32, u16);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
    pub styles: Vec<Style>,
    pub escape_formulas: bool,
    pub font: String,
    pub font_size: f64,
    pub properties: Properties,
    pub names: Vec<Name>,
}

#[derive(Deserialize)]
pub struct Name {
    pub name: String,
    pub refers: String,
}

#[derive(Deserialize)]
pub struct Properties {
    pub title: String,
    pub subject: String,
    pub author: String,
    pub manager: String,
    pub company: String,
    pub category: String,
    pub keywords: String,
    pub description: String,
    pub created: String,
}

#[derive(Deserialize)]
pub struct Cell {
    pub row: u32,
    pub column: u16,
    pub style: usize,
    pub keep: bool,
    pub value: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Value {
    Number(f64),
    Text(String),
    Boolean(bool),
    Formula { formula: String, result: Scalar },
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    Number(f64),
    Text(String),
    Boolean(bool),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub strikethrough: bool,
    pub underline: String,
    pub script: String,
    pub font: Option<String>,
    pub size: Option<f64>,
    pub color: Option<String>,
    pub fill: Option<String>,
    pub top: Option<Border>,
    pub right: Option<Border>,
    pub bottom: Option<Border>,
    pub left: Option<Border>,
    pub align: String,
    pub vertical_align: String,
    pub wrap: bool,
    pub shrink: bool,
    pub indent: u8,
    pub rotation: i16,
    pub number_format: String,
    pub locked: bool,
    pub hide_formula: bool,
    pub quoted: bool,
}

#[derive(Deserialize)]
pub struct Border {
    pub line: String,
    pub color: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
    pub name: String,
    pub tab_color: Option<String>,
    pub hidden: bool,
    pub active: bool,
    pub zoom: u16,
    pub gridlines: bool,
    pub right_to_left: bool,
    pub freeze: Freeze,
    pub data: Option<Data>,
    pub columns: Vec<ColumnLayout>,
    pub rows: Vec<RowLayout>,
    pub areas: Vec<Area>,
    pub merges: Vec<Merge>,
    pub filter: Option<Range>,
    pub tables: Vec<Table>,
    pub links: Vec<Link>,
    pub notes: Vec<Note>,
    pub images: Vec<Image>,
    pub charts: Vec<Chart>,
    pub conditions: Vec<Condition>,
    pub validations: Vec<Validation>,
    pub print: Print,
    pub protection: Option<Protection>,
}

#[derive(Deserialize)]
pub struct Freeze {
    pub rows: u32,
    pub columns: u16,
}

#[derive(Deserialize)]
pub struct Data {
    pub row: u32,
    pub column: u16,
    pub columns: Vec<DataColumn>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataColumn {
    pub header: String,
    pub kind: String,
    pub scale: u8,
    pub style: usize,
    pub header_style: usize,
}

#[derive(Deserialize)]
pub struct ColumnLayout {
    pub first: u16,
    pub last: u16,
    pub width: Option<f64>,
    pub hidden: bool,
    pub level: u8,
    pub collapsed: bool,
    pub style: Option<usize>,
}

#[derive(Deserialize)]
pub struct RowLayout {
    pub first: u32,
    pub last: u32,
    pub height: Option<f64>,
    pub hidden: bool,
    pub level: u8,
    pub collapsed: bool,
}

#[derive(Deserialize)]
pub struct Area {
    pub column: u16,
    pub first: u32,
    pub last: u32,
    pub style: usize,
}

#[derive(Deserialize)]
pub struct Merge {
    pub range: Range,
    pub style: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    pub name: String,
    pub range: Range,
    pub columns: Vec<TableColumn>,
    pub style: String,
    pub totals: bool,
    pub filter: bool,
    pub banded_rows: bool,
    pub banded_columns: bool,
    pub first_column: bool,
    pub last_column: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableColumn {
    pub name: String,
    pub header_style: usize,
    pub total: Option<Total>,
    pub total_style: usize,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Total {
    Label { label: String },
    Function { function: String, result: Scalar },
    Formula { formula: String, result: Scalar },
}

#[derive(Deserialize)]
pub struct Link {
    pub row: u32,
    pub column: u16,
    pub text: String,
    pub style: usize,
    pub url: String,
    pub location: String,
    pub tip: String,
}

#[derive(Deserialize)]
pub struct Note {
    pub row: u32,
    pub column: u16,
    pub text: String,
    pub author: String,
    pub width: u32,
    pub height: u32,
    pub visible: bool,
}

#[derive(Deserialize)]
pub struct Place {
    pub row: u32,
    pub column: u16,
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
    pub alt: String,
}

#[derive(Deserialize)]
pub struct Image {
    #[serde(flatten)]
    pub place: Place,
    pub image: usize,
}

#[derive(Deserialize)]
pub struct Reference {
    pub sheet: String,
    pub range: Range,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    #[serde(flatten)]
    pub place: Place,
    #[serde(rename = "type")]
    pub kind: String,
    pub grouping: String,
    pub title: String,
    pub legend: String,
    pub x_axis: Axis,
    pub y_axis: Axis,
    pub series: Vec<Series>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Axis {
    pub title: String,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub number_format: String,
    pub gridlines: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum SeriesName {
    Text(String),
    Cell(Reference),
}

#[derive(Deserialize)]
pub struct Series {
    pub name: SeriesName,
    pub values: Reference,
    pub categories: Option<Reference>,
    pub color: String,
    pub colors: Vec<String>,
    pub markers: bool,
    pub line: bool,
    pub smooth: bool,
    pub labels: bool,
}

#[derive(Deserialize)]
pub struct Point {
    #[serde(rename = "type")]
    pub kind: String,
    pub value: f64,
    #[serde(default)]
    pub color: String,
}

#[derive(Deserialize)]
pub struct Condition {
    pub range: Range,
    pub stop: bool,
    #[serde(flatten)]
    pub rule: Rule,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Rule {
    Cell { operator: String, formulas: Vec<String>, style: usize },
    Formula { formula: String, style: usize },
    Text { operator: String, text: String, style: usize },
    Top { rank: u16, percent: bool, bottom: bool, style: usize },
    Average { below: bool, style: usize },
    Duplicate { style: usize },
    Unique { style: usize },
    Blank { style: usize },
    NotBlank { style: usize },
    ColorScale { points: Vec<Point> },
    DataBar { color: String, min: Point, max: Point, bar_only: bool },
    IconSet { icons: String, reverse: bool, icons_only: bool },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Validation {
    pub range: Range,
    #[serde(rename = "type")]
    pub kind: String,
    pub operator: String,
    pub formulas: Vec<String>,
    pub allow_blank: bool,
    pub dropdown: bool,
    pub on_error: String,
    pub error_title: String,
    pub error_message: String,
    pub prompt_title: String,
    pub prompt_message: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Print {
    pub paper: u8,
    pub landscape: bool,
    pub margins: Margins,
    pub repeat_rows: Option<(u32, u32)>,
    pub repeat_columns: Option<(u16, u16)>,
    pub area: Option<Range>,
    pub fit: Option<Fit>,
    pub scale: u16,
    pub header: String,
    pub footer: String,
    pub center_horizontally: bool,
    pub center_vertically: bool,
    pub gridlines: bool,
    pub headings: bool,
}

#[derive(Deserialize)]
pub struct Margins {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub header: f64,
    pub footer: f64,
}

#[derive(Deserialize)]
pub struct Fit {
    pub width: u16,
    pub height: u16,
}

#[derive(Deserialize)]
pub struct Protection {
    pub password: String,
    pub allow: Vec<String>,
}
