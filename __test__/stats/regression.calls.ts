const task = () => ({ signal: new AbortController().signal, onProgress: () => {}, lane: 'bulk' });
const x = () => [1, 2, 3, 4, 5, 6, 7];
const y = () => [2.1, 2.9, 4.2, 5.1, 5.8, 7.4, 7.7];
const options = () => ({ weights: [1, 2, 1, 2, 1, 2, 1], nan: 'error', residuals: true });

export const regressionCalls: Record<string, () => unknown[]> = {
  'stats.linearRegression': () => [x(), y(), { ...options(), intercept: true }],
  'stats.multipleRegression': () => [[x(), [1, 0, 2, 0, 3, 1, 1]], y(), { ...options(), intercept: true }],
  'stats.polynomialRegression': () => [x(), y(), { ...options(), degree: 3 }],
  'stats.exponentialRegression': () => [x(), y(), options()],
  'stats.logarithmicRegression': () => [x(), y(), options()],
  'stats.powerRegression': () => [x(), y(), options()],
  'stats.theilSen': () => [x(), y(), { level: 0.9, intercept: 'joint', ...task() }],
  'stats.mannKendall': () => [y(), { level: 0.9, ...task() }],
  'stats.regressionJs': () => [
    'polynomial',
    [
      [1, 2],
      [2, 3],
      [3, null],
      [4, 1],
    ],
    { precision: 3, order: 1 },
  ],
};
