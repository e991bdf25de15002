import * as inPlace from '../../fallback/stats/descriptive/moments';
import { runSync } from '../../task';
import { oneOf, record } from '../../validate';
import { choices, type DispersionOptions, type SampleOptions, type SampleValues, sampleChoices } from './options';
import { attempt, isLong, measure, type Statistic } from './sample';

/**
 * From how many values of a Float64Array a native call is quicker; measured at 200 ns a call and 0.6 to 1.4 ns a value. The
 * mean of two or three, rounded once, takes 1 to 2 ns longer than that of simple-statistics; options take 8 to 10 ns to read.
 */
const NATIVE_FROM = 400;

/**
 * The sum of the values, compensated for rounding (Knuth's TwoSum): the last digit is right but for sums that cancel to
 * almost nothing.
 *
 * @param values finite numbers; none is a sum of 0
 * @param options what a NaN means
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; a sum beyond double
 *   precision)
 * @see Ogita, Rump & Oishi (2005), *SIAM Journal on Scientific Computing* 26, 1955–1988, algorithm 4.4
 *
 * @example
 * stats.sum([0.1, 0.2, 0.3]); // 0.6
 */
export function sum(values: SampleValues, options?: SampleOptions): number {
  if (options === undefined) {
    const answer = attempt(values, 0, inPlace.sum);
    if (answer - answer === 0) return answer;
  }
  return measure(values, choices(options).nan, 0, 1, inPlace.sum);
}

/**
 * The arithmetic mean, mended, as R does it, by the mean of what the first sum left: its error is a few units in the last
 * place of the values' size at most, however many there are; equal values have that value as their mean exactly.
 *
 * @param values at least one finite number
 * @param options what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA` (no values), `ERR_INVALID_ARGUMENT` (a value that is no finite number, with
 *   its index)
 *
 * @example
 * stats.mean([104, 118, null, 97], { nan: 'omit' }); // 106.33333333333333
 */
export function mean(values: SampleValues, options?: SampleOptions): number {
  if (options === undefined) {
    const answer = attempt(values, 1, meanOf);
    if (answer - answer === 0) return answer;
  }
  return measure(values, choices(options).nan, 1, 1, meanOf);
}

/** The mean, wherever it is quicker. */
export const meanOf: Statistic = (values) =>
  isLong(values, NATIVE_FROM) ? runSync(({ stats }) => stats.mean(values)) : inPlace.mean(values);

/**
 * The variance, `Σ(x − x̄)² / (n − 1)`, or with `/ n` of a whole population; in two passes, so that a large mean costs no
 * digits.
 *
 * @param values at least two finite numbers; of a population, one
 * @param options sample or population; what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; a
 *   variance beyond double precision)
 * @see Chan, Golub & LeVeque (1983), *American Statistician* 37, 242–247, equation 1.7
 *
 * @example
 * stats.variance([2, 4, 4, 4, 5, 5, 7, 9], { population: true }); // 4
 */
export function variance(values: SampleValues, options?: DispersionOptions): number {
  if (options === undefined) {
    const answer = attempt(values, 2, sampleVariance);
    if (answer - answer === 0) return answer;
  }
  return chosenVariance(values, options);
}

/** Apart, for what is short enough V8 compiles in one piece with all it calls. */
function chosenVariance(values: SampleValues, options: DispersionOptions | undefined): number {
  const { nan, population } = choices(options, POPULATION);
  return population ? measure(values, nan, 1, 2, populationVariance) : measure(values, nan, 2, 2, sampleVariance);
}

/**
 * The standard deviation: the square root of the {@link variance}, in the unit of the values.
 *
 * @param values at least two finite numbers; of a population, one
 * @param options sample or population; what a NaN means
 * @throws ClinicoreError as {@link variance}
 *
 * @example
 * stats.standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]); // 2.138089935299395
 */
export function standardDeviation(values: SampleValues, options?: DispersionOptions): number {
  if (options === undefined) {
    const answer = attempt(values, 2, sampleDeviation);
    if (answer - answer === 0) return answer;
  }
  return chosenDeviation(values, options);
}

function chosenDeviation(values: SampleValues, options: DispersionOptions | undefined): number {
  const { nan, population } = choices(options, POPULATION);
  return population ? measure(values, nan, 1, 1, populationDeviation) : measure(values, nan, 2, 1, sampleDeviation);
}

const POPULATION = ['population'] as const;

const pair = new Float64Array(2);
const squaresOf: Statistic = (values) =>
  values.length < NATIVE_FROM ? inPlace.squares(values) : spread(values, pair) ? (pair[1] as number) : Number.NaN;
const populationVariance: Statistic = (values) => squaresOf(values) / values.length;
const sampleVariance: Statistic = (values) => squaresOf(values) / (values.length - 1);
const populationDeviation: Statistic = (values) => Math.sqrt(squaresOf(values) / values.length);
const sampleDeviation: Statistic = (values) => Math.sqrt(squaresOf(values) / (values.length - 1));

/** Fills `out` as the backend's `centralMoments` does. */
export function spread(values: ArrayLike<number>, out: Float64Array): boolean {
  return isLong(values, NATIVE_FROM)
    ? runSync(({ stats }) => stats.centralMoments(values, out))
    : inPlace.centralMoments(values, out);
}

/** Options of {@link skewness}. */
export interface SkewnessOptions extends SampleOptions {
  /**
   * In the letters of Joanes & Gill: `'g1'` = m₃ / m₂^1.5, from the moments as they are; `'G1'` (default), unbiased for
   * normal data, as Excel, SAS, pandas and simple-statistics have it; `'b1'` = m₃ / s³, as R's e1071 and Minitab have it.
   */
  definition?: 'g1' | 'G1' | 'b1' | undefined;
}

/**
 * The skewness: 0 for symmetry, above 0 where the longer tail is that of large values.
 *
 * @param values at least two finite numbers that are not all the same; for `'G1'`, three
 * @param options the definition; what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index;
 *   values that are all the same)
 * @see Joanes & Gill (1998), *The Statistician* 47, 183–189
 *
 * @example
 * stats.skewness([1, 1, 2, 2, 3, 9]); // 2.1286…
 */
export function skewness(values: SampleValues, options?: SkewnessOptions): number {
  const { nan, definition } = shapeOptions(options, ['G1', 'g1', 'b1']);
  return measure(values, nan, definition === 'G1' ? 3 : 2, 0, SKEWNESS[definition]);
}

const SKEWNESS = {
  g1: (x) => skewnessAs(x, 'g1'),
  G1: (x) => skewnessAs(x, 'G1'),
  b1: (x) => skewnessAs(x, 'b1'),
} satisfies Record<string, Statistic>;

function skewnessAs(values: ArrayLike<number>, definition: 'g1' | 'G1' | 'b1'): number {
  if (!spread(values, four) || four[1] === 0) return Number.NaN;
  return skewnessOf(values.length, four[1] as number, four[2] as number, definition);
}

const four = new Float64Array(4);

/** The skewness of `n` values whose deviations' second and third powers sum to these. */
export function skewnessOf(n: number, m2: number, m3: number, definition: 'g1' | 'G1' | 'b1'): number {
  const g1 = m3 / n / ((m2 / n) * Math.sqrt(m2 / n));
  if (definition === 'g1') return g1;
  return definition === 'G1' ? (g1 * Math.sqrt(n * (n - 1))) / (n - 2) : g1 * ((n - 1) / n) * Math.sqrt((n - 1) / n);
}

/** Options of {@link kurtosis}. */
export interface KurtosisOptions extends SampleOptions {
  /**
   * In the letters of Joanes & Gill: `'g2'` = m₄ / m₂² − 3, from the moments as they are; `'G2'` (default), unbiased for
   * normal data, as Excel, SAS, pandas and simple-statistics have it; `'b2'` = m₄ / s⁴ − 3, as R's e1071 and Minitab have it.
   */
  definition?: 'g2' | 'G2' | 'b2' | undefined;
}

/**
 * The excess kurtosis: 0 for a normal distribution, above 0 for heavier tails. (All three definitions are of the excess;
 * add 3 for the plain fourth moment.)
 *
 * @param values at least two finite numbers that are not all the same; for `'G2'`, four
 * @param options the definition; what a NaN means
 * @throws ClinicoreError as {@link skewness}
 * @see Joanes & Gill (1998), *The Statistician* 47, 183–189
 *
 * @example
 * stats.kurtosis([1, 2, 3, 4, 5]); // -1.2000…
 */
export function kurtosis(values: SampleValues, options?: KurtosisOptions): number {
  const { nan, definition } = shapeOptions(options, ['G2', 'g2', 'b2']);
  return measure(values, nan, definition === 'G2' ? 4 : 2, 0, KURTOSIS[definition]);
}

const KURTOSIS = {
  g2: (x) => kurtosisAs(x, 'g2'),
  G2: (x) => kurtosisAs(x, 'G2'),
  b2: (x) => kurtosisAs(x, 'b2'),
} satisfies Record<string, Statistic>;

function kurtosisAs(values: ArrayLike<number>, definition: 'g2' | 'G2' | 'b2'): number {
  if (!spread(values, four) || four[1] === 0) return Number.NaN;
  return kurtosisOf(values.length, four[1] as number, four[3] as number, definition);
}

/** The excess kurtosis of `n` values whose deviations' second and fourth powers sum to these. */
export function kurtosisOf(n: number, m2: number, m4: number, definition: 'g2' | 'G2' | 'b2'): number {
  const ratio = (n * m4) / (m2 * m2);
  if (definition === 'g2') return ratio - 3;
  if (definition === 'b2') return ratio * ((n - 1) / n) * ((n - 1) / n) - 3;
  return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (ratio - 3) + 6);
}

/** The options of a shape: its definition, the first by default, and those of every sample. */
function shapeOptions<T extends string>(options: unknown, definitions: readonly [T, ...T[]]) {
  if (options === undefined) return { nan: 'error', definition: definitions[0] } as const;
  const fields = record(options, 'options').only(['nan', 'compat', 'definition']);
  const { nan } = sampleChoices(fields);
  return { nan, definition: fields.optional('definition', definitions[0], oneOf, definitions) };
}
