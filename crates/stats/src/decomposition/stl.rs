//! STL's settings, and MSTL: one STL a season, in turn.

use super::components::{Components, Pace, components};
use super::{Checkpoint, check_season, check_values, interpolate_seasons, proceed};
use crate::Error;

/// Whose defaults to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// R's `stats::stl`: constant smoothing of the season, every tenth of a window computed and the rest interpolated,
    /// 2 inner iterations (robust: 1, and 15 outer ones).
    R,
    /// statsmodels' `STL`: linear smoothing throughout, every value computed, 5 inner iterations (robust: 2, and 15
    /// outer ones).
    Statsmodels,
}

/// How many values of one place in the season its smoothing takes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// So many, an odd number of at least 3.
    Seasons(usize),
    /// All: the season is the same throughout.
    Periodic,
}

/// One of STL's three loess smoothers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Smoother {
    /// Values taken in, an odd number of at least 3.
    pub window: usize,
    /// Degree of the local polynomial, 0 or 1.
    pub degree: u8,
    /// Every so many values are computed, those between interpolated; at least 1.
    pub jump: usize,
}

/// What an STL does; the letters in brackets are the paper's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stl {
    /// Observations in a season, at least 2 (n₍p₎).
    pub season_length: usize,
    /// Smooths each place in the season over the seasons (n₍s₎).
    pub seasonal: Smoother,
    /// Smooths the series without its season (n₍t₎).
    pub trend: Smoother,
    /// Takes the trend out of the season (n₍l₎).
    pub low_pass: Smoother,
    /// Whether the season is then averaged to be the same throughout, as R does it.
    pub periodic: bool,
    /// Passes between season and trend, at least 1 (n₍i₎).
    pub inner_iterations: usize,
    /// Rounds of weighing outliers down, 0 for none (n₍o₎).
    pub outer_iterations: usize,
}

impl Stl {
    /// The defaults of a convention for a series of `n` values.
    #[must_use]
    pub fn new(convention: Convention, n: usize, season_length: usize, window: Window, robust: bool) -> Self {
        let r = convention == Convention::R;
        let (span, periodic) = match window {
            Window::Seasons(span) => (span, false),
            Window::Periodic => (10 * n + 1, true),
        };
        let smoother = |window: usize, degree| Smoother {
            window,
            degree,
            jump: if r { window.div_ceil(10) } else { 1 },
        };
        let m = season_length as f64;
        // A window is at most some billions.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let trend = (1.5 * m / (1.0 - 1.5 / span as f64)).ceil() as usize;
        Self {
            season_length,
            seasonal: smoother(span, u8::from(!r && !periodic)),
            trend: smoother(next_odd(trend), 1),
            low_pass: smoother(next_odd(if r { season_length } else { season_length + 1 }), 1),
            periodic,
            inner_iterations: match (r, robust) {
                (true, false) | (false, true) => 2,
                (true, true) => 1,
                (false, false) => 5,
            },
            outer_iterations: if robust { 15 } else { 0 },
        }
    }

    fn check(&self, values: &[f64]) -> Result<(), Error> {
        check_season(values, self.season_length)?;
        for (name, smoother) in
            [("seasonal", self.seasonal), ("trend", self.trend), ("low_pass", self.low_pass)]
        {
            let Smoother { window, degree, jump } = smoother;
            if window < 3 || window.is_multiple_of(2) || degree > 1 || jump == 0 {
                return Err(Error::InvalidParameter { name });
            }
        }
        if self.inner_iterations == 0 {
            return Err(Error::InvalidParameter { name: "inner_iterations" });
        }
        Ok(())
    }
}

/// Gives each place in the season the mean of what it has throughout.
fn make_periodic(seasonal: &mut [f64], m: usize) {
    for phase in 0..m {
        let places = || (phase..seasonal.len()).step_by(m);
        let mean = places().map(|t| seasonal[t]).sum::<f64>() / places().count() as f64;
        places().for_each(|t| seasonal[t] = mean);
    }
}

fn next_odd(n: usize) -> usize {
    n | 1
}

/// A series taken apart; all vectors are as long as it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    /// The trend.
    pub trend: Vec<f64>,
    /// The seasonal components, one for each season.
    pub seasonal: Vec<Vec<f64>>,
    /// What is left: value − seasonal components − trend; NaN where the value is missing.
    pub remainder: Vec<f64>,
    /// Robustness weights, 0 (an outlier, not listened to) to 1; all 1 without outer iterations, and where a plain STL leaves
    /// nothing but rounding of more than half of the values.
    pub weights: Vec<f64>,
    /// Strength of the trend, 0 to 1: `max(0, 1 − var(R) / var(T + R))` over the values that are known, and 0 where that
    /// is 0 / 0 (Wang, Smith & Hyndman, *Data Mining and Knowledge Discovery* 13 (2006) 335–364).
    pub trend_strength: f64,
    /// The same of each seasonal component.
    pub seasonal_strength: Vec<f64>,
}

/// STL. Missing values are bridged by [`interpolate_seasons`] first.
///
/// # Errors
/// As [`mstl`].
///
/// ```
/// use clinicore_stats::decomposition::{Convention, Stl, Window, stl};
/// use std::ops::ControlFlow;
///
/// let week = [0.0, 1.0, 3.0, 2.0, 5.0, 9.0, -8.0];
/// let sales: Vec<f64> = (0..56).map(|day| week[day % 7] + 0.1 * day as f64).collect();
/// let settings = Stl::new(Convention::R, sales.len(), 7, Window::Periodic, false);
/// let parts = stl(&sales, settings, &mut |_, _| ControlFlow::Continue(()))?;
/// assert!(parts.seasonal_strength[0] > 0.99);
/// # Ok::<(), clinicore_stats::Error>(())
/// ```
pub fn stl(values: &[f64], settings: Stl, checkpoint: Checkpoint<'_>) -> Result<Decomposition, Error> {
    mstl(values, &[settings], 1, checkpoint)
}

/// MSTL: each season in turn is estimated by an STL of the values without the other seasons, `iterations` times over (a
/// single season once). Seasons are taken in the order of `seasons`, which should be by length, as R has it. The
/// trend and the weights are those of the last STL.
///
/// # Errors
/// [`Error::InvalidParameter`], [`Error::InsufficientData`] (less than two of a season, or no value at all),
/// [`Error::NotFinite`] (an infinity), [`Error::OutOfRange`], [`Error::Cancelled`].
pub fn mstl(
    values: &[f64],
    seasons: &[Stl],
    iterations: usize,
    checkpoint: Checkpoint<'_>,
) -> Result<Decomposition, Error> {
    if seasons.is_empty() || iterations == 0 {
        return Err(Error::InvalidParameter {
            name: if seasons.is_empty() { "seasons" } else { "iterations" },
        });
    }
    seasons.iter().try_for_each(|season| season.check(values))?;
    let lengths: Vec<usize> = seasons.iter().map(|season| season.season_length).collect();
    let iterations = if seasons.len() == 1 { 1 } else { iterations };
    let total = (iterations * seasons.len()) as u64;
    let mut deseasonalised = if check_values(values)? < values.len() {
        interpolate_seasons(values, &lengths, &mut |_, _| checkpoint(0, total))?
    } else {
        values.to_vec()
    };

    let n = values.len();
    let mut seasonal = vec![vec![0.0; n]; seasons.len()];
    let (mut trend, mut weights) = (Vec::new(), Vec::new());
    let mut done = 0;
    for _ in 0..iterations {
        for (season, component) in seasons.iter().zip(&mut seasonal) {
            proceed(checkpoint, done, total)?;
            for (left, part) in deseasonalised.iter_mut().zip(&*component) {
                *left += part;
            }
            let mut pace = Pace::new(checkpoint, done, total);
            Components { seasonal: *component, trend, weights } =
                components(&deseasonalised, season, &mut pace)?;
            if season.periodic {
                make_periodic(component, season.season_length);
            }
            for (left, part) in deseasonalised.iter_mut().zip(&*component) {
                *left -= part;
            }
            done += 1;
        }
    }
    let remainder: Vec<f64> =
        (0..n).map(|t| if values[t].is_nan() { f64::NAN } else { deseasonalised[t] - trend[t] }).collect();
    Ok(Decomposition {
        trend_strength: strength(&trend, &remainder),
        seasonal_strength: seasonal.iter().map(|component| strength(component, &remainder)).collect(),
        trend,
        seasonal,
        remainder,
        weights,
    })
}

fn strength(component: &[f64], remainder: &[f64]) -> f64 {
    let known = || component.iter().zip(remainder).filter(|(_, r)| !r.is_nan());
    let of_both = sum_of_squares(|| known().map(|(c, r)| c + r));
    let of_remainder = sum_of_squares(|| known().map(|(_, r)| *r));
    if of_both > 0.0 { (1.0 - of_remainder / of_both).max(0.0) } else { 0.0 }
}

/// Squared deviations from the mean, summed.
fn sum_of_squares<I: Iterator<Item = f64>>(values: impl Fn() -> I) -> f64 {
    let mean = values().sum::<f64>() / values().count() as f64;
    values().map(|value| (value - mean) * (value - mean)).sum()
}
