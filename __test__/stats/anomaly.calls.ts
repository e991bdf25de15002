const task = () => ({ signal: new AbortController().signal, onProgress: () => {}, lane: 'bulk' });

export const anomalyCalls: Record<string, () => unknown[]> = {
  'stats.detectAnomalies': () => [
    [5, 7, 9, null, 8, 9, 6, 80, 5, 6],
    {
      method: 'seasonal-hybrid-esd',
      seasonLength: 2,
      maxAnomalies: 3,
      significance: 0.1,
      direction: 'above',
      nan: 'omit',
      ...task(),
    },
  ],
  'stats.detectAnomaliesMany': () => [
    { values: [5, 7, 9, 5, null, 9, 6, 80, 5, 6], offsets: [0, 6, 10] },
    { method: 'moving-average', window: 2, threshold: 2, direction: 'both', nan: 'omit', ...task() },
  ],
  'stats.changepoints': () => [
    [5, 7, 9, null, 8, 9, 60, 80, 50, 60],
    { method: 'pelt', cost: 'mean-variance', penalty: 3, minSegment: 2, nan: 'omit', ...task() },
  ],
};
