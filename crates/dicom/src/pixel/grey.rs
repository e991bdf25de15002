//! Grey values for display: modality, VOI and presentation transforms (PS3.3 C.11), to 8 bits, rounded half up.

use super::color::numbers;
use super::fault::{Fault, Result};
use super::frame::{Frame, Lut, Modality, Voi, VoiFunction};
use super::ramp::{Ramp, widened};
use super::samples::{Kind, Samples, for_kind};

/// With fewer pixels of 16 bits, each is computed; with more, each value once.
const PIXELS_FOR_A_TABLE: usize = 4096;

/// The grey of every sample.
pub(super) fn to_grey(samples: &Samples<'_>, frame: &Frame, tables: &[u8]) -> Result<Vec<u8>> {
    let transform = Transform::of(samples, frame, tables)?;
    let bytes = &samples.bytes;
    Ok(match samples.kind {
        Kind::U8 | Kind::I8 => {
            let (least, sign) = if samples.kind == Kind::I8 { (-128, 0x80) } else { (0, 0) };
            let table = transform.table(least, 256);
            bytes.iter().map(|pixel| table[usize::from(pixel ^ sign)]).collect()
        }
        Kind::U16 | Kind::I16 if bytes.len() / 2 >= PIXELS_FOR_A_TABLE => {
            let (least, sign) = if samples.kind == Kind::I16 { (-32_768, 0x8000) } else { (0, 0) };
            // Unsigned samples of fewer bits need a smaller table.
            let greatest = if sign == 0 { greatest(bytes.as_chunks().0) } else { u16::MAX };
            let mut table = transform.table(least, usize::from(greatest) + 1);
            let pixels = bytes.as_chunks().0;
            if let Some(ramp) = transform.ramp(least, &table) {
                return Ok(ramp.apply(pixels, sign));
            }
            // Of all indexes there are, so that none needs to be checked.
            table.resize(65_536, 0);
            let table = table.first_chunk::<65_536>().ok_or(Fault::Corrupt)?;
            pixels.iter().map(|pixel| table[usize::from(u16::from_le_bytes(*pixel) ^ sign)]).collect()
        }
        #[allow(clippy::unnecessary_cast, clippy::cast_lossless, reason = "of one kind among several")]
        kind => for_kind!(kind, (read, SIZE) => {
            bytes.as_chunks::<SIZE>().0.iter().map(|pixel| transform.grey(read(*pixel) as f64)).collect()
        }),
    })
}

/// The greatest of some samples.
fn greatest(pixels: &[[u8; 2]]) -> u16 {
    widened(|| pixels.iter().fold(0, |greatest, pixel| greatest.max(u16::from_le_bytes(*pixel))))
}

/// From a stored value to its grey.
struct Transform {
    modality: Rescale,
    voi: Contrast,
    invert: bool,
}

enum Rescale {
    Line { slope: f64, intercept: f64 },
    Table(Table),
}

enum Contrast {
    /// Grey rises from 0 at `least` to 255 at `greatest`.
    Range {
        least: f64,
        greatest: f64,
    },
    Window {
        function: VoiFunction,
        center: f64,
        width: f64,
    },
    Table {
        table: Table,
        top: f64,
    },
}

/// A lookup table; values beyond its ends are mapped as those at its ends.
struct Table {
    first: f64,
    entries: Vec<u16>,
}

impl Table {
    fn of(lut: &Lut, tables: &[u8]) -> Result<Self> {
        if !(1..=65_536).contains(&lut.entries) || !(1..=16).contains(&lut.bits) {
            return Err(Fault::Described("a lookup table has no entries, or none of 1 to 16 bits"));
        }
        Ok(Self { first: lut.first.into(), entries: numbers(tables, lut.at, lut.entries as usize)? })
    }

    fn at(&self, value: f64) -> f64 {
        // Saturates, and takes what is no number for 0.
        let index = (value + 0.5).floor() - self.first;
        self.entries[(index as usize).min(self.entries.len() - 1)].into()
    }
}

impl Transform {
    fn of(samples: &Samples<'_>, frame: &Frame, tables: &[u8]) -> Result<Self> {
        let modality = match &frame.modality {
            None => Rescale::Line { slope: 1.0, intercept: 0.0 },
            Some(Modality::Rescale { slope, intercept }) => {
                Rescale::Line { slope: *slope, intercept: *intercept }
            }
            Some(Modality::Lut(lut)) => Rescale::Table(Table::of(lut, tables)?),
        };
        let voi = match &frame.voi {
            None => {
                let (least, greatest) = modality.range(samples);
                Contrast::Range { least, greatest }
            }
            Some(Voi::Window { function, center, width }) => {
                let least = if *function == VoiFunction::Linear { 1.0 } else { f64::MIN_POSITIVE };
                if !(center.is_finite() && width.is_finite() && *width >= least) {
                    return Err(Fault::Described("the window's width is too small"));
                }
                Contrast::Window { function: *function, center: *center, width: *width }
            }
            Some(Voi::Lut(lut)) => {
                let top = f64::from((1_u32 << lut.bits.min(16)) - 1);
                Contrast::Table { table: Table::of(lut, tables)?, top }
            }
        };
        Ok(Self { modality, voi, invert: frame.invert })
    }

    fn grey(&self, value: f64) -> u8 {
        // The cast takes the floor, saturates, and makes 0 of what is no number.
        let grey = (self.voi.grey(self.modality.value(value)) + 0.5) as u8;
        if self.invert { 255 - grey } else { grey }
    }

    /// The greys of `length` values from `least` on.
    fn table(&self, least: i32, length: usize) -> Vec<u8> {
        let mut greys = vec![0; length];
        if self.is_monotone() {
            self.fill(&mut greys, least);
        } else {
            for (grey, value) in greys.iter_mut().zip(least..) {
                *grey = self.grey(value.into());
            }
        }
        greys
    }

    /// Whether grey only ever rises, or only ever falls, with the value.
    fn is_monotone(&self) -> bool {
        matches!(self.modality, Rescale::Line { .. }) && !matches!(self.voi, Contrast::Table { .. })
    }

    /// Between two values of the same grey, all have it: there are at most 256 steps to find.
    fn fill(&self, greys: &mut [u8], least: i32) {
        let at = |index: usize| self.grey(f64::from(least) + index as f64);
        let (first, last) = (at(0), at(greys.len() - 1));
        if first == last || greys.len() <= 2 {
            let end = greys.len() - 1;
            greys.fill(first);
            greys[end] = last;
            return;
        }
        let middle = greys.len() / 2;
        let (lower, upper) = greys.split_at_mut(middle);
        self.fill(lower, least);
        self.fill(upper, least + i32::try_from(middle).unwrap_or(i32::MAX));
    }

    /// The straight line that the grey of 16-bit values follows, if it does.
    fn ramp(&self, first: i32, table: &[u8]) -> Option<Ramp> {
        let Rescale::Line { slope, intercept } = self.modality else { return None };
        let (least, greatest) = match self.voi {
            Contrast::Range { least, greatest } => (least, greatest),
            Contrast::Window { function: VoiFunction::Linear, center, width } => {
                (center - 0.5 - (width - 1.0) / 2.0, center - 0.5 + (width - 1.0) / 2.0)
            }
            Contrast::Window { function: VoiFunction::LinearExact, center, width } => {
                (center - width / 2.0, center + width / 2.0)
            }
            _ => return None,
        };
        let stored = |value: f64| (value - intercept) / slope - f64::from(first);
        let (black, white) = (stored(least), stored(greatest));
        let (black, white) = if self.invert { (white, black) } else { (black, white) };
        Ramp::through(black, white, table)
    }
}

impl Rescale {
    fn value(&self, stored: f64) -> f64 {
        match self {
            Self::Line { slope, intercept } => stored * slope + intercept,
            Self::Table(table) => table.at(stored),
        }
    }

    /// The least and the greatest value of a frame; 0 if it has none that is finite.
    fn range(&self, samples: &Samples<'_>) -> (f64, f64) {
        let (least, greatest) = match self {
            // Of numbers alone, not of what becomes of them: that takes the compiler far less.
            Self::Line { .. } => {
                let (least, greatest) = stored_range(samples);
                let ends = [self.value(least), self.value(greatest)];
                (ends[0].min(ends[1]), ends[0].max(ends[1]))
            }
            #[allow(clippy::unnecessary_cast, clippy::cast_lossless, reason = "of one kind among several")]
            Self::Table(table) => for_kind!(samples.kind, (read, SIZE) => {
                let values = samples.bytes.as_chunks::<SIZE>().0.iter().map(|stored| table.at(read(*stored) as f64));
                values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, greatest), value| {
                    (least.min(value), greatest.max(value))
                })
            }),
        };
        if least.is_finite() && greatest.is_finite() { (least, greatest) } else { (0.0, 0.0) }
    }
}

/// The least and the greatest finite sample.
#[allow(clippy::cast_lossless, reason = "of one kind among several")]
fn stored_range(samples: &Samples<'_>) -> (f64, f64) {
    macro_rules! integers {
        ($number:ty) => {{
            let numbers = samples.bytes.as_chunks().0.iter().map(|bytes| <$number>::from_le_bytes(*bytes));
            let (least, greatest) = numbers
                .fold((<$number>::MAX, <$number>::MIN), |(least, greatest), number| {
                    (least.min(number), greatest.max(number))
                });
            (least as f64, greatest as f64)
        }};
    }
    macro_rules! floats {
        ($number:ty) => {{
            let numbers = samples.bytes.as_chunks().0.iter().map(|bytes| <$number>::from_le_bytes(*bytes));
            let finite = numbers.filter(|number| number.is_finite());
            let (least, greatest) = finite
                .fold((<$number>::INFINITY, <$number>::NEG_INFINITY), |(least, greatest), number| {
                    (least.min(number), greatest.max(number))
                });
            (least.into(), greatest.into())
        }};
    }
    match samples.kind {
        Kind::U8 => integers!(u8),
        Kind::I8 => integers!(i8),
        Kind::U16 => integers!(u16),
        Kind::I16 => integers!(i16),
        Kind::U32 => integers!(u32),
        Kind::I32 => integers!(i32),
        Kind::U64 => integers!(u64),
        Kind::I64 => integers!(i64),
        Kind::F32 => floats!(f32),
        Kind::F64 => floats!(f64),
    }
}

impl Contrast {
    /// Grey before it is rounded.
    fn grey(&self, value: f64) -> f64 {
        match *self {
            Self::Range { least, greatest } if least < greatest => {
                (value - least) / (greatest - least) * 255.0
            }
            Self::Range { .. } => 0.0,
            // C.11.2.1.2.1
            Self::Window { function: VoiFunction::Linear, center, width } => {
                if value <= center - 0.5 - (width - 1.0) / 2.0 {
                    0.0
                } else if value > center - 0.5 + (width - 1.0) / 2.0 {
                    255.0
                } else {
                    ((value - (center - 0.5)) / (width - 1.0) + 0.5) * 255.0
                }
            }
            // C.11.2.1.3.2
            Self::Window { function: VoiFunction::LinearExact, center, width } => {
                if value <= center - width / 2.0 {
                    0.0
                } else if value > center + width / 2.0 {
                    255.0
                } else {
                    ((value - center) / width + 0.5) * 255.0
                }
            }
            // C.11.2.1.3.1
            Self::Window { function: VoiFunction::Sigmoid, center, width } => {
                255.0 / (1.0 + (-4.0 * (value - center) / width).exp())
            }
            Self::Table { ref table, top } => table.at(value) / top * 255.0,
        }
    }
}
