//! The coordinates an optimiser moves in: a box for the smoothing parameters, and the start states.
//!
//! The conventions' restrictions (β ≤ α, γ ≤ 1 − α) become a box by writing β = α^p v and γ = (1 − α)^r w with *v* and
//! *w* from 0 to 1. The same way the conventions become the state-space form of `recursion.rs`: R's and statsmodels' β is
//! a share of α, R's additive γ a share of 1 − α.

use super::gauss_newton::Sums;
use super::model::{Component, Model};
use super::options::{Convention, Parameters, States};
use super::recursion::{ADDED, Kind, MULTIPLIED, MULTIPLIED_BY_NEW_LEVEL, NO_SEASON, Point};

impl Kind {
    /// The recursion of a model.
    pub fn of(model: Model, convention: Convention, m: usize) -> Self {
        let season = match (model.season, convention) {
            (Component::None, _) => NO_SEASON,
            (Component::Additive, _) => ADDED,
            (Component::Multiplicative, Convention::R) => MULTIPLIED_BY_NEW_LEVEL,
            (Component::Multiplicative, _) => MULTIPLIED,
        };
        let multiplied_trend = model.trend == Component::Multiplicative;
        Self { multiplied_trend, season, m: if season == NO_SEASON { 0 } else { m } }
    }
}

impl Point {
    /// A convention's parameters in the state-space form, and states.
    pub fn of(model: Model, convention: Convention, parameters: Parameters, states: &States) -> Self {
        let alpha = parameters.alpha.unwrap_or(0.0);
        let beta = parameters.beta.unwrap_or(0.0);
        let gamma = parameters.gamma.unwrap_or(0.0);
        let follows_new_level = convention == Convention::R && model.season == Component::Additive;
        Self {
            alpha,
            beta: if convention == Convention::Ets { beta } else { alpha * beta },
            gamma: if follows_new_level { gamma * (1.0 - alpha) } else { gamma },
            phi: parameters.phi.unwrap_or(1.0),
            level: states.level,
            trend: states.trend.unwrap_or(0.0),
            seasonal: states.seasonal.clone(),
        }
    }
}

/// A coordinate of the box: where it may be, or where it is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Side {
    pub low: f64,
    pub high: f64,
    /// Its value, if it is held fixed.
    pub held: Option<f64>,
}

impl Side {
    fn absent(value: f64) -> Self {
        Self { low: value, high: value, held: Some(value) }
    }
}

/// The space of one model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Space {
    pub kind: Kind,
    /// Of α, v, w and φ.
    pub sides: [Side; 4],
    /// β = α^p v.
    beta_power: i32,
    /// γ = (1 − α)^r w.
    gamma_power: i32,
    /// How many of the sides are not held.
    pub free_sides: usize,
    /// Whether the start states are estimated.
    pub free_states: bool,
    pub has_trend: bool,
    /// Which places of the season are ever observed.
    pub phases: Vec<usize>,
}

impl Space {
    pub fn new(
        model: Model,
        m: usize,
        convention: Convention,
        parameters: Parameters,
        free_states: bool,
        phases: Vec<usize>,
    ) -> Self {
        let has_trend = model.trend != Component::None;
        let kind = Kind::of(model, convention, m);
        let season = kind.season;
        // R's ets keeps away from the ends of the unit interval; its HoltWinters and statsmodels' do not.
        let (low, high) = if convention == Convention::Ets { (1e-4, 0.9999) } else { (0.0, 1.0) };
        let greatest_phi = if convention == Convention::Statsmodels { 0.995 } else { 0.98 };
        let side = |held: Option<f64>, low, high| Side { low, high, held };
        let mut alpha = side(parameters.alpha, low, high);
        let mut beta_power = match convention {
            Convention::R | Convention::Ets => 1,
            Convention::Statsmodels => 2,
        };
        let mut gamma_power = i32::from(season != MULTIPLIED_BY_NEW_LEVEL);
        if convention != Convention::R {
            // What is held is β itself, and bounds α.
            if let (true, Some(beta)) = (has_trend, parameters.beta) {
                beta_power -= 1;
                alpha.low = alpha.low.max(beta);
            }
            if let (true, Some(gamma)) = (season != NO_SEASON, parameters.gamma) {
                gamma_power = 0;
                alpha.high = alpha.high.min(1.0 - gamma);
            }
        }
        let sides = [
            alpha,
            if has_trend { side(parameters.beta, low, high) } else { Side::absent(0.0) },
            if season == NO_SEASON { Side::absent(0.0) } else { side(parameters.gamma, low, high) },
            if model.damped { side(parameters.phi, 0.8, greatest_phi) } else { Side::absent(1.0) },
        ];
        let free_sides = sides.iter().filter(|side| side.held.is_none()).count();
        let phases = if season == NO_SEASON { Vec::new() } else { phases };
        Self { kind, sides, beta_power, gamma_power, free_sides, free_states, has_trend, phases }
    }

    /// Coordinates an optimiser moves.
    pub fn dimension(&self) -> usize {
        self.free_sides
            + if self.free_states { 1 + usize::from(self.has_trend) + self.phases.len() } else { 0 }
    }

    /// α, v, w and φ of the free coordinates `x`.
    pub fn sides_at(&self, x: &[f64]) -> [f64; 4] {
        let mut free = x.iter();
        self.sides
            .map(|side| side.held.unwrap_or_else(|| *free.next().expect("a coordinate for each free side")))
    }

    /// Sets a point's parameters from α, v, w and φ.
    pub fn set_parameters(&self, [alpha, v, w, phi]: [f64; 4], point: &mut Point) {
        point.alpha = alpha;
        point.beta = power(alpha, self.beta_power) * v;
        point.gamma = power(1.0 - alpha, self.gamma_power) * w;
        point.phi = phi;
    }

    /// The parameters in the convention's sense.
    pub fn parameters(
        &self,
        model: Model,
        convention: Convention,
        point: &Point,
        [alpha, v, w, phi]: [f64; 4],
    ) -> Parameters {
        let beta = match convention {
            Convention::R => v,
            Convention::Statsmodels => power(alpha, self.beta_power - 1) * v,
            Convention::Ets => point.beta,
        };
        let gamma = if convention == Convention::R { w } else { point.gamma };
        let has_season = model.season != Component::None;
        Parameters {
            alpha: Some(alpha),
            beta: self.has_trend.then_some(beta),
            gamma: has_season.then_some(gamma),
            phi: model.damped.then_some(phi),
        }
    }

    /// Sets a point from the coordinates; what is not free stays.
    pub fn set(&self, x: &[f64], point: &mut Point) {
        self.set_parameters(self.sides_at(x), point);
        if self.free_states {
            let mut states = x[self.free_sides..].iter();
            let mut next = || *states.next().expect("a coordinate for each state");
            point.level = next();
            if self.has_trend {
                point.trend = next();
            }
            for &phase in &self.phases {
                point.seasonal[phase] = next();
            }
        }
    }

    /// The free coordinates of α, v, w and φ and a point's states.
    pub fn coordinates(&self, sides: [f64; 4], point: &Point) -> Vec<f64> {
        let mut x: Vec<f64> =
            self.sides.iter().zip(sides).filter(|(side, _)| side.held.is_none()).map(|(_, x)| x).collect();
        if self.free_states {
            x.push(point.level);
            if self.has_trend {
                x.push(point.trend);
            }
            x.extend(self.phases.iter().map(|&phase| point.seasonal[phase]));
        }
        x
    }

    /// The gradient in the coordinates from that in the point's numbers, whose seasonal part is given by phase.
    pub fn gradient(&self, x: &[f64], by: &Point, seasonal: impl Fn(usize) -> f64, gradient: &mut [f64]) {
        let [alpha, v, w, _] = self.sides_at(x);
        let (p, r) = (self.beta_power, self.gamma_power);
        let mut by_alpha = by.alpha;
        if p > 0 {
            by_alpha += by.beta * f64::from(p) * power(alpha, p - 1) * v;
        }
        if r > 0 {
            by_alpha -= by.gamma * w;
        }
        let by_sides = [by_alpha, by.beta * power(alpha, p), by.gamma * power(1.0 - alpha, r), by.phi];
        let mut places = gradient.iter_mut();
        let mut put = |value| *places.next().expect("a place for each coordinate") = value;
        for (side, by_side) in self.sides.iter().zip(by_sides) {
            if side.held.is_none() {
                put(by_side);
            }
        }
        if self.free_states {
            put(by.level);
            if self.has_trend {
                put(by.trend);
            }
            for &phase in &self.phases {
                put(seasonal(phase));
            }
        }
    }
}

impl Space {
    /// Sums whose derivatives are in α, v, w and φ from those in α, β, γ and φ, of whose matrix the upper triangle is known.
    pub fn sums(&self, [alpha, v, w, _]: [f64; 4], by: &Sums) -> Sums {
        let Sums { sse, slopes: s, normal: n } = by;
        let (p, r) = (self.beta_power, self.gamma_power);
        // ∂β/∂α, ∂γ/∂α, ∂β/∂v and ∂γ/∂w.
        let a = if p > 0 { f64::from(p) * power(alpha, p - 1) * v } else { 0.0 };
        let c = if r > 0 { -w } else { 0.0 };
        let (b, g) = (power(alpha, p), power(1.0 - alpha, r));
        let by_alpha = [
            n[0][0] + a * n[0][1] + c * n[0][2],
            n[0][1] + a * n[1][1] + c * n[1][2],
            n[0][2] + a * n[1][2] + c * n[2][2],
            n[0][3] + a * n[1][3] + c * n[2][3],
        ];
        let own = by_alpha[0] + a * by_alpha[1] + c * by_alpha[2];
        let (av, aw, af) = (b * by_alpha[1], g * by_alpha[2], by_alpha[3]);
        let (vw, vf, wf) = (b * g * n[1][2], b * n[1][3], g * n[2][3]);
        Sums {
            sse: *sse,
            slopes: [s[0] + a * s[1] + c * s[2], b * s[1], g * s[2], s[3]],
            normal: [
                [own, av, aw, af],
                [av, b * b * n[1][1], vw, vf],
                [aw, vw, g * g * n[2][2], wf],
                [af, vf, wf, n[3][3]],
            ],
        }
    }
}

/// 1, x or x².
fn power(x: f64, exponent: i32) -> f64 {
    match exponent {
        0 => 1.0,
        1 => x,
        _ => x * x,
    }
}
