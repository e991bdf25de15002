export const chartCalls: Record<string, () => unknown[]> = {
  'stats.forecastChart': () => [
    {
      values: [3, null, 5, 4],
      forecast: Float64Array.of(4, 5),
      intervals: [
        { level: 0.8, lower: [3, 4], upper: [5, 6] },
        { level: 0.95, lower: [2, 3], upper: [6, 7] },
      ],
    },
    {
      title: 'Lenses',
      description: 'What was sold and what will be.',
      width: 400,
      height: 300,
      last: 3,
      anomalies: [{ index: 2 }],
      closed: [false, true, false, false, false, true],
      start: '2026-01-01',
      step: 'week',
      valueTitle: 'Pieces',
      timeTitle: 'Week',
      formatNumber: String,
      labels: { history: 'Sold', forecast: 'Expected', interval: '{level} %', anomaly: 'Odd' },
      colors: { background: '#ffffff', history: '#000000', forecast: '#0072b2', anomaly: '#d55e00' },
    },
  ],
  'stats.TimeSeriesEngine': () => [[5, 7, 9, 5, 8, 9, 6, 8]],
  'stats.TimeSeriesEngine#holtWinters': () => [0.3, 0.05, 0.2, 2, 4],
  'stats.TimeSeriesEngine#detectAnomalies': () => [2],
};
