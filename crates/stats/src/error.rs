/// Why a series could not be analysed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The series is shorter than the method needs.
    #[error("values must have at least {required} items, got {given}")]
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
    /// No model's parameters could be found: the search ended before a minimum in every one that was tried.
    #[error("no model could be fitted: the search for its parameters did not converge")]
    NotConverged,
    /// The values are finite, but what is computed from them is not.
    #[error("values are too large or too close to 0 to be analysed in double precision")]
    OutOfRange,
    /// The caller's checkpoint asked to stop.
    #[error("the operation was cancelled")]
    Cancelled,
    /// A parameter is out of its range.
    #[error("{name} is out of range")]
    InvalidParameter {
        /// Its name.
        name: &'static str,
    },
}
