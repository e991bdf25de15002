import { ClinicoreError, outOfRange } from '../../../errors';
import { Sliding } from './sliding';

/** R's `stats::decompose`; NaN is a missing value. */
export function classicalDecomposition(
  y: Float64Array,
  multiplicative: boolean,
  trend: Float64Array,
  seasonal: Float64Array,
  remainder: Float64Array,
  figure: Float64Array,
): void {
  const m = figure.length;
  const without = (value: number, part: number) => (multiplicative ? value / part : value - part);
  centredMovingAverage(y, m, trend);
  for (let phase = 0; phase < m; phase++) {
    let sum = 0;
    let n = 0;
    for (let t = phase; t < y.length; t += m) {
      const part = without(y[t] as number, trend[t] as number);
      if (Number.isNaN(part)) continue;
      sum += part;
      n++;
    }
    if (n === 0) {
      throw new ClinicoreError(
        'ERR_INSUFFICIENT_DATA',
        `values must have one with a known trend at every place in the season, has none at ${phase}`,
        { argument: 'values', index: phase, required: 1, given: 0 },
      );
    }
    figure[phase] = sum / n;
  }
  const overall = figure.reduce((sum, part) => sum + part, 0) / m;
  figure.forEach((part, phase) => {
    figure[phase] = without(part, overall);
  });
  let finite = figure.every(Number.isFinite);
  for (let t = 0; t < y.length; t++) {
    seasonal[t] = figure[t % m] as number;
    remainder[t] = without(without(y[t] as number, trend[t] as number), seasonal[t] as number);
    finite &&= Math.abs(remainder[t] as number) !== Number.POSITIVE_INFINITY;
  }
  if (!finite) throw outOfRange();
}

/** The mean over one season centred on each value, NaN where it is not known; for an even `m` the ends count half. */
export function centredMovingAverage(y: Float64Array, m: number, average: Float64Array): void {
  const half = Math.floor(m / 2);
  average.fill(Number.NaN);
  const window = new Sliding();
  for (let t = 0; t < m; t++) window.add(y[t] as number);
  for (let first = 0; first + half < y.length - half; first++) {
    const before = window.mean(m);
    if (first + m < y.length) {
      window.add(y[first + m] as number);
      window.remove(y[first] as number);
    }
    average[first + half] = m % 2 === 0 ? before / 2 + window.mean(m) / 2 : before;
  }
}
