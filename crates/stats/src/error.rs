/// Why a series could not be analysed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The series is shorter than the method needs.
    #[error("values must have at least {}, got {given}", count(*required, "item", "items"))]
    InsufficientData {
        /// Values needed.
        required: usize,
        /// Values given.
        given: usize,
    },
    /// No value at one place in the season has a known trend: all are missing, or too near the ends or to missing ones.
    #[error("values must have one with a known trend at every place in the season, has none at {phase}")]
    NoSeasonAt {
        /// The place, from 0.
        phase: usize,
    },
    /// The series has fewer values that are not missing than the method needs.
    #[error(
        "values must have at least {} not missing, got {given}",
        count(*required, "item that is", "items that are")
    )]
    TooFewObserved {
        /// Values needed.
        required: usize,
        /// Values that are not missing.
        given: usize,
    },
    /// A part of the season has no value that its next could be forecast from.
    #[error(
        "values must have one that is not missing in each of the {season_length} parts of a season, got {given}"
    )]
    UnseenSeason {
        /// Observations in a season.
        season_length: usize,
        /// Parts with a value.
        given: usize,
    },
    /// A day of the horizon is open whose place in the season was closed all history through: nothing tells what it holds.
    #[error(
        "values must have at least one open day at the place in the season of options.closed[{index}], or that day must be closed"
    )]
    NeverOpen {
        /// Its place in the mask of closed days.
        index: usize,
    },
    /// The history allows too few forecasts to be compared with what came.
    #[error(
        "the backtest behind conformal intervals must have at least {}, got {given}",
        count(*required, "window", "windows")
    )]
    TooFewWindows {
        /// Windows needed.
        required: usize,
        /// Windows there are.
        given: usize,
    },
    /// Demand is below 0.
    #[error("values[{index}] must be at least 0 for intermittent demand")]
    NegativeDemand {
        /// Its place in the series.
        index: usize,
    },
    /// A value is NaN or infinite.
    #[error("values[{index}] must be a finite number")]
    NotFinite {
        /// Its place in the series.
        index: usize,
    },
    /// A value is zero or negative, where the method divides by what the values make up.
    #[error("values[{index}] must be greater than 0 for a multiplicative season")]
    NotPositive {
        /// Its place in the series.
        index: usize,
    },
    /// A value is zero or negative, where a multiplicative model is asked for.
    #[error("values[{index}] must be greater than 0 for a multiplicative model")]
    NotPositiveForModel {
        /// Its place in the series.
        index: usize,
    },
    /// A column of a regression is made up of those before it, to within rounding: no fit is the best one.
    #[error("term {term} of the model depends on the ones before it")]
    Dependent {
        /// Its place among the coefficients, the intercept counted.
        term: usize,
    },
    /// No model's parameters could be found: the search ended before a minimum in every one that was tried.
    #[error("no model could be fitted: the search for its parameters did not converge")]
    NotConverged,
    /// All values are the same, where the method divides by how they differ.
    #[error("values must not all be the same")]
    Constant,
    /// The values are finite, but what is computed from them is not.
    #[error("values are too large or too close to 0 to be analysed in double precision")]
    OutOfRange,
    /// The caller's checkpoint asked to stop.
    #[error("the operation was cancelled")]
    Cancelled,
    /// A smoothing parameter is held that no model asked for has, such as γ without a season.
    #[error("parameters.{name} must be left out: no model that is asked for has it")]
    ParameterWithoutModel {
        /// Its name.
        name: &'static str,
    },
    /// A parameter is out of its range.
    #[error("{name} is out of range")]
    InvalidParameter {
        /// Its name.
        name: &'static str,
    },
}

impl Error {
    /// The same where the value at `index` is that at `place(index)` for the caller.
    pub(crate) fn placed(mut self, place: impl FnOnce(usize) -> usize) -> Self {
        if let Self::NegativeDemand { index }
        | Self::NotFinite { index }
        | Self::NotPositive { index }
        | Self::NotPositiveForModel { index } = &mut self
        {
            *index = place(*index);
        }
        self
    }

    /// Whether more values might mend it.
    pub(crate) fn is_too_few(&self) -> bool {
        matches!(
            self,
            Self::InsufficientData { .. }
                | Self::TooFewObserved { .. }
                | Self::UnseenSeason { .. }
                | Self::TooFewWindows { .. }
        )
    }
}

/// A number of items, in words.
fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
