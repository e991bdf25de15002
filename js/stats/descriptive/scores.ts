import { outOfRange } from '../../errors';
import * as inPlace from '../../fallback/stats/descriptive/moments';
import { type NanPolicy, series } from '../../series';
import { runSync } from '../../task';
import { spread } from './moments';
import { choices, type DispersionOptions, type SampleOptions, type SampleValues } from './options';
import { deviations, NORMAL_CONSISTENCY } from './quantiles';
import { isLong, isReadable, packed, requireCount, requireVariation, unitScale, withoutMissing } from './sample';

/**
 * From how many values it is quicker to write the scores natively; measured. Of 9 to 40, an array of scores, which is what
 * simple-statistics makes one by one, is up to 150 ns quicker: V8 takes 200 ns for a Float64Array of more than 8.
 */
const NATIVE_FROM = 1000;

/**
 * How many standard deviations each value lies above the mean (below, if negative).
 *
 * @param values at least two finite numbers (of a population, one) that are not all the same
 * @param options sample or population standard deviation; what a NaN means
 * @returns a score for each value; NaN for a missing one
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index;
 *   values that are all the same)
 *
 * @example
 * stats.zScores([1, 2, 3]); // Float64Array [-1, 0, 1]
 */
export function zScores(values: SampleValues, options?: DispersionOptions): Float64Array {
  const { nan, population } = choices(options, ['population']);
  return scores(values, nan, population ? 1 : 2, (sample) => {
    if (!spread(sample, pair)) return undefined;
    const [mean, squares] = pair as unknown as [number, number];
    const scale = Math.sqrt(squares / (sample.length - (population ? 0 : 1)));
    return { centre: mean, rest: Math.abs(mean) > FAR * scale ? meanFrom(mean, sample) : 0, scale };
  });
}

/** From so many standard deviations off 0 on, the rounding of a mean shows in the scores, past the twelfth digit. */
const FAR = 1e4;

/** What is left of the mean once `centre` is taken off every value. */
function meanFrom(centre: number, values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) - centre;
  return sum / values.length;
}

const pair = new Float64Array(2);

/**
 * How many robust standard deviations each value lies above the median: `0.6745·(x − median) / MAD`, which outliers cannot
 * hide themselves from. Where more than half of the values are the same and the MAD therefore 0, the mean absolute
 * deviation (MeanAD) takes its place, `(x − median) / (1.2533·MeanAD)`, as Iglewicz & Hoaglin recommend.
 *
 * @param values at least two finite numbers that are not all the same
 * @param options what a NaN means
 * @returns a score for each value, above 3.5 in size for an outlier by the authors' rule; NaN for a missing one
 * @throws ClinicoreError as {@link zScores}
 * @see Iglewicz & Hoaglin (1993), *How to Detect and Handle Outliers*, ASQC; 0.6745 is Φ⁻¹(¾), 1.2533 √(π/2)
 *
 * @example
 * stats.robustZScores([9, 10, 11, 10, 40]).findIndex((score) => Math.abs(score) > 3.5); // 4
 */
export function robustZScores(values: SampleValues, options?: SampleOptions): Float64Array {
  return scores(values, choices(options).nan, 2, (sample) => {
    if (!deviations(sample, pair)) return undefined;
    const [median, deviation] = pair as unknown as [number, number];
    if (deviation > 0) return { centre: median, rest: 0, scale: deviation * NORMAL_CONSISTENCY };
    const meanDeviation = runSync(({ stats }) => stats.meanAbsoluteDeviation(packed(sample), median));
    return { centre: median, rest: 0, scale: meanDeviation * Math.sqrt(Math.PI / 2) };
  });
}

/** Where the scores are 0, and what counts as 1. */
interface Ruler {
  centre: number;
  /** What rounding took off the centre. */
  rest: number;
  scale: number;
}

/** A scale outside this has lost digits, or scores by it would; the values are then measured scaled. */
const isUsable = ({ scale }: Ruler): boolean => scale > 1e-290 && scale < 1e290;

function scores(
  values: unknown,
  nan: NanPolicy,
  required: number,
  measure: (sample: ArrayLike<number>) => Ruler | undefined,
): Float64Array {
  if (nan === 'error') {
    try {
      if (isReadable(values) && values.length >= required) {
        const read = values.length < NATIVE_FROM ? values : packed(values);
        const ruler = measure(read);
        if (ruler !== undefined && isUsable(ruler)) return standardised(read, ruler);
      }
    } catch {
      // As in `sample.ts`: it is said below.
    }
  }
  const all = series(values, 'values', nan);
  const present = withoutMissing(all);
  requireCount(present.length, required, 'values');
  const ruler = measure(present);
  if (ruler !== undefined && isUsable(ruler)) return standardised(all, ruler);
  requireVariation(present, 'values');
  const unit = unitScale(present);
  const scaled = measure(present.map((x) => x * unit));
  if (scaled === undefined || !isUsable(scaled)) throw outOfRange('values');
  return standardised(
    all.map((x) => x * unit),
    scaled,
  );
}

function standardised(values: ArrayLike<number>, { centre, rest, scale }: Ruler): Float64Array {
  const out = new Float64Array(values.length);
  if (isLong(values, NATIVE_FROM)) runSync(({ stats }) => stats.standardise(values, centre, scale, out));
  else inPlace.standardise(values, centre, scale, out);
  if (rest !== 0) for (let i = 0, shift = rest / scale; i < out.length; i++) out[i] = (out[i] as number) - shift;
  return out;
}
