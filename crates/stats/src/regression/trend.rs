//! The Theil–Sen line and the Mann–Kendall test: a trend by pairs, which outliers hardly move.
//!
//! Sources: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", *J. Am. Stat. Assoc.* 63 (1968)
//! 1379–1389 (slope, its interval, the variance of S with ties); H. B. Mann, *Econometrica* 13 (1945) 245–259; M. G.
//! Kendall, *Rank Correlation Methods*, 4th ed. (1970) (τ-b, the continuity correction).

use super::slopes::slopes_at;
use crate::Error;
use crate::decomposition::Checkpoint;
use crate::descriptive::concordance;
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
/// Every pair of points is looked at: `checkpoint` is told how many so far.
///
/// # Errors
/// [`Error::InsufficientData`] (two points are needed), [`Error::InvalidParameter`] (`x` of another length, `level` not
/// between 0 and 1), [`Error::Dependent`] (`x` is the same everywhere), [`Error::OutOfRange`], [`Error::Cancelled`].
pub fn theil_sen(x: &[f64], y: &[f64], level: f64, checkpoint: Checkpoint<'_>) -> Result<TheilSen, Error> {
    if x.len() != y.len() {
        return Err(Error::InvalidParameter { name: "x" });
    }
    if !(level > 0.0 && level < 1.0) {
        return Err(Error::InvalidParameter { name: "level" });
    }
    check(y)?;
    if !x.iter().all(|value| value.is_finite()) {
        return Err(Error::OutOfRange);
    }
    let (tied_x, tied_y) = (ties(x), ties(y));
    let count = pairs(y.len()) - tied_x.iter().map(|&size| pairs(size)).sum::<usize>();
    if count == 0 {
        return Err(Error::Dependent { term: 1 });
    }
    let variance = ((spread(y.len()) - spreads(&tied_x) - spreads(&tied_y)) / 18.0).max(0.0);
    let reach = normal_quantile(0.5 + level / 2.0) * variance.sqrt();
    let upper = (count as f64 / 2.0 + reach / 2.0).round_ties_even().min(count as f64 - 1.0);
    let lower = ((count as f64 / 2.0 - reach / 2.0).round_ties_even() - 1.0).max(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "ranks are whole, from 0 to below the count"
    )]
    let ranks = [(count - 1) / 2, count / 2, lower as usize, upper as usize];
    let [below, above, lower, upper] = slopes_at(x, y, count, ranks, checkpoint)?;
    Ok(TheilSen { slope: middle(below, above), lower, upper })
}

/// The Mann–Kendall test of evenly spaced values; the time it takes and what `checkpoint` is told as in [`theil_sen`].
///
/// # Errors
/// [`Error::InsufficientData`] (two values are needed), [`Error::OutOfRange`], [`Error::Cancelled`].
pub fn mann_kendall(y: &[f64], checkpoint: Checkpoint<'_>) -> Result<MannKendall, Error> {
    check(y)?;
    let time: Vec<f64> = (0_u32..).take(y.len()).map(f64::from).collect();
    let order = concordance(&time, y);
    let (s, all, untied) = (order.balance as f64, order.all as f64, (order.all - order.tied_y) as f64);
    let variance = (spread(y.len()) - spreads(&ties(y))) / 18.0;
    // Without two different values there is no variance, and no trend.
    let z = if s == 0.0 { 0.0 } else { (s - s.signum()) / variance.sqrt() };
    let count = pairs(y.len());
    let [below, above] = slopes_at(&time, y, count, [(count - 1) / 2, count / 2], checkpoint)?;
    Ok(MannKendall {
        s,
        variance,
        z,
        p: 2.0 * normal_sf(z.abs()),
        tau: if untied == 0.0 { 0.0 } else { (s / (untied.sqrt() * all.sqrt())).clamp(-1.0, 1.0) },
        slope: middle(below, above),
    })
}

fn check(y: &[f64]) -> Result<(), Error> {
    if y.len() < 2 {
        return Err(Error::InsufficientData { required: 2, given: y.len() });
    }
    if y.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(Error::OutOfRange) }
}

fn pairs(n: usize) -> usize {
    n * (n - 1) / 2
}

/// 18 times the variance of *S* where no values are tied.
fn spread(n: usize) -> f64 {
    let n = n as f64;
    n * (n - 1.0) * (2.0 * n + 5.0)
}

/// What groups of tied values take off [`spread`].
fn spreads(sizes: &[usize]) -> f64 {
    sizes.iter().map(|&size| spread(size)).sum()
}

/// How many values there are of each size.
fn ties(values: &[f64]) -> Vec<usize> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    // -0 and 0 sort apart but are one value, and next to each other.
    #[expect(clippy::float_cmp, reason = "ties are equal values")]
    let groups = sorted.chunk_by(|a, b| a == b);
    groups.map(<[f64]>::len).collect()
}

/// The median, of the one or two values in the middle.
#[expect(clippy::float_cmp, reason = "one value, which halves could not bring back if it is subnormal")]
fn middle(below: f64, above: f64) -> f64 {
    if below == above { above } else { below / 2.0 + above / 2.0 }
}
