/** The columns or the table of a sheet, and how they look. */
import type { DataMessage, RangeMessage } from '../../../contract/rich';
import { type Fields, invalid, readable, record } from '../../../validate';
import { isTable, type Table } from '../../table/table';
import type { CheckedColumn, SheetColumn } from '../column';
import { limit, MAX_COLUMNS, MAX_ROWS } from '../excel';
import { checkColumns } from '../sheet';
import { checkTables } from '../table-sheet';
import { type Cell, cellAt, SHEET_ROWS } from './address';
import type { Layer } from './layers';
import type { CheckedColumns } from './layout';
import { merged, type PartialStyle, type Styles } from './style';

/** The columns or the table of a sheet, checked. */
export interface CheckedData {
  readonly columns: readonly SheetColumn[];
  readonly rows: number;
  readonly source: readonly CheckedColumn[] | Table;
  readonly start: Cell;
  readonly message: DataMessage;
  /** Of each column's cells. */
  readonly styles: readonly PartialStyle[];
}

/** The columns or the table, where there are any. */
export function checkData(
  fields: Fields,
  styles: Styles,
  theme: PartialStyle,
  layout: readonly CheckedColumns[],
): CheckedData | undefined {
  if (isCellsAlone(fields)) return undefined;
  const start = fields.optional('start', { row: 0, column: 0 }, cellAt);
  const source = sourceOf(fields);
  const { columns, rows } = source;
  limit(fields.path('start'), 'rows from the top to the end of the data', start.row + rows + 1, SHEET_ROWS);
  limit(fields.path('start'), 'columns from A to the end of the data', start.column + columns.length, MAX_COLUMNS);
  const header = styles.number(merged(theme, fields.optional('headerStyle', {}, styles.check)));
  const named = fields.optional('columnStyles', new Map<string, PartialStyle>(), columnStyles, columns, styles);
  const looks = columns.map(({ format, header: name }, index) => {
    const at = start.column + index;
    const under = layout.find(({ first, last }) => first <= at && at <= last)?.style ?? {};
    return merged(under, format === '' ? {} : { numberFormat: format }, named.get(name) ?? {});
  });
  const message: DataMessage = {
    ...start,
    columns: columns.map(({ header: text, type, scale }, index) => ({
      header: text,
      kind: KINDS[type],
      scale,
      style: styles.number(looks[index] as PartialStyle),
      headerStyle: header,
    })),
  };
  return { ...source, start, styles: looks, message };
}

/** Of tables one after the other no one knows where they end, and what stands below. */
function sourceOf(fields: Fields): Pick<CheckedData, 'columns' | 'rows' | 'source'> {
  const tables = checkTables(fields, MAX_ROWS);
  if (tables === undefined) {
    const columns = fields.get('columns', (value, path) => checkColumns(value, path, MAX_ROWS));
    return { columns, rows: columns[0]?.length ?? 0, source: columns };
  }
  const { source, columns } = tables;
  if (!isTable(source) || columns === undefined) {
    invalid(tables.path, 'one table, where a workbook has styles, charts or the like', source);
  }
  return { columns, rows: source.length, source };
}

/** Whether it is a sheet of cells alone, which has nothing that says how columns look. */
function isCellsAlone(fields: Fields): boolean {
  const has = (key: string) => fields.optional(key, undefined, (given) => given) !== undefined;
  if (has('columns') || has('table') || !has('cells')) return false;
  for (const key of ['formats', 'widths', 'freezeHeader', 'headerStyle', 'columnStyles', 'start']) {
    fields.optional(key, undefined, (given, at) =>
      invalid(at, 'left out where there are no columns and no table', given),
    );
  }
  return true;
}

const KINDS: Readonly<Record<SheetColumn['type'], DataMessage['columns'][number]['kind']>> = {
  ...({ string: 'text', boolean: 'boolean', decimal: 'decimal' } as const),
  ...({ float64: 'number', int32: 'number', date: 'number', timestamp: 'number' } as const),
};

function columnStyles(
  value: unknown,
  path: string,
  columns: readonly SheetColumn[],
  styles: Styles,
): Map<string, PartialStyle> {
  const fields = record(value, path);
  const headers = new Set(columns.map(({ header }) => header));
  const names = readable(path, () => Object.keys(value as object));
  if (!names.every((name) => headers.has(name))) {
    invalid(path, "an object whose keys are the columns' headers", value);
  }
  return new Map(names.map((name) => [name, fields.get(name, styles.check)]));
}

/** The header and the columns as layers under those of ranges. */
export function dataLayers({ start, rows, styles: looks, message }: CheckedData, styles: Styles): Layer[] {
  const { row, column } = start;
  const header = message.columns[0]?.headerStyle ?? 0;
  const head: Layer = {
    range: [row, column, row, column + looks.length - 1],
    style: styles.list[header] as PartialStyle,
    isWritten: false,
  };
  const body = looks.map(
    (style, at): Layer => ({ range: [row + 1, column + at, row + rows, column + at], style, isWritten: false }),
  );
  return rows === 0 ? [head] : [head, ...body];
}

/** The range of the columns or the table, with its header. */
export const dataRange = ({ start, rows, columns }: CheckedData): RangeMessage => [
  start.row,
  start.column,
  start.row + rows,
  start.column + columns.length - 1,
];
