//! Sequential scans (T.81 F.2): baseline and extended.

use super::ZIGZAG;
use super::bits::BitReader;
use super::dct::{self, Sample};
use super::header::{Component, Header, Reader, Scan};
use super::huffman::{Table, extend};
use crate::pixel::fault::{Fault, Result};
use crate::pixel::progress::Progress;

/// The planes of the components.
pub(super) struct Image<S> {
    pub planes: Vec<Plane<S>>,
}

/// A component's samples, with those that only fill up blocks and MCUs.
pub(super) struct Plane<S> {
    pub samples: Vec<S>,
    pub stride: usize,
}

impl<S: Sample> Plane<S> {
    pub(super) fn new(component: &Component) -> Self {
        let stride = component.block_columns * 8;
        Self { samples: vec![S::default(); stride * component.block_rows * 8], stride }
    }

    /// The samples from a block's first on.
    #[inline]
    pub(super) fn block(&mut self, row: usize, column: usize) -> &mut [S] {
        &mut self.samples[row * 8 * self.stride + column * 8..]
    }
}

/// A component of a scan, with what it is decoded by.
struct Coded<'a> {
    index: usize,
    component: Component,
    dc: &'a Table,
    ac: &'a Table,
    quantization: &'a [u16; 64],
    prediction: i32,
}

impl<S: Sample> Image<S> {
    /// Planes are made when their scan comes.
    pub(super) fn new(header: &Header) -> Self {
        let planes = header.components.iter().map(|_| Plane { samples: Vec::new(), stride: 0 }).collect();
        Self { planes }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.planes.iter().all(|plane| plane.stride > 0)
    }

    /// Decodes a scan; returns the bytes it took.
    pub(super) fn scan(
        &mut self,
        header: &Header,
        scan: &Scan,
        reader: &Reader<'_>,
        progress: &mut Progress<'_>,
    ) -> Result<usize> {
        let mut coded = Vec::new();
        for (index, dc, ac) in &scan.components {
            let component = header.components[*index];
            self.planes[*index] = Plane::new(&component);
            coded.push(Coded {
                index: *index,
                component,
                dc: reader.dc[*dc].as_ref().ok_or(Fault::Corrupt)?,
                ac: reader.ac[*ac].as_ref().ok_or(Fault::Corrupt)?,
                quantization: reader.quantization[usize::from(component.quantization)]
                    .as_ref()
                    .ok_or(Fault::Corrupt)?,
                prediction: 0,
            });
        }
        let mut bits = BitReader::new(reader.entropy_coded());
        let (rows, columns) = mcus(header, scan);
        let mut until_restart = reader.restart_interval;
        for row in 0..rows {
            for column in 0..columns {
                if reader.restart_interval > 0 {
                    if until_restart == 0 {
                        bits.restart()?;
                        until_restart = reader.restart_interval;
                        for coded in &mut coded {
                            coded.prediction = 0;
                        }
                    }
                    until_restart -= 1;
                }
                for coded in &mut coded {
                    let (h, v) = if scan.components.len() == 1 {
                        (1, 1)
                    } else {
                        (coded.component.h, coded.component.v)
                    };
                    let plane = &mut self.planes[coded.index];
                    let stride = plane.stride;
                    for y in 0..v {
                        for x in 0..h {
                            coded.block(&mut bits, plane.block(row * v + y, column * h + x), stride)?;
                        }
                    }
                }
            }
            bits.check()?;
            progress.add(columns * 64)?;
        }
        Ok(bits.position())
    }
}

/// The MCUs of a scan, down and across: of a single component, each of its blocks that holds samples is one (A.2).
pub(super) fn mcus(header: &Header, scan: &Scan) -> (usize, usize) {
    match scan.components[..] {
        [(index, ..)] => {
            let component = &header.components[index];
            (component.rows.div_ceil(8), component.columns.div_ceil(8))
        }
        _ => (header.mcu_rows, header.mcu_columns),
    }
}

impl Coded<'_> {
    /// Decodes a block into its samples.
    #[inline]
    fn block<S: Sample>(&mut self, bits: &mut BitReader<'_>, samples: &mut [S], stride: usize) -> Result<()> {
        bits.refill();
        self.prediction = self.prediction.wrapping_add(self.dc.difference(bits, 15)?);
        let first = self.prediction.wrapping_mul(self.quantization[0].into());
        let mut block = [0; 64];
        let mut at = 1;
        let mut only_first = true;
        while at < 64 {
            bits.refill();
            let coefficient = if let Some((value, run)) = self.ac.short_coefficient(bits) {
                at += usize::from(run);
                value
            } else {
                let symbol = self.ac.symbol(bits)?;
                let (run, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
                if size == 0 {
                    if run < 15 {
                        break;
                    }
                    at += 16;
                    continue;
                }
                at += run;
                extend(bits.take(size), size)
            };
            let place = ZIGZAG.get(at).ok_or(Fault::Corrupt)?;
            block[usize::from(*place & 63)] = coefficient.wrapping_mul(self.quantization[at & 63].into());
            only_first = false;
            at += 1;
        }
        if only_first {
            dct::inverse_of_one(first, samples, stride);
        } else {
            block[0] = first;
            dct::inverse(&mut block, samples, stride);
        }
        Ok(())
    }
}
