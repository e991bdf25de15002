//! Fits for JavaScript: options in, columns out.

use std::ops::Range;

use clinicore_stats::Error;
use clinicore_stats::smoothing::{
    Component, Convention, Criterion, Fit, FitOptions, Initial, Likelihood, Method, Model, Parameters,
    Pattern, States, fit_many as fit_series,
};
use napi::Env;
use napi::bindgen_prelude::{Float64Array, Object, Uint8Array, Uint32Array};
use napi_derive::napi;

use crate::fault::Fault;
use crate::guard;
use crate::job::Job;
use crate::split::{Checkpoint, Cut, Gather};
use crate::stats::faults::{Faults, SeriesFaults};

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
    pub tried: Uint8Array,
    pub candidates: Uint8Array,
    pub criteria: Float64Array,
    pub faults: SeriesFaults,
}

/// [`FitColumns`] in the making.
#[derive(Default)]
struct Fits {
    /// Series that were added.
    series: u32,
    numbers: Vec<f64>,
    seasons: Vec<f64>,
    fitted: Vec<f64>,
    residuals: Vec<f64>,
    tried: Vec<u8>,
    candidates: Vec<u8>,
    criteria: Vec<f64>,
    faults: Faults,
}

/// Series in one part of a batch: some milliseconds' work, and enough to fill lanes.
const GRAIN: usize = 16;

/// Fits each of many series.
#[napi(namespace = "stats", ts_return_type = "Promise<FitColumns>")]
pub fn fit_many<'env>(
    env: &'env Env,
    values: Float64Array,
    offsets: Uint32Array,
    options: FitMessage,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let options = guard::export(|| FitOptions::try_from(options))?;
    let cut = Cut { count: offsets.len().saturating_sub(1), grain: GRAIN };
    let work = move |part: Range<usize>, checkpoint: Checkpoint<'_>| {
        let series: Vec<&[f64]> =
            part.map(|i| &values[offsets[i] as usize..offsets[i + 1] as usize]).collect();
        Ok(fit_series(&series, &options, checkpoint)?)
    };
    job.start_split(env, cut, work, Fits::default())
}

impl Gather for Fits {
    type Part = Vec<Result<Fit, Error>>;
    type Answer = FitColumns;

    fn add(&mut self, part: Self::Part) {
        for outcome in part {
            match outcome {
                Ok(fit) => self.add_fit(&fit),
                Err(error) => self.faults.push(self.series, error),
            }
            self.series += 1;
        }
    }

    fn answer(self) -> FitColumns {
        FitColumns {
            numbers: self.numbers.into(),
            seasons: self.seasons.into(),
            fitted: self.fitted.into(),
            residuals: self.residuals.into(),
            tried: self.tried.into(),
            candidates: self.candidates.into(),
            criteria: self.criteria.into(),
            faults: self.faults.into(),
        }
    }
}

impl Fits {
    fn add_fit(&mut self, fit: &Fit) {
        let or_nan = |value: Option<f64>| value.unwrap_or(f64::NAN);
        self.numbers.extend([
            f64::from(place(fit.model)),
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
        ]);
        self.seasons.extend(fit.initial.seasonal.iter().chain(&fit.last.seasonal));
        self.fitted.extend(&fit.fitted);
        self.residuals.extend(&fit.residuals);
        let mut tried = 0;
        for candidate in &fit.candidates {
            tried += 1;
            self.candidates.extend([place(candidate.model), candidate.converged.into()]);
            self.criteria.push(candidate.criterion);
        }
        self.tried.push(tried);
    }
}

/// A model's place in the list of all 30.
fn place(model: Model) -> u8 {
    (0..).zip(Model::all()).find(|&(_, other)| other == model).map_or(0, |(place, _)| place)
}
