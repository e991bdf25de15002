/** What a writer says is wrong, as a fault of the report's table and format. */
import { ClinicoreError } from '../../errors';
import type { ReportFormat } from './options';

const FILES: Readonly<Record<ReportFormat, string>> = { xlsx: 'workbook', csv: 'CSV', parquet: 'Parquet', pdf: 'PDF' };

/** Errors that are no table's. */
const OF_NO_TABLE = ['ERR_ABORTED', 'ERR_BUSY'];

/**
 * A writer's error as one of the report.
 *
 * @param path of the table; of a workbook, which has them all, of the tables
 */
export function placed(thrown: unknown, format: ReportFormat, path: string): unknown {
  if (!(thrown instanceof ClinicoreError) || OF_NO_TABLE.includes(thrown.code)) return thrown;
  const { message, details } = thrown;
  const given = details.argument ?? '';
  // A source's, or placed already.
  if (given.startsWith('content.')) return thrown;
  // The workbook's sheets are the report's tables.
  const argument = /^sheets\b/.test(given) ? given.replace('sheets', 'content.tables') : path;
  const said = given !== '' && message.startsWith(given) ? argument + message.slice(given.length) : message;
  const text = `The ${FILES[format]} of ${path} cannot be written: ${said}`;
  return new ClinicoreError(thrown.code, text, { ...details, argument, format }, { cause: thrown });
}

/** A file of a tar archive, which says before a file how long that is. */
export function tooLongForTar({ format, path }: { format: ReportFormat; path: string }, limit: number): ClinicoreError {
  const message = `The ${FILES[format]} of ${path} must have at most ${limit} bytes in a tar archive: write a zip`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { argument: path, format, limit });
}
