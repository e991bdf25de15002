//! The workbook's styles: one plain and one quoted cell format for each number format, and two for headers.

use super::Workbook;
use super::text::push_xstring;

/// The first id that is not one of Excel's own formats (ECMA-376 part 1, 18.8.30).
const FIRST_FORMAT_ID: usize = 164;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#;

const FONTS_TO_CELL_STYLE_XFS: &str = concat!(
    r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>"#,
    r#"<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>"#,
    r#"<fills count="3"><fill><patternFill patternType="none"/></fill>"#,
    r#"<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">"#,
    r#"<fgColor rgb="FFDCE6F1"/><bgColor indexed="64"/></patternFill></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
);

const TAIL: &str = concat!(
    r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>"#,
    r#"<dxfs count="0"/></styleSheet>"#,
);

/// The styles of a workbook, numbered as in its `cellXfs`.
pub(super) struct Styles<'a> {
    /// Different formats in order of appearance, General (empty) first.
    formats: Vec<&'a str>,
}

impl<'a> Styles<'a> {
    /// Those that the workbook's columns use.
    pub(super) fn of(workbook: &'a Workbook) -> Self {
        let mut formats = vec![""];
        for column in workbook.sheets.iter().flat_map(|sheet| &sheet.columns) {
            // Too many are refused, so the list is short however many columns there are.
            if formats.len() <= super::MAX_FORMATS + 1 && !formats.contains(&&*column.format) {
                formats.push(&column.format);
            }
        }
        Self { formats }
    }

    /// How many formats there are besides General.
    pub(super) fn formats(&self) -> usize {
        self.formats.len() - 1
    }

    /// The style of a column's cells; `quoted` keeps Excel from ever reading a text as a formula.
    pub(super) fn cell(&self, format: &str, quoted: bool) -> usize {
        let index = self.formats.iter().position(|&known| known == format);
        2 * index.expect("made from the same workbook") + usize::from(quoted)
    }

    /// The style of a header.
    pub(super) fn header(&self, quoted: bool) -> usize {
        2 * self.formats.len() + usize::from(quoted)
    }

    /// The part `xl/styles.xml`.
    pub(super) fn xml(&self) -> Vec<u8> {
        let mut out = HEAD.as_bytes().to_vec();
        let mut push = |text: &str| out.extend_from_slice(text.as_bytes());
        if self.formats() > 0 {
            push(&format!(r#"<numFmts count="{}">"#, self.formats()));
            for (index, format) in self.formats.iter().enumerate().skip(1) {
                let mut code = Vec::new();
                push_xstring(&mut code, format);
                push(&format!(r#"<numFmt numFmtId="{}" formatCode=""#, FIRST_FORMAT_ID + index - 1));
                push(&String::from_utf8_lossy(&code));
                push(r#""/>"#);
            }
            push("</numFmts>");
        }
        push(FONTS_TO_CELL_STYLE_XFS);
        push(&format!(r#"<cellXfs count="{}">"#, 2 * self.formats.len() + 2));
        for index in 0..self.formats.len() {
            let id = if index == 0 { 0 } else { FIRST_FORMAT_ID + index - 1 };
            let applied = if index == 0 { "" } else { r#" applyNumberFormat="1""# };
            for quoted in ["", r#" quotePrefix="1""#] {
                push(&format!(
                    r#"<xf numFmtId="{id}" fontId="0" fillId="0" borderId="0" xfId="0"{quoted}{applied}/>"#
                ));
            }
        }
        for quoted in ["", r#" quotePrefix="1""#] {
            push(&format!(
                r#"<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0"{quoted} applyFont="1" applyFill="1"/>"#
            ));
        }
        push("</cellXfs>");
        push(TAIL);
        out
    }
}
