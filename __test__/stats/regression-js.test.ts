/** The migration mode against the package itself. */
import { stats } from 'clinicore';
import fc from 'fast-check';
import regression from 'regression';
import { describe, expect, it } from 'vitest';
import { failure } from '../backends';

type Points = [number, number | null][];
const kinds = ['linear', 'exponential', 'logarithmic', 'power', 'polynomial'] as const;

const fraction = (min: number, max: number) => fc.integer({ min: min * 1000, max: max * 1000 }).map((v) => v / 1000);
const points = (min: number, missing: number): fc.Arbitrary<Points> =>
  fc.array(fc.tuple(fraction(min, 100), fc.option(fraction(min, 1000), { freq: missing })), {
    minLength: 1,
    maxLength: 40,
  });

describe.each(kinds)('regressionJs(%s)', (kind) => {
  // Logarithms of what is not above 0 are NaN in that package; so they are here.
  it('gives what regression@2.0.1 gives, to the last digit', () => {
    const data = fc.oneof(points(1, 9), points(0.001, 4), points(-100, 5));
    const options = fc.record(
      { precision: fc.integer({ min: -2, max: 12 }), order: fc.integer({ min: 1, max: 6 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(data, options, fraction(-50, 150), (given, choices, x) => {
        const { predict, ...want } = regression[kind](given as [number, number][], choices);
        const { predict: ours, ...got } = stats.regressionJs(kind, given, choices);
        expect(got).toEqual(want);
        expect(ours(x)).toEqual(predict(x));
      }),
      { seed: 20261120, numRuns: 1000 },
    );
  });
});

it('refuses what is no point, and no points at all', async () => {
  const bad = (data: unknown, options?: object) => failure(() => stats.regressionJs('linear', data as Points, options));
  expect(await bad([[1, 2], [1]])).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'data[1]' } });
  expect(await bad([[Number.NaN, 2]])).toMatchObject({
    code: 'ERR_INVALID_ARGUMENT',
    details: { argument: 'data[0][0]' },
  });
  expect(await bad([[1, undefined]])).toMatchObject({
    code: 'ERR_INVALID_ARGUMENT',
    details: { argument: 'data[0][1]' },
  });
  expect(await bad([])).toMatchObject({
    code: 'ERR_INSUFFICIENT_DATA',
    details: { argument: 'data', required: 1, given: 0 },
  });
  expect(await bad([[1, 2]], { period: 3 })).toMatchObject({
    code: 'ERR_INVALID_ARGUMENT',
    details: { argument: 'options' },
  });
});

it('is what weights by y make of an exponential curve', () => {
  const data: [number, number][] = Array.from({ length: 30 }, (_, i) => [i, 5 * Math.exp(0.1 * i) + Math.sin(i)]);
  const [x, y] = [data.map(([v]) => v), data.map(([, v]) => v)];
  const { equation } = regression.exponential(data, { precision: 12 });
  const { coefficients } = stats.exponentialRegression(x, y, { weights: y });
  for (const [i, value] of coefficients.entries()) expect(value).toBeCloseTo(equation[i] as number, 9);
});
