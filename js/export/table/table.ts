import { named, showAs } from '../../inspect';
import { integer, invalid, oneOf, optionalRecord } from '../../validate';
import { type Column, cellOf, columnOfNulls, sliceColumn, type TableColumn } from './column';
import type { ColumnValues, Field } from './column-type';

/** A row of a {@link Table}, by the names of its columns. */
export type TableRow = Record<string, ColumnValues[keyof ColumnValues] | null>;

/** Options of {@link Table.rows}. */
export interface RowsOptions {
  /**
   * What timestamps are: `'date'`, or `'microseconds'` since 1970-01-01T00:00Z as a bigint, which loses none of the three
   * digits that a Date has no place for. Default `'date'`: rounded down to the millisecond.
   */
  timestamps?: 'date' | 'microseconds' | undefined;
}

/** Whether a value is a table, not only something that looks like one. */
export let isTable: (value: unknown) => value is Table;

/**
 * Columns of equal length, each of one type, in Apache Arrow's memory layout. It never changes. Made by
 * {@link tableFrom} and {@link tableOf}.
 */
export class Table {
  /** The columns' names and types, in order. */
  readonly schema: readonly Field[];
  /** Rows. */
  readonly length: number;
  /** The columns, in order. */
  readonly columns: readonly TableColumn[];
  readonly #byName: ReadonlyMap<string, Column>;

  static {
    isTable = (value): value is Table => typeof value === 'object' && value !== null && #byName in value;
  }

  /** @internal */
  constructor(columns: readonly Column[], length: number) {
    this.columns = Object.freeze([...columns]) as readonly TableColumn[];
    this.length = length;
    this.schema = Object.freeze(
      columns.map(({ name, type, scale }) =>
        Object.freeze(type === 'decimal' ? { name, type, scale } : { name, type }),
      ),
    );
    this.#byName = new Map(columns.map((column) => [column.name, column]));
    Object.freeze(this);
  }

  /**
   * A column by its name.
   *
   * @param name as in {@link Table.schema}
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` if there is none of this name
   *
   * @example
   * const total = table.column('total');
   * if (total.type === 'decimal') total.values; // a BigInt64Array of cents, say
   */
  column(name: string): TableColumn {
    const column = this.#byName.get(name);
    if (column === undefined) invalid('name', 'the name of a column of the table', name);
    return column as TableColumn;
  }

  /**
   * The rows as objects, each made when it is asked for.
   *
   * @param options what timestamps become
   * @example
   * for (const { number, total } of table.slice(0, 50).rows()) console.log(number, total);
   */
  rows(options: RowsOptions = {}): IterableIterator<TableRow> {
    const fields = optionalRecord(options, 'options').only(['timestamps']);
    const isExact = fields.optional('timestamps', 'date', oneOf, ['date', 'microseconds']) === 'microseconds';
    return rowsOf(this, isExact);
  }

  /**
   * The rows from `from` to before `to`, in the same memory: only bits that do not begin at a byte are copied.
   *
   * @param from the first row, from 0; default 0
   * @param to the row after the last; default, and at most, the table's length
   */
  slice(from = 0, to = this.length): Table {
    const end = Math.min(this.length, integer(to, 'to', 0, Number.MAX_SAFE_INTEGER));
    const start = Math.min(end, integer(from, 'from', 0, Number.MAX_SAFE_INTEGER));
    return new Table(
      (this.columns as readonly Column[]).map((column) => sliceColumn(column, start, end)),
      end - start,
    );
  }
}
showAs(Table, ({ schema, length }) => named('Table', { length, schema }));

/** A table without rows. */
export const emptyTable = (schema: readonly Field[]): Table =>
  new Table(
    schema.map((field) => columnOfNulls(field, 0)),
    0,
  );

function* rowsOf({ columns, length }: Table, isExact: boolean): Generator<TableRow, void, undefined> {
  const cells = (columns as readonly Column[]).map((column) => ({
    name: column.name,
    read: isExact && column.type === 'timestamp' ? exact(column) : (row: number) => cellOf(column, row),
  }));
  for (let row = 0; row < length; row++) {
    const object: TableRow = {};
    for (const { name, read } of cells) {
      // An assignment of this one name would change what the object inherits from.
      if (name === '__proto__') Object.defineProperty(object, name, { ...OWN, value: read(row) });
      else object[name] = read(row);
    }
    yield object;
  }
}

const OWN = { writable: true, enumerable: true, configurable: true };

function exact(column: Column): (row: number) => bigint | null {
  const { values } = column as Column<'timestamp'>;
  return (row) => (cellOf(column, row) === null ? null : (values[row] as bigint));
}
