import { ClinicoreError, count } from '../../../errors';

/** What a method says of the open days; `lower` and `upper` hold a bound for each level. */
export interface Ahead {
  forecast: Float64Array;
  lower: Float64Array[];
  upper: Float64Array[];
  fitted: Float64Array;
}

/** Intervals of `quantile(p)` standard errors on either side; `se` is that of each step, from 0. */
export function symmetric(
  forecast: Float64Array,
  fitted: Float64Array,
  levels: number[],
  quantile: (p: number) => number,
  se: (h: number) => number,
): Ahead {
  const halfWidths = levels.map((level) => {
    const z = quantile(0.5 + level / 2);
    return forecast.map((_, h) => z * se(h));
  });
  return widened({ forecast, lower: [], upper: [], fitted }, halfWidths);
}

/** The forecast with intervals of these half-widths. */
export function widened(ahead: Ahead, halfWidths: Float64Array[]): Ahead {
  const bounds = (side: number) =>
    halfWidths.map((half) => ahead.forecast.map((value, h) => value + side * (half[h] as number)));
  return { ...ahead, lower: bounds(-1), upper: bounds(1) };
}

/** How many values are not missing, if that is at least `required`. */
export function need(y: Float64Array, required: number): number {
  let given = 0;
  for (const value of y) if (!Number.isNaN(value)) given++;
  if (given < required) {
    throw new ClinicoreError(
      'ERR_INSUFFICIENT_DATA',
      `values must have at least ${count(required, 'item that is', 'items that are')} not missing, got ${given}`,
      { argument: 'values', required, given },
    );
  }
  return given;
}

/** A part of the season has no value that its next could be forecast from. */
export function unseen(seasonLength: number, given: number): ClinicoreError {
  return new ClinicoreError(
    'ERR_INSUFFICIENT_DATA',
    `values must have one that is not missing in each of the ${seasonLength} parts of a season, got ${given}`,
    { argument: 'values', required: seasonLength, given },
  );
}
