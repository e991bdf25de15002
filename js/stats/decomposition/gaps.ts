/** Series in which values may be missing. */
import type { Lane } from '../../contract';
import { ClinicoreError, count, outOfRange } from '../../errors';
import { type NanPolicy, numbers, series } from '../../series';
import { limitLength } from '../../validate';

/** Squares of what is made of such values, summed over the longest series, are still finite; `LARGEST` in the Rust crate. */
const LARGEST = 1e140;

/** The longest series that is smoothed: what is made of it takes some hundred bytes a value. */
export const MAX_SMOOTHED = 10_000_000;

/** Beyond so many values a smoothing takes a fifth of a second or more. */
const LONG = 100_000;

/** Where a smoothing waits by default: one that takes long is not to hold up those that somebody waits for. */
export const smoothingLane = (values: Float64Array): Lane => (values.length > LONG ? 'bulk' : 'interactive');

/** That a series is not too long for smoothing. */
export const limitSmoothed = (values: Float64Array, path: string): void =>
  limitLength(values.length, path, MAX_SMOOTHED);

/** That it also has two seasons. */
export function smoothable(values: Float64Array, path: string, seasonLength: number): void {
  limitSmoothed(values, path);
  twoSeasons(values, path, seasonLength);
}

/** A series, NaN where a value is missing: of values not too large, of which there is at least one. */
export function gappedSeries(value: unknown, path: string, nan: NanPolicy): Float64Array {
  const values = numbers(value, path, nan);
  const { known, tooLarge } = look(values, 0, values.length);
  // Gone through again only where there is something to find.
  if (known < values.length) series(values, path, nan);
  if (tooLarge) throw outOfRange(path);
  if (known === 0) tooFewKnown(path, 1, 0, values.length);
  return values;
}

/** How many of the values from `start` to `end` are not missing, and whether one is too large, or infinite. */
export function look(
  values: Float64Array,
  start: number,
  end: number,
  largest = LARGEST,
): { known: number; tooLarge: boolean } {
  let known = 0;
  let missing = 0;
  for (let t = start; t < end; t++) {
    const item = values[t] as number;
    if (Math.abs(item) <= largest) known++;
    else if (Number.isNaN(item)) missing++;
  }
  return { known, tooLarge: known + missing < end - start };
}

/** Throws `ERR_INSUFFICIENT_DATA` for too few values that are not missing. */
export function tooFewKnown(path: string, required: number, known: number, length: number): never {
  const which = required === 1 ? ' that is not missing' : ' that are not missing';
  insufficient(path, required, known, known < length ? which : '');
}

/** Throws `ERR_INSUFFICIENT_DATA`; `which` says what kind of items count. */
function insufficient(path: string, required: number, given: number, which = ''): never {
  throw new ClinicoreError(
    'ERR_INSUFFICIENT_DATA',
    `${path} must have at least ${count(required)}${which}, got ${given}`,
    { argument: path, required, given },
  );
}

/** That a series has two seasons. */
export function twoSeasons(values: Float64Array, path: string, seasonLength: number): void {
  if (values.length < 2 * seasonLength) insufficient(path, 2 * seasonLength, values.length, ', two seasons');
}
