import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, useBackend } from '../backends';
import { close, data, golden } from './golden';

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
      close(stats.quantile(values, want.quantile_p), want.quantile_type7, 0, 1e-13);
      close(stats.quantile(values, want.quantile_p, { type: 6 }), want.quantile_type6, 0, 1e-13);
      close(stats.quantile(values, want.quantile_p, { type: 8 }), want.quantile_type8, 0, 1e-13);
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

    it.each(reference.quantiles)('has the quantiles of NumPy, all nine types: $name', ({ values, p, types }) => {
      for (const [type, want] of Object.entries(types)) {
        const options = { type: Number(type) as stats.QuantileType };
        close(stats.quantile(form(values), p, options), want as number[], 1e-14, 1e-14);
        p.forEach((one: number, i: number) => {
          close([stats.quantile(form(values), one, options)], [(want as number[])[i]], 1e-14, 1e-14);
        });
      }
    });

    it.each(reference.shape)('has the shape and spread of SciPy', (want) => {
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

    it.each(reference.correlations)('correlates as SciPy: $name', (want) => {
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

  const bad: [string, () => unknown, string, object][] = [
    ['a NaN', () => stats.mean([1, Number.NaN]), 'ERR_INVALID_ARGUMENT', { argument: 'values', index: 1 }],
    [
      'a null where none is allowed',
      () => stats.median([1, null]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 1 },
    ],
    [
      'an infinity, even with omit',
      () => stats.mean([1, Infinity], { nan: 'omit' }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 1 },
    ],
    ['no values', () => stats.mean([]), 'ERR_INSUFFICIENT_DATA', { argument: 'values', required: 1, given: 0 }],
    ['the least of no values', () => stats.quantile([], 0), 'ERR_INSUFFICIENT_DATA', { required: 1, given: 0 }],
    [
      'all missing',
      () => stats.median([null, null], { nan: 'omit' }),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 1, given: 0 },
    ],
    [
      'one value for a sample',
      () => stats.variance([1]),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 2, given: 1 },
    ],
    [
      'two values for G1',
      () => stats.skewness([1, 2]),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 3, given: 2 },
    ],
    [
      'three values for G2',
      () => stats.kurtosis([1, 2, 3]),
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', required: 4, given: 3 },
    ],
    ['the shape of a constant', () => stats.skewness([2, 2, 2]), 'ERR_INVALID_ARGUMENT', { argument: 'values' }],
    ['scores of a constant', () => stats.zScores([2, 2, 2]), 'ERR_INVALID_ARGUMENT', { argument: 'values' }],
    ['robust scores of a constant', () => stats.robustZScores([2, 2]), 'ERR_INVALID_ARGUMENT', { argument: 'values' }],
    [
      'a constant to correlate with',
      () => stats.correlation([1, 2], [3, 3]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'y' },
    ],
    [
      'the ranks of a constant',
      () => stats.correlation([3, 3], [1, 2], { method: 'spearman' }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'x' },
    ],
    [
      'series of different lengths',
      () => stats.covariance([1, 2], [1]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'y', required: 2, given: 1 },
    ],
    [
      'a NaN in y',
      () => stats.covariance([1, 2], [1, Number.NaN]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'y', index: 1 },
    ],
    [
      'a sum beyond the largest double',
      () => stats.sum([1.5e308, 1.5e308]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values' },
    ],
    [
      'a variance beyond the largest double',
      () => stats.variance([1e200, 3e200]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'values' },
    ],
    ['a probability above 1', () => stats.quantile([1], 1.1), 'ERR_INVALID_ARGUMENT', { argument: 'p' }],
    [
      'a NaN among the probabilities',
      () => stats.quantile([1], [0.5, Number.NaN]),
      'ERR_INVALID_ARGUMENT',
      { argument: 'p[1]' },
    ],
    [
      'type 10',
      () => stats.quantile([1], 0.5, { type: 10 as never }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.type' },
    ],
    [
      'a misspelt option',
      () => stats.mean([1], { nans: 'omit' } as never),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options' },
    ],
    [
      'another package',
      () => stats.variance([1, 2], { compat: 'd3' as never }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.compat' },
    ],
    ['window 0', () => stats.rollingMean([1], 0), 'ERR_INVALID_ARGUMENT', { argument: 'window' }],
    [
      'more than a window full',
      () => stats.rollingMedian([1], 2, { minCount: 3 }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.minCount' },
    ],
    [
      'edges that do not ascend',
      () => stats.histogram([1], { bins: [0, 2, 2] }),
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.bins', index: 2 },
    ],
    ['no bins', () => stats.histogram([1], { bins: 0 }), 'ERR_INVALID_ARGUMENT', { argument: 'options.bins' }],
    [
      'a rule that makes too many bins',
      () => stats.histogram([...Array.from({ length: 99 }, (_, i) => i % 5), 1e9], { bins: 'freedman-diaconis' }),
      'ERR_LIMIT_EXCEEDED',
      { argument: 'bins', limit: 1_000_000 },
    ],
  ];
  it.each(bad)('refuses %s', async (_, call, code, details) => {
    expect(await failure(call)).toMatchObject({ code, details });
  });

  it.each([2, 500, 5000])('says of %d values which is no number, in the same words', async (n) => {
    const values = Float64Array.from({ length: n }, (_, i) => i);
    values[n - 1] = Number.NaN;
    const calls = [
      stats.sum,
      stats.mean,
      stats.variance,
      stats.standardDeviation,
      stats.min,
      stats.max,
      stats.median,
      stats.interquartileRange,
      stats.medianAbsoluteDeviation,
      stats.zScores,
      stats.robustZScores,
      stats.histogram,
      stats.describe,
      (x: Float64Array) => stats.quantile(x, [0.1, 0.9]),
      (x: Float64Array) => stats.rollingMean(x, 3),
      (x: Float64Array) => new stats.Moments().push(x),
    ];
    for (const call of calls) {
      expect(await failure(() => call(values))).toEqual({
        code: 'ERR_INVALID_ARGUMENT',
        message: `values[${n - 1}] must be a finite number, got NaN`,
        details: { argument: 'values', index: n - 1 },
      });
    }
  });

  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const sample = fc.oneof(
    fc.array(number, { minLength: 4, maxLength: 60 }),
    fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 4, maxLength: 60 }),
    fc.array(number, { minLength: 700, maxLength: 900 }).map((x) => Float64Array.from(x)),
  );
  const runs = { seed: 20261120, numRuns: 150 };

  it('does not mind the order of the values', () => {
    fc.assert(
      fc.property(sample, (x) => {
        const reversed = x.slice().reverse();
        const size = Math.max(...x.map(Math.abs), 1e-3);
        for (const call of [stats.mean, stats.standardDeviation, stats.sum])
          close([call(reversed)], [call(x)], 1e-12 * size * (call === stats.sum ? x.length : 1), 0);
        for (const call of [
          stats.min,
          stats.max,
          stats.median,
          stats.interquartileRange,
          stats.medianAbsoluteDeviation,
        ])
          expect(call(reversed)).toBe(call(x));
      }),
      runs,
    );
  });

  it('follows the values as they are shifted and scaled', () => {
    fc.assert(
      fc.property(sample, fc.double({ min: 0.01, max: 100, noNaN: true }), number, (x, scale, shift) => {
        const moved = x.map((value) => value * scale + shift);
        const near = (got: number, want: number) =>
          close([got], [want], 1e-9 * (Math.max(...x.map(Math.abs)) * scale + Math.abs(shift) + 1e-3), 0);
        near(stats.mean(moved), stats.mean(x) * scale + shift);
        near(stats.standardDeviation(moved), stats.standardDeviation(x) * scale);
        near(stats.interquartileRange(moved), stats.interquartileRange(x) * scale);
        near(stats.medianAbsoluteDeviation(moved), stats.medianAbsoluteDeviation(x) * scale);
        for (const type of [1, 2, 5, 7, 8] as const)
          near(stats.quantile(moved, 0.3, { type }), stats.quantile(x, 0.3, { type }) * scale + shift);
      }),
      runs,
    );
  });

  it('keeps the mean and every quantile between the extremes, and quantiles in the order of p', () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(sample, ps, fc.integer({ min: 1, max: 9 }), (x, p, type) => {
        const [low, high] = [stats.min(x), stats.max(x)];
        const quantiles = stats.quantile(
          x,
          p.sort((a, b) => a - b),
          { type: type as stats.QuantileType },
        );
        for (const [i, q] of [stats.mean(x), ...quantiles].entries()) {
          expect(q).toBeGreaterThanOrEqual(i > 1 ? (quantiles[i - 2] as number) : low);
          expect(q).toBeLessThanOrEqual(high);
        }
      }),
      runs,
    );
  });

  it('counts every value in one bin', () => {
    fc.assert(
      fc.property(sample, fc.constantFrom('sturges', 'scott', 1, 10), (x, bins) => {
        const { counts, edges } = stats.histogram(x, { bins });
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(x.length);
        expect(edges[0]).toBeLessThanOrEqual(stats.min(x));
        expect(edges[edges.length - 1]).toBeGreaterThanOrEqual(stats.max(x));
      }),
      runs,
    );
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it.each([3, 17, 450, 700, 4500, 20_000])('give the same for %d values', (n) => {
    let state = n;
    const random = () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state / 2147483648;
    };
    const smooth = Float64Array.from({ length: n }, () => 100 + 30 * (random() + random() + random()));
    const tied = smooth.map((x) => Math.round(x / 10));
    const skewed = smooth.map(() => 1 / (random() + 1e-9));
    const gaps = smooth.map((x) => (random() < 0.1 ? Number.NaN : x));
    const omit = { nan: 'omit', minCount: 1 } as const;
    for (const x of [smooth, tied, skewed]) {
      const answers = backends.map((name) => {
        useBackend(name);
        return [
          stats.sum(x),
          stats.mean(x),
          stats.variance(x),
          stats.skewness(x),
          stats.min(x),
          stats.max(x),
          stats.median(x),
          stats.quantile(x, 0.95),
          ...stats.quantile(x, [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1], { type: 8 }),
          ...stats.quantile(
            x,
            Array.from({ length: 21 }, (_, i) => i / 20),
          ),
          stats.interquartileRange(x),
          stats.medianAbsoluteDeviation(x),
          ...stats.zScores(x),
          ...stats.robustZScores(x),
          stats.covariance(x, smooth),
          stats.correlation(x, smooth),
          stats.correlation(x, smooth, { method: 'spearman' }),
          stats.correlation(x, smooth, { method: 'kendall' }),
          ...stats.histogram(x, { bins: 20 }).counts,
          ...stats.rollingMean(gaps, 7, omit),
          ...stats.rollingStandardDeviation(gaps, 30, { ...omit, align: 'centred' }),
          ...stats.rollingMedian(gaps, 7, omit),
          ...stats.rollingMedian(x, 1000, { minCount: 1, align: 'centred' }),
          ...(Object.values(stats.describe(gaps, { nan: 'omit' })) as number[]),
          ...(Object.values(new stats.Moments().push(x).push(smooth).toJSON()) as number[]),
        ];
      });
      close(answers[0] as number[], answers[1] as number[], 1e-12);
    }
  });
});
