/** Tables as the columns of a sheet. */
import { type Fields, invalid, limitLength, readable, record } from '../../validate';
import type { ColumnType, Field } from '../table/column-type';
import { type TableSource, tableSource } from '../table/source';
import { isTable } from '../table/table';
import { CELLS } from './cell';
import { type Column, columnWidth, headerText, type SheetColumn } from './column';
import { MAX_COLUMNS, numberFormat } from './excel';

/** The tables of a sheet; their columns may be known only when the first comes. */
export interface CheckedTables {
  readonly source: TableSource;
  /** The path of the source. */
  readonly path: string;
  /** Of a single table. */
  readonly columns: readonly SheetColumn[] | undefined;
  /** The columns of tables of a schema. */
  columnsOf(schema: readonly Field[]): SheetColumn[];
}

/** As what a table's columns are written; 64-bit integers as decimals without decimals, so that no digit is lost. */
const WRITTEN: { readonly [T in ColumnType]: Column['type'] } = {
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

/** The tables of a sheet that has them, checked as far as they are there. */
export function checkTables(fields: Fields, maxRows: number): CheckedTables | undefined {
  const source = fields.optional('table', undefined, tableSource);
  const path = fields.path('table');
  if (source === undefined) {
    const only = (value: unknown, path: string) => invalid(path, 'left out, but for a table', value);
    fields.optional('formats', undefined, only);
    fields.optional('widths', undefined, only);
    return undefined;
  }
  fields.optional('columns', undefined, (value, path) => invalid(path, 'left out beside a table', value));
  const formats = fields.optional('formats', new Map<string, string>(), byName<string>, numberFormat);
  const widths = fields.optional('widths', new Map<string, number>(), byName<number>, columnWidth);

  const columnsOf = (schema: readonly Field[]): SheetColumn[] => {
    if (schema.length === 0) invalid(path, 'a table of at least one column', source);
    limitLength(schema.length, `${path}.columns`, MAX_COLUMNS);
    const names = new Set(schema.map(({ name }) => name));
    for (const [key, of] of [
      ['formats', formats],
      ['widths', widths],
    ] as const) {
      if ([...of.keys()].every((name) => names.has(name))) continue;
      invalid(fields.path(key), "an object whose keys are names of the table's columns", {});
    }
    return schema.map((field, index) => tableColumn(field, `${path}.columns[${index}]`, formats, widths));
  };
  if (!isTable(source)) return { source, path, columns: undefined, columnsOf };
  const columns = columnsOf(source.schema);
  limitLength(source.length, `${path}.columns[0]`, maxRows);
  return { source, path, columns, columnsOf };
}

/** Settings by the names of columns. */
function byName<T>(value: unknown, path: string, check: (value: unknown, path: string) => T): ReadonlyMap<string, T> {
  const fields = record(value, path);
  const keys = readable(path, () => Object.keys(value as object));
  return new Map(keys.map((key) => [key, fields.get(key, check)]));
}

function tableColumn(
  { name, type: held, scale = 0 }: Field,
  path: string,
  formats: ReadonlyMap<string, string>,
  widths: ReadonlyMap<string, number>,
): SheetColumn {
  const type = WRITTEN[held];
  if (scale > MAX_SCALE) invalid(path, `a decimal of a scale of at most ${MAX_SCALE}, which Excel can hold`, scale);
  const format = formats.get(name) ?? CELLS[type].format(scale);
  return { type, header: headerText(name, `${path}.name`), scale, format, width: widths.get(name), path };
}
