/** Charts on a sheet. */
import type { AxisMessage, ChartMessage, ReferenceMessage, SeriesMessage } from '../../../contract/rich';
import { boolean, integer, invalid, items, number, oneOf, record, text } from '../../../validate';
import { cellCount, referenceAt, type SheetRange } from './address';
import { PLACE, type Placed, placeOf } from './image';
import { formatCode, type NumberFormat } from './number-format';
import { rgb } from './style';

/** A series of a chart: one row or column of cells. */
export interface ChartSeries {
  /** Its name in the legend, or the cell that has it: `{ cell: 'B4' }`. Default: none. */
  name?:
    | string
    | {
        /** The cell with the name. */
        cell: SheetRange;
      };
  /** Its numbers. */
  values: SheetRange;
  /** What stands under them; of a scatter chart, the numbers along the x axis. Default: 1, 2, 3, … */
  categories?: SheetRange;
  /** `'#RRGGBB'`. Default: the theme's next; of a pie, one for each slice. */
  color?: string;
  /** A dot at each value, of lines and scatters. Default: of scatters. */
  markers?: boolean;
  /** A line between the values, of scatters. Default false. */
  line?: boolean;
  /** Draw the line as a curve. Default false. */
  smooth?: boolean;
  /** Write each value beside it; of a pie, its share. Default false. */
  labels?: boolean;
}

/** An axis of a chart; what is left out follows from the data. */
export interface ChartAxis {
  /** Beside the axis. Default: none. */
  title?: string;
  /** Where the axis begins. */
  min?: number;
  /** Where it ends. */
  max?: number;
  /** How its numbers are shown. Default: as the cells. */
  numberFormat?: NumberFormat;
  /** Lines across the chart. Default: of the y axis. */
  gridlines?: boolean;
}

/** A chart. It shows what the cells hold, also when they change. */
export interface SheetChart extends Placed {
  /** `bar` lies, `column` stands. */
  type: ChartMessage['type'];
  /** 1 to 255 series. */
  series: readonly ChartSeries[];
  /** In pixels, 50 to 10,000. Default 480 × 288. */
  width?: number;
  /** In pixels, as `width`. */
  height?: number;
  /** Above the chart. Default: none. */
  title?: string;
  /** Values of one category one after the other, or as shares of a whole; not of pies and scatters. Default: neither. */
  stacked?: boolean | 'percent';
  /** Default `'right'`, with one series that is no pie `'none'`. */
  legend?: ChartMessage['legend'];
  /** Of a `bar` chart, the upright one. */
  xAxis?: ChartAxis;
  /** Of a `bar` chart, the lying one. */
  yAxis?: ChartAxis;
}

const LEGENDS = ['none', 'top', 'right', 'bottom', 'left'] as const;
const TYPES = ['line', 'bar', 'column', 'pie', 'doughnut', 'scatter', 'area'] as const;

/** What a chart needs of its workbook. */
export interface ChartContext {
  readonly sheet: string;
  readonly sheets: readonly string[];
  /** Colours of series, in turn. */
  readonly colors: readonly string[];
}

/** Reads a {@link SheetChart}. */
export function checkChart(value: unknown, path: string, context: ChartContext): ChartMessage {
  const fields = record(value, path).only([
    ...[...PLACE, 'type', 'series', 'width', 'height', 'title', 'stacked', 'legend', 'xAxis', 'yAxis'],
  ]);
  const type = fields.get('type', oneOf, TYPES);
  const isRound = type === 'pie' || type === 'doughnut';
  const series = fields.get('series', (given, all) =>
    items(given, all, 255, (one, at) => checkSeries(one, at, type, context)),
  );
  if (series.length === 0) invalid(fields.path('series'), 'an array of at least one series', value);
  const stacked = fields.optional('stacked', false, (given, at) => (given === 'percent' ? given : boolean(given, at)));
  if (stacked !== false && (isRound || type === 'scatter')) {
    invalid(fields.path('stacked'), `left out for a ${type} chart`, stacked);
  }
  return {
    ...placeOf(
      fields,
      fields.optional('width', 480, integer, 50, 10_000),
      fields.optional('height', 288, integer, 50, 10_000),
    ),
    type,
    grouping: stacked === 'percent' ? 'percent' : stacked ? 'stacked' : 'standard',
    title: fields.optional('title', '', chartText),
    legend: fields.optional('legend', series.length > 1 || isRound ? 'right' : 'none', (given, at) =>
      oneOf(given, at, LEGENDS),
    ),
    xAxis: fields.optional('xAxis', axisOf({}, 'xAxis', false), axisOf, false),
    yAxis: fields.optional('yAxis', axisOf({}, 'yAxis', true), axisOf, true),
    series: series.map((one, index) => ({ ...one, color: one.color || colorAt(context.colors, index) })),
  };
}

const colorAt = (colors: readonly string[], index: number): string => colors[index % colors.length] as string;

/** Excel shows 255 characters of a title. */
const chartText = (value: unknown, path: string): string => text(value, path, 255);

function axisOf(value: unknown, path: string, gridlines: boolean): AxisMessage {
  const fields = record(value, path).only(['title', 'min', 'max', 'numberFormat', 'gridlines']);
  const end = (key: 'min' | 'max') => fields.optional(key, null, number, -1e300, 1e300);
  const axis = {
    title: fields.optional('title', '', chartText),
    min: end('min'),
    max: end('max'),
    numberFormat: fields.optional('numberFormat', '', formatCode),
    gridlines: fields.optional('gridlines', gridlines, boolean),
  };
  if (axis.min !== null && axis.max !== null && axis.min >= axis.max) {
    invalid(fields.path('max'), 'greater than min', axis.max);
  }
  return axis;
}

function checkSeries(value: unknown, path: string, type: ChartMessage['type'], context: ChartContext): SeriesMessage {
  const keys = ['name', 'values', 'categories', 'color', 'markers', 'line', 'smooth', 'labels'];
  const fields = record(value, path).only(keys);
  const range = (given: unknown, at: string) => lineOfCells(given, at, context);
  const values = fields.get('values', range);
  const isRound = type === 'pie' || type === 'doughnut';
  const slices = Math.min(cellCount(values.range), 256);
  return {
    name: fields.optional('name', '', seriesName, context),
    values,
    categories: fields.optional('categories', null, range),
    color: fields.optional('color', '', rgb),
    colors: isRound ? Array.from({ length: slices }, (_, at) => colorAt(context.colors, at)) : [],
    markers: fields.optional('markers', type === 'scatter', boolean),
    line: fields.optional('line', type !== 'scatter', boolean),
    smooth: fields.optional('smooth', false, boolean),
    labels: fields.optional('labels', false, boolean),
  };
}

function seriesName(value: unknown, path: string, context: ChartContext): string | ReferenceMessage {
  if (typeof value === 'string') return chartText(value, path);
  const cell = record(value, path).only(['cell']).get('cell', lineOfCells, context);
  return cellCount(cell.range) === 1 ? cell : invalid(path, 'one cell', value);
}

/** Cells of one row or column: Excel takes no others. */
function lineOfCells(value: unknown, path: string, { sheet, sheets }: ChartContext): ReferenceMessage {
  const reference = referenceAt(value, path, sheet, sheets);
  const [row, column, lastRow, lastColumn] = reference.range;
  return row === lastRow || column === lastColumn ? reference : invalid(path, 'cells of one row or one column', value);
}
