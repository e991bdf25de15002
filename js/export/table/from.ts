import { ClinicoreError } from '../../errors';
import type { Task, TaskOptions } from '../../task';
import { taskOptions } from '../../task';
import { Turns } from '../../turn';
import { boolean, integer, MAX_VALUES, oneOf, optionalRecord } from '../../validate';
import type { Column } from './column';
import type { Field } from './column-type';
import { Filling, type OnBadCell, type Origin } from './fill';
import { Gathering, HOLD_MS, STEP_CELLS } from './gather';
import { asText, Cells, type Inferred } from './infer';
import { type ColumnReport, LISTED, type RowList } from './report';
import { type RowSource, readSource, rowSource } from './row-source';
import { columnName, columnNames, MAX_COLUMNS, schemaOf } from './schema';
import { Table } from './table';

/** A row as it comes: an object whose properties are cells, or an array of cells. */
export type Row = object | readonly unknown[];

/** Rows, one by one or in arrays of many (with `chunked: true`), in memory or from a source such as a cursor or a stream. */
export type Rows = Iterable<Row> | AsyncIterable<Row>;

/** Options of {@link tableFrom}. Progress counts rows; where their number is not known, `total` is as many as there were. */
export interface TableFromOptions extends Pick<TaskOptions, 'signal' | 'onProgress'> {
  /**
   * The columns, in order, and their types. Of rows that are objects, other properties are left out. Default: all columns
   * that any row has, in the order in which they appear, with the types that their cells have.
   */
  schema?: readonly Field[] | undefined;
  /**
   * Only these columns, in this order, with the types that their cells have. Of rows that are arrays, the names of their
   * cells, which these need. Not together with `schema`.
   */
  columns?: readonly string[] | undefined;
  /** Whether each item of `rows` is an array of rows. The fastest way from an asynchronous source. Default false. */
  chunked?: boolean | undefined;
  /**
   * What becomes of a cell that its column cannot hold: the call fails at the first one, or the cell has no value and its
   * row is in the report. Default `'error'`.
   */
  onBadCell?: 'error' | 'null' | undefined;
  /**
   * What becomes of a column of which no row has the property (rows that have it without a value have it): the call fails,
   * because its name may be misspelt, or none of its rows has a value. Without any rows, it is nobody's fault. Default
   * `'error'`.
   */
  onMissingColumn?: 'error' | 'null' | undefined;
  /** Rows beyond which the call fails: 0 to 2,147,483,646. Default 100,000,000. */
  maxRows?: number | undefined;
}

/** What {@link tableFrom} gives. */
export interface TableFromResult {
  /** The rows, in columns. */
  readonly table: Table;
  /** What became of each column, in order. */
  readonly report: readonly ColumnReport[];
}

/**
 * Makes a table of rows: objects, or arrays of cells.
 *
 * `null`, `undefined` and properties or cells that are not there are rows without a value. So is an empty text, but in a
 * column of texts. With a `schema`, each column takes what is of its type without loss, also as a text:
 *
 * | type | takes |
 * |---|---|
 * | `float64` | numbers; texts such as `'1.5'`, `'1e5'` |
 * | `int32`, `int64` | integers as numbers, bigints or texts |
 * | `decimal` | texts such as `'12.30'`; numbers and bigints count as the decimal they print as: 12.3 is 12.30, 0.1 + 0.2 is refused, nothing is rounded |
 * | `boolean` | booleans; `'true'`, `'false'` |
 * | `date` | `'YYYY-MM-DD'`, or a Date at midnight UTC; at another time, which day it is depends on a time zone |
 * | `timestamp` | Dates; texts with a time zone, `'2026-01-31T12:30:00+01:00'`; microseconds since 1970 as bigints. Without a zone a text is refused: in another zone, and twice in the hour that a clock is set back, it is another moment |
 * | `string`, `category` | well-formed strings |
 *
 * Without a schema, a type is given only to a column of which every cell is of it beyond doubt: the narrowest one that
 * holds all of them exactly. Integers of 32 bits are `int32`, other numbers `float64`; bigints, and integers as texts that
 * are longer, `int64`; texts such as `'12.30'` a `decimal` of the longest one's scale; `'2026-01-31'` a `date`; Dates, and
 * texts with date, time and zone, a `timestamp`. All else is text: with leading zeros (`'00123'` is a record number), an
 * exponent (`'1e5'` may be a lot number), a comma, more than 18 digits, and a column of mixed cells, of which numbers and
 * Dates become the text they print as. The report says which rows kept a column from its likely type. All cells are kept
 * until the last has come: with a schema they are not.
 *
 * When the call fails, an iterable is closed as `for … of` closes it: a Node stream is destroyed.
 *
 * The rows are read in steps that hold the event loop for about 2 ms: leave them alone until the promise settles.
 *
 * @param rows an array, an iterable or an asynchronous one, of rows or (with `chunked`) of arrays of rows
 * @param options the schema, what becomes of bad cells, limits, abort, progress
 * @returns the table and a report of its columns
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a cell that its column cannot hold: `details` has `row`
 *   and `column`, from 0, and no message what stands there; a row that is none, or cannot be read; a column that no row has),
 *   `ERR_LIMIT_EXCEEDED`
 *   (more than `maxRows` rows, 100,000 columns or 2 GiB of text in a column), `ERR_IO` (the source of the rows failed:
 *   `cause` is its error), `ERR_ABORTED`
 *
 * @example
 * const { table, report } = await clinicore.export.tableFrom(await db.query('select * from invoices'));
 * for (const { name, likely, type, disagreeing } of report) {
 *   if (likely !== type) console.warn(`${name} is text because of ${disagreeing.count} rows`, disagreeing.rows);
 * }
 * // With a schema, from a cursor:
 * const prices = await clinicore.export.tableFrom(cursor, {
 *   schema: [{ name: 'article', type: 'string' }, { name: 'price', type: 'decimal', scale: 2 }],
 *   onBadCell: 'null',
 * });
 */
export async function tableFrom(
  rows: Rows | Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>,
  options: TableFromOptions = {},
): Promise<TableFromResult> {
  const fields = optionalRecord(options, 'options').only([
    'schema',
    'columns',
    'chunked',
    'onBadCell',
    'onMissingColumn',
    'maxRows',
    'signal',
    'onProgress',
  ]);
  const schema = fields.optional('schema', undefined, schemaOf);
  const columns = fields.optional('columns', undefined, columnNames);
  if (schema && columns) {
    const argument = 'options.columns';
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must not be given with options.schema`, { argument });
  }
  const isChunked = fields.optional('chunked', false, boolean);
  const reading: Reading = {
    onBadCell: fields.optional('onBadCell', 'error', onBadCell),
    onMissingColumn: fields.optional('onMissingColumn', 'error', onBadCell),
    maxRows: fields.optional('maxRows', MAX_VALUES, integer, 0, 2 ** 31 - 2),
    task: taskOptions(fields, 'interactive'),
    source: rowSource(rows, 'rows'),
    isChunked,
  };
  new Turns(reading.task).check();
  return schema ? withSchema(schema, reading) : inferred(columns, reading);
}

interface Reading {
  readonly source: RowSource;
  readonly isChunked: boolean;
  readonly onBadCell: OnBadCell;
  readonly onMissingColumn: OnBadCell;
  readonly maxRows: number;
  readonly task: Task;
}

export const onBadCell = (value: unknown, path: string): OnBadCell => oneOf(value, path, ['error', 'null']);

export const originOf = (column: number): Origin => ({
  argument: 'rows',
  cell: (row) => `rows[${row}], column ${column},`,
});

/** How many rows there will be, if that is known. */
const expectedOf = ({ source, isChunked }: Reading): number =>
  source.kind === 'array' && !isChunked ? source.length : 0;

async function withSchema(schema: readonly Field[], reading: Reading): Promise<TableFromResult> {
  const { source, isChunked, onBadCell, task } = reading;
  const expected = expectedOf(reading);
  const sinks = schema.map((field, column) => new Filling(field, column, expected, onBadCell, originOf(column)));
  const names = schema.map(({ name }) => name);
  const gathering = new Gathering({ names, sinks, unknown: undefined }, task, reading.maxRows, expected);
  await readSource(source, isChunked, task, gathering);
  if (reading.onMissingColumn === 'error') gathering.checkNames((column) => `options.schema[${column}].name`);
  return result(sinks, gathering.rows, task, (filling) => ({
    likely: filling.field.type,
    given: gathering.rows - filling.nulls + filling.bad.count,
    disagreeing: filling.bad,
  }));
}

async function inferred(only: readonly string[] | undefined, reading: Reading): Promise<TableFromResult> {
  const { source, isChunked, onBadCell, task } = reading;
  const sinks: Cells[] = [];
  const names: string[] = [];
  const known = new Set<string>();
  const add = (name: string, from: number) => {
    if (known.has(name)) return;
    if (names.length === MAX_COLUMNS) throw tooManyColumns();
    columnName(name, 'rows');
    known.add(name);
    names.push(name);
    sinks.push(new Cells(name, from));
  };
  for (const name of only ?? []) add(name, 0);
  // Two passes over the cells: each row counts once when it has come, and once when it has its place.
  const total = expectedOf(reading);
  const gathering = new Gathering({ names, sinks, unknown: only ? undefined : add }, task, reading.maxRows, total);
  await readSource(source, isChunked, task, gathering);
  if (reading.onMissingColumn === 'error') gathering.checkNames((column) => `options.columns[${column}]`);

  const { rows } = gathering;
  const turns = new Turns(task, HOLD_MS);
  const said = new Map<Filling, Inferred>();
  for (const [column, cells] of sinks.entries()) {
    const found = cells.infer();
    const filling = new Filling(found.field, column, rows, onBadCell, originOf(column));
    filling.addNulls(cells.start);
    const { values } = cells;
    for (let from = 0; from < values.length; from += STEP_CELLS) {
      const to = Math.min(values.length, from + STEP_CELLS);
      if (found.isMixed) filling.take(values.slice(from, to).map(asText), 0, to - from);
      else filling.take(values, from, to);
      await turns.take(rows, rows);
    }
    values.length = 0;
    said.set(filling, found);
  }
  return result([...said.keys()], rows, task, (filling) => {
    const found = said.get(filling) as Inferred;
    return { ...found, disagreeing: together(found, filling.bad) };
  });
}

/** The cells that are not of the likely type, and those whose text was seen to be ill-formed only when it was encoded. */
function together({ disagreeing, bad }: Inferred, refused: RowList): RowList {
  const rows = [...new Set([...disagreeing.rows, ...refused.rows])].sort((a, b) => a - b).slice(0, LISTED);
  return { count: disagreeing.count + refused.count - bad, rows };
}

function tooManyColumns(): ClinicoreError {
  const message = `rows must have at most ${MAX_COLUMNS} different columns`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { argument: 'rows', limit: MAX_COLUMNS });
}

type Said = Pick<Inferred, 'likely' | 'given' | 'disagreeing'>;

async function result(
  fillings: Filling[],
  rows: number,
  task: Task,
  say: (filling: Filling) => Said,
): Promise<TableFromResult> {
  const turns = new Turns(task, HOLD_MS);
  const columns: Column[] = [];
  const report: ColumnReport[] = [];
  for (const filling of fillings) {
    const { likely, given, disagreeing } = say(filling);
    const confidence = given === 0 ? 0 : (given - disagreeing.count) / given;
    report.push({ ...filling.field, nulls: filling.nulls, likely, confidence, disagreeing });
    columns.push(filling.finish());
    await turns.take(rows, rows);
  }
  task.onProgress?.(rows, rows);
  return { table: new Table(columns, rows), report };
}
