//! One call's work split over the pool: thousands of series in one job, on every thread that has nothing else to do.
//!
//! The work on `0..count` is cut into parts of `grain` items, always at the same places, so that results depend neither
//! on the threads nor on their number. The job waits in its lane as any other. When its turn comes, the thread that
//! began it works through the parts one after the other, and idle threads join in ([`crate::pool::Shared`]). Whoever
//! finishes a part adds what can follow to the answer, so that little is kept twice ([`Gather`]), and whoever finishes
//! the last one settles the promise.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::{Arc, PoisonError};

use crate::fault::Fault;
use crate::guard;
use crate::job::Control;
use crate::pool::{Lane, POOL, Settle, Shared};
use crate::sync::{Mutex, MutexGuard};

/// How a job is cut: `count` items (series, say) in parts of `grain`.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Items in all; the job's progress is told in them.
    pub count: usize,
    /// Items in a part: enough for a few milliseconds of work, so that taking a part costs nothing beside it.
    pub grain: usize,
}

/// An answer that grows by the parts' results.
pub trait Gather: Send + 'static {
    /// What a part's work makes.
    type Part: Send + 'static;
    /// What JavaScript gets.
    type Answer: Send + 'static;

    /// Adds the next part's; parts come in order.
    fn add(&mut self, part: Self::Part);

    /// The answer, when all were added.
    fn answer(self) -> Self::Answer;
}

/// What a part's work calls every millisecond or so, with how many of its items are done and how many it has.
pub type Checkpoint<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Begins a job on this thread, and lets others help with it.
pub fn begin<G: Gather>(
    control: Arc<Control>,
    cut: Cut,
    work: impl Fn(Range<usize>, Checkpoint<'_>) -> Result<G::Part, Fault> + Send + Sync + 'static,
    all: G,
    finish: impl FnOnce(Result<G, Fault>) -> Settle + Send + 'static,
) -> Settle {
    let state =
        State { begun: 0, busy: 0, done: 0, fault: None, finish: Some(Box::new(finish) as Finish<G>) };
    let split = Arc::new(Split {
        control,
        cut,
        work,
        state: Mutex::new(state),
        gathered: Mutex::new(Gathered { all: Some(all), next: 0, early: BTreeMap::new() }),
    });
    if cut.parts() > 1 {
        POOL.share(Arc::clone(&split) as Arc<dyn Shared>);
    }
    split.take_parts()
}

impl Cut {
    /// One, though empty, even for no items: someone must settle the promise.
    fn parts(self) -> usize {
        self.count.div_ceil(self.grain.max(1)).max(1)
    }

    fn part(self, index: usize) -> Range<usize> {
        let grain = self.grain.max(1);
        index * grain..self.count.min((index + 1) * grain)
    }
}

/// A job being worked on in parts.
struct Split<G: Gather, W> {
    control: Arc<Control>,
    cut: Cut,
    work: W,
    state: Mutex<State<G>>,
    gathered: Mutex<Gathered<G>>,
}

struct State<G> {
    /// Parts that were begun: the next one's index.
    begun: usize,
    /// Parts being worked on.
    busy: usize,
    /// Items done, those of parts being worked on included.
    done: u64,
    fault: Option<Fault>,
    /// Taken by whoever finishes last.
    finish: Option<Finish<G>>,
}

struct Gathered<G: Gather> {
    /// Taken by whoever finishes last.
    all: Option<G>,
    /// The part that is added next.
    next: usize,
    /// Results of parts that ended before the next one.
    early: BTreeMap<usize, G::Part>,
}

type Finish<G> = Box<dyn FnOnce(Result<G, Fault>) -> Settle + Send>;

impl<G, W> Shared for Split<G, W>
where
    G: Gather,
    W: Fn(Range<usize>, Checkpoint<'_>) -> Result<G::Part, Fault> + Send + Sync,
{
    fn lane(&self) -> Lane {
        self.control.lane()
    }

    fn has_parts(&self) -> bool {
        let state = self.lock();
        state.fault.is_none() && state.begun < self.cut.parts()
    }

    fn take_parts(&self) -> Settle {
        let mut state = self.lock();
        while state.fault.is_none() && state.begun < self.cut.parts() {
            let index = state.begun;
            state.begun += 1;
            state.busy += 1;
            drop(state);
            let outcome = guard::catch(|| self.work_on(index).map(|part| self.gather(index, part)));
            state = self.lock();
            state.busy -= 1;
            if let Err(fault) = outcome {
                state.fault.get_or_insert(fault);
            }
        }
        let over = state.busy == 0;
        let State { fault, finish, .. } = &mut *state;
        let Some(finish) = finish.take_if(|_| over) else { return Box::new(|| ()) };
        let fault = fault.take();
        drop(state);
        let all = lock(&self.gathered).all.take().ok_or_else(Fault::internal);
        finish(fault.map_or(all, Err))
    }
}

impl<G, W> Split<G, W>
where
    G: Gather,
    W: Fn(Range<usize>, Checkpoint<'_>) -> Result<G::Part, Fault>,
{
    /// Adds a part's result, and those that waited for it, to those before.
    fn gather(&self, index: usize, part: G::Part) {
        let mut gathered = lock(&self.gathered);
        let Gathered { all, next, early } = &mut *gathered;
        early.insert(index, part);
        while let Some(part) = early.remove(next) {
            if let Some(all) = all {
                all.add(part);
            }
            *next += 1;
        }
    }

    fn work_on(&self, index: usize) -> Result<G::Part, Fault> {
        let part = self.cut.part(index);
        let items = part.len() as u64;
        let mut told = 0;
        let mut checkpoint = |done: u64, _| {
            self.control.pause()?;
            let done = done.min(items);
            let mut state = self.lock();
            if state.fault.is_some() {
                return ControlFlow::Break(());
            }
            state.done += done.saturating_sub(told);
            told = told.max(done);
            // Under the lock, so that two threads cannot tell theirs in the wrong order.
            self.control.report(state.done, self.cut.count as u64);
            ControlFlow::Continue(())
        };
        if checkpoint(0, items).is_break() {
            return Err(Fault::aborted());
        }
        let result = (self.work)(part, &mut checkpoint)?;
        self.lock().done += items - told;
        Ok(result)
    }
}

impl<G: Gather, W> Split<G, W> {
    /// Nothing that can panic runs under the lock.
    fn lock(&self) -> MutexGuard<'_, State<G>> {
        lock(&self.state)
    }
}

/// Locks, though a thread panicked: its part's fault is kept, and the call rejected with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Just the results, in order.
impl<P: Send + 'static> Gather for Vec<P> {
    type Part = P;
    type Answer = Self;

    fn add(&mut self, part: P) {
        self.push(part);
    }

    fn answer(self) -> Self {
        self
    }
}
