//! Blowfish with its expensive key schedule (Provos & Mazières 1999, "A Future-Adaptable Password Scheme", §4).
//!
//! Its speed is the latency of one chain: index, load, add, xor, add, xor, sixteen rounds a block and 521 blocks an
//! expansion, where no step can start before the last has ended.
// As calls, the rounds take a tenth longer.
#![allow(clippy::inline_always)]

use std::hint::black_box;

use zeroize::Zeroize;

use crate::pi;

/// A key as the schedule uses it: 18 big-endian words, the password or salt repeated to fill them.
pub(crate) type Key = [u32; 18];

/// The cipher's state: its subkeys and S-boxes, all of which depend on the key.
pub(crate) struct State {
    p: [u32; 18],
    s: [[u32; 256]; 4],
}

impl State {
    /// π, before any key.
    pub(crate) fn new() -> Self {
        Self { p: pi::P, s: pi::S }
    }

    /// The paper's `ExpandKey(state, salt, key)`.
    pub(crate) fn expand_salted(&mut self, key: &Key, salt: [u32; 4]) {
        let [a, b, c, d] = salt;
        let mut halves = [[a, b], [c, d]].into_iter().cycle();
        self.expand(key, |[l, r]| {
            let [sl, sr] = halves.next().expect("a cycle has no end");
            [l ^ sl, r ^ sr]
        });
    }

    /// The paper's `ExpandKey(state, 0, key)`: Blowfish's own key schedule.
    pub(crate) fn expand_unsalted(&mut self, key: &Key) {
        self.expand(key, |block| block);
    }

    /// Mixes `key` into the subkeys, then replaces the state by a chain of encryptions of zero.
    #[inline(always)]
    fn expand(&mut self, key: &Key, mut mix: impl FnMut([u32; 2]) -> [u32; 2]) {
        for (subkey, word) in self.p.iter_mut().zip(key) {
            *subkey ^= word;
        }
        let mut block = [0, 0];
        for i in (0..18).step_by(2) {
            block = self.encrypt(mix(block));
            [self.p[i], self.p[i + 1]] = block;
        }
        for j in 0..4 {
            for i in (0..256).step_by(2) {
                block = self.encrypt(mix(block));
                [self.s[j][i], self.s[j][i + 1]] = block;
            }
        }
    }

    /// Encrypts one block.
    #[inline(always)]
    pub(crate) fn encrypt(&self, [mut l, mut r]: [u32; 2]) -> [u32; 2] {
        l ^= self.p[0];
        for i in (1..17).step_by(2) {
            // The compiler would xor the subkey in last, at the end of the chain, and take a tenth longer.
            r = black_box(r ^ self.p[i]) ^ self.f(l);
            l = black_box(l ^ self.p[i + 1]) ^ self.f(r);
        }
        [r ^ self.p[17], l]
    }

    #[inline(always)]
    fn f(&self, x: u32) -> u32 {
        let [d, c, b, a] = x.to_le_bytes().map(usize::from);
        let [s1, s2, s3, s4] = &self.s;
        (s1[a].wrapping_add(s2[b]) ^ s3[c]).wrapping_add(s4[d])
    }
}

/// The state gives the key away. Keep it boxed: a move would leave a copy behind.
impl Drop for State {
    fn drop(&mut self) {
        self.p.zeroize();
        self.s.zeroize();
    }
}
