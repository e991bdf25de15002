//! Fits for JavaScript: options in, columns out.

use clinicore_stats::smoothing::{
    Component, Convention, Criterion, Fit, FitOptions, Initial, Likelihood, Method, Model, Parameters,
    Pattern, States, fit_many as fit_series,
};
use napi::Env;
use napi::bindgen_prelude::{Float64Array, Object};
use napi_derive::napi;
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::guard;
use crate::job::Job;
use crate::split::{Checkpoint, Cut};

/// What to fit; meanings in `js/contract/stats/smoothing.ts`.
#[napi(object)]
#[allow(clippy::struct_excessive_bools)] // the options are
pub struct FitMessage {
    pub least_squares: bool,
    pub trend: bool,
    pub damped: Option<bool>,
    pub season: String,
    pub convention: String,
    pub model: String,
    pub criterion: String,
    pub allow_unstable: bool,
    pub allow_multiplicative_trend: bool,
    pub season_length: u32,
    pub alpha: Option<f64>,
    pub beta: Option<f64>,
    pub gamma: Option<f64>,
    pub phi: Option<f64>,
    pub initial: String,
    pub initial_level: f64,
    pub initial_trend: Option<f64>,
    pub initial_seasonal: Vec<f64>,
    pub likelihood: String,
}

impl TryFrom<FitMessage> for FitOptions {
    type Error = Fault;

    /// The words were checked before; one that is not known here is a fault of ours.
    fn try_from(message: FitMessage) -> Result<Self, Fault> {
        let method = if message.least_squares {
            let season = match message.season.as_str() {
                "A" => Component::Additive,
                "M" => Component::Multiplicative,
                _ => Component::None,
            };
            let convention = match message.convention.as_str() {
                "r" => Convention::R,
                "statsmodels" => Convention::Statsmodels,
                "ets" => Convention::Ets,
                _ => return Err(Fault::internal()),
            };
            let damped = message.damped.unwrap_or(false);
            Method::LeastSquares { trend: message.trend, damped, season, convention }
        } else {
            let pattern: Pattern = message.model.parse()?;
            let criterion = match message.criterion.as_str() {
                "aicc" => Criterion::Aicc,
                "aic" => Criterion::Aic,
                "bic" => Criterion::Bic,
                _ => return Err(Fault::internal()),
            };
            Method::Ets {
                pattern: Pattern { damped: pattern.damped.or(message.damped), ..pattern },
                criterion,
                allow_unstable: message.allow_unstable,
                allow_multiplicative_trend: message.allow_multiplicative_trend,
            }
        };
        let initial = match message.initial.as_str() {
            "estimated" => Initial::Estimated,
            "r" => Initial::R,
            "heuristic" => Initial::Heuristic,
            "legacy-heuristic" => Initial::LegacyHeuristic,
            "given" => Initial::Given(States {
                level: message.initial_level,
                trend: message.initial_trend,
                seasonal: message.initial_seasonal,
            }),
            _ => return Err(Fault::internal()),
        };
        let likelihood =
            if message.likelihood == "statsmodels" { Likelihood::Statsmodels } else { Likelihood::R };
        Ok(Self {
            method,
            season_length: message.season_length as usize,
            parameters: Parameters {
                alpha: message.alpha,
                beta: message.beta,
                gamma: message.gamma,
                phi: message.phi,
            },
            initial,
            likelihood,
        })
    }
}

/// Fits in columns; see `js/contract/stats/smoothing.ts`.
#[napi(object)]
pub struct FitColumns {
    pub numbers: Float64Array,
    pub seasons: Float64Array,
    pub fitted: Float64Array,
    pub residuals: Float64Array,
    pub candidates: Float64Array,
    pub errors: String,
}

/// The columns of some series.
#[derive(Default)]
struct Columns {
    numbers: Vec<f64>,
    seasons: Vec<f64>,
    fitted: Vec<f64>,
    residuals: Vec<f64>,
    candidates: Vec<f64>,
    errors: Vec<Value>,
}

/// Series in one part of a batch: some milliseconds' work, and enough to fill lanes.
const GRAIN: usize = 16;

/// Fits each of many series.
#[napi(namespace = "stats", ts_return_type = "Promise<FitColumns>")]
pub fn fit_many<'env>(
    env: &'env Env,
    values: &[f64],
    offsets: &[u32],
    options: FitMessage,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let options = guard::export(|| FitOptions::try_from(options))?;
    let (values, offsets) = (values.to_vec(), offsets.to_vec());
    let cut = Cut { count: offsets.len().saturating_sub(1), grain: GRAIN };
    let work = move |part: std::ops::Range<usize>, checkpoint: Checkpoint<'_>| {
        let series: Vec<&[f64]> =
            part.clone().map(|i| &values[offsets[i] as usize..offsets[i + 1] as usize]).collect();
        let fits = fit_series(&series, &options, checkpoint)?;
        let mut columns = Columns::default();
        for ((index, values), fit) in part.zip(series).zip(fits) {
            columns.add(index, values.len(), options.season_length, fit.map_err(Fault::from));
        }
        Ok(columns)
    };
    job.start_split(env, cut, work, |parts| {
        let mut all = Columns::default();
        for part in parts {
            all.numbers.extend(part.numbers);
            all.seasons.extend(part.seasons);
            all.fitted.extend(part.fitted);
            all.residuals.extend(part.residuals);
            all.candidates.extend(part.candidates);
            all.errors.extend(part.errors);
        }
        Ok(FitColumns {
            numbers: Float64Array::new(all.numbers),
            seasons: Float64Array::new(all.seasons),
            fitted: Float64Array::new(all.fitted),
            residuals: Float64Array::new(all.residuals),
            candidates: Float64Array::new(all.candidates),
            errors: Value::from(all.errors).to_string(),
        })
    })
}

impl Columns {
    fn add(&mut self, series: usize, length: usize, m: usize, outcome: Result<Fit, Fault>) {
        match outcome {
            Ok(fit) => self.add_fit(&fit, m),
            Err(fault) => {
                self.numbers.extend([f64::NAN; NUMBERS]);
                self.seasons.resize(self.seasons.len() + 2 * m, f64::NAN);
                self.fitted.resize(self.fitted.len() + length, f64::NAN);
                self.residuals.resize(self.residuals.len() + length, f64::NAN);
                self.candidates.extend([f64::NAN; 2 * MODELS]);
                let mut said = fault.said();
                said["series"] = json!(series);
                self.errors.push(said);
            }
        }
    }

    fn add_fit(&mut self, fit: &Fit, m: usize) {
        let or_nan = |value: Option<f64>| value.unwrap_or(f64::NAN);
        let numbers: [f64; NUMBERS] = [
            place(fit.model) as f64,
            or_nan(fit.parameters.alpha),
            or_nan(fit.parameters.beta),
            or_nan(fit.parameters.gamma),
            or_nan(fit.parameters.phi),
            fit.initial.level,
            or_nan(fit.initial.trend),
            fit.last.level,
            or_nan(fit.last.trend),
            fit.sse,
            fit.sigma2,
            fit.log_likelihood,
            fit.aic,
            fit.aicc,
            fit.bic,
            fit.k as f64,
            fit.observed as f64,
            f64::from(u8::from(fit.converged)),
            f64::from(fit.iterations),
        ];
        self.numbers.extend(numbers);
        for states in [&fit.initial, &fit.last] {
            let end = self.seasons.len() + m;
            self.seasons.extend(&states.seasonal);
            self.seasons.resize(end, f64::NAN);
        }
        self.fitted.extend(&fit.fitted);
        self.residuals.extend(&fit.residuals);
        let mut row = [f64::NAN; 2 * MODELS];
        for candidate in &fit.candidates {
            let at = 2 * place(candidate.model);
            row[at] = candidate.criterion;
            row[at + 1] = f64::from(u8::from(candidate.converged));
        }
        self.candidates.extend(row);
    }
}

/// Numbers a series, and models there are.
const NUMBERS: usize = 19;
const MODELS: usize = 30;

/// A model's place in the list of all.
fn place(model: Model) -> usize {
    Model::all().position(|other| other == model).unwrap_or(0)
}
