//! What to fit.

use super::model::{Component, Pattern};

/// The recursion and what its parameters mean. All three are the same model, written differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Convention {
    /// R's `stats::HoltWinters`: the season follows the *new* level, β weighs the change of the level.
    #[default]
    R,
    /// statsmodels' `ExponentialSmoothing`: the season follows the level *before* the value, β weighs the change of the
    /// level, and β ≤ α, γ ≤ 1 − α.
    Statsmodels,
    /// The state-space form of Hyndman et al. (2008): β = α·β*, the share of the error that goes into the trend.
    Ets,
}

/// Smoothing parameters: held fixed, or estimated. `None` where a model has no such parameter, or it is to be estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parameters {
    /// Of the level.
    pub alpha: Option<f64>,
    /// Of the trend, in the sense of the [`Convention`].
    pub beta: Option<f64>,
    /// Of the season, in the sense of the [`Convention`].
    pub gamma: Option<f64>,
    /// The factor by which a damped trend fades a step.
    pub phi: Option<f64>,
}

/// Level, trend and season at one time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct States {
    /// The level.
    pub level: f64,
    /// The trend a step: added, or, in a multiplicative trend, a factor. `None` in a model without.
    pub trend: Option<f64>,
    /// The season, beginning with that of the next value: a summand or a factor each. Empty in a model without.
    pub seasonal: Vec<f64>,
}

/// Where a recursion starts from.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Initial {
    /// Estimated with the parameters.
    #[default]
    Estimated,
    /// As R's `HoltWinters` does: with a season, the classical decomposition of the first two and the line through its
    /// trend, which use up the first season; else the first value, or the first two and their difference.
    R,
    /// statsmodels' `heuristic`: the mean season of up to five centred cycles and the line through its first ten trend values.
    Heuristic,
    /// statsmodels' `legacy-heuristic`: level and season from the mean of each phase.
    LegacyHeuristic,
    /// As given.
    Given(States),
}

/// Which of its values a likelihood leaves out; the same model wins by any, but the numbers differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Likelihood {
    /// R's `forecast::ets`: ln L = −½ (n ln Σe² + 2 Σ ln|ŷ| for multiplicative errors), m − 1 seasonal parameters.
    #[default]
    R,
    /// statsmodels': with the constant −½ n (ln(2π/n) + 1), and m seasonal parameters.
    Statsmodels,
}

/// What a choice goes by; the least wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Criterion {
    /// Akaike's, corrected for small samples.
    #[default]
    Aicc,
    /// Akaike's.
    Aic,
    /// Schwarz's.
    Bic,
}

/// The method of a fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// Exponential smoothing by least squares.
    LeastSquares {
        /// Whether there is a trend: Holt's method.
        trend: bool,
        /// Whether it is damped.
        damped: bool,
        /// The season, if any: Holt and Winters' method.
        season: Component,
        /// The recursion, and what its parameters mean.
        convention: Convention,
    },
    /// A model of the ETS family by maximum likelihood, the best of a set.
    Ets {
        /// The set.
        pattern: Pattern,
        /// What the choice goes by.
        criterion: Criterion,
        /// Whether models that R thinks unstable may be chosen.
        allow_unstable: bool,
        /// Whether a multiplicative trend may be chosen where the pattern leaves the trend open.
        allow_multiplicative_trend: bool,
    },
}

/// What to fit to a series.
#[derive(Clone, Debug, PartialEq)]
pub struct FitOptions {
    /// The method.
    pub method: Method,
    /// Observations in a season, *m*; 1 for none.
    pub season_length: usize,
    /// Parameters that are held fixed. Models without such a parameter are not asked for: a held γ leaves those without
    /// season out.
    pub parameters: Parameters,
    /// Start values.
    pub initial: Initial,
    /// The convention of the log-likelihood and the criteria.
    pub likelihood: Likelihood,
}

impl Default for FitOptions {
    /// R's `ets(y)` for a series without season.
    fn default() -> Self {
        Self {
            method: Method::Ets {
                pattern: Pattern::default(),
                criterion: Criterion::default(),
                allow_unstable: false,
                allow_multiplicative_trend: false,
            },
            season_length: 1,
            parameters: Parameters::default(),
            initial: Initial::default(),
            likelihood: Likelihood::default(),
        }
    }
}
