//! Sheets as a user of the crate reads them.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use super::*;

const WORKBOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="a"/></sheets></workbook>"#;
const RELATIONSHIPS: &str = r#"<Relationships><Relationship Id="a" Type="/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="c" Type="/styles" Target="styles.xml"/></Relationships>"#;
const CELL: &str = r#"<c t="inlineStr"><is><t>a</t></is></c>"#;

/// A zip archive.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("an entry");
        archive.write_all(content).expect("memory");
    }
    archive.finish().expect("a directory").into_inner()
}

/// A workbook with one sheet, whose rows and what follows them are given.
fn xlsx(rows: &str, behind: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData>{behind}</worksheet>");
    let strings = "<sst><si><t>shared</t></si><si><r><t xml:space=\"preserve\"> a</t></r><rPh><t>no</t></rPh><r><t>_x0041_</t></r></si></sst>";
    let styles = r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    archive(&[
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONSHIPS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ])
}

/// A workbook of `OpenDocument` with one sheet.
fn ods(table: &str) -> Vec<u8> {
    let content = format!(r#"<d><table:table table:name="A">{table}</table:table></d>"#);
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

fn blocks(file: Vec<u8>, limits: Limits, reading: &Reading) -> (Vec<Block>, Option<Fault>) {
    let go_on = &mut || ControlFlow::Continue(());
    let workbook = Workbook::open(file, limits, go_on).expect("a workbook");
    let mut blocks = Vec::new();
    let mut reader = match workbook.read(0, reading, go_on) {
        Ok(reader) => reader,
        Err(fault) => return (blocks, Some(fault)),
    };
    loop {
        match reader.next(go_on) {
            Ok(Some(block)) => blocks.push(block),
            Ok(None) => return (blocks, None),
            Err(fault) => return (blocks, Some(fault)),
        }
    }
}

/// By row and column: what cells are, their numbers and texts.
type Cells = BTreeMap<(u32, u32), (u8, f64, String)>;

fn cells(file: Vec<u8>, reading: &Reading) -> Result<Cells, Fault> {
    let (blocks, fault) = blocks(file, Limits::default(), reading);
    let mut cells = BTreeMap::new();
    for block in blocks {
        for column in block.columns {
            let mut from = 0;
            for (row, &kind) in (0..).zip(&column.kinds) {
                let at = row as usize;
                let to = column.ends.get(at).map_or(0, |&end| end as usize);
                let text = String::from_utf8(column.text[from..to].to_vec()).expect("UTF-8");
                from = to;
                let number = column.numbers.get(at).copied().unwrap_or(0.0);
                if kind != 0 {
                    let place = (block.first_row + column.start + row, column.column);
                    cells.insert(place, (kind, number, text));
                }
            }
        }
    }
    fault.map_or(Ok(cells), Err)
}

fn read(file: Vec<u8>, reading: &Reading) -> Vec<(u32, u32, u8, f64, String)> {
    let cells = cells(file, reading).expect("a sound sheet");
    cells.into_iter().map(|((row, column), (kind, number, text))| (row, column, kind, number, text)).collect()
}

fn cell(row: u32, column: u32, kind: u8, number: f64, text: &str) -> (u32, u32, u8, f64, String) {
    (row, column, kind, number, text.to_owned())
}

/// ECMA-376 part 1, 18.18.11 (`ST_CellType`), 18.4.8 (`si`), 22.9.2.19 (`ST_Xstring`).
#[test]
fn cells_of_each_type() {
    let rows = r#"<row r="2"><c r="B2" t="s"><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><v>x &amp; <![CDATA[<y>&amp;]]>_x000D_</v></c><c s="1"><v>46053</v></c><c t="d"><v>1970-01-02</v></c><c><v> 1.5e3 </v></c><c/><c t="inlineStr"><is><t>&#x20AC;&#10;</t></is></c></row>"#;
    assert_eq!(
        read(xlsx(rows, ""), &Reading::default()),
        [
            cell(1, 1, 2, 0.0, " aA"),
            cell(1, 2, 3, 1.0, ""),
            cell(1, 3, 4, 6.0, ""),
            cell(1, 4, 2, 0.0, "x & <y>&amp;\r"),
            cell(1, 5, 5, 20_484.0, ""),
            cell(1, 6, 5, 1.0, ""),
            cell(1, 7, 1, 1500.0, ""),
            cell(1, 9, 2, 0.0, "€\n"),
        ]
    );
}

/// ECMA-376 part 1, 18.3.1.40: `si` names the formula, which is moved by as many rows and columns as the cell is.
#[test]
fn a_shared_formula_is_told_with_how_far_it_is_moved() {
    let rows = r#"<row r="1"><c r="B1"><f t="shared" ref="A1:C3" si="4">A1*$B$1</f><v>2</v></c></row><row r="3"><c r="A3"><f t="shared" si="4"/><v>6</v></c><c r="C3"><f>1+1</f><v>2</v></c></row>"#;
    let formulas = Reading { gives_formulas: true, ..Reading::default() };
    assert_eq!(
        read(xlsx(rows, ""), &formulas),
        [
            cell(0, 1, 8, 0.0, "=A1*$B$1"),
            cell(2, 0, 9, 2.0 * 16_384.0 - 1.0, "=A1*$B$1"),
            cell(2, 2, 8, 0.0, "=1+1"),
        ]
    );
    let results = read(xlsx(rows, ""), &Reading::default());
    assert_eq!(results.iter().map(|cell| cell.3).collect::<Vec<_>>(), [2.0, 6.0, 2.0]);
    let unknown = r#"<row><c><f t="shared" si="1"/></c></row>"#;
    let fault = Fault::Damaged { part: "worksheet", cell: Some((0, 0)) };
    assert_eq!(cells(xlsx(unknown, ""), &formulas), Err(fault));
}

#[test]
fn what_a_cell_before_had_is_not_the_next_ones() {
    let rows = format!(r#"<row><c t="str"><v>{}</v></c></row><row>{CELL}</row>"#, "x".repeat(200_000));
    let second = Reading { area: Area { first: (1, 0), last: (1, 0) }, ..Reading::default() };
    assert_eq!(read(xlsx(&rows, ""), &second), [cell(1, 0, 2, 0.0, "a")]);
}

/// `OpenDocument` 1.3 part 3, 19.675 and 19.677 (repeated columns and rows), 6.1.3 (`text:s`).
#[test]
fn repeated_rows_and_columns_are_as_many_cells() {
    let file = ods(
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1.5"/></table:table-row><table:table-row table:number-rows-repeated="3"/><table:table-row><table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>&lt;</text:p><office:annotation><text:p>no</text:p></office:annotation></table:table-cell></table:table-row>"#,
    );
    let number = |row, column| cell(row, column, 1, 1.5, "");
    assert_eq!(
        read(file, &Reading::default()),
        [number(0, 2), number(0, 3), number(1, 2), number(1, 3), cell(5, 0, 2, 0.0, "a  b\n<")]
    );
}

/// A short file may have as many cells as there are places: they come block by block, and no more than are allowed.
#[test]
fn what_a_short_file_repeats_comes_block_by_block() {
    let repeated = ods(
        r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="2" office:value-type="boolean" office:boolean-value="true"/></table:table-row>"#,
    );
    let merged = xlsx(&format!("<row>{CELL}</row>"), r#"<mergeCell ref="A1:B1000000"/>"#);
    let between = xlsx(
        &format!("<row>{CELL}</row><row r=\"1000001\">{CELL}</row>"),
        r#"<mergeCell ref="A1:B1000000"/>"#,
    );
    let all = Reading { repeats_merged: true, ..Reading::default() };
    for file in [repeated.clone(), merged, between] {
        let few = Limits { max_cells: 1_999_999, ..Limits::default() };
        let fault = Fault::Limit { limit: Limit::Cells, most: 1_999_999, cell: None };
        assert_eq!(blocks(file.clone(), few, &all), (Vec::new(), Some(fault)));
        let (blocks, fault) = blocks(file, Limits::default(), &all);
        assert_eq!(fault, None);
        assert!(blocks.len() > 100 && blocks.iter().all(|block| block.rows <= 8192));
    }
    // The work can be stopped before the first block is done.
    let workbook =
        Workbook::open(repeated, Limits::default(), &mut || ControlFlow::Continue(())).expect("a workbook");
    let mut reader = workbook.read(0, &all, &mut || ControlFlow::Continue(())).expect("a sheet");
    assert_eq!(reader.next(&mut || ControlFlow::Break(())), Err(Fault::Cancelled));
}

#[test]
fn a_merged_area_has_the_value_of_its_first_cell() {
    let rows = format!("<row>{CELL}<c><v>7</v></c></row><row r=\"4\"><c r=\"B4\"><v>8</v></c></row>");
    // Areas that begin in one cell, as only a damaged file has them.
    let areas = r#"<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="A1:A2"/><mergeCell ref="B4:C4"/><mergeCell ref="D1:D2"/></mergeCells>"#;
    let all = Reading { repeats_merged: true, ..Reading::default() };
    let text = |row| cell(row, 0, 2, 0.0, "a");
    let number = |row, column, number| cell(row, column, 1, number, "");
    assert_eq!(
        read(xlsx(&rows, areas), &all),
        [text(0), number(0, 1, 7.0), text(1), text(2), number(3, 1, 8.0), number(3, 2, 8.0)]
    );
    let spanned = |attribute: &str| {
        ods(&format!(
            r#"<table:table-row><table:table-cell office:value-type="float" office:value="3" {attribute}/></table:table-row><table:table-row table:number-rows-repeated="4"/>"#
        ))
    };
    let file = spanned(r#"table:number-rows-spanned="2" table:number-columns-spanned="2""#);
    let places = read(file, &all).iter().map(|cell| (cell.0, cell.1)).collect::<Vec<_>>();
    assert_eq!(places, [(0, 0), (0, 1), (1, 0), (1, 1)]);
    let outside = ods(r#"<table:table-cell office:value-type="float" office:value="3"/><table:table-row/>"#);
    assert_eq!(read(outside, &all), []);
    let fault = Fault::Damaged { part: "content", cell: None };
    assert_eq!(cells(spanned(r#"table:number-rows-spanned="0""#), &all), Err(fault));
}

#[test]
fn hidden_rows_and_columns_are_left_out_and_told() {
    let sheet = format!(
        r#"<worksheet><cols><col min="2" max="2" hidden="1"/></cols><sheetData><row>{CELL}{CELL}</row><row hidden="true">{CELL}</row><row>{CELL}</row></sheetData></worksheet>"#
    );
    let file = archive(&[
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONSHIPS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let visible = Reading { skips_hidden: true, ..Reading::default() };
    let places = |reading: &Reading| {
        read(file.clone(), reading).iter().map(|cell| (cell.0, cell.1)).collect::<Vec<_>>()
    };
    assert_eq!(places(&visible), [(0, 0), (2, 0)]);
    assert_eq!(places(&Reading::default()), [(0, 0), (0, 1), (1, 0), (2, 0)]);
    let (blocks, _) = blocks(file.clone(), Limits::default(), &visible);
    assert_eq!(blocks.iter().flat_map(|block| block.hidden.clone()).collect::<Vec<_>>(), [1]);
}
