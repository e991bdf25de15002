/**
 * How history, forecast, bands and anomalies look, on the plot and in the legend. Each differs from the others by more
 * than its colour: a solid line, a dashed one with rings, tints with edges of their own, diamonds.
 */
import { band, curve, type Point, type Span } from './curve';
import type { Picture, Plot } from './picture';
import { type Attributes, around, element, type Place, rule, through } from './svg';

/** From this distance on, each step of the forecast has its own ring. */
const RING_DISTANCE = 6;
/** Below this distance a line of full width would run together with itself, and dashes would be lost on it. */
const DENSE = 2;
/** Bands lie on one another, so that narrower ones are darker: each by this much, and all together by at most this. */
const TINT = 0.2;
const MOST_TINT = 0.6;
/** The edges of the bands, the widest first. */
const EDGES = ['1 2', 'none', '4 2'];

/** The widest bar that stands for a band of one step. */
const BAR_WIDTH = 10;
/** More anomalies than this are drawn smaller. */
const MANY = 50;

/** The line of the past. */
export const historyLine = ({ colors }: Picture): Attributes => ({ stroke: colors.history, 'stroke-width': 1.5 });

/** The line of the future. */
export const forecastLine = ({ colors }: Picture): Attributes => ({ stroke: colors.forecast, 'stroke-width': 2 });

/** What tells it from the past in black and white. */
export const DASHES: Attributes = { 'stroke-dasharray': '6 2' };

/** A step of the forecast. */
export const ring = ([cx, cy]: Place, { colors }: Picture): string =>
  element('circle', { cx, cy, r: 2.5, fill: colors.background });

/** An anomaly; its light edge sets it off from the line it stands on. */
export function diamond([x, y]: Place, size: number, { colors }: Picture): string {
  const corners: Place[] = [
    [x, y - size],
    [x + size, y],
    [x, y + size],
    [x - size, y],
  ];
  return element('path', { d: around(corners), fill: colors.anomaly, stroke: colors.background });
}

/** The area of a band. */
export const tint = ({ colors, intervals }: Picture): Attributes => ({
  fill: colors.interval,
  'fill-opacity': Math.min(TINT, MOST_TINT / intervals.length),
});

/** The edge of a band, the widest being 0. */
export const edge = ({ colors }: Picture, index: number): Attributes => ({
  fill: 'none',
  stroke: colors.interval,
  'stroke-dasharray': EDGES[index % EDGES.length] as string,
});

/** The bands, the widest first. */
export function drawBands(picture: Picture, plot: Plot): string[] {
  const { columns, x, y } = plot;
  return picture.intervals.map(({ lower, upper }, index) => {
    const runs = band(lower, upper, picture.values.length, columns).map((run) => widened(run, plot));
    const along = (run: readonly Span[], side: 'lower' | 'upper') =>
      run.map((span): Place => [x(span.at), y(span[side])]);
    const areas = runs.map((run) => around([...along(run, 'upper'), ...along(run, 'lower').reverse()]));
    const edges = runs.flatMap((run) => [through(along(run, 'upper')), through(along(run, 'lower'))]);
    return element(
      'g',
      {},
      element('path', { d: areas.join(''), ...tint(picture) }),
      element('path', { d: edges.join(''), ...edge(picture, index) }),
    );
  });
}

/** A step alone has no width, so it becomes a bar. */
function widened(run: readonly Span[], { spacing }: Plot): readonly Span[] {
  if (run.length > 1) return run;
  const half = Math.min(0.3, BAR_WIDTH / 2 / spacing);
  return run.flatMap((span) => [-half, half].map((shift) => ({ ...span, at: span.at + shift })));
}

/** What was. */
export function drawHistory(picture: Picture, plot: Plot): string {
  const runs = curve(picture.values, 0, plot.columns);
  const looks = { ...historyLine(picture), ...(plot.spacing < DENSE && { 'stroke-width': 0.75 }) };
  return element('g', looks, line(runs, plot), ...dots(runs, plot));
}

/** What is to come. */
export function drawForecast(picture: Picture, plot: Plot): string {
  const { x, y, columns, spacing } = plot;
  const runs = curve(picture.forecast, picture.values.length, columns);
  const steps =
    spacing >= RING_DISTANCE ? runs.flat().map(({ at, value }) => ring([x(at), y(value)], picture)) : dots(runs, plot);
  const looks = { ...forecastLine(picture), ...(spacing < DENSE && { 'stroke-width': 1 }) };
  return element('g', looks, line(runs, plot, spacing < DENSE ? {} : DASHES), ...steps);
}

/** What was not as it should have been. */
export function drawAnomalies(picture: Picture, { columns, x, y }: Plot): string {
  const found = picture.anomalies ? curve(picture.anomalies, 0, columns).flat() : [];
  const size = found.length > MANY ? 4 : 6;
  return element('g', {}, ...found.map(({ at, value }) => diamond([x(at), y(value)], size, picture)));
}

/** A line broken at the gaps. */
function line(runs: readonly Point[][], { x, y }: Plot, looks: Attributes = {}): string {
  const d = runs.map((run) => through(run.map(({ at, value }) => [x(at), y(value)])));
  return element('path', { d: d.join(''), fill: 'none', 'stroke-linejoin': 'round', ...looks });
}

/** Values with a gap on both sides, through which there is no line. */
function dots(runs: readonly Point[][], { x, y }: Plot): string[] {
  const alone = runs.flatMap((run) => (run.length === 1 ? run : []));
  return alone.map(({ at, value }) => element('circle', { cx: x(at), cy: y(value), r: 1.5 }));
}

/** A piece of a band as it looks on the plot, where the wider ones lie under it. */
export function swatch([x, y]: Place, width: number, picture: Picture, index: number): string {
  const box = { x, y: y - 6, width, height: 12, ...tint(picture) };
  return element(
    'g',
    {},
    ...Array.from({ length: index + 1 }, () => element('rect', box)),
    ...[-6, 6].map((up) => rule([x, y + up], [x + width, y + up], edge(picture, index))),
  );
}
