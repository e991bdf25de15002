//! Recursions with an additive error and an added trend from given states, several in lockstep: the sum of squared errors,
//! and, where wanted, its gradient and the matrix of the normal equations in the parameters.
//!
//! Beside each state run its derivatives in α, β, γ and φ, by the rules of differentiation from the lines of
//! `recursion.rs`; *u* is the forecast's. With few parameters that is cheaper than it sounds: nothing is written down on
//! the way, and the matrix saves most of a descent's steps.

use super::lanes::{Lanes, widened};
use super::recursion::{ADDED, Kind, MULTIPLIED, MULTIPLIED_BY_NEW_LEVEL, NO_SEASON, Point};

/// Parameters there can be: α, β, γ and φ.
const MOST: usize = 4;

/// Memory for `L` recursions over series of one length.
pub(super) struct Squares<const L: usize> {
    pub kind: Kind,
    pub n: usize,
    /// The values; NaN where missing.
    y: Vec<Lanes<L>>,
    level: Lanes<L>,
    trend: Lanes<L>,
    seasonal: Vec<Lanes<L>>,
    /// The season as it is, and its derivatives.
    ring: Vec<Seasonal<L>>,
    alpha: Lanes<L>,
    beta: Lanes<L>,
    gamma: Lanes<L>,
    phi: Lanes<L>,
    /// Σ e².
    pub sse: Lanes<L>,
    /// Σ e ∂f.
    pub slopes: [Lanes<L>; MOST],
    /// Σ ∂f ∂f', the upper triangle.
    pub normal: [[Lanes<L>; MOST]; MOST],
}

#[derive(Clone, Copy)]
struct Seasonal<const L: usize> {
    s: Lanes<L>,
    by: [Lanes<L>; MOST],
}

impl<const L: usize> Squares<L> {
    pub fn new(kind: Kind, n: usize) -> Self {
        let zero = Lanes::ZERO;
        Self {
            kind,
            n,
            y: vec![zero; n],
            level: zero,
            trend: zero,
            seasonal: vec![zero; kind.m],
            ring: vec![Seasonal { s: zero, by: [zero; MOST] }; kind.m],
            alpha: zero,
            beta: zero,
            gamma: zero,
            phi: Lanes::ONE,
            sse: zero,
            slopes: [zero; MOST],
            normal: [[zero; MOST]; MOST],
        }
    }

    /// Gives a lane a series and its start states.
    pub fn load(&mut self, lane: usize, y: &[f64], start: &Point) {
        for (lanes, &value) in self.y.iter_mut().zip(y) {
            lanes.0[lane] = value;
        }
        self.level.0[lane] = start.level;
        self.trend.0[lane] = start.trend;
        for (lanes, &s) in self.seasonal.iter_mut().zip(&start.seasonal) {
            lanes.0[lane] = s;
        }
    }

    /// Gives all lanes a series and its start states.
    pub fn load_all(&mut self, y: &[f64], start: &Point) {
        for (lanes, &value) in self.y.iter_mut().zip(y) {
            *lanes = Lanes::all(value);
        }
        self.level = Lanes::all(start.level);
        self.trend = Lanes::all(start.trend);
        for (lanes, &s) in self.seasonal.iter_mut().zip(&start.seasonal) {
            *lanes = Lanes::all(s);
        }
    }

    /// Gives a lane its parameters.
    pub fn place(&mut self, lane: usize, point: &Point) {
        self.alpha.0[lane] = point.alpha;
        self.beta.0[lane] = point.beta;
        self.gamma.0[lane] = point.gamma;
        self.phi.0[lane] = point.phi;
    }

    /// Sums the squared errors of all lanes.
    pub fn run(&mut self) {
        self.pass::<false>();
    }

    /// The same, with the derivatives.
    pub fn differentiate(&mut self) {
        self.pass::<true>();
    }

    fn pass<const TANGENTS: bool>(&mut self) {
        widened(
            #[inline(always)]
            || match (self.kind.season, self.phi == Lanes::ONE) {
                (NO_SEASON, true) => self.recur::<TANGENTS, NO_SEASON, false>(),
                (NO_SEASON, false) => self.recur::<TANGENTS, NO_SEASON, true>(),
                (ADDED, true) => self.recur::<TANGENTS, ADDED, false>(),
                (ADDED, false) => self.recur::<TANGENTS, ADDED, true>(),
                (MULTIPLIED, true) => self.recur::<TANGENTS, MULTIPLIED, false>(),
                (MULTIPLIED, false) => self.recur::<TANGENTS, MULTIPLIED, true>(),
                (_, true) => self.recur::<TANGENTS, MULTIPLIED_BY_NEW_LEVEL, false>(),
                (_, false) => self.recur::<TANGENTS, MULTIPLIED_BY_NEW_LEVEL, true>(),
            },
        );
    }

    #[allow(clippy::inline_always)] // into what `widened` compiles twice
    #[allow(clippy::too_many_lines)] // one formula, read next to that of `recursion.rs`
    #[inline(always)]
    fn recur<const TANGENTS: bool, const S: u8, const DAMPED: bool>(&mut self) {
        let Self { y, level, trend, seasonal, ring, alpha, beta, gamma, phi, .. } = self;
        let (alpha, beta, gamma, phi) = (*alpha, *beta, *gamma, *phi);
        let zero = Lanes::ZERO;
        let (mut l, mut b) = (*level, *trend);
        let mut by_l = [zero; MOST];
        let mut by_b = [zero; MOST];
        let mut sse = zero;
        let mut slopes = [zero; MOST];
        let mut normal = [[zero; MOST]; MOST];
        for (place, &s) in ring.iter_mut().zip(&*seasonal) {
            *place = Seasonal { s, by: [zero; MOST] };
        }
        let ring = ring.as_mut_slice();
        let mut place = 0;
        for &value in y.iter() {
            let s = if S == NO_SEASON { zero } else { ring[place].s };
            let kept = if DAMPED { phi * b } else { b };
            let q = l + kept;
            let f = match S {
                NO_SEASON => q,
                ADDED => q + s,
                _ => q * s,
            };
            let e = (value - f).where_observed(value);
            sse += e * e;
            let by_s = if S >= MULTIPLIED { Lanes::ONE / s } else { Lanes::ONE };
            let d = if S >= MULTIPLIED { e * by_s } else { e };
            l = q + alpha * d;
            let old_b = b;
            b = kept + beta * d;
            // What the season moves by, as a share of γ.
            let (by_q, g) = match S {
                NO_SEASON => (zero, zero),
                ADDED => (zero, e),
                MULTIPLIED => {
                    let by_q = Lanes::ONE / q;
                    (by_q, e * by_q)
                }
                _ => {
                    let by_new = Lanes::ONE / l;
                    (by_new, (value * by_new - s).where_observed(value))
                }
            };
            if S != NO_SEASON {
                ring[place].s = s + gamma * g;
            }
            if TANGENTS {
                let mut us = [zero; MOST];
                for i in 0..if DAMPED { 4 } else { 3 } {
                    if S == NO_SEASON && i == 2 {
                        continue;
                    }
                    let s_ = if S == NO_SEASON { zero } else { ring[place].by[i] };
                    let mut kept_ = if DAMPED { phi * by_b[i] } else { by_b[i] };
                    if i == 3 {
                        kept_ += old_b;
                    }
                    let q_ = by_l[i] + kept_;
                    let f_ = match S {
                        NO_SEASON => q_,
                        ADDED => q_ + s_,
                        _ => q_ * s + q * s_,
                    };
                    let u = f_.where_observed(value);
                    // −∂d
                    let v = if S >= MULTIPLIED { (u + d * s_) * by_s } else { u };
                    by_l[i] = q_ - alpha * v;
                    by_b[i] = kept_ - beta * v;
                    if i == 0 {
                        by_l[i] += d;
                    }
                    if i == 1 {
                        by_b[i] += d;
                    }
                    if S != NO_SEASON {
                        let mut next = match S {
                            ADDED => s_ - gamma * u,
                            MULTIPLIED => s_ - gamma * ((u + g * q_) * by_q),
                            _ => s_ - gamma * (value * by_q * by_q * by_l[i] + s_).where_observed(value),
                        };
                        if i == 2 {
                            next += g;
                        }
                        ring[place].by[i] = next;
                    }
                    slopes[i] += e * u;
                    us[i] = u;
                    for j in 0..=i {
                        if S == NO_SEASON && j == 2 {
                            continue;
                        }
                        normal[j][i] += us[j] * u;
                    }
                }
            }
            if S != NO_SEASON {
                place += 1;
                if place == ring.len() {
                    place = 0;
                }
            }
        }
        self.sse = sse;
        self.slopes = slopes;
        self.normal = normal;
    }
}
