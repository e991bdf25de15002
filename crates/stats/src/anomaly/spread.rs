//! Centre and dispersion.

use crate::Error;
use crate::decomposition::ROUNDING;
use crate::descriptive::{QuantileType, median_absolute_deviation, quantiles};

/// 1 / Φ⁻¹(3/4): what makes a MAD a standard deviation, for normal values.
pub const MAD_TO_SD: f64 = 1.482_602_218_505_602;

/// √(π/2): what makes a mean absolute deviation one.
const MEAN_AD_TO_SD: f64 = 1.253_314_137_315_500_3;

/// Where distances are measured from, and in what unit.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// What is expected, but for `rest`.
    centre: f64,
    /// What rounding took off `centre`, so that scores of values that hardly differ are right.
    rest: f64,
    /// Where distances down begin, and up.
    from: (f64, f64),
    scale: f64,
}

impl Spread {
    /// Mean and sample standard deviation, by two passes.
    pub fn moments(x: &[f64]) -> Option<Self> {
        let n = x.len() as f64;
        let [sum] = sums(x, |value| [value]);
        let centre = sum / n;
        let [deviations, squares] = sums(x, |value| {
            let deviation = value - centre;
            [deviation, deviation * deviation]
        });
        let rest = deviations / n;
        let scale = ((squares - n * rest * rest) / (n - 1.0)).max(0.0).sqrt();
        Self { centre, rest, from: (centre, centre), scale }.above_floor(floor(x))
    }

    /// Median and MAD, or where that is not above `floor`, mean absolute deviation.
    pub fn robust(x: &[f64], floor: f64) -> Result<Option<Self>, Error> {
        let (centre, mad) = median_absolute_deviation(x)?;
        let of_scale = |scale| Self { centre, rest: 0.0, from: (centre, centre), scale }.above_floor(floor);
        let mean = || sums(x, |value| [(value - centre).abs()])[0] / x.len() as f64;
        Ok(of_scale(MAD_TO_SD * mad).or_else(|| of_scale(MEAN_AD_TO_SD * mean())))
    }

    /// Quartiles (type 7), with the median as centre.
    pub fn quartiles(x: &[f64]) -> Result<Option<Self>, Error> {
        let quartiles = quantiles(x, &[0.25, 0.5, 0.75], QuantileType::Linear)?;
        let (first, centre, third) = (quartiles[0], quartiles[1], quartiles[2]);
        Ok(Self { centre, rest: 0.0, from: (first, third), scale: third - first }.above_floor(floor(x)))
    }

    fn above_floor(self, floor: f64) -> Option<Self> {
        (self.scale > floor).then_some(self)
    }

    /// What is expected.
    pub fn centre(&self) -> f64 {
        self.centre + self.rest
    }

    /// So many dispersions down.
    pub fn below(&self, threshold: f64) -> f64 {
        self.from.0 + self.rest - threshold * self.scale
    }

    /// So many dispersions up.
    pub fn above(&self, threshold: f64) -> f64 {
        self.from.1 + self.rest + threshold * self.scale
    }

    /// How many dispersions away.
    pub fn score(&self, value: f64) -> f64 {
        let from = if value < self.from.0 { self.from.0 } else { self.from.1 };
        (value - from - self.rest) / self.scale
    }
}

/// The dispersion up to which it is rounding that differs.
pub fn floor(x: &[f64]) -> f64 {
    1e-14 * largest(x)
}

/// The same of what an STL leaves over, which is the sum of many more values.
pub fn floor_of_remainder(x: &[f64]) -> f64 {
    ROUNDING * largest(x)
}

fn largest(x: &[f64]) -> f64 {
    let mut lanes = [0.0; 4];
    let (fours, rest) = x.as_chunks::<4>();
    for four in fours.iter().map(<[f64; 4]>::as_slice).chain([rest]) {
        for (lane, value) in lanes.iter_mut().zip(four) {
            *lane = if value.abs() > *lane { value.abs() } else { *lane };
        }
    }
    lanes.into_iter().fold(0.0, f64::max)
}

/// Sums of what `of` makes of the values, four side by side, in the order that the JavaScript backend has too.
fn sums<const K: usize>(x: &[f64], of: impl Fn(f64) -> [f64; K]) -> [f64; K] {
    let mut lanes = [[0.0; 4]; K];
    let mut add = |place: usize, value: f64| {
        for (lane, part) in lanes.iter_mut().zip(of(value)) {
            lane[place] += part;
        }
    };
    let (fours, rest) = x.as_chunks::<4>();
    for [a, b, c, d] in fours {
        add(0, *a);
        add(1, *b);
        add(2, *c);
        add(3, *d);
    }
    rest.iter().enumerate().for_each(|(place, value)| add(place, *value));
    lanes.map(|[a, b, c, d]| (a + b) + (c + d))
}
