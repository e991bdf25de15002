/** Holt-Winters with fixed parameters against a plain JavaScript one, the kind a service has written by hand. */
import { both } from '../clinicore.mjs';

const options = { seasonLength: 7, horizon: 28, alpha: 0.3, beta: 0.05, gamma: 0.2 };

export const cases = [30, 90, 730, 10_000, 1_000_000].map((length) => ({
  name: `holtWinters, ${length.toLocaleString('en')} values`,
  of: ['stats.holtWinters'],
  growth: { family: 'holtWinters', n: length, unit: 'values' },
  input: () => Float64Array.from({ length }, (_, t) => 20 + 3 * Math.sin(t) + [0, 1, 3, 2, 5, 9, -8][t % 7] + t / 100),
  contenders: {
    ...both(({ stats }, values) => stats.holtWinters(values, options).forecast),
    'plain JavaScript': async () => (values) => plainHoltWinters(values, options),
  },
  summary: (forecast) => Array.from(forecast),
  agree: (a, b) => a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= 1e-9 * Math.abs(value)),
}));

/** Grows arrays and allocates as it goes, as such code does; R's convention, so that the answers can be compared. */
function plainHoltWinters(values, { seasonLength: m, horizon, alpha, beta, gamma }) {
  const trend = [];
  const half = (m - 1) / 2;
  for (let i = half; i < 2 * m - half; i++) {
    trend.push(values.slice(i - half, i + half + 1).reduce((a, b) => a + b) / m);
  }
  const parts = Array.from({ length: m }, () => []);
  for (const [i, average] of trend.entries()) parts[(i + half) % m].push(values[i + half] - average);
  const raw = parts.map((p) => p.reduce((a, b) => a + b) / p.length);
  const overall = raw.reduce((a, b) => a + b) / m;
  const seasonal = raw.map((s) => s - overall);
  const xMean = (trend.length + 1) / 2;
  const yMean = trend.reduce((a, b) => a + b) / trend.length;
  const slope =
    trend.reduce((sum, y, i) => sum + (i + 1 - xMean) * (y - yMean), 0) /
    trend.reduce((sum, _, i) => sum + (i + 1 - xMean) ** 2, 0);
  const level = [yMean - slope * xMean];
  const slopes = [slope];
  for (let t = m; t < values.length; t++) {
    const [l, b, s] = [level.at(-1), slopes.at(-1), seasonal[t - m]];
    level.push(alpha * (values[t] - s) + (1 - alpha) * (l + b));
    slopes.push(beta * (level.at(-1) - l) + (1 - beta) * b);
    seasonal.push(gamma * (values[t] - level.at(-1)) + (1 - gamma) * s);
  }
  return Array.from(
    { length: horizon },
    (_, i) => level.at(-1) + (i + 1) * slopes.at(-1) + seasonal[values.length - m + (i % m)],
  );
}
