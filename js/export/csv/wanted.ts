/** Which cells of a file's rows are columns. */
import { ClinicoreError, count } from '../../errors';
import type { Field } from '../table/column-type';
import { missingColumn } from '../table/pick';
import type { Head } from './head';
import type { ReadSettings } from './options';

/** A column that is wanted. */
export interface Wanted {
  readonly name: string;
  /** Its cell in the rows, from 0. */
  readonly cell: number;
  /** With a schema. */
  readonly field: Field | undefined;
}

/** The columns that a schema or a selection wants, or all. */
export function wantedOf({ names, header }: Head, { schema, columns }: ReadSettings): Wanted[] {
  if (!schema && !columns) return names.map((name, cell) => ({ name, cell, field: undefined }));
  const asked = schema ?? (columns as readonly string[]).map((name) => ({ name }));
  const option = schema ? 'options.schema' : 'options.columns';
  // A file without a row has no cells that could be missing.
  if (!header && names.length > 0 && asked.length > names.length) {
    const message = `The file must have ${count(asked.length, 'column')}, as many as ${option}, has ${names.length}`;
    const details = { argument: option, required: asked.length, given: names.length };
    throw new ClinicoreError('ERR_MALFORMED_INPUT', message, details);
  }
  const cells = new Map(names.map((name, cell) => [name, cell]));
  return asked.map(({ name }, index) => {
    const cell = header ? cells.get(name) : index;
    if (cell === undefined) {
      const argument = schema ? `${option}[${index}].name` : `${option}[${index}]`;
      throw missingColumn(argument, index);
    }
    return { name, cell, field: schema?.[index] };
  });
}
