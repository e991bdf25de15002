//! The Theil–Sen line and the Mann–Kendall test: a trend by pairs, which outliers hardly move.
//!
//! Sources: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", *J. Am. Stat. Assoc.* 63 (1968)
//! 1379–1389 (slope, its interval, the variance of S with ties); H. B. Mann, *Econometrica* 13 (1945) 245–259; M. G.
//! Kendall, *Rank Correlation Methods*, 4th ed. (1970) (τ-b, the continuity correction).

use crate::Error;
use crate::distribution::{normal_quantile, normal_sf};

/// The median of the slopes between all pairs of points, with a confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TheilSen {
    /// The median slope.
    pub slope: f64,
    /// The lower end of its interval.
    pub lower: f64,
    /// The upper end of its interval.
    pub upper: f64,
}

/// The test for a monotonic trend of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// Pairs that rise less pairs that fall.
    pub s: f64,
    /// The variance of *S* without a trend, ties allowed for.
    pub variance: f64,
    /// *S*, moved by 1 towards 0, over its standard deviation.
    pub z: f64,
    /// The two-sided p value of *z*.
    pub p: f64,
    /// Kendall's τ-b of the values and time.
    pub tau: f64,
    /// The median slope a step.
    pub slope: f64,
}

/// The Theil–Sen slope of `y` over `x`, and the interval that holds the true one with probability `level`.
///
/// Every pair is looked at: time and memory in proportion to the square of the points.
///
/// # Errors
/// [`Error::InsufficientData`] (two points are needed), [`Error::InvalidParameter`] (`x` of another length, `level` not
/// between 0 and 1), [`Error::Dependent`] (`x` is the same everywhere), [`Error::OutOfRange`].
pub fn theil_sen(x: &[f64], y: &[f64], level: f64) -> Result<TheilSen, Error> {
    if x.len() != y.len() {
        return Err(Error::InvalidParameter { name: "x" });
    }
    if !(level > 0.0 && level < 1.0) {
        return Err(Error::InvalidParameter { name: "level" });
    }
    if y.len() < 2 {
        return Err(Error::InsufficientData { required: 2, given: y.len() });
    }
    let mut slopes = Vec::with_capacity(y.len() * (y.len() - 1) / 2);
    for i in 1..y.len() {
        for j in 0..i {
            let dx = x[i] - x[j];
            if dx != 0.0 {
                slopes.push((y[i] - y[j]) / dx);
            }
        }
    }
    if !(x.iter().chain(y).chain(&slopes).all(|value| value.is_finite())) {
        return Err(Error::OutOfRange);
    }
    let count = slopes.len();
    if count == 0 {
        return Err(Error::Dependent { term: 1 });
    }
    let variance = ((spread(y.len()) - ties(x) - ties(y)) / 18.0).max(0.0);
    let reach = normal_quantile(0.5 + level / 2.0) * variance.sqrt();
    let upper = (count as f64 / 2.0 + reach / 2.0).round_ties_even().min(count as f64 - 1.0);
    let lower = ((count as f64 / 2.0 - reach / 2.0).round_ties_even() - 1.0).max(0.0);
    let slope = median(&mut slopes);
    Ok(TheilSen { slope, lower: ranked(&mut slopes, lower), upper: ranked(&mut slopes, upper) })
}

/// The Mann–Kendall test of evenly spaced values; time and memory as [`theil_sen`].
///
/// # Errors
/// [`Error::InsufficientData`] (two values are needed), [`Error::OutOfRange`].
pub fn mann_kendall(y: &[f64]) -> Result<MannKendall, Error> {
    let n = y.len();
    if n < 2 {
        return Err(Error::InsufficientData { required: 2, given: n });
    }
    let mut slopes = Vec::with_capacity(n * (n - 1) / 2);
    let (mut rising, mut falling) = (0_u32, 0_u32);
    for i in 1..n {
        for j in 0..i {
            rising += u32::from(y[i] > y[j]);
            falling += u32::from(y[i] < y[j]);
            slopes.push((y[i] - y[j]) / (i - j) as f64);
        }
    }
    if !(y.iter().chain(&slopes).all(|value| value.is_finite())) {
        return Err(Error::OutOfRange);
    }
    let (s, pairs) = (f64::from(rising) - f64::from(falling), slopes.len() as f64);
    let variance = (spread(n) - ties(y)) / 18.0;
    // Without two different values there is no variance, and no trend.
    let z = if s == 0.0 { 0.0 } else { (s - s.signum()) / variance.sqrt() };
    let untied = f64::from(rising) + f64::from(falling);
    Ok(MannKendall {
        s,
        variance,
        z,
        p: 2.0 * normal_sf(z.abs()),
        tau: if untied == 0.0 { 0.0 } else { s / (untied.sqrt() * pairs.sqrt()) },
        slope: median(&mut slopes),
    })
}

/// 18 times the variance of *S* where no values are tied.
fn spread(n: usize) -> f64 {
    let n = n as f64;
    n * (n - 1.0) * (2.0 * n + 5.0)
}

/// What the groups of tied values take off [`spread`].
fn ties(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    // -0 and 0 sort apart but are one value, and next to each other.
    #[expect(clippy::float_cmp, reason = "ties are equal values")]
    let groups = sorted.chunk_by(|a, b| a == b);
    groups.map(|group| spread(group.len())).sum()
}

/// The value at a rank, which is a whole number from 0 on.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is whole, and below the length"
)]
fn ranked(values: &mut [f64], rank: f64) -> f64 {
    *values.select_nth_unstable_by(rank as usize, f64::total_cmp).1
}

fn median(values: &mut [f64]) -> f64 {
    let (middle, odd) = (values.len() / 2, values.len() % 2 == 1);
    let (below, &mut upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    if odd {
        return upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    lower / 2.0 + upper / 2.0
}
