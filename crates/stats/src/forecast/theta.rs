//! The Theta method, as R's `forecast::thetaf` computes it.
//!
//! The series is deseasonalised (multiplicative classical decomposition) if its autocorrelation at the season's length
//! is significant at 90 %. The forecast is simple exponential smoothing with half the slope *b* of the least-squares
//! line as drift:
//!
//! ```text
//! ŷ[n+h] = l[n] + b/2 (h − 1 + 1/α − (1 − α)ⁿ/α),    variance σ² (1 + (h − 1) α²),    σ² = SSE / (n − 2)
//! ```
//!
//! α and the first level minimise the squared errors. As in R the interval of a seasonal series is that of the
//! deseasonalised one. Missing values are interpolated first.
//!
//! Sources: V. Assimakopoulos & K. Nikolopoulos, *Int. J. Forecasting* 16 (2000) 521–530; R. J. Hyndman & B. Billah,
//! *Int. J. Forecasting* 19 (2003) 287–290.

use std::ops::ControlFlow;

use super::{Ahead, need};
use crate::Error;
use crate::decomposition::{Checkpoint, centred_moving_average, interpolate_seasons};
use crate::distribution::normal_quantile;

/// The least a seasonal figure may be for the series to be divided by it, as in R.
const LEAST_FIGURE: f64 = 1e-4;

pub(super) fn theta(
    y: &[f64],
    season_length: usize,
    horizon: usize,
    levels: &[f64],
    checkpoint: Checkpoint<'_>,
) -> Result<Ahead, Error> {
    need(y, 3)?;
    let n = y.len();
    let mut x = interpolate_seasons(y, &[season_length], checkpoint)?;
    let figure = if is_seasonal(&x, season_length, checkpoint)? {
        figure(&x, season_length, checkpoint)?
    } else {
        None
    };
    let season = |t: usize| figure.as_ref().map_or(1.0, |figure| figure[t % season_length]);
    for (t, value) in x.iter_mut().enumerate() {
        *value /= season(t);
    }
    let Smoothed { alpha, level, fitted, sse } = smooth(&x, checkpoint)?;
    let half_slope = slope(&x) / 2.0;
    let start = (1.0 - (1.0 - alpha).powi(i32::try_from(n).unwrap_or(i32::MAX))) / alpha;
    let forecast = (0..horizon).map(|h| (level + half_slope * (h as f64 + start)) * season(n + h)).collect();
    let fitted = fitted.iter().enumerate().map(|(t, value)| value * season(t)).collect();
    let sigma = (sse / (n - 2) as f64).sqrt();
    Ok(Ahead::symmetric(forecast, fitted, levels, normal_quantile, |h| {
        sigma * (h as f64 * alpha * alpha + 1.0).sqrt()
    }))
}

/// Whether the autocorrelation at lag *m* is above what Bartlett's formula allows by chance in one series of ten.
fn is_seasonal(x: &[f64], m: usize, checkpoint: Checkpoint<'_>) -> Result<bool, Error> {
    let n = x.len();
    let constant = x.windows(2).all(|pair| pair[0].total_cmp(&pair[1]).is_eq());
    if m < 2 || n <= 2 * m || constant {
        return Ok(false);
    }
    let mean = x.iter().sum::<f64>() / n as f64;
    let deviation: Vec<f64> = x.iter().map(|value| value - mean).collect();
    let variance: f64 = deviation.iter().map(|d| d * d).sum();
    let (mut squares, mut last) = (0.0, 0.0);
    for lag in 1..=m {
        if checkpoint(lag as u64, m as u64).is_break() {
            return Err(Error::Cancelled);
        }
        last = deviation.iter().zip(&deviation[lag..]).map(|(a, b)| a * b).sum::<f64>() / variance;
        if lag < m {
            squares += last * last;
        }
    }
    Ok(last.abs() / ((1.0 + 2.0 * squares) / n as f64).sqrt() > normal_quantile(0.95))
}

/// The multiplicative seasonal figure of R's `decompose`: the mean ratio of each season to the centred moving average,
/// scaled to a mean of 1. `None` where it comes too near 0 to divide by.
fn figure(x: &[f64], m: usize, checkpoint: Checkpoint<'_>) -> Result<Option<Vec<f64>>, Error> {
    let mut average = vec![0.0; x.len()];
    centred_moving_average(x, m, &mut average);
    let mut sums = vec![0.0; m];
    let mut counts = vec![0.0; m];
    for (t, (value, average)) in x.iter().zip(&average).enumerate() {
        if !average.is_nan() {
            sums[t % m] += value / average;
            counts[t % m] += 1.0;
        }
    }
    if checkpoint(0, 1).is_break() {
        return Err(Error::Cancelled);
    }
    let mut figure: Vec<f64> = sums.iter().zip(counts).map(|(sum, count)| sum / count).collect();
    let mean = figure.iter().sum::<f64>() / m as f64;
    for part in &mut figure {
        *part /= mean;
    }
    Ok(figure.iter().all(|part| part.is_finite() && part.abs() >= LEAST_FIGURE).then_some(figure))
}

/// A least-squares fit of simple exponential smoothing.
struct Smoothed {
    alpha: f64,
    /// After the last value.
    level: f64,
    fitted: Vec<f64>,
    sse: f64,
}

/// How near 0 and 1 α may come, as in R's `ets`.
const ALPHA: (f64, f64) = (1e-4, 0.9999);
/// Where the search for α starts, so that it ends in the lowest of the valleys.
const GRID: usize = 32;

/// The α of least squares: the best point of a grid, and from there where the derivative is 0.
///
/// The sign of the derivative, unlike a comparison of sums of squares, is sure to almost the last digit of α.
fn smooth(x: &[f64], checkpoint: Checkpoint<'_>) -> Result<Smoothed, Error> {
    let mut profile = |alpha| match checkpoint(0, 1) {
        ControlFlow::Continue(()) => Ok(profile(x, alpha)),
        ControlFlow::Break(()) => Err(Error::Cancelled),
    };
    let at = |i: usize| ALPHA.0 + (ALPHA.1 - ALPHA.0) * (i as f64 / GRID as f64);
    let mut best = (0, f64::INFINITY);
    for i in 0..=GRID {
        let sse = profile(at(i))?.sse;
        if sse < best.1 {
            best = (i, sse);
        }
    }
    let (mut low, mut high) = (at(best.0.saturating_sub(1)), at((best.0 + 1).min(GRID)));
    for _ in 0..60 {
        let middle = low + (high - low) / 2.0;
        if profile(middle)?.derivative > 0.0 {
            high = middle;
        } else {
            low = middle;
        }
    }
    let alpha = low + (high - low) / 2.0;
    let Profile { first, sse, .. } = profile(alpha)?;
    let mut level = first;
    let fitted = x
        .iter()
        .map(|value| {
            let expected = level;
            level += alpha * (value - expected);
            expected
        })
        .collect();
    Ok(Smoothed { alpha, level, fitted, sse })
}

struct Profile {
    /// The first level of least squares.
    first: f64,
    sse: f64,
    /// Half the derivative of the sum of squares with respect to α.
    derivative: f64,
}

/// Simple exponential smoothing with the first level of least squares: the errors are linear in it, with coefficients
/// (1 − α)^t.
fn profile(x: &[f64], alpha: f64) -> Profile {
    let (mut level, mut weight) = (x[0], 1.0);
    let (mut cross, mut weights) = (0.0, 0.0);
    for value in x {
        let error = value - level;
        cross += error * weight;
        weights += weight * weight;
        level += alpha * error;
        weight *= 1.0 - alpha;
    }
    let first = x[0] + cross / weights;
    let (mut level, mut slope) = (first, 0.0);
    let (mut sse, mut derivative) = (0.0, 0.0);
    for value in x {
        let error = value - level;
        sse += error * error;
        derivative -= error * slope;
        level += alpha * error;
        slope += error - alpha * slope;
    }
    Profile { first, sse, derivative }
}

/// The slope of the least-squares line over time.
fn slope(x: &[f64]) -> f64 {
    let centre = (x.len() - 1) as f64 / 2.0;
    let mean = x.iter().sum::<f64>() / x.len() as f64;
    let (mut sxy, mut sxx) = (0.0, 0.0);
    for (t, value) in x.iter().enumerate() {
        let dt = t as f64 - centre;
        sxy += dt * (value - mean);
        sxx += dt * dt;
    }
    sxy / sxx
}
