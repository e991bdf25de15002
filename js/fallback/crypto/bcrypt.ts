/**
 * bcrypt (Provos & Mazières 1999, "A Future-Adaptable Password Scheme").
 *
 * Written out here because the packages that have it in JavaScript read only text, not bytes, hold the event loop for
 * 100 ms at a time, cannot be stopped, and do not know `$2x$`. The tests hold it to `bcryptjs`.
 */

import type { Job } from '../queue';
import { piWords } from './pi';

/** Key expansions between two checkpoints: two to three milliseconds' worth. */
const ITERATIONS_PER_CHECKPOINT = 32;

/** Blowfish's 18 subkeys and, after them, its four S-boxes of 256 words. */
const SUBKEYS = 18;
const WORDS = SUBKEYS + 4 * 256;
const [S1, S2, S3, S4] = [SUBKEYS, SUBKEYS + 256, SUBKEYS + 512, SUBKEYS + 768] as const;

/** π, before any key; worked out for the first password. */
let initial: Int32Array | undefined;

/** A key as the schedule uses it: 18 words, the password or salt repeated to fill them. */
export type Key = Int32Array;

/**
 * The key of a password: its bytes and a NUL, over and over.
 *
 * `signExtended` is the bug that `$2x$` stands for: a byte above 127 sets every bit before it in its word.
 */
export function passwordKey(password: Uint8Array, signExtended: boolean): Key {
  const cycle = password.length + 1;
  return key((i) => {
    const byte = password[i % cycle] ?? 0;
    return signExtended ? (byte << 24) >> 24 : byte;
  });
}

/** The key of a salt of 16 bytes. */
export function saltKey(salt: Uint8Array): Key {
  return key((i) => salt[i % 16] as number);
}

function key(byte: (index: number) => number): Key {
  const words = new Int32Array(SUBKEYS);
  for (let i = 0; i < 4 * SUBKEYS; i++) words[i >> 2] = ((words[i >> 2] as number) << 8) | byte(i);
  return words;
}

/** The 23 bytes of a bcrypt digest, in 2^`cost` iterations. */
export async function digest(password: Key, cost: number, salt: Key, job: Job): Promise<Uint8Array> {
  initial ??= piWords(WORDS);
  const state = initial.slice();
  const iterations = 2 ** cost;
  try {
    expand(state, password, salt.subarray(0, 4));
    for (let done = 0; done < iterations; done += ITERATIONS_PER_CHECKPOINT) {
      await job.checkpoint(done, iterations);
      for (let i = Math.min(ITERATIONS_PER_CHECKPOINT, iterations - done); i > 0; i--) {
        expand(state, password, ZERO);
        expand(state, salt, ZERO);
      }
    }
    return encryptText(state);
  } finally {
    state.fill(0);
  }
}

const ZERO = new Int32Array(4);

/** The paper's `ExpandKey`: mixes the key into the subkeys, then replaces the state by a chain of encryptions. */
function expand(state: Int32Array, words: Key, salt: Int32Array): void {
  for (let i = 0; i < SUBKEYS; i++) state[i] = (state[i] as number) ^ (words[i] as number);
  const block = new Int32Array(2);
  for (let i = 0; i < WORDS; i += 2) {
    block[0] = (block[0] as number) ^ (salt[i & 2] as number);
    block[1] = (block[1] as number) ^ (salt[(i & 2) + 1] as number);
    encrypt(state, block);
    state[i] = block[0] as number;
    state[i + 1] = block[1] as number;
  }
}

/** Encrypts `OrpheanBeholderScryDoubt` 64 times over; the last of its 24 bytes is not part of the digest. */
function encryptText(state: Int32Array): Uint8Array {
  const text = Buffer.from('OrpheanBeholderScryDoubt');
  for (let at = 0; at < text.length; at += 8) {
    const block = Int32Array.of(text.readInt32BE(at), text.readInt32BE(at + 4));
    for (let i = 0; i < 64; i++) encrypt(state, block);
    text.writeInt32BE(block[0] as number, at);
    text.writeInt32BE(block[1] as number, at + 4);
  }
  return text.subarray(0, 23);
}

/** Encrypts one block in place. */
function encrypt(state: Int32Array, block: Int32Array): void {
  let l = (block[0] as number) ^ (state[0] as number);
  let r = block[1] as number;
  for (let i = 1; i < 17; i += 2) {
    r = r ^ (state[i] as number) ^ f(state, l);
    l = l ^ (state[i + 1] as number) ^ f(state, r);
  }
  block[0] = r ^ (state[17] as number);
  block[1] = l;
}

function f(state: Int32Array, x: number): number {
  const a = state[S1 + (x >>> 24)] as number;
  const b = state[S2 + ((x >>> 16) & 255)] as number;
  const c = state[S3 + ((x >>> 8) & 255)] as number;
  const d = state[S4 + (x & 255)] as number;
  return ((a + b) ^ c) + d;
}
