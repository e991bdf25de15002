/** A sheet with styles, charts and the like. */
import type {
  ChartMessage,
  ConditionMessage,
  ImageMessage,
  PrintMessage,
  ProtectionMessage,
  RangeMessage,
  RowLayoutMessage,
  ValidationMessage,
} from '../../../contract/rich';
import { array, boolean, type Fields, integer, invalid, items, record } from '../../../validate';
import { limit, MAX_COLUMNS, sheetName } from '../excel';
import { SHEET_KEYS } from '../sheet';
import { apartFrom, type CellAddress, type CellRange, cellCount, overlaps, rangeAt, SHEET_ROWS } from './address';
import type { CellInput } from './cells';
import { checkChart, type SheetChart } from './chart';
import { type ConditionalFormat, checkCondition } from './condition';
import { type CheckedData, checkData, dataLayers, dataRange } from './data';
import { checkImage, type SheetImage } from './image';
import { type Layer, Layers } from './layers';
import {
  type CheckedColumns,
  type ColumnLayout,
  checkColumnLayout,
  checkRowLayout,
  inOrder,
  type RowLayout,
} from './layout';
import { checkPrint, type PrintOptions } from './print';
import { checkProtection, type SheetProtection } from './protection';
import { type PartialStyle, rgb, type StyleReference, type Styles } from './style';
import { type CheckedTable, checkExcelTable, type ExcelTable } from './table';
import { checkValidation, type DataValidation } from './validation';

/** What makes a sheet more than its columns or its table. */
export interface RichProperties {
  /** Where the header of its columns or table begins. Default `'A1'`. */
  start?: CellAddress;
  /** Cells one by one: titles, formulas, links, comments; up to a million. They stand over the columns or the table. */
  cells?: readonly CellInput[];
  /** Of the header of the columns or the table, over the theme's. */
  headerStyle?: StyleReference;
  /** Of the cells of columns, by their headers. */
  columnStyles?: Readonly<Record<string, StyleReference>>;
  /** Styles of ranges, the later over the earlier, and all over those of columns. A million cells in all. */
  ranges?: readonly {
    /** The cells. */
    range: CellRange;
    /** How they look. */
    style: StyleReference;
  }[];
  /** Widths, groups and styles of columns. */
  columnLayout?: readonly ColumnLayout[];
  /** Heights and groups of rows. */
  rowLayout?: readonly RowLayout[];
  /**
   * Make columns without a width as wide as the longest of all their cells, up to 60 characters; otherwise those of
   * columns and tables are as wide as their first cells, and others as they always are. Default false.
   */
  autofit?: boolean;
  /** So many rows on top and columns on the left stay in sight. Default: to the end of the header, if there is one. */
  freeze?: {
    /** Rows on top. Default 0. */
    rows?: number;
    /** Columns on the left. Default 0. */
    columns?: number;
  };
  /** Ranges that are shown as one cell: that of their first. */
  merges?: readonly CellRange[];
  /** Excel tables. */
  tables?: readonly ExcelTable[];
  /** Pictures on the sheet. */
  images?: readonly SheetImage[];
  /** Charts on the sheet. */
  charts?: readonly SheetChart[];
  /** Styles that cells have while they hold something; the first ones count more. */
  conditionalFormats?: readonly ConditionalFormat[];
  /** What may be entered into cells. */
  validations?: readonly DataValidation[];
  /** How the sheet is printed. */
  print?: PrintOptions;
  /** Refuse changes of locked cells, which all are whose style does not say otherwise. Default false. */
  protection?: boolean | SheetProtection;
  /** `'#RRGGBB'`. */
  tabColor?: string;
  /** Whether its tab is not shown. Default false; one sheet must be shown. */
  hidden?: boolean;
  /** In percent, 10 to 400. Default 100. */
  zoom?: number;
  /** Show the lines between cells. Default true. */
  gridlines?: boolean;
  /** Column A on the right. Default false. */
  rightToLeft?: boolean;
}

/** A sheet of cells alone. */
export interface CellSheet extends RichProperties {
  /** As in {@link SheetBase}. */
  name: string;
  /** The sheet's cells, one by one; up to a million. */
  cells: readonly CellInput[];
  /** Put filter buttons on the first row of a range. Default: none. */
  autoFilter?: CellRange;
}

/** The names of {@link RichProperties}. */
export const RICH_KEYS = [
  ...['start', 'cells', 'headerStyle', 'columnStyles', 'ranges', 'columnLayout', 'rowLayout', 'autofit', 'freeze'],
  ...['merges', 'tables', 'images', 'charts', 'conditionalFormats', 'validations', 'print', 'protection', 'tabColor'],
  ...['hidden', 'zoom', 'gridlines', 'rightToLeft'],
] as const;

/** What checking a sheet needs of its workbook. */
export interface SheetContext {
  readonly styles: Styles;
  readonly sheets: readonly string[];
  readonly colors: readonly string[];
  readonly header: PartialStyle;
  keepImage(data: Uint8Array, path: string): number;
}

/** A sheet of which everything is checked but its cells and values. */
export interface CheckedRichSheet {
  readonly path: string;
  readonly name: string;
  readonly data: CheckedData | undefined;
  readonly cells: readonly unknown[];
  readonly layers: Layers;
  readonly columns: readonly CheckedColumns[];
  readonly rows: RowLayoutMessage[];
  readonly autofit: boolean;
  readonly freeze: { rows: number; columns: number };
  readonly filter: RangeMessage | null;
  readonly merges: readonly RangeMessage[];
  readonly tables: readonly CheckedTable[];
  readonly images: ImageMessage[];
  readonly charts: ChartMessage[];
  readonly conditions: ConditionMessage[];
  readonly validations: ValidationMessage[];
  readonly print: PrintMessage;
  readonly protection: ProtectionMessage | null;
  readonly tabColor: string | null;
  readonly hidden: boolean;
  readonly zoom: number;
  readonly gridlines: boolean;
  readonly rightToLeft: boolean;
}

/** Cells given one by one. */
const MAX_CELLS = 1_000_000;
/** Cells of styled and of merged ranges. */
const MAX_RANGE_CELLS = 1_000_000;
/** Of each kind of things on a sheet. */
const MAX_ITEMS = 10_000;
const MAX_DRAWINGS = 1_000;

/** Checks everything of a sheet but its cells and values. */
export function checkRichSheet(value: unknown, path: string, context: SheetContext): CheckedRichSheet {
  const fields = record(value, path).only([...SHEET_KEYS, ...RICH_KEYS]);
  const { styles } = context;
  const name = fields.get('name', sheetName);
  const own = { ...context, sheet: name };
  const list = <T>(key: string, most: number, check: (item: unknown, at: string) => T) =>
    fields.optional(key, [], items, most, check);
  const columns = inOrder(
    list('columnLayout', MAX_ITEMS, (item, at) => checkColumnLayout(item, at, styles)),
    fields.path('columnLayout'),
  );
  const rows = inOrder(list('rowLayout', MAX_ITEMS, checkRowLayout), fields.path('rowLayout'));
  const laidOut = rows.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  limit(fields.path('rowLayout'), 'rows', laidOut, 100_000);
  const data = checkData(fields, styles, context.header, columns);
  const merges = list('merges', MAX_ITEMS, mergeOf);
  const tables = list('tables', MAX_ITEMS, checkExcelTable);
  checkRanges(fields, merges, tables, data);
  return {
    ...{ path, name, data, columns, rows, merges, tables },
    cells: fields.optional('cells', [], array, MAX_CELLS),
    layers: layersOf(fields, styles, columns, data),
    autofit: fields.optional('autofit', false, boolean),
    freeze: freezeOf(fields, data),
    filter: filterOf(fields, data, tables),
    images: list('images', MAX_DRAWINGS, (item, at) => checkImage(item, at, context.keepImage)),
    charts: list('charts', MAX_DRAWINGS, (item, at) => checkChart(item, at, own)),
    conditions: list('conditionalFormats', MAX_ITEMS, (item, at) => checkCondition(item, at, styles)),
    validations: list('validations', MAX_ITEMS, (item, at) => checkValidation(item, at, own)),
    print: fields.get('print', checkPrint),
    protection: fields.optional('protection', null, checkProtection),
    tabColor: fields.optional('tabColor', null, rgb),
    hidden: fields.optional('hidden', false, boolean),
    zoom: fields.optional('zoom', 100, integer, 10, 400),
    gridlines: fields.optional('gridlines', true, boolean),
    rightToLeft: fields.optional('rightToLeft', false, boolean),
  };
}

function mergeOf(value: unknown, path: string): RangeMessage {
  const range = rangeAt(value, path);
  return cellCount(range) > 1 ? range : invalid(path, 'a range of at least two cells', value);
}

function layersOf(
  fields: Fields,
  styles: Styles,
  columns: readonly CheckedColumns[],
  data: CheckedData | undefined,
): Layers {
  const path = fields.path('ranges');
  const given = fields.optional('ranges', [], (value, all) =>
    items(value, all, MAX_ITEMS, (item, at) => {
      const one = record(item, at).only(['range', 'style']);
      return { range: one.get('range', rangeAt), style: one.get('style', styles.check), isWritten: true };
    }),
  );
  limit(
    path,
    'cells',
    given.reduce((sum, { range }) => sum + cellCount(range), 0),
    MAX_RANGE_CELLS,
  );
  const under: Layer[] = columns
    .filter(({ style }) => style !== undefined)
    .map(({ first, last, style = {} }) => ({ range: [0, first, SHEET_ROWS - 1, last], style, isWritten: false }));
  return new Layers([...under, ...(data ? dataLayers(data, styles) : []), ...given], path);
}

/** A table's range, its totals included. */
export function tableRange({ range, totals, path }: CheckedTable, data: CheckedData | undefined): RangeMessage {
  if (range === undefined && (data === undefined || data.rows === 0)) {
    invalid(`${path}.range`, 'given, for the sheet has no rows of columns or a table', range);
  }
  const [row, column, lastRow, lastColumn] = range ?? dataRange(data as CheckedData);
  limit(path, 'rows from its first to the end of the sheet', lastRow + 1 + (totals ? 1 : 0), SHEET_ROWS);
  return [row, column, lastRow + (totals ? 1 : 0), lastColumn];
}

/** Refuses ranges that Excel would not have over each other. */
function checkRanges(
  fields: Fields,
  merges: readonly RangeMessage[],
  tables: readonly CheckedTable[],
  data: CheckedData | undefined,
): void {
  limit(
    fields.path('merges'),
    'cells',
    merges.reduce((sum, range) => sum + cellCount(range), 0),
    MAX_RANGE_CELLS,
  );
  apartFrom(
    [...merges, ...tables.map((table) => tableRange(table, data))],
    [...merges.map((_, at) => `${fields.path('merges')}[${at}]`), ...tables.map(({ path }) => path)],
  );
  for (const [at, range] of merges.entries()) {
    if (data !== undefined && overlaps(range, dataRange(data))) {
      invalid(`${fields.path('merges')}[${at}]`, "apart from the sheet's columns or table", range);
    }
  }
}

function freezeOf(fields: Fields, data: CheckedData | undefined): { rows: number; columns: number } {
  const isHeader = fields.optional('freezeHeader', true, boolean) && data !== undefined;
  const rows = isHeader ? (data as CheckedData).start.row + 1 : 0;
  return fields.optional('freeze', { rows, columns: 0 }, (value, path) => {
    const own = record(value, path).only(['rows', 'columns']);
    return {
      rows: own.optional('rows', rows, integer, 0, SHEET_ROWS - 1),
      columns: own.optional('columns', 0, integer, 0, MAX_COLUMNS - 1),
    };
  });
}

function filterOf(fields: Fields, data: CheckedData | undefined, tables: readonly CheckedTable[]): RangeMessage | null {
  const ranges = tables.map((table) => tableRange(table, data));
  const whole = data === undefined ? null : dataRange(data);
  return fields.optional(
    'autoFilter',
    whole && !ranges.some((range) => overlaps(range, whole)) ? whole : null,
    (value, path) => {
      if (value === false) return null;
      const range = value === true ? whole : rangeAt(value, path);
      if (range === null || ranges.some((other) => overlaps(range, other))) {
        if (value === true && range !== null) return null; // the table has buttons of its own
        invalid(path, 'a range apart from the tables, which have buttons of their own', value);
      }
      return range;
    },
  );
}
