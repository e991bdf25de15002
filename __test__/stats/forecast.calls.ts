const task = () => ({ signal: new AbortController().signal, onProgress: () => {}, lane: 'bulk' });

const options = () => ({
  horizon: 2,
  seasonLength: 2,
  levels: [0.5, 0.8],
  nonNegative: true,
  integer: true,
  nan: 'omit',
  ...task(),
});

export const forecastCalls: Record<string, () => unknown[]> = {
  'stats.forecast': () => [
    [5, 7, null, 5, 8, 9, 6, 8, 3, 0],
    {
      ...options(),
      method: 'tsb',
      alpha: 0.2,
      beta: 0.1,
      intervals: 'conformal',
      windows: 4,
      closed: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, true],
    },
  ],
  'stats.forecastMany': () => [
    { values: [5, 7, 9, 5, 8, 9, 6, 8, 3, 1, 2, null], offsets: [0, 8, 12] },
    {
      ...options(),
      method: 'ets',
      smoothing: { model: 'AAN', damped: false, criterion: 'bic', likelihood: 'r', parameters: { alpha: 0.5 } },
      intervals: 'model',
      closed: Uint8Array.from({ length: 12 }, (_, i) => i % 2),
    },
  ],
  'stats.backtest': () => [
    [5, 7, 9, null, 8, 9, 6, 8, 3, 0],
    {
      ...options(),
      method: 'auto',
      select: 'backtest',
      metric: 'rmse',
      windows: 2,
      alpha: 0.2,
      intervals: 'model',
      closed: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
      initial: 5,
      step: 2,
      window: 'sliding',
    },
  ],
  'stats.accuracy': () => [
    [5, 7, 9],
    [6, 6, null],
    {
      training: [1, 3, 2],
      seasonLength: 2,
      lower: [4, 5, 6],
      upper: [6, 8, 9],
      level: 0.8,
      quantiles: [{ probability: 0.5, forecast: [5, 5, 6] }],
      nan: 'omit',
    },
  ],
};
