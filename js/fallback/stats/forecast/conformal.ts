/** Intervals as wide as the errors of the method's own backtest; see the Rust crate's `forecast/conformal.rs`. */
import { ClinicoreError, count } from '../../../errors';

/** Up to a whole number; what is one but for rounding is that number. */
const whole = (count: number) => Math.ceil(count - 1e-9);

/** Half-widths for each level and step; `ahead` forecasts from the values before an origin. */
export async function halfWidths(
  y: Float64Array,
  horizon: number,
  levels: number[],
  windows: number,
  ahead: (before: Float64Array) => Promise<Float64Array>,
): Promise<Float64Array[]> {
  const required = Math.max(0, ...levels.map((level) => Math.max(1, whole(level / (1 - level)))));
  const wanted = windows || required;
  if (wanted < required) throw tooFew(required, wanted);
  const errors = Array.from({ length: horizon }, (): number[] => []);
  const fewest = () => errors.reduce((least, step) => Math.min(least, step.length), wanted);
  for (let origin = y.length - horizon; fewest() < wanted; origin--) {
    if (origin < 1) throw tooFew(wanted, fewest());
    try {
      const forecast = await ahead(y.subarray(0, origin));
      errors.forEach((step, h) => {
        const error = Math.abs((y[origin + h] as number) - (forecast[h] as number));
        if (step.length < wanted && !Number.isNaN(error)) step.push(error);
      });
    } catch (error) {
      if (error instanceof ClinicoreError && error.code === 'ERR_INSUFFICIENT_DATA') throw tooFew(wanted, fewest());
      throw error;
    }
  }
  const sorted = errors.map((step) => Float64Array.from(step).sort());
  return levels.map((level) => {
    const rank = Math.min(whole((wanted + 1) * level), wanted);
    return Float64Array.from(sorted, (step) => step[rank - 1] as number);
  });
}

const tooFew = (required: number, given: number) =>
  new ClinicoreError(
    'ERR_INSUFFICIENT_DATA',
    `the backtest behind conformal intervals must have at least ${count(required, 'window')}, got ${given}`,
    { argument: 'options.windows', required, given },
  );
