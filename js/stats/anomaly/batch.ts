import { type AnomalySettings, ROW } from '../../contract/stats/anomaly';
import type { ClinicoreError } from '../../errors';
import type { Anomaly } from '../anomaly';
import { checkIndex, type SoundSeries } from '../ragged';
import { SeriesErrors } from '../series-errors';
import { anomalies } from './anomalies';

/** What {@link detectAnomaliesMany} resolves with: columns of what stands out, an item an anomaly, series after series. */
export class Anomalies {
  /** How many series, failed ones included. */
  readonly length: number;
  /** Why a series failed, by its index. */
  readonly errors: ReadonlyMap<number, ClinicoreError>;
  /** Which series it stands out of, ascending. */
  readonly series: Uint32Array;
  /** See {@link Anomaly}. */
  readonly index: Uint32Array;
  readonly value: Float64Array;
  readonly expected: Float64Array;
  readonly score: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 for above, -1 for below. */
  readonly direction: Int8Array;
  readonly #rows: Float64Array;
  /** Where each series' rows begin, and where the last end. */
  readonly #starts: Uint32Array;
  readonly #method: AnomalySettings['method'];

  /** @internal */
  constructor(
    flat: Float64Array,
    length: number,
    { places, refused, error }: SoundSeries,
    method: AnomalySettings['method'],
  ) {
    this.length = length;
    this.errors = new SeriesErrors(refused, error);
    this.#method = method;
    const rows = flat.subarray(places.length);
    this.#rows = rows;
    const count = rows.length / ROW;
    const counts = new Uint32Array(length);
    places.forEach((series, place) => {
      counts[series] = flat[place] as number;
    });
    this.#starts = new Uint32Array(length + 1);
    this.series = new Uint32Array(count);
    for (let series = 0; series < length; series++) {
      const start = this.#starts[series] as number;
      const end = start + (counts[series] as number);
      this.#starts[series + 1] = end;
      this.series.fill(series, start, end);
    }
    const column = (at: number) => Float64Array.from({ length: count }, (_, i) => rows[ROW * i + at] as number);
    this.index = Uint32Array.from(column(0));
    this.value = column(1);
    this.expected = column(2);
    this.score = column(3);
    this.lower = column(4);
    this.upper = column(5);
    this.direction = Int8Array.from(this.value, (value, i) => (value > (this.upper[i] as number) ? 1 : -1));
  }

  /**
   * What stands out of one series, as {@link detectAnomalies} would have given it.
   *
   * @param index which, from 0
   * @throws ClinicoreError the series' own error where it failed; `ERR_INVALID_ARGUMENT` for an index that is none
   */
  at(index: number): Anomaly[] {
    checkIndex(index, this.length, this.errors);
    const [start, end] = [this.#starts[index] as number, this.#starts[index + 1] as number];
    return anomalies(this.#rows.subarray(ROW * start, ROW * end), this.#method);
  }
}

/** Anomalies of many series: see {@link detectAnomaliesMany}. Nothing to construct, hence only a type. */
export type AnomalyBatch = Anomalies;
