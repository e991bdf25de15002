/** A history on its way to a backend. */
import { ClinicoreError } from '../../errors';
import { type Fields, type NanPolicy, nanPolicy, series } from '../../validate';
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
  const y = series(values, 'values', 'omit').slice();
  const n = y.length;
  if (mask.length !== n && mask.length !== n + horizon) {
    wrongLength(`${n} items, one for each value, or ${n + horizon}, with the horizon`, mask.length);
  }
  const closed = new Uint8Array(n + horizon);
  closed.set(mask);
  close(y, closed, nan);
  return { values: y, closed };
}

/** A series within `values`, and the day of its first in the calendar. */
interface Part {
  path: string;
  from: number;
  to: number;
  day: number;
}

/** Takes out what closed days hold, and refuses a NaN elsewhere unless it is a missing value. */
export function close(
  values: Float64Array,
  closed: Uint8Array,
  nan: NanPolicy,
  { path, from, to, day }: Part = { path: 'values', from: 0, to: values.length, day: 0 },
): void {
  for (let t = from; t < to; t++) {
    if (closed[day + t - from] === 1) values[t] = Number.NaN;
    else if (nan === 'error' && Number.isNaN(values[t])) {
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path}[${t}] must be a finite number, got NaN`, {
        argument: path,
        index: t,
      });
    }
  }
}
