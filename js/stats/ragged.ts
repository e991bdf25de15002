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

/** Throws the error of a series that failed, or of an index that is none. */
export function checkIndex(index: number, length: number, errors: ReadonlyMap<number, ClinicoreError>): void {
  const error = errors.get(index);
  if (error) throw error;
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  const must = length === 0 ? 'is of no series: the batch is empty' : `must be an integer from 0 to ${length - 1}`;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `index ${must}`, { argument: 'index' });
}

/** Many series, and where each was among those given. */
export interface SoundSeries {
  values: Float64Array;
  offsets: Uint32Array;
  places: number[];
  /** Those that are refused, in ascending order, and why. */
  refused: number[];
  error: (series: number) => ClinicoreError;
}

/** What is needed of a series: its length, how many values that are not missing; and what it may have at most. */
export interface Needed {
  length: number;
  known: number;
  most?: number;
  /** The largest absolute value. */
  largest?: number;
}

/**
 * Parts the sound series from those that are not as `needed`. What is wrong with one of these is looked for when it is
 * asked for: `check` throws it.
 */
export function soundSeries(
  { values, offsets }: { values: Float64Array; offsets: Uint32Array },
  nan: NanPolicy,
  needed: Needed,
  check: (series: Float64Array) => void,
): SoundSeries {
  const { most = Number.POSITIVE_INFINITY } = needed;
  const refused: number[] = [];
  const places: number[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) {
    const [start, end] = [offsets[i] as number, offsets[i + 1] as number];
    const { known, tooLarge } = look(values, start, end, needed.largest);
    const isFitting = end - start >= needed.length && end - start <= most && known >= needed.known;
    const isSound = isFitting && !tooLarge && (nan === 'omit' || known === end - start);
    (isSound ? places : refused).push(i);
  }
  const unsound = only({ values, offsets }, refused);
  const placeOf = new Map(refused.map((series, place) => [series, place]));
  const error = (series: number) => {
    const place = placeOf.get(series) as number;
    return thrownBy(() => check(unsound.values.slice(unsound.offsets[place], unsound.offsets[place + 1])));
  };
  const sound = refused.length === 0 ? { values, offsets } : only({ values, offsets }, places);
  return { ...sound, places, refused, error };
}

/** What a check that is known to fail throws. */
export function thrownBy(check: () => void): ClinicoreError {
  try {
    check();
  } catch (error) {
    if (error instanceof ClinicoreError) return error;
    throw error;
  }
  return new ClinicoreError('ERR_INTERNAL', 'Clinicore failed unexpectedly');
}

/** Copies of some of many series. */
function only({ values, offsets }: { values: Float64Array; offsets: Uint32Array }, places: number[]) {
  const ends = new Uint32Array(places.length + 1);
  places.forEach((i, place) => {
    ends[place + 1] = (ends[place] as number) + (offsets[i + 1] as number) - (offsets[i] as number);
  });
  const some = new Float64Array(ends[places.length] as number);
  places.forEach((i, place) => {
    some.set(values.subarray(offsets[i], offsets[i + 1]), ends[place]);
  });
  return { values: some, offsets: ends };
}
