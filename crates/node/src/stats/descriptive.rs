//! Descriptive statistics for JavaScript.
//!
//! Everything is borrowed, and results go into arrays that JavaScript made. What cannot be computed is NaN or `false`
//! here: `js/stats/descriptive/sample.ts` then says why, in the same words for both backends.

use clinicore_stats::descriptive::{self, Alignment, Moments, QuantileType, Window};
use napi::bindgen_prelude::{Float64ArraySlice, Uint32ArraySlice};
use napi_derive::napi;

use crate::guard;

/// The mean.
#[napi(namespace = "stats")]
pub fn mean(values: &[f64]) -> napi::Result<f64> {
    guard::export(|| Ok(descriptive::mean(values).unwrap_or(f64::NAN)))
}

/// The mean and the sums of powers of the deviations from it: of the second power, or, as `out` is 4 long, to the fourth.
#[napi(namespace = "stats")]
pub fn central_moments(values: &[f64], mut out: Float64ArraySlice<'_>) -> napi::Result<bool> {
    guard::export(|| {
        // SAFETY: here and below, the array to fill is the front door's own, made for this call alone, so nothing else
        // refers to its memory, and no JavaScript runs before the call returns.
        let out = unsafe { out.as_mut() };
        Ok(if out.len() == 2 {
            let pair = descriptive::mean_and_squares(values);
            pair.map(|(mean, squares)| out.copy_from_slice(&[mean, squares])).is_ok()
        } else {
            Moments::of(values).map(|m| out.copy_from_slice(&[m.mean, m.m2, m.m3, m.m4])).is_ok()
        })
    })
}

/// The smallest and the largest value.
#[napi(namespace = "stats")]
pub fn extremes(values: &[f64], mut out: Float64ArraySlice<'_>) -> napi::Result<bool> {
    guard::export(|| {
        // SAFETY: as in `central_moments`.
        let out = unsafe { out.as_mut() };
        Ok(descriptive::extremes(values).map(|(low, high)| out.copy_from_slice(&[low, high])).is_ok())
    })
}

/// The quantiles at the probabilities `p`, by a type from 1 to 9 or, 0, as simple-statistics up to 7.8.8.
#[napi(namespace = "stats")]
pub fn quantiles(values: &[f64], p: &[f64], kind: u32, mut out: Float64ArraySlice<'_>) -> napi::Result<bool> {
    guard::export(|| {
        let kind = match kind {
            0 => QuantileType::SimpleStatistics788,
            1 => QuantileType::InvertedCdf,
            2 => QuantileType::AveragedInvertedCdf,
            3 => QuantileType::ClosestObservation,
            4 => QuantileType::InterpolatedInvertedCdf,
            5 => QuantileType::Hazen,
            6 => QuantileType::Weibull,
            8 => QuantileType::MedianUnbiased,
            9 => QuantileType::NormalUnbiased,
            _ => QuantileType::Linear,
        };
        // SAFETY: as in `central_moments`.
        let out = unsafe { out.as_mut() };
        Ok(descriptive::quantiles(values, p, kind).map(|q| out.copy_from_slice(&q)).is_ok())
    })
}

/// The median and the median distance from it.
#[napi(namespace = "stats")]
pub fn median_absolute_deviation(values: &[f64], mut out: Float64ArraySlice<'_>) -> napi::Result<bool> {
    guard::export(|| {
        // SAFETY: as in `central_moments`.
        let out = unsafe { out.as_mut() };
        let found = descriptive::median_absolute_deviation(values);
        Ok(found.map(|(median, mad)| out.copy_from_slice(&[median, mad])).is_ok())
    })
}

/// The mean distance from `centre`.
#[napi(namespace = "stats")]
pub fn mean_absolute_deviation(values: &[f64], centre: f64) -> napi::Result<f64> {
    guard::export(|| Ok(descriptive::mean_absolute_deviation(values, centre).unwrap_or(f64::NAN)))
}

/// `(x − centre) / scale` of each value.
#[napi(namespace = "stats")]
pub fn standardise(
    values: &[f64],
    centre: f64,
    scale: f64,
    mut out: Float64ArraySlice<'_>,
) -> napi::Result<()> {
    guard::export(|| {
        // SAFETY: as in `central_moments`.
        descriptive::standardise(values, centre, scale, unsafe { out.as_mut() });
        Ok(())
    })
}

/// The covariance.
#[napi(namespace = "stats")]
pub fn covariance(x: &[f64], y: &[f64], ddof: u32) -> napi::Result<f64> {
    guard::export(|| Ok(descriptive::covariance(x, y, ddof as usize).unwrap_or(f64::NAN)))
}

/// The correlation by the named method.
#[napi(namespace = "stats")]
pub fn correlation(x: &[f64], y: &[f64], method: String) -> napi::Result<f64> {
    guard::export(|| {
        let coefficient = match method.as_str() {
            "spearman" => descriptive::spearman,
            "kendall" => descriptive::kendall,
            _ => descriptive::pearson,
        };
        Ok(coefficient(x, y).unwrap_or(f64::NAN))
    })
}

/// Adds to `counts` how many values lie between each edge and the next.
#[napi(namespace = "stats")]
pub fn histogram(values: &[f64], edges: &[f64], mut counts: Uint32ArraySlice<'_>) -> napi::Result<bool> {
    guard::export(|| {
        // SAFETY: as in `central_moments`.
        Ok(descriptive::histogram(values, edges, unsafe { counts.as_mut() }).is_ok())
    })
}

fn window(length: u32, centred: bool, min_count: u32) -> Window {
    let alignment = if centred { Alignment::Centred } else { Alignment::Trailing };
    Window { length: length as usize, alignment, min_count: min_count as usize }
}

/// The mean of each window.
#[napi(namespace = "stats")]
pub fn rolling_mean(
    values: &[f64],
    length: u32,
    centred: bool,
    min_count: u32,
    mut out: Float64ArraySlice<'_>,
) -> napi::Result<bool> {
    guard::export(|| {
        // SAFETY: as in `central_moments`.
        let out = unsafe { out.as_mut() };
        Ok(descriptive::rolling_mean(values, window(length, centred, min_count), out).is_ok())
    })
}

/// The standard deviation of each window.
#[napi(namespace = "stats")]
pub fn rolling_standard_deviation(
    values: &[f64],
    length: u32,
    centred: bool,
    min_count: u32,
    ddof: u32,
    mut out: Float64ArraySlice<'_>,
) -> napi::Result<bool> {
    guard::export(|| {
        // SAFETY: as in `central_moments`.
        let out = unsafe { out.as_mut() };
        let window = window(length, centred, min_count);
        Ok(descriptive::rolling_standard_deviation(values, window, ddof as usize, out).is_ok())
    })
}

/// The median of each window.
#[napi(namespace = "stats")]
pub fn rolling_median(
    values: &[f64],
    length: u32,
    centred: bool,
    min_count: u32,
    mut out: Float64ArraySlice<'_>,
) -> napi::Result<bool> {
    guard::export(|| {
        // SAFETY: as in `central_moments`.
        let out = unsafe { out.as_mut() };
        Ok(descriptive::rolling_median(values, window(length, centred, min_count), out).is_ok())
    })
}
