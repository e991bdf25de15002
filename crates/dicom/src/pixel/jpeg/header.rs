//! The marker segments of a JPEG stream (T.81 Annex B).

use super::huffman::Table;
use crate::pixel::fault::{Fault, Result};

/// How the image is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Process {
    /// Baseline or extended.
    Sequential,
    Progressive,
    Lossless,
}

/// The frame header (B.2.2).
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub process: Process,
    pub precision: u8,
    pub rows: usize,
    pub columns: usize,
    pub components: Vec<Component>,
    /// The greatest sampling factors.
    pub h: usize,
    pub v: usize,
    /// MCUs across and down, of scans of all components.
    pub mcu_columns: usize,
    pub mcu_rows: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Component {
    pub id: u8,
    /// Sampling factors across and down.
    pub h: usize,
    pub v: usize,
    pub quantization: u8,
    /// Samples that are part of the image.
    pub columns: usize,
    pub rows: usize,
    /// Blocks, with those that only fill up an MCU.
    pub block_columns: usize,
    pub block_rows: usize,
}

impl Header {
    /// Sets the rows and all that follows from them.
    pub(super) fn set_rows(&mut self, rows: usize) {
        self.rows = rows;
        self.mcu_columns = self.columns.div_ceil(8 * self.h);
        self.mcu_rows = rows.div_ceil(8 * self.v);
        for component in &mut self.components {
            component.columns = (self.columns * component.h).div_ceil(self.h);
            component.rows = (rows * component.v).div_ceil(self.v);
            component.block_columns = self.mcu_columns * component.h;
            component.block_rows = self.mcu_rows * component.v;
        }
    }
}

/// The scan header (B.2.3).
#[derive(Clone, Debug)]
pub(super) struct Scan {
    /// Of each component its index in the frame, and its DC and AC tables.
    pub components: Vec<(usize, usize, usize)>,
    /// First and last coefficient; for a lossless scan, the first is the predictor.
    pub first: u8,
    pub last: u8,
    /// Successive approximation: the bit before and the bit of this scan, which is also the point transform.
    pub high: u8,
    pub low: u8,
}

/// What [`Reader::next`] comes to; other segments it takes in.
pub(super) enum Segment {
    Frame(Header),
    Scan(Scan),
    End,
}

/// Reads the segments, and keeps the tables they set.
pub(super) struct Reader<'a> {
    data: &'a [u8],
    at: usize,
    pub quantization: [Option<[u16; 64]>; 4],
    pub dc: [Option<Table>; 4],
    pub ac: [Option<Table>; 4],
    /// MCUs between restart markers; 0 for none.
    pub restart_interval: usize,
    pub is_jfif: bool,
    /// The colour transform Adobe's marker tells.
    pub adobe_transform: Option<u8>,
    components: Vec<u8>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(data: &'a [u8]) -> Result<Self> {
        if !data.starts_with(&[0xFF, 0xD8]) {
            return Err(Fault::Corrupt);
        }
        Ok(Self {
            data,
            at: 2,
            quantization: [None; 4],
            dc: [const { None }; 4],
            ac: [const { None }; 4],
            restart_interval: 0,
            is_jfif: false,
            adobe_transform: None,
            components: Vec::new(),
        })
    }

    /// What follows the last scan's header.
    pub(super) fn entropy_coded(&self) -> &'a [u8] {
        &self.data[self.at..]
    }

    /// Goes on after so many bytes of entropy-coded data.
    pub(super) fn go_on(&mut self, after: usize) {
        self.at += after;
    }

    /// Reads up to the next frame or scan header, or to the end.
    pub(super) fn next(&mut self) -> Result<Segment> {
        loop {
            let Some(marker) = self.marker() else { return Ok(Segment::End) };
            if marker == 0xD9 {
                return Ok(Segment::End);
            }
            // Those that stand alone: TEM, RSTn, SOI.
            if matches!(marker, 0x01 | 0xD0..=0xD8) {
                continue;
            }
            let segment = self.segment()?;
            match marker {
                0xC0..=0xC3 => return self.frame_header(marker, segment).map(Segment::Frame),
                0xC4 => self.huffman_tables(segment)?,
                0xC9..=0xCF => return Err(Fault::Unsupported("arithmetic-coded JPEG")),
                0xC5..=0xC7 => return Err(Fault::Unsupported("hierarchical JPEG")),
                0xDA => return self.scan_header(segment).map(Segment::Scan),
                0xDB => self.quantization_tables(segment)?,
                0xDD => {
                    let [high, low] = *segment else { return Err(Fault::Corrupt) };
                    self.restart_interval = u16::from_be_bytes([high, low]).into();
                }
                0xE0 if segment.starts_with(b"JFIF\0") => self.is_jfif = true,
                0xEE if segment.starts_with(b"Adobe") => self.adobe_transform = segment.get(11).copied(),
                _ => {}
            }
        }
    }

    /// The next marker; what is not part of one before it is skipped.
    fn marker(&mut self) -> Option<u8> {
        loop {
            let rest = self.data.get(self.at..)?;
            self.at += rest.iter().position(|byte| *byte == 0xFF)?;
            let rest = &self.data[self.at..];
            let fill = rest.iter().position(|byte| *byte != 0xFF)?;
            self.at += fill + 1;
            if rest[fill] != 0 {
                return Some(rest[fill]);
            }
        }
    }

    fn segment(&mut self) -> Result<&'a [u8]> {
        let rest = &self.data[self.at..];
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk().ok_or(Fault::Corrupt)?));
        let segment = rest.get(2..length).ok_or(Fault::Corrupt)?;
        self.at += length;
        Ok(segment)
    }

    fn frame_header(&mut self, marker: u8, segment: &[u8]) -> Result<Header> {
        let [precision, r1, r0, c1, c0, count, components @ ..] = segment else { return Err(Fault::Corrupt) };
        let process = match marker {
            0xC2 => Process::Progressive,
            0xC3 => Process::Lossless,
            _ => Process::Sequential,
        };
        let valid = match process {
            Process::Lossless => (2..=16).contains(precision),
            _ => matches!(precision, 8 | 12),
        };
        let components = components.as_chunks::<3>().0;
        let mut header = Header {
            process,
            precision: *precision,
            rows: 0,
            columns: u16::from_be_bytes([*c1, *c0]).into(),
            components: Vec::new(),
            h: 1,
            v: 1,
            mcu_columns: 0,
            mcu_rows: 0,
        };
        if !valid
            || header.columns == 0
            || components.len() != usize::from(*count)
            || !(1..=4).contains(count)
        {
            return Err(Fault::Corrupt);
        }
        for [id, sampling, quantization] in components {
            let (h, v) = (usize::from(sampling >> 4), usize::from(sampling & 15));
            if !(1..=4).contains(&h) || !(1..=4).contains(&v) || *quantization > 3 {
                return Err(Fault::Corrupt);
            }
            let component = Component {
                id: *id,
                h,
                v,
                quantization: *quantization,
                columns: 0,
                rows: 0,
                block_columns: 0,
                block_rows: 0,
            };
            header.components.push(component);
        }
        header.h = header.components.iter().map(|component| component.h).max().unwrap_or(1);
        header.v = header.components.iter().map(|component| component.v).max().unwrap_or(1);
        // Of one component the factors mean nothing (A.2.2).
        if let [only] = &mut header.components[..] {
            (only.h, only.v, header.h, header.v) = (1, 1, 1, 1);
        }
        self.components = header.components.iter().map(|component| component.id).collect();
        header.set_rows(u16::from_be_bytes([*r1, *r0]).into());
        Ok(header)
    }

    fn scan_header(&self, segment: &[u8]) -> Result<Scan> {
        let [count, rest @ ..] = segment else { return Err(Fault::Corrupt) };
        let (selected, parameters) = rest.split_at_checked(2 * usize::from(*count)).ok_or(Fault::Corrupt)?;
        let [first, last, approximation, ..] = *parameters else { return Err(Fault::Corrupt) };
        let mut scan =
            Scan { components: Vec::new(), first, last, high: approximation >> 4, low: approximation & 15 };
        for [id, tables] in selected.as_chunks::<2>().0 {
            let index = self.components.iter().position(|known| known == id).ok_or(Fault::Corrupt)?;
            let (dc, ac) = (usize::from(tables >> 4), usize::from(tables & 15));
            let again = scan.components.iter().any(|(seen, ..)| *seen == index);
            if again || dc > 3 || ac > 3 {
                return Err(Fault::Corrupt);
            }
            scan.components.push((index, dc, ac));
        }
        if scan.components.is_empty() || scan.components.len() > 4 { Err(Fault::Corrupt) } else { Ok(scan) }
    }

    fn quantization_tables(&mut self, mut segment: &[u8]) -> Result<()> {
        while let [head, rest @ ..] = segment {
            let size = if head >> 4 == 0 { 1 } else { 2 };
            let (steps, rest) = rest.split_at_checked(64 * size).ok_or(Fault::Corrupt)?;
            let table = self.quantization.get_mut(usize::from(head & 15)).ok_or(Fault::Corrupt)?;
            let mut values = [0; 64];
            for (value, step) in values.iter_mut().zip(steps.chunks_exact(size)) {
                *value = step.iter().fold(0, |value, byte| value << 8 | u16::from(*byte));
            }
            *table = Some(values);
            segment = rest;
        }
        Ok(())
    }

    fn huffman_tables(&mut self, mut segment: &[u8]) -> Result<()> {
        while let [head, rest @ ..] = segment {
            let (lengths, rest) = rest.split_first_chunk::<16>().ok_or(Fault::Corrupt)?;
            let count = lengths.iter().map(|length| usize::from(*length)).sum::<usize>();
            let (symbols, rest) = rest.split_at_checked(count).ok_or(Fault::Corrupt)?;
            let tables = if head >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            let table = tables.get_mut(usize::from(head & 15)).ok_or(Fault::Corrupt)?;
            *table = Some(Table::new(lengths, symbols)?);
            segment = rest;
        }
        Ok(())
    }
}
