//! The simple methods every other is held against: mean, naive, seasonal naive, drift.
//!
//! Formulas: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., §5.2 and §5.5. For a series
//! without gaps the residual standard deviations are those of R's package forecast (`meanf`, `naive`, `snaive`,
//! `rwf(drift = TRUE)`). Where values are missing, a step over a gap of *g* periods has *g* times the variance of one,
//! as a random walk implies (R counts it as one period).

use super::{Ahead, need};
use crate::Error;
use crate::distribution::{normal_quantile, student_t_quantile};

/// The mean of all values; Student's *t* with N − 1 degrees of freedom, s √(1 + 1/N).
pub(super) fn mean(y: &[f64], horizon: usize, levels: &[f64]) -> Result<Ahead, Error> {
    let observed = || y.iter().copied().filter(|value| !value.is_nan());
    let count = need(y, 1)? as f64;
    let average = observed().sum::<f64>() / count;
    let squares: f64 = observed().map(|value| (value - average) * (value - average)).sum();
    let se = (squares / (count - 1.0)).sqrt() * (1.0 + 1.0 / count).sqrt();
    let fitted = vec![average; y.len()];
    let quantile = |p| if count > 1.0 { student_t_quantile(p, count - 1.0) } else { f64::NAN };
    Ok(Ahead::symmetric(vec![average; horizon], fitted, levels, quantile, |_| se))
}

/// A random walk over `lag` periods, with drift or without: the last value of the same season (of all, if `lag` is 1).
pub(super) fn walk(
    y: &[f64],
    lag: usize,
    drift: bool,
    horizon: usize,
    levels: &[f64],
) -> Result<Ahead, Error> {
    need(y, if drift { 2 } else { 1 })?;
    // Of each season its last value so far, and when it was.
    let mut last: Vec<Option<usize>> = vec![None; lag];
    let mut steps: Vec<Step> = Vec::new();
    // What each value is forecast from, and how many seasons later it is.
    let mut origin = vec![(f64::NAN, 0.0); y.len()];
    for (t, &value) in y.iter().enumerate() {
        let before = &mut last[t % lag];
        if let Some(from) = *before {
            origin[t] = (y[from], ((t - from) / lag) as f64);
        }
        if !value.is_nan() {
            if let Some(from) = *before {
                steps.push(Step { change: value - y[from], gap: ((t - from) / lag) as f64 });
            }
            *before = Some(t);
        }
    }
    let count = steps.len() as f64;
    let span: f64 = steps.iter().map(|step| step.gap).sum();
    let slope = if drift { steps.iter().map(|step| step.change).sum::<f64>() / span } else { 0.0 };
    let squares: f64 = steps
        .iter()
        .map(|Step { change, gap }| {
            let error = change - slope * gap;
            error * error / gap
        })
        .sum();
    // `lagwalk` in R's forecast: SSE over the residuals less the drift, which is the variance of `lm(change ~ 1)` that the
    // standard error of the slope comes from as well. NaN for too few.
    let variance = squares / if drift { count - 1.0 } else { count };
    let slope_variance = if drift { variance / span } else { 0.0 };

    let n = y.len();
    let mut forecast = Vec::with_capacity(horizon);
    let mut age = Vec::with_capacity(horizon);
    for t in n..n + horizon {
        let Some(from) = last[t % lag] else {
            return Err(Error::UnseenSeason { season_length: lag, given: last.iter().flatten().count() });
        };
        let k = ((t - from) / lag) as f64;
        age.push(k);
        forecast.push(y[from] + k * slope);
    }
    let fitted = origin.into_iter().map(|(value, k)| value + k * slope).collect();
    Ok(Ahead::symmetric(forecast, fitted, levels, normal_quantile, |h| {
        let k = age[h];
        (variance * k + k * k * slope_variance).sqrt()
    }))
}

/// From one value of a season to its next.
struct Step {
    change: f64,
    /// In seasons; more than 1 where values between are missing.
    gap: f64,
}
