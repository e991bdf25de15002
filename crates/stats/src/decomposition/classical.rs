//! Classical decomposition by moving averages, as R's `stats::decompose`.

use super::{Sliding, check_season, check_values};
use crate::Error;

/// How the components make up the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Trend + season + remainder.
    Additive,
    /// Trend × season × remainder. Needs values above 0.
    Multiplicative,
}

impl Model {
    fn remove(self, value: f64, part: f64) -> f64 {
        match self {
            Self::Additive => value - part,
            Self::Multiplicative => value / part,
        }
    }
}

/// A series taken apart. The first three are as long as the series.
#[derive(Clone, Debug, PartialEq)]
pub struct Classical {
    /// The average over one season centred on each value; NaN in the first and last half season, where it is not known,
    /// and where it would take in a missing value.
    pub trend: Vec<f64>,
    /// `figure`, season after season.
    pub seasonal: Vec<f64>,
    /// What is left; NaN where the trend or the value is.
    pub remainder: Vec<f64>,
    /// One season's component, beginning with that of the first value; its mean is 0 (multiplicative: 1).
    pub figure: Vec<f64>,
}

/// Takes `values` apart.
///
/// # Errors
/// [`Error::InvalidParameter`] (a season of less than 2), [`Error::InsufficientData`] (less than two seasons),
/// [`Error::NoSeasonAt`], [`Error::NotFinite`] (an infinity),
/// [`Error::NotPositive`], [`Error::OutOfRange`].
///
/// ```
/// use clinicore_stats::decomposition::{Model, classical};
///
/// let sales: Vec<f64> = (0..21).map(|day| f64::from(day) + [0.0, 9.0, 0.0][day as usize % 3]).collect();
/// let parts = classical(&sales, 3, Model::Additive)?;
/// assert_eq!(parts.figure, [-3.0, 6.0, -3.0]);
/// # Ok::<(), clinicore_stats::Error>(())
/// ```
pub fn classical(values: &[f64], season_length: usize, model: Model) -> Result<Classical, Error> {
    check_season(values, season_length)?;
    let zeros = || vec![0.0; values.len()];
    let mut parts =
        Classical { trend: zeros(), seasonal: zeros(), remainder: zeros(), figure: vec![0.0; season_length] };
    let Classical { trend, seasonal, remainder, figure } = &mut parts;
    classical_into(values, model, trend, seasonal, remainder, figure)?;
    Ok(parts)
}

/// As [`classical`], into memory the caller has; the season is as long as `figure`.
///
/// # Errors
/// As [`classical`]; what the slices then hold is unspecified.
///
/// # Panics
/// When `trend`, `seasonal` or `remainder` is not as long as `values`.
pub fn classical_into(
    values: &[f64],
    model: Model,
    trend: &mut [f64],
    seasonal: &mut [f64],
    remainder: &mut [f64],
    figure: &mut [f64],
) -> Result<(), Error> {
    let m = figure.len();
    check_season(values, m)?;
    check_values(values)?;
    if let (Model::Multiplicative, Some(index)) = (model, values.iter().position(|&y| y <= 0.0)) {
        return Err(Error::NotPositive { index });
    }
    centred_moving_average(values, m, trend);
    for (phase, part) in figure.iter_mut().enumerate() {
        let detrended = values.iter().zip(&*trend).skip(phase).step_by(m);
        let known = detrended.map(|(y, t)| model.remove(*y, *t)).filter(|part| !part.is_nan());
        *part = mean(known).ok_or(Error::NoSeasonAt { phase })?;
    }
    let overall = figure.iter().sum::<f64>() / m as f64;
    for part in &mut *figure {
        *part = model.remove(*part, overall);
    }
    for (t, &y) in values.iter().enumerate() {
        seasonal[t] = figure[t % m];
        remainder[t] = model.remove(model.remove(y, trend[t]), seasonal[t]);
    }
    let finite = |slice: &[f64]| !slice.iter().any(|value| value.is_infinite());
    // Values next to 0 may make a season of 0, which nothing can be divided by.
    if figure.iter().all(|part| part.is_finite()) && finite(remainder) {
        Ok(())
    } else {
        Err(Error::OutOfRange)
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    (n > 0.0).then(|| sum / n)
}

/// The mean over one season centred on each value; for an even `m` the outer values count half (a 2×m average).
///
/// The sum slides along the series with Neumaier's compensation: O(n) for any season, and as right as summing anew.
pub fn centred_moving_average(y: &[f64], m: usize, average: &mut [f64]) {
    let half = m / 2;
    average.fill(f64::NAN);
    let mut sum = Sliding::default();
    y[..m].iter().for_each(|&value| sum.add(value));
    // For an even season, the mean of two windows of m values beside each other.
    for (first, centre) in average[half..y.len() - half].iter_mut().enumerate() {
        let before = sum.mean(m);
        if m.is_multiple_of(2) {
            sum.add(y[first + m]);
            sum.remove(y[first]);
            *centre = before / 2.0 + sum.mean(m) / 2.0;
        } else {
            *centre = before;
            if let Some(&next) = y.get(first + m) {
                sum.add(next);
                sum.remove(y[first]);
            }
        }
    }
}
