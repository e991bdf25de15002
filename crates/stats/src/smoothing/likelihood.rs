//! Log-likelihood and information criteria, in R's convention and in statsmodels'.

use std::f64::consts::PI;

use super::elementary::ln;
use super::model::{Component, Model};
use super::options::{Criterion, Likelihood};
use super::space::Space;

/// See [`super::fit::Fit`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scores {
    pub log_likelihood: f64,
    pub aic: f64,
    pub aicc: f64,
    pub bic: f64,
    pub k: usize,
}

impl Space {
    /// Parameters that are estimated, without the variance: the season's add up to a constant, so one less than it has.
    pub fn estimated(&self, model: Model) -> usize {
        self.dimension() - usize::from(self.free_states && model.season != Component::None)
    }
}

impl Scores {
    /// From the cost n ln Σe² (+ 2 Σ ln ŷ) of values divided by `scale`.
    pub fn new(
        space: &Space,
        model: Model,
        observed: usize,
        cost: f64,
        scale: f64,
        likelihood: Likelihood,
        least_squares: bool,
    ) -> Self {
        let n = observed as f64;
        // −2 ln L, but for what R leaves out.
        let deviance = cost + 2.0 * n * ln(scale);
        let constant = n * (ln(2.0 * PI / n) + 1.0);
        let estimated = space.estimated(model);
        match (likelihood, least_squares) {
            (Likelihood::R, _) => Self::of(deviance, estimated + 1, n),
            // Its ETSModel counts every start season.
            (Likelihood::Statsmodels, false) => {
                let seasons = usize::from(space.free_states && model.season != Component::None);
                Self::of(deviance + constant, estimated + 1 + seasons, n)
            }
            // Its ExponentialSmoothing counts what the model has, estimated or not, and takes n ln(SSE / n).
            (Likelihood::Statsmodels, true) => {
                let has_season = model.season != Component::None;
                let smoothing =
                    1 + usize::from(space.has_trend) + usize::from(has_season) + usize::from(model.damped);
                let k = smoothing + 1 + usize::from(space.has_trend) + space.kind.m.saturating_sub(1);
                let deviance_of_n = deviance - n * ln(n);
                let kf = k as f64;
                let aic = deviance_of_n + 2.0 * kf;
                Self {
                    log_likelihood: -0.5 * (deviance + constant),
                    aic,
                    aicc: aic + 2.0 * (kf + 2.0) * (kf + 3.0) / (n - kf - 3.0),
                    bic: deviance_of_n + kf * ln(n),
                    k,
                }
            }
        }
    }

    fn of(deviance: f64, k: usize, n: f64) -> Self {
        let kf = k as f64;
        let aic = deviance + 2.0 * kf;
        Self {
            log_likelihood: -0.5 * deviance,
            aic,
            // Infinite where there are too few values for the correction.
            aicc: if n - kf - 1.0 > 0.0 {
                aic + 2.0 * kf * (kf + 1.0) / (n - kf - 1.0)
            } else {
                f64::INFINITY
            },
            bic: deviance + kf * ln(n),
            k,
        }
    }
}

/// The one a choice goes by.
pub(super) fn criterion(scores: &Scores, by: Criterion) -> f64 {
    match by {
        Criterion::Aicc => scores.aicc,
        Criterion::Aic => scores.aic,
        Criterion::Bic => scores.bic,
    }
}
