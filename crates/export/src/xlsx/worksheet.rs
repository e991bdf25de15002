//! A sheet's cells.

use std::ops::Range;

use super::package::{column_letters, last_row, sheet_part};
use super::styles::Styles;
use super::text::{begins_like_formula, has_outer_space, push_xstring};
use super::{Sheet, Workbook, is_too_long};
use crate::table::Cells;
use crate::zip::Zip;
use crate::{Column, Error, Kind};

/// How much XML is gathered before it is compressed and the checkpoint called: about a third of a millisecond's work.
const FLUSH: usize = 64 * 1024;

/// The largest scaled integer of a decimal: Excel keeps 15 digits.
const MAX_DECIMAL: f64 = 999_999_999_999_999.0;

/// Up to here every integer is a float of its own.
const MAX_INTEGER: f64 = 9_007_199_254_740_992.0;

/// Excel's own, for a width that is none.
const DEFAULT_WIDTH: f64 = 8.43;

const HEAD: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
);

const FROZEN_HEADER: &str = concat!(
    r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#,
    r#"<selection pane="bottomLeft"/>"#,
);

/// Adds the sheet's part; `progress` is told how many of its rows are written.
pub(super) fn write(
    zip: &mut Zip,
    workbook: &Workbook,
    index: usize,
    styles: &Styles<'_>,
    progress: &mut dyn FnMut(u64) -> Result<(), Error>,
) -> Result<(), Error> {
    let sheet = &workbook.sheets[index];
    zip.begin(&sheet_part(index));
    let mut writer = Writer {
        zip,
        xml: Vec::with_capacity(FLUSH + FLUSH / 4),
        sheet: index,
        rows: 0,
        columns: sheet.columns.iter().enumerate().map(|(i, column)| Pieces::of(i, column, styles)).collect(),
        escape_formulas: workbook.escape_formulas,
        progress,
    };
    writer.head(sheet, index == 0, styles);
    writer.header(sheet, styles)?;
    for batch in &sheet.batches {
        let cells = batch.cells(&sheet.columns)?;
        writer.batch(&sheet.columns, batch.rows(), &cells)?;
        (writer.progress)(writer.rows)?;
    }
    writer.tail(sheet);
    writer.flush();
    zip.end();
    Ok(())
}

/// What every cell of a column begins with, but for the number of its row.
struct Pieces {
    /// `<c r="AB`
    open: String,
    /// `" s="4"` and the type, to the value's first byte.
    plain: String,
    /// The same for a text that begins like a formula.
    quoted: String,
}

impl Pieces {
    fn of(index: usize, column: &Column, styles: &Styles<'_>) -> Self {
        let kind = match column.kind {
            Kind::Number | Kind::Decimal { .. } => "><v>",
            Kind::Boolean => r#" t="b"><v>"#,
            Kind::Text => r#" t="inlineStr"><is><t"#,
        };
        let style = |quoted| match styles.cell(&column.format, quoted) {
            0 => format!("\"{kind}"),
            style => format!(r#"" s="{style}"{kind}"#),
        };
        Self { open: format!(r#"<c r="{}"#, column_letters(index)), plain: style(false), quoted: style(true) }
    }
}

struct Writer<'a> {
    zip: &'a mut Zip,
    /// What is not compressed yet.
    xml: Vec<u8>,
    sheet: usize,
    /// Rows written, the header not counted.
    rows: u64,
    columns: Vec<Pieces>,
    escape_formulas: bool,
    progress: &'a mut dyn FnMut(u64) -> Result<(), Error>,
}

impl Writer<'_> {
    fn push(&mut self, text: &str) {
        self.xml.extend_from_slice(text.as_bytes());
    }

    fn flush(&mut self) {
        self.zip.write(&self.xml);
        self.xml.clear();
    }

    /// Called after each cell: one row can hold gigabytes.
    fn flush_if_full(&mut self) -> Result<(), Error> {
        if self.xml.len() < FLUSH {
            return Ok(());
        }
        self.flush();
        (self.progress)(self.rows)
    }

    /// The elements before the cells, in the order of `CT_Worksheet` (ECMA-376 part 1, 18.3.1.99).
    fn head(&mut self, sheet: &Sheet, selected: bool, styles: &Styles<'_>) {
        self.push(HEAD);
        let corner = column_letters(sheet.columns.len() - 1);
        let selected = if selected { r#" tabSelected="1""# } else { "" };
        let pane = if sheet.freeze_header { FROZEN_HEADER } else { "" };
        self.push(&format!(r#"<dimension ref="A1:{corner}{}"/>"#, last_row(sheet)));
        self.push(&format!(
            r#"<sheetViews><sheetView{selected} workbookViewId="0">{pane}</sheetView></sheetViews>"#
        ));
        self.push(r#"<sheetFormatPr defaultRowHeight="15"/><cols>"#);
        for (number, column) in (1..).zip(&sheet.columns) {
            let style = styles.cell(&column.format, false);
            self.push(&format!(
                r#"<col min="{number}" max="{number}" width="{}" style="{style}" customWidth="1"/>"#,
                file_width(column.width)
            ));
        }
        self.push("</cols><sheetData>");
    }

    fn header(&mut self, sheet: &Sheet, styles: &Styles<'_>) -> Result<(), Error> {
        self.push(r#"<row r="1">"#);
        for (index, column) in sheet.columns.iter().enumerate() {
            let quoted = self.escape_formulas && begins_like_formula(&column.header);
            let style = styles.header(quoted);
            self.push(&format!(r#"<c r="{}1" s="{style}" t="inlineStr"><is><t"#, column_letters(index)));
            self.text(&column.header);
            self.flush_if_full()?;
        }
        self.push("</row>");
        Ok(())
    }

    fn batch(&mut self, columns: &[Column], rows: usize, cells: &[Cells<'_>]) -> Result<(), Error> {
        // Where each text column's next text begins in its run.
        let mut starts = vec![0; columns.len()];
        let mut digits = itoa::Buffer::new();
        for row in 0..rows {
            let number = digits.format(self.rows + 2);
            self.push("<row r=\"");
            self.push(number);
            self.push("\">");
            for (index, cells) in cells.iter().enumerate() {
                match *cells {
                    Cells::Numbers(values) => {
                        self.number_cell(index, columns[index].kind, values[row], number)?;
                    }
                    Cells::Text { run, lengths } => {
                        let here = next(&mut starts[index], lengths[row]);
                        self.text_cell(index, &run[here], number)?;
                    }
                }
            }
            self.push("</row>");
            self.rows += 1;
        }
        Ok(())
    }

    fn number_cell(&mut self, index: usize, kind: Kind, value: f64, row: &str) -> Result<(), Error> {
        if value.is_nan() {
            return Ok(());
        }
        let fits = match kind {
            Kind::Boolean => [0.0, 1.0].contains(&value),
            Kind::Decimal { .. } => value.fract() == 0.0 && value.abs() <= MAX_DECIMAL,
            Kind::Number | Kind::Text => value.is_finite(),
        };
        if !fits {
            return Err(Error::Value { sheet: self.sheet, column: index, row: self.rows });
        }
        self.open(index, false, row);
        match kind {
            Kind::Decimal { scale } => push_decimal(&mut self.xml, value, usize::from(scale)),
            _ => push_number(&mut self.xml, value),
        }
        self.push("</v></c>");
        self.flush_if_full()
    }

    fn text_cell(&mut self, index: usize, text: &str, row: &str) -> Result<(), Error> {
        if text.is_empty() {
            return Ok(());
        }
        if is_too_long(text) {
            return Err(Error::TextTooLong { sheet: self.sheet, column: index, row: self.rows });
        }
        self.open(index, self.escape_formulas && begins_like_formula(text), row);
        self.text(text);
        self.flush_if_full()
    }

    fn open(&mut self, index: usize, quoted: bool, row: &str) {
        let Pieces { open, plain, quoted: quoted_piece } = &self.columns[index];
        for piece in [open, row, if quoted { quoted_piece } else { plain }] {
            self.xml.extend_from_slice(piece.as_bytes());
        }
    }

    /// The rest of a text cell after `<t`.
    fn text(&mut self, text: &str) {
        self.push(if has_outer_space(text) { " xml:space=\"preserve\">" } else { ">" });
        push_xstring(&mut self.xml, text);
        self.push("</t></is></c>");
    }

    fn tail(&mut self, sheet: &Sheet) {
        self.push("</sheetData>");
        if sheet.auto_filter {
            let corner = column_letters(sheet.columns.len() - 1);
            self.push(&format!(r#"<autoFilter ref="A1:{corner}{}"/>"#, last_row(sheet)));
        }
        self.push("</worksheet>");
    }
}

/// The range of the next text of `length` bytes.
fn next(start: &mut usize, length: u32) -> Range<usize> {
    let begin = *start;
    *start += length as usize;
    begin..*start
}

/// A width in characters of Calibri 11, whose digits are 7 pixels wide, as the file counts it, with 5 pixels of padding
/// (ECMA-376 part 1, 18.3.1.13).
fn file_width(characters: f64) -> f64 {
    let characters = if (0.0..=255.0).contains(&characters) { characters } else { DEFAULT_WIDTH };
    ((characters * 7.0 + 5.0) / 7.0 * 256.0).trunc() / 256.0
}

/// The shortest digits that read back as the same float.
fn push_number(out: &mut Vec<u8>, value: f64) {
    if value.fract() == 0.0 && value.abs() <= MAX_INTEGER {
        #[allow(clippy::cast_possible_truncation)] // an integer within 2^53
        out.extend_from_slice(itoa::Buffer::new().format(value as i64).as_bytes());
    } else {
        out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
    }
}

/// An integer with its last `scale` digits behind the point.
fn push_decimal(out: &mut Vec<u8>, scaled: f64, scale: usize) {
    #[allow(clippy::cast_possible_truncation)] // an integer of at most 15 digits
    let scaled = scaled as i64;
    if scaled < 0 {
        out.push(b'-');
    }
    let mut digits = itoa::Buffer::new();
    let digits = digits.format(scaled.unsigned_abs()).as_bytes();
    let point = digits.len().saturating_sub(scale);
    out.extend_from_slice(if point == 0 { b"0" } else { &digits[..point] });
    if scale > 0 {
        out.push(b'.');
        out.extend(std::iter::repeat_n(b'0', scale.saturating_sub(digits.len())));
        out.extend_from_slice(&digits[point..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(scaled: f64, scale: usize) -> String {
        let mut out = Vec::new();
        push_decimal(&mut out, scaled, scale);
        String::from_utf8(out).expect("digits")
    }

    #[test]
    fn decimals_keep_every_digit() {
        assert_eq!(decimal(1234.0, 2), "12.34");
        assert_eq!(decimal(-5.0, 2), "-0.05");
        assert_eq!(decimal(-0.0, 2), "0.00");
        assert_eq!(decimal(1.0, 15), "0.000000000000001");
        assert_eq!(decimal(MAX_DECIMAL, 2), "9999999999999.99");
        assert_eq!(decimal(-MAX_DECIMAL, 0), "-999999999999999");
    }

    #[test]
    fn numbers_read_back_as_the_same_float() {
        for value in [0.1, -0.1, 1e-7, 5e-324, 1e15, 9_007_199_254_740_993.0, 1e21, f64::MAX, -12_345.678_9] {
            let mut out = Vec::new();
            push_number(&mut out, value);
            let text = String::from_utf8(out).expect("digits");
            assert_eq!(text.parse(), Ok(value), "{text}");
        }
    }

    /// Excel writes 9.140625 for a column that it shows as 8.43 characters wide.
    #[test]
    fn widths_are_excels() {
        assert!((file_width(8.43) - 9.140_625).abs() < 1.0 / 256.0);
    }
}
