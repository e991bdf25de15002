/**
 * NIST StRD, univariate summary statistics: NumAcc1 to 4, by their formulas. Prints how many digits are right (the
 * logarithm of the relative error, 15 where there is none), against NIST's values and against the exact ones of the doubles
 * that stand for the data: of NumAcc3 and 4 the doubles themselves are off in the digits that count.
 */
import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';

const alternating = (first: number, low: number, high: number) => [
  first,
  ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? low : high)),
];

/** Certified values, and the fewest digits that the doubles leave of the standard deviation. */
const datasets = [
  { name: 'NumAcc1', values: [10000001, 10000003, 10000002], mean: 10000002, sd: 1, digits: 15 },
  { name: 'NumAcc2', values: alternating(1.2, 1.1, 1.3), mean: 1.2, sd: 0.1, digits: 15 },
  { name: 'NumAcc3', values: alternating(1000000.2, 1000000.1, 1000000.3), mean: 1000000.2, sd: 0.1, digits: 9.4 },
  { name: 'NumAcc4', values: alternating(10000000.2, 10000000.1, 10000000.3), mean: 10000000.2, sd: 0.1, digits: 8.2 },
];

describe.each(backends)('NIST StRD on the %s backend', (backend) => {
  beforeEach(() => {
    useBackend(backend);
  });

  it.each(datasets)('$name is right to machine precision', ({ name, values, mean, sd, digits }) => {
    for (const [form, x] of Object.entries({ Array: values, Float64Array: Float64Array.from(values) })) {
      const exact = exactMoments(values);
      const got = { mean: stats.mean(x), sd: stats.standardDeviation(x) };
      const reached = {
        mean: rightDigits(got.mean, mean),
        sd: rightDigits(got.sd, sd),
        meanOfDoubles: rightDigits(got.mean, exact.mean),
        sdOfDoubles: rightDigits(got.sd, exact.sd),
      };
      const table = Object.entries(reached).map(([key, lre]) => `${key} ${lre.toFixed(1)}`);
      console.log(`${name} ${backend} ${form}: ${table.join(', ')}`);
      expect(reached.mean).toBe(15);
      expect(reached.meanOfDoubles).toBe(15);
      expect(reached.sd).toBeGreaterThanOrEqual(digits);
      expect(reached.sdOfDoubles).toBe(15);
    }
  });
});

const rightDigits = (got: number, want: number): number =>
  got === want ? 15 : Math.min(15, -Math.log10(Math.abs(got - want) / Math.abs(want)));

/** Mean and standard deviation in integers: a double is a whole number of 2⁻⁶⁰ths here. */
function exactMoments(values: number[]): { mean: number; sd: number } {
  const one = 1n << 60n;
  const whole = values.map((x) => BigInt(Math.floor(x)) * one + BigInt((x - Math.floor(x)) * 2 ** 60));
  const n = BigInt(values.length);
  const sum = whole.reduce((a, b) => a + b, 0n);
  const squares = whole.reduce((a, b) => a + b * b, 0n);
  const ratio = (a: bigint, b: bigint) => Number((a << 80n) / b) / 2 ** 80;
  return { mean: ratio(sum, n * one), sd: Math.sqrt(ratio(n * squares - sum * sum, n * (n - 1n) * one * one)) };
}
