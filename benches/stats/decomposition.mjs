/** Decomposition; STL against statsmodels is among the contenders that live in Python. */

const sales = (length) =>
  Float64Array.from({ length }, (_, t) => 20 + 3 * Math.sin(t) + [0, 1, 3, 2, 5, 9, -8][t % 7] + t / 100);

const close = (a, b) =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= 1e-9 * (1 + Math.abs(value)));

const classical = [90, 10_000, 1_000_000].map((length) => ({
  name: `classicalDecomposition, ${length.toLocaleString('en')} values`,
  input: () => sales(length),
  contenders: {
    clinicore: async () => {
      const { stats } = await import('clinicore');
      return (values) => stats.classicalDecomposition(values, { seasonLength: 7 });
    },
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
  { name: 'stl, two years of days', length: 730, call: (stats, y) => stats.stl(y, { seasonLength: 7 }) },
  {
    name: 'stl, two years of days, robust',
    length: 730,
    call: (stats, y) => stats.stl(y, { seasonLength: 7, robust: true }),
  },
  {
    name: 'mstl, three years of days, a weekly and a yearly season',
    length: 1095,
    call: (stats, y) => stats.mstl(y, { seasonLengths: [7, 365] }),
  },
].map(({ name, length, call }) => ({
  name,
  input: () => sales(length),
  contenders: Object.fromEntries(
    ['native', 'js'].map((backend) => [
      backend === 'native' ? 'clinicore' : 'its fallback',
      async () => {
        process.env.CLINICORE_BACKEND = backend;
        const { stats } = await import('clinicore');
        return (values) => call(stats, values);
      },
    ]),
  ),
  summary: ({ trend }) => Array.from(trend),
  agree: close,
}));

export const cases = [...classical, ...loess];
