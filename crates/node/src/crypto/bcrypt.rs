//! bcrypt on the pool: a thread that begins a hash takes further ones into its free lanes, each a call with a promise,
//! progress and cancellation of its own.

use std::ops::ControlFlow;

use clinicore_crypto::bcrypt::{ITERATIONS_PER_CHECKPOINT, Lanes};
use clinicore_crypto::{BcryptHash, Password, Setting};
use napi::Env;
use napi::bindgen_prelude::{Object, ToNapiValue};

use crate::fault::Fault;
use crate::guard;
use crate::job::{Job, Settler};
use crate::pool::{Fate, Lane, POOL, Settle, Work};

/// Hashes `password` under `setting` on the pool, and returns the promise of what `answer` makes of the hash.
pub fn start<'env, T>(
    env: &'env Env,
    job: &Job,
    password: Password,
    setting: Setting,
    answer: impl FnOnce(BcryptHash) -> T + Send + 'static,
) -> napi::Result<Object<'env>>
where
    T: ToNapiValue + Send + 'static,
{
    job.start_work(env, |control, settle| {
        let lane = control.lane();
        Call::new(lane, password, setting, move |done, total| control.checkpoint(done, total), answer, settle)
    })
}

/// A call that waits for a lane.
pub struct Call {
    lane: Lane,
    password: Password,
    setting: Setting,
    member: Member,
}

/// A call whose hash is in a lane.
struct Member {
    checkpoint: Box<dyn Fn(u64, u64) -> ControlFlow<()> + Send>,
    settle: Box<dyn FnOnce(Result<BcryptHash, Fault>) -> Settle + Send>,
}

impl Call {
    /// `checkpoint` is told every millisecond or so how many of the iterations are done, and may end the call.
    pub fn new<T: 'static>(
        lane: Lane,
        password: Password,
        setting: Setting,
        checkpoint: impl Fn(u64, u64) -> ControlFlow<()> + Send + 'static,
        answer: impl FnOnce(BcryptHash) -> T + Send + 'static,
        settle: Settler<T>,
    ) -> Self {
        let settle = move |made: Result<BcryptHash, Fault>| {
            settle(made.and_then(|hash| guard::catch(|| Ok(answer(hash)))))
        };
        let member = Member { checkpoint: Box::new(checkpoint), settle: Box::new(settle) };
        Self { lane, password, setting, member }
    }

    fn begin(self, lanes: &mut Lanes<Member>) {
        lanes.add(&self.password, self.setting, self.member);
    }
}

impl Work for Call {
    fn run(self: Box<Self>, fate: Fate) -> Settle {
        match fate {
            Fate::Run => drive(*self),
            Fate::Refuse(fault) => (self.member.settle)(Err(fault)),
        }
    }
}

/// Works on a hash, and on those that join it, until all are made or cancelled.
fn drive(first: Call) -> Settle {
    let lane = first.lane;
    let mut lanes = Lanes::new();
    first.begin(&mut lanes);
    loop {
        let left = guard::catch(|| Ok(advance(&mut lanes, lane))).unwrap_or_else(|_| reject_all(&mut lanes));
        let mut settled = left.into_iter().map(|(member, made)| (member.settle)(made));
        if lanes.is_empty()
            && let Some(last) = settled.next()
        {
            settled.for_each(|settle| POOL.leave(settle));
            return last;
        }
        settled.for_each(|settle| POOL.leave(settle));
    }
}

/// Fills the free lanes, then works on all of them for about a millisecond. Gives the calls that are over.
fn advance(lanes: &mut Lanes<Member>, lane: Lane) -> Vec<(Member, Result<BcryptHash, Fault>)> {
    while !lanes.is_full()
        && let Some(call) = POOL.join::<Call>(lane)
    {
        call.begin(lanes);
    }
    let checkpoints: Vec<ControlFlow<()>> =
        lanes.progress().map(|(member, done, total)| (member.checkpoint)(done, total)).collect();
    // From the last, for lanes are numbered anew when one ends.
    let cancelled = (0..checkpoints.len()).rev().filter(|&lane| checkpoints[lane].is_break());
    let cancelled: Vec<_> = cancelled.map(|lane| (lanes.remove(lane), Err(Fault::aborted()))).collect();
    if !cancelled.is_empty() {
        return cancelled;
    }
    lanes.step(ITERATIONS_PER_CHECKPOINT).into_iter().map(|(member, hash)| (member, Ok(hash))).collect()
}

/// After a panic nobody knows what is right of the group.
fn reject_all(lanes: &mut Lanes<Member>) -> Vec<(Member, Result<BcryptHash, Fault>)> {
    let mut all = Vec::new();
    while !lanes.is_empty() {
        all.push((lanes.remove(0), Err(Fault::internal())));
    }
    all
}
