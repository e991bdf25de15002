/** What the inputs are drawn and damaged by, and how calls are watched. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { ClinicoreError } = require('../../dist/index.js');

export const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 32));

/** Uniform integers below `n` (the generator is mulberry32). */
let state = seed;
export function below(n) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
}
export const oneOf = (list) => list[below(list.length)];
export const chance = (n) => below(n) === 0;

/** What may make a difference where it stands in text. */
// biome-ignore format: a table
const WORDS = [
  '', '\0', '\n', '\r\n', '\ufeff', ' ', '=', '==', '$', '%', '%00', '%E0%A4', '+', '&', '?', '#', ':', '/', '\\', '"', ',', '-', '_', '.',
  'é', '😀', '\ud83d', '٣', '０', 'ı', '\u212a', '-0', '0', '00', '1e9', '31', '4294967296', '9007199254740993', '99999999999999999999',
  '$2a$', '$2x$', '$2y$', '$2b$04$', '$argon2id$v=19$', '$argon2i$', 'm=8,t=1,p=1$', 'm=64,t=2,p=8$', '$pepper=a', '$pepper=b', '$pepper=toString',
  '&secret=', '&issuer=A', '&algorithm=SHA256', '&digits=8', '&period=60', '&counter=7', 'otpauth://hotp/', 'OTPAUTH://', '&secret=A', '%3A',
  '&expires=9999999999', '&signature=', '?expires=1', '//', '/../',
  '{', '}', '[', ']', '"a":1,', ',"data":1', '\\u0061', '\\n', '\\/', '1.0', '1e5', '1e21', 'null', ' ,', '{"checkpoint":', '{"entry":',
];

/** A text with up to three changes. */
export function damaged(text, others, changes = below(4)) {
  let damaged = text;
  for (let i = 0; i < changes; i++) {
    const at = below(damaged.length + 1);
    const length = oneOf([0, 0, 1, 1, 2, below(30)]);
    const insert = oneOf([
      () => oneOf(WORDS),
      () => String.fromCharCode(below(128)),
      () => damaged.slice(below(damaged.length + 1)).slice(0, below(30)),
      () => oneOf(others).slice(at, at + below(40)),
      () => '',
    ])();
    damaged = damaged.slice(0, at) + insert + damaged.slice(at + length);
  }
  return damaged;
}

/** A file with one to four changes, two of three near its ends, where headers stand. */
export function damagedFile(bytes) {
  let damaged = Buffer.from(bytes);
  for (let changes = below(4); changes >= 0 && damaged.length > 0; changes--) {
    const near = Math.min(damaged.length, 1000);
    const at = oneOf([below(damaged.length), below(near), damaged.length - 1 - below(near)]);
    const way = below(20);
    if (way === 0) damaged = damaged.subarray(0, at);
    else if (way === 1) damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(at + 1 + below(8))]);
    else if (way === 2) damaged = withCopy(damaged, at);
    else if (way === 3) damaged[at] = oneOf([0, 0xff, 0xfe, 0x80]);
    else if (way === 4) damaged[at] ^= 1 << below(8);
    else damaged[at] = below(256);
  }
  return damaged;
}

/** With a piece of it once more. */
export function withCopy(bytes, at) {
  const piece = bytes.subarray(below(bytes.length)).subarray(0, 200);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

/** A short content with up to three changes anywhere. */
export function damagedBytes(bytes, changes = below(4)) {
  let damaged = Buffer.from(bytes);
  for (let i = 0; i < changes; i++) {
    const at = below(damaged.length + 1);
    damaged = oneOf([
      () => {
        if (at < damaged.length) damaged[at] ^= 1 << below(8);
        return damaged;
      },
      () => damaged.subarray(0, at),
      () => Buffer.concat([damaged.subarray(0, at), damaged.subarray(at + below(20))]),
      () => Buffer.concat([damaged, damaged.subarray(at, at + below(40))]),
      () => {
        const [from, length] = [below(damaged.length + 1), oneOf([16, 1, 16_400, 77])];
        return Buffer.concat([
          damaged.subarray(0, at),
          damaged.subarray(from, from + length),
          damaged.subarray(at + length),
        ]);
      },
    ])();
  }
  return damaged;
}

/** Bytes in some pieces. */
export function cuts(bytes) {
  const ends = Array.from({ length: below(6) }, () => below(bytes.length + 1)).sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, i) => bytes.subarray(i && ends[i - 1], end));
}

/** What a call gives, or how it failed: with an error of ours that tells no secret. */
export async function outcome(call, ...secrets) {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ClinicoreError) || error.code === 'ERR_INTERNAL') throw error;
    const { code, message, details } = error;
    const told = `${message} ${JSON.stringify(details)} ${error.cause ?? ''}`;
    for (const secret of secrets) {
      for (let at = 0; at + 10 <= secret.length; at++) {
        const piece = secret.slice(at, at + 10);
        assert(/[$:=]/.test(piece) || !told.includes(piece), `the message tells ${JSON.stringify(piece)}: ${told}`);
      }
    }
    return { code, message, details };
  }
}
