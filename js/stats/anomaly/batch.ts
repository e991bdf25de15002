import { type AnomalySettings, ROW } from '../../contract/stats/anomaly';
import type { ClinicoreError } from '../../errors';
import { showAsNamed } from '../../inspect';
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
  /** As {@link Anomaly.index}, of each. */
  readonly index: Uint32Array;
  /** As {@link Anomaly.value}, of each. */
  readonly value: Float64Array;
  /** As {@link Anomaly.expected}, of each. */
  readonly expected: Float64Array;
  /** As {@link Anomaly.score}, of each. */
  readonly score: Float64Array;
  /** As {@link Anomaly.lower}, of each. */
  readonly lower: Float64Array;
  /** As {@link Anomaly.upper}, of each. */
  readonly upper: Float64Array;
  /** 1 for above, -1 for below. */
  readonly direction: Int8Array;
  readonly #rows: Float64Array;
  /** Where each series' rows begin, and where the last end. */
  readonly #starts: Uint32Array;
  readonly #method: AnomalySettings['method'];

  /** @internal */
  constructor(flat: Float64Array, { offsets, refused, error }: SoundSeries, method: AnomalySettings['method']) {
    const length = offsets.length - 1;
    this.length = length;
    this.errors = new SeriesErrors(refused, (series) => error(series) as ClinicoreError);
    this.#method = method;
    const rows = flat.subarray(length);
    this.#rows = rows;
    const count = rows.length / ROW;
    this.#starts = new Uint32Array(length + 1);
    this.series = new Uint32Array(count);
    for (let series = 0; series < length; series++) {
      const start = this.#starts[series] as number;
      const end = start + (flat[series] as number);
      this.#starts[series + 1] = end;
      if (end > start) this.series.fill(series, start, end);
    }
    this.index = new Uint32Array(count);
    const column = () => new Float64Array(count);
    [this.value, this.expected, this.score, this.lower, this.upper] = [
      column(),
      column(),
      column(),
      column(),
      column(),
    ];
    this.direction = new Int8Array(count);
    const columns = [this.index, this.value, this.expected, this.score, this.lower, this.upper];
    columns.forEach((numbers, at) => {
      for (let i = 0; i < count; i++) numbers[i] = rows[ROW * i + at] as number;
    });
    for (let i = 0; i < count; i++) this.direction[i] = (this.value[i] as number) > (this.upper[i] as number) ? 1 : -1;
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

/**
 * Anomalies of many series: see {@link detectAnomaliesMany}. Nothing to construct, hence only a type.
 *
 * @reexport
 */
export type AnomalyBatch = Anomalies;

showAsNamed(Anomalies, 'AnomalyBatch');
