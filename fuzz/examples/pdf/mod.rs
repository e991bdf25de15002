//! Seeds of the targets of `clinicore-pdf`.

use std::io::{Result, Write as _};
use std::ops::ControlFlow;

use clinicore_fuzz::document::{document, faces, rendered};
use clinicore_pdf::Rows;
use clinicore_pdf::files::{Limits, Source, merge};
use clinicore_pdf::model::Profile;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use serde_json::json;

use super::{files, keep, root};

pub fn seeds() -> Result<()> {
    written_files()?;
    rendered_files()?;
    pictures()?;
    let fonts = root().join("../crates/pdf/tests/fonts");
    for name in ["Arabic.ttf", "Hebrew.ttf", "Devanagari.ttf", "Bengali.ttf", "Thai.ttf", "Han.otf"] {
        let font = std::fs::read(fonts.join(name))?;
        for text in 0..6 {
            keep("font", &[&[text, text % 4], font.as_slice()].concat())?;
        }
    }
    texts()
}

/// Keeps a file to be merged, split, stamped, and stamped with.
fn keep_file(file: &[u8], is_locked: bool) -> Result<()> {
    for way in [0, 2, 4, 0xbc] {
        keep("pdf_file", &[&[way | u8::from(is_locked)], file].concat())?;
    }
    Ok(())
}

/// An object that is a stream.
fn stream(head: &str, data: &[u8]) -> Vec<u8> {
    [format!("<<{head} /Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

/// A file of these objects, from number 1 on; the first is the catalog. Its cross-references are a table, a stream, or lost.
fn file(objects: &[Vec<u8>], references: References) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let (end, size) = (file.len(), objects.len() + 1);
    match references {
        References::Table => {
            file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes());
            for place in places {
                file.extend(format!("{place:010} 00000 n \n").into_bytes());
            }
            file.extend(format!("trailer\n<</Size {size} /Root 1 0 R>>\n").into_bytes());
        }
        References::Stream => {
            let mut rows = vec![0, 0, 0, 0];
            for place in places.into_iter().chain([end]) {
                let place = u16::try_from(place).expect("a short file").to_be_bytes();
                rows.extend([1, place[0], place[1], 0]);
            }
            let head = format!("/Type /XRef /Size {} /W [1 2 1] /Root 1 0 R", size + 1);
            file.extend(format!("{size} 0 obj\n").into_bytes());
            file.extend(stream(&head, &rows));
            file.extend(b"\nendobj\n");
        }
        References::Lost => file.extend(b"trailer\n<</Root 1 0 R>>\n"),
    }
    file.extend(format!("startxref\n{end}\n%%EOF\n").into_bytes());
    file
}

enum References {
    Table,
    Stream,
    Lost,
}

const CATALOG: &str = "<</Type /Catalog /Pages 2 0 R /Outlines 6 0 R /Names <</EmbeddedFiles <</Names [(a.txt) 8 0 R]>> \
    /Dests <</Names [(there) [3 0 R /Fit]]>>>> /OCProperties <</OCGs [9 0 R] /D <</ON [9 0 R]>>>> /PageLabels <</Nums [0 <</S /D>>]>>>>";
const PAGES: &str = "<</Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 600 800] /Resources <</Font <</F1 10 0 R /F2 11 0 R>> \
    /XObject <</X 14 0 R>> /Properties <</L 9 0 R>> /ExtGState <</G <</Font [10 0 R 9]>>>>>>>>";
const CONTENT: &str = "q 1 0 0 1 10 20 cm /G gs BT /F1 10 Tf 50 700 Td [(H) 20 (el) -15 (lo) -278 (you)] TJ 12 TL T* (next) ' 1 2 (d) \" 3 Ts (x) Tj ET Q\n\
    BT /F2 10 Tf 1 0 0 1 50 500 Tm <000100020010> Tj 200 0 Td (\\101\\)) Tj 90 Tz 1 Tc 2 Tw 3 Tr ET /X Do\n\
    /Span <</ActualText <FEFF0627D83DDE00>>> BDC BT /F1 10 Tf 0 1 -1 0 300 100 Tm (?) Tj ET EMC /OC /L BDC EMC 0 0 9 9 re W n\n\
    BI /W 2 /H 1 /BPC 8 /CS /G ID ab EI";
const MAP: &str = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange \
    2 beginbfchar <0001> <00660066> <0002> <d83dde00> endbfchar \
    2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0058> <0059005a>] endbfrange endcmap";

/// What no writer here makes.
fn objects(content: Vec<u8>) -> Vec<Vec<u8>> {
    let plain = |text: &str| text.as_bytes().to_vec();
    vec![
        plain(CATALOG),
        plain(PAGES),
        plain(
            "<</Type /Page /Parent 2 0 R /Contents [5 0 R 5 0 R] /Rotate 90 /CropBox [0 0 500 700] /Annots [<</Subtype /Link /Rect [0 0 9 9] /Dest [4 0 R /XYZ 0 9 0]>> <</Subtype /Link /Rect [0 0 9 9] /A <</S /URI /URI (https://example.org)>>>>]>>",
        ),
        plain("<</Type /Page /Parent 2 0 R /Contents 5 0 R /UserUnit 2>>"),
        content,
        plain("<</First 7 0 R /Last 7 0 R /Count 1>>"),
        plain("<</Title (Chapter) /Parent 6 0 R /Dest (there) /A <</S /GoTo /D [4 0 R /Fit]>>>>"),
        plain("<</Type /Filespec /F (a.txt) /EF <</F 13 0 R>>>>"),
        plain("<</Type /OCG /Name (Layer)>>"),
        plain(
            "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 65 /LastChar 67 /Widths [500 600 700] /Encoding <</BaseEncoding /WinAnsiEncoding /Differences [65 /Ccaron /uni20AC /f_i /u1F600 /no.way]>>>>",
        ),
        plain(
            "<</Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 12 0 R /DescendantFonts [<</Type /Font /Subtype /CIDFontType2 /DW 500 /W [1 [600 700] 16 18 400]>>]>>",
        ),
        stream("", MAP.as_bytes()),
        stream("/Type /EmbeddedFile", b"attached"),
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Matrix [1 0 0 1 0 100] /Resources <</Font <</F1 <</Type /Font /Subtype /Type3 /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs <<>> /Encoding <</Differences [65 /a]>> /FirstChar 65 /Widths [500]>>>>>>",
            b"BT /F1 9 Tf 50 600 Td (A) Tj ET",
        ),
    ]
}

fn written_files() -> Result<()> {
    for references in [References::Table, References::Stream, References::Lost] {
        keep_file(&file(&objects(stream("", CONTENT.as_bytes())), references), false)?;
    }
    let hexadecimal: String = CONTENT.bytes().map(|byte| format!("{byte:02x}")).collect();
    let runs: Vec<u8> = CONTENT
        .as_bytes()
        .chunks(128)
        .flat_map(|chunk| [&[u8::try_from(chunk.len() - 1).expect("at most 127")], chunk].concat())
        .chain([128])
        .collect();
    // Rows of eight bytes, each after the number of its filter: as it is.
    let rows: Vec<u8> = CONTENT.as_bytes().chunks_exact(8).flat_map(|row| [&[0], row].concat()).collect();
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::none());
    deflated.write_all(&rows)?;
    let contents = [
        stream("/Filter /ASCIIHexDecode", format!("{hexadecimal}>").as_bytes()),
        stream("/Filter [/RunLengthDecode]", &runs),
        stream("/Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 8>>", &deflated.finish()?),
        // The example of ISO 32000-2, 7.4.4.2.
        stream("/Filter [/ASCIIHexDecode /LZWDecode]", b"800b6050220c0c8501>"),
        stream("/Filter /ASCII85Decode", b"6<#'\\7PQ#@1a#b0+>GQ(+?(u.+B2ko-qIocCi:FtDfTZ).9(%)78s~>"),
    ];
    for content in contents {
        keep_file(&file(&objects(content), References::Table), false)?;
    }
    // Objects within a stream, as they are.
    let inner = ["<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>"];
    let places = format!("1 0 2 {} ", inner[0].len() + 1);
    let packed = stream(
        &format!("/Type /ObjStm /N 2 /First {}", places.len()),
        format!("{places}{} {}", inner[0], inner[1]).as_bytes(),
    );
    let mut file = b"%PDF-1.5\n3 0 obj\n<</Type /Page /Parent 2 0 R>>\nendobj\n4 0 obj\n".to_vec();
    let at = file.len() - b"4 0 obj\n".len();
    file.extend([packed.as_slice(), b"\nendobj\n"].concat());
    let end = file.len();
    let place = |place: usize| {
        u8::try_from(place >> 8).map(|high| [high, (place & 255) as u8]).expect("a short file")
    };
    let [[h3, l3], [h4, l4], [h5, l5]] = [9, at, end].map(place);
    let rows = [0, 0, 0, 0, 2, 0, 4, 0, 2, 0, 4, 1, 1, h3, l3, 0, 1, h4, l4, 0, 1, h5, l5, 0];
    file.extend(b"5 0 obj\n");
    file.extend(stream("/Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R", &rows));
    file.extend(format!("\nendobj\nstartxref\n{end}\n%%EOF\n").into_bytes());
    keep_file(&file, false)
}

fn rendered_files() -> Result<()> {
    let content = || {
        vec![
            json!({ "type": "paragraph", "text": "Prescription 1.67", "style": 0, "align": "start", "heading": 1 }),
            json!({ "type": "pageBreak" }),
            json!({ "type": "paragraph", "text": "Sphere -1.25 שלום", "style": 0, "align": "start" }),
        ]
    };
    let mut go_on = |_, _| ControlFlow::Continue(());
    for profile in 0..4 {
        let document = document(content(), &[0, 3], 10.0, 300.0, profile);
        let rendered = rendered(&document, faces(), Vec::new()).expect("a sound document");
        keep_file(&rendered, false)?;
        let source =
            Source { data: rendered, password: None, pages: Vec::new(), title: Some("Title".to_owned()) };
        keep_file(&merge(&[source], Limits::default(), &mut go_on).expect("a sound file"), false)?;
    }
    for user_password in ["", "secret"] {
        let mut document = document(content(), &[0, 3], 10.0, 300.0, 0);
        document.profile = Profile::Protected {
            user_password: user_password.to_owned(),
            owner_password: "owner".to_owned(),
            permissions: -4,
            random: "17".repeat(48),
        };
        let locked = clinicore_pdf::render(&document, Rows::new(), faces(), Vec::new(), &mut go_on);
        keep_file(&locked.expect("a sound document"), user_password == "secret")?;
    }
    Ok(())
}

fn pictures() -> Result<()> {
    let mut kept = files(&root().join("../crates/pdf/tests/pictures"), &["jpg"])?;
    // Two pixels by two, or eight where a byte has as many, of every kind of colour and depth.
    for (color, depth, samples) in [
        (0_u8, 1_usize, 1_usize),
        (0, 2, 1),
        (0, 8, 1),
        (0, 16, 1),
        (2, 8, 3),
        (2, 16, 3),
        (3, 4, 1),
        (3, 8, 1),
        (4, 8, 2),
        (6, 8, 4),
        (6, 16, 4),
    ] {
        for interlaced in [0, 1] {
            let line = (2 * samples * depth).div_ceil(8);
            let passes: &[usize] =
                if interlaced == 1 { &[depth, depth, 2 * depth] } else { &[2 * depth, 2 * depth] };
            let mut rows = Vec::new();
            for &bits in passes {
                rows.push(1);
                rows.extend((0..(bits * samples).div_ceil(8)).map(|at| (at * 40 % (line + 1)) as u8));
            }
            kept.push(png([color, u8::try_from(depth).expect("at most 16"), interlaced], &rows)?);
        }
    }
    for (at, picture) in (0..).zip(kept) {
        keep("picture", &[&[at & 1, at % 4], picture.as_slice()].concat())?;
        keep("picture", &[&[1, 0], picture.as_slice()].concat())?;
    }
    Ok(())
}

fn png([color, depth, interlaced]: [u8; 3], rows: &[u8]) -> Result<Vec<u8>> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        let body = [kind, data].concat();
        let mut crc = Crc::new();
        crc.update(&body);
        file.extend(u32::try_from(data.len()).expect("a short chunk").to_be_bytes());
        file.extend(body);
        file.extend(crc.sum().to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 2, 0, 0, 0, 2, depth, color, 0, 0, interlaced]);
    if color == 3 {
        chunk(b"PLTE", &[0, 0, 0, 255, 0, 0, 0, 255, 0]);
        chunk(b"tRNS", &[255, 128]);
    }
    chunk(b"gAMA", &[0, 0, 177, 143]);
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::none());
    deflated.write_all(rows)?;
    chunk(b"IDAT", &deflated.finish()?);
    chunk(b"IEND", &[]);
    Ok(file)
}

fn texts() -> Result<()> {
    const TEXTS: [&str; 8] = [
        "Müller, Anna: 2 × Progressive lens 1.67, coated; €1,290.00 (10 %) – “fine”",
        "فاتورة رقم 12: لا مُحَمَّد (abc) 34",
        "חשבונית שָׁלוֹם (123) abc-45 ] [",
        "हिन्दी क्षत्रिय र्क्ष",
        "แว่นตาน้ำยาล้าง",
        "a\u{301}\u{ad}b\u{200b}c\u{a0}d\u{202f}e\u{200d}f\u{2028}g\nh\ti",
        "Lens\u{1f}12,50\u{1f}x\u{1f}Frame of a long name\u{1f}99,00\u{1f}שלום",
        "4006381333931",
    ];
    for (at, text) in (0..).zip(TEXTS) {
        for kind in 0..8 {
            keep("text", &[&[kind + 8 * at, at % 4, 40 * (at % 5), 9], text.as_bytes()].concat())?;
        }
    }
    keep("text", &[&[6, 0, 90, 9], "400638133393".as_bytes()].concat())?;
    keep("text", &[&[5, 0, 90, 9], "RX-2026-000123".as_bytes()].concat())
}
