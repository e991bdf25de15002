//! A series made ready: checked, scaled, and with the models that can be tried on it.

use super::elementary::power_of_two;
use super::initial::{self, Rule, Span};
use super::lockstep::Problem;
use super::model::{Component, Model};
use super::options::{Convention, FitOptions, Initial, Method, Parameters, States};
use super::recursion::Point;
use super::space::Space;
use crate::Error;

/// A checked and scaled series, and the models to try on it.
pub(super) struct Prepared<'o> {
    pub options: &'o FitOptions,
    pub convention: Convention,
    /// The values divided by `scale`, a power of 2, so that they are about 1 and no digit is lost.
    pub y: Vec<f64>,
    pub scale: f64,
    observed: usize,
    /// Phases of the season that are ever observed.
    phases: Vec<usize>,
    pub entries: Vec<Entry>,
    /// Whether all values are the same.
    is_constant: bool,
    /// Whether the best of the entries is wanted, or the one there is.
    pub is_choice: bool,
}

/// A model to try.
pub(super) struct Entry {
    pub model: Model,
    pub space: Space,
    start: Point,
    slow_start: Point,
    /// Values the start uses up.
    pub from: usize,
}

impl<'o> Prepared<'o> {
    #[allow(clippy::float_cmp)] // constant is constant to the last bit
    pub fn new(values: &[f64], options: &'o FitOptions) -> Result<Self, Error> {
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
                asked(vec![model], self.options.parameters)?;
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
                let models = asked(models, self.options.parameters)?;
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
                    let needs_seasons = models.iter().all(|model| model.season != Component::None);
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

    /// R's `ets` asks for more than four values beyond the parameters; a rule may ask for more.
    fn required_by_ets(&self, m: usize, model: Model) -> usize {
        let space = self.space(model, m);
        let rule = self.rule().map_or(0, |rule| rule.required(m, model));
        rule.max(space.dimension() + 5 - usize::from(space.free_states && model.season != Component::None))
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
            _ => (initial::estimate(&self.y, m, model, Span::Beginning), 0),
        };
        let point_of = |states: States| Point {
            level: states.level,
            trend: states.trend.unwrap_or(0.0),
            seasonal: states.seasonal,
            ..Point::default()
        };
        let start = point_of(states);
        let slow_start = if space.free_states && !self.is_constant {
            point_of(initial::estimate(&self.y, m, model, Span::Whole))
        } else {
            start.clone()
        };
        if model.season != Component::None && start.seasonal.len() != m {
            return Err(Error::InvalidParameter { name: "initial" });
        }
        Ok(Entry { model, space, start, slow_start, from })
    }

    pub fn problems(&self) -> Vec<Problem<'_>> {
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
                    slow_start: entry.slow_start.clone(),
                }
            })
            .collect()
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
pub(super) fn scaled(states: &States, factor: f64, model: Model) -> States {
    let trend = if model.trend == Component::Multiplicative { 1.0 } else { factor };
    let season = if model.season == Component::Multiplicative { 1.0 } else { factor };
    States {
        level: states.level * factor,
        trend: states.trend.map(|b| b * trend),
        seasonal: states.seasonal.iter().map(|s| s * season).collect(),
    }
}

/// The models that have every parameter that is held.
fn asked(mut models: Vec<Model>, held: Parameters) -> Result<Vec<Model>, Error> {
    type Has = fn(&Model) -> bool;
    let held: [(_, _, Has); 3] = [
        ("beta", held.beta, |model| model.trend != Component::None),
        ("gamma", held.gamma, |model| model.season != Component::None),
        ("phi", held.phi, |model| model.damped),
    ];
    for (name, value, has) in held {
        if value.is_some() {
            models.retain(has);
            if models.is_empty() {
                return Err(Error::ParameterWithoutModel { name });
            }
        }
    }
    Ok(models)
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
