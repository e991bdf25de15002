/** Fits of many series, written into columns. */
import { FIT_NUMBERS, type FitColumns, type SmoothingBackend } from '../../../contract/stats/smoothing';
import { ClinicoreError } from '../../../errors';
import { enqueue } from '../../queue';
import { fit as fitOne } from './engine';
import type { Fit } from './fit';
import { MODELS, nameOf } from './model';

/** See {@link SmoothingBackend}. */
export const fitMany: SmoothingBackend['fitMany'] = (values, offsets, options, job) => {
  const own = values.slice();
  const ends = offsets.slice();
  return enqueue(job, async (running) => {
    const count = ends.length - 1;
    const m = options.seasonLength;
    const columns = empty(count, m, own.length);
    const errors: object[] = [];
    for (let series = 0; series < count; series++) {
      const pause = () => running.checkpoint(series, count);
      const [from, to] = [ends[series] as number, ends[series + 1] as number];
      try {
        write(columns, series, m, from, await fitOne(own.subarray(from, to), options, pause));
      } catch (error) {
        if (!(error instanceof ClinicoreError) || error.code === 'ERR_ABORTED') throw error;
        const { code, message, details } = error;
        errors.push({ series, code, message, details });
      }
      if (series % SERIES_A_CHECKPOINT === SERIES_A_CHECKPOINT - 1) await running.checkpoint(series + 1, count);
    }
    return { ...columns, errors: JSON.stringify(errors) };
  });
};

/** Short series may never come to a pause of their own. */
const SERIES_A_CHECKPOINT = 8;

function empty(count: number, m: number, length: number): Omit<FitColumns, 'errors'> {
  const nan = (size: number) => new Float64Array(size).fill(Number.NaN);
  return {
    numbers: nan(count * FIT_NUMBERS.length),
    seasons: nan(count * 2 * m),
    fitted: nan(length),
    residuals: nan(length),
    candidates: nan(count * MODELS.length * 2),
  };
}

function write(columns: Omit<FitColumns, 'errors'>, series: number, m: number, from: number, done: Fit): void {
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
  FIT_NUMBERS.forEach((name, at) => {
    columns.numbers[series * FIT_NUMBERS.length + at] = numbers[name] ?? Number.NaN;
  });
  columns.seasons.set(initial.seasonal, series * 2 * m);
  columns.seasons.set(last.seasonal, (series * 2 + 1) * m);
  columns.fitted.set(done.fitted, from);
  columns.residuals.set(done.residuals, from);
  for (const { model, criterion, converged } of done.candidates) {
    columns.candidates.set([criterion, converged ? 1 : 0], (series * MODELS.length + indexOf(model)) * 2);
  }
}

const places = new Map(MODELS.map((model, place) => [nameOf(model), place]));
const indexOf = (model: Parameters<typeof nameOf>[0]): number => places.get(nameOf(model)) as number;
