import type {
  FitSummary,
  ForecastAnswer,
  ForecastBackend,
  ForecastManyAnswer,
  ForecastSettings,
} from '../../contract/stats/forecast';
import { outOfRange } from '../../errors';
import { placed } from '../../stats/forecast/placed';
import { enqueue } from '../queue';
import { Faults } from './faults';
import { accuracy } from './forecast/accuracy';
import { type Calendar, checkOpening, openDays } from './forecast/calendar';
import { halfWidths } from './forecast/conformal';
import { shaped } from './forecast/demand';
import { named, outcome, type Run } from './forecast/method';
import { type Ahead, need, widened } from './forecast/outcome';
import { Pace } from './forecast/pace';
import type { Fit } from './smoothing/fit';
import { nameOf } from './smoothing/model';

/** What an error takes to be made, with its stack, in steps of {@link Pace}. */
const ERROR = 2000;

/** Forecasting in JavaScript. */
export const forecast: ForecastBackend = {
  forecast(values, closed, settings, job) {
    return enqueue(job, (running) => forecastOf(values, closed, 0, settings, new Pace(running, () => [0, 1])));
  },

  forecastMany(values, closed, places, settings, job) {
    const { starts, ends, calendar } = places;
    const { horizon } = settings;
    const count = starts.length;
    const column = () => new Float64Array(count * horizon).fill(Number.NaN);
    const bands = settings.intervals === 'none' ? [] : settings.levels;
    const [forecast, lower, upper] = [column(), bands.map(column), bands.map(column)];
    const methods = new Uint8Array(count);
    const names: string[] = [];
    const faults = new Faults();
    let done = 0;
    const all = async (pace: Pace): Promise<ForecastManyAnswer> => {
      for (let series = 0; series < count; series++) {
        const part = values.subarray(starts[series], ends[series]);
        const day = calendar[series] as number;
        const days = closed.length === 0 ? closed : closed.subarray(day, day + part.length + horizon);
        try {
          const made = await forecastOf(part, days, day, settings, pace);
          if (!names.includes(made.method)) names.push(made.method);
          methods[series] = names.indexOf(made.method);
          forecast.set(made.forecast, series * horizon);
          made.lower.forEach((bound, i) => {
            lower[i]?.set(bound, series * horizon);
          });
          made.upper.forEach((bound, i) => {
            upper[i]?.set(bound, series * horizon);
          });
        } catch (error) {
          faults.add(series, error);
          await pace.after(ERROR);
        }
        done++;
      }
      return { methods, names, forecast, lower, upper, faults: faults.columns() };
    };
    return enqueue(job, (running) => all(new Pace(running, () => [done, count])));
  },

  accuracy,
};

/** `firstDay` is the index of the first value's day in the caller's mask. */
async function forecastOf(
  values: Float64Array,
  closed: Uint8Array,
  firstDay: number,
  settings: ForecastSettings,
  pace: Pace,
): Promise<ForecastAnswer> {
  const calendar = openDays(values, closed, settings.horizon, settings.seasonLength);
  need(calendar.y, 1);
  checkOpening(closed, values.length, settings.seasonLength, firstDay);
  if (!hasSquares(calendar.y)) throw outOfRange();
  try {
    return await forecastOpen(calendar, settings, pace);
  } catch (error) {
    throw placed(error, calendar.place);
  }
}

/** Whether squares of values and differences neither overflow nor, unless all values are alike, underflow. */
function hasSquares(y: Float64Array): boolean {
  const known = y.filter((value) => !Number.isNaN(value));
  const least = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return least >= -1e140 && most <= 1e140 && (most === least || most - least >= 1e-140);
}

async function forecastOpen(calendar: Calendar, settings: ForecastSettings, pace: Pace): Promise<ForecastAnswer> {
  const { y, seasonLength, horizon } = calendar;
  const run: Run = { settings, seasonLength, horizon, pace };
  const { intervals, levels, windows } = settings;
  const made = await outcome(run, y, intervals === 'model' ? levels : []);
  let { ahead } = made;
  if (intervals === 'conformal') {
    ahead = widened(
      ahead,
      await halfWidths(y, horizon, levels, windows, async (before) => {
        return (await named(run, made.method, before, [])).ahead.forecast;
      }),
    );
  }
  if (!isSound(ahead)) throw outOfRange();
  ahead = shaped(ahead, settings);
  return {
    method: made.method,
    forecast: calendar.ahead(ahead.forecast),
    lower: ahead.lower.map(calendar.ahead),
    upper: ahead.upper.map(calendar.ahead),
    fitted: calendar.past(ahead.fitted),
    alpha: made.smoothing?.alpha ?? 0,
    beta: made.smoothing?.beta ?? 0,
    fit: made.fit ? summary(made.fit) : null,
    candidates: made.candidates,
  };
}

/** Whether forecasts are finite; an unknown bound is NaN. */
function isSound({ forecast, lower, upper, fitted }: Ahead): boolean {
  const isInfinite = (value: number) => Math.abs(value) === Number.POSITIVE_INFINITY;
  return forecast.every(Number.isFinite) && ![...lower, ...upper, fitted].some((bound) => bound.some(isInfinite));
}

function summary(fit: Fit): FitSummary {
  const { model, parameters, sigma2, logLikelihood, aic, aicc, bic, converged, iterations } = fit;
  const { alpha = Number.NaN, beta = Number.NaN, gamma = Number.NaN, phi = Number.NaN } = parameters;
  const numbers = { alpha, beta, gamma, phi, sigma2, logLikelihood, aic, aicc, bic };
  return { model: nameOf(model), ...numbers, converged, iterations };
}
