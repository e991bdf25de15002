/**
 * Fits: of thousands of series by least squares against a good Nelder–Mead in JavaScript, and automatic choice. What lives
 * in Python is among the Python peers.
 */
import { both } from '../clinicore.mjs';

const SERIES = 1000;
const DAYS = 90;
const M = 7;

/** Daily sales with a weekly pattern, a level that wanders, and noise; the same at every run. */
function sales(count) {
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const normal = () => random() + random() + random() + random() - 2;
  const values = new Float64Array(count * DAYS);
  for (let i = 0; i < count; i++) {
    const week = Array.from({ length: M }, () => 0.5 + random());
    let level = 20 + 200 * random();
    const noise = 0.05 + 0.2 * random();
    for (let t = 0; t < DAYS; t++) {
      level = Math.max(5, level + 0.2 * (random() - 0.5) + 0.1 * noise * level * normal());
      values[i * DAYS + t] = Math.max(1, level * week[t % M] * (1 + noise * normal()));
    }
  }
  return { values, offsets: Uint32Array.from({ length: count + 1 }, (_, i) => i * DAYS) };
}

const of = ['stats.fitMany'];
const fitted = (options, read) =>
  both(async ({ stats }, data) => Array.from((await stats.fitMany(data, { seasonLength: M, ...options }))[read]));

/**
 * No larger an error, but for one series in a hundred. From one start Nelder–Mead ends at a larger one in every tenth, from
 * three in few.
 */
const noLarger = (ours, theirs) => ours.filter((sse, i) => sse > theirs[i] * 1.0001).length <= ours.length / 100;

const STARTS = [
  [0.3, 0.1, 0.1],
  [0.1, 0.05, 0.6],
  [0.7, 0.02, 0.02],
];

export const cases = [
  ...['additive', 'multiplicative'].map((seasonal) => ({
    name: `fitMany, Holt-Winters, ${seasonal}, 1,000 × 90 values`,
    of,
    input: () => sales(SERIES),
    contenders: {
      ...fitted({ method: 'holt-winters', seasonal }, 'sse'),
      'Nelder–Mead in JavaScript': async () => (data) =>
        nelderMeadFits(data, seasonal === 'multiplicative', STARTS.slice(0, 1)),
      'Nelder–Mead, three starts': async () => (data) => nelderMeadFits(data, seasonal === 'multiplicative', STARTS),
    },
    summary: (sse) => sse,
    agree: noLarger,
  })),
  {
    name: 'fitMany, automatic ETS, 100 × 90 values',
    of,
    input: () => sales(100),
    contenders: fitted({}, 'aicc'),
    summary: (aicc) => aicc,
    agree: (a, b) => a.every((value, i) => value === b[i]),
  },
];

/** R's recursion in typed arrays, its parameters by Nelder–Mead from R's start (and others), clamped to the unit cube. */
function nelderMeadFits({ values, offsets }, multiplicative, starts) {
  const fits = [];
  const season = new Float64Array(M);
  for (let i = 0; i + 1 < offsets.length; i++) {
    const y = values.subarray(offsets[i], offsets[i + 1]);
    const start = startValues(y, multiplicative);
    const cost = ([alpha, beta, gamma]) => squaredError(y, start, season, alpha, beta, gamma, multiplicative);
    fits.push(Math.min(...starts.map((at) => nelderMead(cost, at))));
  }
  return fits;
}

function squaredError(y, start, season, alpha, beta, gamma, multiplicative) {
  season.set(start.figure);
  let { l, b } = start;
  let sse = 0;
  for (let t = M, place = 0; t < y.length; t++) {
    const value = y[t];
    const s = season[place];
    const error = value - (multiplicative ? (l + b) * s : l + b + s);
    sse += error * error;
    const last = l;
    l = alpha * (multiplicative ? value / s : value - s) + (1 - alpha) * (l + b);
    b = beta * (l - last) + (1 - beta) * b;
    season[place] = gamma * (multiplicative ? value / l : value - l) + (1 - gamma) * s;
    if (++place === M) place = 0;
  }
  return sse;
}

function startValues(y, multiplicative) {
  const half = (M - 1) / 2;
  const trend = [];
  for (let c = half; c + half < 2 * M; c++) trend.push(y.slice(c - half, c + half + 1).reduce((a, b) => a + b) / M);
  const parts = Array.from({ length: M }, () => []);
  for (const [i, average] of trend.entries()) {
    const value = y[half + i];
    parts[(half + i) % M].push(multiplicative ? value / average : value - average);
  }
  const raw = parts.map((part) => part.reduce((a, b) => a + b) / part.length);
  const overall = raw.reduce((a, b) => a + b) / M;
  const figure = raw.map((part) => (multiplicative ? part / overall : part - overall));
  const xMean = (trend.length + 1) / 2;
  const yMean = trend.reduce((a, b) => a + b) / trend.length;
  const b =
    trend.reduce((sum, v, i) => sum + (i + 1 - xMean) * (v - yMean), 0) /
    trend.reduce((sum, _, i) => sum + (i + 1 - xMean) ** 2, 0);
  return { l: yMean - b * xMean, b, figure };
}

/** The least cost found from `start`, to a relative spread of 1e-10 or 400 steps. */
function nelderMead(cost, start) {
  const at = (x) => {
    const inside = x.map((v) => Math.min(1, Math.max(0, v)));
    return { x: inside, cost: cost(inside) };
  };
  const simplex = [at(start), ...start.map((_, i) => at(start.map((v, j) => (i === j ? v + 0.2 : v))))];
  for (let step = 0; step < 400; step++) {
    simplex.sort((a, b) => a.cost - b.cost);
    const worst = simplex[3];
    if (worst.cost - simplex[0].cost <= 1e-10 * worst.cost) break;
    const centre = start.map((_, i) => (simplex[0].x[i] + simplex[1].x[i] + simplex[2].x[i]) / 3);
    const towards = (factor) => at(centre.map((c, i) => c + factor * (worst.x[i] - c)));
    const reflected = towards(-1);
    if (reflected.cost < simplex[0].cost) {
      const expanded = towards(-2);
      simplex[3] = expanded.cost < reflected.cost ? expanded : reflected;
    } else if (reflected.cost < simplex[2].cost) {
      simplex[3] = reflected;
    } else {
      const contracted = towards(reflected.cost < worst.cost ? -0.5 : 0.5);
      if (contracted.cost < Math.min(reflected.cost, worst.cost)) simplex[3] = contracted;
      else for (let k = 1; k < 4; k++) simplex[k] = at(simplex[k].x.map((v, i) => (v + simplex[0].x[i]) / 2));
    }
  }
  return Math.min(...simplex.map(({ cost: least }) => least));
}
