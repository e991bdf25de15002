/**
 * Makes series of any numbers for so many seconds and does all there is with each, on both backends: of tame numbers they must say
 * the same, or refuse them with the same typed error; of wild ones, anything but a fault.
 * `node fuzz/stats.mjs [amount] [seed] [function]`, after `npm run build:native` and `npm run build:js`. What fails is left in
 * fuzz/artifacts.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { below, chance, oneOf, outcome } from './shared/random.mjs';
import { run } from './shared/run.mjs';

const require = createRequire(import.meta.url);
const { stats } = require('../dist/index.js');

const WILD = [
  ...[0, -0, 5e-324, -5e-324, 2.3e-308, 1e-160, 1e-20, 0.1, 1, 1e15, 2 ** 53, 1e100, 1e153, 1e200, 1.7e308, -1.7e308],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];
/** Demand, as it may be: a rise, a season, noise; or few different values; whole numbers or not. */
const TAME = [
  (i) => 40 + i / 4 + 10 * Math.sin(i) + below(9),
  () => below(1000) / 8 - 20,
  () => (chance(4) ? below(5) : 0),
  () => 7,
  (i) => 100 + (i % 7) * 8,
];

function series(isWild) {
  const [length, value] = [oneOf([0, 1, 2, 3, 5, 8, 13, 30, 40, 60, 90]), oneOf(TAME)];
  const missing = oneOf([0, 0, 9]);
  return Float64Array.from({ length }, (_, i) => {
    if (isWild) return chance(3) ? oneOf(WILD) : (below(2 ** 32) - 2 ** 31) * 10 ** (below(600) - 310);
    return missing > 0 && chance(missing) ? Number.NaN : value(i);
  });
}

const nan = () => oneOf(['omit', 'error']);
const seasonLength = () => oneOf([2, 3, 7, 12]);
const alpha = () => below(101) / 100;
const METHODS = [
  'mean',
  'naive',
  'seasonal-naive',
  'drift',
  'theta',
  'croston',
  'sba',
  'tsb',
  'ses',
  'holt',
  'holt-winters',
  'ets',
  'auto',
];
const DETECTORS = [
  'z-score',
  'robust-z-score',
  'iqr',
  'moving-average',
  'ewma',
  'stl',
  'generalized-esd',
  'seasonal-hybrid-esd',
];
const MODELS = ['ANN', 'AAN', 'ANA', 'AAA', 'MNN', 'MAN', 'MAM', 'MNM', 'AAdN', 'AZN', 'ZZZ'];
const STARTS = [undefined, 'estimated', 'r', 'heuristic', 'legacy-heuristic'];

/** The arguments of each function but for the series. */
const CALLS = {
  sum: () => [{ nan: nan() }],
  variance: () => [{ nan: nan(), population: chance(2) }],
  median: () => [{ nan: nan() }],
  quantile: () => [[0, below(100) / 100, 1], { nan: nan(), type: 1 + below(9) }],
  describe: () => [{ nan: nan() }],
  skewness: () => [{ nan: nan() }],
  zScores: () => [{ nan: nan() }],
  robustZScores: () => [{ nan: nan() }],
  rollingMean: () => [1 + below(9), { nan: nan(), align: oneOf(['trailing', 'centred']) }],
  rollingMedian: () => [1 + below(9), { nan: nan() }],
  rollingStandardDeviation: () => [1 + below(9), { nan: nan() }],
  classicalDecomposition: () => [
    { seasonLength: seasonLength(), model: oneOf(['additive', 'multiplicative']), nan: nan() },
  ],
  interpolate: () => [{ seasonLength: seasonLength() }],
  stl: () => [{ seasonLength: seasonLength(), robust: chance(2), nan: nan() }],
  detectAnomalies: () => [{ ...detector(), direction: oneOf(['both', 'above', 'below']), nan: nan() }],
  changepoints: () => [{ cost: oneOf(['mean', 'variance', 'mean-variance']), minSegment: 2 + below(4), nan: nan() }],
  mannKendall: () => [{ level: 0.9 }],
  holtWinters: () => [{ seasonLength: seasonLength(), horizon: 3, alpha: alpha(), beta: alpha(), gamma: alpha() }],
  ses: () => [{ horizon: 3, alpha: alpha(), levels: [0.8] }],
  forecast: () => [
    { method: oneOf(METHODS), horizon: 4, seasonLength: seasonLength(), integer: chance(3), nan: nan() },
  ],
  fit: () => [fitting()],
};

function fitting() {
  const method = oneOf(['ets', 'ets', 'ses', 'holt', 'holt-winters']);
  return {
    method,
    nan: nan(),
    initial: oneOf(STARTS),
    damped: method === 'ses' ? undefined : oneOf([undefined, undefined, true, false]),
    ...(method === 'ets' ? { model: oneOf(MODELS) } : { convention: oneOf(['r', 'statsmodels', 'ets']) }),
    ...(/ets|winters/.test(method) && { seasonLength: seasonLength() }),
    ...(method === 'holt-winters' && { seasonal: oneOf(['additive', 'multiplicative']) }),
  };
}

function detector() {
  const method = oneOf(DETECTORS);
  return {
    method,
    ...(/average|ewma/.test(method) && { window: 1 + below(9) }),
    ...(/stl|seasonal/.test(method) && { seasonLength: seasonLength() }),
  };
}

/**
 * How near the backends' numbers are, beside the largest value or the number itself: what the package promises. It needs no more
 * where a problem is badly conditioned, as a robust STL or a search for parameters is, for there both do the same to the bit.
 */
const NEAR = 1e-9;

/** Numbers that are near, and all else the same. */
function same(one, other, most, path) {
  if (typeof one === 'number' && typeof other === 'number') {
    if (!(Math.abs(one - other) <= most * Math.max(1, Math.abs(one)))) assert.equal(one, other, path);
  } else if (one !== null && typeof one === 'object') {
    assert.deepEqual(Object.keys(other ?? {}), Object.keys(one), path);
    for (const key of Object.keys(one)) same(one[key], other[key], most, `${path}.${key}`);
  } else assert.deepEqual(other, one, path);
}

function called(name) {
  const isWild = chance(2);
  const values = series(isWild);
  const options = CALLS[name]();
  const largest = Math.max(1, ...values.filter(Number.isFinite).map(Math.abs));
  return [
    `${name} ${JSON.stringify(options)}\n${[...values].join('\n')}\n`,
    () => outcome(() => stats[name](values.slice(), ...structuredClone(options))),
    (native, js) => {
      if (!isWild) same(native, js, NEAR * largest, name);
    },
  ];
}

const kinds = Object.fromEntries(Object.keys(CALLS).map((name) => [name, () => called(name)]));
// Each input's check holds them against each other, as near as its values are large.
await run('stats', kinds, () => {});
