/** Which columns of a file are read. */
import { ClinicoreError, count } from '../../errors';
import type { Field } from './column-type';

/** A column of a file: what it is in a table, or what its type is called that a table does not have. */
export interface FileColumn {
  readonly name: string;
  readonly field: Field | undefined;
  readonly foreign: string | undefined;
}

/** The columns that are read, all if none are named: their places in the file, and what they are in a table. */
export function picked(
  columns: readonly FileColumn[],
  names: readonly string[] | undefined,
): { places: number[]; fields: readonly Field[] } {
  const places = names
    ? names.map((name, at) => {
        const place = columns.findIndex((column) => column.name === name);
        if (place < 0) throw missingColumn(`options.columns[${at}]`, at);
        return place;
      })
    : columns.map((_, place) => place);
  const seen = new Set<string>();
  const fields = places.map((column) => {
    const { name, field, foreign } = columns[column] as FileColumn;
    if (field === undefined) throw foreignColumn(name, foreign, column);
    if (seen.has(name)) throw unsupported(`The column '${name}' has the name of another column: ${LEAVE_OUT}`, column);
    seen.add(name);
    return field;
  });
  return { places, fields: Object.freeze(fields) };
}

const LEAVE_OUT = 'leave it out with options.columns';

/** The error of a column of a type that a table does not have. */
export const foreignColumn = (name: string, type: string | undefined, column: number): ClinicoreError =>
  unsupported(`The column '${name}' is of the type ${type}, which a table does not hold: ${LEAVE_OUT}`, column);

/** The error of a column that is not read here. */
export const unsupported = (message: string, column: number): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', message, { column });

/**
 * The error of a column that a file does not have. What is asked for stands in a program, the file comes from outside: it is
 * the file that is not as it must be, and whoever sent it who mends it.
 *
 * @param argument the path of the name that was asked for
 * @param column the column of the table that it would be
 */
export function missingColumn(argument: string, column?: number): ClinicoreError {
  const message = `The file has no column of the name that ${argument} says`;
  return new ClinicoreError('ERR_MALFORMED_INPUT', message, { argument, ...(column !== undefined && { column }) });
}

/** The error of more rows than `maxRows` says. */
export function tooManyRows(limit: number, source = 'source'): ClinicoreError {
  const message = `${source} has more than ${count(limit, 'row')}`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { limit, option: 'maxRows' });
}
