//! Intermittent demand: Croston's method, the Syntetos–Boylan approximation, and Teunter–Syntetos–Babai.
//!
//! With *z* the smoothed size of a demand, *p* the smoothed interval between demands (both change only where there is
//! demand) and *d* the smoothed probability of demand (which changes every period):
//!
//! ```text
//! Croston: z / p        SBA: (1 − α/2) z / p        TSB: d z
//! ```
//!
//! Each starts at its first value; the first interval is counted from the start of the series. Missing periods are not
//! counted.
//!
//! Sources: J. D. Croston, *Operational Research Quarterly* 23 (1972) 289–303; A. A. Syntetos & J. E. Boylan,
//! *Int. J. Forecasting* 21 (2005) 303–314; R. H. Teunter, A. A. Syntetos & M. Z. Babai, *European J. Operational
//! Research* 214 (2011) 606–615. The estimation minimises the mean squared rate of N. Kourentzes, *Int. J. Production
//! Economics* 156 (2014) 180–190.

use super::{Ahead, need};
use crate::Error;
use crate::decomposition::Checkpoint;

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Croston,
    Sba,
    Tsb,
}

/// The smoothing parameters: of size and interval, and of the probability (TSB only). 0 < α, β ≤ 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothing {
    /// Of the size, and, but for TSB, of the interval.
    pub alpha: f64,
    /// Of the probability of demand.
    pub beta: f64,
}

pub(super) fn intermittent(
    y: &[f64],
    kind: Kind,
    smoothing: Option<Smoothing>,
    horizon: usize,
    levels: &[f64],
    checkpoint: Checkpoint<'_>,
) -> Result<(Ahead, Smoothing), Error> {
    need(y, 1)?;
    if let Some(index) = y.iter().position(|&value| value < 0.0) {
        return Err(Error::NegativeDemand { index });
    }
    let smoothing = match smoothing {
        Some(smoothing) => smoothing,
        None => estimate(y, kind, checkpoint)?,
    };
    let mut fitted = vec![f64::NAN; y.len()];
    let rate = run(y, kind, smoothing, |t, expected| fitted[t] = expected);
    let (lower, upper) = order_statistics(y, levels)
        .into_iter()
        .map(|(lower, upper)| (vec![lower; horizon], vec![upper; horizon]))
        .unzip();
    Ok((Ahead { forecast: vec![rate; horizon], fitted, lower, upper }, smoothing))
}

/// Hands each observed period and what was expected of it (NaN before the first demand) to `each`, and returns what is
/// expected of the next: 0 if there was no demand at all.
fn run(y: &[f64], kind: Kind, Smoothing { alpha, beta }: Smoothing, mut each: impl FnMut(usize, f64)) -> f64 {
    let (mut size, mut interval, mut probability) = (f64::NAN, f64::NAN, f64::NAN);
    let mut since = 0.0;
    let expected = |size: f64, interval: f64, probability: f64| match kind {
        Kind::Croston => size / interval,
        Kind::Sba => (1.0 - alpha / 2.0) * (size / interval),
        Kind::Tsb => probability * size,
    };
    for (t, &value) in y.iter().enumerate() {
        if value.is_nan() {
            continue;
        }
        each(t, expected(size, interval, probability));
        since += 1.0;
        let demand = value > 0.0;
        let happened = if demand { 1.0 } else { 0.0 };
        probability =
            if probability.is_nan() { happened } else { probability + beta * (happened - probability) };
        if demand {
            let first = size.is_nan();
            size = if first { value } else { size + alpha * (value - size) };
            interval = if first { since } else { interval + alpha * (since - interval) };
            since = 0.0;
        }
    }
    if size.is_nan() { 0.0 } else { expected(size, interval, probability) }
}

/// The parameters, in hundredths from 0.05 to 0.3, whose forecasts come closest to the mean demand so far.
fn estimate(y: &[f64], kind: Kind, checkpoint: Checkpoint<'_>) -> Result<Smoothing, Error> {
    let grid = || (5..=30).map(|hundredths| f64::from(hundredths) / 100.0);
    let mut best = Smoothing { alpha: 0.1, beta: 0.1 };
    let mut least = f64::INFINITY;
    for alpha in grid() {
        for beta in grid() {
            if kind != Kind::Tsb && beta > 0.05 {
                break;
            }
            if checkpoint(0, 1).is_break() {
                return Err(Error::Cancelled);
            }
            let smoothing = Smoothing { alpha, beta: if kind == Kind::Tsb { beta } else { alpha } };
            let (mut sum, mut count, mut cost) = (0.0, 0.0, 0.0);
            run(y, kind, smoothing, |t, expected| {
                sum += y[t];
                count += 1.0;
                if !expected.is_nan() {
                    let error = expected - sum / count;
                    cost += error * error;
                }
            });
            if cost < least {
                (least, best) = (cost, smoothing);
            }
        }
    }
    Ok(best)
}

/// For each level the order statistics of past demand between which the next falls with at least that probability, if
/// demand is exchangeable: ranks ⌊(N + 1)(1 − level)/2⌋ and ⌈(N + 1)(1 + level)/2⌉ (Wilks 1941). Below the first rank
/// the bound is 0, for demand is not negative; above the last it is NaN, for nothing is known there.
fn order_statistics(y: &[f64], levels: &[f64]) -> Vec<(f64, f64)> {
    if levels.is_empty() {
        return Vec::new();
    }
    let mut sorted: Vec<f64> = y.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let places = (sorted.len() + 1) as f64;
    let all_zero = sorted.last() == Some(&0.0);
    levels
        .iter()
        .map(|level| {
            // A rank that is a whole number but for rounding is that number: (39 + 1)(1 − 0.95)/2 is 1.
            let low = (places * (1.0 - level) / 2.0 + 1e-9).floor();
            let high = (places * (1.0 + level) / 2.0 - 1e-9).ceil();
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 1 to N
            let at = |rank: f64| sorted[rank as usize - 1];
            let lower = if low < 1.0 { 0.0 } else { at(low) };
            let upper = if all_zero {
                0.0
            } else if high < places {
                at(high)
            } else {
                f64::NAN
            };
            (lower, upper)
        })
        .collect()
}

/// What Syntetos, Boylan & Croston (*J. Operational Research Society* 56 (2005) 495–503) tell intermittent demand by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Demand {
    /// Average demand interval: periods for each period with demand; infinite where there is none.
    pub adi: f64,
    /// The periods since the last demand are more than lay between any two before: it may have ended. What lay before
    /// the first, when an article may not have been listed yet, does not count.
    pub fading: bool,
}

pub(super) fn classify(y: &[f64]) -> Demand {
    let (mut periods, mut count, mut since, mut longest) = (0.0, 0.0, 0.0, 0.0_f64);
    for &value in y.iter().filter(|value| !value.is_nan()) {
        periods += 1.0;
        since += 1.0;
        if value != 0.0 {
            if count > 0.0 {
                longest = longest.max(since);
            }
            (count, since) = (count + 1.0, 0.0);
        }
    }
    Demand { adi: periods / count, fading: since > longest }
}
