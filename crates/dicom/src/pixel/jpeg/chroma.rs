//! Components into pixels: subsampled ones enlarged, YCbCr converted, as libjpeg does both.

use super::dct::Sample;
use super::header::{Component, Header};
use super::sequential::Plane;

/// The samples in pixels, as bytes or words.
pub(super) fn interleaved<S: Sample>(header: &Header, planes: &[Plane<S>]) -> Vec<u8> {
    let Header { rows, columns, .. } = *header;
    let mut bytes = Vec::with_capacity(rows * columns * planes.len() * S::default().size());
    let mut lines = vec![vec![S::default(); columns]; planes.len()];
    for y in 0..rows {
        for ((line, plane), component) in lines.iter_mut().zip(planes).zip(&header.components) {
            let factors = (header.h / component.h, header.v / component.v);
            enlarged(plane, component, factors, y, line);
        }
        match &lines[..] {
            [only] => only.iter().for_each(|sample| sample.write(&mut bytes)),
            [first, second, third] => {
                for ((first, second), third) in first.iter().zip(second).zip(third) {
                    first.write(&mut bytes);
                    second.write(&mut bytes);
                    third.write(&mut bytes);
                }
            }
            _ => {
                for x in 0..columns {
                    for line in &lines {
                        line[x].write(&mut bytes);
                    }
                }
            }
        }
    }
    bytes
}

/// Row `y` of a component, as wide as the image. Where there are half as many columns or rows, each sample is three
/// parts of the nearest and one of the next nearest; otherwise it is repeated.
fn enlarged<S: Sample>(
    plane: &Plane<S>,
    component: &Component,
    (h, v): (usize, usize),
    y: usize,
    line: &mut [S],
) {
    let row = |row: usize| &plane.samples[row * plane.stride..][..component.columns];
    let nearest = y / v;
    let next =
        if y.is_multiple_of(v) { nearest.saturating_sub(1) } else { (nearest + 1).min(component.rows - 1) };
    match (h, v) {
        (1, 1) => line.copy_from_slice(row(nearest)),
        (2, 1) if component.columns > 2 => {
            doubled(line, row(nearest).iter().map(|sample| number(*sample)), 2, [1, 2]);
        }
        (2, 2) if component.columns > 2 => {
            let sums = row(nearest).iter().zip(row(next)).map(|(near, far)| 3 * number(*near) + number(*far));
            doubled(line, sums, 4, [8, 7]);
        }
        (1, 2) => {
            let rounding = if y.is_multiple_of(2) { 1 } else { 2 };
            for ((sample, near), far) in line.iter_mut().zip(row(nearest)).zip(row(next)) {
                *sample = S::from_number((3 * number(*near) + number(*far) + rounding) >> 2);
            }
        }
        _ => {
            let row = row(nearest);
            for (samples, sample) in line.chunks_mut(h).zip(row) {
                samples.fill(*sample);
            }
        }
    }
}

fn number<S: Sample>(sample: S) -> u32 {
    u32::from(sample.into())
}

/// Twice as many samples across: of every three and a part, `shift` bits are rounded off, by turns differently.
fn doubled<S: Sample>(
    line: &mut [S],
    mut numbers: impl Iterator<Item = u32>,
    shift: u32,
    rounding: [u32; 2],
) {
    let Some(mut this) = numbers.next() else { return };
    // The first and the last stand alone: all four parts are theirs.
    let mut before = this;
    for two in line.chunks_mut(2) {
        let next = numbers.next();
        two[0] = S::from_number((3 * this + before + rounding[0]) >> shift);
        if let Some(second) = two.get_mut(1) {
            *second = S::from_number((3 * this + next.unwrap_or(this) + rounding[1]) >> shift);
        }
        before = this;
        this = next.unwrap_or(this);
    }
}

/// YCbCr in RGB, with 16 bits of fraction.
pub(super) fn to_rgb(bytes: &mut [u8], precision: u8) {
    if precision == 8 {
        for pixel in bytes.as_chunks_mut::<3>().0 {
            *pixel = rgb(pixel.map(i32::from), 8).map(|value| value as u8);
        }
        return;
    }
    for pixel in bytes.as_chunks_mut::<6>().0 {
        let [y0, y1, b0, b1, r0, r1] = *pixel;
        let numbers = [[y0, y1], [b0, b1], [r0, r1]].map(|word| u16::from_le_bytes(word).into());
        let [red, green, blue] = rgb(numbers, precision).map(|value| (value as u16).to_le_bytes());
        *pixel = [red[0], red[1], green[0], green[1], blue[0], blue[1]];
    }
}

#[inline]
fn rgb([y, cb, cr]: [i32; 3], precision: u8) -> [i32; 3] {
    const HALF: i32 = 1 << 15;
    let middle = 1 << (precision - 1);
    let (cb, cr) = (cb - middle, cr - middle);
    let red = y + ((91_881 * cr + HALF) >> 16);
    let green = y + ((-22_554 * cb - 46_802 * cr + HALF) >> 16);
    let blue = y + ((116_130 * cb + HALF) >> 16);
    [red, green, blue].map(|value| value.clamp(0, 2 * middle - 1))
}
