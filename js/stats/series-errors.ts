import type { SeriesFaults } from '../contract/stats/faults';
import { type ClinicoreError, fromBackend } from '../errors';
import { showAs } from '../inspect';

/**
 * What was wrong with some of many series, by their index, in ascending order. An error is made when it is looked at: a
 * million of them, each with its stack, would take seconds.
 */
export class SeriesErrors implements ReadonlyMap<number, ClinicoreError> {
  readonly #series: Uint32Array;
  readonly #error: (series: number, place: number) => ClinicoreError;
  readonly #made = new Map<number, ClinicoreError>();

  /**
   * @internal
   * @param series those that failed, ascending
   * @param error makes the error of one, given also its place among them
   */
  constructor(series: Uint32Array, error: (series: number, place: number) => ClinicoreError) {
    this.#series = series;
    this.#error = error;
  }

  get size(): number {
    return this.#series.length;
  }

  has(series: number): boolean {
    return placeOf(this.#series, series) >= 0;
  }

  get(series: number): ClinicoreError | undefined {
    const known = this.#made.get(series);
    if (known) return known;
    const place = placeOf(this.#series, series);
    if (place < 0) return undefined;
    const made = this.#error(series, place);
    this.#made.set(series, made);
    return made;
  }

  forEach(callback: (error: ClinicoreError, series: number, errors: ReadonlyMap<number, ClinicoreError>) => void) {
    for (const [series, error] of this) callback(error, series, this);
  }

  keys(): MapIterator<number> {
    return this.#series.values();
  }

  *values(): MapIterator<ClinicoreError> {
    for (const series of this.#series) yield this.get(series) as ClinicoreError;
  }

  *entries(): MapIterator<[number, ClinicoreError]> {
    for (const series of this.#series) yield [series, this.get(series) as ClinicoreError];
  }

  [Symbol.iterator](): MapIterator<[number, ClinicoreError]> {
    return this.entries();
  }
}

/** As many as `console.log` shows of a map; but that would have all of them made. */
const SHOWN = 100;

showAs(SeriesErrors, (errors) => {
  const shown = new Map<number | string, string>();
  for (const [series, { code, message }] of errors) {
    if (shown.size === SHOWN) return shown.set('more', `${errors.size - SHOWN}`);
    shown.set(series, `${code}: ${message}`);
  }
  return shown;
});

/** The errors of series that a backend could not work on, where `own` does not say what was wrong before. */
export const backendErrors = (
  { series, kinds, errors }: SeriesFaults,
  own: (series: number) => ClinicoreError | undefined = () => undefined,
): SeriesErrors =>
  new SeriesErrors(series, (one, place) => own(one) ?? fromBackend(new Error(errors[kinds[place] as number])));

/** Where a number is among ascending ones; below 0 if it is not. */
export function placeOf(ascending: Uint32Array, wanted: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === wanted ? low : -1;
}
