//! One asynchronous call: its promise, its cancellation, its progress.

use std::cell::RefCell;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use napi::bindgen_prelude::{FnArgs, Function, Object, ToNapiValue};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, JsDeferred, Status};
use napi_derive::napi;

use crate::fault::Fault;
use crate::guard;
use crate::pool::{Fate, Lane, POOL, Queued, Settle, Work};
use crate::split::{self, Checkpoint, Cut, Gather};

/// Progress calls that may wait for the event loop; further ones are dropped, the next tells as much.
const MAX_PENDING_PROGRESS: usize = 4;

/// Weak: a progress listener does not keep the process alive, the call's promise does.
type ProgressListener =
    ThreadsafeFunction<FnArgs<(f64, f64)>, (), FnArgs<(f64, f64)>, Status, false, true, MAX_PENDING_PROGRESS>;

/// What the pool's threads know of a call.
pub struct Control {
    lane: Lane,
    cancelled: AtomicBool,
    /// Set when the environment (the main thread or a worker) that made the call is being torn down.
    orphaned: Arc<AtomicBool>,
    on_progress: Option<ProgressListener>,
}

impl Control {
    /// Which queue the call waits in.
    pub fn lane(&self) -> Lane {
        self.lane
    }

    /// Whether nobody waits for the call any more.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || self.orphaned.load(Ordering::Relaxed)
    }

    /// What long work calls every millisecond or so: reports progress, lets interactive work go first if this is bulk
    /// work, and says whether to go on.
    pub fn checkpoint(&self, done: u64, total: u64) -> ControlFlow<()> {
        self.pause()?;
        self.report(done, total);
        ControlFlow::Continue(())
    }

    /// The part of [`Control::checkpoint`] that lets interactive work go first and says whether to go on.
    pub fn pause(&self) -> ControlFlow<()> {
        if self.lane == Lane::Bulk {
            POOL.yield_to_interactive();
        }
        if self.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// The part of [`Control::checkpoint`] that reports progress.
    pub fn report(&self, done: u64, total: u64) {
        if let Some(listener) = &self.on_progress {
            listener.call((done as f64, total as f64).into(), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }
}

/// One asynchronous call, made by `js/task.ts` and handed to the export that starts it.
#[napi]
pub struct Job {
    control: Arc<Control>,
}

#[napi]
impl Job {
    /// A call that is to wait in `lane` and tells `onProgress` how far it is.
    #[napi(constructor)]
    pub fn new(
        env: Env,
        #[napi(ts_arg_type = "'interactive' | 'bulk'")] lane: String,
        #[napi(ts_arg_type = "((done: number, total: number) => void) | undefined")] on_progress: Option<
            Function<'_, FnArgs<(f64, f64)>, ()>,
        >,
    ) -> napi::Result<Self> {
        let on_progress = on_progress
            .map(|listener| {
                listener
                    .build_threadsafe_function()
                    .callee_handled::<false>()
                    .weak::<true>()
                    .max_queue_size::<MAX_PENDING_PROGRESS>()
                    .build()
            })
            .transpose()?;
        let lane = if lane == "bulk" { Lane::Bulk } else { Lane::Interactive };
        let control =
            Control { lane, cancelled: AtomicBool::new(false), orphaned: orphaned_flag(env)?, on_progress };
        Ok(Self { control: Arc::new(control) })
    }

    /// Stops the call at its next checkpoint, or, if it waits, at the pool's next sweep.
    #[napi]
    pub fn cancel(&self) -> napi::Result<()> {
        guard::export(|| {
            self.control.cancelled.store(true, Ordering::Relaxed);
            Ok(())
        })
    }
}

impl Job {
    /// Runs `work` on the pool and returns the promise of what it gives.
    ///
    /// `work` is handed the call's [`Control`] for its checkpoints; a panic in it rejects the promise.
    pub fn start<'env, T>(
        &self,
        env: &'env Env,
        work: impl FnOnce(&Control) -> Result<T, Fault> + Send + 'static,
    ) -> napi::Result<Object<'env>>
    where
        T: ToNapiValue + Send + 'static,
    {
        self.start_with(env, move |control, settle| settle(guard::catch(|| work(&control))))
    }

    /// As [`Job::start`], where `work` itself makes what settles the promise, on whichever thread its end is reached.
    pub fn start_with<'env, T>(
        &self,
        env: &'env Env,
        work: impl FnOnce(Arc<Control>, Settler<T>) -> Settle + Send + 'static,
    ) -> napi::Result<Object<'env>>
    where
        T: ToNapiValue + Send + 'static,
    {
        self.start_work(env, |control, settler| {
            move |fate| match fate {
                Fate::Run => work(control, settler),
                Fate::Refuse(fault) => settler(Err(fault)),
            }
        })
    }

    /// As [`Job::start_with`], where the work is of a kind that the pool tells from others.
    pub fn start_work<'env, T, W: Work>(
        &self,
        env: &'env Env,
        work: impl FnOnce(Arc<Control>, Settler<T>) -> W,
    ) -> napi::Result<Object<'env>>
    where
        T: ToNapiValue + Send + 'static,
    {
        let (deferred, promise) = env.create_deferred()?;
        let settler: Settler<T> =
            Box::new(move |outcome| Box::new(move || settle(deferred, outcome)) as Settle);
        let control = Arc::clone(&self.control);
        POOL.submit(Queued { work: Box::new(work(Arc::clone(&control), settler)), control });
        Ok(promise)
    }

    /// Runs `work` on every part on as many threads as are free, adds the parts' results to `all` in order, and returns
    /// the promise of its answer.
    ///
    /// `work` is given a part's items and a checkpoint to call with how many of them are done; on `Break` it returns
    /// [`Fault::aborted`]. Its first error, or a panic, rejects the promise and stops the other parts.
    pub fn start_split<'env, G: Gather>(
        &self,
        env: &'env Env,
        cut: Cut,
        work: impl Fn(Range<usize>, Checkpoint<'_>) -> Result<G::Part, Fault> + Send + Sync + 'static,
        all: G,
    ) -> napi::Result<Object<'env>>
    where
        G::Answer: ToNapiValue,
    {
        self.start_with(env, move |control, settle| {
            split::begin(control, cut, work, all, move |outcome| {
                settle(outcome.and_then(|all| guard::catch(|| Ok(all.answer()))))
            })
        })
    }
}

/// Makes of a call's outcome what settles its promise.
pub type Settler<T> = Box<dyn FnOnce(Result<T, Fault>) -> Settle + Send>;

type Resolver<T> = Box<dyn FnOnce(Env) -> napi::Result<T> + Send>;

fn settle<T: ToNapiValue + Send + 'static>(deferred: JsDeferred<T, Resolver<T>>, outcome: Result<T, Fault>) {
    match outcome {
        Ok(value) => deferred.resolve(Box::new(move |_| Ok(value))),
        Err(fault) => deferred.reject(fault.into()),
    }
}

thread_local! {
    /// The flag of the environment on this thread.
    static ORPHANED: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// The flag that is set, and its waiting jobs swept out, when this environment is torn down.
fn orphaned_flag(env: Env) -> napi::Result<Arc<AtomicBool>> {
    if let Some(flag) = ORPHANED.with_borrow(Clone::clone) {
        return Ok(flag);
    }
    let flag = Arc::new(AtomicBool::new(false));
    env.add_env_cleanup_hook(Arc::clone(&flag), |flag| {
        flag.store(true, Ordering::Relaxed);
        // Another environment may be made on this thread.
        ORPHANED.set(None);
        POOL.sweep();
    })?;
    ORPHANED.set(Some(Arc::clone(&flag)));
    Ok(flag)
}
