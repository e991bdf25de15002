import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';
import { close, data, golden } from './golden';

interface Quantiles {
  name: string;
  values: number[];
  p: number[];
  types: Record<string, number[]>;
}

type Shape = Record<'values' | 'zscores', number[]> &
  Record<'g1' | 'G1' | 'b1' | 'g2' | 'G2' | 'b2' | 'mad_raw' | 'mad_normal' | 'iqr' | 'var', number>;

interface Correlations {
  name: string;
  x: number[];
  y: number[];
  covariance: number;
  pearson: number;
  spearman: number;
  kendall: number;
}

const reference = golden('descriptive_numpy');
const orNaN = (values: (number | null)[]) => values.map((x) => x ?? Number.NaN);

/** Short series are read in place, long Float64Arrays natively: reference values must hold either way. */
const forms: [string, (values: number[]) => ArrayLike<number>][] = [
  ['an array', (values) => values],
  ['a Float64Array', (values) => Float64Array.from(values)],
];

describe.each(backends)('descriptive statistics on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe.each(forms)('of %s', (_, form) => {
    it.each(['airpassengers', 'austourists', 'nile'])('agree with NumPy and SciPy on %s', (key) => {
      const want = golden('descriptive')[key];
      const values = form(data(key));
      const near = (got: number, wanted: number) => close([got], [wanted], 0, 1e-12);
      near(stats.mean(values), want.mean);
      near(stats.variance(values), want.var_sample);
      near(stats.variance(values, { population: true }), want.var_pop);
      near(stats.standardDeviation(values), want.sd_sample);
      near(stats.standardDeviation(values, { population: true }), want.sd_pop);
      near(stats.skewness(values), want.skew_G1_simple_statistics);
      near(stats.skewness(values, { definition: 'g1' }), want.skew_g1);
      near(stats.kurtosis(values), want.kurt_G2);
      near(stats.kurtosis(values, { definition: 'g2' }), want.kurt_g2);
      near(stats.medianAbsoluteDeviation(values), want.mad_scaled);
      near(stats.medianAbsoluteDeviation(values, { scaled: false }), want.mad_raw);
      near(stats.interquartileRange(values), want.iqr7);
      const p: number[] = want.quantile_p;
      close(stats.quantile(values, p), want.quantile_type7, 0, 1e-13);
      close(stats.quantile(values, p, { type: 6 }), want.quantile_type6, 0, 1e-13);
      close(stats.quantile(values, p, { type: 8 }), want.quantile_type8, 0, 1e-13);
      const outside = (scores: Float64Array, limit: number) =>
        [...scores.keys()].filter((i) => Math.abs(scores[i] as number) > limit);
      expect(outside(stats.zScores(values), 2)).toEqual(want.idx_absz_sample_gt_2);
      expect(outside(stats.zScores(values, { population: true }), 2)).toEqual(want.idx_absz_pop_gt_2);
      expect(outside(stats.robustZScores(values), 3.5)).toEqual(want.idx_modz_gt_3_5);
      close(stats.rollingMean(values, 7).slice(6, 9), want.trailing_ma7_first3);
      close(stats.rollingMean(values, 3, { align: 'centred' }).slice(1, 4), want.centred_ma3_first3);
      const summary = stats.describe(values);
      expect(summary).toMatchObject({
        count: want.n,
        missing: 0,
        min: want.quantile_type7[0],
        median: want.quantile_type7[3],
      });
      expect(summary.mean).toBe(stats.mean(values));
      close(
        [summary.standardDeviation, summary.skewness, summary.kurtosis],
        [want.sd_sample, want.skew_G1_simple_statistics, want.kurt_G2],
        0,
        1e-12,
      );
    });

    it.each(reference.quantiles as Quantiles[])(
      'has the quantiles of NumPy, all nine types: $name',
      ({ values, p, types }) => {
        for (const [type, want] of Object.entries(types)) {
          const options = { type: Number(type) as stats.QuantileType };
          close(stats.quantile(form(values), p, options), want, 1e-14, 1e-14);
          p.forEach((one, i) => {
            close([stats.quantile(form(values), one, options)], [want[i]], 1e-14, 1e-14);
          });
        }
      },
    );

    it.each(reference.shape as Shape[])('has the shape and spread of SciPy', (want) => {
      const values = form(want.values);
      for (const definition of ['g1', 'G1', 'b1'] as const)
        close([stats.skewness(values, { definition })], [want[definition]], 1e-13, 1e-12);
      for (const definition of ['g2', 'G2', 'b2'] as const)
        close([stats.kurtosis(values, { definition })], [want[definition]], 1e-13, 1e-12);
      close([stats.medianAbsoluteDeviation(values, { scaled: false })], [want.mad_raw], 0, 1e-13);
      close([stats.medianAbsoluteDeviation(values)], [want.mad_normal], 0, 1e-13);
      close([stats.interquartileRange(values)], [want.iqr], 0, 1e-13);
      close([stats.variance(values)], [want.var], 0, 1e-13);
      close(stats.zScores(values), want.zscores, 1e-13, 1e-12);
    });

    it.each(reference.correlations as Correlations[])('correlates as SciPy: $name', (want) => {
      const [x, y] = [form(want.x), form(want.y)];
      close([stats.covariance(x, y)], [want.covariance], 0, 1e-9);
      close([stats.correlation(x, y)], [want.pearson], 0, 1e-9);
      close([stats.correlation(x, y, { method: 'spearman' })], [want.spearman], 1e-15, 1e-12);
      close([stats.correlation(x, y, { method: 'kendall' })], [want.kendall], 1e-15, 1e-12);
    });

    it('moves windows as pandas', () => {
      for (const { series, window, centred, minCount, ...want } of reference.rolling.cases) {
        const values = form(orNaN(reference.rolling[series]));
        const options = { align: centred ? 'centred' : 'trailing', minCount, nan: 'omit' } as const;
        close(stats.rollingMean(values, window, options), orNaN(want.mean), 0, 1e-12);
        close(stats.rollingMedian(values, window, options), orNaN(want.median), 0, 1e-14);
        close(stats.rollingStandardDeviation(values, window, options), orNaN(want.sd), 1e-12, 1e-12);
        const population = stats.rollingStandardDeviation(values, window, { ...options, population: true });
        close(population, orNaN(want.population), 1e-12, 1e-12);
      }
    });

    // The definition, in integers, which are exact: s² = (n Σx² − (Σx)²) / (n (n − 1)), whatever is added to the values.
    it.each([0, 1e6, 1e9, 1e12])('moves windows over values far from 0 without losing digits: %d', (offset) => {
      const small = Array.from({ length: 300 }, (_, i) => ((i * i * 7 + 3 * i) % 11) - 5);
      const want = small.map((_, i) => {
        const window = small.slice(i - 29, i + 1);
        const [sum, squares] = [window.reduce((s, x) => s + x, 0), window.reduce((s, x) => s + x * x, 0)];
        return i < 29 ? Number.NaN : Math.sqrt((30 * squares - sum * sum) / (30 * 29));
      });
      close(stats.rollingStandardDeviation(form(small.map((x) => x + offset)), 30), want, 0, 1e-14);
    });

    // z = (n x − Σx) / √(n (n Σx² − (Σx)²) / (n − 1)), in integers, which are exact, whatever is added to the values.
    it.each([0, 1e9, 1e15])('scores values far from 0 as exactly: %d', (offset) => {
      for (const n of [50, 1500]) {
        const small = Array.from({ length: n }, (_, i) => ((i * i * 7 + 3 * i) % 11) - 5);
        const [sum, squares] = [small.reduce((s, x) => s + x, 0), small.reduce((s, x) => s + x * x, 0)];
        const unit = Math.sqrt((n * (n * squares - sum * sum)) / (n - 1));
        const want = small.map((x) => (n * x - sum) / unit);
        close(stats.zScores(form(small.map((x) => x + offset))), want, 1e-12, 1e-12);
      }
    });

    it('bins as NumPy', () => {
      const { values, cases, constant } = reference.histogram;
      for (const { bins, counts, edges } of cases) {
        const given = typeof bins === 'string' && /^\d+$/.test(bins) ? Number(bins) : bins;
        const got = stats.histogram(form(values), { bins: given === '7' ? 7 : given });
        expect([...got.counts]).toEqual(counts);
        close(got.edges, edges, 0, 1e-14);
      }
      const flat = stats.histogram(form([4, 4, 4]), { bins: 4 });
      expect([...flat.counts]).toEqual(constant.counts);
      close(flat.edges, constant.edges);
    });
  });

  it('sums without losing what is small beside what is large', () => {
    expect(stats.sum([0.1, 0.2, 0.3])).toBe(0.6);
    expect(stats.sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(stats.sum([])).toBe(0);
    expect(stats.mean([0.1, 0.1, 0.1])).toBe(0.1);
    expect(stats.mean([1e20, 1, -1e20])).toBe(1 / 3);
    expect(stats.mean(new Float64Array(1e5).fill(0.1))).toBe(0.1);
    expect(stats.standardDeviation(new Float64Array(1e5).fill(0.1))).toBe(0);
  });

  it.each([1e-300, 1e-200, 1, 1e150, 1e300])(
    'measures values of the size of %d without overflow or underflow',
    (size) => {
      for (const n of [6, 999]) {
        const unit = Float64Array.from({ length: n }, (_, i) => (i % 3) + 1);
        const values = unit.map((x) => x * size);
        const near = (got: number, want: number) => close([got], [want], 0, 1e-12);
        near(stats.mean(values), 2 * size);
        near(stats.standardDeviation(values), stats.standardDeviation(unit) * size);
        near(stats.rollingStandardDeviation(values, 3)[2] as number, size);
        near(stats.medianAbsoluteDeviation(values, { scaled: false }), size);
        close([stats.skewness(values), stats.kurtosis(values)], [stats.skewness(unit), stats.kurtosis(unit)], 1e-12);
        close(stats.zScores(values), stats.zScores(unit), 1e-12);
        close(stats.robustZScores(values), stats.robustZScores(unit), 1e-12);
        near(stats.correlation(values, unit), 1);
        near(stats.describe(values).standardDeviation, stats.standardDeviation(unit) * size);
      }
    },
  );

  it('scores outliers by the mean absolute deviation where the median one is 0', () => {
    // Iglewicz & Hoaglin: MeanAD is 30 / 5, the score 30 / (1.2533 · 6).
    close(stats.robustZScores([10, 10, 10, 10, 40]), [0, 0, 0, 0, 30 / (Math.sqrt(Math.PI / 2) * 6)], 0, 1e-14);
  });

  describe('with missing values', () => {
    const gaps = [null, 3, Number.NaN, 1, 2, null];
    it('leaves them out', () => {
      const nan = 'omit';
      expect(stats.mean(gaps, { nan })).toBe(2);
      expect(stats.sum(gaps, { nan })).toBe(6);
      expect(stats.median(gaps, { nan })).toBe(2);
      expect([stats.min(gaps, { nan }), stats.max(gaps, { nan })]).toEqual([1, 3]);
      expect(stats.standardDeviation(gaps, { nan })).toBe(1);
      expect([...stats.zScores(gaps, { nan })]).toEqual([NaN, 1, NaN, -1, 0, NaN]);
      expect(stats.describe(gaps, { nan })).toMatchObject({ count: 3, missing: 3, mean: 2 });
      expect([...stats.histogram(gaps, { nan, bins: [0, 2, 4] }).counts]).toEqual([1, 2]);
    });

    it('leaves out a pair of which either is missing', () => {
      const x = [1, 2, null, 4, 5];
      const y = [2, null, 9, 8, 9];
      const whole: [number[], number[]] = [
        [1, 4, 5],
        [2, 8, 9],
      ];
      expect(stats.covariance(x, y, { nan: 'omit' })).toBe(stats.covariance(...whole));
      expect(stats.correlation(x, y, { nan: 'omit', method: 'kendall' })).toBe(1);
    });
  });
});
