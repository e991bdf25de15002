import { ClinicoreError } from '../../errors';
import { exceeded } from '../errors';

/** The most bytes of a decoded picture, as of a frame that is read. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Refuses a size that DICOM cannot say, or that is too large. */
export function pictureSize(rows: number, columns: number, samples: number, path: string): void {
  if (rows < 1 || columns < 1) throw pictureFault(path, 'without pixels');
  if (rows > 65_535 || columns > 65_535) {
    throw exceeded(`${path} must have at most 65535 rows and columns`, 65_535, { argument: path });
  }
  const size = rows * columns * samples;
  if (size > MAX_BYTES) {
    throw exceeded(`${path} must have at most ${MAX_BYTES} bytes of pixels, got ${size}`, MAX_BYTES, {
      argument: path,
      given: size,
    });
  }
}

/** The error of bytes that are not what they should be. */
export const pictureFault = (path: string, what: string): ClinicoreError =>
  new ClinicoreError('ERR_MALFORMED_INPUT', `${path} is ${what}`, { argument: path });
