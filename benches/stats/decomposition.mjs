/** Decomposition; STL against statsmodels is among the contenders that live in Python. */
import { both } from '../clinicore.mjs';

const sales = (length) =>
  Float64Array.from({ length }, (_, t) => 20 + 3 * Math.sin(t) + [0, 1, 3, 2, 5, 9, -8][t % 7] + t / 100);

const close = (a, b) =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= 1e-9 * (1 + Math.abs(value)));

const classical = [90, 1000, 10_000, 1_000_000].map((length) => ({
  name: `classicalDecomposition, ${length.toLocaleString('en')} values`,
  of: ['stats.classicalDecomposition'],
  growth: { family: 'classicalDecomposition', n: length, unit: 'values' },
  input: () => sales(length),
  contenders: {
    ...both(({ stats }, values) => stats.classicalDecomposition(values, { seasonLength: 7 })),
    'plain JavaScript': async () => (values) => plainDecomposition(values, 7),
  },
  summary: ({ figure, trend }) => [...Array.from(figure), ...Array.from(trend.slice(3, 50))],
  agree: close,
}));

/** Odd seasons only, with arrays that grow, as such code is written. */
function plainDecomposition(values, m) {
  const half = (m - 1) / 2;
  const trend = [];
  for (let t = 0; t < values.length; t++) {
    if (t < half || t >= values.length - half) trend.push(Number.NaN);
    else trend.push(values.slice(t - half, t + half + 1).reduce((a, b) => a + b) / m);
  }
  const parts = Array.from({ length: m }, () => []);
  for (let t = half; t < values.length - half; t++) parts[t % m].push(values[t] - trend[t]);
  const raw = parts.map((part) => part.reduce((a, b) => a + b) / part.length);
  const overall = raw.reduce((a, b) => a + b) / m;
  const figure = raw.map((part) => part - overall);
  const seasonal = Array.from(values, (_, t) => figure[t % m]);
  const remainder = Array.from(values, (value, t) => value - trend[t] - seasonal[t]);
  return { figure, trend, seasonal, remainder };
}

/** The package's own JavaScript is the only other STL that is at hand in Node. */
const loess = [
  { name: 'stl, two years of days', of: 'stl', length: 730, call: (stats, y) => stats.stl(y, { seasonLength: 7 }) },
  {
    name: 'stl, two years of days, robust',
    of: 'stl',
    length: 730,
    call: (stats, y) => stats.stl(y, { seasonLength: 7, robust: true }),
  },
  {
    name: 'mstl, three years of days, a weekly and a yearly season',
    of: 'mstl',
    length: 1095,
    call: (stats, y) => stats.mstl(y, { seasonLengths: [7, 365] }),
  },
].map(({ name, of, length, call }) => ({
  name,
  of: [`stats.${of}`],
  input: () => sales(length),
  contenders: both(({ stats }, values) => call(stats, values)),
  summary: ({ trend }) => Array.from(trend),
  agree: close,
}));

export const cases = [...classical, ...loess];
