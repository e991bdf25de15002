//! Searches for the least squares of models whose start states are given: the parameters are few, so that derivatives can
//! run along with the recursions. Those of one kind and length share lanes; what a lane does depends on no other.

use std::ops::ControlFlow;

use super::elementary::ln;
use super::gauss_newton::{GaussNewton, Sums};
use super::grid::Grid;
use super::lockstep::Problem;
use super::optimise::Optimum;
use super::recursion::{Kind, NEGLIGIBLE, Point};
use super::space::Side;
use super::squares::Squares;
use crate::Error;

/// Lanes of sums alone, and of those with derivatives: as many as hide the latency, or fill the registers.
const WIDE: usize = 16;
const NARROW: usize = 4;

/// Searches a problem starts with, of sums no greater than this share of the least; then the moves after which they are
/// compared, how many go on, and the same share. Measured on 20,000 random series.
const STARTERS: usize = 8;
const START: f64 = 1.1;
const RACE: [(u32, usize, f64); 3] = [(1, 6, 1.05), (2, 4, 1.02), (5, 1, 1.0)];

/// A search, and which problem's it is.
struct Search {
    problem: usize,
    path: GaussNewton,
}

impl Problem<'_> {
    /// Whether its parameters are searched here.
    pub fn is_least_squares(&self) -> bool {
        !self.space.free_states && !self.multiplicative_error && !self.space.kind.multiplied_trend
    }
}

/// Finds the least squares of the problems at these places; none where the model cannot be.
pub(super) fn search(
    problems: &[Problem<'_>],
    mut places: Vec<usize>,
    found: &mut [Option<Optimum>],
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<(), Error> {
    // What those that share lanes have in common: the recursion, the length, and where the parameters may be.
    let shape = |index: usize| {
        let Problem { space, y, .. } = &problems[index];
        let bits = |side: &Side| [side.low, side.high, side.held.unwrap_or(f64::NAN)].map(f64::to_bits);
        (space.kind, y.len(), space.sides.each_ref().map(bits))
    };
    places.sort_by_key(|&index| shape(index));
    for group in places.chunk_by(|&a, &b| shape(a) == shape(b)) {
        let (kind, n, _) = shape(group[0]);
        let first = &problems[group[0]];
        let grid = Grid::of(&first.space);
        let mut searches = survey(kind, n, &grid, problems, group, pause)?;
        let mut squares = Squares::new(kind, n);
        // Where α is the only parameter all go on.
        let is_simple = first.is_simple();
        for (moves, survivors, share) in RACE {
            advance(&mut squares, problems, &mut searches, moves, pause)?;
            if !is_simple {
                keep_best(&mut searches, survivors, share);
            }
        }
        advance(&mut squares, problems, &mut searches, u32::MAX, pause)?;
        keep_best(&mut searches, 1, 1.0);
        for Search { problem, path } in searches {
            found[problem] = optimum(&problems[problem], &path);
        }
    }
    Ok(())
}

fn optimum(problem: &Problem<'_>, path: &GaussNewton) -> Option<Optimum> {
    let n = problem.observed as f64;
    let cost = n * ln(path.sse() + n * NEGLIGIBLE);
    (cost < f64::INFINITY).then(|| Optimum {
        x: problem.space.coordinates(path.best(), &problem.start),
        cost,
        converged: path.converged(),
        iterations: path.iterations(),
    })
}

/// Keeps so many searches of each problem, whose searches lie together, with sums no greater than a share of the least.
fn keep_best(searches: &mut Vec<Search>, survivors: usize, share: f64) {
    for own in searches.chunk_by_mut(|a, b| a.problem == b.problem) {
        own.sort_by(|a, b| a.path.sse().total_cmp(&b.path.sse()));
    }
    let mut rank = 0;
    let mut problem = usize::MAX;
    let mut limit = 0.0;
    searches.retain(|search| {
        if search.problem == problem {
            rank += 1;
        } else {
            (rank, problem, limit) = (0, search.problem, share * search.path.sse());
        }
        rank == 0 || (rank < survivors && search.path.sse() <= limit)
    });
}

/// Sums the squares on the whole grid for each problem and starts searches at the best places.
fn survey(
    kind: Kind,
    n: usize,
    grid: &Grid,
    problems: &[Problem<'_>],
    group: &[usize],
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Vec<Search>, Error> {
    let space = &problems[group[0]].space;
    let points: Vec<Point> = (0..grid.len())
        .map(|index| {
            let mut point = Point::default();
            space.set_parameters(grid.sides(index), &mut point);
            point
        })
        .collect();
    let is_simple = problems[group[0]].is_simple();
    let most = if is_simple { usize::MAX } else { STARTERS };
    let mut squares = Squares::<WIDE>::new(kind, n);
    let mut searches = Vec::new();
    let mut sums = vec![0.0; grid.len()];
    let mut steps = 0;
    for &index in group {
        let problem = &problems[index];
        squares.load_all(problem.y, &problem.start);
        for (points, sums) in points.chunks(WIDE).zip(sums.chunks_mut(WIDE)) {
            for (lane, point) in points.iter().enumerate() {
                squares.place(lane, point);
            }
            squares.run();
            for (sum, &sse) in sums.iter_mut().zip(&squares.sse.0) {
                *sum = if sse.is_nan() { f64::INFINITY } else { sse };
            }
        }
        let mut starters = grid.starters(&sums, most);
        if let (false, Some(&first)) = (is_simple, starters.first()) {
            let limit = START * sums[first];
            starters.retain(|&at| sums[at] <= limit);
        }
        searches.extend(starters.into_iter().map(|at| Search {
            problem: index,
            path: GaussNewton::new(grid.sides(at), &problem.space.sides, problem.observed as f64),
        }));
        steps += n * grid.len();
        if steps > STEPS_A_CHECKPOINT {
            steps = 0;
            if pause().is_break() {
                return Err(Error::Cancelled);
            }
        }
    }
    Ok(searches)
}

/// Steps of a recursion between two checkpoints.
const STEPS_A_CHECKPOINT: usize = 60_000;

/// Runs the searches until each is over or has moved so often.
fn advance(
    squares: &mut Squares<NARROW>,
    problems: &[Problem<'_>],
    searches: &mut [Search],
    moves: u32,
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<(), Error> {
    let mut waiting = 0..searches.len();
    let mut lanes: [Option<usize>; NARROW] = [None; NARROW];
    let mut point = Point::default();
    let mut steps = 0;
    loop {
        for (lane, place) in lanes.iter_mut().enumerate() {
            let goes_on = |index: &usize| searches[*index].path.goes_on(moves);
            if !place.as_ref().is_some_and(goes_on) {
                *place = waiting.find(goes_on);
                if let Some(index) = *place {
                    let problem = &problems[searches[index].problem];
                    squares.load(lane, problem.y, &problem.start);
                }
            }
            if let Some(index) = *place {
                let Search { problem, path } = &searches[index];
                problems[*problem].space.set_parameters(path.wants(), &mut point);
                squares.place(lane, &point);
            }
        }
        if lanes.iter().all(Option::is_none) {
            return Ok(());
        }
        squares.differentiate();
        for (lane, place) in lanes.iter().enumerate() {
            let Some(index) = *place else { continue };
            let Search { problem, path } = &mut searches[index];
            let sums = Sums {
                sse: squares.sse.0[lane],
                slopes: squares.slopes.map(|slope| slope.0[lane]),
                normal: squares.normal.map(|row| row.map(|entry| entry.0[lane])),
            };
            path.take(&problems[*problem].space.sums(path.wants(), &sums));
        }
        steps += squares.n * NARROW;
        if steps > STEPS_A_CHECKPOINT {
            steps = 0;
            if pause().is_break() {
                return Err(Error::Cancelled);
            }
        }
    }
}
