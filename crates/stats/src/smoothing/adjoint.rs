//! The gradient of the cost in all parameters and start states at once, by running the recursion's derivative backwards.
//!
//! One reverse sweep costs about as much as two runs, whatever the number of start states: forward differences would cost
//! a run for each. `x̄` is the derivative of the cost in *x*; each line of `recursion.rs` hands its result's on to what it
//! was made of (A. Griewank, A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 3).

use super::elementary::ln;
use super::lanes::{Lanes, widened};
use super::recursion::{ADDED, MULTIPLIED, MULTIPLIED_BY_NEW_LEVEL, NEGLIGIBLE, NO_SEASON, Tape, faded};

/// The cost's derivatives; `seasonal` begins with those in the start season.
pub(super) struct Adjoint<const L: usize> {
    pub alpha: Lanes<L>,
    pub beta: Lanes<L>,
    pub gamma: Lanes<L>,
    pub phi: Lanes<L>,
    pub level: Lanes<L>,
    pub trend: Lanes<L>,
    pub seasonal: Vec<Lanes<L>>,
}

impl<const L: usize> Adjoint<L> {
    pub fn new(season: usize) -> Self {
        let zero = Lanes::ZERO;
        Self {
            alpha: zero,
            beta: zero,
            gamma: zero,
            phi: zero,
            level: zero,
            trend: zero,
            seasonal: vec![zero; season],
        }
    }
}

impl<const L: usize> Tape<L> {
    /// Fills [`Tape::adjoint`] after [`Tape::run`].
    pub fn differentiate(&mut self) {
        widened(
            #[inline(always)]
            || match (self.kind.multiplied_trend, self.kind.season, self.any_share) {
                (false, NO_SEASON, false) => self.reverse::<false, NO_SEASON, false>(),
                (false, NO_SEASON, true) => self.reverse::<false, NO_SEASON, true>(),
                (false, ADDED, false) => self.reverse::<false, ADDED, false>(),
                (false, ADDED, true) => self.reverse::<false, ADDED, true>(),
                (false, MULTIPLIED, false) => self.reverse::<false, MULTIPLIED, false>(),
                (false, MULTIPLIED, true) => self.reverse::<false, MULTIPLIED, true>(),
                (false, _, _) => self.reverse::<false, MULTIPLIED_BY_NEW_LEVEL, false>(),
                (true, NO_SEASON, _) => self.reverse::<true, NO_SEASON, true>(),
                (true, ADDED, _) => self.reverse::<true, ADDED, true>(),
                (true, _, _) => self.reverse::<true, MULTIPLIED, true>(),
            },
        );
    }

    #[allow(clippy::too_many_lines)] // one formula, read next to that of `forward`
    #[allow(clippy::inline_always)] // into what `widened` compiles twice
    #[inline(always)]
    fn reverse<const MT: bool, const S: u8, const SHARES: bool>(&mut self) {
        let (n, m) = (self.n, self.kind.m);
        let Self {
            y,
            observed,
            share,
            alpha,
            beta,
            gamma,
            phi,
            l: ls,
            b: bs,
            s: ss,
            e: es,
            reciprocal,
            sse,
            adjoint,
            ..
        } = self;
        let (share, alpha, beta, gamma, phi) = (*share, *alpha, *beta, *gamma, *phi);
        // The derivative of n ln(Σe² + negligible) in an error is this times the error.
        let weight = (*observed + *observed) / (*sse + *observed * Lanes::all(NEGLIGIBLE));
        let two = Lanes::all(2.0);
        let zero = Lanes::ZERO;
        let (mut alpha_, mut beta_, mut gamma_, mut phi_) = (zero, zero, zero, zero);
        let (mut l_, mut b_) = (zero, zero);
        if S != NO_SEASON {
            adjoint.seasonal[n..].fill(zero);
        }
        for t in (0..n).rev() {
            let (value, e, l, b) = (y[t], es[t], ls[t], bs[t]);
            let s = if S == NO_SEASON { zero } else { ss[t] };
            let kept = if MT { faded(b, phi) } else { phi * b };
            let q = if MT { l * kept } else { l + kept };
            let mut e_ = zero;
            let mut q_ = zero;
            let mut s_ = zero;

            // s ← …
            if S != NO_SEASON {
                let next_ = adjoint.seasonal[t + m];
                let step_ = gamma * next_;
                s_ = next_;
                match S {
                    ADDED => {
                        gamma_ += next_ * e;
                        e_ = step_;
                    }
                    MULTIPLIED => {
                        let by_q = reciprocal[t][1];
                        let g = e * by_q;
                        gamma_ += next_ * g;
                        e_ = step_ * by_q;
                        q_ = -(e_ * g);
                    }
                    _ => {
                        let new = ls[t + 1];
                        let share_of_new = value / new;
                        gamma_ += (next_ * (share_of_new - s)).where_observed(value);
                        s_ -= step_.where_observed(value);
                        l_ -= (step_ * share_of_new / new).where_observed(value);
                    }
                }
            }

            // l ← q + α d, b ← … + β d
            let d = if S >= MULTIPLIED { e * reciprocal[t][0] } else { e };
            alpha_ += l_ * d;
            let mut d_ = alpha * l_;
            let mut old_ = zero;
            if MT {
                let by_l = d / l;
                let step_ = beta * b_ / l;
                beta_ += b_ * by_l;
                d_ += step_;
                old_ = -(step_ * by_l);
            } else {
                beta_ += b_ * d;
                d_ += beta * b_;
            }
            q_ += l_;
            if S >= MULTIPLIED {
                let by_s = reciprocal[t][0];
                let e_by_s = d_ * by_s;
                e_ += e_by_s;
                s_ -= e_by_s * d;
            } else {
                e_ += d_;
            }

            // The cost.
            let mut f_ = zero;
            if SHARES {
                let f = match S {
                    NO_SEASON => q,
                    ADDED => q + s,
                    _ => q * s,
                };
                let by_f = Lanes::ONE / f.where_set(share, Lanes::ONE);
                let shared = e * by_f;
                e_ += weight * shared * by_f;
                f_ = ((two - weight * shared * shared) * by_f * share).where_observed(value);
            } else {
                e_ += weight * e;
            }

            // e = y − f
            f_ -= e_.where_observed(value);
            match S {
                NO_SEASON => q_ += f_,
                ADDED => {
                    q_ += f_;
                    s_ += f_;
                }
                _ => {
                    q_ += f_ * s;
                    s_ += f_ * q;
                }
            }
            if S != NO_SEASON {
                adjoint.seasonal[t] = s_;
            }

            // q = l + φ b or l b^φ
            if MT {
                let kept_ = b_ + q_ * l;
                l_ = old_ + q_ * kept;
                phi_ += kept_ * kept * b.map(ln);
                b_ = kept_ * phi * kept / b;
            } else {
                let kept_ = b_ + q_;
                l_ = q_;
                phi_ += kept_ * b;
                b_ = phi * kept_;
            }
        }
        adjoint.alpha = alpha_;
        adjoint.beta = beta_;
        adjoint.gamma = gamma_;
        adjoint.phi = phi_;
        adjoint.level = l_;
        adjoint.trend = b_;
    }
}
