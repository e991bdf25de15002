import { ClinicoreError, configure, stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from '../backends';
import { collapsing } from './anomaly-collapsing';
import { series, value } from './any-series';
import { close, data, golden } from './golden';

/** `rosner`: the 54 values of Rosner (1983), as the NIST/SEMATECH e-Handbook, 1.3.5.17.3, gives them. */
const { values: disturbed, rows, rosner } = golden('anomaly');

/** Ten weeks with a weekly season, a slow rise and some noise, all in tenths; day 33 is a Saturday without its peak. */
const week = [20, 21, 23, 22, 25, 40, 12];
const sales = Array.from({ length: 70 }, (_, t) => (week[t % 7] as number) + t / 10 + ((t * 37) % 11) / 10);
sales[33] = 26;

const methods = [
  { method: 'z-score' },
  { method: 'robust-z-score' },
  { method: 'iqr' },
  { method: 'moving-average', window: 5 },
  { method: 'ewma', window: 5 },
  { method: 'generalized-esd' },
  { method: 'stl', seasonLength: 7 },
  { method: 'seasonal-hybrid-esd', seasonLength: 7 },
] as const satisfies stats.AnomalyOptions[];

const indices = (found: stats.Anomaly[]) => found.map(({ index }) => index);

describe.each(backends)('anomalies on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe.each(['airpassengers', 'austourists', 'nile'])('of %s', (series) => {
    const y = data(series);
    const want = golden('descriptive')[series];

    it('are NumPy’s', async () => {
      const z = await stats.detectAnomalies(y, { method: 'z-score', threshold: 2 });
      expect(indices(z)).toEqual(want.idx_absz_sample_gt_2);
      for (const { value, expected, score, lower, upper } of z) {
        close(
          [expected, score, lower, upper],
          [
            want.mean,
            (value - want.mean) / want.sd_sample,
            want.mean - 2 * want.sd_sample,
            want.mean + 2 * want.sd_sample,
          ],
        );
      }
      expect(indices(await stats.detectAnomalies(y, { method: 'robust-z-score' }))).toEqual(want.idx_modz_gt_3_5);
      expect(indices(await stats.detectAnomalies(y, { method: 'iqr' }))).toEqual(want.idx_iqr_1_5);
    });

    it('have NumPy’s fences and MAD', async () => {
      // Far enough up to stand out.
      const [top] = await stats.detectAnomalies([...y, 1e6], { method: 'iqr', threshold: 3 });
      expect(top?.index).toBe(y.length);
      const most = Math.max(...y);
      const [scored] = await stats.detectAnomalies(y, { method: 'robust-z-score', threshold: 1, direction: 'above' });
      close([scored?.expected, scored?.upper], [want.quantile_type7[3], want.quantile_type7[3] + want.mad_scaled]);
      const fenced = await stats.detectAnomalies(y, { method: 'iqr', threshold: 1e-9, direction: 'above' });
      const peak = fenced.find(({ value }) => value === most);
      const iqr = want.iqr7;
      close([peak?.score], [(most - (want.fence_inner[1] - 1.5 * iqr)) / iqr], 1e-9);
    });
  });

  it('are those of the handbook’s generalized ESD test, with its third statistic and critical value', async () => {
    const found = await stats.detectAnomalies(rosner.values, { method: 'generalized-esd', maxAnomalies: 10 });
    expect(indices(found)).toEqual([51, 52, 53]);
    const [{ expected, score, upper }] = found as [stats.Anomaly];
    // The third is the last whose R is above its λ, and so its scale is that of all; the critical value is its bound.
    const critical = (score * (upper - expected)) / (5.34 - expected);
    close([score, critical], [rosner.statistics[2], rosner.critical[2]]);
    expect([score.toFixed(3), critical.toFixed(3)]).toEqual(['3.179', '3.144']);
    // R₁ = 3.119 < λ₁ = 3.159: with fewer steps the three hide each other.
    expect(await stats.detectAnomalies(rosner.values, { method: 'generalized-esd', maxAnomalies: 2 })).toEqual([]);
  });

  it.each(Object.keys(rows))('are what NumPy, SciPy and statsmodels make of the definition of %s', async (name) => {
    const method = name as stats.AnomalyOptions['method'];
    const season = method.startsWith('s') ? { seasonLength: 12 } : {};
    const found = await stats.detectAnomalies(disturbed, { method, ...season });
    const want = rows[name] as number[][];
    expect(want.length).toBeGreaterThan(0);
    close(
      found.flatMap(({ index, expected, score, lower, upper }) => [index, expected, score, lower, upper]),
      want.flat(),
    );
  });

  it('see a Saturday that is like a Thursday only where they know of Saturdays', async () => {
    for (const options of methods.slice(-2)) {
      const found = await stats.detectAnomalies(sales, options);
      expect(indices(found)).toEqual([33]);
      const [{ direction, value, expected, lower, score, method }] = found as [stats.Anomaly];
      expect({ direction, value, method }).toEqual({ direction: 'below', value: 26, method: options.method });
      expect(Math.abs(expected - 43.8)).toBeLessThan(3);
      expect(lower).toBeGreaterThan(26);
      expect(score).toBeLessThan(-3.5);
      expect(await stats.detectAnomalies(sales, { ...options, direction: 'above' })).toEqual([]);
    }
    expect(indices(await stats.detectAnomalies(sales, { method: 'z-score' }))).toEqual([]);
  });

  it('expect of the next value the mean of those before, as pandas has it', async () => {
    const y = data('nile');
    const want = golden('descriptive').nile;
    // An outlier at the end, so that what was expected there is told; the centre of the differences is known from them.
    const ends = [...y, 1e5];
    const differences = (expected: number[]) => {
      const sorted = expected
        .map((e, i) => (ends[ends.length - expected.length + i] as number) - e)
        .sort((a, b) => a - b);
      return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2;
    };
    const means = y.slice(6).map((_, t) => y.slice(t, t + 7).reduce((a, b) => a + b) / 7);
    close(means.slice(0, 3), want.trailing_ma7_first3);
    const moving = (await stats.detectAnomalies(ends, { method: 'moving-average' })).at(-1);
    close([moving?.expected], [(means.at(-1) as number) + differences(means)]);

    const levels = [y[0] as number];
    for (const value of y.slice(1)) levels.push(0.75 * (levels.at(-1) as number) + 0.25 * value);
    close([levels.at(-1)], [want.ewma_span7_adjustFalse_last]);
    const weighted = (await stats.detectAnomalies(ends, { method: 'ewma', window: 7 })).at(-1);
    close([weighted?.expected], [(levels.at(-1) as number) + differences(levels)]);
  });

  it('are none where nothing varies, and where only rounding does', async () => {
    const flat = new Array(40).fill(0.1);
    const rounded = flat.map((value, t) => value + (t % 3) * 1e-17);
    const periodic = Array.from({ length: 70 }, (_, t) => (week[t % 7] as number) / 3);
    for (const options of methods) {
      expect(await stats.detectAnomalies(flat, options)).toEqual([]);
      expect(await stats.detectAnomalies(rounded, options)).toEqual([]);
      if ('seasonLength' in options) expect(await stats.detectAnomalies(periodic, options)).toEqual([]);
    }
  });

  it('are found by the mean deviation where most values are the same', async () => {
    const slow = Array.from({ length: 60 }, (_, t) => (t === 40 ? 30 : t % 9 === 0 ? 1 : 0));
    const [found, ...others] = await stats.detectAnomalies(slow, { method: 'robust-z-score', threshold: 10 });
    expect([found?.index, others.length]).toEqual([40, 0]);
    const meanDeviation = (30 + 7) / 60;
    close([found?.score], [30 / (meanDeviation * Math.sqrt(Math.PI / 2))]);
  });

  it('are where they are in spite of missing values, which are none', async () => {
    const gaps = sales.map((value, t) => (t % 8 === 3 && t !== 33 ? null : value));
    for (const options of methods) {
      const found = await stats.detectAnomalies(gaps, { ...options, nan: 'omit' });
      expect(found.every(({ index, value }) => value === gaps[index])).toBe(true);
      if ('seasonLength' in options) expect(indices(found)).toEqual([33]);
    }
  });

  it('are those of the values at the time of the call', async () => {
    const y = Float64Array.from(sales);
    const running = stats.detectAnomalies(y, { method: 'stl', seasonLength: 7 });
    y.fill(0);
    expect((await running)[0]?.value).toBe(26);
  });

  const of = (argument: string, more = {}) => ({ argument, ...more });
  it.each([
    ['a NaN', [1, Number.NaN, 2], { method: 'iqr' }, 'ERR_INVALID_ARGUMENT', of('values', { index: 1 })],
    [
      'an infinity',
      [1, Infinity, 2],
      { method: 'iqr', nan: 'omit' },
      'ERR_INVALID_ARGUMENT',
      of('values', { index: 1 }),
    ],
    ['no values', [], { method: 'iqr' }, 'ERR_INSUFFICIENT_DATA', of('values', { required: 1, given: 0 })],
    ['one value', [1], { method: 'z-score' }, 'ERR_INSUFFICIENT_DATA', of('values', { required: 2, given: 1 })],
    [
      'only missing values',
      [Number.NaN, Number.NaN],
      { method: 'ewma', nan: 'omit' },
      'ERR_INSUFFICIENT_DATA',
      of('values', { required: 1, given: 0 }),
    ],
    [
      'a window longer than the series',
      [1, 2, 3],
      { method: 'moving-average' },
      'ERR_INSUFFICIENT_DATA',
      of('values', { required: 9, given: 3 }),
    ],
    [
      'less than two seasons',
      [1, 2, 3],
      { method: 'stl', seasonLength: 2 },
      'ERR_INSUFFICIENT_DATA',
      of('values', { required: 4, given: 3 }),
    ],
    [
      'half the values as anomalies',
      [1, 2, 3, 4],
      { method: 'generalized-esd', maxAnomalies: 2 },
      'ERR_INSUFFICIENT_DATA',
      of('values', { required: 5, given: 4 }),
    ],
    ['values near the end of the range', [1, 2, 1e300], { method: 'iqr' }, 'ERR_INVALID_ARGUMENT', of('values')],
    ['a season it does not have', sales, { method: 'stl' }, 'ERR_INVALID_ARGUMENT', of('options.seasonLength')],
    ['a season for z-scores', sales, { method: 'z-score', seasonLength: 7 }, 'ERR_INVALID_ARGUMENT', of('options')],
    [
      'a threshold for a test',
      sales,
      { method: 'generalized-esd', threshold: 3 },
      'ERR_INVALID_ARGUMENT',
      of('options'),
    ],
    ['a threshold of 0', sales, { method: 'iqr', threshold: 0 }, 'ERR_INVALID_ARGUMENT', of('options.threshold')],
    ['no method', sales, {}, 'ERR_INVALID_ARGUMENT', of('options.method')],
  ])('are not sought for %s', async (_, values, options, code, details) => {
    const got = await failure(() => stats.detectAnomalies(values, options as stats.AnomalyOptions));
    expect(got).toMatchObject({ code, details });
  });

  describe('of many series', () => {
    const series = [sales, rosner.values, [], data('nile'), [1, Infinity], sales.slice(0, 13), sales];
    const values = series.flat();
    const offsets = [0, ...series.map((_, i) => series.slice(0, i + 1).flat().length)];

    it.each(methods)('are those of each: $method', async (options) => {
      const many = await stats.detectAnomaliesMany({ values: Float64Array.from(values), offsets }, options);
      const each = await Promise.all(
        series.map((one) => stats.detectAnomalies(one, options).catch((error: ClinicoreError) => error)),
      );
      expect(many.length).toBe(series.length);
      expect(each.map((_, i) => many.errors.get(i) ?? many.at(i))).toEqual(each);
      expect(() => many.at(2)).toThrow(ClinicoreError);
      expect([...many.errors.keys()]).toEqual([...many.errors].map(([i]) => i));
      expect(many.errors.size).toBe(each.filter((one) => one instanceof ClinicoreError).length);
      expect(many.errors.get(4)).toBe(many.errors.get(4));
      const found = each.flatMap((one, i) => (one instanceof ClinicoreError ? [] : one.map((a) => ({ ...a, i }))));
      expect([...many.series]).toEqual(found.map(({ i }) => i));
      for (const column of ['index', 'value', 'expected', 'score', 'lower', 'upper'] as const) {
        expect([...many[column]]).toEqual(found.map((anomaly) => anomaly[column]));
      }
      expect([...many.direction]).toEqual(found.map(({ direction }) => (direction === 'above' ? 1 : -1)));
      expect(many.errors.get(4)).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'values', index: 1 },
      });
    });

    it('do not depend on the number of threads', async () => {
      const given = { values: new Array(300).fill(values.filter(Number.isFinite)).flat(), offsets: [0] };
      while ((given.offsets.at(-1) as number) + 97 < given.values.length) {
        given.offsets.push((given.offsets.at(-1) as number) + 60 + (given.offsets.length % 37));
      }
      given.values.length = given.offsets.at(-1) as number;
      const found = [];
      for (const threads of [1, 2, 5]) {
        configure({ threads });
        const batch = await stats.detectAnomaliesMany(given, { method: 'seasonal-hybrid-esd', seasonLength: 7 });
        found.push([batch.series, batch.index, batch.score]);
      }
      expect(found[1]).toEqual(found[0]);
      expect(found[2]).toEqual(found[0]);
    });

    it('are found in none and in no sound ones', async () => {
      const none = await stats.detectAnomaliesMany({ values: [], offsets: [0] }, { method: 'iqr' });
      expect([none.length, none.errors.size, none.series.length]).toEqual([0, 0, 0]);
      expect(() => none.at(0)).toThrow('index is of no series: the batch is empty');
      const { errors } = await stats.detectAnomaliesMany(
        { values: [], offsets: Uint32Array.of(0, 0) },
        { method: 'iqr' },
      );
      expect(errors.get(0)).toMatchObject({ code: 'ERR_INSUFFICIENT_DATA' });
    });

    it.each([
      ['that do not ascend', [0, 5, 3, 9], 2, 'data.offsets must ascend, at 2 from 5, got 3'],
      ['that do not begin with 0', [1, 9], 0, 'data.offsets must begin with 0, got 1'],
      ['that end too early', [0, 4, 8], 2, 'data.offsets must end with 9, the number of values, got 8'],
      ['that end too late', [0, 4, 10], 2, 'data.offsets must end with 9, the number of values, got 10'],
    ])('are not sought by offsets %s', async (_, wrong, index, message) => {
      const given = { values: new Float64Array(9), offsets: wrong };
      const got = await failure(() => stats.detectAnomaliesMany(given, { method: 'iqr' }));
      expect(got).toEqual({ code: 'ERR_INVALID_ARGUMENT', message, details: { argument: 'data.offsets', index } });
    });

    it('can be stopped', async () => {
      const controller = new AbortController();
      const given = {
        values: new Array(200).fill(sales).flat(),
        offsets: Array.from({ length: 201 }, (_, i) => 70 * i),
      };
      const running = stats.detectAnomaliesMany(given, {
        method: 'stl',
        seasonLength: 7,
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      expect(await failure(() => running)).toMatchObject({ code: 'ERR_ABORTED' });
    });
  });
});

const method = fc.constantFrom(...methods);

describe.each(backends)('for every series, on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('what stands out does not depend on its unit and origin', async () => {
    await fc.assert(
      fc.asyncProperty(series, method, async (y, options) => {
        const found = await stats.detectAnomalies(y, options);
        const moved = await stats.detectAnomalies(
          y.map((v) => 4 * v + 1024),
          options,
        );
        // A value within rounding of its bound may fall on either side of it; so may one that is far out only because the
        // robust fit left hardly more than rounding of the others.
        const clear = ({ value, score, lower, upper }: stats.Anomaly) =>
          Math.max(lower - value, value - upper) > 1e-9 * (upper - lower) && Math.abs(score) < 1e4;
        if (![...found, ...moved].every(clear)) return;
        expect(indices(moved)).toEqual(indices(found));
        close(
          moved.map(({ score }) => score),
          found.map(({ score }) => score),
          0,
          1e-6,
        );
      }),
      { seed: 20261120, numRuns: 200 },
    );
  });

  it.each(collapsing)('no score is measured in what rounding leaves of an STL', async (...y) => {
    const known = y.filter((value) => value !== null);
    const rounding = 1e-13 * Math.max(...known.map(Math.abs));
    for (const method of ['stl', 'seasonal-hybrid-esd'] as const) {
      const found = await stats.detectAnomalies(y, { method, seasonLength: 3, nan: 'omit' });
      for (const { value, expected, score } of found) expect((value - expected) / score).toBeGreaterThan(rounding);
    }
  });

  it('what stands out of values without order does not depend on it', async () => {
    const unordered = fc.constantFrom(methods[0], methods[1], methods[2], methods[5]);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(value, { minLength: 20, maxLength: 80 }), unordered, async (y, options) => {
        const values = (found: stats.Anomaly[]) => found.map((a) => a.value).sort((a, b) => a - b);
        const found = values(await stats.detectAnomalies(y, options));
        expect(values(await stats.detectAnomalies([...y].reverse(), options))).toEqual(found);
      }),
      { seed: 20261120, numRuns: 200 },
    );
  });

  it('any finite values give finite results or an error with a code', async () => {
    const wild = fc.array(fc.option(fc.double({ noDefaultInfinity: true, noNaN: true })), { maxLength: 40 });
    const cost = fc.constantFrom('mean' as const, 'variance' as const, 'mean-variance' as const);
    await fc.assert(
      fc.asyncProperty(wild, method, cost, async (y, options, kind) => {
        const attempt = async <T>(call: Promise<T>) =>
          call.catch((error: unknown) => {
            if (!(error instanceof ClinicoreError) || error.code === 'ERR_INTERNAL') throw error;
            return undefined;
          });
        const found = await attempt(stats.detectAnomalies(y, { ...options, nan: 'omit' }));
        for (const { value, expected, score, lower, upper } of found ?? []) {
          expect([value, expected, score, lower, upper].every(Number.isFinite)).toBe(true);
        }
        const segmented = await attempt(stats.changepoints(y, { cost: kind, nan: 'omit' }));
        for (const { mean, standardDeviation } of segmented?.segments ?? []) {
          expect([mean, standardDeviation].every(Number.isFinite)).toBe(true);
        }
      }),
      { seed: 20261120, numRuns: 300 },
    );
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  async function alike(y: (number | null)[], options: stats.AnomalyOptions) {
    const { native, js } = await onBoth(() => stats.detectAnomalies(y, options));
    if (!('value' in native && 'value' in js)) return expect(js).toEqual(native);
    expect(indices(js.value)).toEqual(indices(native.value));
    for (const key of ['expected', 'score', 'lower', 'upper'] as const) {
      close(
        js.value.map((a) => a[key]),
        native.value.map((a) => a[key]),
        1e-9,
      );
    }
  }

  it('find the same', async () => {
    await fc.assert(
      fc.asyncProperty(series, method, async (y, options) => {
        await alike(y, options);
      }),
      { seed: 20261120, numRuns: 400 },
    );
  });

  it('find the same where values are missing, even where STL makes much of last digits', async () => {
    const gappy = fc.array(fc.option(value, { freq: 5 }), { minLength: 20, maxLength: 80 });
    const seasonal = fc.record({
      method: fc.constantFrom('stl' as const, 'seasonal-hybrid-esd' as const),
      seasonLength: fc.integer({ min: 2, max: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(gappy, seasonal, async (y, options) => {
        await alike(y, { ...options, nan: 'omit' });
      }),
      {
        seed: 20261120,
        numRuns: 400,
        examples: collapsing.map((y): [typeof y, { method: 'stl'; seasonLength: number }] => [
          y,
          { method: 'stl', seasonLength: 3 },
        ]),
      },
    );
  });
});
