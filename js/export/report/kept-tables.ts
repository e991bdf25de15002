/** A report's tables, kept so that each of its formats can be written from them. */
import { ClinicoreError } from '../../errors';
import { piecesOf } from '../../output';
import type { Task } from '../../task';
import { invalid } from '../../validate';
import { readArrow } from '../arrow/read';
import { arrow } from '../arrow/write';
import type { Field } from '../table/column-type';
import { tablesOf } from '../table/source';
import { isTable, type Table } from '../table/table';
import type { CheckedTable, Report } from './options';
import type { Progress } from './progress';

/** See the module. */
export interface KeptTable {
  readonly name: string;
  readonly formats: CheckedTable['formats'];
  /** Its rows, which can be read once for each format. */
  readonly source: Iterable<Table> | AsyncIterable<Table>;
  /** What was read of its source so far: all of it, but where it goes straight to its only format. */
  readonly seen: Seen;
}

interface Seen {
  rows: number;
  schema: readonly Field[];
}

/**
 * Reads each source once. Tables in memory are kept as they are; the rows of other sources go straight to the only format, or wait
 * for all formats in memory: as tables with a PDF, which has few, else packed.
 *
 * @throws ClinicoreError what {@link tablesOf} says; `ERR_INVALID_ARGUMENT` for tables without columns and formats of columns that
 *   are not there, `ERR_LIMIT_EXCEEDED` for more rows than a PDF may have
 */
export async function keptTables(report: Report, progress: Progress): Promise<KeptTable[]> {
  const hasPdf = report.formats.includes('pdf');
  const isOnly = report.formats.length === 1 && !hasPdf;
  const { task } = progress;
  const kept: KeptTable[] = [];
  let rows = 0;
  for (const [at, { name, table, formats }] of report.tables.entries()) {
    const path = `content.tables[${at}]`;
    const seen: Seen = { rows: 0, schema: [] };
    const isHeld = isTable(table) || Array.isArray(table);
    const count = (more: number) => {
      rows += more;
      // As soon as there are too many: nobody waits for the others.
      if (hasPdf && rows > report.maxPdfRows) throw tooManyRows(rows, report.maxPdfRows);
      if (!isHeld && !isOnly) progress.add(more);
    };
    const source = readOnce(tablesOf(table, `${path}.table`, task), { path, formats, seen, count });
    const waiting = isHeld || hasPdf ? await all(source) : isOnly ? source : await packed(source, task);
    kept.push({ name, formats, seen, source: waiting });
  }
  if (!isOnly || kept.every(({ source }) => Array.isArray(source))) progress.remain(rows * report.formats.length);
  return kept;
}

/** A table that is read for the first time. */
interface Reading {
  readonly path: string;
  readonly formats: CheckedTable['formats'];
  readonly seen: Seen;
  readonly count: (rows: number) => void;
}

async function* readOnce(
  tables: AsyncIterable<Table>,
  { path, formats = {}, seen, count }: Reading,
): AsyncGenerator<Table, void, undefined> {
  for await (const table of tables) {
    if (table.schema.length === 0) break;
    if (seen.schema.length === 0) checkNames(Object.keys(formats), table.schema, `${path}.formats`);
    seen.schema = table.schema;
    seen.rows += table.length;
    count(table.length);
    yield table;
  }
  if (seen.schema.length === 0) invalid(`${path}.table`, 'tables of at least one column', undefined);
}

function checkNames(named: readonly string[], schema: readonly Field[], path: string): void {
  const names = new Set(schema.map(({ name }) => name));
  if (named.some((name) => !names.has(name)))
    invalid(path, "an object whose keys are names of the table's columns", {});
}

async function all(source: AsyncIterable<Table>): Promise<Table[]> {
  const tables: Table[] = [];
  for await (const table of source) tables.push(table);
  return tables;
}

/** Rows in memory, packed to about a third: as a compressed stream of Arrow, of which a batch at a time is unpacked. */
async function packed(source: AsyncIterable<Table>, task: Task): Promise<AsyncIterable<Table>> {
  let empty: Table | undefined;
  let hasRows = false;
  async function* tables() {
    for await (const table of source) {
      empty ??= table.slice(0, 0);
      hasRows ||= table.length > 0;
      yield table;
    }
  }
  const pieces: Uint8Array[] = [];
  const written = arrow(tables(), { format: 'stream', compression: 'zstd' });
  for await (const piece of piecesOf(written, task)) pieces.push(piece);
  const { signal, lane } = task;
  return {
    async *[Symbol.asyncIterator]() {
      // A reader gives no table where there are no rows: the columns would be lost.
      if (empty && !hasRows) yield empty;
      else yield* readArrow(given(pieces), { signal, lane });
    },
  };
}

async function* given<T>(items: Iterable<T>): AsyncGenerator<T, void, undefined> {
  yield* items;
}

function tooManyRows(given: number, limit: number): ClinicoreError {
  const message = `content.tables must have at most ${limit} rows in a PDF, got at least ${given}`;
  const details = { argument: 'content.tables', format: 'pdf', limit, given, option: 'maxPdfRows' };
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, details);
}
