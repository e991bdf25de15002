//! The choice of a method by the data.
//!
//! In this order, with N the number of values that are not missing:
//!
//! 1. N = 1: naive, without intervals. N < 5: the mean, whose intervals tell how little is known.
//! 2. Intermittent demand, which is no value below 0 and fewer than one period in 1.32 with demand (Syntetos, Boylan &
//!    Croston 2005): SBA; TSB if the periods since the last demand are more than lay between any two before, for then
//!    demand may have ended. Of the two the better in a backtest, if the choice is by backtest.
//! 3. All others by `AICc` or by backtest among mean, naive, drift, seasonal naive and automatic ETS; Theta, which has no
//!    likelihood, by backtest only. A method that needs more data than there are takes no part, and a fit that did not
//!    converge never wins.
//!
//! Mean, naive, drift and seasonal naive are ETS models with fixed parameters (α = 0; α = 1; α = 1 with a fixed trend;
//! γ = 1 in each season), so their `AICc` is that of `ets` in R: `N ln SSE + 2k + 2k(k + 1)/(N − k − 1)`, where k counts
//! first states, drift and variance.

use super::croston::{Demand, classify};
use super::method::{Method, Outcome, Run};
use super::need;
use crate::Error;
use crate::decomposition::Checkpoint;
use crate::smoothing::Fit;

/// What a choice is made by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Select {
    /// Akaike's criterion, corrected for small samples.
    #[default]
    Aicc,
    /// Errors of forecasts from rolling origins.
    Backtest(Metric),
}

/// What the errors of a backtest are summed up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Mean absolute error.
    Mae,
    /// Root mean squared error.
    Rmse,
}

/// A method that was considered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Which.
    pub method: Method,
    /// Its `AICc`, or the error of its backtest: less is better. NaN for one that could not take part, an `AICc` of −∞ for
    /// one that fits without error.
    pub score: f64,
}

/// Fewer values than this get the mean.
const FEW: usize = 5;
/// The average demand interval above which demand is intermittent.
const INTERMITTENT: f64 = 1.32;
/// Origins of the backtest that chooses, unless the caller says otherwise.
const WINDOWS: usize = 10;

pub(super) fn choose(
    run: &Run<'_>,
    y: &[f64],
    fit: Option<Result<Fit, Error>>,
    levels: &[f64],
    checkpoint: Checkpoint<'_>,
) -> Result<Outcome, Error> {
    let n = need(y, 1)?;
    if n < FEW {
        let method = if n == 1 { Method::Naive } else { Method::Mean };
        return run.named(method, y, None, levels, checkpoint);
    }
    let demand = classify(y);
    let intermittent = is_intermittent(y, demand);
    let origins = origins(run, y);
    match run.options.select {
        Select::Backtest(metric) if !origins.is_empty() => {
            let methods =
                if intermittent { vec![Method::Sba, Method::Tsb] } else { candidates(run).collect() };
            by_backtest(run, y, fit, &methods, &Backtest { metric, origins }, levels, checkpoint)
        }
        _ if intermittent => {
            let method = if demand.fading { Method::Tsb } else { Method::Sba };
            run.named(method, y, None, levels, checkpoint)
        }
        _ => by_aicc(run, y, fit, n as f64, levels, checkpoint),
    }
}

/// Whether a model of exponential smoothing is one of the candidates for such a series.
pub(super) fn fits(y: &[f64]) -> bool {
    need(y, FEW).is_ok() && !is_intermittent(y, classify(y))
}

fn is_intermittent(y: &[f64], demand: Demand) -> bool {
    demand.adi > INTERMITTENT && !y.iter().any(|&value| value < 0.0)
}

/// In the order in which they win a tie: the simplest first.
const CANDIDATES: [Method; 6] =
    [Method::Mean, Method::Naive, Method::Drift, Method::SeasonalNaive, Method::Theta, Method::Ets];

/// Without a season seasonal naive would be naive again.
fn candidates(run: &Run<'_>) -> impl Iterator<Item = Method> {
    let has_season = run.season_length > 1;
    CANDIDATES.into_iter().filter(move |&method| has_season || method != Method::SeasonalNaive)
}

fn by_aicc(
    run: &Run<'_>,
    y: &[f64],
    mut fit: Option<Result<Fit, Error>>,
    n: f64,
    levels: &[f64],
    checkpoint: Checkpoint<'_>,
) -> Result<Outcome, Error> {
    let mut choice = Choice::default();
    for method in candidates(run).filter(|&method| method != Method::Theta) {
        let k = match method {
            Method::Drift => 3.0,
            Method::SeasonalNaive => run.season_length as f64 + 1.0,
            _ => 2.0,
        };
        let score = |outcome: &Outcome| {
            if let Some(fit) = &outcome.fit {
                return fit.aicc;
            }
            if n - k - 1.0 <= 0.0 {
                return f64::NAN;
            }
            let errors = y.iter().zip(&outcome.ahead.fitted).map(|(value, fitted)| value - fitted);
            let sse: f64 = errors.filter(|error| !error.is_nan()).map(|error| error * error).sum();
            n * sse.ln() + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0)
        };
        let own = if method == Method::Ets { fit.take() } else { None };
        choice.consider(method, run.named(method, y, own, levels, checkpoint), score)?;
    }
    choice.made()
}

/// The lengths of history that the backtest forecasts from, latest first: of the next `horizon` values some are known,
/// and there is enough before for the mean. None where the whole horizon is closed.
fn origins(run: &Run<'_>, y: &[f64]) -> Vec<usize> {
    let mut known = Vec::with_capacity(y.len() + 1);
    known.push(0);
    for value in y {
        known.push(known[known.len() - 1] + usize::from(!value.is_nan()));
    }
    let last = y.len().saturating_sub(run.horizon);
    (1..=last)
        .rev()
        .take_while(|&origin| known[origin] >= FEW)
        .filter(|&origin| known[origin + run.horizon] > known[origin])
        .take(run.options.windows.unwrap_or(WINDOWS))
        .collect()
}

fn by_backtest(
    run: &Run<'_>,
    y: &[f64],
    mut fit: Option<Result<Fit, Error>>,
    methods: &[Method],
    backtest: &Backtest,
    levels: &[f64],
    checkpoint: Checkpoint<'_>,
) -> Result<Outcome, Error> {
    let mut choice = Choice::default();
    for &method in methods {
        let error = backtest.error(run, y, method, checkpoint);
        if let Err(Error::Cancelled) = error {
            return Err(Error::Cancelled);
        }
        let own = if method == Method::Ets { fit.take() } else { None };
        let outcome = error.and_then(|score| Ok((score, run.named(method, y, own, levels, checkpoint)?)));
        let (score, outcome) = match outcome {
            Ok((score, outcome)) => (score, Ok(outcome)),
            Err(error) => (f64::NAN, Err(error)),
        };
        choice.consider(method, outcome, |_| score)?;
    }
    choice.made()
}

/// From where forecasts are made, and what their errors are summed up by.
struct Backtest {
    metric: Metric,
    origins: Vec<usize>,
}

impl Backtest {
    /// The error of a method over all origins and steps; NaN if a fit did not converge.
    fn error(
        &self,
        run: &Run<'_>,
        y: &[f64],
        method: Method,
        checkpoint: Checkpoint<'_>,
    ) -> Result<f64, Error> {
        let Self { metric, origins } = self;
        let (mut sum, mut count) = (0.0, 0.0);
        for (done, &origin) in origins.iter().enumerate() {
            if checkpoint(done as u64, origins.len() as u64).is_break() {
                return Err(Error::Cancelled);
            }
            let mut watch = |_: u64, _: u64| checkpoint(done as u64, origins.len() as u64);
            let outcome = run.named(method, &y[..origin], None, &[], &mut watch)?;
            if outcome.fit.is_some_and(|fit| !fit.converged) {
                return Ok(f64::NAN);
            }
            for (actual, expected) in y[origin..].iter().zip(&outcome.ahead.forecast) {
                let error = actual - expected;
                if !actual.is_nan() {
                    count += 1.0;
                    sum += match metric {
                        Metric::Mae => error.abs(),
                        Metric::Rmse => error * error,
                    };
                }
            }
        }
        let mean = sum / count;
        Ok(match metric {
            Metric::Mae => mean,
            Metric::Rmse => mean.sqrt(),
        })
    }
}

/// The candidates so far, and the best of them.
#[derive(Default)]
struct Choice {
    candidates: Vec<Candidate>,
    best: Option<(f64, Outcome)>,
    /// Why a candidate could not take part.
    refusal: Option<Error>,
}

impl Choice {
    fn consider(
        &mut self,
        method: Method,
        outcome: Result<Outcome, Error>,
        score: impl FnOnce(&Outcome) -> f64,
    ) -> Result<(), Error> {
        let score = match outcome {
            Ok(outcome) => {
                let converged = outcome.fit.as_ref().is_none_or(|fit| fit.converged);
                let score = if converged { score(&outcome) } else { f64::NAN };
                if !score.is_nan() && self.best.as_ref().is_none_or(|(least, _)| score < *least) {
                    self.best = Some((score, outcome));
                }
                score
            }
            Err(Error::Cancelled) => return Err(Error::Cancelled),
            Err(error) => {
                self.refusal = Some(error);
                f64::NAN
            }
        };
        self.candidates.push(Candidate { method, score });
        Ok(())
    }

    fn made(self) -> Result<Outcome, Error> {
        match self.best {
            Some((_, outcome)) => Ok(Outcome { candidates: self.candidates, ..outcome }),
            None => Err(self.refusal.unwrap_or(Error::OutOfRange)),
        }
    }
}
