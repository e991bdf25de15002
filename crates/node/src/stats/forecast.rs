//! Forecasting for JavaScript.

use std::ops::Range;

use clinicore_stats::Error;
use clinicore_stats::forecast::accuracy::{self, Yardstick};
use clinicore_stats::forecast::{
    self, Forecast, Intervals, Method, Metric, Options, Select, Series, Smoothing,
};
use clinicore_stats::smoothing::Fit;
use napi::Env;
use napi::bindgen_prelude::{Either, Float64Array, Float64ArraySlice, Null, Object, Uint8Array, Uint32Array};
use napi_derive::napi;

use crate::fault::Fault;
use crate::guard;
use crate::job::Job;
use crate::split::{Checkpoint, Cut, Gather};
use crate::stats::faults::{Faults, SeriesFaults};
use crate::stats::smoothing::FitMessage;

/// Series in a part of a split job: as many as models are fitted to in lockstep.
const GRAIN: usize = 16;

/// See `ForecastSettings` in `js/contract/stats/forecast.ts`.
#[napi(object)]
pub struct ForecastSettings {
    /// Its name.
    pub method: String,
    /// Steps.
    pub horizon: u32,
    /// 1 for none.
    pub season_length: u32,
    /// Probabilities.
    pub levels: Vec<f64>,
    /// Where intervals come from.
    #[napi(ts_type = "'model' | 'conformal' | 'none'")]
    pub intervals: String,
    /// 0 for the method's own.
    pub windows: u32,
    /// Nothing below 0.
    pub non_negative: bool,
    /// Whole numbers.
    pub integer: bool,
    /// 0 to estimate.
    pub alpha: f64,
    /// Of TSB's probability.
    pub beta: f64,
    /// What the automatic choice goes by.
    #[napi(ts_type = "'aicc' | 'mae' | 'rmse'")]
    pub select: String,
    /// What exponential smoothing fits.
    pub smoothing: FitMessage,
}

impl TryFrom<ForecastSettings> for Options {
    type Error = Fault;

    fn try_from(settings: ForecastSettings) -> Result<Self, Fault> {
        let ForecastSettings { alpha, beta, .. } = settings;
        Ok(Self {
            method: settings.method.parse()?,
            horizon: settings.horizon as usize,
            season_length: settings.season_length as usize,
            levels: settings.levels,
            intervals: match settings.intervals.as_str() {
                "none" => Intervals::None,
                "conformal" => Intervals::Conformal,
                _ => Intervals::Model,
            },
            windows: (settings.windows > 0).then_some(settings.windows as usize),
            non_negative: settings.non_negative,
            integer: settings.integer,
            intermittent: (alpha > 0.0).then_some(Smoothing { alpha, beta }),
            select: match settings.select.as_str() {
                "mae" => Select::Backtest(Metric::Mae),
                "rmse" => Select::Backtest(Metric::Rmse),
                _ => Select::Aicc,
            },
            smoothing: settings.smoothing.try_into()?,
        })
    }
}

/// A method that was considered.
#[napi(object)]
pub struct ForecastCandidate {
    /// Its name.
    pub method: String,
    /// Its `AICc`, or its error.
    pub score: f64,
}

/// A fitted model of exponential smoothing; NaN for a parameter it has not.
#[napi(object)]
pub struct FitSummary {
    /// Its letters.
    pub model: String,
    /// Of the level.
    pub alpha: f64,
    /// Of the trend.
    pub beta: f64,
    /// Of the season.
    pub gamma: f64,
    /// Of a damped trend.
    pub phi: f64,
    /// Residual variance.
    pub sigma2: f64,
    /// Its logarithm.
    pub log_likelihood: f64,
    /// Akaike's.
    pub aic: f64,
    /// Corrected for small samples.
    pub aicc: f64,
    /// Schwarz's.
    pub bic: f64,
    /// Whether the optimiser came to a minimum.
    pub converged: bool,
    /// How often it moved.
    pub iterations: u32,
}

impl From<Fit> for FitSummary {
    fn from(fit: Fit) -> Self {
        let or_nan = |value: Option<f64>| value.unwrap_or(f64::NAN);
        Self {
            model: fit.model.to_string(),
            alpha: or_nan(fit.parameters.alpha),
            beta: or_nan(fit.parameters.beta),
            gamma: or_nan(fit.parameters.gamma),
            phi: or_nan(fit.parameters.phi),
            sigma2: fit.sigma2,
            log_likelihood: fit.log_likelihood,
            aic: fit.aic,
            aicc: fit.aicc,
            bic: fit.bic,
            converged: fit.converged,
            iterations: fit.iterations,
        }
    }
}

/// See `ForecastAnswer` in `js/contract/stats/forecast.ts`.
#[napi(object)]
pub struct ForecastAnswer {
    /// What made it.
    pub method: String,
    /// The next values.
    pub forecast: Float64Array,
    /// One for each level.
    pub lower: Vec<Float64Array>,
    /// One for each level.
    pub upper: Vec<Float64Array>,
    /// One-step forecasts.
    pub fitted: Float64Array,
    /// 0 where there is none.
    pub alpha: f64,
    /// 0 where there is none.
    pub beta: f64,
    /// The model of exponential smoothing.
    #[napi(ts_type = "FitSummary | null")]
    pub fit: Either<FitSummary, Null>,
    /// What was chosen among.
    pub candidates: Vec<ForecastCandidate>,
}

impl From<Forecast> for ForecastAnswer {
    fn from(made: Forecast) -> Self {
        let arrays = |bounds: Vec<Vec<f64>>| bounds.into_iter().map(Into::into).collect();
        let candidate = |candidate: forecast::Candidate| ForecastCandidate {
            method: candidate.method.to_string(),
            score: candidate.score,
        };
        Self {
            method: made.method.to_string(),
            forecast: made.forecast.into(),
            lower: arrays(made.lower),
            upper: arrays(made.upper),
            fitted: made.fitted.into(),
            alpha: made.intermittent.map_or(0.0, |smoothing| smoothing.alpha),
            beta: made.intermittent.map_or(0.0, |smoothing| smoothing.beta),
            fit: made.fit.map_or(Either::B(Null), |fit| Either::A(fit.into())),
            candidates: made.candidates.into_iter().map(candidate).collect(),
        }
    }
}

/// The forecast of one series.
#[napi(namespace = "stats", ts_return_type = "Promise<ForecastAnswer>")]
pub fn forecast<'env>(
    env: &'env Env,
    values: Float64Array,
    closed: &[u8],
    settings: ForecastSettings,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let closed = mask(closed);
    let options = guard::export(|| Options::try_from(settings))?;
    job.start(env, move |control| {
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        Ok(ForecastAnswer::from(forecast::forecast(&values, &closed, &options, &mut checkpoint)?))
    })
}

/// See `SeriesPlaces` in `js/contract/stats/forecast.ts`.
#[napi(object)]
pub struct SeriesPlaces {
    /// Index of each first value.
    pub starts: Uint32Array,
    /// Index after each last value.
    pub ends: Uint32Array,
    /// Index of the first value's day in the calendar.
    pub calendar: Uint32Array,
}

/// See `ForecastManyAnswer` in `js/contract/stats/forecast.ts`.
#[napi(object)]
pub struct ForecastManyAnswer {
    /// Of no account where it failed.
    pub methods: Uint8Array,
    /// What `methods` are places in.
    pub names: Vec<String>,
    /// Series after series.
    pub forecast: Float64Array,
    /// One for each level.
    pub lower: Vec<Float64Array>,
    /// One for each level.
    pub upper: Vec<Float64Array>,
    /// What failed.
    pub faults: SeriesFaults,
}

/// What is kept of one of many forecasts.
struct Kept {
    method: Method,
    /// Forecast, lower and upper bounds.
    columns: Vec<Vec<f64>>,
}

impl From<Forecast> for Kept {
    fn from(made: Forecast) -> Self {
        let Forecast { method, forecast, lower, upper, .. } = made;
        Self { method, columns: [forecast].into_iter().chain(lower).chain(upper).collect() }
    }
}

/// [`ForecastManyAnswer`] in the making.
struct Forecasts {
    /// Series that were added.
    series: u32,
    horizon: usize,
    /// For each series the index of its first day in the calendar they share.
    first_days: Vec<u32>,
    methods: Vec<u8>,
    used: Vec<Method>,
    columns: Vec<Vec<f64>>,
    faults: Faults,
}

impl Gather for Forecasts {
    type Part = Vec<Result<Kept, Error>>;
    type Answer = ForecastManyAnswer;

    fn add(&mut self, part: Self::Part) {
        for outcome in part {
            let method = match outcome {
                Ok(Kept { method, columns }) => {
                    self.columns.iter_mut().zip(columns).for_each(|(column, values)| column.extend(values));
                    self.place(method)
                }
                Err(error) => {
                    let error = match error {
                        Error::NeverOpen { index } => {
                            Error::NeverOpen { index: index + self.first_days[self.methods.len()] as usize }
                        }
                        error => error,
                    };
                    self.faults.push(self.series, error);
                    for column in &mut self.columns {
                        column.resize(column.len() + self.horizon, f64::NAN);
                    }
                    0
                }
            };
            self.methods.push(method);
            self.series += 1;
        }
    }

    fn answer(self) -> ForecastManyAnswer {
        let bands = self.columns.len() / 2;
        let mut columns = self.columns.into_iter().map(Float64Array::from);
        ForecastManyAnswer {
            methods: self.methods.into(),
            names: self.used.iter().map(ToString::to_string).collect(),
            forecast: columns.next().expect("there is a column of forecasts"),
            lower: columns.by_ref().take(bands).collect(),
            upper: columns.collect(),
            faults: self.faults.into(),
        }
    }
}

impl Forecasts {
    /// The method's place among those used.
    fn place(&mut self, method: Method) -> u8 {
        if !self.used.contains(&method) {
            self.used.push(method);
        }
        (0..).zip(&self.used).find(|&(_, &used)| used == method).map_or(0, |(place, _)| place)
    }
}

/// Forecasts of many series, each as [`forecast`] has it.
#[napi(namespace = "stats", ts_return_type = "Promise<ForecastManyAnswer>")]
pub fn forecast_many<'env>(
    env: &'env Env,
    values: Float64Array,
    closed: &[u8],
    places: SeriesPlaces,
    settings: ForecastSettings,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let closed = mask(closed);
    let options = guard::export(|| Options::try_from(settings))?;
    let bands = if options.intervals == Intervals::None { 0 } else { options.levels.len() };
    let SeriesPlaces { starts, ends, calendar } = places;
    let count = ends.len();
    let all = Forecasts {
        series: 0,
        horizon: options.horizon,
        first_days: calendar.to_vec(),
        methods: Vec::with_capacity(count),
        used: Vec::new(),
        columns: (0..=2 * bands).map(|_| Vec::with_capacity(count * options.horizon)).collect(),
        faults: Faults::default(),
    };
    let work = move |part: Range<usize>, checkpoint: Checkpoint<'_>| {
        let one = |series: usize| {
            let values = &values[starts[series] as usize..ends[series] as usize];
            let day = calendar[series] as usize;
            let days = day..day + values.len() + options.horizon;
            Series { values, closed: if closed.is_empty() { &[] } else { &closed[days] } }
        };
        let series: Vec<Series<'_>> = part.map(one).collect();
        let made = forecast::forecast_many(&series, &options, checkpoint)?;
        // Of a thousand windows of a backtest, what they say of the history would be a thousand times the history.
        Ok(made.into_iter().map(|outcome| outcome.map(Kept::from)).collect())
    };
    job.start_split(env, Cut { count, grain: GRAIN }, work, all)
}

/// Fills `measures`: see [`accuracy`](clinicore_stats::forecast::accuracy).
#[napi(namespace = "stats")]
#[allow(clippy::too_many_arguments)] // an object per call would cost more than a short series
pub fn accuracy(
    actual: &[f64],
    predicted: &[f64],
    training: &[f64],
    season_length: u32,
    lower: &[f64],
    upper: &[f64],
    level: f64,
    quantiles: &[f64],
    probabilities: &[f64],
    mut measures: Float64ArraySlice<'_>,
) -> napi::Result<()> {
    guard::export(|| {
        let season_length = season_length as usize;
        let yardstick = Yardstick { training, season_length, lower, upper, level, quantiles, probabilities };
        let made = accuracy::accuracy(actual, predicted, &yardstick)?;
        // SAFETY: `js/stats/forecast/accuracy.ts` makes this array for this call alone, so nothing else refers to its
        // memory, and no JavaScript runs before the call returns.
        unsafe { measures.as_mut() }.copy_from_slice(&made.values());
        Ok(())
    })
}

fn mask(closed: &[u8]) -> Vec<bool> {
    closed.iter().map(|&day| day != 0).collect()
}
