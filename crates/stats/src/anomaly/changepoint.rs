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

/// What costs are made of: sums of the standardised values and of their squares, and what a changepoint costs.
struct Costs {
    cost: Cost,
    sums: Vec<f64>,
    squares: Vec<f64>,
    penalty: f64,
    /// Of 1, 2, …: what a segment costs by its length. None unless the penalty has it.
    logarithms: Option<Vec<f64>>,
    /// What two totals may differ by through rounding.
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
        let logarithms = || (0..=x.len()).map(|length| (length as f64).ln()).collect();
        Ok(Some(Self {
            cost,
            sums,
            squares,
            penalty: if let Penalty::Fixed(by) = penalty { by } else { (parameters + 1.0) * n.ln() },
            logarithms: (penalty == Penalty::Mbic).then(logarithms),
            rounding: 1e-12 * (square + n),
        }))
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

/// The places where the last changepoint may be, in columns, so that the costs of all of them are computed side by side.
#[derive(Default)]
struct Candidates {
    start: Vec<usize>,
    /// The same, as a number.
    place: Vec<f64>,
    sum: Vec<f64>,
    square: Vec<f64>,
    /// F there.
    least: Vec<f64>,
    /// The end from which on it no longer may be there.
    until: Vec<usize>,
    /// F there and the cost from there to the end that is looked at.
    total: Vec<f64>,
}

impl Candidates {
    fn push(&mut self, start: usize, least: f64, costs: &Costs) {
        self.start.push(start);
        self.place.push(start as f64);
        self.sum.push(costs.sums[start]);
        self.square.push(costs.squares[start]);
        self.least.push(least);
        self.until.push(usize::MAX);
        self.total.push(0.0);
    }

    /// Computes the totals for the end `t`.
    fn reach(&mut self, t: usize, costs: &Costs) {
        match costs.cost {
            Cost::Mean => self.reach_by(t, costs, |n, sum, square| square - sum * sum / n),
            Cost::Variance => self.reach_by(t, costs, |n, _, square| n * log_likelihood(square / n)),
            Cost::MeanVariance => {
                self.reach_by(t, costs, |n, sum, square| n * log_likelihood((square - sum * sum / n) / n));
            }
        }
        if let Some(logarithms) = &costs.logarithms {
            for (total, start) in self.total.iter_mut().zip(&self.start) {
                *total += logarithms[t - start];
            }
        }
    }

    fn reach_by(&mut self, t: usize, costs: &Costs, cost: impl Fn(f64, f64, f64) -> f64) {
        let (place, sum, square) = (t as f64, costs.sums[t], costs.squares[t]);
        let sums = self.sum.iter().zip(&self.square);
        let columns = self.place.iter().zip(&self.least).zip(sums);
        for (total, ((start, least), (s, q))) in self.total.iter_mut().zip(columns) {
            *total = least + cost(place - start, sum - s, square - q);
        }
    }

    /// The first whose total is the least, but for rounding.
    fn best(&self, rounding: f64) -> usize {
        let mut lanes = [f64::INFINITY; 4];
        for four in self.total.chunks(4) {
            for (lane, total) in lanes.iter_mut().zip(four) {
                *lane = if total < lane { *total } else { *lane };
            }
        }
        let least = lanes.into_iter().fold(f64::INFINITY, f64::min);
        self.total.iter().position(|total| *total <= least + rounding).unwrap_or(0)
    }

    /// Marks those that can no longer be best from the end `from` on, `least` being F(t), and drops those whose end has come.
    fn prune(&mut self, t: usize, least: f64, from: usize, costs: &Costs) {
        let n = costs.sums.len() - 1;
        for i in 0..self.start.len() {
            // A segment cut in two costs no more than before, but for the logarithms of the lengths: by how much at most,
            // with all that is left as its second part.
            let length = t - self.start[i];
            let more = match &costs.logarithms {
                Some(of) if t < n => (of[length] + of[n - t] - of[length + n - t]).max(0.0),
                _ => 0.0,
            };
            if self.total[i] - more > least + costs.rounding {
                self.until[i] = self.until[i].min(from);
            }
        }
        if self.until.iter().any(|&until| until <= t + 1) {
            let keep: Vec<bool> = self.until.iter().map(|&until| until > t + 1).collect();
            retain(&mut self.start, &keep);
            retain(&mut self.until, &keep);
            for column in [&mut self.place, &mut self.sum, &mut self.square, &mut self.least, &mut self.total]
            {
                retain(column, &keep);
            }
        }
    }
}

fn retain<T>(column: &mut Vec<T>, keep: &[bool]) {
    let mut kept = keep.iter();
    column.retain(|_| kept.next() == Some(&true));
}

/// The starts of the best segments; of those that are as good but for rounding, the ones with the earliest changepoints.
fn pelt(costs: &Costs, min_segment: usize, checkpoint: Checkpoint<'_>) -> Result<Vec<usize>, Error> {
    let n = costs.sums.len() - 1;
    let mut least = vec![f64::INFINITY; n + 1];
    let mut last = vec![0; n + 1];
    least[0] = -costs.penalty;
    let mut candidates = Candidates::default();
    let mut computed = 0;
    for t in min_segment..=n {
        let new = t - min_segment;
        if new == 0 || new >= min_segment {
            candidates.push(new, least[new], costs);
        }
        computed += candidates.start.len();
        if computed >= 200_000 {
            computed = 0;
            proceed(checkpoint, t as u64, n as u64)?;
        }
        candidates.reach(t, costs);
        let best = candidates.best(costs.rounding);
        last[t] = candidates.start[best];
        least[t] = candidates.total[best] + costs.penalty;
        // A changepoint at `t` can only be better for ends that are a segment away from it.
        candidates.prune(t, least[t], t + min_segment, costs);
    }
    let mut starts = vec![last[n]];
    while starts[starts.len() - 1] > 0 {
        starts.push(last[starts[starts.len() - 1]]);
    }
    starts.reverse();
    Ok(starts)
}
