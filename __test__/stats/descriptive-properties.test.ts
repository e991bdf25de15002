/** What must hold of descriptive statistics for all data, and that both backends give the same. */
import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, needsNative, useBackend } from '../backends';
import { close } from './golden';

describe.each(backends)('descriptive statistics on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
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
      fc.property(sample, fc.constantFrom<stats.BinRule | number>('sturges', 'scott', 1, 10), (x, bins) => {
        const { counts, edges } = stats.histogram(x, { bins });
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(x.length);
        expect(edges[0]).toBeLessThanOrEqual(stats.min(x));
        expect(edges[edges.length - 1]).toBeGreaterThanOrEqual(stats.max(x));
      }),
      runs,
    );
  });

  describe('one quantile', () => {
    const read = (x: number[], p: number) => {
      const sorted = x.toSorted((a, b) => a - b);
      const rank = (x.length - 1) * p;
      const [low, high] = [sorted[Math.floor(rank)] as number, sorted[Math.ceil(rank)] as number];
      return low + (rank % 1) * (high - low);
    };
    const p = fc.double({ min: 0, max: 1, noNaN: true });

    it('is that of the sorted values', () => {
      const values = fc.oneof(
        fc.array(number, { minLength: 1, maxLength: 999 }),
        fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 999 }),
      );
      fc.assert(
        fc.property(values, p, (x, p) => close([stats.quantile(x, p)], [read(x, p)], 1e-9, 1e-15)),
        runs,
      );
    });

    it.each<[string, (i: number, n: number) => number]>([
      ['rise', (i) => i],
      ['fall', (i) => -i],
      ['rise and fall, which no middle of three halves', (i, n) => Math.min(i, n - i)],
      ['fall and rise', (i, n) => Math.abs(i - n / 2)],
      ['repeat every week', (i) => i % 7],
      ['are all the same', () => 1],
    ])('is that of the sorted values where they %s', (_, valueAt) => {
      for (const n of [6, 50, 200, 999, 3000]) {
        const x = Array.from({ length: n }, (_, i) => valueAt(i, n));
        for (const p of [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1])
          expect(stats.quantile(Float64Array.from(x), p)).toBeCloseTo(read(x, p), 9);
      }
    });
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
