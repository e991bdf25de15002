//! What must hold in every order.

use std::ops::ControlFlow;
use std::sync::Arc;

use loom::model::Builder;

use crate::fault::{Code, Fault};
use crate::job::Control;
use crate::pool::{Fate, Lane, POOL, Queued, Settle};
use crate::split::{self, Cut, Gather};
use crate::sync::atomic::{AtomicUsize, Ordering};

/// Runs a model in every order, but for those in which threads are interrupted more often than so: faults that take more are
/// rare, and orders then very many.
fn model(interruptions: usize, body: impl Fn() + Sync + Send + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(interruptions);
    builder.check(body);
}

/// How often each of some things was done.
#[derive(Default)]
struct Tally {
    run: AtomicUsize,
    refused: AtomicUsize,
    settled: AtomicUsize,
}

impl Tally {
    /// Run, refused, settled.
    fn counts(&self) -> [usize; 3] {
        [&self.run, &self.refused, &self.settled].map(|count| count.load(Ordering::SeqCst))
    }
}

fn one_more(count: &AtomicUsize) {
    count.fetch_add(1, Ordering::SeqCst);
}

/// A job that counts what becomes of it, and does something when its turn comes.
fn job(control: &Arc<Control>, tally: &Arc<Tally>, work: impl FnOnce(&Control) + Send + 'static) -> Queued {
    let (tally, own) = (Arc::clone(tally), Arc::clone(control));
    let work = move |fate: Fate| -> Settle {
        match fate {
            Fate::Run => {
                one_more(&tally.run);
                work(&own);
            }
            Fate::Refuse(_) => one_more(&tally.refused),
        }
        Box::new(move || one_more(&tally.settled))
    };
    Queued { control: Arc::clone(control), work: Box::new(work) }
}

/// Waits as JavaScript does: until all promises are settled. Then lets the threads end, for a model ends when all have.
fn finish(tally: &Tally, jobs: usize) {
    while tally.settled.load(Ordering::SeqCst) < jobs {
        loom::thread::yield_now();
    }
    assert!(POOL.configure(Some(0), None).is_ok());
}

#[test]
fn each_job_is_done_once_and_settled_on_one_thread() {
    model(3, || {
        let tally = Arc::new(Tally::default());
        POOL.submit(job(&Control::of(Lane::Bulk), &tally, |_| ()));
        POOL.submit(job(&Control::of(Lane::Interactive), &tally, |_| ()));
        finish(&tally, 2);
        assert_eq!(tally.counts(), [2, 0, 2]);
    });
}

#[test]
fn each_job_is_done_once_and_settled_on_two_threads() {
    model(2, || {
        assert!(POOL.configure(Some(2), None).is_ok());
        let tally = Arc::new(Tally::default());
        POOL.submit(job(&Control::of(Lane::Interactive), &tally, |_| ()));
        POOL.submit(job(&Control::of(Lane::Bulk), &tally, |_| ()));
        finish(&tally, 2);
        assert_eq!(tally.counts(), [2, 0, 2]);
    });
}

#[test]
fn a_bulk_job_that_pauses_runs_what_is_interactive_once() {
    model(3, || {
        let tally = Arc::new(Tally::default());
        POOL.submit(job(&Control::of(Lane::Bulk), &tally, |control| {
            let _ = control.pause();
            let _ = control.pause();
        }));
        POOL.submit(job(&Control::of(Lane::Interactive), &tally, |_| ()));
        finish(&tally, 2);
        assert_eq!(tally.counts(), [2, 0, 2]);
    });
}

#[test]
fn a_job_cancelled_meanwhile_is_settled_once_whoever_takes_it_out() {
    model(3, || {
        let tally = Arc::new(Tally::default());
        let control = Control::of(Lane::Bulk);
        POOL.submit(job(&Control::of(Lane::Bulk), &tally, |_| ()));
        POOL.submit(job(&control, &tally, |_| ()));
        control.cancel();
        POOL.sweep();
        finish(&tally, 2);
        let [run, refused, settled] = tally.counts();
        assert_eq!((run + refused, settled), (2, 2));
    });
}

#[test]
fn what_is_past_the_bound_is_refused_and_settled_at_once() {
    model(3, || {
        assert!(POOL.configure(None, Some(0)).is_ok());
        let tally = Arc::new(Tally::default());
        POOL.submit(job(&Control::of(Lane::Interactive), &tally, |_| ()));
        POOL.submit(job(&Control::of(Lane::Interactive), &tally, |_| ()));
        finish(&tally, 2);
        let [run, refused, settled] = tally.counts();
        assert!(run >= 1 && (run + refused, settled) == (2, 2));
    });
}

/// The parts in the order in which they were added.
struct Parts(Vec<usize>);

impl Gather for Parts {
    type Part = usize;
    type Answer = Vec<usize>;

    fn add(&mut self, part: usize) {
        self.0.push(part);
    }

    fn answer(self) -> Vec<usize> {
        self.0
    }
}

/// Submits a job of two parts, one of which may fail, and checks what it is settled with, once.
fn shared(tally: &Arc<Tally>, fails: Option<usize>) {
    let (own, control) = (Arc::clone(tally), Control::of(Lane::Bulk));
    let begin = move |fate: Fate| -> Settle {
        assert!(matches!(fate, Fate::Run));
        let parts = Arc::clone(&own);
        let work = move |part: std::ops::Range<usize>, checkpoint: split::Checkpoint<'_>| {
            one_more(&parts.run);
            if fails == Some(part.start) {
                return Err(Fault::internal());
            }
            match checkpoint(1, 1) {
                ControlFlow::Continue(()) => Ok(part.start),
                ControlFlow::Break(()) => Err(Fault::aborted()),
            }
        };
        let finish = move |outcome: Result<Parts, Fault>| -> Settle {
            match fails {
                None => assert_eq!(outcome.map(Gather::answer).ok(), Some(vec![0, 1])),
                Some(_) => {
                    assert_eq!(outcome.map(Gather::answer).err().map(|fault| fault.0), Some(Code::Internal));
                }
            }
            Box::new(move || one_more(&own.settled))
        };
        split::begin(Arc::clone(&control), Cut { count: 2, grain: 1 }, work, Parts(Vec::new()), finish)
    };
    POOL.submit(Queued { control: Control::of(Lane::Bulk), work: Box::new(begin) });
}

#[test]
fn parts_of_a_shared_job_are_done_once_added_in_order_and_settled_once() {
    model(2, || {
        assert!(POOL.configure(Some(2), None).is_ok());
        let tally = Arc::new(Tally::default());
        shared(&tally, None);
        finish(&tally, 1);
        assert_eq!(tally.counts(), [2, 0, 1]);
    });
}

#[test]
fn a_part_that_fails_rejects_a_shared_job_once() {
    model(2, || {
        assert!(POOL.configure(Some(2), None).is_ok());
        let tally = Arc::new(Tally::default());
        shared(&tally, Some(1));
        finish(&tally, 1);
        assert_eq!(tally.counts()[2], 1);
    });
}
