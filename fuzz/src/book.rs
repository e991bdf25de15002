//! A workbook as an input: a byte of flags, then an archive, or the XML of its parts.

use clinicore_export::sheet::Reading;
use flate2::Crc;

/// Between parts; no byte of UTF-8.
const BETWEEN: u8 = 0xff;
const ARCHIVE: u8 = 1;
const ODS: u8 = 2;
const REPEATS_MERGED: u8 = 4;
const GIVES_FORMULAS: u8 = 8;
const SKIPS_HIDDEN: u8 = 16;

const XLSX_PARTS: [&str; 4] =
    ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"];
const ODS_PARTS: [&str; 2] = ["content.xml", "META-INF/manifest.xml"];

/// The parts of an input, in their order.
#[must_use]
pub fn parts(is_ods: bool) -> &'static [&'static str] {
    if is_ods { &ODS_PARTS } else { &XLSX_PARTS }
}

const WORKBOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="a"/></sheets></workbook>"#;
const RELATIONSHIPS: &str = r#"<Relationships><Relationship Id="a" Type="/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="c" Type="/styles" Target="styles.xml"/></Relationships>"#;

/// The input's workbook, and how it is read.
#[must_use]
pub fn book_of(input: &[u8]) -> Option<(Vec<u8>, Reading)> {
    let (&flags, data) = input.split_first()?;
    let reading = Reading {
        repeats_merged: flags & REPEATS_MERGED != 0,
        gives_formulas: flags & GIVES_FORMULAS != 0,
        skips_hidden: flags & SKIPS_HIDDEN != 0,
        ..Reading::default()
    };
    if flags & ARCHIVE != 0 {
        return Some((data.to_vec(), reading));
    }
    let given = data.split(|&byte| byte == BETWEEN);
    let parts: Vec<(&str, &[u8])> = if flags & ODS != 0 {
        let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
        [("mimetype", kind)].into_iter().chain(ODS_PARTS.into_iter().zip(given)).collect()
    } else {
        let mut parts: Vec<_> = XLSX_PARTS.into_iter().zip(given).collect();
        if parts.len() < XLSX_PARTS.len() {
            parts.push((XLSX_PARTS[3], WORKBOOK.as_bytes()));
        }
        parts.push(("xl/_rels/workbook.xml.rels", RELATIONSHIPS.as_bytes()));
        parts
    };
    Some((stored(&parts), reading))
}

/// The input that stands for an archive.
#[must_use]
pub fn of_archive(archive: &[u8]) -> Vec<u8> {
    [&[ARCHIVE | REPEATS_MERGED], archive].concat()
}

/// The input that stands for a workbook of these parts, in the order of [`parts`].
#[must_use]
pub fn of_parts(is_ods: bool, parts: &[&[u8]]) -> Vec<u8> {
    let flags = REPEATS_MERGED | if is_ods { ODS } else { 0 };
    [&[flags], parts.join(&BETWEEN).as_slice()].concat()
}

/// A zip archive of entries that are not compressed.
fn stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in parts {
        let mut crc = Crc::new();
        crc.update(data);
        let size = u32::try_from(data.len()).expect("a short input").to_le_bytes();
        let length = u16::try_from(name.len()).expect("a short name").to_le_bytes();
        // From the version that is needed to the length of the extra field (APPNOTE.TXT 4.3.7).
        let mut about = [0; 26];
        about[0] = 20;
        about[10..14].copy_from_slice(&crc.sum().to_le_bytes());
        about[14..18].copy_from_slice(&size);
        about[18..22].copy_from_slice(&size);
        about[22..24].copy_from_slice(&length);
        let at = u32::try_from(bytes.len()).expect("a short input").to_le_bytes();
        let entry: [&[u8]; 5] = [b"PK\x01\x02\x14\0", &about, &[0; 10], &at, name.as_bytes()];
        directory.extend(entry.concat());
        bytes.extend([b"PK\x03\x04".as_slice(), &about, name.as_bytes(), data].concat());
    }
    let count = u16::try_from(parts.len()).expect("few parts").to_le_bytes();
    let places = [directory.len(), bytes.len()]
        .map(|place| u32::try_from(place).expect("a short input").to_le_bytes());
    bytes.extend(directory);
    bytes
        .extend([b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &places[0], &places[1], &[0; 2]].concat());
    bytes
}
