//! Forecasting for JavaScript.

use std::ops::Range;

use clinicore_stats::Error;
use clinicore_stats::forecast::accuracy::{self, Yardstick};
use clinicore_stats::forecast::{
    self, Forecast, Intervals, Method, Metric, Options, Select, Series, Smoothing,
};
use clinicore_stats::smoothing::Fit;
use napi::Env;
use napi::bindgen_prelude::{Either, Float64Array, Float64ArraySlice, Null, Object, Uint32Array};
use napi_derive::napi;

use crate::fault::Fault;
use crate::guard;
use crate::job::Job;
use crate::split::{Checkpoint, Cut};
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
    values: &[f64],
    closed: &[u8],
    settings: ForecastSettings,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (values, closed) = (values.to_vec(), mask(closed));
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

/// What was wrong with a series.
#[napi(object)]
pub struct SeriesFault {
    /// Which, from 0.
    pub series: u32,
    /// JSON of code, message and details.
    pub error: String,
}

/// See `ForecastManyAnswer` in `js/contract/stats/forecast.ts`.
#[napi(object)]
pub struct ForecastManyAnswer {
    /// Empty where it failed.
    pub methods: Vec<String>,
    /// Series after series.
    pub forecast: Float64Array,
    /// One for each level.
    pub lower: Vec<Float64Array>,
    /// One for each level.
    pub upper: Vec<Float64Array>,
    /// What failed.
    pub faults: Vec<SeriesFault>,
}

/// What is kept of one of many forecasts.
struct Columns {
    method: Method,
    /// Forecast, lower and upper bounds.
    columns: Vec<Vec<f64>>,
}

impl From<Forecast> for Columns {
    fn from(made: Forecast) -> Self {
        let Forecast { method, forecast, lower, upper, .. } = made;
        Self { method, columns: [forecast].into_iter().chain(lower).chain(upper).collect() }
    }
}

/// Forecasts of many series, each as [`forecast`] has it.
#[napi(namespace = "stats", ts_return_type = "Promise<ForecastManyAnswer>")]
pub fn forecast_many<'env>(
    env: &'env Env,
    values: &[f64],
    closed: &[u8],
    places: SeriesPlaces,
    settings: ForecastSettings,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (values, closed) = (values.to_vec(), mask(closed));
    let options = guard::export(|| Options::try_from(settings))?;
    let (horizon, levels) = (options.horizon, options.levels.len());
    let bands = if options.intervals == Intervals::None { 0 } else { levels };
    let count = places.ends.len();
    let [starts, ends, calendar] = [places.starts, places.ends, places.calendar].map(|at| at.to_vec());
    let first_days = calendar.clone();
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
        Ok(made.into_iter().map(|outcome| outcome.map(Columns::from)).collect())
    };
    let join = move |parts: Vec<Vec<Result<Columns, Error>>>| {
        let mut methods = Vec::with_capacity(count);
        let mut faults = Vec::new();
        let mut columns: Vec<Vec<f64>> = vec![Vec::with_capacity(count * horizon); 1 + 2 * bands];
        for ((series, outcome), &day) in (0..).zip(parts.into_iter().flatten()).zip(&first_days) {
            match outcome {
                Ok(made) => {
                    methods.push(made.method.to_string());
                    columns.iter_mut().zip(made.columns).for_each(|(column, values)| column.extend(values));
                }
                Err(error) => {
                    let error = match error {
                        // Of the calendar that the series share.
                        Error::NeverOpen { index } => Error::NeverOpen { index: index + day as usize },
                        error => error,
                    };
                    methods.push(String::new());
                    faults.push(SeriesFault { series, error: Fault::from(error).to_json() });
                    for column in &mut columns {
                        column.resize(column.len() + horizon, f64::NAN);
                    }
                }
            }
        }
        let mut columns = columns.into_iter().map(Float64Array::from);
        Ok(ForecastManyAnswer {
            methods,
            forecast: columns.next().expect("there is a column of forecasts"),
            lower: columns.by_ref().take(bands).collect(),
            upper: columns.collect(),
            faults,
        })
    };
    job.start_split(env, Cut { count, grain: GRAIN }, work, join)
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
