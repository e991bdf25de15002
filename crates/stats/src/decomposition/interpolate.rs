//! Missing values bridged as R's `forecast::na.interp` does it.

use std::iter::once;

use super::turn::sine_and_cosine;
use super::{Checkpoint, Convention, Stl, Window, check_values, mstl, proceed};
use crate::Error;

/// `values` with what is missing (NaN) filled in, for a season of `season_length` (0 or 1: none).
///
/// Without a season, or with no more than two seasons of values, along a straight line from neighbour to neighbour, and
/// level before the first and after the last. With a season, the line is drawn through the values without their season,
/// and the season added back: it is that of a robust [`mstl`] of the series, in which the gaps are first filled by a
/// regression on up to five harmonics of the season and a polynomial of time of up to the sixth degree. Should that lead
/// half the range beyond what was observed, the straight line is taken instead.
///
/// Source: `na.interp` in R's package forecast 8.21 and later.
///
/// # Errors
/// [`Error::InsufficientData`] (no value at all), [`Error::NotFinite`] (an infinity), [`Error::OutOfRange`].
///
/// ```
/// use clinicore_stats::decomposition::interpolate;
/// assert_eq!(interpolate(&[f64::NAN, 1.0, f64::NAN, 3.0], 0)?, [1.0, 1.0, 2.0, 3.0]);
/// # Ok::<(), clinicore_stats::Error>(())
/// ```
pub fn interpolate(values: &[f64], season_length: usize) -> Result<Vec<f64>, Error> {
    interpolate_seasons(values, &[season_length], &mut |_, _| std::ops::ControlFlow::Continue(()))
}

/// As [`interpolate`], for several seasons at once; then up to twenty harmonics of each start the bridging.
///
/// # Errors
/// As [`interpolate`], and [`Error::Cancelled`].
pub fn interpolate_seasons(
    values: &[f64],
    season_lengths: &[usize],
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<f64>, Error> {
    let n_known = check_values(values)?;
    if n_known == values.len() {
        return Ok(values.to_vec());
    }
    let known: Vec<usize> = (0..values.len()).filter(|&t| !values[t].is_nan()).collect();
    let mut seasons: Vec<usize> = season_lengths.iter().copied().filter(|&m| m > 1).collect();
    seasons.sort_unstable();
    let Some(&longest) = seasons.last() else { return Ok(straight(values, &known)) };
    if n_known <= 2 * longest {
        return Ok(straight(values, &known));
    }

    let regression = regress(values, &known, &seasons, checkpoint)?;
    let first: Vec<f64> =
        values.iter().zip(&regression).map(|(&y, &fit)| if y.is_nan() { fit } else { y }).collect();
    if !first.iter().all(|value| value.abs() <= super::LARGEST) {
        return Ok(straight(values, &known));
    }
    let settings: Vec<Stl> = (0..)
        .zip(&seasons)
        .map(|(i, &m)| Stl::new(Convention::R, values.len(), m, Window::Seasons(11 + 4 * i), true))
        .collect();
    let parts = mstl(&first, &settings, 2, checkpoint)?;
    let season = |t: usize| parts.seasonal.iter().map(|component| component[t]).sum::<f64>();
    let adjusted: Vec<f64> = (0..values.len()).map(|t| first[t] - season(t)).collect();
    let mut bridged = straight(&adjusted, &known);
    for (t, value) in bridged.iter_mut().enumerate() {
        *value = if values[t].is_nan() { *value + season(t) } else { values[t] };
    }
    let (low, high) = known.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &t| {
        (values[t].min(low), values[t].max(high))
    });
    let beyond = 0.5 * (high - low);
    let stable = bridged.iter().all(|&value| value <= high + beyond && value >= low - beyond);
    Ok(if stable { bridged } else { straight(values, &known) })
}

/// Straight lines between the `known` values, level before the first and after the last.
fn straight(values: &[f64], known: &[usize]) -> Vec<f64> {
    let mut line = vec![0.0; values.len()];
    let (first, last) = (known[0], known[known.len() - 1]);
    line[..=first].fill(values[first]);
    line[last..].fill(values[last]);
    for pair in known.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (y, rise) = (values[from], values[to] - values[from]);
        for (step, value) in line[from..to].iter_mut().enumerate() {
            *value = y + rise * (step as f64 / (to - from) as f64);
        }
    }
    line
}

/// What least squares through the `known` values gives everywhere, on harmonics of the seasons and powers of time.
///
/// Gram–Schmidt, each column cleaned twice, with products taken over the known values alone. A column that hardly differs
/// from those before it (below R's 1e-7) is left out: where every Sunday is missing, one harmonic is.
fn regress(
    values: &[f64],
    known: &[usize],
    seasons: &[usize],
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<f64>, Error> {
    let dot = |a: &[f64], b: &[f64]| known.iter().map(|&t| a[t] * b[t]).sum::<f64>();
    let mut fit = vec![0.0; values.len()];
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for mut column in columns(values.len(), seasons) {
        let before = dot(&column, &column).sqrt();
        for _ in 0..2 {
            for unit in &basis {
                proceed(checkpoint, 0, 1)?;
                let along = dot(&column, unit);
                column.iter_mut().zip(unit).for_each(|(x, u)| *x -= along * u);
            }
        }
        proceed(checkpoint, 0, 1)?;
        let length = dot(&column, &column).sqrt();
        if length < 1e-7 * before || length == 0.0 {
            continue;
        }
        for x in &mut column {
            *x /= length;
        }
        let along = dot(values, &column);
        fit.iter_mut().zip(&column).for_each(|(y, u)| *y += along * u);
        basis.push(column);
    }
    Ok(fit)
}

/// A constant, sines and cosines of the seasons' harmonics, Legendre polynomials of time.
fn columns(n: usize, seasons: &[usize]) -> impl Iterator<Item = Vec<f64>> {
    let most = if seasons.len() == 1 { 5 } else { 20 };
    let mut frequencies: Vec<(usize, usize)> = Vec::new();
    for &m in seasons {
        for k in 1..=(m / 2).min(most) {
            // Two seasons may share a harmonic.
            if !frequencies.iter().any(|&(other, length)| other * m == k * length) {
                frequencies.push((k, m));
            }
        }
    }
    let waves = frequencies.into_iter().flat_map(move |(k, m)| {
        // The sine of every half turn is 0.
        let parts = if 2 * k == m { 1..2 } else { 0..2 };
        parts.map(move |part| {
            let turn: Vec<f64> = (0..m).map(|i| <[f64; 2]>::from(sine_and_cosine(i, m))[part]).collect();
            (1..=n).map(|t| turn[(k * t) % m]).collect()
        })
    });
    let u = move |t: usize| 2.0 * t as f64 / (n - 1) as f64 - 1.0;
    let (mut before, mut last) = (Vec::new(), Vec::new());
    // One at a time, for each takes a while where the series is long.
    let polynomials = (1..=(n / 10).clamp(1, 6)).map(move |degree| {
        let k = (degree - 1) as f64;
        let next = match degree {
            1 => (0..n).map(u).collect(),
            2 => last.iter().enumerate().map(|(t, p)| ((2.0 * k + 1.0) * u(t) * p - k) / (k + 1.0)).collect(),
            _ => (0..n).map(|t| ((2.0 * k + 1.0) * u(t) * last[t] - k * before[t]) / (k + 1.0)).collect(),
        };
        before = std::mem::replace(&mut last, next);
        last.clone()
    });
    once(vec![1.0; n]).chain(waves).chain(polynomials)
}
