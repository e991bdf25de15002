/** What the methods of exponential smoothing fit, and `'auto'` holds against the others. */
import type { FitMessage } from '../../contract/stats/smoothing';
import { ClinicoreError } from '../../errors';
import { type Fields, invalid, readable, record } from '../../validate';
import { FIT_SETTINGS, type FitSettings, fitSettings } from '../smoothing/options';

/** The longest season a model is fitted with; `'auto'` has models without season beyond. */
export const MOST_SEASON = 1000;

/** Options of the model that exponential smoothing fits. */
export type SmoothingOptions = Omit<FitSettings, 'method' | 'seasonLength'>;

const NAMES = FIT_SETTINGS.filter((name) => name !== 'method' && name !== 'seasonLength');
const METHODS = ['ses', 'holt', 'holt-winters', 'ets', 'auto'];

/** Reads the option `smoothing`. */
export function smoothingSettings(fields: Fields, method: string, seasonLength: number): FitMessage {
  const path = fields.path('smoothing');
  const given = fields.optional('smoothing', {}, (value) => {
    if (!METHODS.includes(method)) invalid(path, 'left out for a method that is not exponential smoothing', value);
    // Of likelihoods with other constants 'auto' could not tell which is more.
    record(value, path).only(method === 'auto' ? NAMES.filter((name) => name !== 'likelihood') : NAMES);
    return readable(path, () => ({ ...(value as object) }));
  });
  const season =
    method === 'ses' || method === 'holt' ? {} : { seasonLength: seasonLength > MOST_SEASON ? 1 : seasonLength };
  const fitted = method === 'ses' || method === 'holt' || method === 'holt-winters' ? method : 'ets';
  const { model }: { model?: unknown } = given;
  if (fitted === 'ets' && seasonLength < 2 && typeof model === 'string' && /[AM]$/.test(model)) {
    const argument = fields.path('seasonLength');
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must be at least 2 for a model with a season`, {
      argument,
    });
  }
  return fitSettings(record({ ...given, method: fitted, ...season }, path));
}
