//! Lossless scans (T.81 Annex H): process 14 with any predictor.

use super::bits::BitReader;
use super::header::{Header, Reader, Scan};
use super::huffman::Table;
use crate::pixel::fault::{Fault, Result};
use crate::pixel::progress::Progress;

/// The planes of the components, as they are before the point transform is undone.
pub(super) struct Image {
    planes: Vec<Vec<u16>>,
    /// The point transform of each.
    shifts: Vec<u8>,
}

impl Image {
    pub(super) fn new(header: &Header) -> Self {
        let count = header.components.len();
        Self { planes: vec![Vec::new(); count], shifts: vec![0; count] }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.planes.iter().all(|plane| !plane.is_empty())
    }

    /// Decodes a scan; returns the bytes it took.
    pub(super) fn scan(
        &mut self,
        header: &Header,
        scan: &Scan,
        reader: &Reader<'_>,
        progress: &mut Progress<'_>,
    ) -> Result<usize> {
        let Header { rows, columns, .. } = *header;
        if header.components.iter().any(|component| (component.h, component.v) != (1, 1)) {
            return Err(Fault::Unsupported("lossless JPEG with subsampled components"));
        }
        let per_row = reader.restart_interval.checked_rem(columns);
        if !(1..=7).contains(&scan.first)
            || scan.low >= header.precision
            || per_row.is_some_and(|rest| rest != 0)
        {
            return Err(Fault::Corrupt);
        }
        let restart_rows = reader.restart_interval / columns;
        let mut tables = Vec::new();
        for (index, dc, _) in &scan.components {
            tables.push(reader.dc[*dc].as_ref().ok_or(Fault::Corrupt)?);
            self.shifts[*index] = scan.low;
            self.planes[*index] = Vec::with_capacity(rows * columns);
        }
        let start = 1 << (header.precision - scan.low - 1);
        let mut bits = BitReader::new(reader.entropy_coded());
        let mut lines = vec![vec![0_u16; columns]; tables.len()];
        for row in 0..rows {
            let first = row == 0 || restart_rows > 0 && row % restart_rows == 0;
            if first && row > 0 {
                bits.restart()?;
            }
            if let ([table], [line]) = (&tables[..], &mut lines[..]) {
                differences(table, &mut bits, line)?;
            } else {
                for column in 0..columns {
                    for (table, line) in tables.iter().zip(&mut lines) {
                        bits.refill();
                        line[column] = difference(table, &mut bits)?;
                    }
                }
            }
            bits.check()?;
            for ((index, ..), line) in scan.components.iter().zip(&lines) {
                let plane = &mut self.planes[*index];
                if first {
                    add_first(plane, line, start);
                } else {
                    add(plane, line, scan.first);
                }
                progress.add(columns)?;
            }
        }
        Ok(bits.position())
    }

    /// The samples in pixels, as bytes or words.
    pub(super) fn interleaved(&self, header: &Header) -> Vec<u8> {
        let size = if header.precision > 8 { 2 } else { 1 };
        let samples = self.planes.len();
        let mut bytes = vec![0; header.rows * header.columns * samples * size];
        for (index, (plane, shift)) in self.planes.iter().zip(&self.shifts).enumerate() {
            if size == 1 {
                for (byte, sample) in bytes[index..].iter_mut().step_by(samples).zip(plane) {
                    *byte = (sample << shift) as u8;
                }
            } else {
                let words = bytes.as_chunks_mut::<2>().0;
                for (word, sample) in words[index..].iter_mut().step_by(samples).zip(plane) {
                    *word = (sample << shift).to_le_bytes();
                }
            }
        }
        bytes
    }
}

fn differences(table: &Table, bits: &mut BitReader<'_>, line: &mut [u16]) -> Result<()> {
    for value in line {
        bits.refill();
        *value = difference(table, bits)?;
    }
    Ok(())
}

/// A difference, modulo 2^16 (H.1.2.2); that of 16 bits is 32768, without bits of its own.
#[inline]
fn difference(table: &Table, bits: &mut BitReader<'_>) -> Result<u16> {
    if let Some((value, zeros)) = table.short_coefficient(bits) {
        // There are none before it: what tells of them is no symbol here.
        return if zeros == 0 { Ok(value as u16) } else { Err(Fault::Corrupt) };
    }
    let size = table.symbol(bits)?;
    match size {
        0..=15 => Ok(super::huffman::extend(bits.take(size.into()), size.into()) as u16),
        16 => Ok(0x8000),
        _ => Err(Fault::Corrupt),
    }
}

/// The first line, and the first after a restart marker: each sample is predicted by the one before.
fn add_first(plane: &mut Vec<u16>, line: &[u16], start: u16) {
    let mut left = start;
    plane.extend(line.iter().map(|difference| {
        left = left.wrapping_add(*difference);
        left
    }));
}

/// Any other line (table H.1); its first sample is predicted by the one above.
fn add(plane: &mut Vec<u16>, line: &[u16], predictor: u8) {
    let columns = line.len();
    let above_at = plane.len() - columns;
    plane.resize(plane.len() + columns, 0);
    let (before, current) = plane.split_at_mut(above_at + columns);
    let above = &before[above_at..];
    macro_rules! predict {
        (|$a:ident, $b:ident, $c:ident| $prediction:expr) => {{
            let mut left = above[0].wrapping_add(line[0]);
            current[0] = left;
            let neighbours = above.iter().zip(&above[1..]);
            for ((sample, difference), (corner, up)) in
                current[1..].iter_mut().zip(&line[1..]).zip(neighbours)
            {
                let ($a, $b, $c) = (i32::from(left), i32::from(*up), i32::from(*corner));
                left = (($prediction) as u16).wrapping_add(*difference);
                *sample = left;
            }
        }};
    }
    match predictor {
        1 => predict!(|a, _b, _c| a),
        2 => predict!(|_a, b, _c| b),
        3 => predict!(|_a, _b, c| c),
        4 => predict!(|a, b, c| a + b - c),
        5 => predict!(|a, b, c| a + ((b - c) >> 1)),
        6 => predict!(|a, b, c| b + ((a - c) >> 1)),
        _ => predict!(|a, b, _c| (a + b) >> 1),
    }
}
