/** What calls to the file system give; their failures as typed errors. */
import { ClinicoreError } from './errors';

export async function orUnreadable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    throw new ClinicoreError('ERR_IO', 'The file cannot be read', {}, { cause });
  }
}

export async function orUnwritable<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (cause) {
    throw new ClinicoreError('ERR_IO', 'The file cannot be written', {}, { cause });
  }
}
