//! Seeds of the targets of `clinicore-export`.

use std::io::{Cursor, Read as _, Result};
use std::ops::ControlFlow;
use std::sync::Arc;

use arrow_array::{
    BooleanArray, Date32Array, Decimal64Array, Float64Array, Int32Array, RecordBatch, StringArray,
};
use clinicore_export::compress::{Compression, Encoder, Format, Records, compress_records};
use clinicore_export::parquet::{self, WriteOptions, Writer};
use clinicore_fuzz::{book, csv, records};
use zip::ZipArchive;

use super::{files, keep, root};

pub fn seeds() -> Result<()> {
    tables()?;
    workbooks()?;
    parquet_files()?;
    compressed()
}

const CSV: [(u8, u8, &str, bool, &str); 5] = [
    (
        3,
        b',',
        "yyyy-mm-dd",
        false,
        "id,name,note\r\n1,\"Müller, Anna\",\"said \"\"yes\"\"\"\r\n2,,\"two\nlines\"\r\n",
    ),
    (4, b';', "d.m.yyyy", true, "7;1.2.2026;-1,25;true\n8;30.11.1999;1e5;FALSE\n\n9;;,5;\n"),
    (
        2,
        b'\t',
        "mm/dd/yyyy",
        false,
        "12/31/2026\t2026-01-31T12:30:00.250Z\r01/02/1970\t1970-01-01 00:00+01:00\r",
    ),
    (1, b'|', "yyyy-mm-dd", false, "\"open\nNA\n\n-\n"),
    (3, b',', "yyyy-mm-dd", false, "1,2\n1,2,3,4\n\"a\"b,c,d\n9223372036854775807,0.00000000000000001,-0\n"),
];

fn tables() -> Result<()> {
    for (cells, delimiter, days, decimal_comma, file) in CSV {
        let input = csv::of(cells, delimiter, days, decimal_comma, file.as_bytes());
        keep("csv", &input)?;
        for (encoding, bytes) in [
            (1, file.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            (2, file.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            (3, file.chars().map(|character| u8::try_from(character).unwrap_or(0x80)).collect()),
        ] {
            let mut input = csv::of(cells, delimiter, days, decimal_comma, &bytes);
            input[1] = encoding;
            keep("csv", &input)?;
        }
    }
    Ok(())
}

const SHEET: &str = r##"<worksheet><dimension ref="A1:D9"/><cols><col min="2" max="2" hidden="1"/></cols><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c><c t="b"><v>1</v></c></row>
<row hidden="1"><c s="1"><f>A1+1</f><v>46053.5</v></c><c t="e"><v>#N/A</v></c><c t="str"><v>x &amp; y_x000D_</v></c></row>
<row r="4"><c s="2"><f t="shared" ref="A4:A9" si="0">B$1*2</f><v>0.25</v></c><c t="d"><v>2026-01-31T12:30:00</v></c></row>
<row r="5"><c s="3"><f t="shared" si="0"/><v>1e5</v></c><c r="D5"><v>-1.5</v></c></row>
</sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells></worksheet>"##;
const STRINGS: &str = "<sst><si><t>shared</t></si><si><r><t xml:space=\"preserve\"> a </t></r></si></sst>";
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"#;
const WORKBOOK: &str = r#"<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="A" state="hidden" r:id="a"/></sheets></workbook>"#;
const CONTENT: &str = r##"<?xml version="1.0" encoding="UTF-8"?><office:document-content><style:style style:name="h"><style:table-properties table:display="false"/></style:style>
<table:table table:name="A" table:style-name="h"><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>
<table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float" office:value="1.5" table:number-columns-repeated="2"/><table:table-cell office:value-type="string"><text:p>a<text:s text:c="3"/>b</text:p><text:p><![CDATA[<c>]]></text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="filter"><table:table-cell office:value-type="date" office:date-value="2026-01-31"/><table:table-cell office:value-type="time" office:time-value="PT08H30M15.25S"/></table:table-row>
<table:table-row><table:table-cell office:value-type="boolean" office:boolean-value="true" table:formula="of:=[.A1]" table:number-columns-spanned="2" table:number-rows-spanned="3"/><table:covered-table-cell/></table:table-row>
</table:table></office:document-content>"##;

fn workbooks() -> Result<()> {
    for archive in files(&root().join("../__test__/golden/export/sheets"), &["xlsx", "ods"])? {
        keep("sheet", &book::of_archive(&archive))?;
        let mut opened = ZipArchive::new(Cursor::new(&archive))?;
        let is_ods = opened.index_for_name("content.xml").is_some();
        let mut parts = Vec::new();
        for name in book::parts(is_ods) {
            let mut bytes = Vec::new();
            if let Ok(mut part) = opened.by_name(name) {
                part.read_to_end(&mut bytes)?;
            }
            parts.push(bytes);
        }
        // Only their own relationships lead to the sheets of the golden workbooks.
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).take(if is_ods { 2 } else { 3 }).collect();
        keep("sheet", &book::of_parts(is_ods, &parts))?;
    }
    let parts = [SHEET, STRINGS, STYLES, WORKBOOK].map(str::as_bytes);
    keep("sheet", &book::of_parts(false, &parts))?;
    keep("sheet", &book::of_parts(false, &parts[..3]))?;
    keep("sheet", &book::of_parts(true, &[CONTENT.as_bytes()]))
}

fn parquet_files() -> Result<()> {
    let mut kept = files(&root().join("../__test__/golden/export/parquet"), &["parquet"])?;
    let some = |row: i32| row % 5 != 0;
    let rows = || 0..200_i32;
    let given = |row: i32| some(row).then_some(row);
    let batch = RecordBatch::try_from_iter([
        ("n", Arc::new(Int32Array::from_iter(rows().map(given))) as _),
        (
            "x",
            Arc::new(Float64Array::from_iter(rows().map(|row| given(row).map(|row| f64::from(row) / 8.0))))
                as _,
        ),
        ("is", Arc::new(BooleanArray::from_iter(rows().map(|row| given(row).map(|row| row % 3 == 0)))) as _),
        (
            "text",
            Arc::new(StringArray::from_iter(rows().map(|row| given(row).map(|row| format!("é{}", row % 20)))))
                as _,
        ),
        ("day", Arc::new(Date32Array::from_iter(rows().map(given))) as _),
        (
            "total",
            Arc::new(
                Decimal64Array::from_iter(rows().map(|row| given(row).map(i64::from)))
                    .with_precision_and_scale(18, 2)
                    .expect("18 digits"),
            ) as _,
        ),
    ])
    .expect("columns of the same length");
    for compression in [
        parquet::Compression::None,
        parquet::Compression::Zstd(1),
        parquet::Compression::Snappy,
        parquet::Compression::Lz4,
    ] {
        for dictionary in [true, false] {
            let options =
                WriteOptions { compression, dictionary, bloom_filters: vec![0], ..WriteOptions::default() };
            let mut bytes = Vec::new();
            let writer = Writer::new(batch.schema(), &options).expect("types of a table");
            for part in [batch.slice(0, 120), batch.slice(120, 80)] {
                writer.write(&part).expect("a batch of the schema");
                writer.end_group(&mut bytes).expect("a row group");
            }
            writer.finish(&mut bytes).expect("a footer");
            kept.push(bytes);
        }
    }
    for (at, file) in kept.iter().enumerate() {
        let at = u8::try_from(at).expect("few");
        keep("parquet", &[&[at % 9, 7, at % 6, at % 4], file.as_slice()].concat())?;
    }
    Ok(())
}

fn compressed() -> Result<()> {
    let text = "Progressive lens 1.67, coated; ".repeat(40).into_bytes();
    let go_on = &mut |_| ControlFlow::Continue(());
    for (format, kind) in
        [Format::Zstd, Format::Lz4, Format::Gzip, Format::Zlib, Format::RawDeflate].into_iter().zip(0..)
    {
        for checksum in [true, false] {
            let mut packed = Vec::new();
            let options =
                Compression { checksum, content_size: Some(text.len() as u64), ..Compression::new(format) };
            Encoder::new(&options)
                .and_then(|mut encoder| encoder.encode(&text, true, &mut packed, go_on))
                .expect("memory");
            keep("compress", &[&[0, kind, 50], packed.as_slice()].concat())?;
            keep("compress", &[&[0, kind, 9], packed.as_slice(), &packed].concat())?;
        }
        keep("compress", &[&[1, kind, 20], text.as_slice()].concat())?;
    }
    let samples = records::samples();
    let given = Records {
        data: samples[..20].concat().into_bytes(),
        lengths: samples[..20].iter().map(|sample| u32::try_from(sample.len()).expect("short")).collect(),
    };
    keep("compress", &[&[2, 0, 99], given.data.as_slice()].concat())?;
    let dictionary = records::dictionary();
    let options = Compression { dictionary: Some(dictionary.clone()), ..Compression::new(Format::Zstd) };
    let packed = compress_records(&options, &given, go_on).expect("memory");
    keep("compress", &[&[2, 0, 99], packed.data.as_slice()].concat())?;
    keep("compress", &[&[3, 0, 99], dictionary.as_slice(), &given.data].concat())
}
