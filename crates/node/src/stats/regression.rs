//! Regression for JavaScript.
//!
//! What is done at once borrows its input and fills arrays that JavaScript made. What cannot be computed is NaN or an
//! empty array here: `js/stats/regression` then says why, in the same words for both backends.

use clinicore_stats::regression::{self, Model, Rows};
use clinicore_stats::{Error, distribution};
use napi::Env;
use napi::bindgen_prelude::{Float64Array, Float64ArraySlice, Object};
use napi_derive::napi;

use crate::fault::Fault;
use crate::guard;
use crate::job::Job;

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
                    &[result.rss, result.tss, result.y_scale],
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
#[napi(namespace = "stats", ts_return_type = "Promise<Float64Array>")]
pub fn theil_sen<'env>(
    env: &'env Env,
    x: &[f64],
    y: &[f64],
    level: f64,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (x, y) = (x.to_vec(), y.to_vec());
    job.start(env, move |control| {
        let line = regression::theil_sen(&x, &y, level, &mut |done, total| control.checkpoint(done, total));
        numbers(line.map(|l| [l.slope, l.lower, l.upper]))
    })
}

/// The Mann–Kendall test.
#[napi(namespace = "stats", ts_return_type = "Promise<Float64Array>")]
pub fn mann_kendall<'env>(env: &'env Env, y: &[f64], job: &Job) -> napi::Result<Object<'env>> {
    let y = y.to_vec();
    job.start(env, move |control| {
        let test = regression::mann_kendall(&y, &mut |done, total| control.checkpoint(done, total));
        numbers(test.map(|t| [t.s, t.variance, t.z, t.p, t.tau, t.slope]))
    })
}

/// None, for what cannot be computed.
fn numbers<const COUNT: usize>(computed: Result<[f64; COUNT], Error>) -> Result<Float64Array, Fault> {
    match computed {
        Ok(numbers) => Ok(Float64Array::new(numbers.to_vec())),
        Err(Error::Dependent { .. } | Error::OutOfRange) => Ok(Float64Array::new(Vec::new())),
        Err(error) => Err(error.into()),
    }
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
