use crate::bcrypt::{digest, password_key, salt_key};
use crate::eks_blowfish::{State, iterate};
use crate::modular_crypt::Setting;
use crate::{BcryptHash, Password};

/// Up to four hashes at once on one core, in a good quarter of the time they take one after the other.
///
/// bcrypt waits for its own last step most of the time, so four that do not depend on each other overlap almost whole.
/// Each iteration is the same work whatever the cost, so a hash may begin in a free lane whenever the others are between
/// two iterations, and hashes of any cost share a group. One alone takes as long as by [`bcrypt::hash`].
///
/// `T` is whatever tells the caller whose hash it is. Lanes are numbered from 0 without gaps, anew whenever one ends.
///
/// [`bcrypt::hash`]: crate::bcrypt::hash
///
/// ```
/// use clinicore_crypto::{Password, Setting, bcrypt::Lanes};
///
/// # fn main() -> Result<(), clinicore_crypto::Error> {
/// let mut lanes = Lanes::new();
/// for name in ["ana", "ben", "eva"] {
///     lanes.add(&Password::new(name.as_bytes())?, Setting::new(5, *b"sixteen bytes...")?, name);
/// }
/// let mut hashed = Vec::new();
/// while !lanes.is_empty() {
///     // Between two steps, others may be added, and any removed.
///     hashed.extend(lanes.step(16));
/// }
/// let (name, hash) = &hashed[0];
/// assert!(bcrypt::verify(&Password::new(name.as_bytes())?, hash, &mut |_, _| ControlFlow::Continue(()))?);
/// # use {clinicore_crypto::bcrypt, std::ops::ControlFlow};
/// # Ok(())
/// # }
/// ```
#[allow(missing_debug_implementations)]
pub struct Lanes<T> {
    /// Boxed: a move would leave copies behind. Blank beyond those of `runs`.
    states: Box<[State]>,
    runs: Vec<Run<T>>,
}

/// How many hashes [`Lanes`] can hold.
pub const LANES: usize = 4;

/// What a lane is at.
struct Run<T> {
    owner: T,
    setting: Setting,
    done: u64,
}

impl<T> Default for Lanes<T> {
    fn default() -> Self {
        Self { states: (0..LANES).map(|_| State::blank()).collect(), runs: Vec::with_capacity(LANES) }
    }
}

impl<T> Lanes<T> {
    /// Four free lanes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether no lane is in use.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Whether no lane is free.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.runs.len() == LANES
    }

    /// Begins a hash in a free lane.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn add(&mut self, password: &Password, setting: Setting, owner: T) {
        assert!(!self.is_full(), "a lane is free");
        let key = password_key(password, setting.variant);
        self.states[self.runs.len()].begin(&key, &salt_key(setting.salt));
        self.runs.push(Run { owner, setting, done: 0 });
    }

    /// The lanes in use: whose each is, how many of its iterations are done, and how many it has.
    pub fn progress(&self) -> impl Iterator<Item = (&T, u64, u64)> {
        self.runs.iter().map(|run| (&run.owner, run.done, run.setting.iterations()))
    }

    /// Gives up on a hash. The last lane takes its number.
    ///
    /// # Panics
    ///
    /// Unless `lane` is in use.
    pub fn remove(&mut self, lane: usize) -> T {
        let Run { owner, .. } = self.runs.swap_remove(lane);
        let last = self.runs.len();
        match self.states.get_disjoint_mut([lane, last]) {
            Ok([freed, moved]) => freed.take(moved),
            Err(_) => self.states[last].wipe(),
        }
        owner
    }

    /// Works on every lane for so many iterations, or until the first hash is made. Gives those that are made then.
    pub fn step(&mut self, iterations: u64) -> Vec<(T, BcryptHash)> {
        let left = self.runs.iter().map(|run| run.setting.iterations() - run.done).min();
        let iterations = iterations.min(left.unwrap_or(0));
        match self.runs.len() {
            1 => self.iterate::<1>(iterations),
            2 => self.iterate::<2>(iterations),
            3 => self.iterate::<3>(iterations),
            _ => self.iterate::<LANES>(iterations),
        }
        self.runs.iter_mut().for_each(|run| run.done += iterations);
        let is_made = |run: &Run<T>| run.done == run.setting.iterations();
        let made: Vec<usize> = (0..self.runs.len()).filter(|&lane| is_made(&self.runs[lane])).collect();
        made.into_iter()
            .rev()
            .map(|lane| {
                let hash =
                    BcryptHash { setting: self.runs[lane].setting, digest: digest(&self.states[lane]) };
                (self.remove(lane), hash)
            })
            .collect()
    }

    fn iterate<const N: usize>(&mut self, iterations: u64) {
        let states = self.states.first_chunk_mut::<N>().expect("there are no more than LANES");
        iterate(states, iterations);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_of_a_hash_is_wiped_when_it_leaves_whichever_lane_it_was_in() {
        for lane in 0..LANES {
            let mut lanes = Lanes::new();
            for cost in [7, 6, 5, 4] {
                let setting = Setting::new(cost, [1; 16]).expect("it is one");
                lanes.add(&Password::new(b"secret").expect("it is short"), setting, ());
            }
            assert!(!lanes.states.iter().any(State::is_blank));
            lanes.remove(lane);
            while !lanes.is_empty() {
                let (used, free) = lanes.states.split_at(lanes.runs.len());
                assert!(!used.iter().any(State::is_blank) && free.iter().all(State::is_blank));
                lanes.step(16);
            }
            assert!(lanes.states.iter().all(State::is_blank));
        }
    }
}
