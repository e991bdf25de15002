//! Many descents, of one series or of many, with their recursions in lockstep: those of one kind and length share the
//! lanes of a tape, and a lane whose descent is over takes the next. What a lane does depends on no other.

use std::ops::ControlFlow;

use super::grid::Grid;
use super::optimise::Descent;
use super::recursion::{Kind, NEGLIGIBLE, NO_SEASON, Point, Tape};
use super::space::Space;
use crate::Error;

/// Enough to hide a recursion's latency; more would no longer fit the vector registers.
pub(super) const LANES: usize = 8;

/// What long work calls every millisecond or so, with how much is done of how much.
pub type Checkpoint<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Steps of a recursion between two checkpoints: about a millisecond.
const STEPS_A_CHECKPOINT: usize = 60_000;

/// A model to be fitted to a series.
#[derive(Clone, Debug)]
pub(super) struct Problem<'a> {
    /// The scaled values; NaN where missing.
    pub y: &'a [f64],
    pub observed: usize,
    pub multiplicative_error: bool,
    pub space: Space,
    /// The start states, and the parameters that are held.
    pub start: Point,
    /// The states of the whole series, for parameters that hardly change them.
    pub slow_start: Point,
}

impl Problem<'_> {
    /// Whether α is the only parameter.
    pub fn is_simple(&self) -> bool {
        !self.space.has_trend && self.space.kind.season == NO_SEASON
    }

    /// The states a search with such an α starts from.
    fn start_for(&self, alpha: f64) -> &Point {
        if alpha <= SLOW { &self.slow_start } else { &self.start }
    }
}

/// One descent to the least cost of a problem.
#[derive(Clone, Debug)]
pub(super) struct Search {
    /// Which of the problems.
    pub problem: usize,
    pub descent: Descent,
}

/// Memory for the recursions, kept between series of the same kind.
#[derive(Default)]
pub(super) struct Workspace {
    tape: Option<Tape<LANES>>,
}

impl Workspace {
    fn tape(&mut self, kind: Kind, n: usize) -> &mut Tape<LANES> {
        let fits = |tape: &Tape<LANES>| tape.kind == kind && tape.n == n;
        if !self.tape.as_ref().is_some_and(fits) {
            self.tape = Some(Tape::new(kind, n));
        }
        self.tape.as_mut().expect("it was just made")
    }
}

/// Runs the searches: all of them a few steps, the better of each problem some more, and the best to their end. Where α is
/// the only parameter all go on.
pub(super) fn run(
    workspace: &mut Workspace,
    problems: &[Problem<'_>],
    searches: &mut Vec<Search>,
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<(), Error> {
    for (steps, survivors) in RACE {
        advance(workspace, problems, searches, steps, pause)?;
        keep_best(searches, |problem| if problems[problem].is_simple() { usize::MAX } else { survivors });
    }
    advance(workspace, problems, searches, u32::MAX, pause)?;
    keep_best(searches, |_| 1);
    Ok(())
}

/// Keeps so many searches of each problem.
fn keep_best(searches: &mut Vec<Search>, survivors: impl Fn(usize) -> usize) {
    searches.sort_by(|a, b| (a.problem.cmp(&b.problem)).then(a.descent.cost().total_cmp(&b.descent.cost())));
    let mut rank = 0;
    let mut problem = usize::MAX;
    searches.retain(|search| {
        rank = if search.problem == problem { rank + 1 } else { 0 };
        problem = search.problem;
        rank < survivors(problem)
    });
}

/// How many searches a problem starts with, then the steps after which they are compared and how many go on. Measured on
/// short series of small random counts: with some parameter held the fit is better, by 1e-3 in ln L, for about 3 in 100,
/// nearly all with a damped trend; never where α is the only parameter.
const STARTERS: usize = 6;
const RACE: [(u32, usize); 3] = [(6, 3), (16, 2), (30, 1)];

/// Runs the searches until each is over or has taken a number of steps.
fn advance(
    workspace: &mut Workspace,
    problems: &[Problem<'_>],
    searches: &mut [Search],
    steps: u32,
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<(), Error> {
    let kinds: Vec<(Kind, usize)> = searches
        .iter()
        .map(|search| (problems[search.problem].space.kind, problems[search.problem].y.len()))
        .collect();
    let mut order: Vec<usize> = (0..searches.len()).collect();
    order.sort_by_key(|&index| kinds[index]);
    for group in order.chunk_by(|&a, &b| kinds[a] == kinds[b]) {
        let (kind, n) = kinds[group[0]];
        run_group(workspace.tape(kind, n), problems, searches, group, steps, pause)?;
    }
    Ok(())
}

fn run_group(
    tape: &mut Tape<LANES>,
    problems: &[Problem<'_>],
    searches: &mut [Search],
    group: &[usize],
    most_steps: u32,
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<(), Error> {
    let mut waiting = group.iter().copied();
    let mut lanes: [Option<usize>; LANES] = [None; LANES];
    let mut points: [Point; LANES] = std::array::from_fn(|_| Point::default());
    let mut gradient = Vec::new();
    let mut steps = 0;
    loop {
        for (lane, (place, point)) in lanes.iter_mut().zip(&mut points).enumerate() {
            let goes_on = |index: &usize| searches[*index].descent.goes_on(most_steps);
            if !place.as_ref().is_some_and(goes_on) {
                *place = waiting.find(goes_on);
                if let Some(index) = *place {
                    let problem = &problems[searches[index].problem];
                    tape.load(lane, problem.y, problem.observed, problem.multiplicative_error);
                    point.clone_from(&problem.start);
                    tape.place(lane, point);
                }
            }
            if let Some(index) = *place {
                let search = &searches[index];
                let problem = &problems[search.problem];
                problem.space.set(search.descent.wants().expect("it is not over"), point);
                if problem.space.free_states {
                    tape.place(lane, point);
                } else {
                    tape.place_parameters(lane, point);
                }
            }
        }
        if lanes.iter().all(Option::is_none) {
            return Ok(());
        }
        let costs = tape.run();
        tape.differentiate();
        for (lane, place) in lanes.iter().enumerate() {
            let Some(index) = *place else { continue };
            let search = &mut searches[index];
            let space = &problems[search.problem].space;
            let adjoint = &tape.adjoint;
            let by = Point {
                alpha: adjoint.alpha.0[lane],
                beta: adjoint.beta.0[lane],
                gamma: adjoint.gamma.0[lane],
                phi: adjoint.phi.0[lane],
                level: adjoint.level.0[lane],
                trend: adjoint.trend.0[lane],
                seasonal: Vec::new(),
            };
            gradient.resize(space.dimension(), 0.0);
            let x = search.descent.wants().expect("it is not over");
            space.gradient(x, &by, |phase| adjoint.seasonal[phase].0[lane], &mut gradient);
            let error = (tape.sse.0[lane] / tape.observed.0[lane]).sqrt();
            search.descent.take(costs[lane], &gradient, error);
        }
        steps += tape.n * LANES;
        if steps > STEPS_A_CHECKPOINT {
            steps = 0;
            if pause().is_break() {
                return Err(Error::Cancelled);
            }
        }
    }
}

/// With no greater an α a series' beginning says less of its start than the whole.
const SLOW: f64 = 0.02;

/// Looks at a grid of parameters and makes searches from the best of each basin.
pub(super) fn survey(workspace: &mut Workspace, problem: &Problem<'_>, index: usize) -> Vec<Search> {
    let space = &problem.space;
    let grid = Grid::of(space);
    let tape = workspace.tape(space.kind, problem.y.len());
    for lane in 0..LANES {
        tape.load(lane, problem.y, problem.observed, problem.multiplicative_error);
        tape.place(lane, &problem.start);
    }
    let (mut costs, mut squares) = (vec![0.0; grid.len()], vec![0.0; grid.len()]);
    let mut point = problem.start.clone();
    for from in (0..grid.len()).step_by(LANES) {
        let group = from..grid.len().min(from + LANES);
        for (lane, at) in group.clone().enumerate() {
            let sides = grid.sides(at);
            point.clone_from(problem.start_for(sides[0]));
            space.set_parameters(sides, &mut point);
            tape.place(lane, &point);
        }
        costs[group.clone()].copy_from_slice(&tape.run()[..group.len()]);
        squares[group.clone()].copy_from_slice(&tape.sse.0[..group.len()]);
    }
    let most = if problem.is_simple() { usize::MAX } else { STARTERS };
    let starters = grid.starters(&costs, most);
    starters.into_iter().map(|at| search(problem, index, grid.sides(at), squares[at])).collect()
}

fn search(problem: &Problem<'_>, index: usize, sides: [f64; 4], sse: f64) -> Search {
    let space = &problem.space;
    let mut start = problem.start_for(sides[0]).clone();
    space.set_parameters(sides, &mut start);
    let bounds =
        space.sides.iter().filter(|side| side.held.is_none()).map(|side| (side.low, side.high)).collect();
    let curvature = curvature(problem, &start, sse);
    let descent = Descent::new(space.coordinates(sides, &start), bounds, &curvature);
    Search { problem: index, descent }
}

/// About the inverse Hessian's diagonal: how far a change of a parameter or state is felt, against the errors' size.
fn curvature(problem: &Problem<'_>, at: &Point, sse: f64) -> Vec<f64> {
    let space = &problem.space;
    let n = problem.observed as f64;
    let level = at.level * at.level;
    let square = sse / n + NEGLIGIBLE;
    let variance = if problem.multiplicative_error { square * level } else { square };
    let alpha = at.alpha.max(1.0 / n);
    let mut guess = vec![0.5 / n; space.free_sides];
    if space.free_states {
        guess.push(0.5 * variance * alpha * (2.0 - alpha));
        if space.has_trend {
            let trend = 2.0 * variance * alpha * alpha * alpha;
            guess.push(if space.kind.multiplied_trend { trend / level } else { trend });
        }
        let cycles = n / space.phases.len().max(1) as f64;
        let felt = cycles.min(1.0 / (at.gamma.max(1e-6) * (2.0 - at.gamma)));
        let season = 0.5 * variance / felt.max(1.0);
        let season = if space.kind.season >= super::recursion::MULTIPLIED { season / level } else { season };
        guess.resize(guess.len() + space.phases.len(), season);
    }
    for value in &mut guess {
        // Whatever the guess is made of, a descent needs one above 0.
        if !(*value > 0.0 && *value < 1e30) {
            *value = 1.0 / n;
        }
    }
    guess
}
