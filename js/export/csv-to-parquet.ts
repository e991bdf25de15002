import type { BytesInput } from '../bytes';
import { TASK_OPTIONS, type TaskOptions, taskOptions } from '../task';
import { invalid, isRecord, optionalRecord } from '../validate';
import type { ReadCsvOptions } from './csv/options';
import { readCsv } from './csv/read';
import type { CsvReport } from './csv/report';
import { type ParquetOptions, parquet } from './parquet/write';

/** Options of {@link csvToParquet}. Default lane: `bulk`. Progress counts bytes of the CSV file. */
export interface CsvToParquetOptions extends TaskOptions {
  /** How the CSV is read. Where types matter, give a `schema`: without one the first 4 MiB decide. */
  csv?: Omit<ReadCsvOptions, keyof TaskOptions> | undefined;
  /** How the Parquet is written. */
  parquet?: ParquetOptions | undefined;
}

/**
 * Turns a CSV file into a Parquet file, of any size in bounded memory: what `parquet(readCsv(source)).toFile(path)` does. The
 * Parquet file is there when all of it is, or not at all.
 *
 * @param source bytes, the path or `file:` URL of a file, or a stream of bytes
 * @param path where the Parquet file is to be
 * @param options how to read and write, abort, progress, lane
 * @returns what was found in the CSV: its dialect, columns, and the rows that were left out
 * @throws ClinicoreError (as a rejection) what {@link readCsv} and {@link parquet} say; `ERR_IO` where the path cannot be
 *   written
 *
 * @example
 * const { rows, rejects } = await clinicore.export.csvToParquet('/in/claims.csv', '/warehouse/claims.parquet', {
 *   csv: { schema, onBadRow: 'skip' },
 *   parquet: { level: 3 },
 * });
 */
export async function csvToParquet(
  source: BytesInput,
  path: string | URL,
  options?: CsvToParquetOptions,
): Promise<CsvReport> {
  const fields = optionalRecord(options, 'options').only(['csv', 'parquet', ...TASK_OPTIONS]);
  const { signal, onProgress, lane } = taskOptions(fields, 'bulk');
  const reading = fields.optional('csv', {}, plainObject);
  const writing = fields.optional('parquet', {}, plainObject);
  const reader = readCsv(source, { ...reading, signal, onProgress, lane });
  await parquet(reader, writing).toFile(path, { signal, lane });
  return reader.report();
}

/** A copy of options, which the call that takes them checks. */
function plainObject(value: unknown, path: string): object {
  if (!isRecord(value)) invalid(path, 'an object', value);
  return { ...value };
}
