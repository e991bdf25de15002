/**
 * How a sample gets to the function that reads it.
 *
 * A check of its own would cost as much again as many of these statistics. So the values are computed with at once; a value
 * that is not finite, or a result that leaves the range of double precision, makes the answer NaN, and only then are the
 * values looked at: to say what is wrong, or to try again on values scaled by a power of two, which loses no digits.
 */
import { ClinicoreError, count, outOfRange } from '../../errors';
import { isPlain, type NanPolicy, series } from '../../series';

/** A statistic of values nobody has checked; NaN where it cannot be computed. */
export type Statistic = (values: ArrayLike<number>) => number;

/**
 * A statistic of the caller's values, of which at least `required` must be there. Values `k` times as large make it
 * `k ** degree` times as large; one of degree 0 is not defined where all values are the same.
 */
export function measure(
  values: unknown,
  nan: NanPolicy,
  required: number,
  degree: 0 | 1 | 2,
  statistic: Statistic,
): number {
  if (nan === 'error') {
    const answer = attempt(values, required, statistic);
    if (answer - answer === 0) return answer;
  }
  return measureChecked(sample(values, nan, required), degree, statistic);
}

/** The statistic of values as they are; NaN where they must be looked at, as {@link measure} does. */
export function attempt(values: unknown, required: number, statistic: Statistic): number {
  try {
    // A detached view has no length, as an empty one.
    if (isReadable(values) && values.length > 0 && values.length >= required) return statistic(values);
  } catch {
    // Something of the caller's threw as it was read. It will again, and then that is said.
  }
  return Number.NaN;
}

function measureChecked(values: Float64Array, degree: 0 | 1 | 2, statistic: Statistic): number {
  let answer = statistic(values);
  if (Number.isFinite(answer)) return answer;
  if (degree === 0) requireVariation(values, 'values');
  const scale = unitScale(values);
  answer = statistic(values.map((x) => x * scale));
  for (let power = 0; power < degree; power++) answer /= scale;
  if (!Number.isFinite(answer)) throw outOfRange('values');
  return answer;
}

/** The longest series that is read without further checks. */
const MAX_VALUES = 100_000_000;

/** Whether the values can be read as they are: an array, or a Float64Array that no other thread can change. */
export function isReadable(values: unknown): values is ArrayLike<number> {
  return (
    (Array.isArray(values) || (isPlain(values) && values.buffer instanceof ArrayBuffer)) && values.length <= MAX_VALUES
  );
}

/** Whether the values are worth a native call, which costs as much as `from` values do in JavaScript. */
export function isLong(values: ArrayLike<number>, from: number): values is Float64Array {
  return values.length >= from && values instanceof Float64Array;
}

/** The values as a Float64Array: the caller's own, or a copy of an array, where an item that is no number becomes NaN. */
export function packed(values: ArrayLike<number>): Float64Array {
  if (values instanceof Float64Array) return values;
  const copy = new Float64Array(values.length);
  for (let i = 0; i < copy.length; i++) {
    const x: unknown = values[i];
    copy[i] = typeof x === 'number' ? x : Number.NaN;
  }
  return copy;
}

/** The checked values, without those that are missing; at least `required`. */
export function sample(values: unknown, nan: NanPolicy, required: number): Float64Array {
  const present = withoutMissing(series(values, 'values', nan));
  requireCount(present.length, required, 'values');
  return present;
}

/** The values that are not NaN; the very array, where none is. */
export function withoutMissing(values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) return values.filter((x) => !Number.isNaN(x));
  }
  return values;
}

/** Refuses fewer than `required` values. */
export function requireCount(given: number, required: number, path: string): void {
  if (given < required) {
    throw new ClinicoreError('ERR_INSUFFICIENT_DATA', `${path} must have at least ${count(required)}, got ${given}`, {
      argument: path,
      required,
      given,
    });
  }
}

/** Refuses values that are all the same. */
export function requireVariation(values: Float64Array, path: string): void {
  if (values.every((x) => x === values[0])) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must not all be the same`, { argument: path });
  }
}

/** The power of two that brings the values' size near 1; NaN does not count. */
export function unitScale(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] as number);
    if (size > largest) largest = size;
  }
  return largest === 0 ? 1 : 2 ** -Math.min(Math.max(Math.floor(Math.log2(largest)), -1000), 1000);
}
