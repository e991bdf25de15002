import { ClinicoreError, type ErrorDetails } from '../../errors';

/** The one error of what is not genuine, which does not tell why. */
export function notGenuine(path: string, details: ErrorDetails = {}): ClinicoreError {
  const message = `${path} is not genuine: it was not sealed by these keys for this context, or was changed since`;
  return new ClinicoreError('ERR_AUTHENTICATION_FAILED', message, details);
}
