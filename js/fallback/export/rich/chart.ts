/** Charts (ECMA-376 part 1, 21.2). */
import type { AxisMessage, ChartMessage, ReferenceMessage, SeriesMessage } from '../../../contract/rich';
import { columnLetters } from '../../../export/xlsx/rich/address';
import { element, plain } from '../../../export/xlsx/xml';
import { CHART, DRAWING_MAIN, RELATIONSHIPS } from './names';

type Type = ChartMessage['type'];

const val = (name: string, value: string | number): string => element(`c:${name}`, { val: value });
const POSITIONS = { top: 't', right: 'r', bottom: 'b', left: 'l' } as const;
const X_AXIS = 50010001;
const Y_AXIS = 50010002;

/** A chart's part. */
export function chartXml(chart: ChartMessage): string {
  const isRound = chart.type === 'pie' || chart.type === 'doughnut';
  const chartParts = [
    chart.title === '' ? '' : titleXml(chart.title),
    val('autoTitleDeleted', chart.title === '' ? 1 : 0),
    element('c:plotArea', {}, element('c:layout'), plotXml(chart), isRound ? '' : axesXml(chart)),
    chart.legend === 'none'
      ? ''
      : element('c:legend', {}, val('legendPos', POSITIONS[chart.legend]), val('overlay', 0)),
    val('plotVisOnly', 1),
    val('dispBlanksAs', 'gap'),
  ];
  return element(
    'c:chartSpace',
    { 'xmlns:c': CHART, 'xmlns:a': DRAWING_MAIN, 'xmlns:r': RELATIONSHIPS },
    val('roundedCorners', 0),
    element('c:chart', {}, ...chartParts),
    element('c:spPr', {}, solid('FFFFFF')),
  );
}

function titleXml(title: string): string {
  const run = element('a:r', {}, element('a:rPr', { lang: 'en-US' }), element('a:t', {}, plain(title)));
  const rich = element('c:rich', {}, element('a:bodyPr'), element('a:lstStyle'), element('a:p', {}, run));
  return element('c:title', {}, element('c:tx', {}, rich), element('c:layout'), val('overlay', 0));
}

const GROUPINGS = { standard: 'standard', stacked: 'stacked', percent: 'percentStacked' } as const;

function plotXml(chart: ChartMessage): string {
  const { type, grouping } = chart;
  const list = chart.series.map((one, at) => seriesXml(one, at, type)).join('');
  const axes = val('axId', X_AXIS) + val('axId', Y_AXIS);
  switch (type) {
    case 'bar':
    case 'column': {
      const direction = val('barDir', type === 'bar' ? 'bar' : 'col');
      const group = val('grouping', grouping === 'standard' ? 'clustered' : GROUPINGS[grouping]);
      const overlap = grouping === 'standard' ? '' : val('overlap', 100);
      return element('c:barChart', {}, direction, group, list, val('gapWidth', 150), overlap, axes);
    }
    case 'line':
      return element('c:lineChart', {}, val('grouping', GROUPINGS[grouping]), list, val('marker', 1), axes);
    case 'area':
      return element('c:areaChart', {}, val('grouping', GROUPINGS[grouping]), list, axes);
    case 'scatter':
      return element('c:scatterChart', {}, val('scatterStyle', scatterStyle(chart)), list, axes);
    case 'pie':
      return element('c:pieChart', {}, val('varyColors', 1), list, val('firstSliceAng', 0));
    case 'doughnut':
      return element('c:doughnutChart', {}, val('varyColors', 1), list, val('firstSliceAng', 0), val('holeSize', 50));
  }
}

const scatterStyle = ({ series }: ChartMessage): string =>
  series.some(({ smooth }) => smooth) ? 'smoothMarker' : 'lineMarker';

function referenceText({ sheet, range }: ReferenceMessage): string {
  const [row, column, lastRow, lastColumn] = range;
  const cell = (at: number, of: number) => `$${columnLetters(of)}$${at + 1}`;
  const end = row === lastRow && column === lastColumn ? '' : `:${cell(lastRow, lastColumn)}`;
  return `'${sheet.replace(/'/g, "''")}'!${cell(row, column)}${end}`;
}

const references = (kind: 'numRef' | 'strRef', reference: ReferenceMessage): string =>
  element(`c:${kind}`, {}, element('c:f', {}, plain(referenceText(reference))));

const solid = (color: string): string => element('a:solidFill', {}, element('a:srgbClr', { val: color }));

function seriesXml(series: SeriesMessage, index: number, type: Type): string {
  const isLine = type === 'line' || type === 'scatter';
  const isScatter = type === 'scatter';
  const isRound = type === 'pie' || type === 'doughnut';
  const name = series.name === '' ? '' : element('c:tx', {}, nameXml(series.name));
  const labels = series.labels ? labelsXml(isRound) : '';
  const { categories } = series;
  return element(
    'c:ser',
    {},
    val('idx', index),
    val('order', index),
    name,
    isRound ? '' : lookXml(series, isLine),
    isLine ? markerXml(series) : '',
    type === 'bar' || type === 'column' ? val('invertIfNegative', 0) : '',
    ...series.colors.map((color, at) => pointXml(color, at)),
    labels,
    categories === null
      ? ''
      : element(isScatter ? 'c:xVal' : 'c:cat', {}, references(isScatter ? 'numRef' : 'strRef', categories)),
    element(isScatter ? 'c:yVal' : 'c:val', {}, references('numRef', series.values)),
    isLine ? val('smooth', Number(series.smooth)) : '',
  );
}

const nameXml = (name: string | ReferenceMessage): string =>
  typeof name === 'string' ? element('c:v', {}, plain(name)) : references('strRef', name);

/** 12,700 English metric units are a point. */
const LINE_EMU = 28_575;

function lookXml({ color, line }: SeriesMessage, isLine: boolean): string {
  if (!isLine) return element('c:spPr', {}, solid(color));
  return element('c:spPr', {}, element('a:ln', { w: LINE_EMU }, line ? solid(color) : element('a:noFill')));
}

function markerXml({ markers, color }: SeriesMessage): string {
  if (!markers) return element('c:marker', {}, val('symbol', 'none'));
  return element('c:marker', {}, val('symbol', 'circle'), val('size', 6), element('c:spPr', {}, solid(color)));
}

const pointXml = (color: string, at: number): string =>
  element('c:dPt', {}, val('idx', at), val('bubble3D', 0), element('c:spPr', {}, solid(color)));

function labelsXml(isShare: boolean): string {
  const shown = { showLegendKey: 0, showVal: Number(!isShare), showCatName: 0, showSerName: 0 };
  const parts = { ...shown, showPercent: Number(isShare), showBubbleSize: 0 };
  return element('c:dLbls', {}, ...Object.entries(parts).map(([name, value]) => val(name, value)));
}

/** The x axis of bars stands upright, and that of scatters has numbers. */
function axesXml({ type, grouping, xAxis, yAxis }: ChartMessage): string {
  const [x, y] = type === 'bar' ? (['l', 'b'] as const) : (['b', 'l'] as const);
  const isScatter = type === 'scatter';
  const numberFormat = yAxis.numberFormat || (grouping === 'percent' ? '0%' : '');
  const shares = { ...yAxis, numberFormat };
  return (
    element(
      isScatter ? 'c:valAx' : 'c:catAx',
      {},
      axisXml(xAxis, X_AXIS, Y_AXIS, x, isScatter),
      isScatter ? val('crossBetween', 'midCat') : '',
    ) +
    element(
      'c:valAx',
      {},
      axisXml(shares, Y_AXIS, X_AXIS, y, true),
      val('crossBetween', type === 'area' || isScatter ? 'midCat' : 'between'),
    )
  );
}

function axisXml(axis: AxisMessage, id: number, crosses: number, position: string, hasNumbers: boolean): string {
  const { min, max, numberFormat } = axis;
  const scaling = [
    val('orientation', 'minMax'),
    hasNumbers && max !== null ? val('max', max) : '',
    hasNumbers && min !== null ? val('min', min) : '',
  ];
  const format = { formatCode: numberFormat || 'General', sourceLinked: Number(numberFormat === '') };
  return [
    val('axId', id),
    element('c:scaling', {}, ...scaling),
    val('delete', 0),
    val('axPos', position),
    axis.gridlines ? element('c:majorGridlines') : '',
    axis.title === '' ? '' : titleXml(axis.title),
    element('c:numFmt', format),
    val('majorTickMark', 'out'),
    val('minorTickMark', 'none'),
    val('tickLblPos', 'nextTo'),
    val('crossAx', crosses),
    val('crosses', 'autoZero'),
  ].join('');
}
