//! The least sum of squares in a box of few parameters, written as a machine that asks for a point's sums and is told, so
//! that many can ask in lockstep.
//!
//! Gauss and Newton's step, damped as Levenberg and Marquardt do where it does not help (J. Nocedal, S. Wright, *Numerical
//! Optimization*, 2nd ed., Springer 2006, chapter 10). Errors here do not become small, so what the normal equations leave
//! out of the curvature is learnt from the steps (J. Dennis, D. Gay, R. Welsch, "An adaptive nonlinear least-squares
//! algorithm", *ACM TOMS* 7 (1981) 348–368).

use super::space::Side;

/// The gain a step promises, in units of −2 ln L, at which a search has arrived: rounding hides anything less.
const ARRIVED: f64 = 1e-11;

/// As much is still a minimum where rounding keeps steps from helping before.
const NEARLY_ARRIVED: f64 = 1e-6;

/// The same for errors near rounding's, of values of about 1: these, over the root of the mean squared error.
const ROUNDING: f64 = 1e-14;
const NEAR_ROUNDING: f64 = 1e-12;

/// A mean squared error that is a perfect fit's: what is left is rounding.
const EXACT: f64 = 1e-22;

/// A share of the sum of squares that may be rounding's.
const UNSEEN: f64 = 1e-14;

/// Points it asks for before it gives up.
const MOST_POINTS: u32 = 200;

/// The least damping, and that at which no step is left.
const DAMPED: f64 = 1e-2;
const STUCK: f64 = 1e12;

/// A pivot that is rounding's, as a share of what stood there.
const NO_PIVOT: f64 = 1e-12;

/// A number for each of α, the shares of β and γ, and φ.
pub(super) type Vector = [f64; 4];
pub(super) type Matrix = [Vector; 4];

/// A sum of squared errors, and what its change by the parameters is made of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub sse: f64,
    /// Σ e ∂f: half the slope downhill.
    pub slopes: Vector,
    /// Σ ∂f ∂f'.
    pub normal: Matrix,
}

/// See the module's documentation.
#[derive(Clone, Debug)]
pub(super) struct GaussNewton {
    bounds: [(f64, f64); 4],
    observed: f64,
    x: Vector,
    here: Sums,
    /// The curvature that is not in the normal equations.
    bend: Matrix,
    /// The point asked for.
    trial: Vector,
    /// What is added to the diagonal, as a share of it.
    damping: f64,
    /// The gain of the step in squares, and of the undamped one in units of −2 ln L.
    promised: f64,
    slope: f64,
    points: u32,
    is_over: bool,
    converged: bool,
    iterations: u32,
}

impl GaussNewton {
    pub fn new(x: Vector, sides: &[Side; 4], observed: f64) -> Self {
        let bounds = sides.map(|side| side.held.map_or((side.low, side.high), |held| (held, held)));
        Self {
            bounds,
            observed,
            x,
            here: Sums { sse: f64::INFINITY, ..Sums::default() },
            bend: Matrix::default(),
            trial: x,
            damping: 0.0,
            promised: 0.0,
            slope: 0.0,
            points: 0,
            is_over: false,
            converged: false,
            iterations: 0,
        }
    }

    /// The point whose sums it waits for.
    pub fn wants(&self) -> Vector {
        self.trial
    }

    /// Whether it is not over and has moved less often than this.
    pub fn goes_on(&self, iterations: u32) -> bool {
        !self.is_over && self.iterations < iterations
    }

    /// Where it came to.
    pub fn best(&self) -> Vector {
        self.x
    }

    /// The sum of squares there.
    pub fn sse(&self) -> f64 {
        self.here.sse
    }

    /// Whether that is a minimum.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// How often it moved.
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// Takes the sums at the point it wanted.
    pub fn take(&mut self, there: &Sums) {
        let usable = there.sse.is_finite() && there.slopes.iter().all(|slope| slope.is_finite());
        self.points += 1;
        if self.points == 1 {
            if usable {
                self.here = *there;
                self.set_out();
            } else {
                self.is_over = true;
            }
            return;
        }
        let gain = self.here.sse - there.sse;
        if usable && gain > 0.0 {
            let share = gain / self.promised;
            if share > 0.75 {
                self.damping = if self.damping <= DAMPED { 0.0 } else { self.damping * 0.1 };
            } else if share < 0.25 {
                self.damping = more(self.damping);
            }
            self.learn(there);
            self.x = self.trial;
            self.here = *there;
            self.iterations += 1;
            self.set_out();
        } else if self.promised <= UNSEEN * self.here.sse || self.points >= MOST_POINTS {
            // No step helps any more.
            self.converged = self.slope <= self.at_least(NEARLY_ARRIVED, NEAR_ROUNDING);
            self.is_over = true;
        } else {
            self.damping = more(self.damping);
            let step = self.step(self.damping);
            self.aim(step);
        }
    }

    /// `usual`, or more where errors are near rounding's.
    fn at_least(&self, usual: f64, rounding: f64) -> f64 {
        usual.max(rounding / (self.here.sse / self.observed).sqrt())
    }

    /// Learns from a step how the slopes change beyond what the normal equations say: Dennis, Gay and Welsch's update.
    fn learn(&mut self, there: &Sums) {
        let (mut step, mut change) = (Vector::default(), Vector::default());
        for i in 0..4 {
            step[i] = self.trial[i] - self.x[i];
            change[i] = self.here.slopes[i] - there.slopes[i];
        }
        let along = dot(&change, &step);
        if along <= 0.0 || along.is_nan() {
            return;
        }
        let known = times(&self.bend, &step);
        let mut wanted = times(&there.normal, &step);
        for (wanted, change) in wanted.iter_mut().zip(&change) {
            *wanted = change - *wanted;
        }
        let (had, has) = (dot(&step, &known).abs(), dot(&step, &wanted).abs());
        let size = if had > has { has / had } else { 1.0 };
        let mut missing = Vector::default();
        for i in 0..4 {
            missing[i] = wanted[i] - size * known[i];
        }
        let by = 1.0 / along;
        let twice = dot(&missing, &step) * by;
        for i in 0..4 {
            for j in 0..4 {
                let added =
                    (missing[i] * change[j] + change[i] * missing[j]) - twice * (change[i] * change[j]);
                self.bend[i][j] = size * self.bend[i][j] + added * by;
            }
        }
    }

    /// Chooses a step from here, or ends.
    fn set_out(&mut self) {
        if self.here.sse <= EXACT * self.observed {
            self.converged = true;
            self.is_over = true;
            return;
        }
        let mut step = self.step(0.0);
        self.slope = dot(&step, &self.here.slopes) * (2.0 * self.observed / self.here.sse);
        if self.slope <= self.at_least(ARRIVED, ROUNDING) || self.slope.is_nan() {
            self.converged = !self.slope.is_nan();
            self.is_over = true;
            return;
        }
        if self.damping > 0.0 {
            step = self.step(self.damping);
        }
        self.aim(step);
    }

    /// Asks for the point a step away, shorter where the step promises nothing.
    fn aim(&mut self, mut step: Vector) {
        loop {
            let curve = dot(&step, &times(&self.here.normal, &step)) + dot(&step, &times(&self.bend, &step));
            self.promised = 2.0 * dot(&step, &self.here.slopes) - curve;
            if self.promised > 0.0 {
                break;
            }
            if self.damping > STUCK {
                self.is_over = true;
                return;
            }
            self.damping = more(self.damping);
            step = self.step(self.damping);
        }
        for (i, &(low, high)) in self.bounds.iter().enumerate() {
            self.trial[i] = (self.x[i] + step[i]).clamp(low, high);
        }
    }

    /// The step to the least of the model in the box; of one that would climb, as far as the box goes without its bounds.
    fn step(&mut self, damping: f64) -> Vector {
        let mut free = [true; 4];
        for (i, &(low, high)) in self.bounds.iter().enumerate() {
            let (x, slope) = (self.x[i], self.here.slopes[i]);
            free[i] = !(low >= high || (x <= low && slope < 0.0) || (x >= high && slope > 0.0));
        }
        let step = self.within(free, damping, true);
        if dot(&step, &self.here.slopes) > 0.0 {
            return step;
        }
        let mut step = self.within(free, damping, false);
        let mut longest: f64 = 1.0;
        for (i, &(low, high)) in self.bounds.iter().enumerate() {
            let reach = (if step[i] < 0.0 { low } else { high }) - self.x[i];
            if reach.abs() < step[i].abs() * longest {
                longest = reach / step[i];
            }
        }
        for step in &mut step {
            *step *= longest;
        }
        step
    }

    /// The least of the model where the parameters that are not free stay; those it would carry beyond a bound stop there,
    /// all of them or only those that are at it now, and the others take what is then the least.
    fn within(&mut self, mut free: [bool; 4], damping: f64, all: bool) -> Vector {
        let mut step = Vector::default();
        loop {
            self.solve(free, damping, &mut step);
            let mut leaves = false;
            for (i, &(low, high)) in self.bounds.iter().enumerate() {
                let bound = if step[i] < 0.0 { low } else { high };
                let reach = bound - self.x[i];
                if free[i] && step[i].abs() > reach.abs() && (all || reach.abs() <= 0.0) {
                    free[i] = false;
                    step[i] = reach;
                    leaves = true;
                }
            }
            if !leaves {
                return step;
            }
        }
    }

    /// Solves for the free parameters' step by elimination, the others' given.
    fn solve(&mut self, free: [bool; 4], damping: f64, step: &mut Vector) {
        let normal = &self.here.normal;
        loop {
            let mut matrix = *normal;
            let mut right = self.here.slopes;
            for i in 0..4 {
                for j in 0..4 {
                    matrix[i][j] += self.bend[i][j];
                    if !free[j] {
                        right[i] -= matrix[i][j] * step[j];
                    }
                }
                matrix[i][i] += damping * normal[i][i];
            }
            let mut is_used = free;
            let mut is_convex = true;
            for p in 0..4 {
                if !free[p] {
                    continue;
                }
                if matrix[p][p] <= NO_PIVOT * normal[p][p] || matrix[p][p].is_nan() {
                    // A parameter of no effect stays.
                    is_used[p] = false;
                    is_convex = false;
                    continue;
                }
                let pivot = matrix[p];
                let by = 1.0 / pivot[p];
                for i in p + 1..4 {
                    if free[i] {
                        let factor = matrix[i][p] * by;
                        for (entry, above) in matrix[i].iter_mut().zip(&pivot).skip(p + 1) {
                            *entry -= factor * above;
                        }
                        right[i] -= factor * right[p];
                    }
                }
            }
            if !is_convex && self.bend != Matrix::default() {
                self.bend = Matrix::default();
                continue;
            }
            for p in (0..4).rev().filter(|&p| free[p]) {
                let mut sum = right[p];
                for j in p + 1..4 {
                    if free[j] {
                        sum -= matrix[p][j] * step[j];
                    }
                }
                step[p] = if is_used[p] { sum / matrix[p][p] } else { 0.0 };
            }
            return;
        }
    }
}

fn more(damping: f64) -> f64 {
    (8.0 * damping).max(DAMPED)
}

fn dot(a: &Vector, b: &Vector) -> f64 {
    ((a[0] * b[0] + a[1] * b[1]) + a[2] * b[2]) + a[3] * b[3]
}

fn times(matrix: &Matrix, by: &Vector) -> Vector {
    [dot(&matrix[0], by), dot(&matrix[1], by), dot(&matrix[2], by), dot(&matrix[3], by)]
}
