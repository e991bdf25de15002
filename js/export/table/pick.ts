/** Which columns of a file are read. */
import { ClinicoreError } from '../../errors';
import { invalid, items } from '../../validate';
import type { Field } from './column-type';
import { columnName, differentNames, MAX_COLUMNS } from './schema';

/** A column of a file: what it is in a table, or what its type is called that a table does not have. */
export interface FileColumn {
  readonly name: string;
  readonly field: Field | undefined;
  readonly foreign: string | undefined;
}

/** The names of columns that are read: at least one, each once. */
export function columnNames(value: unknown, path: string): string[] {
  const names = items(value, path, MAX_COLUMNS, columnName);
  if (names.length === 0) invalid(path, 'an array of at least one name', value);
  differentNames(
    names.map((name) => ({ name })),
    path,
  );
  return names;
}

/** The columns that are read, all if none are named: their places in the file, and what they are in a table. */
export function picked(
  columns: readonly FileColumn[],
  names: readonly string[] | undefined,
): { places: number[]; fields: readonly Field[] } {
  const places = names
    ? names.map((name, at) => {
        const place = columns.findIndex((column) => column.name === name);
        return place < 0 ? invalid(`options.columns[${at}]`, 'the name of a column of the file', name) : place;
      })
    : columns.map((_, place) => place);
  const must = 'leave it out with options.columns';
  const seen = new Set<string>();
  const fields = places.map((column) => {
    const { name, field, foreign } = columns[column] as FileColumn;
    if (field === undefined) {
      throw unsupported(`The column '${name}' is of the type ${foreign}, which a table does not hold: ${must}`, column);
    }
    if (seen.has(name)) throw unsupported(`The column '${name}' has the name of another column: ${must}`, column);
    seen.add(name);
    return field;
  });
  return { places, fields: Object.freeze(fields) };
}

/** The error of a column that is not read here. */
export const unsupported = (message: string, column: number): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', message, { column });

/** The error of a file with more rows than are wanted. */
export const tooManyRows = (limit: number): ClinicoreError =>
  new ClinicoreError('ERR_LIMIT_EXCEEDED', `source has more than ${limit} rows`, { limit, option: 'maxRows' });
