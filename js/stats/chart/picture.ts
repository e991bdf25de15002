/** A forecast as a picture: where everything stands. */
import { ClinicoreError } from '../../errors';
import { type Columns, columnsOf } from './curve';
import { describe } from './description';
import { legend } from './legend';
import { drawAnomalies, drawBands, drawForecast, drawHistory } from './marks';
import { element, escaped, rule, textWidth, written } from './svg';
import type { TimeAxis } from './time-axis';
import { type ValueAxis, valueAxis } from './value-axis';

/** A checked forecast with everything the caller said of its looks. */
export interface Picture {
  width: number;
  height: number;
  title: string | undefined;
  description: string | undefined;
  /** The values to draw, NaN where one is missing. */
  values: Float64Array;
  /** How many values came before them. */
  skipped: number;
  forecast: Float64Array;
  /** Widest first, so that the narrower ones are drawn on them. */
  intervals: readonly { level: number; lower: Float64Array; upper: Float64Array }[];
  /** The values that are anomalies, NaN elsewhere; undefined where none is. */
  anomalies: Float64Array | undefined;
  time: TimeAxis;
  formatNumber: ((value: number) => string) | undefined;
  labels: { history: string; forecast: string; interval: string; anomaly: string };
  valueTitle: string | undefined;
  timeTitle: string | undefined;
  colors: Record<'background' | 'text' | 'grid' | 'history' | 'forecast' | 'interval' | 'anomaly', string>;
}

/** Where things stand, in pixels. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
  axis: ValueAxis;
  /** Set when the series are too long for each of their values to be drawn. */
  columns: Columns;
  /** How far two observations are apart. */
  spacing: number;
  /** Of an observation, counted from the first that is drawn. */
  x: (at: number) => number;
  y: (value: number) => number;
}

const TITLE_SIZE = 16;
const TITLE_ROW = 24;
const ROW = 20;
const PADDING = 16;
/** Between the plot's ends and the first and last observation. */
const INSET = 6;
const LEAST_PLOT_HEIGHT = 80;

/** The picture as SVG. It has no ids: several may stand in one page. */
export function svg(picture: Picture): string {
  const { width, height, colors, labels, title } = picture;
  const titleRows = title === undefined ? [] : wrapped(title, width - 2 * PADDING);
  const legendRows = legend(picture, width - 2 * PADDING);
  const legendTop = PADDING + TITLE_ROW * titleRows.length;
  const plot = layOut(picture, legendTop + ROW * legendRows.length);
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'font-family': 'Helvetica, Arial, sans-serif',
      'font-size': 12,
      fill: colors.text,
    },
    element('title', {}, escaped(title ?? labels.forecast)),
    element('desc', {}, escaped(picture.description ?? describe(picture, plot.axis.label))),
    element('rect', { width, height, fill: colors.background }),
    ...titleRows.map((row, i) =>
      written(row, [PADDING, PADDING + 14 + TITLE_ROW * i], { 'font-size': TITLE_SIZE, 'font-weight': 'bold' }),
    ),
    ...legendRows.map((draw, i) => draw([PADDING, legendTop + ROW * (i + 0.5)])),
    drawValueAxis(picture, plot),
    drawTimeAxis(picture, plot),
    ...drawBands(picture, plot),
    drawHistory(picture, plot),
    drawForecast(picture, plot),
    drawAnomalies(picture, plot),
  );
}

/** The plot, below what stands above it. */
function layOut(picture: Picture, above: number): Plot {
  const { width, height, values, forecast, valueTitle, timeTitle } = picture;
  const top = above + (valueTitle === undefined ? 10 : 10 + ROW);
  const bottom = height - PADDING - (timeTitle === undefined ? ROW : 2 * ROW);
  if (bottom - top < LEAST_PLOT_HEIGHT) {
    const required = height + LEAST_PLOT_HEIGHT - (bottom - top);
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `options.height must be at least ${required} for this title and legend, got ${height}`,
      { argument: 'options.height', required, given: height },
    );
  }
  const axis = valueAxis(...extent(picture), Math.max(3, Math.round((bottom - top) / 45)), picture.formatNumber);
  const widest = Math.max(...axis.ticks.map(({ label }) => textWidth(label)));
  const left = Math.min(PADDING + widest + 8, width * 0.4);
  const right = width - PADDING;
  const count = values.length + forecast.length;
  const spacing = (right - left - 2 * INSET) / (count - 1);
  return {
    left,
    right,
    top,
    bottom,
    axis,
    columns: columnsOf(count, right - left),
    spacing,
    x: (at) => left + INSET + at * spacing,
    y: (value) => top + ((axis.high - value) / (axis.high - axis.low)) * (bottom - top),
  };
}

/** What the axis has to show: all that is drawn, and 0 unless that is far off. */
function extent({ values, forecast, intervals }: Picture): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const numbers of [values, forecast, ...intervals.flatMap(({ lower, upper }) => [lower, upper])]) {
    for (const value of numbers) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= size * 1e-9) {
    // Nothing varies: some room around it, or around a 0.
    const room = size > 1e-290 ? size / 10 : 1;
    return [low - room, high + room];
  }
  if (low > 0 && low <= high - low) return [0, high];
  return high < 0 && -high <= high - low ? [low, 0] : [low, high];
}

function drawValueAxis({ colors, valueTitle }: Picture, { left, right, top, axis, y }: Plot): string {
  const ticks = axis.ticks.flatMap(({ at, label }) => [
    rule([left, y(at)], [right, y(at)], { stroke: at === 0 ? colors.text : colors.grid }),
    written(label, [left - 8, y(at) + 4], { 'text-anchor': 'end' }),
  ]);
  const title = valueTitle === undefined ? [] : [written(valueTitle, [PADDING, top - 14])];
  return element('g', {}, ...ticks, ...title);
}

function drawTimeAxis(picture: Picture, { left, right, top, bottom, x }: Plot): string {
  const { width, skipped, values, forecast, time, timeTitle, colors } = picture;
  const last = skipped + values.length + forecast.length - 1;
  const fits = (label: string) => Math.max(1, Math.floor((right - left) / (textWidth(label) + 24)));
  const ticks = time.ticks(skipped, last, fits).flatMap(({ at, label }) => {
    const middle = x(at - skipped);
    const half = textWidth(label) / 2;
    return [
      rule([middle, bottom], [middle, bottom + 5], { stroke: colors.text }),
      written(label, [Math.max(half, Math.min(middle, width - half)), bottom + 18], { 'text-anchor': 'middle' }),
    ];
  });
  const now = x(values.length - 0.5);
  const start = rule([now, top], [now, bottom], { stroke: colors.text, 'stroke-dasharray': '2 3', opacity: 0.6 });
  const centre = (left + right) / 2;
  const title = timeTitle === undefined ? [] : [written(timeTitle, [centre, bottom + 38], { 'text-anchor': 'middle' })];
  return element('g', {}, ...ticks, start, ...title);
}

/** A title in rows that fit; a word that is too long stays whole. */
function wrapped(title: string, width: number): string[] {
  const rows: string[] = [];
  for (const word of title.split(' ')) {
    const longer = rows.length === 0 ? word : `${rows.at(-1)} ${word}`;
    if (rows.length > 0 && textWidth(longer, TITLE_SIZE) <= width) rows.pop();
    rows.push(rows.length === 0 || textWidth(longer, TITLE_SIZE) <= width ? longer : word);
  }
  return rows;
}
