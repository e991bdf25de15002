/** Conditions that rows must hold. */
import type { ParquetColumn, ParquetFilter, ParquetOp } from '../../contract/parquet';
import { type Fields, invalid, items, oneOf, readable, record } from '../../validate';
import type { Column } from '../table/column';
import type { Field } from '../table/column-type';
import { Filling } from '../table/fill';
import type { ColumnItems } from '../table/of';
import { foreignColumn, missingColumn } from '../table/pick';
import { columnName } from '../table/schema';
import { isSet } from '../table/validity';

/** A value as a column of its type takes it: see {@link tableFrom}. */
export type ConditionValue = ColumnItems[keyof ColumnItems];

/**
 * A condition on a column. Values are compared as what the column holds: numbers, days and moments by size, texts by the
 * order of their characters' code points. A row without a value holds none of them but `'is null'`.
 */
export type ParquetCondition =
  | {
      /** The column's name. */
      column: string;
      /** How its value is to compare with `value`. */
      op: '=' | '!=' | '<' | '<=' | '>' | '>=';
      /** What it is compared with. */
      value: ConditionValue;
    }
  | {
      /** The column's name. */
      column: string;
      /** Its value is to be one of `value`. */
      op: 'in';
      /** The values it may have, at most 10,000. */
      value: readonly ConditionValue[];
    }
  | {
      /** The column's name. */
      column: string;
      /** It is to have no value, or one. */
      op: 'is null' | 'is not null';
    };

/** A condition, of which the values are still to be compared with the column's type. */
export interface CheckedCondition {
  readonly path: string;
  readonly column: string;
  readonly op: ParquetOp;
  readonly values: readonly unknown[];
}

const OPS = ['=', '!=', '<', '<=', '>', '>=', 'in', 'is null', 'is not null'] as const;
/** Conditions of a call, and values of one. */
const MAX_CONDITIONS = 1000;
const MAX_IN = 10_000;

export const conditions = (value: unknown, path: string): CheckedCondition[] =>
  items(value, path, MAX_CONDITIONS, condition);

function condition(value: unknown, path: string): CheckedCondition {
  const fields = record(value, path);
  const op = fields.get('op', oneOf, OPS);
  const isOfNull = op === 'is null' || op === 'is not null';
  fields.only(isOfNull ? ['column', 'op'] : ['column', 'op', 'value']);
  return { path, column: fields.get('column', columnName), op, values: isOfNull ? [] : valuesOf(fields, op) };
}

function valuesOf(fields: Fields, op: ParquetOp): unknown[] {
  const given = (value: unknown, path: string): unknown => value ?? invalid(path, 'a value', value);
  return op === 'in'
    ? fields.get('value', (value, path) => items(value, path, MAX_IN, given))
    : [fields.get('value', given)];
}

/** The condition as the column of the file has its values. */
export function filterOf(
  { path, column, op, values }: CheckedCondition,
  columns: readonly ParquetColumn[],
): ParquetFilter {
  const at = columns.findIndex(({ name }) => name === column);
  const found = columns[at];
  if (found === undefined) throw missingColumn(`${path}.column`);
  if (found.field === undefined) throw foreignColumn(column, found.foreign, at);
  const { type, scale } = found.field;
  const message = { column: at, op };
  if (type === 'string' || type === 'category') {
    return { ...message, texts: [...filled({ name: column, type: 'string' }, path, op, values)] as string[] };
  }
  const read = filled(type === 'decimal' ? { name: column, type, scale } : { name: column, type }, path, op, values);
  if (type === 'float64') return { ...message, floats: read.values as Float64Array };
  if (type === 'boolean') {
    const bits = read.values as Uint8Array;
    return { ...message, integers: BigInt64Array.from(values, (_, row) => BigInt(isSet(bits, row))) };
  }
  const integers = read.values as Int32Array | BigInt64Array;
  return { ...message, integers: BigInt64Array.from(integers as ArrayLike<number | bigint>, BigInt) };
}

function filled(field: Field, path: string, op: ParquetOp, values: readonly unknown[]): Column {
  const argument = `${path}.value`;
  const cell = (row: number) => (op === 'in' ? `${argument}[${row}]` : argument);
  const filling = new Filling(field, 0, values.length, 'error', { argument, cell });
  readable(argument, () => filling.take(values, 0, values.length));
  return filling.nulls > 0 ? invalid(argument, 'of values that are not empty', '') : filling.finish();
}
