/** Against the libraries that forecasters use in Python, single-threaded, where there is a Python: see `python-peers.mjs`. */
import { on } from '../clinicore.mjs';
import { pythonPeer } from './python-peers.mjs';

/** Sales of 90 days of so many products: a level, a trend, a week, and chance from a seeded generator. */
function sales(products) {
  let state = 20261120;
  const chance = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: products }, () => {
    const [level, growth] = [50 + 100 * chance(), chance() / 5];
    const week = Array.from({ length: 7 }, () => 20 * chance());
    return Float64Array.from({ length: 90 }, (_, t) => level + growth * t + week[t % 7] + 12 * chance());
  });
}

/** As one batch. */
const batch = (series) => ({
  values: Float64Array.from(series.flatMap((values) => Array.from(values))),
  offsets: Uint32Array.from({ length: series.length + 1 }, (_, i) => 90 * i),
});

/** What is minimised may be lower than the peer's, which may have stopped early, but not higher. */
const asLow = (tolerance) => (ours, theirs) => ours.every((value, i) => value <= theirs[i] + tolerance(theirs[i]));

// A thousand series would keep the peers busy for a minute a sample.
const fits = [
  {
    name: 'fitMany, 20 series of 90 days, additive Holt-Winters as statsmodels defines it',
    of: ['stats.fitMany'],
    options: { method: 'holt-winters', seasonLength: 7, convention: 'statsmodels', initial: 'estimated' },
    column: 'sse',
    peer: { statsmodels: pythonPeer('statsmodels', 'holt_winters_fits') },
    agree: asLow((sse) => 1e-4 * sse),
  },
  {
    name: 'fitMany, 20 series of 90 days, automatic ETS with a week',
    of: ['stats.fitMany'],
    options: { seasonLength: 7 },
    column: 'aicc',
    peer: { statsforecast: pythonPeer('statsforecast', 'automatic_ets') },
    // statsforecast lets β exceed α, which R and we do not: now and then that is a little lower.
    agree: asLow(() => 1),
  },
].map(({ name, of, options, column, peer, agree }) => ({
  name,
  of,
  input: () => sales(20),
  contenders: {
    clinicore: on('native', ({ stats }, series) =>
      stats.fitMany(batch(series), options).then((found) => found[column]),
    ),
    ...peer,
  },
  summary: (minima) => Array.from(minima),
  agree,
}));

/** Like the monthly CO2 record of Mauna Loa, which statsmodels is tested on: 29 years that rise and breathe. */
const co2Like = () => [
  Float64Array.from(
    { length: 348 },
    (_, t) => 315 + 0.1 * t + t ** 2 / 9000 + 3 * Math.sin((2 * Math.PI * t) / 12) + ((t * 7919) % 13) / 20,
  ),
];

const decompositions = [false, true].map((robust) => ({
  name: `stl, ${robust ? 'robust, ' : ''}348 monthly values, as statsmodels computes it`,
  of: ['stats.stl'],
  input: co2Like,
  contenders: {
    clinicore: on('native', ({ stats }, [values]) =>
      stats.stl(values, { seasonLength: 12, convention: 'statsmodels', robust }).then(({ trend }) => [trend]),
    ),
    statsmodels: pythonPeer('statsmodels', robust ? 'robust_stl' : 'stl'),
  },
  summary: ([trend]) => Array.from(trend),
  agree: (a, b) => a.every((value, i) => Math.abs(value - b[i]) <= 1e-6 * Math.abs(value)),
}));

export const cases = [...fits, ...decompositions];
