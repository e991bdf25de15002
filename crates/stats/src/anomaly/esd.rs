//! The generalized extreme studentized deviate test, on mean and standard deviation or on median and MAD.
//!
//! The value furthest from the centre is taken away, again and again. With R the distance of the i-th of `n`, in the
//! dispersions of what was left then, and λ Rosner's critical value, all up to the *last* i with R > λ are outliers:
//!
//! ```text
//! λ = (n − i) t / √((n − i − 1 + t²)(n − i + 1)),   t the 1 − α / (2 (n − i + 1)) quantile of Student's t, n − i − 1 df
//! ```
//!
//! (one-sided without the 2). What is furthest is always at an end of the sorted values, so one sort is all that is done
//! with all of them.

use super::spread::MAD_TO_SD;
use super::{Anomaly, Detector, Direction};
use crate::Error;
use crate::decomposition::{Checkpoint, proceed};
use crate::distribution::student_t_quantile;

/// What distances are measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dispersion {
    /// Sample standard deviations from the mean (Rosner).
    StandardDeviation,
    /// MADs, scaled to be standard deviations of normal values, from the median (Hochenbaum, Vallis & Kejariwal).
    Mad,
}

/// One value taken away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// R: its distance from `centre`, in `scale`.
    pub statistic: f64,
    /// λ: what that must be above.
    pub critical: f64,
    /// Centre of what was there before it was taken.
    pub centre: f64,
    /// Dispersion of that.
    pub scale: f64,
    /// How many have been taken from below, it included.
    pub below: usize,
    /// And from above.
    pub above: usize,
}

/// The first `k` steps of the test on `sorted` values; fewer where no dispersion above `floor` is left.
///
/// # Errors
/// [`Error::InvalidParameter`] (`significance` not above 0 or above ½), [`Error::InsufficientData`] (`k` is 0 or not less
/// than half of the values), [`Error::Cancelled`].
pub fn esd(
    sorted: &[f64],
    k: usize,
    significance: f64,
    direction: Direction,
    dispersion: Dispersion,
    floor: f64,
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<Step>, Error> {
    let n = sorted.len();
    if !(significance > 0.0 && significance <= 0.5) {
        return Err(Error::InvalidParameter { name: "significance" });
    }
    if k == 0 || 2 * k >= n {
        return Err(Error::InsufficientData { required: 2 * k.max(1) + 1, given: n });
    }
    let remaining = match dispersion {
        Dispersion::StandardDeviation => Some(Remaining::new(sorted, k)),
        Dispersion::Mad => None,
    };
    let mut steps = Vec::with_capacity(k);
    let (mut below, mut above) = (0, 0);
    for i in 0..k {
        if i % 256 == 0 {
            proceed(checkpoint, i as u64, k as u64)?;
        }
        let left = &sorted[below..n - above];
        let (centre, scale) = match &remaining {
            Some(remaining) => remaining.mean_and_sd(below, above),
            None => median_and_mad(left),
        };
        if scale <= floor {
            break;
        }
        let (down, up) = (centre - left[0], left[left.len() - 1] - centre);
        let high = match direction {
            Direction::Both => up >= down,
            Direction::Above => true,
            Direction::Below => false,
        };
        *(if high { &mut above } else { &mut below }) += 1;
        let statistic = if high { up } else { down } / scale;
        let critical = critical(n - i, significance, direction);
        steps.push(Step { statistic, critical, centre, scale, below, above });
    }
    Ok(steps)
}

/// λ for `left` values.
fn critical(left: usize, significance: f64, direction: Direction) -> f64 {
    let left = left as f64;
    let sides = if direction == Direction::Both { 2.0 } else { 1.0 };
    let t = -student_t_quantile(significance / (sides * left), left - 2.0);
    (left - 1.0) * t / ((left - 2.0 + t * t) * left).sqrt()
}

/// Mean and standard deviation of what is left, each in no time: those of the values that are never taken, to which
/// those that were not taken yet are added. Nothing is subtracted, so that a huge outlier leaves no trace.
struct Remaining {
    core: Moments,
    /// Of the `j`-th to the last that might be taken from below, for each `j`.
    low: Vec<Moments>,
    high: Vec<Moments>,
}

impl Remaining {
    fn new(sorted: &[f64], k: usize) -> Self {
        let n = sorted.len();
        Self {
            core: sorted[k..n - k].iter().copied().fold(Moments::default(), Moments::with),
            low: outwards(sorted[..k].iter().rev().copied(), k),
            high: outwards(sorted[n - k..].iter().copied(), k),
        }
    }

    fn mean_and_sd(&self, below: usize, above: usize) -> (f64, f64) {
        let Moments { n, mean, squares } = self.core.and(&self.low[below]).and(&self.high[above]);
        (mean, (squares / (n - 1.0)).sqrt())
    }
}

/// The moments of `values`, given from the inside out, after so many of the outermost have been taken.
fn outwards(values: impl Iterator<Item = f64>, k: usize) -> Vec<Moments> {
    let mut moments = Vec::with_capacity(k + 1);
    moments.push(Moments::default());
    moments.extend(values.scan(Moments::default(), |all, value| {
        *all = all.with(value);
        Some(*all)
    }));
    moments.reverse();
    moments
}

/// Number, mean, and squared deviations summed (Welford 1962; Chan, Golub & Le Veque 1983).
#[derive(Clone, Copy, Default)]
struct Moments {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn with(self, value: f64) -> Self {
        let n = self.n + 1.0;
        let delta = value - self.mean;
        let mean = self.mean + delta / n;
        Self { n, mean, squares: self.squares + delta * (value - mean) }
    }

    fn and(self, other: &Self) -> Self {
        let n = self.n + other.n;
        let delta = other.mean - self.mean;
        Self {
            n,
            mean: self.mean + delta * (other.n / n),
            squares: self.squares + other.squares + delta * delta * (self.n * other.n / n),
        }
    }
}

/// Of sorted values; the MAD by bisection: the smallest deviation that some run of half the values stays within.
fn median_and_mad(sorted: &[f64]) -> (f64, f64) {
    let n = sorted.len();
    let median = f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2]);
    // The k-th smallest deviation is the least, over runs of k values, of the larger deviation at the run's ends. That
    // falls as long as the lower end is the further one, and then rises.
    let kth = |k: usize| {
        let reach = |first: usize| (median - sorted[first]).max(sorted[first + k - 1] - median);
        let (mut falling, mut rising) = (0, n - k);
        while falling < rising {
            let middle = usize::midpoint(falling, rising);
            if sorted[middle + k - 1] - median >= median - sorted[middle] {
                rising = middle;
            } else {
                falling = middle + 1;
            }
        }
        if falling > 0 { reach(falling).min(reach(falling - 1)) } else { reach(0) }
    };
    let mad = if n.is_multiple_of(2) { f64::midpoint(kth(n / 2), kth(n / 2 + 1)) } else { kth(n / 2 + 1) };
    (median, MAD_TO_SD * mad)
}

/// The values of `x` that the test finds when `base` is taken off them; no dispersion up to `floor` counts.
pub fn flagged(
    x: &[f64],
    base: impl Fn(usize) -> f64,
    dispersion: Dispersion,
    floor: f64,
    detector: &Detector,
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<Anomaly>, Error> {
    let left: Vec<f64> = x.iter().enumerate().map(|(i, value)| value - base(i)).collect();
    let mut sorted = left.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let Detector { max_anomalies, significance, direction, .. } = *detector;
    let k = if max_anomalies == 0 { (x.len() / 10).max(1) } else { max_anomalies };
    let steps = esd(&sorted, k, significance, direction, dispersion, floor, checkpoint)?;
    let Some(last) = steps.iter().rfind(|step| step.statistic > step.critical) else {
        return Ok(Vec::new());
    };

    let mut low = Outermost::new(&sorted[..last.below]);
    sorted.reverse();
    let mut high = Outermost::new(&sorted[..last.above]);
    let reach = last.critical * last.scale;
    let found = left
        .iter()
        .enumerate()
        .filter(|&(_, &value)| low.take(value, value < low.border) || high.take(value, value > high.border));
    Ok(found
        .map(|(index, &value)| Anomaly {
            index,
            value: x[index],
            expected: base(index) + last.centre,
            score: (value - last.centre) / last.scale,
            lower: base(index) + last.centre - reach,
            upper: base(index) + last.centre + reach,
        })
        .collect())
}

/// The values taken from one end: all beyond the border, and of those on it the first so many.
struct Outermost {
    border: f64,
    on_it: usize,
}

impl Outermost {
    fn new(taken: &[f64]) -> Self {
        let border = taken.last().copied().unwrap_or(f64::NAN);
        #[allow(clippy::float_cmp)] // the same values, compared with themselves
        let on_it = taken.iter().filter(|value| **value == border).count();
        Self { border, on_it }
    }

    #[allow(clippy::float_cmp)] // as above
    fn take(&mut self, value: f64, beyond: bool) -> bool {
        let on_it = value == self.border && self.on_it > 0;
        if on_it {
            self.on_it -= 1;
        }
        beyond || on_it
    }
}
