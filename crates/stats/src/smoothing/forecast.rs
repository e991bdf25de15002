//! From a fit to the values to come and how far they may stray.
//!
//! Sources: Hyndman, Koehler, Ord & Snyder (2008), chapter 6, for the classes of ETS models; M. Yar, C. Chatfield,
//! "Prediction intervals for the Holt-Winters forecasting procedure", *Int. J. Forecasting* 6 (1990) 127–137, which R's
//! `predict.HoltWinters` follows, with the residuals' variance about their mean.

use std::ops::ControlFlow;

use super::elementary::normal_quantile;
use super::fit::{Ahead, Fit, Interval};
use super::lockstep::Checkpoint;
use super::model::{Class, Component};
use super::options::Convention;
use super::recursion::{Kind, Point};
use super::simulate;
use super::walk::Walk;
use crate::Error;

impl Fit {
    /// The next `horizon` values, with prediction intervals for each of `levels` (above 0, below 1).
    ///
    /// The forecast is the expected value; only where error and season are multiplicative does that differ, by a hair, from
    /// the recursion without errors. The intervals hold for normal errors and take the parameters as known, as R's do. Where a model has no formula for
    /// its variance they are quantiles of 5,000 simulated futures, the same at every call, which take a fraction of a millisecond a step.
    ///
    /// `checkpoint` is told, of 1 forecast, that 0 are done.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn forecast(
        &self,
        horizon: usize,
        levels: &[f64],
        checkpoint: Checkpoint<'_>,
    ) -> Result<Ahead, Error> {
        let mut pause = || checkpoint(0, 1);
        let walk = self.walk();
        let points = points(walk.clone(), horizon);
        let at = &walk.at;
        if self.convention == Convention::R {
            let variances = self.variances_in_r(at, horizon);
            return Ok(symmetric(points, &variances, levels));
        }
        let variance = self.sigma2;
        let responses = || responses(at, at.gamma, self.season_length, horizon);
        Ok(match self.model.class() {
            Class::Linear => symmetric(points, &added_variances(&responses(), variance), levels),
            Class::Scaled => {
                let variances = scaled_variances(&points, at, self.season_length, variance);
                symmetric(points, &variances, levels)
            }
            Class::Seasonal => {
                let (means, variances) = seasonal_moments(at, variance, horizon, &mut pause)?;
                symmetric(means, &variances, levels)
            }
            Class::Simulated => {
                let share = self.model.error == Component::Multiplicative;
                let deviation = variance.sqrt();
                let bounds = if levels.is_empty() {
                    Vec::new()
                } else {
                    simulate::quantiles(&walk, share, deviation, horizon, levels, &mut pause)?
                };
                let intervals = levels
                    .iter()
                    .zip(bounds)
                    .map(|(&level, [lower, upper])| Interval { level, lower, upper })
                    .collect();
                Ahead { forecast: points, intervals }
            }
        })
    }

    /// The recursion at the series' end.
    fn walk(&self) -> Walk {
        let kind = Kind::of(self.model, self.convention, self.season_length);
        Walk::new(kind, Point::of(self.model, self.convention, self.parameters, &self.last))
    }

    /// Those of R's `predict.HoltWinters`: of a multiplicative season each response is in the ratio of the seasons.
    fn variances_in_r(&self, at: &Point, horizon: usize) -> Vec<f64> {
        let residuals: Vec<f64> = self.residuals.iter().copied().filter(|r| !r.is_nan()).collect();
        let n = residuals.len() as f64;
        let mean = residuals.iter().sum::<f64>() / n;
        let variance = residuals.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>() / (n - 1.0);
        if self.model.season != Component::Multiplicative {
            return added_variances(&responses(at, at.gamma, self.season_length, horizon), variance);
        }
        let m = self.season_length;
        let responses = responses(at, at.gamma * (1.0 - at.alpha), m, horizon);
        // The squared responses so far, by their age's place in the season: all of one place are in the same ratio.
        let mut squares = vec![0.0; m];
        squares[0] = 1.0;
        let mut age = 0;
        responses
            .iter()
            .zip(self.last.seasonal.iter().cycle())
            .map(|(response, own)| {
                let sum: f64 = squares
                    .iter()
                    .enumerate()
                    .map(|(j, square)| {
                        let ratio = own / self.last.seasonal[(age + m - j) % m];
                        square * (ratio * ratio)
                    })
                    .sum();
                age = (age + 1) % m;
                squares[age] += response * response;
                variance * sum
            })
            .collect()
    }
}

/// What an error of 1 adds to the forecasts 1, 2, … steps later: `c[j] = α + β (φ + … + φ^j)`, and γ
/// more at each multiple of *m*.
fn responses(at: &Point, gamma: f64, m: usize, horizon: usize) -> Vec<f64> {
    let mut damped = 0.0;
    let mut factor = 1.0;
    (1..=horizon)
        .map(|j| {
            factor *= at.phi;
            damped += factor;
            at.alpha + at.beta * damped + if j % m == 0 { gamma } else { 0.0 }
        })
        .collect()
}

/// σ² (1 + c₁² + … + c_{h−1}²)
fn added_variances(responses: &[f64], variance: f64) -> Vec<f64> {
    let mut sum = 1.0;
    responses
        .iter()
        .map(|response| {
            let now = variance * sum;
            sum += response * response;
            now
        })
        .collect()
}

/// Steps of the moments' recursion between two checkpoints: about a millisecond.
const STEPS_A_CHECKPOINT: usize = 100_000;

/// The recursion's own forecasts.
fn points(mut walk: Walk, horizon: usize) -> Vec<f64> {
    (0..horizon)
        .map(|_| {
            let forecast = walk.forecast();
            walk.step(f64::NAN);
            forecast
        })
        .collect()
}

/// Normal intervals.
fn symmetric(forecast: Vec<f64>, variances: &[f64], levels: &[f64]) -> Ahead {
    let intervals = levels
        .iter()
        .map(|&level| {
            let z = normal_quantile(0.5 + 0.5 * level);
            let bound = |sign: f64| {
                forecast
                    .iter()
                    .zip(variances)
                    .map(|(mean, variance)| mean + sign * (z * variance.max(0.0).sqrt()))
                    .collect()
            };
            Interval { level, lower: bound(-1.0), upper: bound(1.0) }
        })
        .collect();
    Ahead { forecast, intervals }
}

/// Section 6.3 of the book: `θ[h] = μ[h]² + σ² Σ c[j]² θ[h−j]`, and the variance is `(1 + σ²) θ[h] − μ[h]²`.
///
/// The sum goes on from step to step, so that far horizons cost no more a step than near ones.
fn scaled_variances(means: &[f64], at: &Point, m: usize, variance: f64) -> Vec<f64> {
    let mut squares: Vec<f64> = Vec::with_capacity(means.len());
    let mut responses = Responses::new(at);
    let mut seasons = vec![Responses::new(at); if at.seasonal.is_empty() { 0 } else { m }];
    for (h, mean) in means.iter().enumerate() {
        let mut past = 0.0;
        if let Some(last) = h.checked_sub(1) {
            responses.age(squares[last], 1);
            past = responses.squared();
        }
        if let (Some(last), false) = (h.checked_sub(m), seasons.is_empty()) {
            let season = &mut seasons[h % m];
            season.age(squares[last], m);
            past += at.gamma * (2.0 * season.plain() + at.gamma * season.count);
        }
        squares.push(mean * mean + variance * past);
    }
    means.iter().zip(&squares).map(|(mean, square)| (1.0 + variance) * square - mean * mean).collect()
}

/// Sums over past steps of their θ, times the response without season `u[j] = α + β (φ + … + φ^j)` after *j* steps: it is
/// a polynomial in *j*, or in φ^j.
#[derive(Clone)]
struct Responses {
    phi: f64,
    /// u is `level + slope · j`, or `level + slope · φ^j` where φ is below 1.
    level: f64,
    slope: f64,
    /// Σ θ, and Σ θ times *j* (or φ^j) and its square.
    count: f64,
    first: f64,
    second: f64,
}

impl Responses {
    fn new(at: &Point) -> Self {
        let limit = if at.phi < 1.0 { at.phi / (1.0 - at.phi) } else { 0.0 };
        let slope = if at.phi < 1.0 { -at.beta * limit } else { at.beta };
        let level = at.alpha + at.beta * limit;
        Self { phi: at.phi, level, slope, count: 0.0, first: 0.0, second: 0.0 }
    }

    /// Takes in one more θ, and lets all grow older by some steps.
    fn age(&mut self, theta: f64, steps: usize) {
        self.count += theta;
        if self.phi < 1.0 {
            let factor = (0..steps).fold(1.0, |factor, _| factor * self.phi);
            self.first = factor * (self.first + theta);
            self.second = factor * factor * (self.second + theta);
        } else {
            let steps = steps as f64;
            self.second += steps * (2.0 * self.first + steps * self.count);
            self.first += steps * self.count;
        }
    }

    /// Σ u θ
    fn plain(&self) -> f64 {
        self.level * self.count + self.slope * self.first
    }

    /// Σ u² θ
    fn squared(&self) -> f64 {
        self.level * (self.level * self.count + 2.0 * self.slope * self.first)
            + self.slope * self.slope * self.second
    }
}

/// Means and variances where level and trend are multiplied by a season that has the same errors (section 6.4 of the
/// book).
///
/// The season of step *h* is a start season times (1 + γ ε) for each earlier step of its phase. All errors are
/// independent, so that the expectation of the square goes step by step: with E ε² = σ², E ε⁴ = 3σ⁴, and
///
/// ```text
/// E (1 + γ ε)² (a + b ε)(c + d ε) = a c k₀ + (a d + b c) k₁ + b d k₂
/// ```
fn seasonal_moments(
    at: &Point,
    variance: f64,
    horizon: usize,
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let m = at.seasonal.len();
    let Point { alpha, beta, gamma, phi, .. } = *at;
    let mut means = vec![0.0; horizon];
    let mut variances = vec![0.0; horizon];
    let mut steps = 0;
    for phase in 0..m.min(horizon) {
        let season = at.seasonal[phase];
        // Expectations of level and trend, and of their products, each times the season's factors so far.
        let (mut l, mut b) = (at.level, at.trend);
        let (mut ll, mut lb, mut bb) = (l * l, l * b, b * b);
        for h in 0..horizon {
            let q = l + phi * b;
            let qq = ll + 2.0 * phi * lb + phi * phi * bb;
            let own = h % m == phase;
            if own {
                means[h] = season * q;
                variances[h] = season * season * ((1.0 + variance) * qq - q * q);
            }
            let g = if own { gamma } else { 0.0 };
            let k0 = 1.0 + g * g * variance;
            let k1 = 2.0 * g * variance;
            let k2 = variance + 3.0 * g * g * variance * variance;
            let kept = phi * b;
            let qk = phi * lb + phi * phi * bb;
            let kk = phi * phi * bb;
            l = q + alpha * (g * variance) * q;
            b = kept + beta * (g * variance) * q;
            ll = qq * (k0 + 2.0 * alpha * k1 + alpha * alpha * k2);
            lb = qk * (k0 + alpha * k1) + qq * (beta * k1 + alpha * beta * k2);
            bb = kk * k0 + 2.0 * (qk * beta * k1) + qq * (beta * beta * k2);
        }
        steps += horizon;
        if steps > STEPS_A_CHECKPOINT {
            steps = 0;
            if pause().is_break() {
                return Err(Error::Cancelled);
            }
        }
    }
    Ok((means, variances))
}
