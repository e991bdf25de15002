/** A recursion with fixed parameters and start states, all its components written down. */
import { ADDED, type Kind, MULTIPLIED, MULTIPLIED_BY_NEW_LEVEL, NO_SEASON, type Point } from './recursion';

/** Arrays to be filled, all as long as the values but the forecast. */
export interface Components {
  fitted: Float64Array;
  level: Float64Array;
  trend: Float64Array;
  seasonal: Float64Array;
  forecast: Float64Array;
}

/**
 * Filters `y` from `from` on, with an added trend; what lies before is NaN, and the start season in `seasonal`. Returns the sum of
 * squared errors. `withLastSeason` tells whether the last value's season enters the forecast. One loop for each kind of season would be no quicker: the recursion waits for its own last step.
 */
export function filter(
  y: Float64Array,
  { season, m }: Kind,
  start: Point,
  from: number,
  into: Components,
  withLastSeason: boolean,
): number {
  const { alpha, beta, gamma, phi } = start;
  const { fitted, level, trend, seasonal, forecast } = into;
  const n = y.length;
  for (const array of [fitted, level, trend, seasonal]) array.fill(Number.NaN, 0, from);
  // The season of each value before it, in one ring.
  const ring = start.seasonal.slice();
  if (from >= m) seasonal.set(ring, from - m);
  let { level: l, trend: b } = start;
  let sse = 0;
  let place = 0;
  let beforeLast = 0;
  for (let t = from; t < n; t++) {
    const value = y[t] as number;
    const q = l + phi * b;
    const s = season === NO_SEASON ? 0 : (ring[place] as number);
    const f = season === NO_SEASON ? q : season === ADDED ? q + s : q * s;
    const e = value - f;
    sse += e * e;
    fitted[t] = f;
    const d = season >= MULTIPLIED ? e / s : e;
    l = q + alpha * d;
    b = phi * b + beta * d;
    level[t] = l;
    trend[t] = b;
    if (season === NO_SEASON) continue;
    const next =
      season === ADDED
        ? s + gamma * e
        : season === MULTIPLIED_BY_NEW_LEVEL
          ? s + gamma * (value / l - s)
          : s + gamma * (e / q);
    seasonal[t] = next;
    beforeLast = s;
    ring[place] = next;
    if (++place === m) place = 0;
  }
  if (!withLastSeason && season !== NO_SEASON) ring[(place + m - 1) % m] = beforeLast;
  let damped = 0;
  let factor = 1;
  for (let h = 0; h < forecast.length; h++) {
    factor *= phi;
    damped += factor;
    const q = l + damped * b;
    const s = season === NO_SEASON ? 0 : (ring[(place + h) % m] as number);
    forecast[h] = season === NO_SEASON ? q : season === ADDED ? q + s : q * s;
  }
  return sse;
}
