/** Where pictures and charts stand (ECMA-376 part 1, 20.5). */
import type { ImageMessage, PlaceMessage, RichSheetMessage } from '../../../contract/rich';
import { element } from '../../../export/xlsx/xml';
import { CHART, DRAWING_MAIN, RELATIONSHIPS, SHEET_DRAWING } from './names';

type Corner = Pick<PlaceMessage, 'column' | 'row' | 'x' | 'y'>;

const EMU_PER_PIXEL = 9_525;
/** Of a column and a row that say nothing, in pixels. */
const COLUMN_PIXELS = 64;
const ROW_PIXELS = 20;

/** A drawing: its pictures by the ids of their relationships, then its charts. */
export function drawingXml(sheet: RichSheetMessage, imageIds: readonly string[], chartIds: readonly string[]): string {
  const pictures = sheet.images.map((image, at) =>
    anchor(sheet, image, pictureXml(image, imageIds[at] as string, at + 1)),
  );
  const charts = sheet.charts.map((chart, at) =>
    anchor(sheet, chart, frameXml(chart, chartIds[at] as string, sheet.images.length + at + 1)),
  );
  const namespaces = { 'xmlns:xdr': SHEET_DRAWING, 'xmlns:a': DRAWING_MAIN };
  return element('xdr:wsDr', namespaces, ...pictures, ...charts);
}

/** One corner and a size: it moves with its cell and does not grow with it. */
function anchor(sheet: RichSheetMessage, place: PlaceMessage, what: string): string {
  const { column, row, x, y } = cornerOf(sheet, place);
  const number = (name: string, value: number) => element(`xdr:${name}`, {}, String(value));
  return element(
    'xdr:oneCellAnchor',
    {},
    element(
      'xdr:from',
      {},
      number('col', column),
      number('colOff', x * EMU_PER_PIXEL),
      number('row', row),
      number('rowOff', y * EMU_PER_PIXEL),
    ),
    element('xdr:ext', { cx: place.width * EMU_PER_PIXEL, cy: place.height * EMU_PER_PIXEL }),
    what,
    element('xdr:clientData'),
  );
}

/** The cell that a corner really lies in, and how far it is from that cell's own: Excel takes no offset beyond it. */
export function cornerOf(sheet: RichSheetMessage, { column, row, x, y }: Corner): Corner {
  const corner = { column, row, x, y };
  for (
    let width = columnPixels(sheet, column);
    corner.x >= width && corner.column < 16_383;
    width = columnPixels(sheet, corner.column)
  ) {
    corner.x -= width;
    corner.column++;
  }
  for (
    let height = rowPixels(sheet, row);
    corner.y >= height && corner.row < 1_048_575;
    height = rowPixels(sheet, corner.row)
  ) {
    corner.y -= height;
    corner.row++;
  }
  return corner;
}

function columnPixels({ columns }: RichSheetMessage, at: number): number {
  const own = columns.find(({ first, last }) => first <= at && at <= last);
  if (own?.hidden) return 0;
  return own?.width === undefined || own.width === null ? COLUMN_PIXELS : pixelsOf(own.width);
}

/** Characters of Calibri 11: digits of 7 pixels, 5 pixels of padding. */
export const pixelsOf = (characters: number): number =>
  characters < 1 ? Math.trunc(characters * 12 + 0.5) : Math.trunc(characters * 7 + 0.5) + 5;

function rowPixels({ rows }: RichSheetMessage, at: number): number {
  const own = rows.find(({ first, last }) => first <= at && at <= last);
  if (own?.hidden) return 0;
  return own?.height === undefined || own.height === null ? ROW_PIXELS : Math.round((own.height * 4) / 3);
}

const sizeXml = ({ width, height }: PlaceMessage, prefix: string): string =>
  element(
    `${prefix}:xfrm`,
    {},
    element('a:off', { x: 0, y: 0 }),
    element('a:ext', { cx: width * EMU_PER_PIXEL, cy: height * EMU_PER_PIXEL }),
  );

function pictureXml(image: ImageMessage, id: string, number: number): string {
  const named = { id: number + 1, name: `Picture ${number}`, descr: image.alt === '' ? undefined : image.alt };
  return element(
    'xdr:pic',
    {},
    element(
      'xdr:nvPicPr',
      {},
      element('xdr:cNvPr', named),
      element('xdr:cNvPicPr', {}, element('a:picLocks', { noChangeAspect: 1 })),
    ),
    element(
      'xdr:blipFill',
      {},
      element('a:blip', { 'xmlns:r': RELATIONSHIPS, 'r:embed': id }),
      element('a:stretch', {}, element('a:fillRect')),
    ),
    element('xdr:spPr', {}, sizeXml(image, 'a'), element('a:prstGeom', { prst: 'rect' }, element('a:avLst'))),
  );
}

function frameXml(place: PlaceMessage, id: string, number: number): string {
  const named = { id: number + 1, name: `Chart ${number}`, descr: place.alt === '' ? undefined : place.alt };
  return element(
    'xdr:graphicFrame',
    { macro: '' },
    element('xdr:nvGraphicFramePr', {}, element('xdr:cNvPr', named), element('xdr:cNvGraphicFramePr')),
    element('xdr:xfrm', {}, element('a:off', { x: 0, y: 0 }), element('a:ext', { cx: 0, cy: 0 })),
    element(
      'a:graphic',
      {},
      element(
        'a:graphicData',
        { uri: CHART },
        element('c:chart', { 'xmlns:c': CHART, 'xmlns:r': RELATIONSHIPS, 'r:id': id }),
      ),
    ),
  );
}
