/**
 * Makes series of any numbers for so many seconds and does all there is with each, on both backends: of tame numbers they must say
 * the same, as far as they are sure of it, or refuse them with the same typed error; of wild ones, anything but a fault.
 * `node fuzz/stats.mjs [seconds] [seed] [function]`, after `npm run build:native` and `npm run build:js`. What fails is left in
 * fuzz/artifacts.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { below, chance, oneOf, outcome, seed } from './crypto/random.mjs';

const require = createRequire(import.meta.url);
const { stats } = require('../dist/index.js');
const { useBackend } = require('../dist/backend.js');

const seconds = Number(process.argv[2] ?? 60);
const only = process.argv[4];

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
const METHODS = ['mean', 'naive', 'seasonal-naive', 'drift', 'theta', 'croston', 'sba', 'tsb', 'ses', 'holt'];
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
const MODELS = ['ANN', 'AAN', 'ANA', 'AAA', 'MNN', 'MAN', 'MAM', 'MNM', 'AAdN'];

/** The arguments of each function but for the series; how sure its answers are, as part of the largest value. */
const CALLS = {
  sum: [() => [{ nan: nan() }]],
  variance: [() => [{ nan: nan(), population: chance(2) }]],
  median: [() => [{ nan: nan() }]],
  quantile: [() => [[0, below(100) / 100, 1], { nan: nan(), type: 1 + below(9) }]],
  describe: [() => [{ nan: nan() }]],
  skewness: [() => [{ nan: nan() }], 1e-6],
  zScores: [() => [{ nan: nan() }], 1e-6],
  robustZScores: [() => [{ nan: nan() }]],
  rollingMean: [() => [1 + below(9), { nan: nan(), align: oneOf(['trailing', 'centred']) }]],
  rollingMedian: [() => [1 + below(9), { nan: nan() }]],
  rollingStandardDeviation: [() => [1 + below(9), { nan: nan() }], 1e-6],
  classicalDecomposition: [
    () => [{ seasonLength: seasonLength(), model: oneOf(['additive', 'multiplicative']), nan: nan() }],
  ],
  interpolate: [() => [{ seasonLength: seasonLength() }], 1e-6],
  stl: [() => [{ seasonLength: seasonLength(), robust: chance(2), nan: nan() }], 1e-6],
  detectAnomalies: [() => [{ ...detector(), direction: oneOf(['both', 'above', 'below']), nan: nan() }], 1e-6],
  changepoints: [
    () => [{ cost: oneOf(['mean', 'variance', 'mean-variance']), minSegment: 2 + below(4), nan: nan() }],
    1e-6,
  ],
  mannKendall: [() => [{ level: 0.9 }]],
  holtWinters: [
    () => [{ seasonLength: seasonLength(), horizon: 3, alpha: alpha(), beta: alpha(), gamma: alpha() }],
    1e-6,
  ],
  ses: [() => [{ horizon: 3, alpha: alpha(), levels: [0.8] }], 1e-6],
  forecast: [
    () => [{ method: oneOf(METHODS), horizon: 4, seasonLength: seasonLength(), integer: chance(3), nan: nan() }],
    1e-4,
  ],
  fit: [
    () => [{ method: 'ets', model: oneOf(MODELS), damped: undefined, seasonLength: seasonLength(), nan: nan() }],
    1,
  ],
};

function detector() {
  const method = oneOf(DETECTORS);
  return {
    method,
    ...(/average|ewma/.test(method) && { window: 1 + below(9) }),
    ...(/stl|seasonal/.test(method) && { seasonLength: seasonLength() }),
  };
}

/** Numbers that are as near as they can be, and all else the same. */
function same(one, other, most, path) {
  if (typeof one === 'number' && typeof other === 'number') {
    if (!(Math.abs(one - other) <= most * Math.max(1, Math.abs(one)))) assert.equal(one, other, path);
  } else if (one !== null && typeof one === 'object') {
    assert.deepEqual(Object.keys(other ?? {}), Object.keys(one), path);
    for (const key of Object.keys(one)) same(one[key], other[key], most, `${path}.${key}`);
  } else assert.deepEqual(other, one, path);
}

console.log(`seed ${seed}`);
const end = Date.now() + seconds * 1000;
const done = {};
for (let input = 0; Date.now() < end; input++) {
  const isWild = chance(2);
  const values = series(isWild);
  const name = only ?? oneOf(Object.keys(CALLS));
  const [make, most = 1e-9] = CALLS[name];
  const options = make();
  const look = () => outcome(() => stats[name](values.slice(), ...structuredClone(options)));
  try {
    useBackend('native');
    const native = await look();
    useBackend('js');
    const js = await look();
    const scale = Math.max(1, ...values.filter(Number.isFinite).map(Math.abs));
    if (!isWild && most < 1) same(native, js, most * scale, name);
    done[name] = (done[name] ?? 0) + 1;
  } catch (error) {
    const artifacts = join(import.meta.dirname, 'artifacts');
    mkdirSync(artifacts, { recursive: true });
    const path = join(artifacts, `stats-${seed}-${input}.txt`);
    writeFileSync(path, `${name} ${JSON.stringify(options)}\n${[...values].join('\n')}\n`);
    console.error(`input ${input}, kept as ${path}`);
    throw error;
  }
}
const told = Object.entries(done).map(([name, count]) => `${count} of ${name}`);
console.log(`${told.join(', ')}: each the same on both backends, as far as it is tame`);
