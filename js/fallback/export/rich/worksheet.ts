/** A sheet's part, but for its rows (`CT_Worksheet`, ECMA-376 part 1, 18.3.1.99: the order is the schema's). */
import type { LinkMessage, RichSheetMessage } from '../../../contract/rich';
import { columnLetters } from '../../../export/xlsx/rich/address';
import { DECLARATION, element, MAIN, xstring } from '../../../export/xlsx/xml';
import { conditionsXml, validationsXml } from './conditions';
import { RELATIONSHIPS } from './names';
import type { Relationships } from './package';
import { printXml, protectionXml } from './print';
import { counted, styleNumber } from './styles';
import { rangeText } from './table';

/** The ids of what a sheet's part refers to. */
export interface SheetParts {
  readonly drawing: string | undefined;
  readonly boxes: string | undefined;
  readonly tables: readonly string[];
}

/** Everything before the rows. */
export function headXml(sheet: RichSheetMessage): string {
  const { columns, rows, rightToLeft, gridlines, zoom, active, tabColor, print } = sheet;
  const properties = [
    tabColor === null ? '' : element('tabColor', { rgb: `FF${tabColor}` }),
    print.fit === null ? '' : element('pageSetUpPr', { fitToPage: 1 }),
  ].filter((xml) => xml !== '');
  const view = {
    showGridLines: gridlines ? undefined : 0,
    rightToLeft: rightToLeft ? 1 : undefined,
    tabSelected: active ? 1 : undefined,
    zoomScale: zoom === 100 ? undefined : zoom,
    zoomScaleNormal: zoom === 100 ? undefined : zoom,
    workbookViewId: 0,
  };
  const deepest = (list: readonly { level: number }[]) => Math.max(0, ...list.map(({ level }) => level)) || undefined;
  const levels = { outlineLevelRow: deepest(rows), outlineLevelCol: deepest(columns) };
  return [
    `${DECLARATION}<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}">`,
    properties.length === 0 ? '' : element('sheetPr', {}, ...properties),
    element('sheetViews', {}, element('sheetView', view, freezeXml(sheet))),
    element('sheetFormatPr', { defaultRowHeight: 15, ...levels }),
    columnsXml(sheet),
    '<sheetData>',
  ].join('');
}

function freezeXml({ freeze }: RichSheetMessage): string {
  const { rows, columns } = freeze;
  if (rows === 0 && columns === 0) return '';
  const pane = rows > 0 && columns > 0 ? 'bottomRight' : rows > 0 ? 'bottomLeft' : 'topRight';
  const attributes = {
    xSplit: columns || undefined,
    ySplit: rows || undefined,
    topLeftCell: `${columnLetters(columns)}${rows + 1}`,
    activePane: pane,
    state: 'frozen',
  };
  return element('pane', attributes) + element('selection', { pane });
}

/** Columns in order; the one after a group that is folded away says so. */
function columnsXml({ columns }: RichSheetMessage): string {
  const folded = new Set(columns.filter(({ collapsed }) => collapsed).map(({ last }) => last + 1));
  const pieces = columns.flatMap(({ first, last, ...look }) => {
    const own = folded.delete(first) ? first : undefined;
    if (own === undefined) return [{ first, last, look, isFolded: false }];
    const rest = first === last ? [] : [{ first: first + 1, last, look, isFolded: false }];
    return [{ first, last: first, look, isFolded: true }, ...rest];
  });
  const plain = { width: null, hidden: false, level: 0, style: null };
  for (const first of folded) pieces.push({ first, last: first, look: { ...plain, collapsed: false }, isFolded: true });
  pieces.sort((a, b) => a.first - b.first);
  if (pieces.length === 0) return '';
  const list = pieces.map(({ first, last, look, isFolded }) =>
    element('col', {
      min: first + 1,
      max: last + 1,
      width: look.hidden ? 0 : fileWidth(look.width ?? 8.43),
      style: look.style === null ? undefined : styleNumber(look.style, false),
      hidden: look.hidden ? 1 : undefined,
      customWidth: look.width === null && !look.hidden ? undefined : 1,
      outlineLevel: look.level || undefined,
      collapsed: isFolded ? 1 : undefined,
    }),
  );
  return element('cols', {}, ...list);
}

/** Characters of Calibri 11 as the file counts them: digits of 7 pixels, 5 pixels of padding, in 256ths. */
function fileWidth(characters: number): number {
  const pixels = characters < 1 ? Math.trunc(characters * 12 + 0.5) : Math.trunc(characters * 7 + 0.5) + 5;
  return Math.trunc((pixels / 7) * 256) / 256;
}

/** Everything after the rows. */
export function tailXml(sheet: RichSheetMessage, links: string, parts: SheetParts): string {
  const { filter, merges, conditions, validations, print, protection } = sheet;
  return [
    '</sheetData>',
    protectionXml(protection),
    filter === null ? '' : element('autoFilter', { ref: rangeText(filter) }),
    merges.length === 0
      ? ''
      : counted(
          'mergeCells',
          merges.map(({ range }) => element('mergeCell', { ref: rangeText(range) })),
        ),
    conditionsXml(conditions),
    validationsXml(validations),
    links,
    printXml(print),
    parts.drawing === undefined ? '' : element('drawing', { 'r:id': parts.drawing }),
    parts.boxes === undefined ? '' : element('legacyDrawing', { 'r:id': parts.boxes }),
    parts.tables.length === 0
      ? ''
      : counted(
          'tableParts',
          parts.tables.map((id) => element('tablePart', { 'r:id': id })),
        ),
    '</worksheet>',
  ].join('');
}

/** The links of a sheet; those that lead out of the workbook are relationships. */
export function linksXml(links: readonly LinkMessage[], relationships: Relationships): string {
  if (links.length === 0) return '';
  const list = links.map(({ row, column, url, location, tip, text }) => {
    const [target, anchor] = url.split(/#(.*)/s) as [string, string?];
    return element('hyperlink', {
      ref: `${columnLetters(column)}${row + 1}`,
      'r:id': url === '' ? undefined : relationships.add('hyperlink', target, 'External'),
      location: xstring(url === '' ? location : (anchor ?? '')) || undefined,
      display: url === '' ? xstring(text) : undefined,
      tooltip: xstring(tip) || undefined,
    });
  });
  return element('hyperlinks', {}, ...list);
}
