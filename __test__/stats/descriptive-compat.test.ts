/** The migration modes, against simple-statistics itself. */
import { stats } from 'clinicore';
import fc from 'fast-check';
import * as simple from 'simple-statistics';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';
import { close, data, golden } from './golden';

const { cases } = golden('descriptive_simple_statistics_7_8_8');

describe.each(backends)('compat on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each(cases as { values: number[] }[])('simple-statistics@7.8.8: %#', (want) => {
    const { values, p, quantiles, ...others } = want as never as Record<string, number> & {
      values: number[];
      p: number[];
      quantiles: number[];
    };
    const compat = { compat: 'simple-statistics@7.8.8' } as const;
    expect(stats.quantile(values, p, compat)).toEqual(quantiles);
    expect(p.map((one) => stats.quantile(values, one, compat))).toEqual(quantiles);
    expect(stats.median(values, compat)).toBe(others.median);
    expect(stats.interquartileRange(values, compat)).toBe(others.interquartileRange);
    expect(stats.medianAbsoluteDeviation(values, compat)).toBe(others.medianAbsoluteDeviation);
    close([stats.variance(values, compat)], [others.variance], 1e-12, 1e-14);
    close([stats.standardDeviation(values, compat)], [others.standardDeviation], 1e-12, 1e-14);
  });

  it.each(['airpassengers', 'austourists', 'nile'])('simple-statistics@7.8.8 on %s, by its definition', (key) => {
    const want = golden('descriptive')[key];
    const p: number[] = want.quantile_p;
    const got = stats.quantile(data(key), p, { compat: 'simple-statistics@7.8.8' });
    close(got, want.quantile_type2_simple_statistics_le_7_8_8, 0, 1e-15);
  });

  const compat = { compat: 'simple-statistics@7.8.9' } as const;
  const value = fc.oneof(
    // What is smaller than a millionth, it squares to 0.
    fc.double({ min: -1e5, max: 1e5, noNaN: true }).map((x) => Math.round(x * 1e6) / 1e6),
    fc.integer({ min: -9, max: 9 }),
  );
  const varied = (x: number[]) => x.some((v) => v !== x[0]);
  const shortOrLong = fc.oneof(
    fc.array(value, { minLength: 4, maxLength: 40 }).filter(varied),
    fc.array(value, { minLength: 650, maxLength: 800 }).filter(varied),
  );
  const runs = { seed: 20261120, numRuns: 200 };

  it('simple-statistics@7.8.9: the answers of the version installed', () => {
    fc.assert(
      fc.property(
        shortOrLong,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
        (x, p) => {
          for (const values of [x, Float64Array.from(x)]) {
            const size = Math.max(...x.map(Math.abs));
            // Its interpolation may round past the upper value, ours does not: one unit in the last place.
            close(
              stats.quantile(values, p, compat),
              p.map((one) => simple.quantile(x, one)),
              0,
              2.3e-16,
            );
            close([stats.median(values, compat)], [simple.median(x)], 0, 2.3e-16);
            close([stats.interquartileRange(values, compat)], [simple.interquartileRange(x)], 2.3e-16 * size, 2.3e-16);
            close(
              [stats.medianAbsoluteDeviation(values, compat)],
              [simple.medianAbsoluteDeviation(x)],
              2.3e-16 * size,
              0,
            );
            expect([stats.min(values, compat), stats.max(values, compat)]).toEqual([
              simple.min(x) + 0,
              simple.max(x) + 0,
            ]);
            close([stats.sum(values, compat)], [simple.sum(x)], 1e-15 * size * x.length, 0);
            close([stats.mean(values, compat)], [simple.mean(x)], 1e-15 * size, 0);
            close([stats.variance(values, compat)], [simple.variance(x)], 0, 1e-11);
            close([stats.standardDeviation(values, compat)], [simple.standardDeviation(x)], 0, 1e-11);
            close([stats.skewness(values, compat)], [simple.sampleSkewness(x)], 1e-9);
            close([stats.kurtosis(values, compat)], [simple.sampleKurtosis(x)], 1e-9);
            const [mean, deviation] = [simple.mean(x), simple.standardDeviation(x)];
            close(
              stats.zScores(values, compat),
              x.map((v) => simple.zScore(v, mean, deviation)),
              1e-11,
              1e-11,
            );
          }
        },
      ),
      runs,
    );
  });

  it('simple-statistics@7.8.9: covariance and correlations', () => {
    fc.assert(
      fc.property(shortOrLong, fc.infiniteStream(value), (x, more) => {
        const y = x.map(() => more.next().value as number);
        if (!varied(y)) return;
        const [sx, sy] = [simple.sampleStandardDeviation(x), simple.sampleStandardDeviation(y)];
        close([stats.covariance(x, y, compat)], [simple.sampleCovariance(x, y)], 1e-11 * sx * sy, 0);
        close([stats.correlation(x, y, compat)], [simple.sampleCorrelation(x, y)], 1e-11, 0);
        const ranks = stats.correlation(x, y, { ...compat, method: 'spearman' });
        close([ranks], [simple.sampleRankCorrelation(x, y)], 1e-11, 0);
      }),
      runs,
    );
  });

  it('gives way to an option that is given', () => {
    const x = [1, 2, 3, 4, 10];
    expect(stats.variance(x, { ...compat, population: false })).toBe(stats.variance(x));
    expect(stats.quantile(x, 0.3, { compat: 'simple-statistics@7.8.8', type: 6 })).toBe(
      stats.quantile(x, 0.3, { type: 6 }),
    );
    expect(stats.medianAbsoluteDeviation(x, { ...compat, scaled: true })).toBe(stats.medianAbsoluteDeviation(x));
  });
});
