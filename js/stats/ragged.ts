/** Thousands of series of different lengths in one call: all their values in a row, and where each begins. */
import { ClinicoreError } from '../errors';
import { integer, invalid, list, type NanPolicy, numbers, readable, record } from '../validate';
import { look } from './decomposition/gaps';

/** Many series in one. Series `i` is `values[offsets[i]]` to before `values[offsets[i + 1]]`. */
export interface RaggedSeries {
  /** The values of all series, one series after the other, each oldest first and evenly spaced. */
  values: ArrayLike<number | null>;
  /** Where each series begins, and at last where the last one ends: from 0, ascending, to the number of values. */
  offsets: ArrayLike<number>;
}

/** The most series in one call. */
const MAX_SERIES = 1_000_000;

/** Reads many series. Their values may still be infinite, or NaN: that is a matter of each series. */
export function raggedSeries(data: unknown, path: string, nan: NanPolicy) {
  const fields = record(data, path).only(['values', 'offsets']);
  const values = fields.get('values', numbers, nan);
  const offsets = fields.get('offsets', offsetsOf, values.length);
  return { values, offsets };
}

function offsetsOf(value: unknown, path: string, end: number): Uint32Array {
  const given = list(value, path, MAX_SERIES + 1);
  const offsets = new Uint32Array(given.length);
  readable(path, () => {
    for (let i = 0; i < offsets.length; i++) {
      const offset = given[i];
      // What a Uint32Array holds is what it should be; the path is only spelt for what is not.
      offsets[i] = (offset as number) >>> 0 === offset ? offset : integer(offset, `${path}[${i}]`, 0, 0xffffffff);
    }
  });
  const wrong = (index: number, must: string): never => {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must ${must}, got ${offsets[index]}`, {
      argument: path,
      index,
    });
  };
  if (offsets.length === 0) invalid(path, 'at least one offset, 0', value);
  if (offsets[0] !== 0) wrong(0, 'begin with 0');
  for (let i = 1; i < offsets.length; i++) {
    const [before, here] = [offsets[i - 1] as number, offsets[i] as number];
    if (here < before) wrong(i, `ascend, at ${i} from ${before}`);
  }
  const last = offsets.length - 1;
  if (offsets[last] !== end) wrong(last, `end with ${end}, the number of values`);
  return offsets;
}

/**
 * Looks at each series by itself, for what is `needed` of it: its length, how many values that are not missing, and the
 * most values. What is wrong with one, as `check` tells it, stays with it; the sound ones come back as many series again,
 * in order, with the place each had.
 */
export function soundSeries(
  { values, offsets }: { values: Float64Array; offsets: Uint32Array },
  nan: NanPolicy,
  needed: { length: number; known: number; most?: number },
  check: (series: Float64Array) => void,
): { values: Float64Array; offsets: Uint32Array; places: number[]; errors: Map<number, ClinicoreError> } {
  const { most = Number.POSITIVE_INFINITY } = needed;
  const errors = new Map<number, ClinicoreError>();
  const places: number[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) {
    const [start, end] = [offsets[i] as number, offsets[i + 1] as number];
    const { known, tooLarge } = look(values, start, end);
    const isFitting = end - start >= needed.length && end - start <= most && known >= needed.known;
    if (isFitting && !tooLarge && (nan === 'omit' || known === end - start)) {
      places.push(i);
      continue;
    }
    try {
      check(values.subarray(start, end));
      places.push(i);
    } catch (error) {
      if (!(error instanceof ClinicoreError)) throw error;
      errors.set(i, error);
    }
  }
  if (errors.size === 0) return { values, offsets, places, errors };
  const ends = new Uint32Array(places.length + 1);
  places.forEach((i, place) => {
    ends[place + 1] = (ends[place] as number) + (offsets[i + 1] as number) - (offsets[i] as number);
  });
  const sound = new Float64Array(ends[places.length] as number);
  places.forEach((i, place) => {
    sound.set(values.subarray(offsets[i], offsets[i + 1]), ends[place]);
  });
  return { values: sound, offsets: ends, places, errors };
}
