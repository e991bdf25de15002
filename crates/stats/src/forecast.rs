//! Forecasts of one series by a method that is named or chosen, with prediction intervals.
//!
//! A forecast is made in the same steps whatever the method: closed days are taken out, the method runs on what is
//! open, intervals come from its model or from its own backtest, bounds are made fit for demand, and the closed days of
//! the horizon are put back as 0.
//!
//! ```
//! use clinicore_stats::forecast::{self, Method, Options};
//!
//! // Three weeks of sales at a clinic that is closed on Sundays, and the week to come.
//! let week = [20.0, 22.0, 25.0, 24.0, 30.0, 41.0, 0.0];
//! let sales: Vec<f64> = (0..21).map(|day| week[day % 7]).collect();
//! let closed: Vec<bool> = (0..28).map(|day| day % 7 == 6).collect();
//!
//! let options = Options { method: Method::SeasonalNaive, horizon: 7, season_length: 7, ..Options::default() };
//! let ahead = forecast::forecast(&sales, &closed, &options, &mut forecast::unwatched)?;
//! assert_eq!(ahead.forecast, week);
//! # Ok::<(), clinicore_stats::Error>(())
//! ```

pub mod accuracy;
mod automatic;
mod calendar;
mod conformal;
mod croston;
mod demand;
mod method;
mod simple;
mod theta;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::Error;
use crate::decomposition::{Checkpoint, LARGEST};
use crate::smoothing::{self, Fit, FitOptions, Likelihood};
use calendar::Calendar;
use method::{Outcome, Run};

pub use automatic::{Candidate, Metric, Select};
pub use croston::Smoothing;
pub use method::Method;

/// A checkpoint for who does not wait: always goes on.
pub fn unwatched(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Where prediction intervals come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Intervals {
    /// The method's own model.
    #[default]
    Model,
    /// The errors of the method's backtest on the series: see the module `conformal`.
    Conformal,
    /// None are made.
    None,
}

/// What to forecast, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How.
    pub method: Method,
    /// How many values, at least 1.
    pub horizon: usize,
    /// Observations in a season, *m*; 1 for none.
    pub season_length: usize,
    /// Probabilities that the intervals hold the value, each above 0 and below 1.
    pub levels: Vec<f64>,
    /// Where the intervals come from.
    pub intervals: Intervals,
    /// Origins of the backtest that conformal intervals, or the choice by backtest, are made from; `None` for the
    /// fewest that the highest level allows, or 10.
    pub windows: Option<usize>,
    /// Forecasts and bounds below 0 become 0.
    pub non_negative: bool,
    /// Forecasts are rounded to the nearest whole number, lower bounds down, upper bounds up.
    pub integer: bool,
    /// Smoothing of Croston, SBA and TSB; `None` to estimate it.
    pub intermittent: Option<Smoothing>,
    /// What [`Method::Auto`] chooses by.
    pub select: Select,
    /// What the methods of exponential smoothing fit, and what [`Method::Auto`] holds against the others (models of the
    /// ETS family with R's likelihood, which is theirs too); the season is that of these options.
    pub smoothing: FitOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            method: Method::default(),
            horizon: 1,
            season_length: 1,
            levels: vec![0.8, 0.95],
            intervals: Intervals::default(),
            windows: None,
            non_negative: false,
            integer: false,
            intermittent: Some(Smoothing { alpha: 0.1, beta: 0.1 }),
            select: Select::default(),
            smoothing: FitOptions::default(),
        }
    }
}

/// What [`forecast`] says.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// What made it; never [`Method::Auto`].
    pub method: Method,
    /// The next values; 0 on closed days.
    pub forecast: Vec<f64>,
    /// Lower bounds for each level; NaN where the data are too few to know.
    pub lower: Vec<Vec<f64>>,
    /// Upper bounds for each level.
    pub upper: Vec<Vec<f64>>,
    /// One-step forecasts of the history; NaN where there are none, and on days that are never open.
    pub fitted: Vec<f64>,
    /// Smoothing of Croston, SBA or TSB.
    pub intermittent: Option<Smoothing>,
    /// The model of exponential smoothing.
    pub fit: Option<Fit>,
    /// What [`Method::Auto`] chose among.
    pub candidates: Vec<Candidate>,
}

/// Forecasts the values that follow `values`, oldest first and evenly spaced; NaN is a missing value.
///
/// `closed` is as long as `values` and the horizon together, or empty if no day is closed. What `values` holds on a
/// closed day does not matter.
///
/// `checkpoint` is told, of 1 forecast, that 0 are done.
///
/// # Errors
/// [`Error::InvalidParameter`], [`Error::NotFinite`] (an infinity), [`Error::TooFewObserved`],
/// [`Error::UnseenSeason`], [`Error::NeverOpen`], [`Error::NegativeDemand`], [`Error::NotPositive`],
/// [`Error::NotPositiveForModel`], [`Error::TooFewWindows`], [`Error::OutOfRange`], [`Error::Cancelled`].
pub fn forecast(
    values: &[f64],
    closed: &[bool],
    options: &Options,
    checkpoint: Checkpoint<'_>,
) -> Result<Forecast, Error> {
    Open::new(Series { values, closed }, options)?.forecast(options, None, &mut |_, _| checkpoint(0, 1))
}

/// One of many series: as [`forecast`] takes it.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// Oldest first; NaN is a missing value.
    pub values: &'a [f64],
    /// As long as `values` and the horizon together, or empty if no day is closed.
    pub closed: &'a [bool],
}

/// Forecasts many series, each as [`forecast`] does, bit for bit; what is wrong with one does not concern the others.
/// Models of exponential smoothing are fitted together, which is several times as fast.
///
/// `checkpoint` is told how many series are done.
///
/// # Errors
/// [`Error::Cancelled`].
pub fn forecast_many(
    series: &[Series<'_>],
    options: &Options,
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<Result<Forecast, Error>>, Error> {
    let total = series.len() as u64;
    let open: Vec<Result<Open<'_>, Error>> = series.iter().map(|&one| Open::new(one, options)).collect();
    let mut fits = fits(&open, options, &mut |_, _| checkpoint(0, total))?;
    let mut outcomes = Vec::with_capacity(series.len());
    for (done, (open, fit)) in (0..).zip(open.into_iter().zip(&mut fits)) {
        let mut watch = |_: u64, _: u64| checkpoint(done, total);
        if watch(0, 0).is_break() {
            return Err(Error::Cancelled);
        }
        let outcome = open.and_then(|open| open.forecast(options, fit.take(), &mut watch));
        if let Err(Error::Cancelled) = outcome {
            return Err(Error::Cancelled);
        }
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// The model of each series whose method fits one; those of one season are fitted together.
fn fits(
    open: &[Result<Open<'_>, Error>],
    options: &Options,
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<Option<Result<Fit, Error>>>, Error> {
    let mut fits: Vec<Option<Result<Fit, Error>>> = open.iter().map(|_| None).collect();
    let mut seasons: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, open) in open.iter().enumerate() {
        if let Ok(open) = open
            && options.method.fits(&open.y)
            && let Ok(FitOptions { season_length, .. }) = open.run(options).fit_options(options.method)
        {
            seasons.entry(season_length).or_default().push(place);
        }
    }
    for (season_length, places) in seasons {
        let ys: Vec<&[f64]> = places
            .iter()
            .filter_map(|&place| open[place].as_ref().ok())
            .map(|open| open.y.as_ref())
            .collect();
        let together = FitOptions { season_length, ..options.smoothing.clone() };
        for (place, fit) in places.iter().zip(smoothing::fit_many(&ys, &together, checkpoint)?) {
            fits[*place] = Some(fit);
        }
    }
    Ok(fits)
}

/// The open days of a checked series.
struct Open<'a> {
    calendar: Calendar,
    y: Cow<'a, [f64]>,
}

impl<'a> Open<'a> {
    fn new(series: Series<'a>, options: &Options) -> Result<Self, Error> {
        let Series { values, closed } = series;
        check(values, closed, options)?;
        let calendar = Calendar::new(closed, values.len(), options.horizon, options.season_length);
        let y = calendar.open(values, closed);
        need(&y, 1)?;
        Calendar::check(closed, values.len(), options.season_length)?;
        if !has_squares(&y) {
            return Err(Error::OutOfRange);
        }
        Ok(Self { calendar, y })
    }

    fn run<'b>(&self, options: &'b Options) -> Run<'b> {
        Run { options, season_length: self.calendar.season_length, horizon: self.calendar.horizon() }
    }

    fn forecast(
        &self,
        options: &Options,
        fit: Option<Result<Fit, Error>>,
        checkpoint: Checkpoint<'_>,
    ) -> Result<Forecast, Error> {
        self.ahead(options, fit, checkpoint).map_err(|error| error.placed(|index| self.calendar.place(index)))
    }

    /// As [`Self::forecast`], but an error tells the place of a value among the open days.
    fn ahead(
        &self,
        options: &Options,
        fit: Option<Result<Fit, Error>>,
        checkpoint: Checkpoint<'_>,
    ) -> Result<Forecast, Error> {
        let Self { calendar, y } = self;
        let run = self.run(options);
        let levels: &[f64] = if options.intervals == Intervals::Model { &options.levels } else { &[] };
        let Outcome { method, mut ahead, intermittent, fit, candidates } =
            run.outcome(y, fit, levels, checkpoint)?;
        if options.intervals == Intervals::Conformal {
            let half_widths = conformal::half_widths(
                y,
                run.horizon,
                &options.levels,
                options.windows,
                |before, checkpoint| Ok(run.named(method, before, None, &[], checkpoint)?.ahead.forecast),
                checkpoint,
            )?;
            ahead.widen(&half_widths);
        }
        ahead.check()?;
        ahead.shape(options);
        let whole =
            |bounds: Vec<Vec<f64>>| bounds.into_iter().map(|bound| calendar.horizon_of(bound)).collect();
        Ok(Forecast {
            method,
            forecast: calendar.horizon_of(ahead.forecast),
            lower: whole(ahead.lower),
            upper: whole(ahead.upper),
            fitted: calendar.history_of(ahead.fitted),
            intermittent,
            fit,
            candidates,
        })
    }
}

fn check(values: &[f64], closed: &[bool], options: &Options) -> Result<(), Error> {
    let positive = |value: usize| (1..usize::MAX / 4).contains(&value);
    let part = |value: f64| value > 0.0 && value <= 1.0;
    let comparable = matches!(options.smoothing.method, smoothing::Method::Ets { .. })
        && options.smoothing.likelihood == Likelihood::R;
    for (name, sound) in [
        ("horizon", positive(options.horizon)),
        ("season_length", positive(options.season_length)),
        ("levels", options.levels.iter().all(|&level| level > 0.0 && level < 1.0)),
        ("closed", closed.is_empty() || closed.len() == values.len() + options.horizon),
        ("smoothing", options.method != Method::Auto || comparable),
        ("alpha", options.intermittent.is_none_or(|Smoothing { alpha, .. }| part(alpha))),
        ("beta", options.intermittent.is_none_or(|Smoothing { beta, .. }| part(beta))),
    ] {
        if !sound {
            return Err(Error::InvalidParameter { name });
        }
    }
    if let Some(index) = values.iter().position(|value| value.is_infinite()) {
        return Err(Error::NotFinite { index });
    }
    Ok(())
}

/// Whether squares of the values and of their differences neither overflow nor, unless all values are alike, underflow:
/// intervals would be of no width.
fn has_squares(y: &[f64]) -> bool {
    let least = y.iter().copied().fold(f64::INFINITY, f64::min);
    let most = y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let spread = most - least;
    least >= -LARGEST && most <= LARGEST && (spread <= 0.0 || spread >= LARGEST.recip())
}

/// How many values are not missing, if that is at least `required`.
fn need(y: &[f64], required: usize) -> Result<usize, Error> {
    let given = y.iter().filter(|value| !value.is_nan()).count();
    if given < required { Err(Error::TooFewObserved { required, given }) } else { Ok(given) }
}

/// What a method says of the open days.
#[derive(Debug)]
struct Ahead {
    forecast: Vec<f64>,
    lower: Vec<Vec<f64>>,
    upper: Vec<Vec<f64>>,
    fitted: Vec<f64>,
}

impl Ahead {
    /// Intervals of `quantile` standard errors on either side; `se` is that of each step, from 0.
    fn symmetric(
        forecast: Vec<f64>,
        fitted: Vec<f64>,
        levels: &[f64],
        quantile: impl Fn(f64) -> f64,
        se: impl Fn(usize) -> f64,
    ) -> Self {
        let mut ahead = Self { forecast, lower: Vec::new(), upper: Vec::new(), fitted };
        let half_widths: Vec<Vec<f64>> = levels
            .iter()
            .map(|level| {
                let z = quantile(0.5 + level / 2.0);
                (0..ahead.forecast.len()).map(|h| z * se(h)).collect()
            })
            .collect();
        ahead.widen(&half_widths);
        ahead
    }

    fn widen(&mut self, half_widths: &[Vec<f64>]) {
        let bounds = |side: f64| {
            half_widths
                .iter()
                .map(|half| {
                    self.forecast.iter().zip(half).map(|(value, width)| value + side * width).collect()
                })
                .collect()
        };
        (self.lower, self.upper) = (bounds(-1.0), bounds(1.0));
    }

    /// Refuses what is not finite; an unknown bound is NaN.
    fn check(&self) -> Result<(), Error> {
        let bounds = self.lower.iter().chain(&self.upper).flatten();
        let sound = self.forecast.iter().all(|value| value.is_finite())
            && bounds.chain(&self.fitted).all(|value| !value.is_infinite());
        if sound { Ok(()) } else { Err(Error::OutOfRange) }
    }

    /// Makes the forecast one of demand, as far as it was asked for.
    fn shape(&mut self, options: &Options) {
        if options.integer {
            demand::nearest(&mut self.forecast);
            self.lower.iter_mut().for_each(|bound| demand::down(bound));
            self.upper.iter_mut().for_each(|bound| demand::up(bound));
        }
        if options.non_negative {
            let bounds = self.lower.iter_mut().chain(&mut self.upper);
            bounds.chain([&mut self.forecast]).for_each(|values| demand::non_negative(values));
        }
    }
}
