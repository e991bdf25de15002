import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, needsNative, useBackend } from '../backends';
import { close, data, golden } from './golden';

const inference = golden('regression_inference');
const nist = golden('nist_regression') as Record<string, NistSet>;

type Band = { lower: Float64Array; upper: Float64Array };

interface NistSet {
  degree: number;
  intercept: boolean;
  columns: number[][];
  y: number[];
  certified: {
    coefficients: number[];
    standardErrors: number[];
    residualSd: number;
    rSquared: number;
    fStatistic: number | null;
  };
}

const fitOf = ({ degree, intercept, columns, y }: NistSet) => {
  const [x] = columns as [number[]];
  if (degree > 1) return stats.polynomialRegression(x, y, { degree });
  return columns.length > 1
    ? stats.multipleRegression(columns, y, { intercept })
    : stats.linearRegression(x, y, { intercept });
};

/** The number of correct digits, at most 15, as NIST counts them: of the difference itself, where 0 is certified. */
const digits = (got: number[], certified: number[]) =>
  Math.min(
    15,
    ...got.map((g, i) => {
      const c = certified[i] as number;
      return -Math.log10(c === 0 ? Math.abs(g) : Math.abs((g - c) / c));
    }),
  );

/** Numbers from 0 to 1: Lehmer's generator modulo 2³¹ − 1. */
function generator(seed: number): () => number {
  let state = 1 + (Math.abs(seed) % 2147483646);
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const air = data('airpassengers');
const t = air.map((_, i) => i + 1);

describe.each(backends)('regression on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  // By hand: slope 0.8, intercept 0.5, squared residuals 1.8 of 5, so t = 0.8 / √0.18, and p = 0.2 for t = 4/√4.5 and 2 degrees.
  it.each([
    [1, 1],
    [1, 1e-165],
    [1, 1e165],
    [1e200, 1],
    [1e-200, 1],
    [1e200, 1e-50],
  ])('takes a line through x of the size of %d and y of the size of %d', (large, small) => {
    const x = [1, 2, 3, 4].map((value) => value * large);
    const y = [1, 2, 4, 3].map((value) => value * small);
    const slope = small / large;
    for (const form of [(v: number[]) => v, (v: number[]) => Float64Array.from(v)]) {
      const fit = stats.linearRegression(form(x), form(y));
      close(fit.coefficients, [0.5 * small, 0.8 * slope], 0, 1e-12);
      close([fit.standardErrors[1]], [Math.sqrt(0.18) * slope], 0, 1e-12);
      close([fit.rSquared, fit.tValues[1], fit.pValues[1]], [0.64, 0.8 / Math.sqrt(0.18), 0.2], 0, 1e-12);
      close([fit.residualStandardDeviation], [Math.sqrt(0.9) * small], 0, 1e-12);
      const [{ lower, upper }, at] = [fit.predict([x[3] as number], { interval: 'confidence' }), 3.7 * small];
      close([(lower[0] as number) + (upper[0] as number)], [2 * at], 0, 1e-12);
      expect(lower[0]).toBeLessThan(at);
    }
    // More than a thousand rows go another way.
    const repeat = (values: number[]) => Float64Array.from({ length: 2000 }, (_, i) => values[i % 4] as number);
    const long = stats.linearRegression(repeat(x), repeat(y));
    close(long.coefficients, [0.5 * small, 0.8 * slope], 0, 1e-12);
    close([long.rSquared, long.standardErrors[1]], [0.64, Math.sqrt(900 / 1998 / 2500) * slope], 0, 1e-12);
  });

  // The normal equations in exact fractions of these doubles (Python's `fractions`), rounded at the end.
  it.each([
    [
      8.000000001,
      [1, -3999999668.538543, 1999999834.5192716],
      [1.8708286933869707, 4472135585.644242, 2236067792.486711],
    ],
    [
      8.00000001,
      [1, -399999966.4038543, 199999983.45192716],
      [1.8708286933869707, 447213559.1681626, 223606779.24867108],
    ],
    [8.0000001, [1, -39999999.74309884, 20000000.12154942], [1.8708286933869707, 44721360.49260896, 22360679.91089428]],
  ])('tells columns apart that differ in one value, %d rather than 8', (last, coefficients, errors) => {
    const fit = stats.multipleRegression(
      [
        [1, 2, 3, 4],
        [2, 4, 6, last],
      ],
      [1, 3, 2, 5],
      { residuals: true },
    );
    close(fit.coefficients, coefficients, 0, 1e-9);
    close(fit.standardErrors, errors, 0, 1e-9);
    close(fit.residuals, [-0.5, 1, -0.5, 0], 1e-9, 1e-9);
  });

  // As above. Here even centring rounds.
  it('tells columns apart that are not round', () => {
    const x = [0.1, 0.2, 0.3, 0.4, 0.5, 0.7];
    const fit = stats.multipleRegression(
      [x, [0.2, 0.4, 0.6, 0.8000000030000001, 1, 1.399999995]],
      [1, 3, 2, 5, 4, 4.5],
    );
    close(fit.coefficients, [0.486067628585181, -677520343.6365556, 338760175.7412583], 0, 1e-9);
    close(fit.standardErrors, [0.7950043592681507, 343081111.2370357, 171540556.19440398], 0, 1e-9);
  });

  it('takes curves through very large and very small numbers, and refuses what their coefficients cannot hold', () => {
    const [x, y] = [t.slice(0, 30), air.slice(0, 30)];
    const plain = stats.polynomialRegression(x, y, { degree: 2 });
    // Scaled by powers of two, nothing but the exponents may change.
    const curve = (large: number, small: number) =>
      stats.polynomialRegression(
        x.map((value) => value * large),
        y.map((value) => value * small),
        { degree: 2 },
      );
    for (const scaled of [curve(1, 2 ** -548), curve(2 ** 330, 1), curve(2 ** -330, 2 ** 200)])
      close([...scaled.tValues, ...scaled.pValues], [...plain.tValues, ...plain.pValues], 0, 1e-12);
    expect(() => curve(2 ** 600, 1)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
  });

  it('reaches the digits of NIST StRD', () => {
    const table = Object.entries(nist).map(([set, given]) => {
      const fit = fitOf(given);
      const { coefficients, standardErrors, residualSd, rSquared } = given.certified;
      return {
        set,
        coefficients: digits(fit.coefficients, coefficients),
        'standard errors': digits(fit.standardErrors, standardErrors),
        'residual sd': digits([fit.residualStandardDeviation], [residualSd]),
        'R²': digits([fit.rSquared], [rSquared]),
      };
    });
    const shown = table.map(({ set, ...reached }) =>
      [set, ...Object.values(reached).map((d) => d.toFixed(1))].join('\t'),
    );
    console.log(`Correct digits, ${name} backend\n${Object.keys(table[0] as object).join('\t')}\n${shown.join('\n')}`);
    for (const { set, ...reached } of table) {
      for (const [what, count] of Object.entries(reached)) expect(count, `${set}, ${what}`).toBeGreaterThan(12);
    }
  });

  type Fit = stats.Regression<ArrayLike<number>> | stats.Regression<readonly ArrayLike<number>[]>;
  const { columns: longley, y: employed } = nist.Longley as NistSet;
  const pair = [longley[1], longley[2]] as number[][];
  it.each<[string, () => Fit]>([
    ['line', () => stats.linearRegression(t, air)],
    ['weighted', () => stats.linearRegression(t, air, { weights: inference.weighted.weights })],
    ['quadratic', () => stats.polynomialRegression(t, air, { degree: 2 })],
    ['columns', () => stats.multipleRegression(pair, employed)],
    ['origin', () => stats.multipleRegression(pair, employed, { intercept: false })],
    ['exponential', () => stats.exponentialRegression(t, air).linear],
    ['exponentialWeighted', () => stats.exponentialRegression(t, air, { weights: air }).linear],
    ['logarithmic', () => stats.logarithmicRegression(t, air).linear],
    ['power', () => stats.powerRegression(t, air).linear],
  ])('agrees with statsmodels on %s', (key, make) => {
    const want = inference[key];
    const got = make() as stats.Regression<unknown>;
    const near = (a: ArrayLike<number>, b: ArrayLike<number>) => close(a, b, 0, 1e-9);
    near(got.coefficients, want.coefficients);
    near(got.standardErrors, want.standardErrors);
    near(got.tValues, want.tValues);
    near(got.pValues, want.pValues);
    near(
      [got.rSquared, got.adjustedRSquared, got.residualStandardDeviation, got.fStatistic, got.degreesOfFreedom],
      [want.rSquared, want.adjustedRSquared, want.residualSd, want.fStatistic, want.degreesOfFreedom],
    );
    near([got.fPValue], [want.fPValue]);
    for (const [level, band] of Object.entries<Record<string, number[][]>>(want.bands ?? {})) {
      const at = key === 'columns' ? [want.at[1], want.at[2]] : want.at;
      for (const interval of ['confidence', 'prediction'] as const) {
        const { fit, lower, upper } = got.predict(at, { interval, level: Number(level) });
        near(fit, band.fit as unknown as number[]);
        near(lower, band[interval]?.[0] as number[]);
        near(upper, band[interval]?.[1] as number[]);
        expect(got.predict(at)).toEqual(fit);
      }
    }
  });

  it('predicts on a curve what the line of logarithms gives', () => {
    const at = [1, 20.5, 150];
    const exponential = stats.exponentialRegression(t, air);
    const [a, b] = exponential.coefficients;
    close(
      exponential.predict(at),
      at.map((x) => a * Math.exp(b * x)),
    );
    const band = exponential.predict(at, { interval: 'prediction', level: 0.8 });
    const line = exponential.linear.predict(at, { interval: 'prediction', level: 0.8 });
    close(band.lower, line.lower.map(Math.exp));
    close(band.upper, line.upper.map(Math.exp));
    const power = stats.powerRegression(t, air);
    close(
      power.predict(at),
      at.map((x) => power.coefficients[0] * x ** power.coefficients[1]),
    );
    const logarithmic = stats.logarithmicRegression(t, air);
    close(
      logarithmic.predict(at),
      at.map((x) => logarithmic.coefficients[0] + logarithmic.coefficients[1] * Math.log(x)),
    );
  });

  it('finds the same trend in epoch milliseconds as in days', () => {
    const day = 86_400_000;
    const days = Array.from({ length: 90 }, (_, i) => i);
    const sales = days.map((d) => 40 + 0.3 * d + 5 * Math.sin(d));
    const stamps = days.map((d) => Date.UTC(2026, 10, 20) + d * day);
    for (const weights of [undefined, days.map((d) => 1 + (d % 3))]) {
      const options = weights && { weights };
      const inDays = stats.linearRegression(days, sales, options);
      const inMs = stats.linearRegression(stamps, sales, options);
      const scaled = (values: number[]) => [(values[1] as number) * day];
      close(scaled(inMs.coefficients), [inDays.coefficients[1]], 0, 1e-12);
      close(scaled(inMs.standardErrors), [inDays.standardErrors[1]], 0, 1e-12);
      close(inMs.predict([(stamps[89] as number) + day]), inDays.predict([90]), 0, 1e-12);
    }
    const cubic = stats.polynomialRegression(stamps, sales, { degree: 3 });
    close(cubic.predict(stamps), stats.polynomialRegression(days, sales, { degree: 3 }).predict(days), 0, 1e-11);
  });

  it('leaves out the rows in which something is missing', () => {
    const keep = (_: unknown, i: number) => ![3, 10, 20].includes(i);
    const x = t.map((v, i) => (i === 3 ? null : v));
    const y = air.map((v, i) => (i === 10 ? Number.NaN : v));
    const weights = t.map((_, i) => (i === 20 ? null : 1 + (i % 2)));
    const got = stats.linearRegression(x, y, { weights, nan: 'omit', residuals: true });
    const want = stats.linearRegression(t.filter(keep), air.filter(keep), {
      weights: t.map((_, i) => 1 + (i % 2)).filter(keep),
      residuals: true,
    });
    expect(got.coefficients).toEqual(want.coefficients);
    expect(got.count).toBe(141);
    expect([...got.fitted].map(Number.isNaN)).toEqual(t.map((_, i) => !keep(0, i)));
    expect(got.residuals.filter((r) => !Number.isNaN(r))).toEqual(want.residuals);
  });

  it('gives fitted values and residuals when asked to', () => {
    const got = stats.polynomialRegression(t, air, { degree: 2, residuals: true });
    close(got.fitted, got.predict(t));
    close(
      got.residuals,
      air.map((v, i) => v - (got.fitted[i] as number)),
    );
    expect(stats.polynomialRegression(t, air, { degree: 2 }).fitted).toHaveLength(0);
  });

  it('gives intervals that nest: by level, and that of the mean in that of a new value', () => {
    const level = fc.double({ min: 0.01, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(
        level,
        level,
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.integer({ min: 1, max: 4 }),
        (a, b, x, degree) => {
          const fit = stats.polynomialRegression(t, air, { degree });
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const band = (interval: 'confidence' | 'prediction', at: number) => {
            const { lower, upper } = fit.predict([x], { interval, level: at });
            return [lower[0], upper[0]] as [number, number];
          };
          const [inner, outer, wider] = [band('confidence', low), band('confidence', high), band('prediction', high)];
          expect(outer[0]).toBeLessThanOrEqual(inner[0]);
          expect(outer[1]).toBeGreaterThanOrEqual(inner[1]);
          expect(wider[0]).toBeLessThan(outer[0]);
          expect(wider[1]).toBeGreaterThan(outer[1]);
        },
      ),
      { seed: 20261120, numRuns: 200 },
    );
  });

  it('is all its numbers in JSON', () => {
    const fit = stats.linearRegression(t, air);
    const { coefficients, pValues, fPValue, count } = JSON.parse(JSON.stringify(fit));
    expect({ coefficients, pValues, fPValue, count }).toEqual({
      coefficients: fit.coefficients,
      pValues: fit.pValues,
      fPValue: fit.fPValue,
      count: 144,
    });
  });

  it('knows what no degree of freedom leaves unknown', () => {
    const line = stats.linearRegression([1, 2], [3, 5]);
    expect(line.coefficients).toEqual([1, 2]);
    const bent = stats.polynomialRegression([0.1, 0.2, 0.7], [0.3, 1 / 3, 0.9], { degree: 2 });
    expect([...bent.standardErrors, bent.adjustedRSquared, bent.fStatistic].every(Number.isNaN)).toBe(true);
    expect([...line.standardErrors, ...line.pValues, line.adjustedRSquared, line.fPValue].every(Number.isNaN)).toBe(
      true,
    );
    expect(line.predict([3], { interval: 'confidence' })).toEqual({
      fit: Float64Array.of(7),
      lower: Float64Array.of(Number.NaN),
      upper: Float64Array.of(Number.NaN),
    });
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  /** Rows of random numbers, of any size: their residuals are no rounding error, which no two programs share. */
  const table = fc
    .tuple(
      fc.integer(),
      fc.oneof(fc.integer({ min: 8, max: 60 }), fc.integer({ min: 1001, max: 1300 })),
      fc.integer({ min: -9, max: 12 }),
    )
    .map(([seed, length, size]) => {
      const random = generator(seed);
      return Array.from({ length }, () => [
        random() - 0.3,
        random() * 10 ** size,
        random() * 10 ** (size / 2),
        0.1 + random(),
      ]);
    });

  const attempt = (name: 'native' | 'js', make: () => object) => {
    useBackend(name);
    try {
      return make();
    } catch (error) {
      return { refused: (error as Error).message };
    }
  };

  it('fit the same', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(1, 2, 3, 5),
        fc.boolean(),
        fc.boolean(),
        (rows, degree, intercept, weighted) => {
          const [a, b, y, w] = [0, 1, 2, 3].map((j) => rows.map((r) => r[j] as number)) as [
            number[],
            number[],
            number[],
            number[],
          ];
          const options = { residuals: true, ...(weighted && { weights: w }) };
          const fits = [
            () => stats.linearRegression(a, y, { ...options, intercept }),
            () => stats.multipleRegression([a, b], y, { ...options, intercept }),
            () => stats.polynomialRegression(a, y, { ...options, degree }),
          ];
          for (const [which, make] of fits.entries()) {
            const facts = (name: 'native' | 'js') =>
              attempt(name, () => {
                const f = make();
                const band =
                  which === 1
                    ? undefined
                    : (f as ReturnType<typeof stats.linearRegression>).predict(a, { interval: 'prediction' });
                return {
                  ...f,
                  statistics: [f.rSquared, f.residualStandardDeviation],
                  ps: f.pValues,
                  c: f.coefficients,
                  e: f.standardErrors,
                  band,
                };
              }) as Record<string, number[]>;
            const [left, right] = [facts('native'), facts('js')];
            if (left.refused || right.refused) {
              expect(left).toEqual(right);
              continue;
            }
            // Coefficients as near as their standard errors let anyone see.
            const errors = right.e as number[];
            for (const [j, value] of (left.c as number[]).entries()) {
              expect(Math.abs(value - (right.c?.[j] as number))).toBeLessThanOrEqual(
                1e-9 * (errors[j] as number) + 1e-9 * Math.abs(value),
              );
            }
            close(left.e as number[], errors, 0, 1e-9);
            close(left.statistics as number[], right.statistics as number[], 1e-12, 1e-9);
            close(left.ps as number[], right.ps as number[], 1e-12, 1e-8);
            const size = Math.max(...y);
            close(left.fitted as number[], right.fitted as number[], 1e-9 * size);
            close(left.residuals as number[], right.residuals as number[], 1e-9 * size);
            expect(left.band === undefined).toBe(which === 1);
            if (left.band) {
              const [one, other] = [left.band, right.band] as unknown as [Band, Band];
              close(one.lower, other.lower, 1e-9 * size);
              close(one.upper, other.upper, 1e-9 * size);
            }
          }
        },
      ),
      { seed: 20261120, numRuns: 60 },
    );
  });
});
