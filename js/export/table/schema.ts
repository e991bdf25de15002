/** The columns of a table, as a caller describes them. */
import { ClinicoreError } from '../../errors';
import { type Fields, integer, invalid, items, oneOf, record, text } from '../../validate';
import type { ColumnType, Field } from './column-type';
import { COLUMN_TYPES } from './types';
import { MAX_DIGITS } from './types/decimal';

/** Columns of a table; wide enough for any export of a laboratory. */
export const MAX_COLUMNS = 100_000;
/** UTF-16 units of a column's name. */
const MAX_NAME = 32_767;

export const columnName = (value: unknown, path: string): string => text(value, path, MAX_NAME);

/** The names of columns that are wanted: at least one, each once. */
export function columnNames(value: unknown, path: string): string[] {
  const names = items(value, path, MAX_COLUMNS, columnName);
  if (names.length === 0) invalid(path, 'an array of at least one name', value);
  return allDifferent(names, (index) => `${path}[${index}]`);
}

/** A table's columns: as many as there may be, with different names. */
export function schemaOf(value: unknown, path: string): Field[] {
  const fields = items(value, path, MAX_COLUMNS, (item, at) =>
    fieldOf(record(item, at).only(['name', 'type', 'scale'])),
  );
  return differentNames(fields, path);
}

/** One column: its name, its type, and the scale if it is a decimal. */
export function fieldOf(fields: Fields): Field {
  const name = fields.get('name', columnName);
  const type: ColumnType = fields.get('type', oneOf, COLUMN_TYPES);
  const given = fields.optional('scale', undefined, integer, 0, MAX_DIGITS);
  if (type === 'decimal')
    return Object.freeze({ name, type, scale: given ?? fields.get('scale', integer, 0, MAX_DIGITS) });
  if (given !== undefined) {
    const argument = fields.path('scale');
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} is for decimals only`, { argument });
  }
  return Object.freeze({ name, type });
}

/** Refuses the second of two columns of the same name. */
export function differentNames<T extends { readonly name: string }>(columns: T[], path: string): T[] {
  allDifferent(
    columns.map(({ name }) => name),
    (index) => `${path}[${index}].name`,
  );
  return columns;
}

function allDifferent(names: string[], pathOf: (index: number) => string): string[] {
  const first = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const twin = first.get(name);
    if (twin !== undefined) {
      const argument = pathOf(index);
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must differ from ${pathOf(twin)}`, { argument });
    }
    first.set(name, index);
  }
  return names;
}
