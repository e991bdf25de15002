import { currentBackend } from '../../backend';
import type { Backend, Job } from '../../contract';
import type { CsvWriting, CsvWritten } from '../../contract/csv';
import { abortError, ClinicoreError } from '../../errors';
import { type Output, outputOf } from '../../output';
import { onAbort, type Task } from '../../task';
import { unlessAborted } from '../../turn';
import { ahead } from '../ahead';
import { atOnce, whenRoom } from '../on-pool';
import { columnsOf, fieldsOf, slicesOf } from '../table/crossing';
import { tableOf } from '../table/of';
import { rowsOfSource, type TableSource, tableSource, tablesOf } from '../table/source';
import type { Table } from '../table/table';
import { type CsvOptions, type WriteSettings, writeSettings } from './write-options';

/**
 * Writes CSV as RFC 4180 has it, made in parts on the pool: a file of any length is written in constant memory. Texts that
 * a spreadsheet would take for formulas are escaped unless `escapeFormulas` is false.
 *
 * Numbers are written with the fewest digits that give them back, decimals with all of theirs, days as `2026-01-31`,
 * moments as `2026-01-31T12:30:00Z` (with decimals where they have some), booleans as `true` and `false`. Where a row has
 * no value, nothing stands; an empty text is `""`. {@link readCsv} gives the same table back, with `escapeFormulas` off and
 * the schema given.
 *
 * Progress counts rows.
 *
 * @param source a table, or tables of the same columns one after the other
 * @param options dialect, escaping, encoding
 * @returns what gives the file as bytes, at a path or as a stream. It fails with `ERR_INVALID_ARGUMENT` for NaN and
 *   infinities and for what the encoding does not have (`details` has `row` and `column`), `ERR_IO`, `ERR_ABORTED`,
 *   `ERR_BUSY`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * await clinicore.export.csv(table, { excel: true }).toFile('/reports/ledger.csv');
 *
 * @example
 * // From a cursor to a response, in constant memory:
 * const tables = clinicore.export.tablesFrom(cursor, { schema });
 * await pipeline(clinicore.export.csv(tables).toStream(), response); // of node:stream/promises
 */
export function csv(source: TableSource, options?: CsvOptions): Output {
  const settings = writeSettings(options);
  const tables = tableSource(source, 'source');
  return outputOf((task) => pieces(tables, settings, task), 'bulk');
}

/** Rows on their way. */
interface Begun {
  readonly rows: number;
  /** The first of them. */
  readonly first: number;
  readonly written: Promise<CsvWritten>;
}

async function* pieces(
  source: TableSource,
  settings: WriteSettings,
  task: Task,
): AsyncGenerator<Uint8Array, void, void> {
  const { signal } = task;
  if (signal?.aborted) throw abortError(signal.reason);
  const backend = currentBackend();
  const job = new backend.Job(task.lane);
  const stop = () => {
    job.cancel();
    return backend;
  };
  const forget = signal && onAbort(signal, stop);
  const total = rowsOfSource(source);
  try {
    if (settings.bom) yield Buffer.from('\ufeff', settings.encoding === 'utf-8' ? 'utf8' : 'utf16le');
    let done = 0;
    const begun = begin(source, settings, task, backend, job);
    for await (const { rows, first, written } of ahead(begun, atOnce(backend.pool), ({ written }) => written)) {
      const { bytes, refused } = await unlessAborted(task, written);
      if (refused) throw cannotWrite(refused, first, settings);
      yield bytes;
      done += rows;
      task.onProgress?.(done, total ?? done);
    }
  } finally {
    forget?.();
    stop().pool.sweep();
  }
}

/** Hands rows over, part by part. */
async function* begin(
  source: TableSource,
  settings: WriteSettings,
  task: Task,
  { exporting }: Backend,
  job: Job,
): AsyncGenerator<Begun, void, void> {
  const { delimiter, quotes, lineEnd, nullText, decimalComma, escapeFormulas, encoding } = settings;
  const style = { delimiter, quotes, lineEnd, nullText, decimalComma, escapeFormulas, encoding };
  let first = 0;
  let isFirst = true;
  const write = (writing: CsvWriting, rows: Table): Promise<CsvWritten> => {
    const written = whenRoom(!isFirst, () => exporting.writeCsv(writing, columnsOf(rows), job));
    isFirst = false;
    // Its failure is told when its turn comes.
    written.catch(() => {});
    return written;
  };
  for await (const table of tablesOf(source, 'source', task)) {
    const writing = { ...style, fields: fieldsOf(table.schema) };
    let rest = table;
    if (
      isFirst &&
      !settings.header &&
      quotes === 'needed' &&
      isMistaken(table.length > 0 && table.columns[0]?.get(0))
    ) {
      rest = table.slice(1);
      yield { rows: 1, first, written: write({ ...writing, quotes: 'all' }, table.slice(0, 1)) };
      first++;
    } else if (isFirst && settings.header && table.columns.length > 0) {
      const header = await headerOf(table);
      const quoted = quotes === 'needed' && isMistaken(table.schema[0]?.name) ? ('all' as const) : quotes;
      yield {
        rows: 0,
        first: -1,
        written: write({ ...style, fields: fieldsOf(header.schema), quotes: quoted }, header),
      };
    }
    for (const slice of slicesOf(rest)) {
      yield { rows: slice.length, first, written: write(writing, slice) };
      first += slice.length;
    }
  }
}

/** The names of a table's columns as a row of texts. */
const headerOf = ({ schema }: Table): Promise<Table> =>
  tableOf(schema.map(({ name }, at) => ({ name: `${at}`, type: 'string', values: [name] })));

/** Whether a first cell would say something of the file: `ID` that it is of Multiplan (SYLK), `sep=` which delimiter it has. */
const isMistaken = (cell: unknown): boolean => typeof cell === 'string' && /^(?:ID|sep=)/i.test(cell);

function cannotWrite(
  { row, column, character }: NonNullable<CsvWritten['refused']>,
  first: number,
  { encoding }: WriteSettings,
): ClinicoreError {
  const isHeader = first < 0;
  const place = isHeader ? `The name of column ${column}` : `Row ${first + row}, column ${column},`;
  const details = isHeader ? { column } : { row: first + row, column };
  if (character < 0) {
    return new ClinicoreError('ERR_INVALID_ARGUMENT', `${place} must be a finite number or null`, details);
  }
  const codePoint = `U+${character.toString(16).toUpperCase().padStart(4, '0')}`;
  const message = `${place} holds a character that ${encoding} does not have`;
  return new ClinicoreError('ERR_INVALID_ARGUMENT', message, { ...details, codePoint });
}
