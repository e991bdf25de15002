import type { ClinicoreError } from '../errors';

/**
 * What was wrong with some of many series, by their index, in ascending order. An error is made when it is looked at: a
 * million of them, each with its stack, would take seconds.
 */
export class SeriesErrors implements ReadonlyMap<number, ClinicoreError> {
  readonly #series: readonly number[];
  readonly #failed: ReadonlySet<number>;
  readonly #error: (series: number) => ClinicoreError;
  readonly #made = new Map<number, ClinicoreError>();

  /** @internal */
  constructor(series: readonly number[], error: (series: number) => ClinicoreError) {
    this.#series = series;
    this.#failed = new Set(series);
    this.#error = error;
  }

  get size(): number {
    return this.#series.length;
  }

  has(series: number): boolean {
    return this.#failed.has(series);
  }

  get(series: number): ClinicoreError | undefined {
    if (!this.has(series)) return undefined;
    const made = this.#made.get(series) ?? this.#error(series);
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
