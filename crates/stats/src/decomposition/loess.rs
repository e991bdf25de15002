//! Local regression of equally spaced values after Cleveland et al. (1990), section 2: the smoother of STL.
//!
//! Positions count from 1. The order of the operations is that of the authors' Fortran: where a fit is perfect, the
//! robustness weights are made of its rounding errors.

use super::Smoother;
use super::components::Pace;
use crate::Error;

/// A smoother with room for its weights.
pub struct Loess {
    smoother: Smoother,
    weights: Vec<f64>,
    /// Tricube weights by distance, for the neighbourhood that reaches as far as `reach`.
    tricube: Vec<f64>,
    reach: usize,
}

impl Loess {
    pub fn new(smoother: Smoother) -> Self {
        Self { smoother, weights: Vec::new(), tricube: Vec::new(), reach: 0 }
    }

    /// Smooths `y` into `out`, which is as long.
    pub fn smooth(
        &mut self,
        y: &[f64],
        robustness: Option<&[f64]>,
        out: &mut [f64],
        pace: &mut Pace<'_>,
    ) -> Result<(), Error> {
        let n = y.len();
        if n < 2 {
            out.copy_from_slice(y);
            return Ok(());
        }
        let jump = self.smoother.jump.min(n - 1);
        let span = self.smoother.window.min(n);
        let half = self.smoother.window / 2;
        let (mut left, mut last) = (1, 1);
        for x in (1..=n).step_by(jump) {
            left = x.saturating_sub(half).clamp(1, n - span + 1);
            out[x - 1] = self.fit(y, robustness, x, left, left + span - 1).unwrap_or(y[x - 1]);
            interpolate(&mut out[last - 1..x]);
            last = x;
            pace.did(span)?;
        }
        if last < n {
            // With the neighbourhood of the last fit, as the Fortran has it.
            out[n - 1] = self.fit(y, robustness, n, left, left + span - 1).unwrap_or(y[n - 1]);
            interpolate(&mut out[last - 1..]);
        }
        Ok(())
    }

    /// The fit at `x` to the values from `left` to `right`; none where robustness leaves none.
    pub fn fit(
        &mut self,
        y: &[f64],
        robustness: Option<&[f64]>,
        x: usize,
        left: usize,
        right: usize,
    ) -> Option<f64> {
        let n = y.len();
        let reach =
            x.saturating_sub(left).max(right.saturating_sub(x)) + self.smoother.window.saturating_sub(n) / 2;
        self.weigh_by_distance(reach, x.abs_diff(left).max(x.abs_diff(right)));
        let span = right - left + 1;
        self.weights.resize(span, 0.0);
        let w = &mut self.weights[..];

        let mut sum = 0.0;
        match robustness.map(|weights| &weights[left - 1..right]) {
            Some(robustness) => {
                for (i, (w, r)) in w.iter_mut().zip(robustness).enumerate() {
                    *w = self.tricube[(left + i).abs_diff(x)] * r;
                    sum += *w;
                }
            }
            None => {
                for (i, w) in w.iter_mut().enumerate() {
                    *w = self.tricube[(left + i).abs_diff(x)];
                    sum += *w;
                }
            }
        }
        if sum <= 0.0 {
            return None;
        }
        let y = &y[left - 1..right];
        if self.smoother.degree == 0 || reach == 0 {
            return Some(w.iter().zip(y).fold(0.0, |value, (w, y)| value + w / sum * y));
        }
        let position = |i: usize| (left + i) as f64;
        let mut centre = 0.0;
        for (i, w) in w.iter_mut().enumerate() {
            *w /= sum;
            centre += *w * position(i);
        }
        let mut spread = 0.0;
        for (i, w) in w.iter().enumerate() {
            spread += w * ((position(i) - centre) * (position(i) - centre));
        }
        // Only where the points are spread enough for a slope.
        let slope = if spread.sqrt() > 0.001 * (n - 1) as f64 { (x as f64 - centre) / spread } else { 0.0 };
        let mut value = 0.0;
        for (i, (w, y)) in w.iter().zip(y).enumerate() {
            value += w * (slope * (position(i) - centre) + 1.0) * y;
        }
        Some(value)
    }

    /// Makes the table of tricube weights up to a `distance`, unless it is there: all fits but those near the ends share it.
    fn weigh_by_distance(&mut self, reach: usize, distance: usize) {
        if self.reach == reach && self.tricube.len() > distance {
            return;
        }
        let h = reach as f64;
        let (near, far) = (0.001 * h, 0.999 * h);
        self.reach = reach;
        self.tricube.clear();
        self.tricube.extend((0..=distance).map(|distance| {
            let r = distance as f64;
            if r > far {
                0.0
            } else if r <= near {
                1.0
            } else {
                cube(1.0 - cube(r / h))
            }
        }));
    }
}

/// Straight from the first value to the last.
fn interpolate(values: &mut [f64]) {
    let steps = values.len() - 1;
    if steps < 2 {
        return;
    }
    let start = values[0];
    let delta = (values[steps] - start) / steps as f64;
    for (step, value) in values[..steps].iter_mut().enumerate().skip(1) {
        *value = start + delta * step as f64;
    }
}

fn cube(x: f64) -> f64 {
    x * x * x
}
