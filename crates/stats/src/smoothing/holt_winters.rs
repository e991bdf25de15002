//! Triple exponential smoothing after Holt (1957) and Winters (1960), in the convention of R's `stats::HoltWinters`.
//!
//! With level *l*, trend *b*, season *s* of length *m* (additive; multiplicative divides where this subtracts):
//!
//! ```text
//! l[t] = α (y[t] − s[t−m]) + (1 − α)(l[t−1] + b[t−1])
//! b[t] = β (l[t] − l[t−1]) + (1 − β) b[t−1]
//! s[t] = γ (y[t] − l[t])   + (1 − γ) s[t−m]
//! ```
//!
//! The start values come from a classical decomposition of the first two seasons: *s* is its seasonal figure, *l* and
//! *b* the least-squares line through its trend. The recursion starts at `t = m`.
//!
//! Sources: R 4.x, `HoltWinters.R`, `HoltWinters.c` and `decompose` in package stats; C. C. Holt, "Forecasting seasonals
//! and trends by exponentially weighted moving averages", reprinted in *Int. J. Forecasting* 20 (2004) 5–10;
//! P. R. Winters, "Forecasting sales by exponentially weighted moving averages", *Management Science* 6 (1960) 324–342.

use super::initial::{line, mean};
use crate::Error;
use crate::decomposition::centred_moving_average;

/// How the season joins the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seasonal {
    /// It is added: a swing of the same size at every level.
    Additive,
    /// It is multiplied: a swing in proportion to the level. Needs values above 0.
    Multiplicative,
}

/// The fixed parameters of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// Smoothing of the level, 0 to 1.
    pub alpha: f64,
    /// Smoothing of the trend, 0 to 1 (R's β, which is not multiplied by α).
    pub beta: f64,
    /// Smoothing of the season, 0 to 1.
    pub gamma: f64,
    /// Observations in a season, *m*, at least 2.
    pub season_length: usize,
    /// How the season joins the level.
    pub seasonal: Seasonal,
}

/// A filtered series. All vectors are as long as the series.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// One-step-ahead forecasts; NaN in the first season.
    pub fitted: Vec<f64>,
    /// Level after each value; NaN in the first season.
    pub level: Vec<f64>,
    /// Trend per step after each value; NaN in the first season.
    pub trend: Vec<f64>,
    /// Seasonal component after each value; the start values in the first season.
    pub seasonal: Vec<f64>,
    /// Sum of squared one-step errors from the second season on.
    pub sse: f64,
    parameters: Parameters,
}

impl Run {
    /// The values 1 to `horizon` steps after the series' end: `(l + h b) + s` or `(l + h b) × s`.
    #[must_use]
    pub fn forecast(&self, horizon: usize) -> Vec<f64> {
        let mut ahead = vec![0.0; horizon];
        let (l, b) = (self.level[self.level.len() - 1], self.trend[self.trend.len() - 1]);
        forecast_into(&mut ahead, l, b, &self.seasonal, &self.parameters);
        ahead
    }
}

/// Where [`run_into`] writes: four slices as long as the series, and one as long as the horizon.
#[derive(Debug)]
pub struct Output<'a> {
    /// See [`Run::fitted`].
    pub fitted: &'a mut [f64],
    /// See [`Run::level`].
    pub level: &'a mut [f64],
    /// See [`Run::trend`].
    pub trend: &'a mut [f64],
    /// See [`Run::seasonal`].
    pub seasonal: &'a mut [f64],
    /// See [`Run::forecast`].
    pub forecast: &'a mut [f64],
}

impl Seasonal {
    fn join(self, trend: f64, season: f64) -> f64 {
        match self {
            Self::Additive => trend + season,
            Self::Multiplicative => trend * season,
        }
    }

    fn remove(self, value: f64, part: f64) -> f64 {
        match self {
            Self::Additive => value - part,
            Self::Multiplicative => value / part,
        }
    }
}

/// Filters `values` with fixed parameters.
///
/// # Errors
/// [`Error::InvalidParameter`], [`Error::InsufficientData`] (two seasons are needed), [`Error::NotFinite`],
/// [`Error::NotPositive`] (multiplicative only), [`Error::OutOfRange`].
pub fn run(values: &[f64], parameters: Parameters) -> Result<Run, Error> {
    let zeros = || vec![0.0; values.len()];
    let (mut fitted, mut level, mut trend, mut seasonal) = (zeros(), zeros(), zeros(), zeros());
    let output = Output {
        fitted: &mut fitted,
        level: &mut level,
        trend: &mut trend,
        seasonal: &mut seasonal,
        forecast: &mut [],
    };
    let sse = run_into(values, parameters, output)?;
    Ok(Run { fitted, level, trend, seasonal, sse, parameters })
}

/// As [`run`] and [`Run::forecast`], into memory the caller has; returns the sum of squared errors.
///
/// # Errors
/// As [`run`]; what `output` then holds is unspecified.
///
/// # Panics
/// When a slice of `output` other than `forecast` is not as long as `values`.
pub fn run_into(values: &[f64], parameters: Parameters, output: Output<'_>) -> Result<f64, Error> {
    check(values, &parameters)?;
    let Parameters { alpha, beta, gamma, season_length: m, seasonal: kind } = parameters;
    let Output { fitted, level, trend, seasonal, forecast } = output;
    let n = values.len();
    for slice in [&*fitted, level, trend, seasonal] {
        assert_eq!(slice.len(), n, "an output slice is as long as the values");
    }
    let start = start(&values[..2 * m], m, kind);
    for slice in [&mut *fitted, level, trend] {
        slice[..m].fill(f64::NAN);
    }
    seasonal[..m].copy_from_slice(&start.figure);

    let (mut l, mut b, mut sse) = (start.level, start.trend, 0.0);
    for t in m..n {
        let y = values[t];
        let s = seasonal[t - m];
        let expected = kind.join(l + b, s);
        let error = y - expected;
        sse += error * error;
        fitted[t] = expected;

        let last = l;
        l = alpha * kind.remove(y, s) + (1.0 - alpha) * (l + b);
        b = beta * (l - last) + (1.0 - beta) * b;
        level[t] = l;
        trend[t] = b;
        seasonal[t] = gamma * kind.remove(y, l) + (1.0 - gamma) * s;
    }
    // What is not finite in the recursion spreads to the sum of squares, except in the last season, which nothing uses yet.
    let last_season: f64 = seasonal[n - m..].iter().sum();
    forecast_into(forecast, l, b, seasonal, &parameters);
    if (sse + l + b + last_season).is_finite() && forecast.iter().all(|value| value.is_finite()) {
        Ok(sse)
    } else {
        Err(Error::OutOfRange)
    }
}

fn forecast_into(ahead: &mut [f64], l: f64, b: f64, seasonal: &[f64], parameters: &Parameters) {
    let last_season = &seasonal[seasonal.len() - parameters.season_length..];
    for ((h, value), &s) in (1..).zip(ahead).zip(last_season.iter().cycle()) {
        *value = parameters.seasonal.join(f64::from(h) * b + l, s);
    }
}

fn check(values: &[f64], parameters: &Parameters) -> Result<(), Error> {
    let Parameters { alpha, beta, gamma, season_length, seasonal } = *parameters;
    for (name, value) in [("alpha", alpha), ("beta", beta), ("gamma", gamma)] {
        if !(0.0..=1.0).contains(&value) {
            return Err(Error::InvalidParameter { name });
        }
    }
    if !(2..=usize::MAX / 2).contains(&season_length) {
        return Err(Error::InvalidParameter { name: "season_length" });
    }
    if values.len() < 2 * season_length {
        return Err(Error::InsufficientData { required: 2 * season_length, given: values.len() });
    }
    if let Some(index) = values.iter().position(|y| !y.is_finite()) {
        return Err(Error::NotFinite { index });
    }
    match seasonal {
        Seasonal::Additive => Ok(()),
        Seasonal::Multiplicative => {
            values.iter().position(|&y| y <= 0.0).map_or(Ok(()), |index| Err(Error::NotPositive { index }))
        }
    }
}

struct Start {
    level: f64,
    trend: f64,
    figure: Vec<f64>,
}

/// Start values from the first two seasons, as R's `decompose` and its line through the trend give them.
fn start(two_seasons: &[f64], m: usize, kind: Seasonal) -> Start {
    let mut trend = vec![0.0; 2 * m];
    centred_moving_average(two_seasons, m, &mut trend);
    let trend = &trend[m / 2..2 * m - m / 2];
    // The average of m values is known from the middle of the first season to the middle of the second.
    let first = m / 2;
    let mut figure: Vec<f64> = (0..m)
        .map(|phase| {
            let parts = (phase..2 * m).step_by(m).filter_map(|t| {
                let average = trend.get(t.checked_sub(first)?)?;
                Some(kind.remove(two_seasons[t], *average))
            });
            mean(parts)
        })
        .collect();
    let overall = mean(figure.iter().copied());
    for part in &mut figure {
        *part = kind.remove(*part, overall);
    }
    let points: Vec<(f64, f64)> = (1..).map(f64::from).zip(trend.iter().copied()).collect();
    let (level, trend) = line(&points);
    Start { level, trend, figure }
}
