//! What compressed streams hold (ISO 32000-2, 7.4). Pictures stay as they are: nothing here looks into one.

use flate2::{Decompress, FlushDecompress, Status};

use crate::error::Error;
use crate::files::limits::Work;
use crate::files::object::Dictionary;
use crate::files::parse::{is_white, malformed};

/// How one filter is set; the numbers' defaults are those of the standard.
pub(super) struct Filter<'a> {
    pub name: &'a [u8],
    pub settings: Settings,
}

#[derive(Clone, Copy)]
pub(super) struct Settings {
    predictor: usize,
    colors: usize,
    bits: usize,
    columns: usize,
    early_change: usize,
}

impl Settings {
    pub fn of(dictionary: Option<&Dictionary>) -> Self {
        let get = |key: &str, default| {
            let value = dictionary.and_then(|dictionary| dictionary.get(key.as_bytes()));
            value.and_then(super::object::Object::index).unwrap_or(default)
        };
        Self {
            predictor: get("Predictor", 1),
            colors: get("Colors", 1).clamp(1, 64),
            bits: get("BitsPerComponent", 8).clamp(1, 16),
            columns: get("Columns", 1).clamp(1, 1 << 20),
            early_change: get("EarlyChange", 1),
        }
    }
}

/// Undoes one filter. `offset` is where the stream stands, for errors.
pub(super) fn decoded(filter: &Filter, data: &[u8], offset: usize, work: &Work) -> Result<Vec<u8>, Error> {
    let plain = match filter.name {
        b"FlateDecode" | b"Fl" => inflated(data, work.inflatable())
            .ok_or_else(|| malformed("a compressed stream is damaged", Some(offset)))?,
        b"LZWDecode" | b"LZW" => lzw(data, filter.settings.early_change, work.inflatable()),
        b"ASCIIHexDecode" | b"AHx" => hexadecimal(data),
        b"ASCII85Decode" | b"A85" => ascii85(data, work.inflatable()),
        b"RunLengthDecode" | b"RL" => run_length(data, work.inflatable()),
        _ => {
            return Err(Error::Unsupported {
                argument: String::new(),
                reason: "a stream that draws is compressed as pictures are",
            });
        }
    };
    work.inflated(plain.len())?;
    Ok(match filter.settings.predictor {
        2 => tiff(plain, &filter.settings),
        10.. => png(&plain, &filter.settings),
        _ => plain,
    })
}

/// At most one byte more than `room`. What is cut off gives as much as there is; a check sum that is wrong, nothing worse.
fn inflated(data: &[u8], room: usize) -> Option<Vec<u8>> {
    // The head is passed over, for what it says is wrong as often as the sum at the end.
    let has_head = data.len() >= 2
        && data[0] & 15 == 8
        && (usize::from(data[0]) << 8 | usize::from(data[1])).is_multiple_of(31);
    let data = if has_head { &data[2..] } else { data };
    let mut stream = Decompress::new(false);
    let mut plain = Vec::with_capacity(data.len().saturating_mul(3).min(room).saturating_add(1));
    loop {
        let (read, written) = (stream.total_in(), plain.len());
        let rest = &data[usize::try_from(read).ok()?..];
        match stream.decompress_vec(rest, &mut plain, FlushDecompress::None) {
            Err(_) => return None,
            Ok(Status::StreamEnd) => return Some(plain),
            Ok(_) if plain.len() > room => return Some(plain),
            Ok(_) if plain.len() == plain.capacity() => {
                plain.reserve(plain.len().min(room + 1 - plain.len()).max(64));
            }
            Ok(_) if stream.total_in() == read && plain.len() == written => return Some(plain),
            Ok(_) => {}
        }
    }
}

/// As of TIFF 6.0, with codes of 9 to 12 bits.
fn lzw(data: &[u8], early_change: usize, room: usize) -> Vec<u8> {
    let mut plain: Vec<u8> = Vec::new();
    // Each entry is a piece of what was written.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let (mut bits, mut held) = (0_usize, 0_usize);
    for byte in data {
        bits = (bits << 8 | usize::from(*byte)) & 0x00ff_ffff;
        held += 8;
        let next = 258 + table.len() + early_change;
        let width = if next >= 2048 {
            12
        } else if next >= 1024 {
            11
        } else if next >= 512 {
            10
        } else {
            9
        };
        if held < width {
            continue;
        }
        held -= width;
        let code = bits >> held & ((1 << width) - 1);
        let start = plain.len();
        match code {
            256 => {
                table.clear();
                last = None;
                continue;
            }
            257 => break,
            0..=255 => plain.extend(u8::try_from(code)),
            _ => {
                let Some((from, length)) = table.get(code - 258).copied().or_else(|| {
                    // The very entry that is being made: what was written last, and its first byte.
                    last.filter(|_| code - 258 == table.len()).map(|(from, length)| (from, length + 1))
                }) else {
                    break;
                };
                for at in from..from + length {
                    plain.push(plain[at]);
                }
            }
        }
        if let Some((from, length)) = last.filter(|_| table.len() < 4096 - 258) {
            table.push((from, length + 1));
        }
        last = Some((start, plain.len() - start));
        if plain.len() > room {
            break;
        }
    }
    plain
}

fn hexadecimal(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn ascii85(data: &[u8], room: usize) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    for byte in data.iter().copied().filter(|byte| !is_white(*byte)) {
        match byte {
            b'z' if group.is_empty() => plain.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            plain.extend(base85(&group));
            group.clear();
        }
        if plain.len() > room {
            return plain;
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        plain.extend(&base85(&group)[..kept]);
    }
    plain
}

fn base85(group: &[u32]) -> [u8; 4] {
    group.iter().fold(0_u32, |sum, digit| sum.wrapping_mul(85).wrapping_add(*digit)).to_be_bytes()
}

fn run_length(data: &[u8], room: usize) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut at = 0;
    while let Some(length) = data.get(at).map(|byte| usize::from(*byte)).filter(|length| *length != 128) {
        let rest = &data[at + 1..];
        if length < 128 {
            plain.extend_from_slice(&rest[..rest.len().min(length + 1)]);
            at += length + 2;
        } else {
            plain.extend(
                rest.first().map(|byte| std::iter::repeat_n(*byte, 257 - length)).into_iter().flatten(),
            );
            at += 2;
        }
        if plain.len() > room {
            break;
        }
    }
    plain
}

/// Each byte is the difference to the one before of its colour; only of whole bytes, as no writer uses others for text.
fn tiff(mut plain: Vec<u8>, settings: &Settings) -> Vec<u8> {
    if settings.bits == 8 {
        for row in plain.chunks_mut(settings.columns * settings.colors) {
            for at in settings.colors..row.len() {
                row[at] = row[at].wrapping_add(row[at - settings.colors]);
            }
        }
    }
    plain
}

/// The filters of PNG (ISO 15948, 9), each row's before it.
fn png(plain: &[u8], settings: &Settings) -> Vec<u8> {
    let pixel = (settings.colors * settings.bits).div_ceil(8);
    let width = (settings.columns * settings.colors * settings.bits).div_ceil(8);
    let mut rows: Vec<u8> = Vec::with_capacity(plain.len());
    for row in plain.chunks(width + 1) {
        let start = rows.len();
        for (at, byte) in row[1..].iter().enumerate() {
            let left = if at >= pixel { rows[start + at - pixel] } else { 0 };
            let above = if start >= width { rows[start - width + at] } else { 0 };
            let corner = if at >= pixel && start >= width { rows[start - width + at - pixel] } else { 0 };
            let guess = match row[0] {
                1 => left,
                2 => above,
                3 => left.midpoint(above),
                4 => paeth(left, above, corner),
                _ => 0,
            };
            rows.push(byte.wrapping_add(guess));
        }
    }
    rows
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i32::from(left) + i32::from(above) - i32::from(corner);
    let far = |value: u8| (guess - i32::from(value)).abs();
    if far(left) <= far(above) && far(left) <= far(corner) {
        left
    } else if far(above) <= far(corner) {
        above
    } else {
        corner
    }
}
