//! From options to fits: of one series, and of many whose searches share lanes.

use std::ops::ControlFlow;

use super::fit::Fit;
use super::least_squares;
use super::lockstep::{Checkpoint, Problem, Search, Workspace, run, survey};
use super::optimise::Optimum;
use super::options::FitOptions;
use super::prepared::Prepared;
use crate::Error;

/// Fits a model to a series, missing values (NaN) allowed: see [`FitOptions`].
///
/// At a missing value the states move as expected; it adds nothing to the likelihood.
///
/// # Errors
/// [`Error::NotFinite`] (an infinity), [`Error::InsufficientData`], [`Error::NotPositiveForModel`] (a multiplicative
/// model is asked for), [`Error::InvalidParameter`], [`Error::ParameterWithoutModel`], [`Error::NotConverged`] (of an automatic choice: no candidate's
/// optimiser came to a minimum), [`Error::OutOfRange`], [`Error::Cancelled`] (`checkpoint` said so).
pub fn fit(values: &[f64], options: &FitOptions, checkpoint: Checkpoint<'_>) -> Result<Fit, Error> {
    fit_many(&[values], options, checkpoint)?.swap_remove(0)
}

/// Fits a model to each of many series; what is wrong with one does not concern the others. The outcome of each is that
/// of [`fit`], bit for bit.
///
/// `checkpoint` is told how many series are done.
///
/// # Errors
/// [`Error::Cancelled`].
pub fn fit_many(
    series: &[&[f64]],
    options: &FitOptions,
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<Result<Fit, Error>>, Error> {
    let total = series.len() as u64;
    let mut workspace = Workspace::default();
    let mut done = 0;
    let mut fits = Vec::with_capacity(series.len());
    for together in series.chunks(TOGETHER) {
        let mut pause = || checkpoint(done, total);
        if pause().is_break() {
            return Err(Error::Cancelled);
        }
        fits.extend(fit_together(&mut workspace, together, options, &mut pause)?);
        done += together.len() as u64;
    }
    Ok(fits)
}

/// Series whose searches share lanes.
const TOGETHER: usize = 16;

fn fit_together(
    workspace: &mut Workspace,
    series: &[&[f64]],
    options: &FitOptions,
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Vec<Result<Fit, Error>>, Error> {
    let prepared: Vec<Result<Prepared, Error>> =
        series.iter().map(|values| Prepared::new(values, options)).collect();
    let mut problems = Vec::new();
    // Where each series' problems begin.
    let mut firsts = Vec::with_capacity(series.len() + 1);
    for prepared in &prepared {
        firsts.push(problems.len());
        problems.extend(prepared.iter().flat_map(Prepared::problems));
    }
    firsts.push(problems.len());
    let best = search_all(workspace, &problems, pause)?;
    Ok(prepared
        .iter()
        .enumerate()
        .map(|(index, prepared)| {
            let own = firsts[index]..firsts[index + 1];
            prepared.as_ref().map_err(Clone::clone)?.choose(&problems[own.clone()], &best[own], series[index])
        })
        .collect())
}

/// The optimum of each problem; none where the model cannot be.
fn search_all(
    workspace: &mut Workspace,
    problems: &[Problem<'_>],
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Vec<Option<Optimum>>, Error> {
    let mut found: Vec<Option<Optimum>> = vec![None; problems.len()];
    let (least_squares, others): (Vec<usize>, Vec<usize>) =
        (0..problems.len()).partition(|&index| problems[index].is_least_squares());
    least_squares::search(problems, least_squares, &mut found, pause)?;
    let mut searches = Vec::new();
    let mut entries = 0;
    for &index in &others {
        let problem = &problems[index];
        let started = survey(workspace, problem, index);
        entries += started.len() * problem.space.dimension().pow(2);
        searches.extend(started);
        if entries > MOST_ENTRIES || others.last() == Some(&index) {
            run(workspace, problems, &mut searches, pause)?;
            for Search { problem, descent } in
                searches.drain(..).filter(|search| search.descent.cost() < f64::INFINITY)
            {
                found[problem] = Some(descent.optimum());
            }
            entries = 0;
        }
    }
    Ok(found)
}

/// Entries of the searches' matrices that are kept at a time: 32 MB.
const MOST_ENTRIES: usize = 1 << 22;
