//! Blowfish with its expensive key schedule (Provos & Mazières 1999, "A Future-Adaptable Password Scheme", §4), for
//! several states at once.
//!
//! A round is a chain in which no step can start before the last has ended: index, load, add, xor, add, xor, some 11
//! cycles of a core that could do four such rounds meanwhile. So `N` states take their rounds in turn, and the processor
//! overlaps them. They lie side by side, for one register to address them all, and fit the first-level cache.
// As calls, the rounds take a tenth longer.
#![allow(clippy::inline_always)]

use std::array;
use std::hint::black_box;

use zeroize::Zeroize;

use crate::pi;

/// A key as the schedule uses it: 18 big-endian words, the password or salt repeated to fill them.
pub(crate) type Key = [u32; 18];

/// One word of a block, of each state.
type Words<const N: usize> = [u32; N];

/// The cipher's state: its subkeys and S-boxes, all of which depend on the password, and the keys it goes on with.
pub(crate) struct State {
    p: [u32; 18],
    s: [[u32; 256]; 4],
    /// The password's and the salt's.
    keys: [Key; 2],
}

impl State {
    /// A state to [`begin`](Self::begin) with.
    pub(crate) const fn blank() -> Self {
        Self { p: [0; 18], s: [[0; 256]; 4], keys: [[0; 18]; 2] }
    }

    /// The paper's `EksBlowfishSetup` up to its loop: π, and `ExpandKey(state, salt, key)`.
    pub(crate) fn begin(&mut self, password: &Key, salt: &Key) {
        (self.p, self.s, self.keys) = (pi::P, pi::S, [*password, *salt]);
        let [a, b, c, d, ..] = *salt;
        let mut halves = [[a, b], [c, d]].into_iter().cycle();
        expand(array::from_mut(self), 0, |l, r| {
            let [sl, sr] = halves.next().expect("a cycle has no end");
            l[0] ^= sl;
            r[0] ^= sr;
        });
    }

    /// Takes another's place; nothing is left there.
    pub(crate) fn take(&mut self, other: &mut Self) {
        (self.p, self.s, self.keys) = (other.p, other.s, other.keys);
        other.wipe();
    }

    pub(crate) fn wipe(&mut self) {
        self.p.zeroize();
        self.s.zeroize();
        self.keys.zeroize();
    }

    #[cfg(test)]
    pub(crate) fn is_blank(&self) -> bool {
        let words = self.s.iter().flatten().chain(&self.p).chain(self.keys.iter().flatten());
        words.into_iter().all(|&word| word == 0)
    }

    /// Encrypts one block.
    pub(crate) fn encrypt(&self, [l, r]: [u32; 2]) -> [u32; 2] {
        let ([l], [r]) = encrypt(array::from_ref(self), [l], [r], last_subkey());
        [l, r]
    }
}

/// The state gives the password away. Keep it boxed: a move would leave a copy behind.
impl Drop for State {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// The loop of the paper's `EksBlowfishSetup`: `ExpandKey(state, 0, key)`, `ExpandKey(state, 0, salt)`, in each state.
pub(crate) fn iterate<const N: usize>(states: &mut [State; N], iterations: u64) {
    for _ in 0..iterations {
        expand(states, 0, |_, _| ());
        expand(states, 1, |_, _| ());
    }
}

/// Mixes each state's key into its subkeys, then replaces the state by a chain of encryptions of zero. `mix` changes
/// each block before it is encrypted.
#[inline(never)]
fn expand<const N: usize>(
    states: &mut [State; N],
    key: usize,
    mut mix: impl FnMut(&mut Words<N>, &mut Words<N>),
) {
    for State { p, keys, .. } in states.iter_mut() {
        p.iter_mut().zip(&keys[key]).for_each(|(subkey, word)| *subkey ^= word);
    }
    let end = last_subkey();
    let (mut l, mut r) = ([0; N], [0; N]);
    for i in (0..18).step_by(2) {
        mix(&mut l, &mut r);
        (l, r) = encrypt(states, l, r, end);
        for (n, state) in states.iter_mut().enumerate() {
            [state.p[i], state.p[i + 1]] = [l[n], r[n]];
        }
    }
    for j in 0..4 {
        for i in (0..256).step_by(2) {
            mix(&mut l, &mut r);
            (l, r) = encrypt(states, l, r, end);
            for (n, state) in states.iter_mut().enumerate() {
                [state.s[j][i], state.s[j][i + 1]] = [l[n], r[n]];
            }
        }
    }
}

/// 17, which the compiler is not to know: it would unroll the rounds of [`encrypt`], and then xor each subkey in at the
/// end of the chain instead of beside it, which takes a tenth longer.
fn last_subkey() -> usize {
    black_box(17).clamp(2, 17)
}

/// Encrypts a block in each state.
///
/// `y` goes from round to round with the next subkey in it already.
#[inline(always)]
fn encrypt<const N: usize>(
    states: &[State; N],
    l: Words<N>,
    r: Words<N>,
    last_subkey: usize,
) -> (Words<N>, Words<N>) {
    let mut x: Words<N> = array::from_fn(|n| l[n] ^ states[n].p[0]);
    let mut y: Words<N> = array::from_fn(|n| r[n] ^ states[n].p[1]);
    for i in 2..=last_subkey {
        for (n, state) in states.iter().enumerate() {
            let next = y[n] ^ f(&state.s, x[n]);
            y[n] = x[n] ^ state.p[i];
            x[n] = next;
        }
    }
    (y, x)
}

#[inline(always)]
fn f([s1, s2, s3, s4]: &[[u32; 256]; 4], x: u32) -> u32 {
    let [d, c, b, a] = x.to_le_bytes().map(usize::from);
    (s1[a].wrapping_add(s2[b]) ^ s3[c]).wrapping_add(s4[d])
}
