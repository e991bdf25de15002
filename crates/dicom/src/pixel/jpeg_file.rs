//! JPEG files (ITU-T T.81 baseline, JFIF): the tables of its Annex K, no chroma left out.
//!
//! The arithmetic is whole, that of the reference software: its forward "islow" transform, its colour conversion, its
//! scale of qualities.

use super::fault::{Fault, Result};
use super::jpeg::ZIGZAG;

/// Quantization of luminance and chrominance at quality 50 (tables K.1 and K.2), in rows.
const QUANTIZATION: [[u16; 64]; 2] = [
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14,
        17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49,
        64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ],
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47,
        66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ],
];

/// A Huffman table as it stands in a file: how many codes of each length, then what they stand for.
struct Codes {
    lengths: [u8; 16],
    symbols: &'static [u8],
}

/// Tables K.3 and K.4.
const DC: [Codes; 2] = [
    Codes {
        lengths: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
        symbols: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    },
    Codes {
        lengths: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
        symbols: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    },
];

/// Tables K.5 and K.6.
const AC: [Codes; 2] = [
    Codes {
        lengths: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
        symbols: &[
            0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07,
            0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1, 0x15, 0x52, 0xD1, 0xF0,
            0x24, 0x33, 0x62, 0x72, 0x82, 0x09, 0x0A, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x25, 0x26, 0x27, 0x28,
            0x29, 0x2A, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49,
            0x4A, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69,
            0x6A, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7A, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89,
            0x8A, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7,
            0xA8, 0xA9, 0xAA, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xC2, 0xC3, 0xC4, 0xC5,
            0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA, 0xE1, 0xE2,
            0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8,
            0xF9, 0xFA,
        ],
    },
    Codes {
        lengths: [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
        symbols: &[
            0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71,
            0x13, 0x22, 0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09, 0x23, 0x33, 0x52, 0xF0,
            0x15, 0x62, 0x72, 0xD1, 0x0A, 0x16, 0x24, 0x34, 0xE1, 0x25, 0xF1, 0x17, 0x18, 0x19, 0x1A, 0x26,
            0x27, 0x28, 0x29, 0x2A, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48,
            0x49, 0x4A, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68,
            0x69, 0x6A, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7A, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87,
            0x88, 0x89, 0x8A, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0xA2, 0xA3, 0xA4, 0xA5,
            0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xC2, 0xC3,
            0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA,
            0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8,
            0xF9, 0xFA,
        ],
    },
];

/// A JPEG file of 8 bits a sample: grey of one sample, RGB of three. `quality` is 1 to 100.
pub(super) fn write(
    image: &[u8],
    samples: usize,
    columns: usize,
    rows: usize,
    quality: u8,
) -> Result<Vec<u8>> {
    let too_large = |_| Fault::Unsupported("a JPEG file of more than 65,535 rows or columns");
    let width = u16::try_from(columns).map_err(too_large)?;
    let height = u16::try_from(rows).map_err(too_large)?;
    let tables = if samples == 1 { 1 } else { 2 };
    let quantization = QUANTIZATION.map(|table| scaled(&table, quality));
    let mut file = head(width, height, samples, &quantization[..tables]);
    let codes = [0, 1].map(|table| (encoding(&DC[table]), encoding(&AC[table])));
    let mut bits = BitWriter { bytes: &mut file, pending: 0, count: 0 };
    let mut predictions = [0; 3];
    for top in (0..rows).step_by(8) {
        for left in (0..columns).step_by(8) {
            for (component, mut block) in
                blocks(image, samples, columns, rows, left, top).into_iter().enumerate()
            {
                if component >= samples {
                    break;
                }
                let table = usize::from(component > 0);
                transform(&mut block);
                let coefficients = quantized(&block, &quantization[table]);
                let (dc, ac) = &codes[table];
                bits.block(&coefficients, &mut predictions[component], dc, ac);
            }
        }
    }
    bits.finish();
    file.extend([0xFF, 0xD9]);
    Ok(file)
}

/// The table for a quality, as the reference software scales it.
fn scaled(table: &[u16; 64], quality: u8) -> [u16; 64] {
    let quality = u32::from(quality.clamp(1, 100));
    let percent = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
    table.map(|step| u16::try_from((u32::from(step) * percent + 50) / 100).unwrap_or(255).clamp(1, 255))
}

/// All that stands before the pixels.
fn head(width: u16, height: u16, samples: usize, quantization: &[[u16; 64]]) -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, content: &[u8]| {
        file.extend([0xFF, marker]);
        file.extend((content.len() as u16 + 2).to_be_bytes());
        file.extend_from_slice(content);
    };
    segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    for (number, table) in quantization.iter().enumerate() {
        let in_zigzag = ZIGZAG.iter().map(|at| table[usize::from(*at)] as u8);
        segment(0xDB, &std::iter::once(number as u8).chain(in_zigzag).collect::<Vec<_>>());
    }
    let ([h1, h0], [w1, w0]) = (height.to_be_bytes(), width.to_be_bytes());
    let mut frame = vec![8, h1, h0, w1, w0, samples as u8];
    let mut scan = vec![samples as u8];
    for component in 0..samples as u8 {
        let table = u8::from(component > 0);
        frame.extend([component + 1, 0x11, table]);
        scan.extend([component + 1, table << 4 | table]);
    }
    scan.extend([0, 63, 0]);
    segment(0xC0, &frame);
    for table in 0..quantization.len() {
        for (class, codes) in [(0, &DC[table]), (0x10, &AC[table])] {
            segment(0xC4, &[&[class | table as u8][..], &codes.lengths, codes.symbols].concat());
        }
    }
    segment(0xDA, &scan);
    file
}

/// A block of each component, shifted to be around 0; beyond the image its last row and column go on.
fn blocks(
    image: &[u8],
    samples: usize,
    columns: usize,
    rows: usize,
    left: usize,
    top: usize,
) -> [[i32; 64]; 3] {
    let mut blocks = [[0; 64]; 3];
    for y in 0..8 {
        let row = (top + y).min(rows - 1) * columns;
        for x in 0..8 {
            let pixel = &image[(row + (left + x).min(columns - 1)) * samples..][..samples];
            let at = 8 * y + x;
            if let [red, green, blue] = *pixel {
                let [luma, cb, cr] = ycc(red.into(), green.into(), blue.into());
                [blocks[0][at], blocks[1][at], blocks[2][at]] = [luma - 128, cb - 128, cr - 128];
            } else {
                blocks[0][at] = i32::from(pixel[0]) - 128;
            }
        }
    }
    blocks
}

/// JFIF's colour conversion, in 16 bits of fraction.
fn ycc(r: i32, g: i32, b: i32) -> [i32; 3] {
    const HALF: i32 = 1 << 15;
    const CENTER: i32 = (128 << 16) + HALF - 1;
    [
        (19_595 * r + 38_470 * g + 7471 * b + HALF) >> 16,
        (-11_059 * r - 21_709 * g + 32_768 * b + CENTER) >> 16,
        (32_768 * r - 27_439 * g - 5329 * b + CENTER) >> 16,
    ]
}

/// The forward transform, eight times too large ("islow", after Loeffler, Ligtenberg and Moschytz 1989).
fn transform(block: &mut [i32; 64]) {
    for row in block.as_chunks_mut::<8>().0 {
        *row = pass(*row, 11, |sum| sum << 2);
    }
    for x in 0..8 {
        let column = pass(std::array::from_fn(|y| block[8 * y + x]), 15, |sum| (sum + 2) >> 2);
        for (y, value) in column.into_iter().enumerate() {
            block[8 * y + x] = value;
        }
    }
}

/// One dimension: `shift` bits of fraction are rounded off what was multiplied, `even` scales what was not.
fn pass(d: [i32; 8], shift: u32, even: impl Fn(i32) -> i32) -> [i32; 8] {
    let round = |value: i32| (value + (1 << (shift - 1))) >> shift;
    let (sum, difference): ([i32; 4], [i32; 4]) =
        (std::array::from_fn(|i| d[i] + d[7 - i]), std::array::from_fn(|i| d[i] - d[7 - i]));
    let (t10, t13) = (sum[0] + sum[3], sum[0] - sum[3]);
    let (t11, t12) = (sum[1] + sum[2], sum[1] - sum[2]);
    let z1 = (t12 + t13) * 4433;
    let [t7, t6, t5, t4] = difference;
    let z5 = (t4 + t6 + t5 + t7) * 9633;
    let (w1, w2) = ((t4 + t7) * -7373, (t5 + t6) * -20_995);
    let (w3, w4) = ((t4 + t6) * -16_069 + z5, (t5 + t7) * -3196 + z5);
    [
        even(t10 + t11),
        round(t7 * 12_299 + w1 + w4),
        round(z1 + t13 * 6270),
        round(t6 * 25_172 + w2 + w3),
        even(t10 - t11),
        round(t5 * 16_819 + w2 + w4),
        round(z1 - t12 * 15_137),
        round(t4 * 2446 + w1 + w3),
    ]
}

/// Coefficients in zigzag order, divided by eight times their step, rounded half away from 0.
fn quantized(block: &[i32; 64], steps: &[u16; 64]) -> [i32; 64] {
    std::array::from_fn(|at| {
        let at = usize::from(ZIGZAG[at]);
        let (value, step) = (block[at], i32::from(steps[at]) * 8);
        value.signum() * ((value.abs() + step / 2) / step)
    })
}

/// A symbol's code and its length.
type Encoding = [(u16, u8); 256];

fn encoding(codes: &Codes) -> Encoding {
    let mut encoding = [(0, 0); 256];
    let mut symbols = codes.symbols.iter();
    let mut code = 0;
    for (length, count) in (1..).zip(codes.lengths) {
        for symbol in symbols.by_ref().take(count.into()) {
            encoding[usize::from(*symbol)] = (code, length);
            code += 1;
        }
        code <<= 1;
    }
    encoding
}

/// The entropy-coded bits; after a byte of ones stands one of zeros, so that no marker appears.
struct BitWriter<'a> {
    bytes: &'a mut Vec<u8>,
    pending: u32,
    count: u32,
}

impl BitWriter<'_> {
    fn put(&mut self, bits: u32, length: u32) {
        self.pending = self.pending << length | bits;
        self.count += length;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.pending >> self.count) as u8;
            self.bytes.push(byte);
            if byte == 0xFF {
                self.bytes.push(0);
            }
        }
        self.pending &= (1 << self.count) - 1;
    }

    /// A code, then the bits of a number of the magnitude it tells.
    fn put_number(&mut self, codes: &Encoding, run: u32, number: i32) {
        let magnitude = 32 - number.unsigned_abs().leading_zeros();
        let (code, length) = codes[(run << 4 | magnitude) as usize];
        self.put(code.into(), length.into());
        let bits = if number < 0 { number - 1 } else { number };
        self.put(bits.cast_unsigned() & ((1 << magnitude) - 1), magnitude);
    }

    fn block(&mut self, coefficients: &[i32; 64], prediction: &mut i32, dc: &Encoding, ac: &Encoding) {
        let [first, rest @ ..] = coefficients;
        self.put_number(dc, 0, first - *prediction);
        *prediction = *first;
        let mut run = 0;
        for coefficient in rest {
            if *coefficient == 0 {
                run += 1;
                continue;
            }
            while run > 15 {
                let (code, length) = ac[0xF0];
                self.put(code.into(), length.into());
                run -= 16;
            }
            self.put_number(ac, run, *coefficient);
            run = 0;
        }
        if run > 0 {
            let (code, length) = ac[0];
            self.put(code.into(), length.into());
        }
    }

    /// Fills the last byte with ones.
    fn finish(&mut self) {
        let missing = (8 - self.count % 8) % 8;
        self.put((1 << missing) - 1, missing);
    }
}
