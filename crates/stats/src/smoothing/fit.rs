//! A fitted model.

use super::model::Model;
use super::options::{Convention, Parameters, States};

/// A model fitted to a series of `n` values, missing ones included.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The model; a least-squares fit's has an additive error.
    pub model: Model,
    /// The recursion, and what the parameters mean.
    pub convention: Convention,
    /// Observations in a season, *m*; 1 without season.
    pub season_length: usize,
    /// The parameters, estimated or given; `None` where the model has none.
    pub parameters: Parameters,
    /// The states before the first value of the recursion.
    pub initial: States,
    /// The states after the last value. In statsmodels' convention its place in the season is as it was before: so it
    /// forecasts.
    pub last: States,
    /// One-step-ahead forecasts; NaN before the recursion starts.
    pub fitted: Vec<f64>,
    /// Value less forecast, as a share of the forecast where the error is multiplicative; NaN where there is no value.
    pub residuals: Vec<f64>,
    /// Sum of the squared residuals.
    pub sse: f64,
    /// The residuals' variance, with *n* less the number of estimated parameters as degrees of freedom.
    pub sigma2: f64,
    /// The logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's criterion.
    pub aic: f64,
    /// Akaike's criterion, corrected for small samples.
    pub aicc: f64,
    /// Schwarz's criterion.
    pub bic: f64,
    /// Parameters estimated: smoothing parameters, start values, and the variance.
    pub k: usize,
    /// Values that entered the likelihood.
    pub observed: usize,
    /// Whether the optimiser came to a minimum.
    pub converged: bool,
    /// How often it moved.
    pub iterations: u32,
    /// The models that were compared, in the order of [`Model::all`].
    pub candidates: Vec<Candidate>,
}

/// A model that was compared with others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The model.
    pub model: Model,
    /// What the choice went by.
    pub criterion: f64,
    /// Whether its optimiser came to a minimum; else it could not be chosen.
    pub converged: bool,
}

/// The values 1, 2, … steps after a series' end.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// The expected values.
    pub forecast: Vec<f64>,
    /// Prediction intervals, one for each level asked for.
    pub intervals: Vec<Interval>,
}

/// Where the value of each step is with the probability `level`.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// Above 0, below 1.
    pub level: f64,
    /// Lower bounds.
    pub lower: Vec<f64>,
    /// Upper bounds.
    pub upper: Vec<f64>,
}
