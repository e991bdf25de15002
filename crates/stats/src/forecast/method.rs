//! The methods by name.

use std::fmt;
use std::str::FromStr;

use super::croston::{self, Kind, Smoothing};
use super::{Ahead, Candidate, Options, automatic, simple, theta};
use crate::Error;
use crate::decomposition::Checkpoint;

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
    /// The Theta method: see [`theta`](super::theta).
    Theta,
    /// Croston's method for intermittent demand.
    Croston,
    /// Croston's with the bias corrected, after Syntetos and Boylan.
    Sba,
    /// That of Teunter, Syntetos and Babai, for intermittent demand that may end.
    Tsb,
    /// Whichever of the others suits the data.
    #[default]
    Auto,
}

/// Every method and its name in JavaScript.
const NAMES: [(Method, &str); 9] = [
    (Method::Mean, "mean"),
    (Method::Naive, "naive"),
    (Method::SeasonalNaive, "seasonal-naive"),
    (Method::Drift, "drift"),
    (Method::Theta, "theta"),
    (Method::Croston, "croston"),
    (Method::Sba, "sba"),
    (Method::Tsb, "tsb"),
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
    pub candidates: Vec<Candidate>,
}

impl Run<'_> {
    /// By the method of the options, which may be [`Method::Auto`].
    pub fn outcome(&self, y: &[f64], levels: &[f64], checkpoint: Checkpoint<'_>) -> Result<Outcome, Error> {
        match self.options.method {
            Method::Auto => automatic::choose(self, y, levels, checkpoint),
            method => self.named(method, y, levels, checkpoint),
        }
    }

    /// By a method that is not [`Method::Auto`].
    pub fn named(
        &self,
        method: Method,
        y: &[f64],
        levels: &[f64],
        checkpoint: Checkpoint<'_>,
    ) -> Result<Outcome, Error> {
        let h = self.horizon;
        let outcome = |ahead| Outcome { method, ahead, intermittent: None, candidates: Vec::new() };
        let intermittent = |kind| {
            let (ahead, smoothing) = croston::intermittent(y, kind, self.options.intermittent, h, levels)?;
            Ok(Outcome { intermittent: Some(smoothing), ..outcome(ahead) })
        };
        match method {
            Method::Mean => simple::mean(y, h, levels).map(outcome),
            Method::Naive => simple::walk(y, 1, false, h, levels).map(outcome),
            Method::SeasonalNaive => simple::walk(y, self.season_length, false, h, levels).map(outcome),
            Method::Drift => simple::walk(y, 1, true, h, levels).map(outcome),
            Method::Theta => theta::theta(y, self.season_length, h, levels, checkpoint).map(outcome),
            Method::Croston => intermittent(Kind::Croston),
            Method::Sba => intermittent(Kind::Sba),
            Method::Tsb => intermittent(Kind::Tsb),
            Method::Auto => unreachable!("the caller has chosen"),
        }
    }
}
