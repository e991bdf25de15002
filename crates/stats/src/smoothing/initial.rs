//! Start values.

use super::model::{Component, Model};
use super::options::States;
use crate::decomposition::centred_moving_average;

/// Which part of a series its start states are estimated from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// The first five cycles for the season, ten values or two cycles for the line.
    Beginning,
    Whole,
}

/// Start states for a model of the ETS family, from which the estimated ones are searched: the season from what is left
/// after a moving average, the line through the values without their season.
/// Missing values are left out; the season of a phase that is never observed is neutral.
pub(super) fn estimate(y: &[f64], m: usize, model: Model, of: Span) -> States {
    let multiplied = model.season == Component::Multiplicative;
    let (cycles, span) = match of {
        Span::Beginning => (y.len().min(5 * m), y.len().min(10.max(2 * m))),
        Span::Whole => (y.len(), y.len()),
    };
    let seasonal =
        if model.season == Component::None { Vec::new() } else { figure(&y[..cycles], m, multiplied) };
    let adjusted = y[..span].iter().enumerate().map(|(t, &value)| {
        let value = match seasonal.get(t % m.max(1)) {
            None => value,
            Some(s) if multiplied => value / s,
            Some(s) => value - s,
        };
        (t as f64 + 1.0, value)
    });
    let mut points: Vec<(f64, f64)> = adjusted.filter(|(_, value)| !value.is_nan()).collect();
    if points.is_empty() {
        points.extend(y.iter().find(|value| !value.is_nan()).map(|&value| (1.0, value)));
    }
    match model.trend {
        Component::None => States { level: mean(points.iter().map(|(_, y)| *y)), trend: None, seasonal },
        Component::Additive => {
            let (level, slope) = line(&points);
            States { level, trend: Some(slope), seasonal }
        }
        Component::Multiplicative => {
            // A factor: from the line's first two values, kept within reason as R does.
            let (level, slope) = line(&points);
            let overall = mean(points.iter().map(|(_, y)| *y));
            let (level, first) = if level > 0.1 * overall && level + slope > 0.1 * overall {
                (level, (level + slope) / level)
            } else {
                (overall, 1.0)
            };
            States { level, trend: Some(first.clamp(0.9, 1.1)), seasonal }
        }
    }
}

/// The mean of each phase's values over a moving average of one cycle, centred and averaging 0 (or 1). Where there are two
/// cycles only averages around a value count: others are off where there is a trend.
fn figure(y: &[f64], m: usize, multiplied: bool) -> Vec<f64> {
    let half = m / 2;
    // Near the ends the cycle that lies nearest.
    let last = y.len().saturating_sub(m);
    let average_from = |from: usize| {
        let from = from.min(last);
        mean(y[from..y.len().min(from + m)].iter().copied().filter(|y| !y.is_nan()))
    };
    let mut sums = vec![0.0; m];
    let mut counts = vec![0.0; m];
    for (t, &value) in y.iter().enumerate() {
        let is_near_end = t < half || t + half >= y.len();
        if value.is_nan() || (is_near_end && y.len() >= 2 * m) {
            continue;
        }
        let lower = average_from(t.saturating_sub(half));
        let average = if m.is_multiple_of(2) {
            0.5 * (lower + average_from((t + 1).saturating_sub(half)))
        } else {
            lower
        };
        sums[t % m] += if multiplied { value / average } else { value - average };
        counts[t % m] += 1.0;
    }
    let seen = |phase: usize| counts[phase] > 0.0;
    let raw: Vec<f64> = (0..m).map(|phase| sums[phase] / counts[phase]).collect();
    let overall = mean((0..m).filter(|&phase| seen(phase)).map(|phase| raw[phase]));
    (0..m)
        .map(|phase| match (seen(phase), multiplied) {
            (true, true) => (raw[phase] / overall).max(0.01),
            (true, false) => raw[phase] - overall,
            (false, true) => 1.0,
            (false, false) => 0.0,
        })
        .collect()
}

/// Intercept at 0 and slope of the least-squares line through points; flat through one point.
pub(super) fn line(points: &[(f64, f64)]) -> (f64, f64) {
    let x_mean = mean(points.iter().map(|(x, _)| *x));
    let y_mean = mean(points.iter().map(|(_, y)| *y));
    let (mut sxy, mut sxx) = (0.0, 0.0);
    for &(x, y) in points {
        let dx = x - x_mean;
        sxy += dx * (y - y_mean);
        sxx += dx * dx;
    }
    let slope = if sxx > 0.0 { sxy / sxx } else { 0.0 };
    (y_mean - slope * x_mean, slope)
}

/// The mean; NaN of nothing.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for value in values {
        sum += value;
        n += 1.0;
    }
    sum / n
}

/// Start values by a rule, and where the recursion starts: from the first value, or after those the rule uses up.
pub(super) fn by_rule(rule: Rule, y: &[f64], m: usize, model: Model) -> (States, usize) {
    let multiplied = model.season == Component::Multiplicative;
    let has_season = model.season != Component::None;
    let has_trend = model.trend != Component::None;
    let trend = |slope| has_trend.then_some(slope);
    match rule {
        Rule::R if has_season => {
            let cycles = bridged(&y[..2 * m], m);
            let average = averages(&cycles, m);
            let (level, slope) = line(&numbered(&average));
            let seasonal = normalised(phase_means(&cycles, &average, m, multiplied), multiplied);
            (States { level, trend: trend(slope), seasonal }, m)
        }
        Rule::R => {
            let start = bridged(&y[..2], 1);
            let (level, slope, from) =
                if has_trend { (start[1], start[1] - start[0], 2) } else { (start[0], 0.0, 1) };
            (States { level, trend: trend(slope), seasonal: Vec::new() }, from)
        }
        Rule::Heuristic if has_season => {
            let cycles = (y.len() / m).min(5).max((10 + 2 * (m / 2)).div_ceil(m));
            let cycles = bridged(&y[..y.len().min(cycles * m)], m);
            let average = averages(&cycles, m);
            let (level, slope) = line(&numbered(&average[..average.len().min(10)]));
            let seasonal = normalised(phase_means(&cycles, &average, m, multiplied), multiplied);
            (States { level, trend: trend(slope), seasonal }, 0)
        }
        Rule::Heuristic => {
            let (level, slope) = line(&numbered(&bridged(&y[..10], 1)));
            (States { level, trend: trend(slope), seasonal: Vec::new() }, 0)
        }
        Rule::LegacyHeuristic if has_season => {
            let y = bridged(y, m);
            let level = mean(y.iter().step_by(m).copied());
            let slope = mean((0..m).map(|t| (y[m + t] - y[t]) / m as f64));
            let seasonal = y[..m].iter().map(|y| if multiplied { y / level } else { y - level }).collect();
            (States { level, trend: trend(slope), seasonal }, 0)
        }
        Rule::LegacyHeuristic => {
            let start = bridged(&y[..2], 1);
            (States { level: start[0], trend: trend(start[1] - start[0]), seasonal: Vec::new() }, 0)
        }
    }
}

/// The named ways to start; meanings in [`super::options::Initial`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    R,
    Heuristic,
    LegacyHeuristic,
}

impl Rule {
    /// Values it needs.
    pub fn required(self, m: usize, model: Model) -> usize {
        let has_season = model.season != Component::None;
        match self {
            Self::Heuristic if has_season => (2 * m).max(10 + 2 * (m / 2)),
            Self::Heuristic => 10,
            _ if has_season => 2 * m,
            _ => 2,
        }
    }
}

/// Missing values replaced by the mean of their phase, or of all where the phase is never observed.
fn bridged(y: &[f64], m: usize) -> Vec<f64> {
    if y.iter().all(|value| !value.is_nan()) {
        return y.to_vec();
    }
    let there = |value: &f64| !value.is_nan();
    let overall = mean(y.iter().copied().filter(there));
    let overall = if overall.is_nan() { 0.0 } else { overall };
    let phases: Vec<f64> =
        (0..m).map(|phase| mean(y.iter().skip(phase).step_by(m).copied().filter(there))).collect();
    let or = |value: f64, other: f64| if value.is_nan() { other } else { value };
    y.iter().enumerate().map(|(t, &value)| or(value, or(phases[t % m], overall))).collect()
}

/// The centred moving averages of a season, where they are known: from the middle of the first.
fn averages(y: &[f64], m: usize) -> Vec<f64> {
    let mut average = vec![0.0; y.len()];
    centred_moving_average(y, m, &mut average);
    average[m / 2..y.len() - m / 2].to_vec()
}

/// The mean of each phase's values less (or over) the centred moving average.
fn phase_means(y: &[f64], average: &[f64], m: usize, multiplied: bool) -> Vec<f64> {
    let half = m / 2;
    (0..m)
        .map(|phase| {
            mean((phase..y.len()).step_by(m).filter_map(|t| {
                let average = average.get(t.checked_sub(half)?)?;
                Some(if multiplied { y[t] / average } else { y[t] - average })
            }))
        })
        .collect()
}

fn normalised(mut figure: Vec<f64>, multiplied: bool) -> Vec<f64> {
    let overall = mean(figure.iter().copied());
    for part in &mut figure {
        *part = if multiplied { *part / overall } else { *part - overall };
    }
    figure
}

/// Values as points at 1, 2, …
fn numbered(y: &[f64]) -> Vec<(f64, f64)> {
    (1..).map(f64::from).zip(y.iter().copied()).collect()
}
