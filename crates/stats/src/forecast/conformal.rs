//! Conformal intervals: as wide as the errors the method itself made in a backtest on the series.
//!
//! For each step ahead, with W absolute errors from rolling origins, the half-width at a level is the ⌈(W + 1) level⌉-th
//! smallest of them (split conformal prediction): the coverage is at least the level where errors are exchangeable.
//!
//! Sources: V. Vovk, A. Gammerman & G. Shafer, *Algorithmic Learning in a Random World* (2005); J. Lei et al., *J. American
//! Statistical Association* 113 (2018) 1094–1111; per step of the horizon as in K. Stankevičiūtė et al., `NeurIPS` 34 (2021).

use crate::Error;
use crate::decomposition::Checkpoint;

/// The fewest errors a level needs: the least W with ⌈(W + 1) level⌉ ≤ W.
pub(super) fn needed(level: f64) -> usize {
    whole(level / (1.0 - level)).max(1)
}

/// ⌈(W + 1) level⌉.
fn rank(windows: usize, level: f64) -> usize {
    whole((windows + 1) as f64 * level).min(windows)
}

/// Up to a whole number; what is one but for rounding is that number.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // of a count, from 0
fn whole(count: f64) -> usize {
    (count - 1e-9).ceil() as usize
}

/// Half-widths for each level and step: from the origin before the last `horizon` values back, one value at a time,
/// until each step has `windows` errors. `ahead` forecasts from the values before an origin.
///
/// # Errors
/// [`Error::TooFewWindows`] when the history ends first, or grows too short for the method; [`Error::Cancelled`].
pub(super) fn half_widths(
    y: &[f64],
    horizon: usize,
    levels: &[f64],
    windows: Option<usize>,
    mut ahead: impl FnMut(&[f64], Checkpoint<'_>) -> Result<Vec<f64>, Error>,
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<Vec<f64>>, Error> {
    let required = levels.iter().map(|&level| needed(level)).max().unwrap_or(0);
    let wanted = windows.unwrap_or(required);
    if wanted < required {
        return Err(Error::TooFewWindows { required, given: wanted });
    }
    let mut errors: Vec<Vec<f64>> = vec![Vec::new(); horizon];
    let mut full = 0;
    let mut origin = (y.len() + 1).saturating_sub(horizon);
    while full < horizon {
        let given = errors.iter().map(Vec::len).min().unwrap_or(0);
        if checkpoint(given as u64, wanted as u64).is_break() {
            return Err(Error::Cancelled);
        }
        origin = match origin {
            0 | 1 => return Err(Error::TooFewWindows { required: wanted, given }),
            _ => origin - 1,
        };
        let mut watch = |_: u64, _: u64| checkpoint(given as u64, wanted as u64);
        let forecast = match ahead(&y[..origin], &mut watch) {
            Ok(forecast) => forecast,
            Err(error) if error.is_too_few() => {
                return Err(Error::TooFewWindows { required: wanted, given });
            }
            Err(error) => return Err(error),
        };
        full = 0;
        for (step, (actual, expected)) in errors.iter_mut().zip(y[origin..].iter().zip(forecast)) {
            if step.len() < wanted && !actual.is_nan() {
                step.push((actual - expected).abs());
            }
            full += usize::from(step.len() == wanted);
        }
    }
    for step in &mut errors {
        step.sort_unstable_by(f64::total_cmp);
    }
    Ok(levels
        .iter()
        .map(|&level| errors.iter().map(|step| step[rank(wanted, level) - 1]).collect())
        .collect())
}
