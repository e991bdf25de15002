import type {
  FitSummary,
  ForecastAnswer,
  ForecastBackend,
  ForecastManyAnswer,
  ForecastSettings,
} from '../../contract/stats/forecast';
import { ClinicoreError } from '../../errors';
import { placed } from '../../stats/forecast/placed';
import { enqueue } from '../queue';
import { accuracy } from './forecast/accuracy';
import { type Calendar, checkOpening, openDays } from './forecast/calendar';
import { halfWidths } from './forecast/conformal';
import { shaped } from './forecast/demand';
import { named, outcome, type Run } from './forecast/method';
import { type Ahead, need, outOfRange, widened } from './forecast/outcome';
import { Pace } from './forecast/pace';
import type { Fit } from './smoothing/fit';
import { nameOf } from './smoothing/model';

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
    const answer: ForecastManyAnswer = {
      methods: [],
      forecast: column(),
      lower: bands.map(column),
      upper: bands.map(column),
      faults: [],
    };
    const all = async (pace: Pace) => {
      for (let series = 0; series < count; series++) {
        const part = values.subarray(starts[series], ends[series]);
        const day = calendar[series] as number;
        const days = closed.length === 0 ? closed : closed.subarray(day, day + part.length + horizon);
        try {
          const made = await forecastOf(part, days, day, settings, pace);
          answer.methods.push(made.method);
          answer.forecast.set(made.forecast, series * horizon);
          made.lower.forEach((bound, i) => {
            answer.lower[i]?.set(bound, series * horizon);
          });
          made.upper.forEach((bound, i) => {
            answer.upper[i]?.set(bound, series * horizon);
          });
        } catch (error) {
          if (!(error instanceof ClinicoreError) || error.code === 'ERR_ABORTED') throw error;
          const { code, message, details } = error;
          answer.methods.push('');
          answer.faults.push({ series, error: JSON.stringify({ code, message, details }) });
        }
      }
      return answer;
    };
    return enqueue(job, (running) => all(new Pace(running, () => [answer.methods.length, count])));
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
  const numbers = { alpha, beta, gamma, phi, sigma2, logLikelihood, aic, aicc, bic, iterations };
  return { model: nameOf(model), ...numbers, converged };
}
