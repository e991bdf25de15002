//! Forecasting for JavaScript.

use std::ops::Range;

use clinicore_stats::Error;
use clinicore_stats::forecast::accuracy::{self, Yardstick};
use clinicore_stats::forecast::{self, Forecast, Intervals, Metric, Options, Select, Smoothing};
use napi::Env;
use napi::bindgen_prelude::{Float64Array, Float64ArraySlice, Object, Uint32Array};
use napi_derive::napi;

use crate::fault::Fault;
use crate::guard;
use crate::job::Job;
use crate::split::{Checkpoint, Cut};

/// Series in a part of a split job: about a millisecond of automatic choice.
const GRAIN: usize = 4;

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
    let one = move |series: usize, checkpoint: Checkpoint<'_>| {
        let part = starts[series] as usize..ends[series] as usize;
        let days = calendar[series] as usize..calendar[series] as usize + part.len() + options.horizon;
        let closed = if closed.is_empty() { &[] } else { &closed[days] };
        forecast::forecast(&values[part], closed, &options, checkpoint)
    };
    let work = move |part: Range<usize>, checkpoint: Checkpoint<'_>| {
        let items = part.len() as u64;
        let mut done = Vec::with_capacity(part.len());
        for series in part {
            let made = done.len() as u64;
            let mut watch = |_: u64, _: u64| checkpoint(made, items);
            match one(series, &mut watch) {
                Err(Error::Cancelled) => return Err(Fault::aborted()),
                outcome => done.push(outcome),
            }
        }
        Ok(done)
    };
    let join = move |parts: Vec<Vec<Result<Forecast, Error>>>| {
        let mut methods = Vec::with_capacity(count);
        let mut faults = Vec::new();
        let mut columns: Vec<Vec<f64>> = vec![Vec::with_capacity(count * horizon); 1 + 2 * bands];
        for (series, outcome) in (0..).zip(parts.into_iter().flatten()) {
            match outcome {
                Ok(made) => {
                    methods.push(made.method.to_string());
                    let made = [made.forecast].into_iter().chain(made.lower).chain(made.upper);
                    columns.iter_mut().zip(made).for_each(|(column, values)| column.extend(values));
                }
                Err(error) => {
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
