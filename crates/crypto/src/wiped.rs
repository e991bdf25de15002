use std::ops::{Deref, DerefMut};

use zeroize::optimization_barrier;

/// Memory that is wiped when dropped, by one `memset`. Byte after byte, as `zeroize` does it, wiping takes an eighth of a short
/// field's sealing.
///
/// It has no `Debug` on purpose.
#[derive(Default)]
pub(crate) struct Wiped<T: Wipe>(T);

/// What [`Wiped`] can hold: a value that is written over as a whole.
pub(crate) trait Wipe {
    fn wipe(&mut self);
}

impl<E: Copy + Default, const N: usize> Wipe for [E; N] {
    #[inline]
    fn wipe(&mut self) {
        self.fill(E::default());
        // The writes before are not left out for the memory not being read again.
        optimization_barrier(self);
    }
}

impl Wipe for Vec<u8> {
    fn wipe(&mut self) {
        self.fill(0);
        optimization_barrier(self.as_slice());
    }
}

impl<T: Wipe> Wiped<T> {
    #[inline]
    pub(crate) fn new(value: T) -> Self {
        Self(value)
    }
}

impl<T: Wipe> Deref for Wiped<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Wipe> DerefMut for Wiped<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Wipe> Drop for Wiped<T> {
    #[inline]
    fn drop(&mut self) {
        self.0.wipe();
    }
}
