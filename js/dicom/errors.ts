/** How reading DICOM data fails, in the words both backends use. */
import { ClinicoreError, type ErrorDetails } from '../errors';
import { spell } from './tag';

/** The data do not follow PS3.5 or PS3.10 at `offset`. */
export function malformed(message: string, offset: number, details: ErrorDetails = {}): ClinicoreError {
  return new ClinicoreError('ERR_MALFORMED_INPUT', message, { offset, ...details });
}

/** The data are larger than `limit`. */
export function exceeded(message: string, limit: number, details: ErrorDetails = {}): ClinicoreError {
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { limit, ...details });
}

export const notDicom = (): ClinicoreError =>
  malformed('Not DICOM: the data are neither a Part 10 file nor a bare data set', 0);

export const valueCutShort = (tag: number, offset: number, required: number, given: number): ClinicoreError =>
  malformed(`Element ${spell(tag)} at byte ${offset} claims ${required} bytes, but only ${given} are left`, offset, {
    required,
    given,
  });

export const undefinedLength = (tag: number, offset: number): ClinicoreError =>
  malformed(`Element ${spell(tag)} at byte ${offset} has undefined length, which its VR does not allow`, offset);

export const tooManyElements = (offset: number, limit: number): ClinicoreError =>
  exceeded(
    `The data set has more than ${limit} elements and values, counted up to the element at byte ${offset}`,
    limit,
    { offset, option: 'maxElements' },
  );

/** A frame takes more bytes, stored or decoded, than it may. */
export const frameTooLarge = (frame: number, bytes: number, maxFrameBytes: number): ClinicoreError =>
  exceeded(`Frame ${frame} takes ${bytes} bytes, more than ${maxFrameBytes}`, maxFrameBytes, {
    option: 'maxFrameBytes',
    given: bytes,
  });

/** The file is there but cannot be read, or no longer has the length it had. */
export const unreadableFile = (cause?: unknown): ClinicoreError =>
  new ClinicoreError('ERR_IO', 'The file cannot be read', {}, cause === undefined ? undefined : { cause });

/** What a call to the file system gives; its failure as {@link unreadableFile}. */
export async function orUnreadable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    throw unreadableFile(cause);
  }
}
