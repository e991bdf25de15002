//! Colours: YBR to RGB, palettes.

use super::fault::{Fault, Result};
use super::frame::Lut;
use super::samples::{Kind, Samples, for_kind};

/// `YBR_FULL` to RGB (PS3.3 C.7.6.3.1.2), computed in double precision, rounded half up. For samples of n bits, chroma is
/// zero at 2^(n-1).
pub(super) fn ybr_to_rgb(samples: &mut Samples<'_>, stored: u8) -> Result<()> {
    if !(1..=16).contains(&stored) {
        return Err(Fault::Unsupported("YBR of more than 16 bits"));
    }
    let top = f64::from((1_u32 << stored) - 1);
    let middle = f64::from(1_u32 << (stored - 1));
    match samples.kind {
        Kind::U8 if stored == 8 => {
            for [y, b, r] in samples.bytes.to_mut().as_chunks_mut::<3>().0 {
                let [red, green, blue] =
                    rgb(f64::from(*y), f64::from(*b) - 128.0, f64::from(*r) - 128.0, 255.0);
                [*y, *b, *r] = [red as u8, green as u8, blue as u8];
            }
        }
        Kind::U8 => {
            for [y, b, r] in samples.bytes.to_mut().as_chunks_mut::<3>().0 {
                let [red, green, blue] =
                    rgb(f64::from(*y), f64::from(*b) - middle, f64::from(*r) - middle, top);
                [*y, *b, *r] = [red as u8, green as u8, blue as u8];
            }
        }
        Kind::U16 => {
            for pixel in samples.bytes.to_mut().as_chunks_mut::<6>().0 {
                let [y0, y1, b0, b1, r0, r1] = *pixel;
                let [y, b, r] = [[y0, y1], [b0, b1], [r0, r1]].map(|two| f64::from(u16::from_le_bytes(two)));
                let [red, green, blue] =
                    rgb(y, b - middle, r - middle, top).map(|value| (value as u16).to_le_bytes());
                *pixel = [red[0], red[1], green[0], green[1], blue[0], blue[1]];
            }
        }
        _ => return Err(Fault::Unsupported("YBR of other than 8 or 16 unsigned bits")),
    }
    Ok(())
}

/// The inverse of the matrix of ITU-R BT.601 that PS3.3 C.7.6.3.1.2 gives.
#[inline]
fn rgb(y: f64, b: f64, r: f64, top: f64) -> [f64; 3] {
    let red = y + 1.402 * r;
    let green = y - (0.114 * 1.772 / 0.587) * b - (0.299 * 1.402 / 0.587) * r;
    let blue = y + 1.772 * b;
    [red, green, blue].map(|value| (value + 0.5).clamp(0.0, top))
}

/// The colours of indexes (PS3.3 C.7.6.3.1.5, C.7.9), in a byte each if the palette's entries fit, else in two.
pub(super) fn apply_palette(indexes: &Samples<'_>, palette: &Lut, tables: &[u8]) -> Result<Samples<'static>> {
    let colors = palette_colors(palette, tables)?;
    let last = colors.len() - 1;
    let first = i128::from(palette.first);
    let at = |index: i128| index.saturating_sub(first).clamp(0, last as i128) as usize;
    let wide = palette.bits > 8;
    let mut bytes = Vec::with_capacity(indexes.bytes.len() * if wide { 6 } else { 3 });
    for_kind!(indexes.kind, (read, SIZE) => {
        for index in indexes.bytes.as_chunks::<SIZE>().0 {
            #[allow(clippy::unnecessary_cast, clippy::cast_lossless, reason = "of one kind among several")]
            let color = colors[at(read(*index) as i128)];
            if wide {
                bytes.extend_from_slice(color.map(u16::to_le_bytes).as_flattened());
            } else {
                bytes.extend_from_slice(&color.map(|value| value as u8));
            }
        }
    });
    Ok(Samples { bytes: bytes.into(), kind: if wide { Kind::U16 } else { Kind::U8 } })
}

fn palette_colors(palette: &Lut, tables: &[u8]) -> Result<Vec<[u16; 3]>> {
    let count = palette.entries as usize;
    if !(1..=65_536).contains(&count) || !(1..=16).contains(&palette.bits) {
        return Err(Fault::Described("its palette has no entries, or none of 1 to 16 bits"));
    }
    let colors = numbers(tables, palette.at, 3 * count)?;
    let (red, rest) = colors.split_at(count);
    let (green, blue) = rest.split_at(count);
    Ok(red.iter().zip(green).zip(blue).map(|((red, green), blue)| [*red, *green, *blue]).collect())
}

/// `count` numbers of 16 bits from the byte `at` on.
pub(super) fn numbers(tables: &[u8], at: u64, count: usize) -> Result<Vec<u16>> {
    let required = at.saturating_add(2 * count as u64);
    let cut_short = Fault::CutShort { required, given: tables.len() as u64 };
    let from = usize::try_from(at).map_err(|_| cut_short)?;
    let bytes = tables.get(from..).and_then(|rest| rest.get(..2 * count)).ok_or(cut_short)?;
    Ok(bytes.as_chunks().0.iter().map(|number| u16::from_le_bytes(*number)).collect())
}

/// Colours of `stored` bits as 8: `value * 255 / greatest`, rounded half up.
pub(super) fn to_8_bits(samples: &Samples<'_>, stored: u8) -> Vec<u8> {
    let greatest = (1_u64 << stored) - 1;
    let scaled = |value: u64| ((value * 510 + greatest) / (2 * greatest)).min(255) as u8;
    match samples.kind {
        Kind::U8 => samples.bytes.iter().map(|value| scaled((*value).into())).collect(),
        _ => samples
            .bytes
            .as_chunks()
            .0
            .iter()
            .map(|value| scaled(u16::from_le_bytes(*value).into()))
            .collect(),
    }
}
