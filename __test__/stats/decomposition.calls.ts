const task = () => ({ signal: new AbortController().signal, onProgress: () => {}, lane: 'bulk' });

const loess = () => ({
  convention: 'statsmodels',
  trendWindow: 5,
  lowPassWindow: 3,
  degrees: { seasonal: 0, trend: 1, lowPass: 1 },
  jumps: { seasonal: 1, trend: 2, lowPass: 1 },
  innerIterations: 2,
  outerIterations: 1,
  robust: true,
  nan: 'omit',
  ...task(),
});

export const decompositionCalls: Record<string, () => unknown[]> = {
  'stats.classicalDecomposition': () => [
    [5, 7, 9, null, 8, 9, 6, 8],
    { seasonLength: 2, model: 'multiplicative', nan: 'omit' },
  ],
  'stats.interpolate': () => [[5, null, 9, 4, 8, 9, 6, 8], { seasonLength: 2, ...task() }],
  'stats.stl': () => [[5, 7, 9, null, 8, 9, 6, 8], { seasonLength: 2, seasonalWindow: 3, ...loess() }],
  'stats.mstl': () => [
    [5, 7, 9, null, 8, 9, 6, 8],
    { seasonLengths: [3, 2], seasonalWindows: ['periodic', 5], iterations: 2, ...loess() },
  ],
};
