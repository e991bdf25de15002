import { type BytesInput, byteSource } from '../../bytes';
import { type ReadCsvOptions, readSettings } from './options';
import { CsvReader } from './reader';

/**
 * Reads CSV (RFC 4180 and its dialects): from memory, a path or a stream; as one table, or in bounded memory as tables
 * one after the other, which every writer of this package takes.
 *
 * Encoding, delimiter, quote and header are found out of the first rows, unless options say them. A quote is one only
 * where a cell begins; elsewhere it is text. Rows end with `\n`, `\r\n` or `\r`. Empty lines are no rows, but where rows
 * have a single cell. Columns whose name is empty are called `column3`, a second one of the same name `name_2`.
 *
 * Types are given only where every cell is of them beyond doubt, as {@link tableFrom} does it: `00123` is a record number
 * and stays text. `toTable()` looks at all cells. When tables come one after the other, the first 4 MiB decide, and a later
 * cell of another type is a bad cell: give a `schema` where that matters.
 *
 * @param source bytes, the path or `file:` URL of a file, or a stream of bytes
 * @param options dialect, types, what becomes of bad rows and cells, limits, abort, progress
 * @returns what reads it: an asynchronous iterable of tables, with `toTable()`, `schema()` and `report()`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when it is read (as a rejection) `ERR_MALFORMED_INPUT` (a bad row or
 *   cell: `details` has `line` from 1, `row` and `column` from 0, and `offset` in bytes of where the row begins, and no
 *   message what stands there; a column of the schema that the file does not have), `ERR_LIMIT_EXCEEDED`, `ERR_IO`,
 *   `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const reader = clinicore.export.readCsv('prices.csv', { decimalComma: true, onBadRow: 'skip' });
 * const table = await reader.toTable();
 * const { delimiter, encoding, rejects } = reader.report();
 *
 * @example
 * // Any size, in constant memory:
 * for await (const table of clinicore.export.readCsv(request, { schema })) await insert(table);
 */
export function readCsv(source: BytesInput, options?: ReadCsvOptions): CsvReader {
  const settings = readSettings(options);
  return new CsvReader(byteSource(source, 'source'), settings);
}
