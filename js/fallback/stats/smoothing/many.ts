/** Fits of many series, written into columns. */
import { FIT_NUMBERS, type FitColumns, type SmoothingBackend } from '../../../contract/stats/smoothing';
import { enqueue } from '../../queue';
import { Faults } from '../faults';
import { fit as fitOne } from './engine';
import type { Fit } from './fit';
import { MODELS, nameOf } from './model';

/** See {@link SmoothingBackend}. */
export const fitMany: SmoothingBackend['fitMany'] = (values, offsets, options, job) =>
  enqueue(job, async (running) => {
    const count = offsets.length - 1;
    const columns = new Columns(values.length);
    const faults = new Faults();
    for (let series = 0; series < count; series++) {
      const pause = () => running.checkpoint(series, count);
      try {
        columns.add(await fitOne(values.subarray(offsets[series], offsets[series + 1]), options, pause));
      } catch (error) {
        faults.add(series, error);
      }
      if (series % SERIES_A_CHECKPOINT === SERIES_A_CHECKPOINT - 1) await running.checkpoint(series + 1, count);
    }
    return { ...columns.done(), faults: faults.columns() };
  });

/** Short series may never come to a pause of their own. */
const SERIES_A_CHECKPOINT = 8;

/** {@link FitColumns} in the making. */
class Columns {
  readonly #numbers: number[] = [];
  readonly #seasons: number[] = [];
  readonly #fitted: Float64Array;
  readonly #residuals: Float64Array;
  #values = 0;
  readonly #tried: number[] = [];
  readonly #candidates: number[] = [];
  readonly #criteria: number[] = [];

  /** `length`: values of all series. */
  constructor(length: number) {
    this.#fitted = new Float64Array(length);
    this.#residuals = new Float64Array(length);
  }

  add(done: Fit): void {
    const { parameters, initial, last } = done;
    const numbers: Record<(typeof FIT_NUMBERS)[number], number | undefined> = {
      ...done,
      ...parameters,
      model: indexOf(done.model),
      initialLevel: initial.level,
      initialTrend: initial.trend,
      level: last.level,
      trend: last.trend,
      converged: done.converged ? 1 : 0,
    };
    for (const name of FIT_NUMBERS) this.#numbers.push(numbers[name] ?? Number.NaN);
    this.#seasons.push(...initial.seasonal, ...last.seasonal);
    this.#fitted.set(done.fitted, this.#values);
    this.#residuals.set(done.residuals, this.#values);
    this.#values += done.fitted.length;
    this.#tried.push(done.candidates.length);
    for (const { model, criterion, converged } of done.candidates) {
      this.#candidates.push(indexOf(model), converged ? 1 : 0);
      this.#criteria.push(criterion);
    }
  }

  done(): Omit<FitColumns, 'faults'> {
    return {
      numbers: new Float64Array(this.#numbers),
      seasons: new Float64Array(this.#seasons),
      fitted: this.#fitted.subarray(0, this.#values),
      residuals: this.#residuals.subarray(0, this.#values),
      tried: new Uint8Array(this.#tried),
      candidates: new Uint8Array(this.#candidates),
      criteria: new Float64Array(this.#criteria),
    };
  }
}

const places = new Map(MODELS.map((model, place) => [nameOf(model), place]));
const indexOf = (model: Parameters<typeof nameOf>[0]): number => places.get(nameOf(model)) as number;
