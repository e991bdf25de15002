export const smoothingCalls: Record<string, () => unknown[]> = {
  'stats.holtWinters': () => [
    [5, 7, 9, 5, 8, 9, 6, 8],
    { seasonLength: 2, horizon: 2, alpha: 0.3, beta: 0.1, gamma: 0.2, seasonal: 'additive' },
  ],
};
