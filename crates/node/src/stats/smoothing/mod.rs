//! Exponential smoothing for JavaScript.

mod fit;

pub use fit::FitMessage;

use clinicore_stats::smoothing::holt_winters::{self, Output, Parameters, Seasonal};
use napi::bindgen_prelude::Float64ArraySlice;
use napi_derive::napi;

use crate::guard;

/// Holt-Winters with fixed parameters: fills the caller's arrays, returns the sum of squared errors.
///
/// Synchronous, so everything is borrowed; arrays made here would cost more than the work.
#[napi(namespace = "stats")]
#[allow(clippy::too_many_arguments)] // an object per call would cost more than a short series
pub fn holt_winters(
    values: &[f64],
    season_length: u32,
    alpha: f64,
    beta: f64,
    gamma: f64,
    multiplicative: bool,
    mut fitted: Float64ArraySlice<'_>,
    mut level: Float64ArraySlice<'_>,
    mut trend: Float64ArraySlice<'_>,
    mut seasonal: Float64ArraySlice<'_>,
    mut forecast: Float64ArraySlice<'_>,
) -> napi::Result<f64> {
    guard::export(|| {
        let kind = if multiplicative { Seasonal::Multiplicative } else { Seasonal::Additive };
        let parameters =
            Parameters { alpha, beta, gamma, season_length: season_length as usize, seasonal: kind };
        // SAFETY: `js/stats/smoothing/holt-winters.ts` makes these five arrays for this call alone, so nothing else refers to their memory, and
        // no JavaScript runs before the call returns.
        let output = unsafe {
            Output {
                fitted: fitted.as_mut(),
                level: level.as_mut(),
                trend: trend.as_mut(),
                seasonal: seasonal.as_mut(),
                forecast: forecast.as_mut(),
            }
        };
        Ok(holt_winters::run_into(values, parameters, output)?)
    })
}
