//! Regression for JavaScript.
//!
//! Everything is borrowed, and results go into arrays that JavaScript made. What cannot be computed is NaN or `false`
//! here: `js/stats/regression` then says why, in the same words for both backends.

use clinicore_stats::regression::{self, Model, Rows};
use clinicore_stats::{Error, distribution};
use napi::bindgen_prelude::Float64ArraySlice;
use napi_derive::napi;

use crate::guard;

/// Least squares; `js/contract/stats/regression.ts` says what is filled and returned.
#[napi(namespace = "stats")]
#[allow(clippy::too_many_arguments)] // an object per call would cost more than a short series
pub fn least_squares(
    columns: &[f64],
    y: &[f64],
    weights: &[f64],
    degree: u32,
    intercept: bool,
    mut fit: Float64ArraySlice<'_>,
    mut fitted: Float64ArraySlice<'_>,
    mut residuals: Float64ArraySlice<'_>,
) -> napi::Result<f64> {
    guard::export(|| {
        let weights = (!weights.is_empty()).then_some(weights);
        let model = Model { columns, y, weights, degree: degree as usize, intercept };
        // SAFETY: here and below, the arrays to fill are the front door's own, made for this call alone, so nothing else
        // refers to their memory, and no JavaScript runs before the call returns.
        let (fit, rows) =
            unsafe { (fit.as_mut(), Rows { fitted: fitted.as_mut(), residuals: residuals.as_mut() }) };
        match regression::fit_into(model, rows) {
            Ok(result) => {
                let parts = [
                    &[result.rss, result.tss],
                    &*result.coefficients,
                    &result.unscaled_errors,
                    &result.scaled,
                    &result.centres,
                    &result.scales,
                    &result.inverse,
                ];
                for (to, value) in fit.iter_mut().zip(parts.into_iter().flatten()) {
                    *to = *value;
                }
                Ok(-1.0)
            }
            Err(Error::Dependent { term }) => Ok(term as f64),
            Err(Error::OutOfRange) => Ok(f64::NAN),
            Err(error) => Err(error.into()),
        }
    })
}

/// The Theil–Sen slope and its interval.
#[napi(namespace = "stats")]
pub fn theil_sen(x: &[f64], y: &[f64], level: f64, mut out: Float64ArraySlice<'_>) -> napi::Result<bool> {
    guard::export(|| {
        // SAFETY: as in `least_squares`.
        let out = unsafe { out.as_mut() };
        let line = regression::theil_sen(x, y, level);
        Ok(line.map(|l| out.copy_from_slice(&[l.slope, l.lower, l.upper])).is_ok())
    })
}

/// The Mann–Kendall test.
#[napi(namespace = "stats")]
pub fn mann_kendall(y: &[f64], mut out: Float64ArraySlice<'_>) -> napi::Result<bool> {
    guard::export(|| {
        // SAFETY: as in `least_squares`.
        let out = unsafe { out.as_mut() };
        let test = regression::mann_kendall(y);
        Ok(test.map(|t| out.copy_from_slice(&[t.s, t.variance, t.z, t.p, t.tau, t.slope])).is_ok())
    })
}

/// The upper tail of Student's t.
#[napi(namespace = "stats")]
pub fn student_t_sf(t: f64, df: f64) -> napi::Result<f64> {
    guard::export(|| Ok(distribution::student_t_sf(t, df)))
}

/// A quantile of Student's t.
#[napi(namespace = "stats")]
pub fn student_t_quantile(p: f64, df: f64) -> napi::Result<f64> {
    guard::export(|| Ok(distribution::student_t_quantile(p, df)))
}

/// The upper tail of F.
#[napi(namespace = "stats")]
pub fn f_sf(f: f64, d1: f64, d2: f64) -> napi::Result<f64> {
    guard::export(|| Ok(distribution::f_sf(f, d1, d2)))
}
