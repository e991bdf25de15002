const task = () => ({ signal: new AbortController().signal, onProgress: () => {}, lane: 'bulk' });
const values = [5, 7, 9, 5, 8, 9, 6, 8, 10, 6, 9, 11, 7, 9];

export const smoothingCalls: Record<string, () => unknown[]> = {
  'stats.fit': () => [
    [...values],
    {
      method: 'ets',
      seasonLength: 2,
      model: 'AAdA',
      damped: true,
      criterion: 'bic',
      allowUnstable: true,
      allowMultiplicativeTrend: true,
      parameters: { alpha: 0.3, beta: 0.1, gamma: 0.2, phi: 0.9 },
      initial: { level: 5, trend: 0.1, seasonal: [-1, 1] },
      likelihood: 'statsmodels',
      nan: 'omit',
      ...task(),
    },
  ],
  'stats.fitMany': () => [
    { values: [...values, ...values], offsets: [0, 14, 28] },
    {
      method: 'holt-winters',
      seasonLength: 2,
      seasonal: 'multiplicative',
      convention: 'statsmodels',
      initial: 'legacy-heuristic',
      damped: true,
      parameters: { alpha: 0.3 },
      ...task(),
    },
  ],
  'stats.ses': () => [
    [...values],
    { horizon: 3, alpha: 0.3, convention: 'statsmodels', initial: 'legacy-heuristic', levels: [0.8] },
  ],
  'stats.holt': () => [
    [...values],
    {
      horizon: 3,
      alpha: 0.3,
      beta: 0.1,
      phi: 0.9,
      convention: 'ets',
      initial: { level: 5, trend: 0.1 },
      levels: [0.8],
    },
  ],
  'stats.holtWinters': () => [
    [5, 7, 9, 5, 8, 9, 6, 8],
    { seasonLength: 2, horizon: 2, alpha: 0.3, beta: 0.1, gamma: 0.2, seasonal: 'additive', phi: 1, levels: [0.5] },
  ],
};
