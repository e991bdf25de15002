//! A quasi-Newton descent in a box, written as a machine that asks for a point's cost and gradient and is told, so that
//! many descents can ask in lockstep.
//!
//! BFGS on the inverse Hessian (J. Nocedal, S. Wright, *Numerical Optimization*, 2nd ed., Springer 2006, chapters 3 and
//! 6). A coordinate at a bound that the cost would push beyond it is held there, by the force that makes its step 0; a
//! step ends at the first bound it meets.

/// The directional derivative, in units of −2 ln L, at which a descent has arrived: rounding hides anything less.
const ARRIVED: f64 = -1e-11;

/// As much is still a minimum where rounding ends the line search before.
const NEARLY_ARRIVED: f64 = -1e-6;

/// The same for errors near rounding's, of values of about 1: these, over the root of the mean squared error.
const ROUNDING: f64 = 1e-14;
const NEAR_ROUNDING: f64 = 1e-12;

/// With a lesser root of the mean squared error a step that gains no more than that ends the descent.
const FINE: f64 = 1e-8;

/// A root of the mean squared error that is a perfect fit's: what is left is rounding.
const EXACT: f64 = 1e-11;

/// Line search steps before giving up, and the shares of the slope that make a step good enough and long enough.
const MOST_TRIALS: u32 = 30;
const GOOD_ENOUGH: f64 = 1e-4;
const LONG_ENOUGH: f64 = 0.9;

/// What a search comes to.
#[derive(Clone, Debug)]
pub(super) struct Optimum {
    /// The free coordinates.
    pub x: Vec<f64>,
    pub cost: f64,
    /// Whether it is a minimum.
    pub converged: bool,
    /// Steps that led there.
    pub iterations: u32,
}

/// What a descent waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The cost where it starts.
    Start,
    /// That of a step.
    Step,
    /// Nothing any more.
    Over,
}

/// A point with its cost and gradient.
#[derive(Clone, Debug)]
struct Place {
    x: Vec<f64>,
    cost: f64,
    gradient: Vec<f64>,
}

/// See the module's documentation.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a state of its own
pub(super) struct Descent {
    stage: Stage,
    /// Bounds of the first coordinates; the others have none.
    bounds: Vec<(f64, f64)>,
    here: Place,
    /// The best point that was found along the direction.
    next: Place,
    has_next: bool,
    /// The point asked for.
    trial: Vec<f64>,
    /// The inverse Hessian, row after row.
    inverse: Vec<f64>,
    is_scaled: bool,
    direction: Vec<f64>,
    /// The directional derivative here.
    slope: f64,
    step: f64,
    /// The longest step that stays in the box, and which coordinate then is at which bound.
    longest: f64,
    limit: Option<(usize, f64)>,
    /// A gain that may be rounding's.
    unseen: f64,
    /// The derivatives of −2 ln L at which it has arrived, and nearly.
    arrived: f64,
    nearly_arrived: f64,
    has_failed: bool,
    trials: u32,
    iterations: u32,
    most_iterations: u32,
    converged: bool,
    change: Vec<f64>,
    image: Vec<f64>,
}

impl Descent {
    /// A descent from `x`, where `curvature` guesses the inverse Hessian's diagonal.
    pub fn new(x: Vec<f64>, bounds: Vec<(f64, f64)>, curvature: &[f64]) -> Self {
        let k = x.len();
        let mut inverse = vec![0.0; k * k];
        for (i, &guess) in curvature.iter().enumerate() {
            inverse[i * k + i] = guess;
        }
        let place = Place { x, cost: f64::INFINITY, gradient: vec![0.0; k] };
        Self {
            stage: Stage::Start,
            bounds,
            trial: place.x.clone(),
            next: place.clone(),
            here: place,
            has_next: false,
            inverse,
            is_scaled: false,
            direction: vec![0.0; k],
            slope: 0.0,
            step: 0.0,
            longest: f64::INFINITY,
            limit: None,
            unseen: 0.0,
            arrived: ARRIVED,
            nearly_arrived: NEARLY_ARRIVED,
            has_failed: false,
            trials: 0,
            iterations: 0,
            most_iterations: 200 + 20 * u32::try_from(k).unwrap_or(u32::MAX / 40),
            converged: false,
            change: vec![0.0; k],
            image: vec![0.0; k],
        }
    }

    /// The point whose cost and gradient it waits for; `None` when it is over.
    pub fn wants(&self) -> Option<&[f64]> {
        (self.stage != Stage::Over).then_some(self.trial.as_slice())
    }

    /// Whether it is not over and has taken fewer steps than these.
    pub fn goes_on(&self, steps: u32) -> bool {
        self.stage != Stage::Over && self.iterations < steps
    }

    /// The cost there.
    pub fn cost(&self) -> f64 {
        self.here.cost
    }

    /// Where it came to.
    pub fn optimum(self) -> Optimum {
        let Place { x, cost, .. } = self.here;
        Optimum { x, cost, converged: self.converged, iterations: self.iterations }
    }

    /// Takes the cost at the point it wanted, infinite where the model cannot be, and the gradient there; `error` is the
    /// root of the mean squared error.
    pub fn take(&mut self, cost: f64, gradient: &[f64], error: f64) {
        let usable = cost.is_finite() && gradient.iter().all(|g| g.is_finite());
        self.arrived = ARRIVED.min(-ROUNDING / error);
        self.nearly_arrived = NEARLY_ARRIVED.min(-NEAR_ROUNDING / error);
        self.unseen = if error < FINE { NEAR_ROUNDING / error } else { 0.0 };
        if usable && error <= EXACT && cost < self.here.cost {
            self.here.cost = cost;
            self.here.x.copy_from_slice(&self.trial);
            self.converged = true;
            self.stage = Stage::Over;
            return;
        }
        match self.stage {
            Stage::Start if usable => {
                self.here.cost = cost;
                self.here.gradient.copy_from_slice(gradient);
                self.set_out();
            }
            Stage::Step => self.judge(if usable { cost } else { f64::INFINITY }, gradient),
            _ => self.stage = Stage::Over,
        }
    }

    /// Judges the step just taken: good, too short or too long.
    fn judge(&mut self, cost: f64, gradient: &[f64]) {
        let promised = self.step * self.slope;
        let improves = !self.has_next || cost < self.next.cost;
        if improves && cost <= self.here.cost + GOOD_ENOUGH * promised {
            let is_short = dot(gradient, &self.direction) < LONG_ENOUGH * self.slope;
            self.next.cost = cost;
            self.next.x.copy_from_slice(&self.trial);
            self.next.gradient.copy_from_slice(gradient);
            self.has_next = true;
            if is_short && self.step < self.longest && !self.has_failed && self.trials < MOST_TRIALS {
                self.aim(self.step * 4.0);
            } else {
                self.arrive();
            }
        } else if self.has_next {
            self.arrive();
        } else if self.trials >= MOST_TRIALS || -promised <= 1e-14 * self.here.cost.abs() {
            // No step helps any more.
            self.converged = self.slope >= self.nearly_arrived;
            self.stage = Stage::Over;
        } else {
            self.has_failed = true;
            // The least of the parabola through what is known, if it is known.
            let ratio = if cost < f64::INFINITY {
                (-promised / (2.0 * (cost - self.here.cost - promised))).clamp(0.1, 0.5)
            } else {
                0.2
            };
            self.aim(self.step * ratio);
        }
    }

    /// Moves to the next place, and learns from the gradient's change.
    fn arrive(&mut self) {
        let k = self.trial.len();
        let Self { here, next, direction: moved, change, image, inverse, .. } = self;
        for i in 0..k {
            moved[i] = next.x[i] - here.x[i];
            change[i] = next.gradient[i] - here.gradient[i];
        }
        let curve = dot(moved, change);
        multiply(inverse, change, image);
        let spread = dot(change, image);
        if curve > 1e-14 * spread && spread > 0.0 {
            let mut factor = 1.0;
            if !self.is_scaled {
                // The first guess was right but for a factor: Nocedal & Wright, equation 6.20.
                self.is_scaled = true;
                factor = (curve / spread).clamp(0.05, 20.0);
            }
            // H ← (I − ρ s y') H (I − ρ y s') + ρ s s', with s the move and y the change.
            let rho = 1.0 / curve;
            let both = rho * (1.0 + rho * (spread * factor));
            for (i, row) in inverse.chunks_exact_mut(k).enumerate() {
                let (si, hi) = (moved[i], image[i] * factor);
                for j in 0..k {
                    let cross = hi * moved[j] + si * (image[j] * factor);
                    row[j] = row[j] * factor + (both * (si * moved[j]) - rho * cross);
                }
            }
        }
        let gained = here.cost - next.cost;
        std::mem::swap(here, next);
        self.iterations += 1;
        self.set_out();
        if self.stage == Stage::Over {
            return;
        }
        if gained <= self.unseen {
            self.converged = true;
            self.stage = Stage::Over;
        } else if self.iterations >= self.most_iterations {
            self.stage = Stage::Over;
        }
    }

    /// Chooses the next direction, or ends.
    fn set_out(&mut self) {
        let mut held: Vec<usize> = Vec::new();
        for (i, &(low, high)) in self.bounds.iter().enumerate() {
            let (x, g) = (self.here.x[i], self.here.gradient[i]);
            if (x <= low && g > 0.0) || (x >= high && g < 0.0) {
                held.push(i);
            }
        }
        self.turn(&held);
        // A coordinate at a bound may be carried out of the box by the others' forces.
        while let Some(i) = self.leaving(&held) {
            held.push(i);
            self.turn(&held);
        }
        self.slope = dot(&self.here.gradient, &self.direction);
        if self.slope >= self.arrived || self.slope.is_nan() {
            self.converged = self.slope <= -self.nearly_arrived;
            self.stage = Stage::Over;
            return;
        }
        self.longest = f64::INFINITY;
        self.limit = None;
        for (i, &(low, high)) in self.bounds.iter().enumerate() {
            let d = self.direction[i];
            let bound = if d < 0.0 { low } else { high };
            let reach = (bound - self.here.x[i]) / d;
            if d != 0.0 && reach < self.longest {
                self.longest = reach;
                self.limit = Some((i, bound));
            }
        }
        self.stage = Stage::Step;
        self.has_next = false;
        self.has_failed = false;
        self.trials = 0;
        self.aim(1.0);
    }

    fn leaving(&self, held: &[usize]) -> Option<usize> {
        self.bounds.iter().enumerate().position(|(i, &(low, high))| {
            let (x, d) = (self.here.x[i], self.direction[i]);
            !held.contains(&i) && ((x <= low && d < 0.0) || (x >= high && d > 0.0))
        })
    }

    /// The direction −H g, where the coordinates in `held` do not move.
    fn turn(&mut self, held: &[usize]) {
        let k = self.trial.len();
        let Self { here, direction, change: force, inverse, .. } = self;
        for (force, g) in force.iter_mut().zip(&here.gradient) {
            *force = -g;
        }
        for &i in held {
            force[i] = 0.0;
        }
        multiply(inverse, force, direction);
        if held.is_empty() {
            return;
        }
        // The forces z on the held coordinates that make their steps 0: H_AA z = (H g)_A, by elimination.
        let a = held.len();
        let mut z: Vec<f64> = held.iter().map(|&i| direction[i]).collect();
        let mut matrix: Vec<f64> = Vec::with_capacity(a * a);
        for &i in held {
            matrix.extend(held.iter().map(|&j| inverse[i * k + j]));
        }
        for p in 0..a {
            for r in p + 1..a {
                let factor = matrix[r * a + p] / matrix[p * a + p];
                for c in p..a {
                    matrix[r * a + c] -= factor * matrix[p * a + c];
                }
                z[r] -= factor * z[p];
            }
        }
        for p in (0..a).rev() {
            for c in p + 1..a {
                z[p] -= matrix[p * a + c] * z[c];
            }
            z[p] /= matrix[p * a + p];
        }
        for (&j, &zj) in held.iter().zip(&z) {
            for i in 0..k {
                direction[i] -= inverse[j * k + i] * zj;
            }
        }
        for &i in held {
            direction[i] = 0.0;
        }
    }

    /// Asks for the point a step along the direction, or as far as the box goes.
    fn aim(&mut self, step: f64) {
        let at_limit = step >= self.longest;
        self.step = if at_limit { self.longest } else { step };
        self.trials += 1;
        for i in 0..self.trial.len() {
            self.trial[i] = self.here.x[i] + self.step * self.direction[i];
        }
        for (x, &(low, high)) in self.trial.iter_mut().zip(&self.bounds) {
            *x = x.clamp(low, high);
        }
        // Rounding must not leave it just inside the bound it came for.
        if let (true, Some((i, bound))) = (at_limit, self.limit) {
            self.trial[i] = bound;
        }
    }
}

/// A symmetric matrix times a vector, row after row so that rows are vector instructions.
fn multiply(matrix: &[f64], by: &[f64], into: &mut [f64]) {
    into.fill(0.0);
    for (row, &factor) in matrix.chunks_exact(by.len().max(1)).zip(by) {
        for (sum, &entry) in into.iter_mut().zip(row) {
            *sum += entry * factor;
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}
