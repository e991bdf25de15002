//! STL itself (Cleveland et al. 1990): a season by smoothing each place in it over the seasons, a trend by smoothing what
//! is left, in turn.

use super::loess::Loess;
use super::{Checkpoint, Stl, proceed};
use crate::Error;

/// Loess weights between two checkpoints: a fraction of a millisecond's work.
const PACE: usize = 100_000;

/// Counts weights, and asks every so often whether to go on.
pub struct Pace<'a> {
    checkpoint: Checkpoint<'a>,
    done: u64,
    total: u64,
    since: usize,
}

impl<'a> Pace<'a> {
    /// `done` and `total` are what the checkpoints report.
    pub fn new(checkpoint: Checkpoint<'a>, done: u64, total: u64) -> Self {
        Self { checkpoint, done, total, since: 0 }
    }

    /// That so much was done.
    pub fn did(&mut self, weights: usize) -> Result<(), Error> {
        self.since += weights;
        if self.since < PACE {
            return Ok(());
        }
        self.since = 0;
        proceed(self.checkpoint, self.done, self.total)
    }
}

/// What STL makes of a series; all are as long as it.
pub struct Components {
    pub seasonal: Vec<f64>,
    pub trend: Vec<f64>,
    /// Robustness weights.
    pub weights: Vec<f64>,
}

/// The components of values without gaps.
pub fn components(y: &[f64], stl: &Stl, pace: &mut Pace<'_>) -> Result<Components, Error> {
    let (n, m) = (y.len(), stl.season_length);
    let mut cycle = Cycle::new(stl, n);
    let (mut trend_loess, mut low_pass) = (Loess::new(stl.trend), Loess::new(stl.low_pass));
    let (mut seasonal, mut trend, mut weights) = (vec![0.0; n], vec![0.0; n], vec![1.0; n]);
    let (mut without, mut extended, mut filtered) =
        (vec![0.0; n], vec![0.0; n + 2 * m], vec![0.0; n + 2 * m]);
    for outer in 0.. {
        for _ in 0..stl.inner_iterations {
            let robustness = (outer > 0).then_some(&weights[..]);
            subtract(y, &trend, &mut without);
            cycle.smooth(&without, robustness, &mut extended, pace)?;
            filtered.copy_from_slice(&extended);
            for (length, window) in [(n + 2 * m, m), (n + m + 1, m), (n + 2, 3)] {
                average(&mut filtered[..length], window);
                pace.did(n)?;
            }
            low_pass.smooth(&filtered[..n], None, &mut without, pace)?;
            subtract(&extended[m..m + n], &without, &mut seasonal);
            subtract(y, &seasonal, &mut without);
            trend_loess.smooth(&without, robustness, &mut trend, pace)?;
        }
        if outer == stl.outer_iterations || (outer == 0 && leaves_rounding(y, &trend, &seasonal)) {
            break;
        }
        weigh(y, &trend, &seasonal, &mut without, &mut weights);
        pace.did(n)?;
    }
    Ok(Components { seasonal, trend, weights })
}

/// Smooths each place in the season over the seasons.
struct Cycle {
    loess: Loess,
    window: usize,
    m: usize,
    values: Vec<f64>,
    weights: Vec<f64>,
    smooth: Vec<f64>,
}

impl Cycle {
    fn new(stl: &Stl, n: usize) -> Self {
        let m = stl.season_length;
        let most = n.div_ceil(m);
        Self {
            loess: Loess::new(stl.seasonal),
            window: stl.seasonal.window,
            m,
            values: Vec::with_capacity(most),
            weights: Vec::with_capacity(most),
            smooth: vec![0.0; most + 2],
        }
    }

    /// Into `extended`, which begins a season before `y` and ends a season after it.
    fn smooth(
        &mut self,
        y: &[f64],
        robustness: Option<&[f64]>,
        extended: &mut [f64],
        pace: &mut Pace<'_>,
    ) -> Result<(), Error> {
        for phase in 0..self.m {
            let subseries = |of: &[f64], to: &mut Vec<f64>| {
                to.clear();
                to.extend(of[phase..].iter().step_by(self.m));
            };
            subseries(y, &mut self.values);
            if let Some(weights) = robustness {
                subseries(weights, &mut self.weights);
            }
            let (values, robustness) = (&self.values[..], robustness.map(|_| &self.weights[..]));
            let k = values.len();
            let smooth = &mut self.smooth[..k + 2];
            self.loess.smooth(values, robustness, &mut smooth[1..=k], pace)?;
            let before = self.loess.fit(values, robustness, 0, 1, self.window.min(k));
            smooth[0] = before.unwrap_or(smooth[1]);
            let after =
                self.loess.fit(values, robustness, k + 1, (k + 1).saturating_sub(self.window).max(1), k);
            smooth[k + 1] = after.unwrap_or(smooth[k]);
            for (place, value) in extended[phase..].iter_mut().step_by(self.m).zip(&*smooth) {
                *place = *value;
            }
            pace.did(2 * self.window.min(k))?;
        }
        Ok(())
    }
}

fn subtract(from: &[f64], what: &[f64], difference: &mut [f64]) {
    for ((d, from), what) in difference.iter_mut().zip(from).zip(what) {
        *d = from - what;
    }
}

/// The means of `window` values, sliding, in the place of the first of them; what is too near the end stays.
fn average(values: &mut [f64], window: usize) {
    let length = window as f64;
    let mut sum: f64 = values[..window].iter().sum();
    for t in 0..=values.len() - window {
        let first = std::mem::replace(&mut values[t], sum / length);
        if let Some(next) = values.get(t + window) {
            sum = sum - first + next;
        }
    }
}

/// A remainder up to this, beside the largest value, is rounding.
pub const ROUNDING: f64 = 1e-13;

/// Whether all that is left over of more than half of the values is rounding, as where a season is seen just twice: there
/// are no outliers then, and weights would be noise.
fn leaves_rounding(y: &[f64], trend: &[f64], seasonal: &[f64]) -> bool {
    let floor = ROUNDING * y.iter().fold(0.0_f64, |largest, y| largest.max(y.abs()));
    let left = |t: usize| (y[t] - trend[t] - seasonal[t]).abs();
    2 * (0..y.len()).filter(|&t| left(t) <= floor).count() > y.len()
}

/// Robustness weights: the bisquare of what the components leave over, in units of six of its medians.
fn weigh(y: &[f64], trend: &[f64], seasonal: &[f64], residuals: &mut [f64], weights: &mut [f64]) {
    for (t, weight) in weights.iter_mut().enumerate() {
        *weight = (y[t] - (trend[t] + seasonal[t])).abs();
    }
    residuals.copy_from_slice(weights);
    let half = y.len() / 2;
    let (below, &mut high, _) = residuals.select_nth_unstable_by(half, f64::total_cmp);
    let low = if y.len().is_multiple_of(2) { below.iter().copied().fold(0.0, f64::max) } else { high };
    let h = 3.0 * (low + high);
    for weight in weights {
        let r = *weight;
        let u = 1.0 - (r / h) * (r / h);
        *weight = if r <= 0.001 * h {
            1.0
        } else if r <= 0.999 * h {
            u * u
        } else {
            0.0
        };
    }
}
