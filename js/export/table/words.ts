/** 64-bit integers as two 32-bit words each: where they are small, numbers can do what a BigInt would take ten times as long for. */
import { endianness } from 'node:os';

const LOW = endianness() === 'LE' ? 0 : 1;
const HIGH = 1 - LOW;
const WORD = 2 ** 32;

/** Words of as many 64-bit integers, and the other way. */
export const wordsOf = ({ buffer, byteOffset, length }: BigInt64Array): Int32Array =>
  new Int32Array(buffer, byteOffset, 2 * length);
export const integersOf = ({ buffer, byteOffset, length }: Int32Array): BigInt64Array =>
  new BigInt64Array(buffer, byteOffset, length / 2);

/** Writes an integer of at most 53 bits. */
export function writeSafe(words: Int32Array, row: number, value: number): void {
  words[2 * row + HIGH] = Math.floor(value / WORD);
  words[2 * row + LOW] = value % WORD;
}

/** Writes any 64-bit integer. */
export function writeBig(words: Int32Array, row: number, value: bigint): void {
  words[2 * row + HIGH] = Number(value >> 32n);
  words[2 * row + LOW] = Number(BigInt.asIntN(32, value));
}

/** Writes `milliseconds * 1000 + microseconds`, of which the milliseconds are an integer of at most 50 bits. */
export function writeMicroseconds(words: Int32Array, row: number, milliseconds: number, microseconds: number): void {
  const high = Math.floor(milliseconds / WORD);
  const low = (milliseconds - high * WORD) * 1000 + microseconds;
  words[2 * row + HIGH] = high * 1000 + Math.floor(low / WORD);
  words[2 * row + LOW] = low % WORD;
}

/** A row's microseconds in whole milliseconds, rounded down. */
export function readMilliseconds(words: Int32Array, row: number): number {
  const high = words[2 * row + HIGH] as number;
  const thousands = Math.floor(high / 1000);
  const rest = (high - thousands * 1000) * WORD + ((words[2 * row + LOW] as number) >>> 0);
  return thousands * WORD + Math.floor(rest / 1000);
}

/** A row's integer if it has at most 53 bits, else NaN. */
export function readSafe(words: Int32Array, row: number): number {
  const value = (words[2 * row + HIGH] as number) * WORD + ((words[2 * row + LOW] as number) >>> 0);
  return Number.isSafeInteger(value) ? value : Number.NaN;
}

/**
 * Whether all are surely from `first` to `last`, by their upper words: as far from either end as 2 ** 32, some may be refused
 * that are not.
 */
export function areWithin(values: BigInt64Array, first: bigint, last: bigint): boolean {
  const words = wordsOf(values);
  const low = Number((first + 2n ** 32n - 1n) >> 32n);
  const span = Number((last + 1n) >> 32n) - 1 - low;
  for (let at = HIGH; at < words.length; at += 2) if (((words[at] as number) - low) >>> 0 > span) return false;
  return true;
}
