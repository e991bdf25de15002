//! The methods by name.

use std::fmt;
use std::str::FromStr;

use super::croston::{self, Kind, Smoothing};
use super::{Ahead, Candidate, Options, automatic, simple, theta};
use crate::Error;
use crate::decomposition::Checkpoint;
use crate::smoothing::{self, Component, Fit, FitOptions};

/// How a forecast is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// The mean of all values.
    Mean,
    /// The last value.
    Naive,
    /// The last value of the same season.
    SeasonalNaive,
    /// The last value, and the average change since the first for each step.
    Drift,
    /// The Theta method of Assimakopoulos and Nikolopoulos, as R's `thetaf` computes it.
    Theta,
    /// Croston's method for intermittent demand.
    Croston,
    /// Croston's with the bias corrected, after Syntetos and Boylan.
    Sba,
    /// That of Teunter, Syntetos and Babai, for intermittent demand that may end.
    Tsb,
    /// Simple exponential smoothing.
    Ses,
    /// Exponential smoothing with a trend, after Holt.
    Holt,
    /// Exponential smoothing with trend and season, after Holt and Winters.
    HoltWinters,
    /// A model of the ETS family, the best of a set.
    Ets,
    /// Whichever of the others suits the data.
    #[default]
    Auto,
}

/// Every method and its name in JavaScript.
const NAMES: [(Method, &str); 13] = [
    (Method::Mean, "mean"),
    (Method::Naive, "naive"),
    (Method::SeasonalNaive, "seasonal-naive"),
    (Method::Drift, "drift"),
    (Method::Theta, "theta"),
    (Method::Croston, "croston"),
    (Method::Sba, "sba"),
    (Method::Tsb, "tsb"),
    (Method::Ses, "ses"),
    (Method::Holt, "holt"),
    (Method::HoltWinters, "holt-winters"),
    (Method::Ets, "ets"),
    (Method::Auto, "auto"),
];

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, name) = NAMES.iter().find(|(method, _)| method == self).expect("each method has a name");
        f.write_str(name)
    }
}

impl FromStr for Method {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let found = NAMES.iter().find(|(_, known)| *known == name);
        found.map(|(method, _)| *method).ok_or(Error::InvalidParameter { name: "method" })
    }
}

impl Method {
    /// Whether a model of exponential smoothing is fitted to such a series.
    pub(super) fn fits(self, y: &[f64]) -> bool {
        match self {
            Self::Auto => automatic::fits(y),
            Self::Ses | Self::Holt | Self::HoltWinters | Self::Ets => true,
            _ => false,
        }
    }
}

/// What is the same for every forecast from one series, however much of it is used.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    pub options: &'a Options,
    pub season_length: usize,
    pub horizon: usize,
}

/// A method's forecast, and what made it.
pub(super) struct Outcome {
    pub method: Method,
    pub ahead: Ahead,
    pub intermittent: Option<Smoothing>,
    pub fit: Option<Fit>,
    pub candidates: Vec<Candidate>,
}

impl Run<'_> {
    /// By the method of the options, which may be [`Method::Auto`]. `fit` is that of `y`, if it was made already.
    pub fn outcome(
        &self,
        y: &[f64],
        fit: Option<Result<Fit, Error>>,
        levels: &[f64],
        checkpoint: Checkpoint<'_>,
    ) -> Result<Outcome, Error> {
        match self.options.method {
            Method::Auto => automatic::choose(self, y, fit, levels, checkpoint),
            method => self.named(method, y, fit, levels, checkpoint),
        }
    }

    /// By a method that is not [`Method::Auto`].
    pub fn named(
        &self,
        method: Method,
        y: &[f64],
        fit: Option<Result<Fit, Error>>,
        levels: &[f64],
        checkpoint: Checkpoint<'_>,
    ) -> Result<Outcome, Error> {
        let h = self.horizon;
        let outcome =
            |ahead| Outcome { method, ahead, intermittent: None, fit: None, candidates: Vec::new() };
        let intermittent = |kind, checkpoint| {
            let given = self.options.intermittent;
            let (ahead, smoothing) = croston::intermittent(y, kind, given, h, levels, checkpoint)?;
            Ok(Outcome { intermittent: Some(smoothing), ..outcome(ahead) })
        };
        match method {
            Method::Mean => simple::mean(y, h, levels).map(outcome),
            Method::Naive => simple::walk(y, 1, false, h, levels).map(outcome),
            Method::SeasonalNaive => simple::walk(y, self.season_length, false, h, levels).map(outcome),
            Method::Drift => simple::walk(y, 1, true, h, levels).map(outcome),
            Method::Theta => theta::theta(y, self.season_length, h, levels, checkpoint).map(outcome),
            Method::Croston => intermittent(Kind::Croston, checkpoint),
            Method::Sba => intermittent(Kind::Sba, checkpoint),
            Method::Tsb => intermittent(Kind::Tsb, checkpoint),
            Method::Ses | Method::Holt | Method::HoltWinters | Method::Ets => {
                let fit = fit.unwrap_or_else(|| self.fit(method, y, checkpoint))?;
                let smoothing::Ahead { forecast, intervals } = fit.forecast(h, levels, checkpoint)?;
                let (lower, upper) = intervals.into_iter().map(|bounds| (bounds.lower, bounds.upper)).unzip();
                let ahead = Ahead { forecast, lower, upper, fitted: fit.fitted.clone() };
                Ok(Outcome { fit: Some(fit), ..outcome(ahead) })
            }
            Method::Auto => unreachable!("the caller has chosen"),
        }
    }

    fn fit(&self, method: Method, y: &[f64], checkpoint: Checkpoint<'_>) -> Result<Fit, Error> {
        smoothing::fit(y, &self.fit_options(method)?, checkpoint)
    }

    /// What a method of exponential smoothing fits: without season for one that has none, and beyond what is fitted.
    pub fn fit_options(&self, method: Method) -> Result<FitOptions, Error> {
        let m = self.season_length;
        let options = &self.options.smoothing;
        let needs_season = match options.method {
            smoothing::Method::LeastSquares { season, .. } => season != Component::None,
            smoothing::Method::Ets { pattern, .. } => {
                pattern.season.is_some_and(|season| season != Component::None)
            }
        };
        if m < 2 && needs_season {
            return Err(Error::UnseenSeason { season_length: 2, given: 1 });
        }
        let without = matches!(method, Method::Ses | Method::Holt) || m > MOST_SEASON;
        Ok(FitOptions { season_length: if without { 1 } else { m }, ..options.clone() })
    }
}

/// The longest season a model is fitted with.
const MOST_SEASON: usize = 1000;
