//! Progressive scans (T.81 Annex G): all coefficients are kept until the last scan is read.

use super::ZIGZAG;
use super::bits::BitReader;
use super::dct::{self, Sample};
use super::header::{Component, Header, Reader, Scan};
use super::huffman::{Table, extend};
use super::sequential::{Plane, mcus};
use crate::pixel::fault::{Fault, Result};
use crate::pixel::progress::Progress;

/// The coefficients of the components, in zigzag order, and the quantization tables of their first scans.
pub(super) struct Image {
    components: Vec<Vec<[i16; 64]>>,
    quantization: Vec<Option<[u16; 64]>>,
}

impl Image {
    pub(super) fn new(header: &Header) -> Self {
        let blocks = |component: &Component| vec![[0; 64]; component.block_columns * component.block_rows];
        Self {
            components: header.components.iter().map(blocks).collect(),
            quantization: vec![None; header.components.len()],
        }
    }

    /// Decodes a scan; returns the bytes it took.
    pub(super) fn scan(
        &mut self,
        header: &Header,
        scan: &Scan,
        reader: &Reader<'_>,
        progress: &mut Progress<'_>,
    ) -> Result<usize> {
        let dc_only = scan.first == 0;
        let valid = if dc_only { scan.last == 0 } else { scan.first <= scan.last && scan.last < 64 };
        if !valid || scan.low > 13 || scan.high > 13 || !dc_only && scan.components.len() > 1 {
            return Err(Fault::Corrupt);
        }
        for (index, ..) in &scan.components {
            let table = reader.quantization[usize::from(header.components[*index].quantization)];
            let kept = &mut self.quantization[*index];
            *kept = kept.or(table);
        }
        let (rows, columns) = mcus(header, scan);
        let mut bits = BitReader::new(reader.entropy_coded());
        let mut predictions = [0; 4];
        let mut ended_blocks = 0;
        let mut until_restart = reader.restart_interval;
        for row in 0..rows {
            for column in 0..columns {
                if reader.restart_interval > 0 {
                    if until_restart == 0 {
                        bits.restart()?;
                        until_restart = reader.restart_interval;
                        predictions = [0; 4];
                        ended_blocks = 0;
                    }
                    until_restart -= 1;
                }
                for ((index, dc, ac), prediction) in scan.components.iter().zip(&mut predictions) {
                    let component = &header.components[*index];
                    let (h, v) = if scan.components.len() == 1 { (1, 1) } else { (component.h, component.v) };
                    for at in 0..h * v {
                        let (y, x) = (row * v + at / h, column * h + at % h);
                        let block = &mut self.components[*index][y * component.block_columns + x];
                        if dc_only {
                            first_coefficient(block, scan, reader.dc[*dc].as_ref(), &mut bits, prediction)?;
                        } else {
                            let table = reader.ac[*ac].as_ref().ok_or(Fault::Corrupt)?;
                            let mut band = Band { scan, table, ended_blocks };
                            if scan.high == 0 {
                                band.begin(block, &mut bits)?;
                            } else {
                                band.refine(block, &mut bits)?;
                            }
                            ended_blocks = band.ended_blocks;
                        }
                    }
                }
            }
            bits.check()?;
            progress.add(columns * 64 / header.components.len())?;
        }
        Ok(bits.position())
    }

    /// The samples.
    pub(super) fn planes<S: Sample>(
        &self,
        header: &Header,
        progress: &mut Progress<'_>,
    ) -> Result<Vec<Plane<S>>> {
        let mut planes = Vec::new();
        for ((component, blocks), steps) in
            header.components.iter().zip(&self.components).zip(&self.quantization)
        {
            let steps = steps.as_ref().ok_or(Fault::Corrupt)?;
            let mut plane = Plane::new(component);
            let stride = plane.stride;
            for (row, blocks) in blocks.chunks_exact(component.block_columns).enumerate() {
                for (column, coefficients) in blocks.iter().enumerate() {
                    let mut block = [0; 64];
                    for ((place, coefficient), step) in ZIGZAG.iter().zip(coefficients).zip(steps) {
                        block[usize::from(place & 63)] = i32::from(*coefficient).wrapping_mul((*step).into());
                    }
                    dct::inverse(&mut block, plane.block(row, column), stride);
                }
                progress.pause()?;
            }
            planes.push(plane);
        }
        Ok(planes)
    }
}

/// The DC coefficient: its high bits, or one bit more (G.1.2.1).
fn first_coefficient(
    block: &mut [i16; 64],
    scan: &Scan,
    table: Option<&Table>,
    bits: &mut BitReader<'_>,
    prediction: &mut i32,
) -> Result<()> {
    if scan.high == 0 {
        bits.refill();
        let difference = table.ok_or(Fault::Corrupt)?.difference(bits, 15)?;
        *prediction = prediction.wrapping_add(difference);
        block[0] = (*prediction << scan.low) as i16;
    } else if bits.bit() {
        block[0] |= 1 << scan.low;
    }
    Ok(())
}

/// The AC coefficients of a scan.
struct Band<'a> {
    scan: &'a Scan,
    table: &'a Table,
    /// How many blocks more have no further new coefficient (G.1.2.2).
    ended_blocks: u32,
}

impl Band<'_> {
    /// The high bits of a block's coefficients.
    fn begin(&mut self, block: &mut [i16; 64], bits: &mut BitReader<'_>) -> Result<()> {
        if self.ended_blocks > 0 {
            self.ended_blocks -= 1;
            return Ok(());
        }
        let mut at = usize::from(self.scan.first);
        while at <= usize::from(self.scan.last) {
            bits.refill();
            let symbol = self.table.symbol(bits)?;
            let (run, size) = (symbol >> 4, u32::from(symbol & 15));
            if size == 0 && run < 15 {
                self.ended_blocks = end_of_band(run, bits) - 1;
                break;
            }
            at += usize::from(run);
            if size > 0 {
                let value = extend(bits.take(size), size) << self.scan.low;
                *block.get_mut(at).ok_or(Fault::Corrupt)? = value as i16;
            }
            at += 1;
        }
        Ok(())
    }

    /// One bit more of those that are not 0, and new ones among those that are (G.1.2.3).
    fn refine(&mut self, block: &mut [i16; 64], bits: &mut BitReader<'_>) -> Result<()> {
        let step = 1_i16 << self.scan.low;
        let mut coefficients = block[usize::from(self.scan.first)..=usize::from(self.scan.last)].iter_mut();
        if self.ended_blocks == 0 {
            while !coefficients.as_slice().is_empty() {
                bits.refill();
                let symbol = self.table.symbol(bits)?;
                let (run, size) = (symbol >> 4, symbol & 15);
                let new = match size {
                    0 if run < 15 => {
                        self.ended_blocks = end_of_band(run, bits);
                        break;
                    }
                    0 => 0,
                    1 if bits.bit() => step,
                    1 => -step,
                    _ => return Err(Fault::Corrupt),
                };
                let mut zeros = run;
                for coefficient in coefficients.by_ref() {
                    if *coefficient != 0 {
                        correct(coefficient, step, bits);
                    } else if zeros > 0 {
                        zeros -= 1;
                    } else {
                        *coefficient = new;
                        break;
                    }
                }
            }
        }
        if self.ended_blocks > 0 {
            self.ended_blocks -= 1;
            coefficients
                .filter(|coefficient| **coefficient != 0)
                .for_each(|coefficient| correct(coefficient, step, bits));
        }
        Ok(())
    }
}

/// How many blocks end here, this one included.
fn end_of_band(run: u8, bits: &mut BitReader<'_>) -> u32 {
    bits.refill();
    (1 << run) + bits.take(run.into())
}

/// A bit more of a coefficient, away from 0.
fn correct(coefficient: &mut i16, step: i16, bits: &mut BitReader<'_>) {
    if bits.bit() && *coefficient & step == 0 {
        *coefficient = coefficient.wrapping_add(if *coefficient < 0 { -step } else { step });
    }
}
