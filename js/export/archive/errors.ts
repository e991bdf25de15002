import { ClinicoreError } from '../../errors';

/** The error of an entry that is not as it should be; of its name and content it says nothing. */
export const malformed = (index: number, what: string): ClinicoreError =>
  new ClinicoreError('ERR_MALFORMED_INPUT', `Entry ${index} of the archive ${what}`, { index });

/** The error of an entry that is in order, but of a kind that is not read here. */
export const unsupported = (index: number, what: string): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', `Entry ${index} of the archive ${what}, which is not read here`, { index });

/** The error of an archive that is not as it should be, from `offset` on. */
export const malformedAt = (offset: number, what: string): ClinicoreError =>
  new ClinicoreError('ERR_MALFORMED_INPUT', `The archive ${what}`, { offset });
