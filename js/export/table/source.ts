/** Tables on their way into a file: one, or many of one schema one after the other. */
import { Readable } from 'node:stream';
import { ClinicoreError } from '../../errors';
import type { Task } from '../../task';
import { invalid, readable } from '../../validate';
import type { Field } from './column-type';
import { rowSource, runsOf } from './row-source';
import { isTable, type Table } from './table';

/**
 * What a file is written from: a table, or tables with the same columns one after the other, of which one at a time is in
 * memory, such as those of a reader or of {@link tablesFrom}. An array of tables can be written many times; of an iterable
 * that goes only once, the output can be asked for only once.
 */
export type TableSource = Table | Iterable<Table> | AsyncIterable<Table>;

/** Looks at what a caller passed in, without taking a table from it. */
export function tableSource(value: unknown, path: string): TableSource {
  if (isTable(value)) return value;
  const must = 'a table, or an iterable or asynchronous iterable of tables';
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) invalid(path, must, value);
  readable(path, () => {
    const isIterable = [Symbol.asyncIterator, Symbol.iterator].some(
      (key) => typeof Reflect.get(value, key) === 'function',
    );
    if (!isIterable) invalid(path, must, value);
  });
  return value as TableSource;
}

/** How many rows there are, if that is known before they are read. */
export const rowsOfSource = (source: TableSource): number | undefined => (isTable(source) ? source.length : undefined);

/**
 * The tables of a source, in order. The source is closed when its reader stops early or its task is aborted.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (an item that is no table, or whose columns are not those of the first:
 *   `details` has its `index`, from 0), `ERR_IO` (the source failed: `cause` is its error, unless that is a ClinicoreError of
 *   its own), `ERR_ABORTED`
 */
export async function* tablesOf(source: TableSource, path: string, task: Task): AsyncGenerator<Table, void, undefined> {
  if (isTable(source)) {
    yield source;
    return;
  }
  takeOnce(source, path);
  let schema: readonly Field[] | undefined;
  let table = 0;
  for await (const [item] of runsOf(rowSource(source, path), task, 1, path)) {
    if (!isTable(item)) invalid(`${path}[${table}]`, 'a table', item, { index: table });
    schema ??= item.schema;
    if (!isSameSchema(schema, item.schema)) throw otherSchema(path, table);
    yield item;
    table++;
  }
}

/** Sources that go only once, and went. */
const taken = new WeakSet<object>();

/** Refuses a source that has given its tables: taken for one without any, it would make an empty file. */
function takeOnce(source: object, path: string): void {
  if (taken.has(source)) {
    const message = `${path} is a source that can be read only once, and was`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
  }
  // What iterators such as generators have, and what can be iterated as often as one likes has not.
  const goesOnce =
    source instanceof Readable || readable(path, () => typeof Reflect.get(source, 'next') === 'function');
  if (goesOnce) taken.add(source);
}

/** Whether two tables have the same columns. */
function isSameSchema(one: readonly Field[], other: readonly Field[]): boolean {
  if (one === other) return true;
  return (
    one.length === other.length &&
    one.every(({ name, type, scale }, at) => {
      const field = other[at] as Field;
      return field.name === name && field.type === type && field.scale === scale;
    })
  );
}

function otherSchema(path: string, table: number): ClinicoreError {
  const argument = `${path}[${table}]`;
  const message = `${argument} must have the same columns as the table before it: names, types, scales and order`;
  return new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument, index: table });
}
