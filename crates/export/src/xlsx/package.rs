//! The parts of a workbook besides its sheets: what the file consists of and what it tells about itself.

use std::fmt::Write as _;

use super::styles::Styles;
use super::text::{push_xml, push_xstring};
use super::{Properties, Sheet, Workbook, rows};
use crate::zip::Zip;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const ROOT_RELATIONSHIPS: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" "#,
    r#"Target="xl/workbook.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" "#,
    r#"Target="docProps/core.xml"/>"#,
    r#"<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" "#,
    r#"Target="docProps/app.xml"/>"#,
    "</Relationships>",
);

const APP: &str = concat!(
    r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">"#,
    "<Application>Clinicore</Application></Properties>",
);

/// Adds every part but the sheets.
pub(super) fn write(zip: &mut Zip, workbook: &Workbook, styles: &Styles<'_>) {
    let mut part = |name: &str, xml: &str| zip.file(name, format!("{DECLARATION}{xml}").as_bytes());
    part("[Content_Types].xml", &content_types(workbook.sheets.len()));
    part("_rels/.rels", ROOT_RELATIONSHIPS);
    part("docProps/app.xml", APP);
    part("docProps/core.xml", &core(&workbook.properties));
    part("xl/workbook.xml", &book(workbook));
    part("xl/_rels/workbook.xml.rels", &relationships(workbook.sheets.len()));
    zip.file("xl/styles.xml", &styles.xml());
}

/// The part that holds a sheet.
pub(super) fn sheet_part(index: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", index + 1)
}

fn content_types(sheets: usize) -> String {
    let office = "application/vnd.openxmlformats-officedocument";
    let mut xml = format!(
        concat!(
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
            r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
            r#"<Default Extension="xml" ContentType="application/xml"/>"#,
            r#"<Override PartName="/docProps/app.xml" ContentType="{office}.extended-properties+xml"/>"#,
            r#"<Override PartName="/docProps/core.xml" "#,
            r#"ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
            r#"<Override PartName="/xl/workbook.xml" ContentType="{office}.spreadsheetml.sheet.main+xml"/>"#,
            r#"<Override PartName="/xl/styles.xml" ContentType="{office}.spreadsheetml.styles+xml"/>"#,
        ),
        office = office,
    );
    for index in 0..sheets {
        let part = sheet_part(index);
        let _ = write!(
            xml,
            r#"<Override PartName="/{part}" ContentType="{office}.spreadsheetml.worksheet+xml"/>"#
        );
    }
    xml + "</Types>"
}

fn relationships(sheets: usize) -> String {
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut xml =
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#.to_owned();
    for id in 1..=sheets {
        let _ = write!(
            xml,
            r#"<Relationship Id="rId{id}" Type="{types}/worksheet" Target="worksheets/sheet{id}.xml"/>"#
        );
    }
    let _ =
        write!(xml, r#"<Relationship Id="rId{}" Type="{types}/styles" Target="styles.xml"/>"#, sheets + 1);
    xml + "</Relationships>"
}

fn core(properties: &Properties) -> String {
    let mut xml = concat!(
        r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
        r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" "#,
        r#"xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">"#,
    )
    .to_owned();
    for (open, value, close) in [
        ("<dc:title>", &properties.title, "</dc:title>"),
        ("<dc:creator>", &properties.author, "</dc:creator>"),
        (r#"<dcterms:created xsi:type="dcterms:W3CDTF">"#, &properties.created, "</dcterms:created>"),
    ] {
        if !value.is_empty() {
            xml += open;
            xml += &escaped(value, push_xml);
            xml += close;
        }
    }
    xml + "</cp:coreProperties>"
}

fn book(workbook: &Workbook) -> String {
    let mut xml = concat!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" "#,
        r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>"#,
    )
    .to_owned();
    for (id, sheet) in (1..).zip(&workbook.sheets) {
        let name = escaped(&sheet.name, push_xstring);
        let _ = write!(xml, r#"<sheet name="{name}" sheetId="{id}" r:id="rId{id}"/>"#);
    }
    xml += "</sheets>";
    // Excel finds a sheet's filter through this hidden name (ECMA-376 part 1, 18.2.5).
    let filtered: Vec<_> =
        workbook.sheets.iter().enumerate().filter(|(_, sheet)| sheet.auto_filter).collect();
    if !filtered.is_empty() {
        xml += "<definedNames>";
        for (index, sheet) in filtered {
            let name = escaped(&sheet.name.replace('\'', "''"), push_xstring);
            let _ = write!(
                xml,
                r#"<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">'{name}'!$A$1:${}${}</definedName>"#,
                column_letters(sheet.columns.len() - 1),
                last_row(sheet),
            );
        }
        xml += "</definedNames>";
    }
    xml + "</workbook>"
}

/// The number of a sheet's last row, the header being row 1.
pub(super) fn last_row(sheet: &Sheet) -> u64 {
    rows(sheet) + 1
}

/// A column's name: A, B, ..., Z, AA, ...
pub(super) fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).expect("below 26");
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

fn escaped(text: &str, push: fn(&mut Vec<u8>, &str)) -> String {
    let mut out = Vec::new();
    push(&mut out, text);
    String::from_utf8(out).expect("escaping keeps UTF-8 whole")
}

#[cfg(test)]
mod tests {
    use super::column_letters;

    #[test]
    fn columns_are_lettered_to_excels_last() {
        let named: Vec<_> = [0, 25, 26, 701, 702, 16_383].map(column_letters).into();
        assert_eq!(named, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
