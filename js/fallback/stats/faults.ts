import type { SeriesFaults } from '../../contract/stats/faults';
import { ClinicoreError } from '../../errors';

/** {@link SeriesFaults} in the making. */
export class Faults {
  readonly #series: number[] = [];
  readonly #kinds: number[] = [];
  readonly #kindOf = new Map<string, number>();

  /** Notes what was wrong with a series, which come in ascending order; throws what is wrong with the call. */
  add(series: number, error: unknown): void {
    if (!(error instanceof ClinicoreError) || error.code === 'ERR_ABORTED') throw error;
    const { code, message, details } = error;
    const text = JSON.stringify({ code, message, details });
    const kind = this.#kindOf.get(text) ?? this.#kindOf.size;
    this.#kindOf.set(text, kind);
    this.#series.push(series);
    this.#kinds.push(kind);
  }

  columns(): SeriesFaults {
    return {
      series: new Uint32Array(this.#series),
      kinds: new Uint32Array(this.#kinds),
      errors: [...this.#kindOf.keys()],
    };
  }
}
