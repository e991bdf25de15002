//! From options to fits: what models are tried, on what data, and which one wins.

use std::ops::ControlFlow;

use super::elementary::power_of_two;
use super::fit::{Candidate, Fit};
use super::initial::{self, Rule};
use super::likelihood::{Scores, criterion};
use super::lockstep::{Checkpoint, Problem, Search, Workspace, run, survey};
use super::model::{Component, Model};
use super::options::{Convention, FitOptions, Initial, Method, Parameters, States};
use super::recursion::Point;
use super::space::Space;
use super::walk::Walk;
use crate::Error;

/// Fits a model to a series, missing values (NaN) allowed: see [`FitOptions`].
///
/// At a missing value the states move as expected; it adds nothing to the likelihood.
///
/// # Errors
/// [`Error::NotFinite`] (an infinity), [`Error::InsufficientData`], [`Error::NotPositiveForModel`] (a multiplicative
/// model is asked for), [`Error::InvalidParameter`], [`Error::NotConverged`] (of an automatic choice: no candidate's
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
    let found = search_all(workspace, &problems, pause)?;
    let best = best_searches(&found, problems.len());
    Ok(prepared
        .iter()
        .enumerate()
        .map(|(index, prepared)| {
            let own = firsts[index]..firsts[index + 1];
            prepared.as_ref().map_err(Clone::clone)?.choose(&problems[own.clone()], &best[own], series[index])
        })
        .collect())
}

/// Searches as many problems at a time as memory allows: a search keeps a matrix as wide as it has coordinates.
fn search_all(
    workspace: &mut Workspace,
    problems: &[Problem<'_>],
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Vec<Search>, Error> {
    let mut found: Vec<Search> = Vec::new();
    let mut searches = Vec::new();
    let mut entries = 0;
    for (index, problem) in problems.iter().enumerate() {
        let started = survey(workspace, problem, index);
        entries += started.len() * problem.space.dimension().pow(2);
        searches.extend(started);
        if entries > MOST_ENTRIES || index + 1 == problems.len() {
            run(workspace, problems, &mut searches, pause)?;
            found.append(&mut searches);
            for search in &mut found {
                search.descent.forget();
            }
            entries = 0;
        }
    }
    Ok(found)
}

/// Entries of the searches' matrices that are kept at a time: 32 MB.
const MOST_ENTRIES: usize = 1 << 22;

/// For each problem the search that came to the least cost; a minimum before what is none, if it costs hardly more.
fn best_searches(searches: &[Search], problems: usize) -> Vec<Option<&Search>> {
    let mut best: Vec<Option<&Search>> = vec![None; problems];
    for search in searches {
        let place = &mut best[search.problem];
        let (new, converged) = (search.descent.cost(), search.descent.converged());
        let better = place.is_none_or(|old| match (converged, old.descent.converged()) {
            (true, false) => new < old.descent.cost() + SAME_COST,
            (false, true) => new < old.descent.cost() - SAME_COST,
            _ => new < old.descent.cost(),
        });
        if better && new < f64::INFINITY {
            *place = Some(search);
        }
    }
    best
}

/// Costs, in units of −2 ln L, that do not differ.
const SAME_COST: f64 = 1e-6;

/// A checked and scaled series, and the models to try on it.
struct Prepared<'o> {
    options: &'o FitOptions,
    convention: Convention,
    /// The values divided by `scale`, a power of 2, so that they are about 1 and no digit is lost.
    y: Vec<f64>,
    scale: f64,
    observed: usize,
    /// Phases of the season that are ever observed.
    phases: Vec<usize>,
    entries: Vec<Entry>,
    /// Whether all values are the same.
    is_constant: bool,
    /// Whether the best of the entries is wanted, or the one there is.
    is_choice: bool,
}

struct Entry {
    model: Model,
    space: Space,
    start: Point,
    /// Values the start uses up.
    from: usize,
}

impl<'o> Prepared<'o> {
    #[allow(clippy::float_cmp)] // constant is constant to the last bit
    fn new(values: &[f64], options: &'o FitOptions) -> Result<Self, Error> {
        if let Some(index) = values.iter().position(|value| value.is_infinite()) {
            return Err(Error::NotFinite { index });
        }
        let m = options.season_length.max(1);
        let observed = values.iter().filter(|value| !value.is_nan()).count();
        let scale = scale(values, observed);
        let y: Vec<f64> = values.iter().map(|value| value / scale).collect();
        let phases: Vec<usize> =
            (0..m).filter(|&phase| y.iter().skip(phase).step_by(m).any(|value| !value.is_nan())).collect();
        let convention = match options.method {
            Method::LeastSquares { convention, .. } => convention,
            Method::Ets { .. } => Convention::Ets,
        };
        check_parameters(options, convention)?;
        let mut known = y.iter().filter(|value| !value.is_nan());
        let is_constant = known.next().is_some_and(|first| known.all(|value| value == first));
        let mut prepared = Self {
            options,
            convention,
            y,
            scale,
            observed,
            phases,
            entries: Vec::new(),
            is_constant,
            is_choice: false,
        };
        prepared.enter(values)?;
        Ok(prepared)
    }

    /// Finds the models that can be tried on the series.
    fn enter(&mut self, values: &[f64]) -> Result<(), Error> {
        let m = self.options.season_length.max(1);
        let not_positive = values.iter().position(|&value| value <= 0.0);
        match self.options.method {
            Method::LeastSquares { trend, damped, season, .. } => {
                let component = |there| if there { Component::Additive } else { Component::None };
                let model = Model {
                    error: Component::Additive,
                    trend: component(trend),
                    damped: trend && damped,
                    season,
                };
                if let (Component::Multiplicative, Some(index)) = (season, not_positive) {
                    return Err(Error::NotPositiveForModel { index });
                }
                let required = self.required_by_least_squares(m, model);
                self.entries.push(self.entry(model, m, required)?);
            }
            Method::Ets { pattern, allow_unstable, allow_multiplicative_trend, .. } => {
                let has_season = m > 1 && pattern.season != Some(Component::None);
                if has_season && values.len() < m {
                    return Err(Error::InsufficientData { required: 2 * m, given: values.len() });
                }
                let models: Vec<Model> = Model::all()
                    .filter(|&model| {
                        pattern.matches(model)
                            && (m > 1 || model.season == Component::None)
                            && (allow_unstable || !model.is_unstable())
                            && (model.trend != Component::Multiplicative
                                || allow_multiplicative_trend
                                || pattern.trend == Some(Component::Multiplicative))
                    })
                    .collect();
                if models.is_empty() {
                    return Err(Error::InvalidParameter { name: "model" });
                }
                self.is_choice = models.len() > 1;
                let positive: Vec<Model> = models
                    .iter()
                    .copied()
                    .filter(|model| not_positive.is_none() || !model.is_multiplicative())
                    .collect();
                if let (true, Some(index)) = (positive.is_empty(), not_positive) {
                    return Err(Error::NotPositiveForModel { index });
                }
                let mut least = usize::MAX;
                for model in positive {
                    let required = self.required_by_ets(m, model);
                    least = least.min(required);
                    if self.observed >= required && (model.season == Component::None || values.len() >= 2 * m)
                    {
                        self.entries.push(self.entry(model, m, required)?);
                    }
                }
                if self.is_constant {
                    // Nothing tells the models apart; the first has the fewest components.
                    self.entries.truncate(1);
                }
                if self.entries.is_empty() {
                    let needs_seasons = pattern.season.is_some_and(|season| season != Component::None);
                    let required = if needs_seasons { least.max(2 * m) } else { least };
                    return Err(Error::InsufficientData { required, given: self.observed.min(values.len()) });
                }
            }
        }
        Ok(())
    }

    /// The states of a series whose values are all the same, which any model fits exactly.
    fn constant(&self, m: usize, model: Model) -> States {
        let neutral = |component| if component == Component::Multiplicative { 1.0 } else { 0.0 };
        let has_season = model.season != Component::None;
        States {
            level: self.y.iter().copied().find(|value| !value.is_nan()).unwrap_or(0.0),
            trend: (model.trend != Component::None).then_some(neutral(model.trend)),
            seasonal: vec![neutral(model.season); if has_season { m } else { 0 }],
        }
    }

    /// R's `ets` asks for more than four values beyond the parameters.
    fn required_by_ets(&self, m: usize, model: Model) -> usize {
        let space = self.space(model, m);
        space.dimension() + 5 - usize::from(space.free_states && model.season != Component::None)
    }

    fn required_by_least_squares(&self, m: usize, model: Model) -> usize {
        let space = self.space(model, m);
        let seasons = if model.season == Component::None { 2 } else { 2 * m };
        let rule = self.rule().map_or(0, |rule| rule.required(m, model));
        let used = match (self.rule(), model.season) {
            (Some(Rule::R), Component::None) => 1 + usize::from(model.trend != Component::None),
            (Some(Rule::R), _) => m,
            _ => 0,
        };
        seasons.max(rule).max(used + space.dimension() + 1)
    }

    fn rule(&self) -> Option<Rule> {
        match self.options.initial {
            Initial::R => Some(Rule::R),
            Initial::Heuristic => Some(Rule::Heuristic),
            Initial::LegacyHeuristic => Some(Rule::LegacyHeuristic),
            Initial::Estimated | Initial::Given(_) => None,
        }
    }

    fn space(&self, model: Model, m: usize) -> Space {
        let estimated = self.options.initial == Initial::Estimated;
        Space::new(model, m, self.convention, self.options.parameters, estimated, self.phases.clone())
    }

    fn entry(&self, model: Model, m: usize, required: usize) -> Result<Entry, Error> {
        for given in [self.y.len(), self.observed] {
            if given < required {
                return Err(Error::InsufficientData { required, given });
            }
        }
        let space = self.space(model, m);
        let (states, from) = match (&self.options.initial, self.rule()) {
            (_, Some(rule)) => initial::by_rule(rule, &self.y, m, model),
            (Initial::Given(states), _) => (scaled(states, 1.0 / self.scale, model), 0),
            _ if self.is_constant => (self.constant(m, model), 0),
            _ => (initial::estimate(&self.y, m, model), 0),
        };
        let start = Point {
            level: states.level,
            trend: states.trend.unwrap_or(0.0),
            seasonal: states.seasonal,
            ..Point::default()
        };
        if model.season != Component::None && start.seasonal.len() != m {
            return Err(Error::InvalidParameter { name: "initial" });
        }
        Ok(Entry { model, space, start, from })
    }

    fn problems(&self) -> Vec<Problem<'_>> {
        self.entries
            .iter()
            .map(|entry| {
                let y = &self.y[entry.from..];
                Problem {
                    y,
                    observed: y.iter().filter(|value| !value.is_nan()).count(),
                    // Without errors either kind fits exactly; the additive one's gradient then vanishes.
                    multiplicative_error: entry.model.error == Component::Multiplicative && !self.is_constant,
                    space: entry.space.clone(),
                    start: entry.start.clone(),
                }
            })
            .collect()
    }

    /// The fit of the best entry. One that did not converge is never chosen from many.
    fn choose(
        &self,
        problems: &[Problem<'_>],
        best: &[Option<&Search>],
        values: &[f64],
    ) -> Result<Fit, Error> {
        let by = match self.options.method {
            Method::Ets { criterion, .. } => criterion,
            Method::LeastSquares { .. } => super::options::Criterion::Aicc,
        };
        let mut candidates = Vec::with_capacity(self.entries.len());
        let mut winner: Option<(usize, f64)> = None;
        for (index, entry) in self.entries.iter().enumerate() {
            let Some(search) = best[index] else {
                candidates.push(Candidate { model: entry.model, criterion: f64::INFINITY, converged: false });
                continue;
            };
            let converged = search.descent.converged();
            let scores = self.scores(entry, &problems[index], search.descent.cost());
            let value = criterion(&scores, by);
            candidates.push(Candidate { model: entry.model, criterion: value, converged });
            let electable = (converged || !self.is_choice) && value < f64::INFINITY;
            if electable && winner.is_none_or(|(_, least)| value < least) {
                winner = Some((index, value));
            }
        }
        let Some((index, _)) = winner else {
            let any = best.iter().any(Option::is_some);
            return Err(if any { Error::NotConverged } else { Error::OutOfRange });
        };
        let search = best[index].expect("the winner has one");
        self.finish(index, &problems[index], search, candidates, values)
    }

    fn scores(&self, entry: &Entry, problem: &Problem<'_>, cost: f64) -> Scores {
        let least_squares = matches!(self.options.method, Method::LeastSquares { .. });
        Scores::new(
            &entry.space,
            entry.model,
            problem.observed,
            cost,
            self.scale,
            self.options.likelihood,
            least_squares,
        )
    }

    /// Reads the fit off its recursion.
    fn finish(
        &self,
        index: usize,
        problem: &Problem<'_>,
        search: &Search,
        candidates: Vec<Candidate>,
        values: &[f64],
    ) -> Result<Fit, Error> {
        let Entry { model, space, from, .. } = &self.entries[index];
        let (model, from) = (*model, *from);
        let mut start = problem.start.clone();
        space.set(search.descent.best(), &mut start);
        if space.free_states {
            normalise(&mut start, model, &space.phases);
        }
        let sides = space.sides_at(search.descent.best());
        let parameters = space.parameters(model, self.convention, &start, sides);
        let initial = self.states(&start, start.seasonal.clone(), model);
        let mut walk = Walk::new(space.kind, start);
        let mut fitted = vec![f64::NAN; values.len()];
        let mut residuals = vec![f64::NAN; values.len()];
        let mut sse = 0.0;
        let mut before_last = None;
        for (t, &y) in self.y.iter().enumerate().skip(from) {
            let forecast = walk.forecast();
            before_last = walk.season();
            walk.step(y);
            fitted[t] = forecast * self.scale;
            if !y.is_nan() {
                let error = y - forecast;
                residuals[t] = if model.error == Component::Multiplicative {
                    error / forecast
                } else {
                    error * self.scale
                };
                sse += residuals[t] * residuals[t];
            }
        }
        let scores = self.scores(&self.entries[index], problem, search.descent.cost());
        let mut seasons = walk.seasons_to_come();
        if let (Convention::Statsmodels, Some(season), Some(place)) =
            (self.convention, before_last, seasons.last_mut())
        {
            // It forecasts with the season that the last value has not changed.
            *place = season;
        }
        let last = self.states(&walk.at, seasons, model);
        let estimated = space.estimated(model);
        let freedom = problem.observed as f64 - estimated as f64;
        let sigma2 = if freedom > 0.0 { sse / freedom } else { f64::NAN };
        let finite =
            [sse, last.level, last.trend.unwrap_or(0.0)].iter().chain(&last.seasonal).all(|x| x.is_finite());
        if !finite {
            return Err(Error::OutOfRange);
        }
        Ok(Fit {
            model,
            convention: self.convention,
            season_length: self.options.season_length.max(1),
            parameters,
            initial,
            last,
            fitted,
            residuals,
            sse,
            sigma2,
            log_likelihood: scores.log_likelihood,
            aic: scores.aic,
            aicc: scores.aicc,
            bic: scores.bic,
            k: scores.k,
            observed: problem.observed,
            converged: search.descent.converged(),
            iterations: search.descent.iterations(),
            candidates,
        })
    }

    /// A point's states in the series' unit.
    fn states(&self, at: &Point, seasonal: Vec<f64>, model: Model) -> States {
        let states =
            States { level: at.level, trend: (model.trend != Component::None).then_some(at.trend), seasonal };
        scaled(&states, self.scale, model)
    }
}

/// The power of 2 nearest below the mean size of the values.
fn scale(values: &[f64], observed: usize) -> f64 {
    let sum: f64 =
        values.iter().filter(|value| !value.is_nan()).map(|value| value.abs() / observed as f64).sum();
    if sum >= f64::MIN_POSITIVE && sum.is_finite() {
        power_of_two(super::elementary::split(sum).1)
    } else {
        1.0
    }
}

/// States in another unit: summands are multiplied, factors stay.
fn scaled(states: &States, factor: f64, model: Model) -> States {
    let trend = if model.trend == Component::Multiplicative { 1.0 } else { factor };
    let season = if model.season == Component::Multiplicative { 1.0 } else { factor };
    States {
        level: states.level * factor,
        trend: states.trend.map(|b| b * trend),
        seasonal: states.seasonal.iter().map(|s| s * season).collect(),
    }
}

/// Makes the season average 0 (or 1) over the phases that are observed, and moves the rest into level and trend. The
/// forecasts stay what they are; of a phase that is never observed they have no season.
fn normalise(point: &mut Point, model: Model, phases: &[usize]) {
    if model.season == Component::None {
        return;
    }
    let mut sum = 0.0;
    for &phase in phases {
        sum += point.seasonal[phase];
    }
    let mean = sum / phases.len() as f64;
    if model.season == Component::Additive {
        point.level += mean;
        for &phase in phases {
            point.seasonal[phase] -= mean;
        }
    } else {
        point.level *= mean;
        if model.trend == Component::Additive {
            point.trend *= mean;
        }
        for &phase in phases {
            point.seasonal[phase] /= mean;
        }
    }
}

/// Held parameters must be in range, and leave room for α.
fn check_parameters(options: &FitOptions, convention: Convention) -> Result<(), Error> {
    let Parameters { alpha, beta, gamma, phi } = options.parameters;
    for (name, value) in [("alpha", alpha), ("beta", beta), ("gamma", gamma), ("phi", phi)] {
        if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
            return Err(Error::InvalidParameter { name });
        }
    }
    if convention == Convention::R {
        return Ok(());
    }
    let least = beta.unwrap_or(0.0);
    let most = 1.0 - gamma.unwrap_or(0.0);
    let within = if convention == Convention::Ets { 1e-4..=0.9999 } else { 0.0..=1.0 };
    let room = alpha.map_or(least <= most && least <= *within.end() && most >= *within.start(), |alpha| {
        (least..=most).contains(&alpha)
    });
    if room { Ok(()) } else { Err(Error::InvalidParameter { name: "parameters" }) }
}
