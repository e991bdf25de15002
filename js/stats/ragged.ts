/** Thousands of series of different lengths in one call: all their values in a row, and where each begins. */
import type { Job } from '../contract';
import type { StatsBackend } from '../contract/stats';
import { ClinicoreError } from '../errors';
import { inBatches, takeIn } from '../intake';
import { type NanPolicy, numberList, numberReader, series } from '../series';
import { run, type Task } from '../task';
import { integer, invalid, list, MAX_VALUES, readable, record } from '../validate';
import { look } from './decomposition/gaps';
import { placeOf } from './series-errors';

/** Many series in one. Series `i` is `values[offsets[i]]` to before `values[offsets[i + 1]]`. */
export interface RaggedSeries {
  /** The values of all series, one series after the other, each oldest first and evenly spaced. */
  values: ArrayLike<number | null>;
  /** Where each series begins, and at last where the last one ends: from 0, ascending, to the number of values. */
  offsets: ArrayLike<number>;
}

/** The most series in one call. */
const MAX_SERIES = 1_000_000;

/** Values and series that are read at once, some 5 ms; the most in a later batch. */
const AT_ONCE = 100_000;
const AT_MOST = 1_000_000;

/** Many series of which no value has been read. */
export interface GivenSeries {
  values: ArrayLike<unknown>;
  path: string;
  /** How many they are. */
  count: number;
  /** Reads the offsets. */
  offsets: () => Uint32Array;
}

/** Many series as they are given. */
export function raggedSeries(data: unknown, path: string): GivenSeries {
  const fields = record(data, path).only(['values', 'offsets']);
  const values = fields.get('values', numberList);
  const given = fields.get('offsets', list, MAX_SERIES + 1);
  // Once and for all: a proxy may answer differently, and nonsense.
  const count = readable(path, () => integer(given.length, `${path}.offsets.length`, 0, MAX_SERIES + 1));
  const end = readable(path, () => integer(values.length, `${path}.values.length`, 0, MAX_VALUES));
  const offsets = () => offsetsOf(given, `${path}.offsets`, count, end);
  return { values, path: `${path}.values`, count: Math.max(0, count - 1), offsets };
}

function offsetsOf(given: ArrayLike<unknown>, path: string, count: number, end: number): Uint32Array {
  const offsets = new Uint32Array(count);
  readable(path, () => {
    for (let i = 0; i < count; i++) {
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
  if (count === 0) invalid(path, 'at least one offset, 0', given);
  if (offsets[0] !== 0) wrong(0, 'begin with 0');
  for (let i = 1; i < count; i++) {
    const [before, here] = [offsets[i - 1] as number, offsets[i] as number];
    if (here < before) wrong(i, `ascend, at ${i} from ${before}`);
  }
  if (offsets[count - 1] !== end) wrong(count - 1, `end with ${end}, the number of values`);
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

/** Copies of many series, of which those that are refused are empty. */
export interface SoundSeries {
  values: Float64Array;
  offsets: Uint32Array;
  /** Those that are refused, in ascending order. */
  refused: Uint32Array;
  /** Why one is refused. */
  error: (series: number) => ClinicoreError | undefined;
}

/** What is needed of a series: its length, how many values that are not missing; and what it may have at most. */
export interface Needed {
  length: number;
  known: number;
  most?: number;
  /** The largest absolute value. */
  largest?: number;
}

/** How series are read. */
export interface Reading {
  nan: NanPolicy;
  /** Throws what is wrong with their lengths. */
  checkOffsets?: (offsets: Uint32Array) => void;
  needed: Needed;
  /** Throws what is wrong with a series that is not as needed. It is only asked when somebody looks at the error. */
  check: (series: Float64Array) => void;
  /**
   * Makes ready what was just read, `values` from `start` to before `end`, NaN where there was a `null`; `rest` of the
   * series were left before it.
   */
  prepare?: (values: Float64Array, start: number, end: number, rest: number) => void;
}

/** Of any length, with finite values. */
export const finite = (nan: NanPolicy): Reading => ({
  nan,
  needed: { length: 0, known: 0, largest: Number.MAX_VALUE },
  check: (values) => void series(values, 'values', nan),
});

/** Reads many series when the queue has a place for a call, and starts it with those that are sound. */
export function runSeries<T>(
  task: Task,
  given: GivenSeries,
  reading: Reading,
  start: (sound: SoundSeries, stats: StatsBackend, job: Job) => Promise<T>,
): Promise<T> {
  const read = () => soundSeries(given, reading, () => task.signal?.throwIfAborted());
  return run(task, ({ stats, pool }, job) => takeIn(pool, read, (sound) => start(sound, stats, job)), given.count);
}

/**
 * Reads many series and parts those that are sound from those that are not as needed: the first values before it
 * returns, the others with turns of the event loop in between; `goOn` is asked at each.
 */
async function soundSeries(
  given: GivenSeries,
  { nan, checkOffsets, needed, check, prepare }: Reading,
  goOn: () => void,
): Promise<SoundSeries> {
  const { most = Number.POSITIVE_INFINITY } = needed;
  // Those of the sound series take their place.
  const offsets = given.offsets();
  checkOffsets?.(offsets);
  const count = offsets.length - 1;
  const length = offsets[count] as number;
  const readInto = numberReader(given.values, given.path, prepare ? 'omit' : nan);
  // The sound series from the front on; those that are refused from the back, where they are looked at again.
  const values = new Float64Array(length);
  let [front, back] = [0, length];
  const refused: number[] = [];
  const backs: number[] = [];
  // The series that is being read, where it begins, up to where it was read, and what was found.
  let [one, start, at, known, tooLarge] = [0, 0, 0, 0, false];
  const place = () => {
    const size = at - start;
    const isFitting = size >= needed.length && size <= most && known >= needed.known;
    if (isFitting && !tooLarge && (nan === 'omit' || known === size)) {
      front += size;
    } else {
      back -= size;
      values.copyWithin(back, front, front + size);
      refused.push(one);
      backs.push(back);
    }
    one++;
    offsets[one] = front;
    [start, known, tooLarge] = [at, 0, false];
  };
  await inBatches(length + count, { first: AT_ONCE, most: AT_MOST }, goOn, (done, end) => {
    for (let left = end - done; left > 0; ) {
      const rest = (offsets[one + 1] as number) - at;
      const read = Math.min(rest, left);
      if (read > 0) {
        const to = front + at - start;
        readInto(at, at + read, values, to);
        prepare?.(values, to, to + read, rest);
        const found = look(values, to, to + read, needed.largest);
        known += found.known;
        tooLarge ||= found.tooLarge;
        at += read;
      }
      left -= read;
      if (read === rest && left > 0) {
        place();
        left--;
      }
    }
    return end;
  });
  const error = errorsOf(new Uint32Array(refused), backs, values.slice(back), check);
  return { values: values.subarray(0, front), offsets, refused: new Uint32Array(refused), error };
}

/** Apart from what reads the series, so that it does not keep them all. */
function errorsOf(
  refused: Uint32Array,
  backs: readonly number[],
  values: Float64Array,
  check: (series: Float64Array) => void,
): SoundSeries['error'] {
  const [first = 0] = backs.slice(-1);
  return (series) => {
    const place = placeOf(refused, series);
    if (place < 0) return undefined;
    const start = (backs[place] as number) - first;
    const end = place === 0 ? values.length : (backs[place - 1] as number) - first;
    return thrownBy(() => check(values.slice(start, end)));
  };
}

/** What a check that is known to fail throws. */
function thrownBy(check: () => void): ClinicoreError {
  try {
    check();
  } catch (error) {
    if (error instanceof ClinicoreError) return error;
    throw error;
  }
  return new ClinicoreError('ERR_INTERNAL', 'Clinicore failed unexpectedly');
}
