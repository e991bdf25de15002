//! The work pool: our own threads, an interactive lane ahead of a bulk lane, and a bound on what may wait.
//!
//! libuv's four threads are left to the service (its files, DNS and TLS), and so is the event loop. One pool serves
//! the whole process, every `worker_thread` included; its threads start with the first job and run at a lower OS
//! priority than the event loop.
//!
//! A bulk job cannot make an interactive one wait for long: at each of its checkpoints it runs what waits in the
//! interactive lane, on its own stack, before it goes on ([`Pool::yield_to_interactive`]).
//!
//! A job may be shared ([`Shared`], `split.rs`): threads that find its lane empty help with its parts.
//!
//! The other way round, a thread may work on several jobs of a kind in turns where that is faster (`crypto/bcrypt.rs`):
//! it begins one as any other, and between two steps takes in what it would begin next if it were free, as long as that
//! is of the same kind and no thread is idle ([`Pool::join`]). So two logins keep two threads busy, and a stream of them
//! goes past no job that came before them.

#[cfg(not(loom))]
mod exports;
#[cfg_attr(loom, path = "pool/schedule.rs")] // a file taken in by its path has its modules beside it
mod schedule;

use std::any::Any;
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};

#[cfg(not(loom))]
use thread_priority::{ThreadPriority, set_current_thread_priority};

use crate::fault::{Code, Fault};
use crate::guard;
use crate::job::Control;
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Condvar, Mutex, MutexGuard, thread};

use schedule::{State, Turn};

/// How many jobs may wait before the next is refused.
const DEFAULT_MAX_QUEUE: usize = 1024;

/// Out of 100, on the crate's cross-platform scale: niceness 9 on Linux, where 0 is the event loop's.
#[cfg(not(loom))]
const WORKER_PRIORITY: u8 = 25;

/// Which queue a job waits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Someone is waiting for it.
    Interactive,
    /// It can wait.
    Bulk,
}

/// What becomes of a queued job.
pub enum Fate {
    /// Its turn has come.
    Run,
    /// It was not let into the queue, or cancelled while it waited.
    Refuse(Fault),
}

/// A job in a lane.
pub struct Queued {
    /// Tells whether it was cancelled.
    pub control: Arc<Control>,
    /// What is to be done.
    pub work: Box<dyn Work>,
}

/// A job's work. Its type is the job's kind: see [`Pool::join`].
pub trait Work: Any + Send {
    /// Does it, and returns what settles its promise.
    fn run(self: Box<Self>, fate: Fate) -> Settle;
}

impl<F: FnOnce(Fate) -> Settle + Send + 'static> Work for F {
    fn run(self: Box<Self>, fate: Fate) -> Settle {
        self(fate)
    }
}

/// Settles a job's promise. Called when the job no longer counts as running, so that who awaits it finds room.
pub type Settle = Box<dyn FnOnce() + Send>;

/// A job that was begun and has parts left for other threads to do.
///
/// Help comes after the queued jobs of the interactive lane, but before those of the bulk lane: to end one bulk job
/// sooner and begin the next later serves both.
pub trait Shared: Send + Sync {
    /// The lane the job waited in.
    fn lane(&self) -> Lane;

    /// Whether there are parts nobody has begun.
    fn has_parts(&self) -> bool;

    /// Does parts until none are left; what it returns settles the promise if this thread did the last.
    fn take_parts(&self) -> Settle;
}

/// Settles a promise; a panic in it must not end a pool thread.
fn settle(outcome: Result<Settle, Fault>) {
    let _ = guard::catch(|| {
        outcome?();
        Ok(())
    });
}

/// See the module's documentation.
pub struct Pool {
    state: Mutex<State>,
    work: Condvar,
    /// Interactive jobs that wait or may want help, readable at every checkpoint without the lock.
    interactive: AtomicUsize,
}

/// The process's one pool.
#[cfg(not(loom))]
pub static POOL: std::sync::LazyLock<Pool> = std::sync::LazyLock::new(|| {
    // Respects the CPU affinity and the cgroup's quota.
    Pool::new(thread::available_parallelism().map_or(1, usize::from))
});

#[cfg(loom)]
loom::lazy_static! {
    /// Each run of a model has its own, which its threads outlive.
    pub static ref POOL: &'static Pool = Box::leak(Box::new(Pool::new(1)));
}

impl Pool {
    fn new(threads: usize) -> Self {
        let state = State {
            interactive: VecDeque::new(),
            bulk: VecDeque::new(),
            shared: Vec::new(),
            running: 0,
            busy: 0,
            threads: 0,
            target: threads,
            max_queue: DEFAULT_MAX_QUEUE,
        };
        Self { state: Mutex::new(state), work: Condvar::new(), interactive: AtomicUsize::new(0) }
    }

    /// Queues a job, or refuses it at once when too much waits already.
    ///
    /// A refused job's promise is settled like any other: until it is, it keeps the event loop alive.
    pub fn submit(&'static self, queued: Queued) {
        let mut state = self.lock();
        if let Err(fault) = self.admit(&mut state) {
            drop(state);
            settle(guard::catch(|| Ok(queued.work.run(Fate::Refuse(fault)))));
            return;
        }
        match queued.control.lane() {
            Lane::Interactive => state.interactive.push_back(queued),
            Lane::Bulk => state.bulk.push_back(queued),
        }
        self.publish(&state);
        drop(state);
        self.work.notify_one();
    }

    /// Whether there is room for one more job, and a thread to do it.
    fn admit(&'static self, state: &mut State) -> Result<(), Fault> {
        let waiting = state.waiting();
        // As many as there are idle threads do not wait.
        if waiting >= state.max_queue + state.idle() {
            return Err(busy(waiting, state.max_queue));
        }
        self.spawn_missing(state)
    }

    /// Rejects the queued jobs that have been cancelled, so that they neither hold memory nor count as waiting.
    pub fn sweep(&self) {
        let mut state = self.lock();
        let State { interactive, bulk, .. } = &mut *state;
        let mut cancelled = Vec::new();
        for lane in [interactive, bulk] {
            let (gone, kept): (VecDeque<_>, VecDeque<_>) =
                lane.drain(..).partition(|queued| queued.control.is_cancelled());
            *lane = kept;
            cancelled.extend(gone);
        }
        self.publish(&state);
        drop(state);
        cancelled.into_iter().map(Queued::run).for_each(settle);
    }

    /// Lets other threads help with a job that this one has begun.
    pub fn share(&self, job: Arc<dyn Shared>) {
        let mut state = self.lock();
        state.shared.push(job);
        self.publish(&state);
        drop(state);
        self.work.notify_all();
    }

    /// Runs, on this thread, the interactive jobs that are waiting. Bulk jobs call it at their checkpoints.
    pub fn yield_to_interactive(&self) {
        while self.interactive.load(Ordering::Relaxed) > 0 {
            let mut state = self.lock();
            let Some(turn) = state.next_interactive() else {
                self.publish(&state);
                return;
            };
            self.work_on(turn, state, 0);
        }
    }

    /// Takes in the next job, for a thread that is at one of the same `lane` and kind `W`, if there is such a job for it:
    /// see the module's documentation. It counts as running until the thread says that it [left](Self::leave).
    pub fn join<W: Work>(&self, lane: Lane) -> Option<Box<W>> {
        let mut state = self.lock();
        let queued = state.next_to_join(lane, <dyn Any>::is::<W>)?;
        state.running += 1;
        self.publish(&state);
        drop(state);
        let work: Box<dyn Any> = queued.work;
        work.downcast().ok()
    }

    /// Settles one of the jobs that a thread is at together, but for the last, which the thread returns as any other.
    pub fn leave(&self, settled: Settle) {
        self.lock().running -= 1;
        settle(Ok(settled));
    }

    pub(crate) fn configure(
        &'static self,
        threads: Option<usize>,
        max_queue: Option<usize>,
    ) -> Result<(), Fault> {
        let mut state = self.lock();
        state.target = threads.unwrap_or(state.target);
        state.max_queue = max_queue.unwrap_or(state.max_queue);
        if state.threads > 0 {
            self.spawn_missing(&mut state)?;
        }
        drop(state);
        self.work.notify_all();
        Ok(())
    }

    /// Starts threads until there are as many as wanted. Having at least one is enough to go on.
    fn spawn_missing(&'static self, state: &mut State) -> Result<(), Fault> {
        while state.threads < state.target {
            let name = format!("clinicore-{}", state.threads);
            if thread::Builder::new().name(name).spawn(|| self.serve()).is_err() {
                return if state.threads > 0 { Ok(()) } else { Err(busy(state.waiting(), 0)) };
            }
            state.threads += 1;
        }
        Ok(())
    }

    /// A thread's life: job after job until there are more threads than wanted.
    fn serve(&self) {
        // Where the OS refuses, the threads run at normal priority: slower service, same answers. A model's are not the OS's.
        #[cfg(not(loom))]
        if let Ok(priority) = WORKER_PRIORITY.try_into() {
            let _ = set_current_thread_priority(ThreadPriority::Crossplatform(priority));
        }
        let mut state = self.lock();
        while state.threads <= state.target {
            let Some(turn) = state.next() else {
                state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            self.work_on(turn, state, 1);
            state = self.lock();
        }
        state.threads -= 1;
        drop(state);
        // The wake-up that ended this thread may have been meant for a job.
        self.work.notify_one();
    }

    /// Does what was just taken from a lane, without the lock. `threads` is 1, or 0 on a thread that is at a job already.
    fn work_on(&self, turn: Turn, mut state: MutexGuard<'_, State>, threads: usize) {
        state.running += 1;
        state.busy += threads;
        self.publish(&state);
        drop(state);
        let outcome = turn.run();
        let mut state = self.lock();
        state.running -= 1;
        state.busy -= threads;
        drop(state);
        settle(outcome);
    }

    fn publish(&self, state: &State) {
        let shared = state.shared.iter().filter(|shared| shared.lane() == Lane::Interactive).count();
        self.interactive.store(state.interactive.len() + shared, Ordering::Relaxed);
    }

    /// No code that can panic runs under the lock, so a poisoned state is a sound one.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn busy(waiting: usize, limit: usize) -> Fault {
    Fault::new(
        Code::Busy,
        format_args!("The work queue is full: {waiting} calls are waiting; try again later"),
    )
    .with("limit", limit)
    .with("option", "maxQueue")
}
