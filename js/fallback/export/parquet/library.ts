/** hyparquet, which is of ES modules only, and what is read with it. */
import { ClinicoreError } from '../../../errors';

/** The libraries, loaded when the first file is read or written. */
export const reading = () => import('hyparquet');
export const headers = () => import('hyparquet/src/column.js');
export const deltas = () => import('hyparquet/src/delta.js');
export const writing = () => import('hyparquet-writer');

export type Metadata = ReturnType<Awaited<ReturnType<typeof reading>>['parquetMetadata']>;
export type SchemaElement = Metadata['schema'][number];
export type RowGroup = Metadata['row_groups'][number];
export type PageHeader = ReturnType<Awaited<ReturnType<typeof headers>>['parquetHeader']>;

/** Thrown where a file does not follow its format. */
export const corrupt = (): ClinicoreError =>
  new ClinicoreError('ERR_MALFORMED_INPUT', 'The Parquet file is corrupt or cut short');

/** What reads a file's bytes; what it throws that is no error of ours, such as a library's RangeError, is the file's fault. */
export async function sound<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof ClinicoreError ? error : corrupt();
  }
}
