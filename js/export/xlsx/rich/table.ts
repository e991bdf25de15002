/** Excel's tables: ranges with a name, a style, filters and totals. */
import type { RangeMessage, TableMessage, TotalFunction } from '../../../contract/rich';
import { ClinicoreError } from '../../../errors';
import { boolean, invalid, isRecord, matching, oneOf, readable, record } from '../../../validate';
import { type CellRange, columnLetters, rangeAt } from './address';
import { cellText, type FormulaValue, formulaValue } from './formula';
import { tableName } from './names';

/** What a table's last row says of a column: a function of the rows that are shown, a text, or a formula. */
export type TableTotal =
  | TotalFunction
  | {
      /** A text, such as `'Total'`. */
      label: string;
    }
  | FormulaValue;

/** A range that Excel treats as a table. */
export interface ExcelTable {
  /** By which formulas name it: letters, digits, dots and `_`, unlike a cell and unlike all other names of the workbook. */
  name: string;
  /**
   * Its header and its rows, at least one, without totals. The header's cells must be different texts. Default: the
   * sheet's columns or table.
   */
  range?: CellRange;
  /** By the columns' names: what the row below the last one says. Default: there is no such row. */
  totals?: Readonly<Record<string, TableTotal>>;
  /** `TableStyleLight1` to `21`, `Medium1` to `28`, `Dark1` to `11`; `null` for none. Default `TableStyleMedium2`. */
  style?: string | null;
  /** Put a filter button on each header. Default true. */
  filter?: boolean;
  /** Every other row in another colour. Default true. */
  bandedRows?: boolean;
  /** Every other column in another colour. Default false. */
  bandedColumns?: boolean;
  /** The first, or last, column in bold. Default false. */
  firstColumn?: boolean;
  /** The last column in bold. Default false. */
  lastColumn?: boolean;
}

/** A total, before its result is known. */
export type CheckedTotal = { label: string } | { function: TotalFunction } | { formula: string; result: number };

/** A table whose headers are not known yet. */
export interface CheckedTable extends Omit<TableMessage, 'columns' | 'range' | 'totals'> {
  readonly path: string;
  /** Undefined for the sheet's data. */
  readonly range: RangeMessage | undefined;
  readonly totals: ReadonlyMap<string, CheckedTotal> | undefined;
}

const FUNCTIONS = ['sum', 'average', 'count', 'countNumbers', 'min', 'max', 'stdDev', 'var'] as const;
const STYLE = /^TableStyle(?:Light(?:1?\d|2[01])|Medium(?:1?\d|2[0-8])|Dark(?:\d|1[01]))$/;

/** Reads an {@link ExcelTable}. */
export function checkExcelTable(value: unknown, path: string): CheckedTable {
  const fields = record(value, path).only([
    ...['name', 'range', 'totals', 'style', 'filter', 'bandedRows', 'bandedColumns', 'firstColumn', 'lastColumn'],
  ]);
  const range = fields.optional('range', undefined, rangeAt);
  if (range !== undefined && range[0] === range[2])
    invalid(fields.path('range'), 'a header and at least one row', value);
  const style = (given: unknown, at: string) =>
    given === null || /Style(?:Light|Medium|Dark)0/.test(String(given))
      ? given === null
        ? ''
        : invalid(at, "the name of one of Excel's table styles", given)
      : matching(given, at, STYLE, "the name of one of Excel's table styles, such as 'TableStyleMedium2', or null");
  return {
    path,
    name: fields.get('name', tableName),
    range,
    totals: fields.optional('totals', undefined, totalsOf),
    style: fields.optional('style', 'TableStyleMedium2', style),
    filter: fields.optional('filter', true, boolean),
    bandedRows: fields.optional('bandedRows', true, boolean),
    bandedColumns: fields.optional('bandedColumns', false, boolean),
    firstColumn: fields.optional('firstColumn', false, boolean),
    lastColumn: fields.optional('lastColumn', false, boolean),
  };
}

function totalsOf(value: unknown, path: string): ReadonlyMap<string, CheckedTotal> {
  const fields = record(value, path);
  const names = readable(path, () => Object.keys(value as object));
  return new Map(names.map((name) => [name, fields.get(name, totalOf)]));
}

function totalOf(value: unknown, path: string): CheckedTotal {
  if (typeof value === 'string') return { function: oneOf(value, path, FUNCTIONS) };
  if (!isRecord(value)) invalid(path, `${FUNCTIONS.join(', ')}, { label } or { formula, result }`, value);
  if (readable(path, () => value.label) !== undefined) {
    return { label: record(value, path).only(['label']).get('label', cellText) };
  }
  const { formula, result } = formulaValue(value, path);
  return {
    formula,
    result: typeof result === 'number' ? result : invalid(`${path}.result`, 'a finite number', result),
  };
}

/** Refuses headers that are not different texts, and totals of columns that are none. */
export function checkHeaders(
  { path, totals }: CheckedTable,
  range: RangeMessage,
  headers: readonly (string | undefined)[],
): void {
  const seen = new Set<string>();
  for (const [index, header] of headers.entries()) {
    const known = header !== undefined && header !== '' && !seen.has(header.toLowerCase());
    if (!known) {
      const cell = `${columnLetters(range[1] + index)}${range[0] + 1}`;
      throw new ClinicoreError(
        'ERR_INVALID_ARGUMENT',
        `${path}: the header in ${cell} must be a text that differs from the table's other headers`,
        { argument: path, row: range[0], column: range[1] + index },
      );
    }
    seen.add(header.toLowerCase());
  }
  for (const name of totals?.keys() ?? []) {
    if (!headers.includes(name))
      invalid(`${path}.totals`, "an object whose keys are names of the table's columns", totals);
  }
}
