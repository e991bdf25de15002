/** A history on its way to a backend. */

import { type NanPolicy, nanPolicy, numbers, series } from '../../series';
import type { Fields } from '../../validate';
import { closedDays, wrongLength } from './options';

/** What a forecast is made from. */
export interface History {
  /** A copy; NaN where missing or closed. */
  values: Float64Array;
  /** Of history and horizon; empty if no day is closed. */
  closed: Uint8Array;
}

/** Reads `values`, and the options `closed` and `nan`. */
export function history(values: unknown, fields: Fields, horizon: number): History {
  const nan = fields.optional('nan', 'error', nanPolicy);
  const mask = fields.optional('closed', undefined, closedDays);
  if (mask === undefined) return { values: series(values, 'values', nan).slice(), closed: new Uint8Array(0) };
  // What a closed day holds is of no account, a NaN included.
  const y = numbers(values, 'values', 'omit').slice();
  const n = y.length;
  if (mask.length !== n && mask.length !== n + horizon) {
    wrongLength(`${n} items, one for each value, or ${n + horizon}, with the horizon`, mask.length);
  }
  const closed = new Uint8Array(n + horizon);
  closed.set(mask);
  known(y, closed, nan);
  return { values: y, closed };
}

/**
 * Takes out what closed days hold, and refuses a NaN elsewhere unless it is a missing value. `closed` begins with the
 * day of the first value; it is empty if no day is closed.
 */
function known(values: Float64Array, closed: Uint8Array, nan: NanPolicy): void {
  withoutGaps(values, closed);
  series(values, 'values', nan);
  const days = Math.min(values.length, closed.length);
  for (let t = 0; t < days; t++) if (closed[t] === 1) values[t] = Number.NaN;
}

/** Puts a 0 where a value is missing on a closed day, so that it is sound: what closed days hold is of no account. */
export function withoutGaps(values: Float64Array, closed: Uint8Array): void {
  const days = Math.min(values.length, closed.length);
  for (let t = 0; t < days; t++) if (closed[t] === 1 && Number.isNaN(values[t])) values[t] = 0;
}
