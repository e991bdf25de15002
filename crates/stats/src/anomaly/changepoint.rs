//! Where a series changes: PELT.
//!
//! The segments that make `Σ cost + penalty × changepoints` least, found exactly. `F(t)`, the least for the first `t`
//! values, is the least over the last changepoint `s` of `F(s) + cost(s, t) + penalty`; an `s` with
//! `F(s) + cost(s, t) + K > F(t)` can never again be the last (R. Killick, P. Fearnhead & I. A. Eckley, "Optimal detection
//! of changepoints with a linear computational cost", *J. American Statistical Association* 107 (2012) 1590–1598).
//!
//! Costs are twice the negative log-likelihood of normal values, without its constants, so that penalties mean the same
//! for any series: for a change in mean, the squares are in units of the noise, which is estimated from the differences
//! of neighbours (their median absolute value, or if that is 0 their mean square).

use super::spread::{self, MAD_TO_SD};
use crate::Error;
use crate::decomposition::{Checkpoint, check_values, proceed};
use crate::descriptive::{QuantileType, quantiles};

/// What changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// The mean; the variance is the same throughout.
    Mean,
    /// The variance, around the mean of all values.
    Variance,
    /// Both.
    MeanVariance,
}

/// What a changepoint costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Penalty {
    /// (d + 1) ln n, with d the parameters of a segment: 1, or 2 for [`Cost::MeanVariance`].
    Bic,
    /// The same, and for each segment the logarithm of its length: the modified BIC, which likes changepoints evenly
    /// spread (N. R. Zhang & D. O. Siegmund, *Biometrics* 63 (2007) 22–32).
    Mbic,
    /// So much, above 0.
    Fixed(f64),
}

/// A stretch without changes. Missing values count for nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Index of its first value.
    pub start: usize,
    /// Index after its last, the start of the next.
    pub end: usize,
    /// Mean of its values.
    pub mean: f64,
    /// Their population variance.
    pub variance: f64,
}

/// A segment's variance counts as no less than this part of the series': values that do not vary at all would be
/// infinitely likely. Below it the likelihood is that of this variance, which keeps PELT exact.
const LEAST_VARIANCE: f64 = 1e-8;

/// The segments of a series, each of at least `min_segment` values.
///
/// # Errors
/// [`Error::InvalidParameter`] (a penalty that is not above 0, a segment of 0), [`Error::InsufficientData`] (fewer than
/// two segments' values), [`Error::NotFinite`] (an infinity), [`Error::OutOfRange`], [`Error::Cancelled`].
///
/// ```
/// use clinicore_stats::anomaly::{Cost, Penalty, changepoints};
/// use std::ops::ControlFlow;
///
/// let y = [5.0, 6.0, 5.0, 6.0, 9.0, 8.0, 9.0, 8.0];
/// let segments = changepoints(&y, Cost::Mean, Penalty::Bic, 2, &mut |_, _| ControlFlow::Continue(()))?;
/// assert_eq!(segments[1].start, 4);
/// # Ok::<(), clinicore_stats::Error>(())
/// ```
pub fn changepoints(
    values: &[f64],
    cost: Cost,
    penalty: Penalty,
    min_segment: usize,
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<Segment>, Error> {
    if min_segment == 0 {
        return Err(Error::InvalidParameter { name: "min_segment" });
    }
    if let Penalty::Fixed(by) = penalty
        && !(by > 0.0 && by.is_finite())
    {
        return Err(Error::InvalidParameter { name: "penalty" });
    }
    let n = check_values(values)?;
    if n < 2 * min_segment {
        return Err(Error::InsufficientData { required: 2 * min_segment, given: n });
    }
    let known: Vec<usize> = (0..values.len()).filter(|&t| !values[t].is_nan()).collect();
    let x: Vec<f64> = known.iter().map(|&t| values[t]).collect();
    let starts = match Costs::new(&x, cost, penalty)? {
        Some(costs) => pelt(&costs, min_segment, checkpoint)?,
        None => vec![0],
    };
    let segment = |i: usize| {
        let (first, next) = (starts[i], starts.get(i + 1).copied());
        let part = &x[first..next.unwrap_or(n)];
        let length = part.len() as f64;
        let mean = part.iter().sum::<f64>() / length;
        let variance = part.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / length;
        let place = |start: usize| if start == 0 { 0 } else { known[start] };
        Segment { start: place(first), end: next.map_or(values.len(), place), mean, variance }
    };
    Ok((0..starts.len()).map(segment).collect())
}

/// The costs of segments, from sums of the standardised values and their squares.
struct Costs {
    cost: Cost,
    sums: Vec<f64>,
    squares: Vec<f64>,
    penalty: f64,
    /// Whether the logarithm of a segment's length is part of its cost.
    by_length: bool,
    /// What two costs may differ by through rounding.
    rounding: f64,
}

impl Costs {
    /// None for values that do not vary.
    fn new(x: &[f64], cost: Cost, penalty: Penalty) -> Result<Option<Self>, Error> {
        let n = x.len() as f64;
        let floor = spread::floor(x);
        let mean = x.iter().sum::<f64>() / n;
        let sd = (x.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / n).sqrt();
        let unit = if cost == Cost::Mean { noise(x, floor)? } else { sd };
        if sd <= floor || unit <= floor {
            return Ok(None);
        }
        let (mut sums, mut squares) = (vec![0.0], vec![0.0]);
        let (mut sum, mut square) = (0.0, 0.0);
        for y in x {
            let y = (y - mean) / unit;
            sum += y;
            square += y * y;
            sums.push(sum);
            squares.push(square);
        }
        let parameters = if cost == Cost::MeanVariance { 2.0 } else { 1.0 };
        let penalty = match penalty {
            Penalty::Fixed(by) => (by, false),
            Penalty::Bic => ((parameters + 1.0) * n.ln(), false),
            Penalty::Mbic => ((parameters + 1.0) * n.ln(), true),
        };
        Ok(Some(Self {
            cost,
            sums,
            squares,
            penalty: penalty.0,
            by_length: penalty.1,
            rounding: 1e-12 * (square + n),
        }))
    }

    /// Of the values from `s` up to `t`.
    fn of(&self, s: usize, t: usize) -> f64 {
        let n = (t - s) as f64;
        let (sum, square) = (self.sums[t] - self.sums[s], self.squares[t] - self.squares[s]);
        let cost = match self.cost {
            Cost::Mean => square - sum * sum / n,
            Cost::Variance => n * log_likelihood(square / n),
            Cost::MeanVariance => n * log_likelihood((square - sum * sum / n) / n),
        };
        if self.by_length { cost + n.ln() } else { cost }
    }
}

/// ln v + 1 of a variance, for one value, with the least variance minded.
fn log_likelihood(variance: f64) -> f64 {
    if variance >= LEAST_VARIANCE {
        variance.ln()
    } else {
        LEAST_VARIANCE.ln() + variance / LEAST_VARIANCE - 1.0
    }
}

/// The standard deviation of the noise around a mean that sometimes jumps.
fn noise(x: &[f64], floor: f64) -> Result<f64, Error> {
    let steps: Vec<f64> = x.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let mean_square = steps.iter().map(|step| step * step).sum::<f64>() / steps.len() as f64;
    let median = quantiles(&steps, &[0.5], QuantileType::Linear)?[0];
    let robust = MAD_TO_SD * median / 2_f64.sqrt();
    Ok(if robust > floor { robust } else { (mean_square / 2.0).sqrt() })
}

/// The starts of the best segments; of those that are as good but for rounding, the ones with the earliest changepoints.
fn pelt(costs: &Costs, min_segment: usize, checkpoint: Checkpoint<'_>) -> Result<Vec<usize>, Error> {
    let n = costs.sums.len() - 1;
    // A segment cut in two costs no more than before, but for the logarithms of the lengths.
    let k = if costs.by_length { (4.0 / n as f64).ln().min(0.0) } else { 0.0 };
    let mut least = vec![f64::INFINITY; n + 1];
    let mut last = vec![0; n + 1];
    least[0] = -costs.penalty;
    // Places the last changepoint may be at, each with the end from which on it no longer may.
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    let mut totals = Vec::new();
    let mut evaluated = 0;
    for t in min_segment..=n {
        let new = t - min_segment;
        if new == 0 || new >= min_segment {
            candidates.push((new, usize::MAX));
        }
        evaluated += candidates.len();
        if evaluated >= 100_000 {
            evaluated = 0;
            proceed(checkpoint, t as u64, n as u64)?;
        }
        totals.clear();
        totals.extend(candidates.iter().map(|&(s, _)| least[s] + costs.of(s, t)));
        let mut best = f64::INFINITY;
        for (&(s, _), total) in candidates.iter().zip(&totals) {
            if total + costs.penalty < best - costs.rounding {
                best = total + costs.penalty;
                last[t] = s;
            }
        }
        least[t] = best;
        // A better last changepoint at `t` can only be that of ends at which one is allowed there.
        for (candidate, total) in candidates.iter_mut().zip(&totals) {
            if total + k > best + costs.rounding {
                candidate.1 = candidate.1.min(t + min_segment);
            }
        }
        candidates.retain(|&(_, until)| until > t + 1);
    }
    let mut starts = vec![last[n]];
    while starts[starts.len() - 1] > 0 {
        starts.push(last[starts[starts.len() - 1]]);
    }
    starts.reverse();
    Ok(starts)
}
