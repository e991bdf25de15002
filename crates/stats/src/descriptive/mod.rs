//! Descriptive statistics of a series of finite numbers.
//!
//! A value that is NaN or infinite is refused with its index: leave missing values out first. The rolling statistics,
//! where a value's place matters, take NaN as missing.

// Ties are equal values, not near ones.
#![allow(clippy::float_cmp)]
// Ranks, bins and places are computed in f64, clamped to the series, and then used as indices.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod correlation;
mod histogram;
mod lanes;
mod moments;
mod quantile;
mod rolling;
mod select;

pub(crate) use correlation::concordance;
pub use correlation::{covariance, kendall, pearson, spearman};
pub use histogram::histogram;
pub use moments::{Moments, mean, mean_and_squares, standardise};
pub use quantile::{QuantileType, extremes, mean_absolute_deviation, median_absolute_deviation, quantiles};
pub use rolling::{Alignment, Window, rolling_mean, rolling_median, rolling_standard_deviation};

use crate::Error;

/// The first value that is not finite, as an error.
fn require_finite(values: &[f64]) -> Result<(), Error> {
    // Zero times what is not finite is NaN, and NaN spreads: one addition a value, in lanes, finds any.
    if lanes::sums::<1, 8>(values, |x| [x * 0.0])[0] == 0.0 {
        return Ok(());
    }
    let index = values.iter().position(|x| !x.is_finite()).expect("a sum of zeros is zero");
    Err(Error::NotFinite { index })
}

fn require_count(values: &[f64], required: usize) -> Result<(), Error> {
    if values.len() < required {
        return Err(Error::InsufficientData { required, given: values.len() });
    }
    Ok(())
}

/// What was computed, unless it left the range of double precision; then which value is to blame, or none.
fn in_range<T>(values: &[f64], finite: bool, computed: T) -> Result<T, Error> {
    if finite {
        return Ok(computed);
    }
    require_finite(values)?;
    Err(Error::OutOfRange)
}
