/** Anomalies against simple-statistics, and against what a service writes by hand around it. */
import { both } from '../clinicore.mjs';

/** Daily sales with a weekly season, some noise and an outlier now and then. */
const sales = (length) =>
  Float64Array.from(
    { length },
    (_, t) => 20 + [0, 1, 3, 2, 5, 9, -8][t % 7] + ((t * 7919) % 1009) / 100 + (t % 997 === 500 ? 90 : 0),
  );

const same = (a, b) => a.length === b.length && a.every((index, i) => index === b[i]);

const found = (options) =>
  both(async ({ stats }, values) => (await stats.detectAnomalies(values, options)).map(({ index }) => index));
const of = ['stats.detectAnomalies'];

const zScore = [1000, 1_000_000].map((length) => ({
  name: `detectAnomalies by z-score, ${length.toLocaleString('en')} values`,
  of,
  input: () => sales(length),
  contenders: {
    ...found({ method: 'z-score' }),
    'simple-statistics': async () => {
      const { mean, sampleStandardDeviation, zScore: score } = await import('simple-statistics');
      return (values) => {
        const [centre, sd] = [mean(values), sampleStandardDeviation(values)];
        const scores = Array.from(values, (value) => score(value, centre, sd));
        return scores.flatMap((z, index) => (Math.abs(z) > 3 ? [index] : []));
      };
    },
    'plain JavaScript': async () => (values) => {
      const centre = values.reduce((a, b) => a + b) / values.length;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
      const outliers = [];
      for (let i = 0; i < values.length; i++) if (Math.abs(values[i] - centre) > 3 * sd) outliers.push(i);
      return outliers;
    },
  },
  summary: (outliers) => outliers,
  agree: same,
}));

const iqr = {
  name: 'detectAnomalies by quartiles, 1,000,000 values',
  of,
  input: () => sales(1_000_000),
  contenders: {
    ...found({ method: 'iqr' }),
    'simple-statistics': async () => {
      const { quantile } = await import('simple-statistics');
      return (values) => {
        const [first, third] = quantile(values, [0.25, 0.75]);
        const reach = 1.5 * (third - first);
        const outliers = [];
        for (let i = 0; i < values.length; i++) {
          if (values[i] < first - reach || values[i] > third + reach) outliers.push(i);
        }
        return outliers;
      };
    },
  },
  summary: (outliers) => outliers,
  agree: same,
};

const mad = {
  name: 'detectAnomalies by median and MAD, 1,000,000 values',
  of,
  input: () => sales(1_000_000),
  contenders: {
    ...found({ method: 'robust-z-score' }),
    'simple-statistics': async () => {
      const { median, medianAbsoluteDeviation } = await import('simple-statistics');
      return (values) => {
        const reach = 3.5 * 1.482602218505602 * medianAbsoluteDeviation(values);
        const centre = median(values);
        const outliers = [];
        for (let i = 0; i < values.length; i++) if (Math.abs(values[i] - centre) > reach) outliers.push(i);
        return outliers;
      };
    },
  },
  summary: (outliers) => outliers,
  agree: same,
};

const many = {
  name: 'detectAnomaliesMany by z-score, 5,000 series of 90 values',
  of: ['stats.detectAnomaliesMany'],
  input: () => ({ values: sales(450_000), offsets: Uint32Array.from({ length: 5001 }, (_, i) => 90 * i) }),
  contenders: {
    ...both(async ({ stats }, series) => {
      const found = await stats.detectAnomaliesMany(series, { method: 'z-score' });
      return Array.from(found.series, (which, i) => 90 * which + found.index[i]);
    }),
    'simple-statistics': async () => {
      const { mean, sampleStandardDeviation, zScore: score } = await import('simple-statistics');
      return ({ values, offsets }) => {
        const outliers = [];
        for (let i = 0; i + 1 < offsets.length; i++) {
          const series = values.subarray(offsets[i], offsets[i + 1]);
          const [centre, sd] = [mean(series), sampleStandardDeviation(series)];
          for (let t = 0; t < series.length; t++) {
            if (Math.abs(score(series[t], centre, sd)) > 3) outliers.push(offsets[i] + t);
          }
        }
        return outliers;
      };
    },
  },
  summary: (outliers) => outliers,
  agree: same,
};

export const cases = [...zScore, iqr, mad, many];
