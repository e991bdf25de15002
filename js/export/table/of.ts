import { ClinicoreError } from '../../errors';
import { type TaskOptions, taskOptions } from '../../task';
import { Turns } from '../../turn';
import { items, optionalRecord, readable } from '../../validate';
import { Column } from './column';
import { type CheckedColumn, checkColumn, holdsTexts } from './column-input';
import type { Buffers, ColumnBuffers, ColumnType } from './column-type';
import { Filling } from './fill';
import { HOLD_MS, STEP_CELLS } from './gather';
import { differentNames, MAX_COLUMNS } from './schema';
import { Table } from './table';
import { KINDS } from './types';
import { isSet } from './validity';

/** Rows of typed arrays that are checked at a time: a fraction of a millisecond. */
const STEP_ROWS = 16_384;

/** What a plain array of each type's values may hold, besides `null` and `undefined`: see {@link tableFrom}. */
export interface ColumnItems {
  /** A finite number, or its digits. */
  float64: number | bigint | string;
  /** An integer of 32 bits, or its digits. */
  int32: number | bigint | string;
  /** An integer of 64 bits, or its digits. */
  int64: bigint | number | string;
  /** `true` or `false`, or as a text. */
  boolean: boolean | string;
  /** Any text. */
  string: string;
  /** A day: `'2026-01-31'`, or a Date at midnight UTC. */
  date: string | Date;
  /** A moment: a Date, ISO 8601, or microseconds since 1970. */
  timestamp: Date | string | bigint;
  /** A number of at most `scale` decimals, exact as a text. */
  decimal: string | number | bigint;
  /** A text that stands in many rows. */
  category: string;
}

/**
 * A column of type `T` for {@link tableOf}.
 *
 * @typeParam T what its values are
 */
export interface ColumnInputOf<T extends ColumnType> {
  /** Different from the other columns' names. */
  readonly name: string;
  /** What its values are. */
  readonly type: T;
  /** Decimals of a `decimal`, 0 to 18; needed there, and nowhere else. */
  readonly scale?: number | undefined;
  /**
   * An array of values, which are read as {@link tableFrom} reads them with a schema; or the very array that the column
   * is to lie in, which is not copied: see {@link ColumnBuffers}. Of a `decimal`, its integers are in units of
   * `10^-scale`.
   */
  readonly values: readonly (ColumnItems[T] | null | undefined)[] | ColumnBuffers[T];
  /** With a typed array: which rows have a value, a bit for each, the lowest bit of the first byte first. Default: all. */
  readonly validity?: Uint8Array | undefined;
  /** With the bytes of a `string` column: where each text begins, and where the last ends; one more than rows. */
  readonly offsets?: Int32Array | undefined;
  /** With the codes of a `category` column: the texts. */
  readonly dictionary?: readonly string[] | undefined;
  /** With a typed array: how many rows, of an array that is longer. Default: all of it; needed for the bits of a `boolean`. */
  readonly length?: number | undefined;
}

/** A column for {@link tableOf}: its `type` says what its `values` are. */
export type ColumnInput = { [T in ColumnType]: ColumnInputOf<T> }[ColumnType];

/** Options of {@link tableOf}. Progress counts columns. */
export interface TableOfOptions extends Pick<TaskOptions, 'signal' | 'onProgress'> {}

/**
 * Makes a table of columns. Typed arrays are checked, and taken as they are: they are the table's memory from then on, so
 * leave them alone for as long as the table is in use. Plain arrays are read in steps that hold the event loop for about
 * 2 ms: leave them alone until the promise settles.
 *
 * @param columns 0 to 100,000 columns of equal length
 * @param options abort, progress
 * @returns the table
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a value that its column cannot hold: `details` has `row`
 *   and `column`; columns of different lengths or the same name; arrays of another kind than the type's, offsets that
 *   descend, text that is not UTF-8), `ERR_LIMIT_EXCEEDED`, `ERR_ABORTED`
 *
 * @example
 * const table = await clinicore.export.tableOf([
 *   { name: 'article', type: 'string', values: ['00123', '00124', null] },
 *   { name: 'price', type: 'decimal', scale: 2, values: BigInt64Array.of(1290n, 24900n, 0n), validity: Uint8Array.of(0b011) },
 * ]);
 * table.column('price').get(0); // '12.90'
 */
export async function tableOf(columns: readonly ColumnInput[], options: TableOfOptions = {}): Promise<Table> {
  const fields = optionalRecord(options, 'options').only(['signal', 'onProgress']);
  const task = taskOptions(fields, 'interactive');
  const checked = items(columns, 'columns', MAX_COLUMNS, checkColumn);
  differentNames(
    checked.map(({ field }) => field),
    'columns',
  );
  const rows = checked[0]?.length ?? 0;
  const odd = checked.find(({ length }) => length !== rows);
  if (odd) {
    const message = `${odd.path} must have ${rows} rows as columns[0] has, got ${odd.length}`;
    const details = { argument: odd.path, required: rows, given: odd.length };
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, details);
  }
  const turns = new Turns(task, HOLD_MS);
  turns.check();
  const made: Column[] = [];
  for (const [index, column] of checked.entries()) {
    const turn = () => turns.take(index, checked.length);
    made.push(await (column.buffers ? take(column, column.buffers, index, turn) : fill(column, index, turn)));
  }
  task.onProgress?.(checked.length, checked.length);
  return new Table(made, rows);
}

/** Reads a plain array's values. */
async function fill(checked: CheckedColumn, index: number, turn: () => Promise<void>): Promise<Column> {
  const { field, path, length } = checked;
  const values = checked.values as readonly unknown[];
  const origin = { argument: path, cell: (row: number) => `${path}[${row}]` };
  const filling = new Filling(field, index, length, 'error', origin);
  for (let from = 0; from < length; from += STEP_CELLS) {
    if (readable(path, () => values.length) !== length) throw changedLength(path, length);
    readable(path, () => filling.take(values, from, Math.min(length, from + STEP_CELLS)));
    await turn();
  }
  return filling.finish();
}

function changedLength(argument: string, required: number): ClinicoreError {
  const message = `${argument} must not change its length while it is read, was ${required}`;
  return new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument, required });
}

/** Checks the arrays that a column is to lie in. */
async function take(
  { field, path, length, validity }: CheckedColumn,
  given: Buffers,
  index: number,
  turn: () => Promise<void>,
): Promise<Column> {
  const kind = KINDS[field.type];
  const holds = field.type === 'string' ? holdsTexts(given) : kind.holds?.(given as never);
  for (let from = 0; holds && from < length; from += STEP_ROWS) {
    const to = Math.min(length, from + STEP_ROWS);
    for (let row = from; row < to; row++) {
      if (validity && !isSet(validity, row) && field.type !== 'string') continue;
      if (!holds(row)) {
        const message = `${path}, row ${row}, must be ${kind.must}`;
        throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path, row, column: index });
      }
    }
    await turn();
  }
  return new Column(field, length, given, validity);
}
