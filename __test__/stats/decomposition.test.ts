import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from '../backends';
import { close, columns, data, golden } from './golden';

const { co2, fortran, daily, statsmodels, interpolated, every: thinned } = golden('decomposition_stl');

/** Every `step`-th value, as the references have them. */
const thin = (values: Float64Array, step: number) => [...values].filter((_, t) => t % step === 0);

/** statsmodels' names of the options. */
function fromStatsmodels(kw: Record<string, number | boolean>, fit: Record<string, number> = {}) {
  const { seasonal, trend, low_pass, robust, ...rest } = kw;
  const each = (what: string) => ({
    ...(rest[`seasonal_${what}`] !== undefined && { seasonal: rest[`seasonal_${what}`] }),
    ...(rest[`trend_${what}`] !== undefined && { trend: rest[`trend_${what}`] }),
    ...(rest[`low_pass_${what}`] !== undefined && { lowPass: rest[`low_pass_${what}`] }),
  });
  return {
    convention: 'statsmodels',
    robust,
    ...(seasonal !== undefined && { seasonalWindow: seasonal }),
    trendWindow: trend,
    lowPassWindow: low_pass,
    degrees: each('deg'),
    jumps: each('jump'),
    innerIterations: fit.inner_iter,
    outerIterations: fit.outer_iter,
  } as stats.LoessOptions;
}

/** Monthly deaths from lung diseases in the United Kingdom 1974–1979, men (R `datasets::mdeaths`, Diggle 1990). */
const mdeaths = [
  2134, 1863, 1877, 1877, 1492, 1249, 1280, 1131, 1209, 1492, 1621, 1846, 2103, 2137, 2153, 1833, 1403, 1288, 1186,
  1133, 1053, 1347, 1545, 2066, 2020, 2750, 2283, 1479, 1189, 1160, 1113, 970, 999, 1208, 1467, 2059, 2240, 1634, 1722,
  1801, 1246, 1162, 1087, 1013, 959, 1179, 1229, 1655, 2019, 2284, 1942, 1423, 1340, 1187, 1098, 1004, 970, 1140, 1110,
  1812, 2263, 1820, 1846, 1531, 1215, 1075, 1056, 975, 940, 1081, 1294, 1341,
];

describe.each(backends)('decomposition on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe.each(['airpassengers', 'austourists'])('of %s', (series) => {
    const y = data(series);
    const m = series === 'airpassengers' ? 12 : 4;
    const want = golden('decomposition')[series];

    it.each(['additive', 'multiplicative'] as const)('is statsmodels’ seasonal_decompose, %s', (model) => {
      const expected = want[`classical_${model}`];
      const got = stats.classicalDecomposition(y, { seasonLength: m, model });
      close(got.figure, expected.figure);
      close(got.trend.slice(m / 2, m / 2 + 3), expected.trend_first_valid3);
      close(got.remainder.slice(m / 2, m / 2 + 3), expected.resid_valid3);
      for (const ends of [got.trend, got.remainder]) {
        expect([...ends.slice(0, m / 2), ...ends.slice(-m / 2)].every(Number.isNaN)).toBe(true);
        expect(ends.slice(m / 2, -m / 2).every(Number.isFinite)).toBe(true);
      }
    });

    it.each([false, true])('is R’s stl, s.window 13, robust %s', async (robust) => {
      const table = columns(`stl_${series}_Rstyle${robust ? '_robust' : ''}`);
      const got = await stats.stl(y, { seasonLength: m, seasonalWindow: 13, robust });
      [got.seasonal, got.trend, got.remainder, got.weights].forEach((column, i) => {
        close(
          column,
          table.map((row) => row[i]),
        );
      });
    });

    it.each([false, true])('is statsmodels’ STL by default, robust %s', async (robust) => {
      const expected = want[`stl_statsmodels_default${robust ? '_robust' : ''}`];
      const got = await stats.stl(y, { seasonLength: m, convention: 'statsmodels', robust });
      close(got.seasonal.slice(0, 3), expected.seasonal3);
      close(got.trend.slice(0, 3), expected.trend3);
      close(got.remainder.slice(0, 3), expected.resid3);
      close(got.weights.slice(0, 3), expected.weights3);
      close(got.seasonal.slice(-3), expected.seasonal_last3);
    });
  });

  it('has the seasonal figure R’s help page of decompose prints for Kendall & Stuart’s example', () => {
    const x = [
      -50, 175, 149, 214, 247, 237, 225, 329, 729, 809, 530, 489, 540, 457, 195, 176, 337, 239, 128, 102, 232, 429, 3,
      98, 43, -141, -77, -13, 125, 361, -45, 184,
    ];
    const { figure } = stats.classicalDecomposition(x, { seasonLength: 4 });
    expect([...figure].map((part) => (part / 10).toFixed(2))).toEqual(['6.25', '8.62', '-8.84', '-6.03']);
  });

  it.each(fortran as Fortran[])(
    'is what the authors’ $name prints',
    async ({ n, options, seasonal, trend, weights }) => {
      const [js, jt, jl] = options.jumps;
      const [ds, dt, dl] = options.degrees;
      const got = await stats.stl(co2.slice(0, n), {
        ...options,
        jumps: { seasonal: js, trend: jt, lowPass: jl },
        degrees: { seasonal: ds, trend: dt, lowPass: dl },
      });
      close(thin(got.seasonal, thinned), seasonal);
      close(thin(got.trend, thinned), trend);
      close(thin(got.weights, thinned), weights);
    },
  );

  it.each(statsmodels as Statsmodels[])('is statsmodels’ STL: $name', async ({ seasonLength, kw, fit, ...want }) => {
    const got = await stats.stl(daily, { seasonLength, ...fromStatsmodels(kw, fit) });
    close(thin(got.seasonal, thinned), want.seasonal);
    close(thin(got.trend, thinned), want.trend);
    close(thin(got.weights, thinned), want.weights);
  });

  // statsmodels 0.15.0, STL(y, period=7).fit(inner_iter=2): the plain fit, which leaves 2e-14. Its robust fit weighs that, and
  // moves by units as the values do by their last digits.
  it.each([1, 1 + 2 ** -50])('weighs no rounding: a season seen twice, robust, times %d', async (factor) => {
    const y = [31.2, 28.7, 35.1, 40.9, 52.3, 18.4, 0.6, 33.8, 27.1, 36.6, 44.2, 49.7, 21.3, 2.9];
    const got = await stats.stl(
      y.map((value) => value * factor),
      { seasonLength: 7, convention: 'statsmodels', robust: true },
    );
    close(got.trend.slice(0, 3), [29.00408163265305, 29.175510204081615, 29.346938775510175]);
    close(got.seasonal.slice(0, 3), [2.195918367346932, -0.47551020408163036, 5.753061224489817]);
    expect([...got.weights]).toEqual(y.map(() => 1));
  });

  it('finds the ten outliers R’s help page of stl speaks of', async () => {
    const got = await stats.stl(mdeaths, { seasonLength: 12, seasonalWindow: 'periodic', robust: true });
    expect([...got.weights].filter((weight) => weight < 1e-8)).toHaveLength(10);
    expect(got.seasonal.slice(0, 60)).toEqual(got.seasonal.slice(12));
  });

  it('is R’s mstl of hourly electricity demand, a daily and a weekly season', async () => {
    const { r } = golden('decomposition_mstl');
    const jumps = { seasonal: 1, trend: 1, lowPass: 1 };
    const got = await stats.mstl(r.data, { seasonLengths: [168, 24], jumps });
    close(thin(got.trend, r.every), r.trend);
    close(thin(got.seasonal[1] as Float64Array, r.every), r.seasonal[0]);
    close(thin(got.seasonal[0] as Float64Array, r.every), r.seasonal[1]);
    close(thin(got.remainder, r.every), r.remainder, 1e-8);
  });

  it('is statsmodels’ MSTL', async () => {
    const { every, defaults, robust } = golden('decomposition_mstl').statsmodels;
    const seasonLengths = [7, 60];
    const plain = await stats.mstl(daily, { seasonLengths, convention: 'statsmodels' });
    const weighed = await stats.mstl(daily, {
      seasonLengths,
      seasonalWindows: [13, 9],
      iterations: 3,
      ...fromStatsmodels({ robust: true, trend_jump: 2 }),
    });
    for (const [got, want] of [
      [plain, defaults],
      [weighed, robust],
    ]) {
      close(thin(got.trend, every), want.trend);
      close(thin(got.remainder, every), want.remainder);
      for (const i of [0, 1]) close(thin(got.seasonal[i], every), want.seasonal[i]);
    }
    close(thin(weighed.weights, every), robust.weights);
  });

  it('is an stl where mstl has one season', async () => {
    const options = { robust: true } as const;
    const one = await stats.stl(mdeaths, { seasonLength: 12, seasonalWindow: 11, ...options });
    const many = await stats.mstl(mdeaths, { seasonLengths: [12], iterations: 5, ...options });
    expect({ ...many, seasonal: many.seasonal[0], seasonalStrength: many.seasonalStrength[0] }).toEqual(one);
  });

  it('has strengths of 1 where there is no remainder, 0 where there is nothing, NaN nowhere', async () => {
    const sawtooth = Array.from({ length: 60 }, (_, t) => (t % 5) + t);
    const clean = await stats.stl(sawtooth, { seasonLength: 5 });
    close([clean.trendStrength, clean.seasonalStrength], [1, 1], 2e-3);
    const flat = await stats.stl(new Float64Array(60), { seasonLength: 5 });
    expect([flat.trendStrength, flat.seasonalStrength]).toEqual([0, 0]);
  });

  describe('of series with gaps', () => {
    it('draws straight lines where there is no season', async () => {
      const gaps = [null, null, 4, null, null, 1, 3, null];
      expect([...(await stats.interpolate(gaps))]).toEqual([4, 4, 4, 3, 2, 1, 3, 3]);
      // As many values as two seasons are no season yet.
      expect([...(await stats.interpolate([1, null, 3, 4, 5], { seasonLength: 2 }))]).toEqual([1, 2, 3, 4, 5]);
    });

    it('is na.interp of R’s package forecast, written out with NumPy and statsmodels', async () => {
      const gaps: (number | null)[] = data('airpassengers');
      for (const t of interpolated.missing) gaps[t] = null;
      const got = await stats.interpolate(gaps, { seasonLength: 12 });
      close(
        interpolated.missing.map((t: number) => got[t]),
        interpolated.values,
      );
    });

    it('puts a clean season back where it was', async () => {
      const week = [0, 1, 3, 2, 5, 9, -8];
      const whole = Array.from({ length: 200 }, (_, t) => 20 + (week[t % 7] as number) + t / 10);
      const gaps = whole.map((value, t) => (t % 11 === 3 || (t > 90 && t < 97) ? Number.NaN : value));
      close(await stats.interpolate(gaps, { seasonLength: 7 }), whole, 5e-3);
    });

    it('bridges what is missing, and has no remainder there', async () => {
      const gaps = mdeaths.map((value, t) => (t % 9 === 4 ? null : value));
      const filled = await stats.interpolate(gaps, { seasonLength: 12 });
      const got = await stats.stl(gaps, { seasonLength: 12, nan: 'omit' });
      const want = await stats.stl(filled, { seasonLength: 12 });
      expect(got.trend).toEqual(want.trend);
      expect(got.seasonal).toEqual(want.seasonal);
      expect([...got.remainder]).toEqual([...want.remainder].map((r, t) => (gaps[t] === null ? Number.NaN : r)));
    });

    it('takes classical averages as R does: of no window with a gap', () => {
      const gaps = Array.from({ length: 15 }, (_, t) => (t === 7 ? null : ([1, 5, 3][t % 3] as number)));
      const got = stats.classicalDecomposition(gaps, { seasonLength: 3, nan: 'omit' });
      expect([...got.trend]).toEqual(gaps.map((_, t) => (t < 1 || t > 13 || (t > 5 && t < 9) ? Number.NaN : 3)));
      close(got.figure, [-2, 2, 0]);
    });
  });

  it('gives the same for an array and for a Float64Array, which it does not change', async () => {
    const y = Float64Array.from(mdeaths);
    expect(await stats.stl(y, { seasonLength: 12 })).toEqual(await stats.stl(mdeaths, { seasonLength: 12 }));
    const running = stats.stl(y, { seasonLength: 12 });
    y.fill(0);
    expect(await running).toEqual(await stats.stl(mdeaths, { seasonLength: 12 }));
  });

  it('can be stopped, and says how far it is', async () => {
    const controller = new AbortController();
    controller.abort();
    const options = { seasonLengths: [7, 60, 365], iterations: 20 };
    const { code } = await failure(() => stats.mstl(daily, { ...options, signal: controller.signal }));
    expect(code).toBe('ERR_ABORTED');
    const later = new AbortController();
    const seen: number[][] = [];
    const onProgress = (done: number, total: number) => {
      seen.push([done, total]);
      if (done > 0) later.abort();
    };
    const stopped = await failure(() => stats.mstl(daily, { ...options, signal: later.signal, onProgress }));
    expect(stopped.code).toBe('ERR_ABORTED');
    expect(seen.every(([done, total]) => (done as number) <= 60 && total === 60)).toBe(true);
  });

  const y = mdeaths.slice(0, 24);
  const withValue = (index: number, value: number | null) => y.map((v, t) => (t === index ? value : v));
  const missing = y.map(() => Number.NaN);
  const of = (argument: string, more = {}) => ({ argument, ...more });
  it.each([
    ['a NaN', withValue(3, Number.NaN), {}, 'ERR_INVALID_ARGUMENT', of('values', { index: 3 })],
    ['a null', withValue(3, null), {}, 'ERR_INVALID_ARGUMENT', of('values', { index: 3 })],
    [
      'an infinity, gaps or not',
      withValue(3, -Infinity),
      { nan: 'omit' },
      'ERR_INVALID_ARGUMENT',
      of('values', { index: 3 }),
    ],
    ['too short a series', y.slice(1), {}, 'ERR_INSUFFICIENT_DATA', of('values', { required: 24, given: 23 })],
    ['no values', [], {}, 'ERR_INSUFFICIENT_DATA', of('values', { required: 1, given: 0 })],
    ['only missing values', missing, { nan: 'omit' }, 'ERR_INSUFFICIENT_DATA', of('values', { required: 1, given: 0 })],
    ['values near the end of the range', withValue(3, 1e200), {}, 'ERR_INVALID_ARGUMENT', of('values')],
    ['a season of 1', y, { seasonLength: 1 }, 'ERR_INVALID_ARGUMENT', of('options.seasonLength')],
    ['an even window', y, { trendWindow: 8 }, 'ERR_INVALID_ARGUMENT', of('options.trendWindow')],
    ['a window of 1', y, { seasonalWindow: 1 }, 'ERR_INVALID_ARGUMENT', of('options.seasonalWindow')],
    ['a degree of 2', y, { degrees: { trend: 2 } }, 'ERR_INVALID_ARGUMENT', of('options.degrees.trend')],
    ['a jump of 0', y, { jumps: { lowPass: 0 } }, 'ERR_INVALID_ARGUMENT', of('options.jumps.lowPass')],
    ['an unknown convention', y, { convention: 'sas' }, 'ERR_INVALID_ARGUMENT', of('options.convention')],
    ['a misspelt option', y, { window: 7 }, 'ERR_INVALID_ARGUMENT', of('options')],
  ])('refuses %s', async (_, values, options, code, details) => {
    const got = await failure(() => stats.stl(values, { seasonLength: 12, ...options } as stats.StlOptions));
    expect(got).toMatchObject({ code, details });
  });

  it('refuses what would take minutes, and says what takes less', async () => {
    const long = new Float64Array(200_000);
    const options = { seasonLength: 7, convention: 'statsmodels', trendWindow: 100_001 } as const;
    const got = await failure(() => stats.stl(long, options));
    expect(got).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { option: 'jumps' } });
    const longer = await failure(() => stats.stl(new Float64Array(10_000_001), { seasonLength: 7 }));
    expect(longer).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { argument: 'values', limit: 10_000_000 } });
  });

  it.each([
    ['no seasons', { seasonLengths: [] }, 'options.seasonLengths'],
    ['a season twice', { seasonLengths: [7, 7] }, 'options.seasonLengths'],
    ['windows for other seasons', { seasonLengths: [7], seasonalWindows: [7, 9] }, 'options.seasonalWindows'],
    ['an even window', { seasonLengths: [7], seasonalWindows: [8] }, 'options.seasonalWindows[0]'],
  ])('refuses %s', async (_, options, argument) => {
    const got = await failure(() => stats.mstl(y, options as stats.MstlOptions));
    expect(got).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });

  it.each([
    [
      'a multiplicative model of a 0',
      withValue(5, 0),
      { model: 'multiplicative' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'values', index: 5 },
    ],
    [
      'a place in the season that is always missing',
      y.map((value, t) => (t % 12 === 2 ? null : value)),
      { nan: 'omit' },
      'ERR_INSUFFICIENT_DATA',
      { argument: 'values', index: 0, required: 1, given: 0 },
    ],
  ])('refuses classically %s', async (_, values, options, code, details) => {
    const call = () =>
      stats.classicalDecomposition(values, { seasonLength: 12, ...options } as stats.ClassicalDecompositionOptions);
    expect(await failure(call)).toMatchObject({ code, details });
  });
});

interface Fortran {
  name: string;
  n: number;
  options: { seasonLength: number; jumps: [number, number, number]; degrees: [0 | 1, 0 | 1, 0 | 1] };
  seasonal: number[];
  trend: number[];
  weights: number[];
}

interface Statsmodels {
  name: string;
  seasonLength: number;
  kw: Record<string, number | boolean>;
  fit: Record<string, number>;
  seasonal: number[];
  trend: number[];
  weights: number[];
}

const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: -9, max: 9 }));
const drawn = fc.record({
  y: fc.array(value, { minLength: 12, maxLength: 90 }),
  m: fc.integer({ min: 2, max: 6 }),
  convention: fc.constantFrom('r' as const, 'statsmodels' as const),
  seasonalWindow: fc.constantFrom(3, 7, 35, 'periodic' as const),
  robust: fc.boolean(),
});

describe.each(backends)('for every series, on the %s backend', (name) => {
  it('the components add up to it, and scaling and shifting it scales and shifts them', async () => {
    useBackend(name);
    await fc.assert(
      fc.asyncProperty(drawn, async ({ y, m, robust, ...rest }) => {
        const options = { seasonLength: m, ...rest };
        const got = await stats.stl(y, { ...options, robust });
        const size = Math.max(1, ...y.map(Math.abs));
        close(
          got.trend.map((t, i) => t + (got.seasonal[i] as number) + (got.remainder[i] as number)),
          y,
          1e-12 * size,
        );
        expect(got.trendStrength >= 0 && got.trendStrength <= 1).toBe(true);
        // Robustness weights jump where half of the remainder is rounding, so the plain fit is what is compared.
        const plain = await stats.stl(y, options);
        const moved = await stats.stl(
          y.map((v) => 3 * v + size),
          options,
        );
        close(
          moved.trend,
          plain.trend.map((t) => 3 * t + size),
          1e-9 * size,
        );
        close(
          moved.seasonal,
          plain.seasonal.map((s) => 3 * s),
          1e-9 * size,
        );
      }),
      { seed: 20261120, numRuns: 100 },
    );
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('take the same series apart to the same bits', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ y, m, ...options }) => {
        const { native, js } = await onBoth(() => stats.stl(y, { seasonLength: m, ...options }));
        expect(js).toEqual(native);
        const several = await onBoth(() => stats.mstl(y, { seasonLengths: [m, 2 * m - 1].slice(0, m > 5 ? 1 : 2) }));
        expect(several.js).toEqual(several.native);
      }),
      { seed: 20261120, numRuns: 150 },
    );
  });

  it('bridge the same gaps to the same bits', async () => {
    const gappy = fc.array(fc.option(value, { freq: 4 }), { minLength: 12, maxLength: 90 });
    await fc.assert(
      fc.asyncProperty(gappy, fc.integer({ min: 1, max: 6 }), async (y, m) => {
        const { native, js } = await onBoth(() => stats.interpolate(y, { seasonLength: m }));
        expect(js).toEqual(native);
        const classical = await onBoth(() => {
          const { trend, figure } = stats.classicalDecomposition(y, { seasonLength: m + 1, nan: 'omit' });
          return { trend, figure };
        });
        expect(classical.js).toEqual(classical.native);
      }),
      { seed: 20261120, numRuns: 300 },
    );
  });
});
