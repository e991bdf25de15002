/** Closed days: the days of the season that are never open leave it, other closed days are missing, all are 0 ahead. */
import { ClinicoreError } from '../../../errors';

/** What is left when closed days are taken out, and the way back. */
export interface Calendar {
  y: Float64Array;
  seasonLength: number;
  horizon: number;
  /** Steps of the open horizon, over all of it. */
  ahead(values: Float64Array): Float64Array;
  /** Values of the open history, over all of it. */
  past(values: Float64Array): Float64Array;
  /** Where the value at `index` of the open history is in all of it. */
  place(index: number): number;
}

/**
 * Refuses an open day ahead whose place in the season the history has, but never open; `first` is the index of the
 * first day in the caller's mask.
 */
export function checkOpening(closed: Uint8Array, n: number, seasonLength: number, first: number): void {
  const wasOpen = new Uint8Array(Math.min(n, seasonLength));
  closed.subarray(0, n).forEach((day, t) => {
    if (!day) wasOpen[t % seasonLength] = 1;
  });
  for (let t = n; t < closed.length; t++) {
    if (closed[t] || wasOpen[t % seasonLength] !== 0) continue;
    const index = first + t;
    throw new ClinicoreError(
      'ERR_INSUFFICIENT_DATA',
      `values must have at least one open day at the place in the season of options.closed[${index}], or that day must be closed`,
      { argument: 'options.closed', index, required: 1, given: 0 },
    );
  }
}

/** `closed` covers history and horizon, or is empty. */
export function openDays(values: Float64Array, closed: Uint8Array, horizon: number, seasonLength: number): Calendar {
  const n = values.length;
  if (closed.length === 0) {
    const same = (array: Float64Array) => array;
    return { y: values, seasonLength, horizon, ahead: same, past: same, place: (index) => index };
  }
  const seen = new Uint8Array(seasonLength);
  const open = new Uint8Array(seasonLength);
  closed.forEach((day, t) => {
    seen[t % seasonLength] = 1;
    if (!day) open[t % seasonLength] = 1;
  });
  const leaves = (phase: number) => seasonLength > 1 && seen[phase] === 1 && open[phase] === 0;
  const kept: number[] = [];
  for (let t = 0; t < n + horizon; t++) if (!leaves(t % seasonLength)) kept.push(t);
  const past = kept.filter((t) => t < n);
  const ahead = kept.filter((t) => t >= n);
  const left = open.reduce((count, _, phase) => count + (leaves(phase) ? 0 : 1), 0);
  return {
    y: Float64Array.from(past, (t) => (closed[t] ? Number.NaN : (values[t] as number))),
    seasonLength: Math.max(left, 1),
    horizon: ahead.length,
    ahead(steps) {
      const whole = new Float64Array(horizon);
      ahead.forEach((t, i) => {
        if (!closed[t]) whole[t - n] = steps[i] as number;
      });
      return whole;
    },
    past(fitted) {
      const whole = new Float64Array(n).fill(Number.NaN);
      past.forEach((t, i) => {
        whole[t] = fitted[i] as number;
      });
      return whole;
    },
    place: (index) => past[index] as number,
  };
}
