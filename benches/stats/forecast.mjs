/**
 * Forecasts of thousands of series in one call, against loops in plain JavaScript of the kind a service has written by
 * hand, over slow movers and daily sales of 90 days.
 */
import { both } from '../clinicore.mjs';

const SERIES = 1000;
const DAYS = 90;
const HORIZON = 14;
const WEEK = [0, 1, 3, 2, 5, 9, -8];

/** Sales of a weekly pattern with a trend and noise from a fixed rule; of slow movers most days are 0. */
function stock(slow) {
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const values = Float64Array.from({ length: SERIES * DAYS }, (_, i) => {
    const day = i % DAYS;
    if (slow) return random() < 0.7 ? 0 : Math.ceil(6 * random());
    return 30 + WEEK[day % 7] + day / 30 + 6 * (random() - 0.5);
  });
  return { values, offsets: Uint32Array.from({ length: SERIES + 1 }, (_, i) => i * DAYS) };
}

const of = ['stats.forecastMany'];
const many = (options) =>
  both(async ({ stats }, data) => (await stats.forecastMany(data, { horizon: HORIZON, ...options })).forecast);

const each = (forecast) => async () => (data) => {
  const all = [];
  for (let i = 0; i < SERIES; i++) all.push(...forecast(data.values.slice(data.offsets[i], data.offsets[i + 1])));
  return all;
};

const close = (a, b) =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= 1e-9 * Math.abs(value));

export const cases = [
  {
    name: 'forecastMany, seasonal naive, 1,000 × 90 values',
    of,
    input: () => stock(false),
    contenders: {
      ...many({ method: 'seasonal-naive', seasonLength: 7, intervals: 'none' }),
      'plain JavaScript': each((y) => Array.from({ length: HORIZON }, (_, h) => y[DAYS - 7 + (h % 7)])),
    },
    summary: (forecast) => Array.from(forecast),
    agree: close,
  },
  {
    name: 'forecastMany, Croston with intervals, 1,000 × 90 values',
    of,
    input: () => stock(true),
    contenders: {
      ...many({ method: 'croston' }),
      'plain JavaScript': each(plainCroston),
    },
    summary: (forecast) => Array.from(forecast),
    agree: close,
  },
  {
    name: 'forecastMany, Theta, 1,000 × 90 values',
    of,
    input: () => stock(false),
    contenders: many({ method: 'theta', seasonLength: 7 }),
    summary: (forecast) => Array.from(forecast),
    agree: close,
  },
  {
    name: 'forecastMany, Holt-Winters with fitted parameters and intervals, 1,000 × 90 values',
    of,
    input: () => stock(false),
    contenders: many({ method: 'holt-winters', seasonLength: 7 }),
    summary: (forecast) => Array.from(forecast),
    agree: close,
  },
  {
    name: 'forecastMany, automatic choice, 1,000 × 90 values',
    of,
    input: () => stock(false),
    contenders: {
      ...many({ method: 'auto', seasonLength: 7 }),
      'clinicore, JavaScript': 'it takes twenty seconds a call: fitMany, automatic ETS, shows it on fewer series',
    },
    summary: (forecast) => Array.from(forecast),
    agree: close,
  },
];

/** As such code is written: demands and intervals in arrays, smoothed one after the other; bounds by sorting. */
function plainCroston(values) {
  const demands = [];
  const intervals = [];
  let since = 0;
  for (const value of values) {
    since++;
    if (value > 0) {
      demands.push(value);
      intervals.push(since);
      since = 0;
    }
  }
  const smooth = (items) => items.reduce((level, item) => level + 0.1 * (item - level));
  const sorted = Array.from(values).sort((a, b) => a - b);
  const bounds = [0.8, 0.95].map((level) => [
    sorted[Math.floor(((values.length + 1) * (1 - level)) / 2) - 1] ?? 0,
    sorted[Math.ceil(((values.length + 1) * (1 + level)) / 2) - 1],
  ]);
  const rate = demands.length === 0 ? 0 : smooth(demands) / smooth(intervals);
  return bounds.length === 2 ? Array(HORIZON).fill(rate) : [];
}
