//! Whose turn it is.

use std::any::Any;
use std::collections::VecDeque;
use std::sync::Arc;

use crate::fault::Fault;
use crate::guard;
use crate::pool::{Fate, Lane, Queued, Settle, Shared};

/// The state behind the pool's lock.
pub struct State {
    pub interactive: VecDeque<Queued>,
    pub bulk: VecDeque<Queued>,
    /// Jobs that were begun and may have parts left, oldest first.
    pub shared: Vec<Arc<dyn Shared>>,
    /// Threads' turns at jobs, nested ones and jobs that joined another included.
    pub running: usize,
    /// Threads that are at a job.
    pub busy: usize,
    /// Threads alive.
    pub threads: usize,
    /// Threads wanted.
    pub target: usize,
    pub max_queue: usize,
}

impl State {
    pub fn waiting(&self) -> usize {
        self.interactive.len() + self.bulk.len()
    }

    pub fn idle(&self) -> usize {
        self.target.saturating_sub(self.busy)
    }

    pub fn next(&mut self) -> Option<Turn> {
        self.next_interactive()
            .or_else(|| self.help(Lane::Bulk))
            .or_else(|| self.bulk.pop_front().map(Turn::Begin))
    }

    pub fn next_interactive(&mut self) -> Option<Turn> {
        self.interactive.pop_front().map(Turn::Begin).or_else(|| self.help(Lane::Interactive))
    }

    /// The job that a thread at a job of `lane` takes in: the one it would begin next, unless an idle thread will.
    pub fn next_to_join(&mut self, lane: Lane, is_kind: impl FnOnce(&dyn Any) -> bool) -> Option<Queued> {
        let idle = self.idle();
        let is_wanted_elsewhere = match lane {
            _ if self.threads > self.target => true,
            Lane::Interactive => false,
            Lane::Bulk => !self.interactive.is_empty() || self.help(Lane::Bulk).is_some(),
        };
        let queue = match lane {
            Lane::Interactive => &mut self.interactive,
            Lane::Bulk => &mut self.bulk,
        };
        if is_wanted_elsewhere || queue.len() <= idle {
            return None;
        }
        let head: &dyn Any = &*queue.front()?.work;
        if is_kind(head) { queue.pop_front() } else { None }
    }

    fn help(&mut self, lane: Lane) -> Option<Turn> {
        self.shared.retain(|shared| shared.has_parts());
        self.shared.iter().find(|shared| shared.lane() == lane).map(|shared| Turn::Help(Arc::clone(shared)))
    }
}

/// What a thread does next.
pub enum Turn {
    Begin(Queued),
    Help(Arc<dyn Shared>),
}

impl Turn {
    pub fn run(self) -> Result<Settle, Fault> {
        match self {
            Self::Begin(queued) => queued.run(),
            Self::Help(shared) => guard::catch(|| Ok(shared.take_parts())),
        }
    }
}

impl Queued {
    /// Does the work; the error is a fault outside the work itself, which has its own guard.
    pub fn run(self) -> Result<Settle, Fault> {
        let fate = if self.control.is_cancelled() { Fate::Refuse(Fault::aborted()) } else { Fate::Run };
        guard::catch(|| Ok(self.work.run(fate)))
    }
}
