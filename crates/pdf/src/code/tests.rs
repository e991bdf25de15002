#![allow(clippy::unwrap_used)]

use datamatrix::data::decode_str;
use datamatrix::errorcode::decode_error;
use datamatrix::placement::MatrixMap;
use proptest::prelude::*;

use super::*;
use crate::model::{Align, Level};

fn code(code: Symbology, value: &str, level: Option<Level>) -> Result<Modules, Error> {
    let (value, alt) = (value.to_owned(), String::new());
    modules(&Code {
        code,
        value,
        width: 100.0,
        height: None,
        level,
        cross: false,
        style: None,
        align: Align::Left,
        alt,
    })
}

/// All modules, line after line.
fn bitmap(modules: &Modules) -> Vec<bool> {
    let mut bits = vec![false; modules.width * modules.height];
    for &(x, y, width, height) in &modules.dark {
        for row in y..y + height {
            bits[row * modules.width + x..][..width].fill(true);
        }
    }
    bits
}

fn line(kind: Symbology, value: &str) -> String {
    let modules = code(kind, value, None).expect("a code");
    bitmap(&modules).into_iter().map(|dark| if dark { '1' } else { '0' }).collect()
}

/// The modules are those that zxing-cpp 3.1.1 draws.
#[test]
fn bar_codes_are_those_of_zxing() {
    for (kind, value, expected) in [
        (
            Symbology::Ean13,
            "4006381333931",
            "10100011010100111010111101111010001001011001101010100001010000101000010111010010000101100110101",
        ),
        (
            Symbology::Ean13,
            "978020137962",
            "10101110110001001010011100100110100111001100101010100001010001001110100101000011011001011100101",
        ),
        (
            Symbology::Code128,
            "PJJ123C",
            "1101001000011101110110101101110001011011100010011100110110011100101100101110010001000110111010001101100011\
             101011",
        ),
        (
            Symbology::Code128,
            "0123456789",
            "110100111001100110110011101101110101110110001000010110011011011110100001101001100011101011",
        ),
    ] {
        assert_eq!(line(kind, value), expected, "{value}");
    }
}

#[test]
fn an_ean_13_says_its_check_digit() {
    assert_eq!(code(Symbology::Ean13, "978020137962", None).unwrap().text.unwrap(), "9780201379624");
    let refused = |value| code(Symbology::Ean13, value, None).unwrap_err().to_string();
    assert_eq!(refused("9780201379625"), "value must end in its check digit");
    assert_eq!(refused("97802013796"), "value must be 12 or 13 digits");
    assert_eq!(refused("97802013796٢"), "value must be 12 or 13 digits");
}

#[test]
fn quiet_zones_are_those_of_the_standards() {
    let quiet = |kind, value| code(kind, value, None).unwrap().quiet;
    assert_eq!(quiet(Symbology::Qr, "1"), 4);
    assert_eq!(quiet(Symbology::DataMatrix, "1"), 1);
    assert_eq!(quiet(Symbology::Code128, "1"), 10);
    assert_eq!(quiet(Symbology::Ean13, "978020137962"), 11);
}

#[test]
fn what_no_code_can_hold_is_refused() {
    for (level, most) in [(Level::L, 2_953), (Level::M, 2_331), (Level::Q, 1_663), (Level::H, 1_273)] {
        assert_eq!(code(Symbology::Qr, &"a".repeat(most), Some(level)).unwrap().width, 177);
        let refused = code(Symbology::Qr, &"a".repeat(most + 1), Some(level)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "value must be shorter: no QR code of this error correction can hold it"
        );
    }
    // Between Latin letters that take a codeword each; of digits and letters in classes more would fit.
    assert_eq!(code(Symbology::DataMatrix, &"日".repeat(517), None).unwrap().width, 144);
    let refused = code(Symbology::DataMatrix, &"日".repeat(520), None).unwrap_err();
    assert_eq!(refused.to_string(), "value must be shorter: no Data Matrix code can hold it");
    for value in ["", "ä"] {
        let refused = code(Symbology::Code128, value, None).unwrap_err();
        assert_eq!(refused.to_string(), "value must have ASCII characters only");
    }
}

/// Symbol characters with start, check and stop: how many ISO/IEC 15417, annex E, asks for.
#[test]
fn code_128_changes_sets_where_that_is_shorter() {
    for (value, symbols) in [
        ("00", 4),               // C
        ("1234", 5),             // C
        ("123", 6),              // B throughout: to change costs what it saves
        ("12345", 7),            // C, and the last one in B
        ("A1234", 7),            // B, and C at the end
        ("A12345B", 10),         // B, five digits in C with one before
        ("A123456B", 10),        // B, C, B
        ("A1234B", 9),           // B throughout: four digits in the middle save nothing
        ("a\u{1}b", 7),          // B with one character shifted
        ("\u{1}a\u{2}", 7),      // A with one character shifted
        ("a\u{1}\u{2}\u{3}", 8), // B, and A to the end
    ] {
        let width = code(Symbology::Code128, value, None).unwrap().width;
        assert_eq!((width - 13) % 11, 0);
        assert_eq!((width - 13) / 11 + 1, symbols, "{value:?}");
    }
}

/// What a reader makes of a Code 128, by the tables of ISO/IEC 15417 read the other way.
fn read_code128(modules: &Modules) -> String {
    let bits = bitmap(modules);
    let widths: Vec<u8> = bits.chunk_by(|a, b| a == b).map(|run| u8::try_from(run.len()).unwrap()).collect();
    let (body, stop) = widths.split_at(widths.len() - 7);
    assert_eq!(stop, [2, 3, 3, 1, 1, 1, 2]);
    let symbols: Vec<usize> = body
        .chunks_exact(6)
        .map(|six| code128::WIDTHS.iter().position(|known| known == six).expect("a symbol character"))
        .collect();
    let (&check, symbols) = symbols.split_last().unwrap();
    let sum = symbols[0] + symbols.iter().enumerate().map(|(at, symbol)| at * symbol).sum::<usize>();
    assert_eq!(sum % 103, check);
    let mut set = [b'A', b'B', b'C'][symbols[0] - 103];
    let mut text = Vec::new();
    let mut shifted = None;
    for &symbol in &symbols[1..] {
        let now = shifted.take().unwrap_or(set);
        let symbol = u8::try_from(symbol).unwrap();
        match (now, symbol) {
            (b'C', ..100) => text.extend([b'0' + symbol / 10, b'0' + symbol % 10]),
            (b'A' | b'B', 98) => shifted = Some(if set == b'A' { b'B' } else { b'A' }),
            (_, 99) => set = b'C',
            (_, 100) => set = b'B',
            (_, 101) => set = b'A',
            (b'A', 64..96) => text.push(symbol - 64),
            _ => text.push(symbol + 32),
        }
    }
    String::from_utf8(text).unwrap()
}

/// How many codewords of data there are by the width (ISO/IEC 16022, table 7).
#[rustfmt::skip]
const DATA_CODEWORDS: [(usize, usize); 18] = [
    (10, 3), (12, 5), (14, 8), (16, 12), (18, 18), (20, 22), (22, 30), (24, 36), (26, 44), (32, 62), (36, 86),
    (40, 114), (44, 144), (48, 174), (52, 204), (64, 280), (72, 368), (80, 456),
];

/// What a reader makes of a Data Matrix.
fn read_data_matrix(modules: &Modules) -> String {
    let (map, size) =
        MatrixMap::try_from_bits(&bitmap(modules), modules.width).expect("edges of a Data Matrix");
    let mut codewords = map.codewords();
    decode_error(&mut codewords, size).expect("as much data as correction");
    let &(_, words) = DATA_CODEWORDS.iter().find(|(width, _)| *width == modules.width).expect("a size");
    decode_str(&codewords[..words]).expect("codewords of a text")
}

/// What a camera makes of a QR code.
fn read_qr(modules: &Modules) -> String {
    const SCALE: usize = 3;
    let side = (modules.width + 2 * modules.quiet) * SCALE;
    let bits = bitmap(modules);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let at = |place: usize| (place / SCALE).checked_sub(modules.quiet).filter(|&at| at < modules.width);
        match (at(x), at(y)) {
            (Some(x), Some(y)) if bits[y * modules.width + x] => 0,
            _ => 255,
        }
    });
    image.detect_grids()[0].decode().expect("a readable code").1
}

proptest! {
    #[test]
    fn code_128_says_any_ascii(value in "[\\x00-\\x7f]{1,60}|[0-9]{1,30}|([0-9]{1,7}[A-z]{0,2}){1,6}") {
        let modules = code(Symbology::Code128, &value, None).unwrap();
        prop_assert_eq!(read_code128(&modules), value);
    }

    #[test]
    fn a_data_matrix_says_any_text(value in "[ -~]{1,80}|[0-9]{1,200}|[ -ſ]{1,60}|\\PC{1,40}") {
        let modules = code(Symbology::DataMatrix, &value, None).unwrap();
        prop_assert_eq!(read_data_matrix(&modules), value);
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_qr_code_says_any_text(value in "[ -~]{1,80}|[0-9]{1,99}|[A-Z0-9 $%*+./:-]{1,60}|\\PC{1,40}", level in 0..4_usize) {
        let level = [Level::L, Level::M, Level::Q, Level::H][level];
        let modules = code(Symbology::Qr, &value, Some(level)).unwrap();
        prop_assert_eq!(read_qr(&modules), value);
    }
}
