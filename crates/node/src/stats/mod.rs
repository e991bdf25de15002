//! `clinicore/stats` for JavaScript, one module a concept.

mod anomaly;
mod decomposition;
mod descriptive;
mod faults;
mod forecast;
mod regression;
mod smoothing;

use crate::fault::{Code, Fault};

impl From<clinicore_stats::Error> for Fault {
    fn from(error: clinicore_stats::Error) -> Self {
        use clinicore_stats::Error;
        let fault = |code| Self::new(code, &error);
        match error {
            Error::NoSeasonAt { phase } => fault(Code::InsufficientData)
                .with("argument", "values")
                .with("index", phase)
                .with("required", 1)
                .with("given", 0),
            Error::InsufficientData { required, given } | Error::TooFewObserved { required, given } => {
                fault(Code::InsufficientData)
                    .with("argument", "values")
                    .with("required", required)
                    .with("given", given)
            }
            Error::UnseenSeason { season_length, given } => fault(Code::InsufficientData)
                .with("argument", "values")
                .with("required", season_length)
                .with("given", given),
            Error::NeverOpen { index } => fault(Code::InsufficientData)
                .with("argument", "options.closed")
                .with("index", index)
                .with("required", 1)
                .with("given", 0),
            Error::TooFewWindows { required, given } => fault(Code::InsufficientData)
                .with("argument", "options.windows")
                .with("required", required)
                .with("given", given),
            Error::NegativeDemand { index }
            | Error::NotFinite { index }
            | Error::NotPositive { index }
            | Error::NotPositiveForModel { index } => {
                fault(Code::InvalidArgument).with("argument", "values").with("index", index)
            }
            Error::OutOfRange | Error::NotConverged => {
                fault(Code::InvalidArgument).with("argument", "values")
            }
            Error::Cancelled => Self::aborted(),
            Error::ParameterWithoutModel { name } => {
                fault(Code::InvalidArgument).with("argument", format!("parameters.{name}"))
            }
            Error::InvalidParameter { name } => fault(Code::InvalidArgument).with("argument", name),
            _ => fault(Code::Internal),
        }
    }
}
