//! The recursion of every exponential smoothing model, for several candidates in lockstep, and what it costs: minus
//! twice the log-likelihood.
//!
//! With level *l*, trend *b*, season *s* of length *m*, and φ = 1 where the trend is not damped (Hyndman et al. 2008,
//! table 2.1, in the form of an additive error, which any error can be written in):
//!
//! ```text
//! q = l + φ b     or  l b^φ          what the level is expected to be
//! f = q, q + s    or  q s            the forecast;  e = y − f its error
//! d = e           or  e / s          the error in units of the level
//! l ← q + α d
//! b ← φ b + β d   or  b^φ + β d / l
//! s ← s + γ e     or  s + γ e / q    or, after R's HoltWinters,  s + γ (y / l − s)  with the new l
//! ```
//!
//! At a missing value *e* is 0: the states move as expected and nothing is added to the cost.

use super::elementary::{self, ln, power};
use super::lanes::{Lanes, widened};

/// No season, or how it joins.
pub(super) const NO_SEASON: u8 = 0;
pub(super) const ADDED: u8 = 1;
pub(super) const MULTIPLIED: u8 = 2;
/// Multiplied, and following the new level as R's `HoltWinters` has it.
pub(super) const MULTIPLIED_BY_NEW_LEVEL: u8 = 3;

/// Which recursion: candidates of one kind can go in lockstep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    pub multiplied_trend: bool,
    /// One of the constants above.
    pub season: u8,
    /// The season's length; 0 without one.
    pub m: usize,
}

/// Parameters in the state-space form and start states. Without a trend `beta` and `trend` are 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub alpha: f64,
    pub beta: f64,
    pub gamma: f64,
    pub phi: f64,
    pub level: f64,
    pub trend: f64,
    pub seasonal: Vec<f64>,
}

/// Added to the squared errors' sum, an observation, so that a perfect fit has a cost too. Values are scaled to about 1,
/// so this is an error in the twelfth digit.
pub(super) const NEGLIGIBLE: f64 = 1e-24;

/// A forecast must be greater than this where the error is a share of it. Values are scaled to about 1.
const LEAST_FORECAST: f64 = 1e-30;

/// A product of forecasts greater than this is taken as one that overflowed.
const GREATEST_PRODUCT: f64 = 1e300;

/// Steps after which the product of the forecasts is taken apart, before it could overflow.
const FACTORS: usize = 8;

/// Memory for `L` recursions over series of one length, and all their states, for the reverse sweep.
pub(super) struct Tape<const L: usize> {
    pub kind: Kind,
    pub n: usize,
    /// The values; NaN where missing.
    pub y: Vec<Lanes<L>>,
    /// Values that are not missing.
    pub observed: Lanes<L>,
    /// 1 where the error is multiplicative, 0 elsewhere.
    pub share: Lanes<L>,
    pub any_share: bool,
    pub alpha: Lanes<L>,
    pub beta: Lanes<L>,
    pub gamma: Lanes<L>,
    pub phi: Lanes<L>,
    /// Level and trend before each value, and after the last.
    pub l: Vec<Lanes<L>>,
    pub b: Vec<Lanes<L>>,
    /// The season of each value, before it; then those of the *m* values to come.
    pub s: Vec<Lanes<L>>,
    /// The errors; 0 where the value is missing.
    pub e: Vec<Lanes<L>>,
    /// 1 / s and 1 / q of a multiplied season.
    pub reciprocal: Vec<[Lanes<L>; 2]>,
    /// The squared errors' sum, in the error's sense.
    pub sse: Lanes<L>,
    /// Where the adjoints go; see `adjoint.rs`.
    pub adjoint: super::adjoint::Adjoint<L>,
}

impl<const L: usize> Tape<L> {
    pub fn new(kind: Kind, n: usize) -> Self {
        let zeros = |length| vec![Lanes::ZERO; length];
        let season = if kind.season == NO_SEASON { 0 } else { n + kind.m };
        let multiplied = kind.season >= MULTIPLIED;
        Self {
            kind,
            n,
            y: zeros(n),
            observed: Lanes::ZERO,
            share: Lanes::ZERO,
            any_share: false,
            alpha: Lanes::ZERO,
            beta: Lanes::ZERO,
            gamma: Lanes::ZERO,
            phi: Lanes::ONE,
            l: zeros(n + 1),
            b: zeros(n + 1),
            s: zeros(season),
            e: zeros(n),
            reciprocal: if multiplied { vec![[Lanes::ZERO; 2]; n] } else { Vec::new() },
            sse: Lanes::ZERO,
            adjoint: super::adjoint::Adjoint::new(season),
        }
    }

    /// Gives a lane a series, and whether its error is multiplicative.
    pub fn load(&mut self, lane: usize, y: &[f64], observed: usize, multiplicative_error: bool) {
        for (lanes, &value) in self.y.iter_mut().zip(y) {
            lanes.0[lane] = value;
        }
        self.observed.0[lane] = observed as f64;
        self.share.0[lane] = if multiplicative_error { 1.0 } else { 0.0 };
        self.any_share = self.share.0.iter().any(|&share| share > 0.0);
    }

    /// Gives a lane its parameters and start states.
    pub fn place(&mut self, lane: usize, point: &Point) {
        self.place_parameters(lane, point);
        self.l[0].0[lane] = point.level;
        self.b[0].0[lane] = point.trend;
        for (s, &start) in self.s.iter_mut().zip(&point.seasonal) {
            s.0[lane] = start;
        }
    }

    /// Gives a lane its parameters.
    pub fn place_parameters(&mut self, lane: usize, point: &Point) {
        self.alpha.0[lane] = point.alpha;
        self.beta.0[lane] = point.beta;
        self.gamma.0[lane] = point.gamma;
        self.phi.0[lane] = point.phi;
    }

    /// Runs all lanes; the cost of each: n ln Σe², and 2 Σ ln f more where the error is a share of the forecast *f*.
    /// Infinite where the model cannot be.
    pub fn run(&mut self) -> [f64; L] {
        let logarithms = widened(
            #[inline(always)]
            || match (self.kind.multiplied_trend, self.kind.season, self.any_share) {
                (false, NO_SEASON, false) => self.forward::<false, NO_SEASON, false>(),
                (false, NO_SEASON, true) => self.forward::<false, NO_SEASON, true>(),
                (false, ADDED, false) => self.forward::<false, ADDED, false>(),
                (false, ADDED, true) => self.forward::<false, ADDED, true>(),
                (false, MULTIPLIED, false) => self.forward::<false, MULTIPLIED, false>(),
                (false, MULTIPLIED, true) => self.forward::<false, MULTIPLIED, true>(),
                (false, _, _) => self.forward::<false, MULTIPLIED_BY_NEW_LEVEL, false>(),
                (true, NO_SEASON, _) => self.forward::<true, NO_SEASON, true>(),
                (true, ADDED, _) => self.forward::<true, ADDED, true>(),
                (true, _, _) => self.forward::<true, MULTIPLIED, true>(),
            },
        );
        std::array::from_fn(|j| {
            let n = self.observed.0[j];
            let cost = n * ln(self.sse.0[j] + n * NEGLIGIBLE) + 2.0 * logarithms[j];
            if cost.is_finite() { cost } else { f64::INFINITY }
        })
    }

    /// Fills the tape; returns Σ ln f of each lane, 0 where the error is additive, infinite where some f is not above 0.
    #[allow(clippy::inline_always)] // into what `widened` compiles twice
    #[inline(always)]
    fn forward<const MT: bool, const S: u8, const SHARES: bool>(&mut self) -> [f64; L] {
        let Self { n, y, share, alpha, beta, gamma, phi, l: ls, b: bs, s: ss, e: es, reciprocal, .. } = self;
        let (n, m) = (*n, self.kind.m);
        let (share, alpha, beta, gamma, phi) = (*share, *alpha, *beta, *gamma, *phi);
        let (mut l, mut b) = (ls[0], bs[0]);
        let mut sse = Lanes::ZERO;
        let mut least = Lanes::ONE;
        let mut product = Lanes::ONE;
        let mut exponents = [0_i64; L];
        for from in (0..n).step_by(FACTORS) {
            for t in from..n.min(from + FACTORS) {
                let value = y[t];
                let s = if S == NO_SEASON { Lanes::ZERO } else { ss[t] };
                let kept = if MT { faded(b, phi) } else { phi * b };
                let q = if MT { l * kept } else { l + kept };
                let f = match S {
                    NO_SEASON => q,
                    ADDED => q + s,
                    _ => q * s,
                };
                let e = (value - f).where_observed(value);
                let (d, by_q) = if S >= MULTIPLIED {
                    let reciprocals = [Lanes::ONE / s, Lanes::ONE / q];
                    reciprocal[t] = reciprocals;
                    (e * reciprocals[0], reciprocals[1])
                } else {
                    (e, Lanes::ONE)
                };
                if SHARES {
                    let whole = f.where_set(share, Lanes::ONE);
                    let shared = e / whole;
                    sse += shared * shared;
                    let factor = whole.or_one(value);
                    least = least.least(factor);
                    product = product * factor;
                } else {
                    sse += e * e;
                }
                es[t] = e;
                let old = l;
                l = q + alpha * d;
                b = if MT { kept + beta * (d / old) } else { kept + beta * d };
                ls[t + 1] = l;
                bs[t + 1] = b;
                match S {
                    NO_SEASON => {}
                    ADDED => ss[t + m] = s + gamma * e,
                    MULTIPLIED => ss[t + m] = s + gamma * (e * by_q),
                    _ => ss[t + m] = s + gamma * (value / l - s).where_observed(value),
                }
            }
            if SHARES {
                for ((product, least), sum) in product.0.iter_mut().zip(&mut least.0).zip(&mut exponents) {
                    if *product > GREATEST_PRODUCT {
                        *least = 0.0;
                    }
                    let (mantissa, exponent) = elementary::split(*product);
                    *product = mantissa;
                    *sum += exponent;
                }
            }
        }
        self.sse = sse;
        std::array::from_fn(|j| {
            if !SHARES || share.0[j] < 0.5 {
                0.0
            } else if least.0[j] > LEAST_FORECAST {
                ln(product.0[j]) + exponents[j] as f64 * std::f64::consts::LN_2
            } else {
                f64::INFINITY
            }
        })
    }
}

/// What a multiplied trend becomes in a step: b^φ.
pub(super) fn faded<const L: usize>(b: Lanes<L>, phi: Lanes<L>) -> Lanes<L> {
    if phi == Lanes::ONE { b } else { Lanes(std::array::from_fn(|j| power(b.0[j], phi.0[j]))) }
}
