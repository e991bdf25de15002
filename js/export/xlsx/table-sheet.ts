/** A table as the columns of a sheet. */
import { invalid, limitLength, readable, record } from '../../validate';
import { type Column, cellOf } from '../table/column';
import type { ColumnType } from '../table/column-type';
import { isTable, type Table } from '../table/table';
import { CELLS } from './cell';
import { type CheckedColumn, headerText, type Column as SheetColumn } from './column';
import { MAX_COLUMNS, MAX_ROWS, numberFormat } from './excel';

/** As what a table's columns are written; 64-bit integers as decimals without decimals, so that no digit is lost. */
const WRITTEN: { readonly [T in ColumnType]: SheetColumn['type'] } = {
  float64: 'float64',
  int32: 'int32',
  int64: 'decimal',
  boolean: 'boolean',
  string: 'string',
  date: 'date',
  timestamp: 'timestamp',
  decimal: 'decimal',
  category: 'string',
};

/** Decimals that Excel's 15 digits leave room for. */
const MAX_SCALE = 15;

export function checkTable(value: unknown, path: string): Table {
  if (!isTable(value)) invalid(path, 'a table, as tableFrom and tableOf make it', value);
  if (value.columns.length === 0) invalid(path, 'a table of at least one column', value);
  limitLength(value.columns.length, `${path}.columns`, MAX_COLUMNS);
  limitLength(value.length, `${path}.columns[0]`, MAX_ROWS);
  return value;
}

/** The formats of columns by their names, each of which must be one of the table's. */
export function checkFormats(value: unknown, path: string, { schema }: Table): ReadonlyMap<string, string> {
  const fields = record(value, path);
  const names = new Set(schema.map(({ name }) => name));
  const keys = readable(path, () => Object.keys(value as object));
  if (!keys.every((key) => names.has(key)))
    invalid(path, "an object whose keys are names of the table's columns", value);
  return new Map(keys.map((key) => [key, fields.get(key, numberFormat)]));
}

/** The columns as a sheet has them; `path` is the table's. */
export function tableColumns(table: Table, formats: ReadonlyMap<string, string>, path: string): CheckedColumn[] {
  return (table.columns as readonly Column[]).map((column, index) => {
    const at = `${path}.columns[${index}]`;
    const { name, scale, length } = column;
    const type = WRITTEN[column.type];
    if (scale > MAX_SCALE) invalid(at, `a decimal of a scale of at most ${MAX_SCALE}, which Excel can hold`, scale);
    const format = formats.get(name) ?? CELLS[type].format(scale);
    const header = headerText(name, `${at}.name`);
    return {
      ...{ type, header, scale, format, width: undefined, values: { length }, length, path: at },
      make: (start: number, end: number) => make(column, start, end),
    };
  });
}

/** The values of rows as a sheet takes them: of decimals, their integers. */
function make(column: Column, start: number, end: number): unknown[] {
  const isScaled = WRITTEN[column.type] === 'decimal';
  return Array.from({ length: end - start }, (_, at) => {
    const value = cellOf(column, start + at);
    return isScaled && value !== null ? column.values[start + at] : value;
  });
}
