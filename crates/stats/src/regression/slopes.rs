//! Order statistics of the slopes between all pairs of points, without keeping them all.

// Places in a sample are computed in f64, clamped at 0, and then used as indices.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use crate::Error;
use crate::decomposition::{Checkpoint, proceed};

/// Up to so many pairs, all slopes are kept.
const FEW: usize = 1 << 16;
/// Slopes looked at to bracket the ranks.
const SAMPLE: u32 = 1 << 14;
/// Pairs between two checkpoints: some hundred microseconds.
const PACE: usize = 1 << 17;

/// The slopes at some ranks, of the `count` there are, ranked from 0; a pair with the same `x` has none.
///
/// A sample brackets the ranks (Floyd & Rivest 1975); one pass over the pairs counts what lies below the bracket and keeps
/// what lies in it, some hundredths of all; the rest is a selection among those. Where the bracket misses, everything is
/// kept.
///
/// # Errors
/// [`Error::OutOfRange`] where a slope is not finite, [`Error::Cancelled`].
pub(super) fn slopes_at<const RANKS: usize>(
    x: &[f64],
    y: &[f64],
    count: usize,
    ranks: [usize; RANKS],
    checkpoint: Checkpoint<'_>,
) -> Result<[f64; RANKS], Error> {
    let bracket = if count <= FEW { EVERYTHING } else { bracket(sample(x, y), count, &ranks) };
    let mut among = within(x, y, bracket, checkpoint)?;
    if ranks.iter().any(|&rank| !among.holds(rank)) {
        among = within(x, y, EVERYTHING, checkpoint)?;
    }
    Ok(ranks.map(|rank| among.at(rank)))
}

type Bracket = (f64, f64);

const EVERYTHING: Bracket = (f64::NEG_INFINITY, f64::INFINITY);

fn bracket(mut sample: Vec<f64>, count: usize, ranks: &[usize]) -> Bracket {
    sample.sort_unstable_by(f64::total_cmp);
    let scale = sample.len() as f64 / count as f64;
    // Four standard deviations of a rank in the sample, at its widest.
    let margin = 2.0 * (sample.len() as f64).sqrt();
    let places = ranks.iter().map(|&rank| rank as f64 * scale);
    let low = places.clone().fold(f64::INFINITY, f64::min) - margin;
    let high = places.fold(0.0, f64::max) + margin;
    let low = if low < 0.0 { None } else { sample.get(low as usize) };
    let high = sample.get(high.ceil() as usize);
    (low.copied().unwrap_or(EVERYTHING.0), high.copied().unwrap_or(EVERYTHING.1))
}

/// The slopes of some pairs, spread evenly over all: the points of a plane that M. Roberts' R₂ sequence goes through.
fn sample(x: &[f64], y: &[f64]) -> Vec<f64> {
    let n = x.len() as f64;
    let place = |k: f64, step: f64| ((k * step).fract() * n) as usize;
    (1..=SAMPLE)
        .map(f64::from)
        .map(|k| (place(k, 0.754_877_666_246_692_7), place(k, 0.569_840_290_998_053_2)))
        .filter(|&(i, j)| x[i] - x[j] != 0.0)
        .map(|(i, j)| (y[i] - y[j]) / (x[i] - x[j]))
        .collect()
}

/// The slopes within a bracket, and how many lie below.
struct Within {
    bracket: Bracket,
    below: usize,
    /// Those at the bracket's ends are counted only: of values with few digits, many slopes are the same.
    at_low: usize,
    inside: Vec<f64>,
    at_high: usize,
}

#[expect(clippy::float_cmp, reason = "the very values at the ends are counted apart")]
fn within(x: &[f64], y: &[f64], bracket: Bracket, checkpoint: Checkpoint<'_>) -> Result<Within, Error> {
    let (n, (low, high)) = (x.len(), bracket);
    let total = n * (n - 1) / 2;
    let mut found = Within { bracket, below: 0, at_low: 0, inside: Vec::new(), at_high: 0 };
    let mut kept = vec![0.0; n];
    // Stays 0 while all slopes are finite: 0 times what is not is NaN.
    let mut flaw = 0.0;
    let (mut done, mut told) = (0, 0);
    for i in 1..n {
        let mut count = 0;
        for j in 0..i {
            let dx = x[i] - x[j];
            if dx == 0.0 {
                continue;
            }
            let slope = (y[i] - y[j]) / dx;
            flaw += slope * 0.0;
            // Written always and counted sometimes: a branch would be mispredicted at the bracket's ends.
            kept[count] = slope;
            count += usize::from(slope > low) & usize::from(slope < high);
            found.below += usize::from(slope < low);
            found.at_low += usize::from(slope == low);
            found.at_high += usize::from(slope == high);
        }
        found.inside.extend_from_slice(&kept[..count]);
        done += i;
        if done - told >= PACE {
            proceed(checkpoint, done as u64, total as u64)?;
            told = done;
        }
    }
    if flaw == 0.0 { Ok(found) } else { Err(Error::OutOfRange) }
}

impl Within {
    fn holds(&self, rank: usize) -> bool {
        rank >= self.below && rank < self.below + self.at_low + self.inside.len() + self.at_high
    }

    /// The slope at a rank that it holds; 0 without a sign.
    fn at(&mut self, rank: usize) -> f64 {
        let above = rank - self.below;
        let slope = match above.checked_sub(self.at_low) {
            None => self.bracket.0,
            Some(place) if place < self.inside.len() => {
                *self.inside.select_nth_unstable_by(place, f64::total_cmp).1
            }
            Some(_) => self.bracket.1,
        };
        slope + 0.0
    }
}
