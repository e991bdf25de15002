//! One call's work split over the pool: thousands of series in one job, on every thread that has nothing else to do.
//!
//! The work on `0..count` is cut into parts of `grain` items, always at the same places, so that results depend neither
//! on the threads nor on their number. The job waits in its lane as any other. When its turn comes, the thread that
//! began it works through the parts one after the other, and idle threads join in ([`crate::pool::Shared`]); nobody
//! waits for anybody: whoever finishes the last part joins the results and settles the promise.

use std::ops::{ControlFlow, Range};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi::Env;
use napi::bindgen_prelude::{Object, ToNapiValue};

use crate::fault::Fault;
use crate::guard;
use crate::job::{Control, Job};
use crate::pool::{Lane, POOL, Settle, Shared};

/// How a job is cut: `count` items (series, say) in parts of `grain`.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Items in all; the job's progress is told in them.
    pub count: usize,
    /// Items in a part: enough for a few milliseconds of work, so that taking a part costs nothing beside it.
    pub grain: usize,
}

/// What a part's work calls every millisecond or so, with how many of its items are done and how many it has.
pub type Checkpoint<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

impl Job {
    /// Runs `work` on every part on as many threads as are free, joins the parts' results in order, and returns the
    /// promise of what `join` makes of them.
    ///
    /// `work` is given a part's items and a checkpoint to call with how many of them are done; on `Break` it returns
    /// [`Fault::aborted`]. Its first error, or a panic, rejects the promise and stops the other parts.
    pub fn start_split<'env, P, T>(
        &self,
        env: &'env Env,
        cut: Cut,
        work: impl Fn(Range<usize>, Checkpoint<'_>) -> Result<P, Fault> + Send + Sync + 'static,
        join: impl FnOnce(Vec<P>) -> Result<T, Fault> + Send + 'static,
    ) -> napi::Result<Object<'env>>
    where
        P: Send + 'static,
        T: ToNapiValue + Send + 'static,
    {
        self.start_with(env, move |control, settle| {
            let split = Split {
                control,
                cut,
                work,
                state: Mutex::new(State {
                    begun: 0,
                    busy: 0,
                    done: 0,
                    results: (0..cut.parts()).map(|_| None).collect(),
                    fault: None,
                    finish: Some(Box::new(move |outcome: Result<Vec<P>, Fault>| {
                        settle(outcome.and_then(|parts| guard::catch(|| join(parts))))
                    })),
                }),
            };
            let split = Arc::new(split);
            if cut.parts() > 1 {
                POOL.share(Arc::clone(&split) as Arc<dyn Shared>);
            }
            split.take_parts()
        })
    }
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
struct Split<P, W> {
    control: Arc<Control>,
    cut: Cut,
    work: W,
    state: Mutex<State<P>>,
}

struct State<P> {
    /// Parts that were begun: the next one's index.
    begun: usize,
    /// Parts being worked on.
    busy: usize,
    /// Items done, those of parts being worked on included.
    done: u64,
    results: Vec<Option<P>>,
    fault: Option<Fault>,
    /// Taken by whoever finishes last.
    finish: Option<Finish<P>>,
}

type Finish<P> = Box<dyn FnOnce(Result<Vec<P>, Fault>) -> Settle + Send>;

impl<P, W> Shared for Split<P, W>
where
    P: Send,
    W: Fn(Range<usize>, Checkpoint<'_>) -> Result<P, Fault> + Send + Sync,
{
    fn lane(&self) -> Lane {
        self.control.lane()
    }

    fn has_parts(&self) -> bool {
        let state = self.lock();
        state.fault.is_none() && state.begun < state.results.len()
    }

    fn take_parts(&self) -> Settle {
        let mut state = self.lock();
        while state.fault.is_none() && state.begun < state.results.len() {
            let index = state.begun;
            state.begun += 1;
            state.busy += 1;
            drop(state);
            let outcome = guard::catch(|| self.work_on(index));
            state = self.lock();
            state.busy -= 1;
            match outcome {
                Ok(result) => state.results[index] = Some(result),
                Err(fault) => {
                    state.fault.get_or_insert(fault);
                }
            }
        }
        let over = state.busy == 0;
        let State { results, fault, finish, .. } = &mut *state;
        let Some(finish) = finish.take_if(|_| over) else { return Box::new(|| ()) };
        let outcome = match fault.take() {
            Some(fault) => Err(fault),
            None => results.drain(..).collect::<Option<Vec<P>>>().ok_or_else(Fault::internal),
        };
        drop(state);
        finish(outcome)
    }
}

impl<P, W> Split<P, W>
where
    W: Fn(Range<usize>, Checkpoint<'_>) -> Result<P, Fault>,
{
    fn work_on(&self, index: usize) -> Result<P, Fault> {
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

impl<P, W> Split<P, W> {
    /// Nothing that can panic runs under the lock.
    fn lock(&self) -> MutexGuard<'_, State<P>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
