//! Which model wins, and what its fit is.

use super::fit::{Candidate, Fit};
use super::likelihood::{Scores, criterion};
use super::lockstep::Problem;
use super::model::{Component, Model};
use super::optimise::Optimum;
use super::options::{Convention, Criterion, Method, States};
use super::prepared::{Entry, Prepared, scaled};
use super::recursion::Point;
use super::walk::Walk;
use crate::Error;

impl Prepared<'_> {
    /// The fit of the best entry. One that did not converge is never chosen from many.
    pub fn choose(
        &self,
        problems: &[Problem<'_>],
        best: &[Option<Optimum>],
        values: &[f64],
    ) -> Result<Fit, Error> {
        let by = match self.options.method {
            Method::Ets { criterion, .. } => criterion,
            Method::LeastSquares { .. } => Criterion::Aicc,
        };
        let mut candidates = Vec::with_capacity(self.entries.len());
        let mut winner: Option<(usize, f64)> = None;
        for (index, entry) in self.entries.iter().enumerate() {
            let Some(optimum) = &best[index] else {
                candidates.push(Candidate { model: entry.model, criterion: f64::INFINITY, converged: false });
                continue;
            };
            let converged = optimum.converged;
            let scores = self.scores(entry, &problems[index], optimum.cost);
            let value = criterion(&scores, by);
            candidates.push(Candidate { model: entry.model, criterion: value, converged });
            let electable = converged || !self.is_choice;
            if electable && winner.is_none_or(|(_, least)| value < least) {
                winner = Some((index, value));
            }
        }
        let Some((index, _)) = winner else {
            let any = best.iter().any(Option::is_some);
            return Err(if any { Error::NotConverged } else { Error::OutOfRange });
        };
        let optimum = best[index].as_ref().expect("the winner has one");
        self.finish(index, &problems[index], optimum, candidates, values)
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
        optimum: &Optimum,
        candidates: Vec<Candidate>,
        values: &[f64],
    ) -> Result<Fit, Error> {
        let Entry { model, space, from, .. } = &self.entries[index];
        let (model, from) = (*model, *from);
        let mut start = problem.start.clone();
        space.set(&optimum.x, &mut start);
        if space.free_states {
            normalise(&mut start, model, &space.phases);
        }
        let sides = space.sides_at(&optimum.x);
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
        let scores = self.scores(&self.entries[index], problem, optimum.cost);
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
            converged: optimum.converged,
            iterations: optimum.iterations,
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
