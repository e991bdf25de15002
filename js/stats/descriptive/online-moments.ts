import { ClinicoreError, outOfRange } from '../../errors';
import { named, showAs } from '../../inspect';
import { type NanPolicy, nanPolicy, series } from '../../series';
import { boolean, integer, invalid, number, oneOf, record } from '../../validate';
import { type KurtosisOptions, kurtosisOf, meanOf, type SkewnessOptions, skewnessOf, spread } from './moments';
import type { SampleValues } from './options';
import { isReadable, measure, requireCount, unitScale, withoutMissing } from './sample';

/** The state of {@link Moments} as JSON: what it takes to go on where it stopped. */
export interface MomentsJson {
  /** How many values. */
  count: number;
  /** Their mean; 0 without values. */
  mean: number;
  /** `Σ(x − mean)²`. */
  m2: number;
  /** `Σ(x − mean)³`. */
  m3: number;
  /** `Σ(x − mean)⁴`. */
  m4: number;
  /** The smallest value, `null` without values. */
  min: number | null;
  /** The largest value, `null` without values. */
  max: number | null;
}

/**
 * Moments of values that come in over time: nothing is kept but seven numbers, which can be stored as JSON, and merged with
 * those of other days, machines or clinics as if all values had been seen in one place.
 *
 * @see Chan, Golub & LeVeque (1979), Stanford STAN-CS-79-773; Pébay (2008), Sandia SAND2008-6212, equations 2.1 and 3.1
 *
 * @example
 * const day = new stats.Moments();
 * day.push(waitingMinutes);
 * const month = stats.Moments.fromJSON(stored).merge(day);
 * await save(JSON.stringify(month));
 * month.standardDeviation();
 */
export class Moments {
  readonly #nan: NanPolicy;
  #state: Readonly<MomentsJson> = EMPTY;

  /**
   * @param options `nan`: what a NaN (in an array, also a `null`) means in {@link push}: a mistake (`'error'`, the default) or
   *   a missing value, left out
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   */
  constructor(options?: { nan?: NanPolicy }) {
    this.#nan = options === undefined ? 'error' : chosenPolicy(options);
  }

  /**
   * Adds a value, or a series of them.
   *
   * @param values a number, or numbers, of which all or none are added
   * @returns itself
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; powers of deviations
   *   beyond double precision)
   */
  push(values: number | null | SampleValues): this {
    if (typeof values === 'number' && Number.isFinite(values)) return this.#add(ofOne(values));
    const found = this.#nan === 'error' ? ofUnchecked(values) : undefined;
    if (found) return this.#add(found);
    const given = series(typeof values === 'object' && values !== null ? values : [values], 'values', this.#nan);
    const present = withoutMissing(given);
    return present.length === 0 ? this : this.#add(ofMany(present));
  }

  /**
   * Adds what another has seen, and leaves the other as it is.
   *
   * @param other what is added
   * @returns itself
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   */
  merge(other: Moments): this {
    if (!(typeof other === 'object' && other !== null && #state in other)) invalid('other', 'a Moments', other);
    return this.#add(other.#state);
  }

  #add(more: Readonly<MomentsJson>): this {
    const next = merged(this.#state, more);
    if (!Number.isFinite(next.m4 + next.m3 + next.mean)) throw outOfRange('values');
    this.#state = next;
    return this;
  }

  /** How many values it has seen, missing ones not counted. */
  get count(): number {
    return this.#state.count;
  }

  /** Their mean. Throws `ERR_INSUFFICIENT_DATA` without values, as all that follow. */
  get mean(): number {
    return this.#atLeast(1).mean;
  }

  /** The smallest value. */
  get min(): number {
    return this.#atLeast(1).min as number;
  }

  /** The largest value. */
  get max(): number {
    return this.#atLeast(1).max as number;
  }

  /**
   * The variance, of a sample of at least two values or of a `population` of one; default a sample's. Throws
   * `ERR_INVALID_ARGUMENT`, as all that follow, where values that differ do so by so little that powers of their deviations
   * vanish in double precision (1e-145 here, 1e-95 for {@link skewness}, 1e-70 for {@link kurtosis}).
   *
   * @param options `population`: whether the values are all there are
   */
  variance(options?: { population?: boolean }): number {
    const fields = record(options === undefined ? {} : options, 'options').only(['population']);
    const ddof = fields.optional('population', false, boolean) ? 0 : 1;
    const { count, m2 } = this.#precise(1 + ddof, 1e-290);
    return m2 / (count - ddof);
  }

  /**
   * The square root of the {@link variance}.
   *
   * @param options as of {@link variance}
   */
  standardDeviation(options?: { population?: boolean }): number {
    return Math.sqrt(this.variance(options));
  }

  /**
   * The skewness of at least three values that are not all the same; of two, for `'g1'` and `'b1'`.
   *
   * @param options `definition`: which one; default `'G1'`
   */
  skewness(options?: Pick<SkewnessOptions, 'definition'>): number {
    const fields = record(options === undefined ? {} : options, 'options').only(['definition']);
    const definition = fields.optional('definition', 'G1', oneOf, ['G1', 'g1', 'b1'] as const);
    const { count, m2, m3 } = this.#varied(definition === 'G1' ? 3 : 2, 1e-190);
    return skewnessOf(count, m2, m3, definition);
  }

  /**
   * The excess kurtosis of at least four values that are not all the same; of two, for `'g2'` and `'b2'`.
   *
   * @param options `definition`: which one; default `'G2'`
   */
  kurtosis(options?: Pick<KurtosisOptions, 'definition'>): number {
    const fields = record(options === undefined ? {} : options, 'options').only(['definition']);
    const definition = fields.optional('definition', 'G2', oneOf, ['G2', 'g2', 'b2'] as const);
    const { count, m2, m4 } = this.#varied(definition === 'G2' ? 4 : 2, 1e-140);
    return kurtosisOf(count, m2, m4, definition);
  }

  #atLeast(required: number): Readonly<MomentsJson> {
    requireCount(this.#state.count, required, 'values');
    return this.#state;
  }

  /** The state, unless the values differ and yet their squared deviations sum to less than what leaves the digits asked for. */
  #precise(required: number, smallest: number): Readonly<MomentsJson> {
    const state = this.#atLeast(required);
    if (state.m2 < smallest && state.min !== state.max) throw outOfRange('values');
    return state;
  }

  #varied(required: number, smallest: number): Readonly<MomentsJson> {
    const state = this.#precise(required, smallest);
    if (state.m2 === 0) {
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'values must not all be the same', { argument: 'values' });
    }
    return state;
  }

  /** The state, for `JSON.stringify`. */
  toJSON(): MomentsJson {
    return { ...this.#state };
  }

  /**
   * Goes on from a stored state.
   *
   * @param json what {@link toJSON} gave, parsed
   * @param options as for the constructor
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (no such state)
   */
  static fromJSON(json: MomentsJson, options?: { nan?: NanPolicy }): Moments {
    const moments = new Moments(options);
    const fields = record(json, 'json').only(['count', 'mean', 'm2', 'm3', 'm4', 'min', 'max']);
    const { MAX_VALUE: most, MAX_SAFE_INTEGER: mostValues } = Number;
    const count = fields.get('count', integer, 0, mostValues);
    const extreme = (value: unknown, path: string) =>
      count === 0 && value === null ? null : number(value, path, -most, most);
    const state: MomentsJson = {
      count,
      mean: fields.get('mean', number, -most, most),
      m2: fields.get('m2', number, 0, most),
      m3: fields.get('m3', number, -most, most),
      m4: fields.get('m4', number, 0, most),
      min: fields.get('min', extreme),
      max: fields.get('max', extreme),
    };
    moments.#state = count === 0 ? EMPTY : state;
    return moments;
  }
}

showAs(Moments, (moments) => named('Moments', moments.toJSON()));

const chosenPolicy = (options: unknown): NanPolicy =>
  record(options, 'options').only(['nan']).optional('nan', 'error', nanPolicy);

const EMPTY: Readonly<MomentsJson> = { count: 0, mean: 0, m2: 0, m3: 0, m4: 0, min: null, max: null };

const ofOne = (x: number): MomentsJson => ({ count: 1, mean: x, m2: 0, m3: 0, m4: 0, min: x, max: x });

const four = new Float64Array(4);

function ofMany(values: Float64Array): MomentsJson {
  let scale = 1;
  if (!spread(values, four)) {
    scale = unitScale(values);
    const scaled = values.map((x) => x * scale);
    if (!spread(scaled, four)) throw outOfRange('values');
  }
  const sums = sumsOf(scale);
  return stateOf(values, measure(values, 'error', 1, 1, meanOf), sums);
}

/** Of values nobody has checked; undefined where they must be looked at, as `measure` does it. */
function ofUnchecked(values: unknown): MomentsJson | undefined {
  try {
    if (!isReadable(values) || values.length === 0 || !spread(values, four)) return undefined;
    const sums = sumsOf(1);
    const mean = meanOf(values);
    return Number.isFinite(mean) ? stateOf(values, mean, sums) : undefined;
  } catch {
    // Something of the caller's threw as it was read. It will again, and then that is said.
    return undefined;
  }
}

type Sums = Pick<MomentsJson, 'm2' | 'm3' | 'm4'>;

function stateOf(values: ArrayLike<number>, mean: number, { m2, m3, m4 }: Sums): MomentsJson {
  const { length } = values;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < length; i++) {
    const x = values[i] as number;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  return { count: length, mean, m2, m3, m4, min, max };
}

/** What {@link four} has of scaled values, without the scale: before anything of the caller's runs, which might use it as well. */
const sumsOf = (scale: number): Sums => ({ m2: moment(2, scale), m3: moment(3, scale), m4: moment(4, scale) });

/** A sum of powers as {@link four} has it of scaled values, without the scale. */
function moment(power: 2 | 3 | 4, scale: number): number {
  let sum = four[power - 1] as number;
  for (let i = 0; i < power; i++) sum /= scale;
  return sum;
}

/** Pébay's equations for two samples of any sizes. */
function merged(a: Readonly<MomentsJson>, b: Readonly<MomentsJson>): Readonly<MomentsJson> {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const n = a.count + b.count;
  const delta = b.mean - a.mean;
  const part = delta / n;
  const square = delta * part * a.count * b.count;
  return {
    count: n,
    mean: a.mean + part * b.count,
    m2: a.m2 + b.m2 + square,
    m3: a.m3 + b.m3 + square * part * (a.count - b.count) + 3 * part * (a.count * b.m2 - b.count * a.m2),
    m4:
      a.m4 +
      b.m4 +
      square * part * part * (a.count * a.count - a.count * b.count + b.count * b.count) +
      6 * part * part * (a.count * a.count * b.m2 + b.count * b.count * a.m2) +
      4 * part * (a.count * b.m3 - b.count * a.m3),
    min: Math.min(a.min as number, b.min as number),
    max: Math.max(a.max as number, b.max as number),
  };
}
