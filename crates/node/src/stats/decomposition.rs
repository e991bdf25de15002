//! Decomposition for JavaScript.

use clinicore_stats::decomposition::{self, Decomposition, Model, Smoother, Stl};
use napi::Env;
use napi::bindgen_prelude::{Float64Array, Float64ArraySlice, Object};
use napi_derive::napi;

use crate::guard;
use crate::job::Job;

/// One STL; meanings in `js/contract/stats/decomposition.ts`.
#[napi(object)]
pub struct StlSettings {
    pub season_length: u32,
    pub periodic: bool,
    pub seasonal_window: u32,
    pub seasonal_degree: u32,
    pub seasonal_jump: u32,
    pub trend_window: u32,
    pub trend_degree: u32,
    pub trend_jump: u32,
    pub low_pass_window: u32,
    pub low_pass_degree: u32,
    pub low_pass_jump: u32,
    pub inner_iterations: u32,
    pub outer_iterations: u32,
}

impl From<StlSettings> for Stl {
    fn from(s: StlSettings) -> Self {
        let smoother = |window: u32, degree: u32, jump: u32| Smoother {
            window: window as usize,
            degree: u8::from(degree > 0),
            jump: jump as usize,
        };
        Self {
            season_length: s.season_length as usize,
            seasonal: smoother(s.seasonal_window, s.seasonal_degree, s.seasonal_jump),
            trend: smoother(s.trend_window, s.trend_degree, s.trend_jump),
            low_pass: smoother(s.low_pass_window, s.low_pass_degree, s.low_pass_jump),
            periodic: s.periodic,
            inner_iterations: s.inner_iterations as usize,
            outer_iterations: s.outer_iterations as usize,
        }
    }
}

/// Classical decomposition into the caller's arrays.
#[napi(namespace = "stats")]
pub fn classical_decomposition(
    values: &[f64],
    multiplicative: bool,
    mut trend: Float64ArraySlice<'_>,
    mut seasonal: Float64ArraySlice<'_>,
    mut remainder: Float64ArraySlice<'_>,
    mut figure: Float64ArraySlice<'_>,
) -> napi::Result<()> {
    guard::export(|| {
        let model = if multiplicative { Model::Multiplicative } else { Model::Additive };
        // SAFETY: `js/stats/decomposition.ts` makes these four arrays for this call alone, so nothing else refers to their
        // memory, and no JavaScript runs before the call returns.
        let (trend, seasonal, remainder, figure) =
            unsafe { (trend.as_mut(), seasonal.as_mut(), remainder.as_mut(), figure.as_mut()) };
        Ok(decomposition::classical_into(values, model, trend, seasonal, remainder, figure)?)
    })
}

/// MSTL, or STL for one season: all that came of it one after the other.
#[napi(namespace = "stats", ts_return_type = "Promise<Float64Array>")]
pub fn mstl<'env>(
    env: &'env Env,
    values: &[f64],
    seasons: Vec<StlSettings>,
    iterations: u32,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let values = values.to_vec();
    job.start(env, move |control| {
        let seasons: Vec<Stl> = seasons.into_iter().map(Into::into).collect();
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        let parts = decomposition::mstl(&values, &seasons, iterations as usize, &mut checkpoint)?;
        let Decomposition { trend, seasonal, remainder, weights, trend_strength, seasonal_strength } = parts;
        let mut flat = trend;
        flat.reserve_exact((2 + seasonal.len()) * values.len() + 1 + seasonal_strength.len());
        flat.extend(remainder);
        flat.extend(weights);
        flat.extend(seasonal.into_iter().flatten());
        flat.push(trend_strength);
        flat.extend(seasonal_strength);
        Ok(Float64Array::new(flat))
    })
}

/// The values without gaps.
#[napi(namespace = "stats", ts_return_type = "Promise<Float64Array>")]
pub fn interpolate<'env>(
    env: &'env Env,
    values: &[f64],
    season_length: u32,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let values = values.to_vec();
    job.start(env, move |control| {
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        let seasons = [season_length as usize];
        let bridged = decomposition::interpolate_seasons(&values, &seasons, &mut checkpoint)?;
        Ok(Float64Array::new(bridged))
    })
}
