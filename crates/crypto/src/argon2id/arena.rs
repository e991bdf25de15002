//! The memory of hashes, which is wiped after each and kept for the next.

use std::sync::{Mutex, MutexGuard, PoisonError};

use argon2::Block;
use zeroize::Zeroize;

/// Where hashes take their memory from.
pub(super) static STORE: Store = Store::new();

/// Blocks of 1 KiB that a store keeps, on top of what hashes at work have: 64 MiB, three hashes of the default cost.
const MAX_KEPT: usize = 64 * 1024;

/// Wiped memory.
pub(super) struct Store {
    kept: Mutex<Vec<Vec<Block>>>,
}

/// Memory of one hash.
pub(super) struct Arena<'a> {
    memory: Vec<Block>,
    /// Blocks that the hash has; the others are blank.
    used: usize,
    store: &'a Store,
}

impl Store {
    const fn new() -> Self {
        Self { kept: Mutex::new(Vec::new()) }
    }

    /// Blank memory: some that is kept, the least that is enough, or else fresh; `None` if the system has not so much.
    pub(super) fn take(&self, blocks: usize) -> Option<Arena<'_>> {
        let mut kept = self.kept();
        let enough = (0..kept.len()).filter(|&at| kept[at].len() >= blocks);
        let least = enough.min_by_key(|&at| kept[at].len());
        let memory = least.map(|at| kept.swap_remove(at));
        drop(kept);
        Some(Arena { memory: memory.or_else(|| fresh(blocks))?, used: blocks, store: self })
    }

    /// No code that can panic runs under the lock, so what it guards is sound.
    fn kept(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A `vec!` would end the process where there is no memory.
fn fresh(blocks: usize) -> Option<Vec<Block>> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(blocks).ok()?;
    memory.resize(blocks, Block::new());
    Some(memory)
}

impl Arena<'_> {
    pub(super) fn blocks(&mut self) -> &mut [Block] {
        &mut self.memory[..self.used]
    }
}

impl Drop for Arena<'_> {
    fn drop(&mut self) {
        self.blocks().iter_mut().for_each(Zeroize::zeroize);
        let mut kept = self.store.kept();
        if kept.iter().map(Vec::len).sum::<usize>() + self.memory.len() <= MAX_KEPT {
            kept.push(std::mem::take(&mut self.memory));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn sizes(store: &Store) -> Vec<usize> {
        let mut sizes: Vec<usize> = store.kept().iter().map(Vec::len).collect();
        sizes.sort_unstable();
        sizes
    }

    fn is_blank(memory: &[Block]) -> bool {
        memory.iter().flat_map(AsRef::as_ref).all(|&word| word == 0)
    }

    #[test]
    fn what_is_given_back_is_wiped_and_kept_up_to_the_bound() {
        let store = Store::new();
        let mut arenas = [40_000, 20_000, 10_000].map(|blocks| store.take(blocks).unwrap());
        for arena in &mut arenas {
            assert!(is_blank(arena.blocks()));
            arena.blocks().iter_mut().for_each(|block| block.as_mut().fill(u64::MAX));
        }
        drop(arenas);
        assert_eq!(sizes(&store), [20_000, 40_000]);
        assert!(store.kept().iter().all(|memory| is_blank(memory)));
    }

    #[test]
    fn the_least_that_is_enough_is_taken() {
        let store = Store::new();
        drop([30_000, 20_000].map(|blocks| store.take(blocks).unwrap()));
        let mut arena = store.take(15_000).unwrap();
        assert_eq!((arena.blocks().len(), arena.memory.len()), (15_000, 20_000));
        assert_eq!(sizes(&store), [30_000]);
        assert_eq!(store.take(40_000).unwrap().memory.len(), 40_000);
        drop(arena);
        assert_eq!(sizes(&store), [20_000, 30_000]);
    }

    #[test]
    fn memory_that_nobody_has_is_not_had() {
        assert!(Store::new().take(usize::MAX >> 12).is_none());
    }
}
