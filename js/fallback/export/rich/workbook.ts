/** Workbooks with styles, charts and the like, in JavaScript. */
import type { Job } from '../../../contract';
import type {
  RichWorkbook as BackendWorkbook,
  RichCellMessage,
  RichMessage,
  RichPropertiesMessage,
  RichSheetMessage,
} from '../../../contract/rich';
import { Archive, runOf } from '../../../export/xlsx/bulk/archive';
import { DECLARATION, element, MAIN, plain, xstring } from '../../../export/xlsx/xml';
import { enqueue } from '../../queue';
import { Batch } from './batch';
import { rowsXml } from './cells';
import { chartXml } from './chart';
import { drawingXml } from './drawing';
import { type CONTENT_TYPES, OFFICE, PACKAGE, RELATIONSHIPS } from './names';
import { boxesXml, commentsXml } from './notes';
import { contentTypes, type Part, Relationships } from './package';
import { sheetNames } from './print';
import { stylesXml } from './styles';
import { tableXml } from './table';
import { headXml, linksXml, tailXml } from './worksheet';

/** What was added to a sheet. */
interface Added {
  readonly batches: Batch[];
  readonly cells: RichCellMessage[];
}

/** See {@link BackendWorkbook}. */
export class RichWorkbook implements BackendWorkbook {
  #added = new Map<number, Added>();

  append(sheet: number, rows: number, numbers: Float64Array, text: Uint8Array, lengths: Uint32Array): void {
    const { buffer, byteOffset, byteLength } = text;
    this.#of(sheet).batches.push(new Batch(rows, numbers, Buffer.from(buffer, byteOffset, byteLength), lengths));
  }

  cells(sheet: number, json: string): void {
    this.#of(sheet).cells.push(...(JSON.parse(json) as RichCellMessage[]));
  }

  clear(): void {
    this.#added = new Map();
  }

  write(json: string, images: Uint8Array[], job: Job): Promise<Uint8Array> {
    const added = this.#added;
    this.clear();
    return enqueue(job, async (running) => {
      const message = JSON.parse(json) as RichMessage;
      const archive = new Archive();
      const pieces: Uint8Array[] = [];
      const file = new Parts(message, images);
      const total = [...added.values()].flatMap(({ batches }) => batches).reduce((sum, { rows }) => sum + rows, 0);
      let before = 0;
      for (const [index, sheet] of message.sheets.entries()) {
        const { batches, cells } = added.get(index) ?? { batches: [], cells: [] };
        const tail = file.sheet(index);
        pieces.push(
          ...archive.beginEntry(`xl/worksheets/sheet${index + 1}.xml`),
          ...archive.add(runOf(headXml(sheet))),
        );
        let rows = 0;
        for (const { xml, done } of rowsXml(message, sheet, cells, batches)) {
          pieces.push(...archive.add(runOf(xml)));
          rows = done;
          await running.checkpoint(before + done, total);
        }
        before += rows;
        pieces.push(...archive.add(runOf(tail)), ...archive.finishEntry());
      }
      for (const { name, content } of file.rest()) {
        pieces.push(...archive.file(name, typeof content === 'string' ? DECLARATION + content : content));
        await running.pause();
      }
      return Buffer.concat([...pieces, ...archive.finish()]);
    });
  }

  #of(sheet: number): Added {
    const known = this.#added.get(sheet);
    if (known !== undefined) return known;
    const added = { batches: [], cells: [] };
    this.#added.set(sheet, added);
    return added;
  }
}

/** All parts but the sheets' own. */
class Parts {
  readonly #message: RichMessage;
  readonly #parts: Part[] = [];
  readonly #types: { name: string; type: keyof typeof CONTENT_TYPES }[] = [];
  /** The parts of images, by their index. */
  readonly #images = new Map<number, string>();
  readonly #bytes: readonly Uint8Array[];
  readonly #counts = { table: 0, chart: 0 };

  constructor(message: RichMessage, bytes: readonly Uint8Array[]) {
    this.#message = message;
    this.#bytes = bytes;
  }

  /** The parts a sheet refers to; returns what comes after its rows. */
  sheet(index: number): string {
    const sheet = this.#message.sheets[index] as RichSheetMessage;
    const name = `xl/worksheets/sheet${index + 1}.xml`;
    const relationships = new Relationships();
    this.#types.push({ name, type: 'worksheet' });
    const links = linksXml(sheet.links, relationships);
    const drawing = this.#drawing(sheet, index, relationships);
    const boxes = this.#notes(sheet, index, relationships);
    const tables = sheet.tables.map((table) => {
      const number = ++this.#counts.table;
      this.#add(`xl/tables/table${number}.xml`, 'table', tableXml(table, number));
      return relationships.add('table', `../tables/table${number}.xml`);
    });
    this.#parts.push(...relationships.part(name));
    return tailXml(sheet, links, { drawing, boxes, tables });
  }

  #add(name: string, type: keyof typeof CONTENT_TYPES, content: string): void {
    this.#types.push({ name, type });
    this.#parts.push({ name, content });
  }

  #drawing(sheet: RichSheetMessage, index: number, relationships: Relationships): string | undefined {
    if (sheet.images.length === 0 && sheet.charts.length === 0) return undefined;
    const own = new Relationships();
    // From top to bottom, as the native writer has them: the later lie over the earlier.
    sheet.images.sort((a, b) => a.row - b.row || a.column - b.column);
    sheet.charts.sort((a, b) => a.row - b.row || a.column - b.column);
    const images = sheet.images.map(({ image, format }) => own.add('image', `../media/${this.#image(image, format)}`));
    const charts = sheet.charts.map((chart) => {
      const number = ++this.#counts.chart;
      this.#add(`xl/charts/chart${number}.xml`, 'chart', chartXml(chart));
      return own.add('chart', `../charts/chart${number}.xml`);
    });
    const name = `xl/drawings/drawing${index + 1}.xml`;
    this.#add(name, 'drawing', drawingXml(sheet, images, charts));
    this.#parts.push(...own.part(name));
    return relationships.add('drawing', `../drawings/drawing${index + 1}.xml`);
  }

  #image(index: number, format: 'png' | 'jpeg'): string {
    const known = this.#images.get(index);
    if (known !== undefined) return known;
    const name = `image${this.#images.size + 1}.${format}`;
    this.#images.set(index, name);
    this.#parts.push({ name: `xl/media/${name}`, content: this.#bytes[index] as Uint8Array });
    return name;
  }

  #notes(sheet: RichSheetMessage, index: number, relationships: Relationships): string | undefined {
    const { notes } = sheet;
    if (notes.length === 0) return undefined;
    const number = index + 1;
    this.#add(`xl/comments${number}.xml`, 'comments', commentsXml(notes));
    this.#parts.push({ name: `xl/drawings/vmlDrawing${number}.vml`, content: boxesXml(sheet, number) });
    relationships.add('comments', `../comments${number}.xml`);
    return relationships.add('vmlDrawing', `../drawings/vmlDrawing${number}.vml`);
  }

  /** The parts of the sheets and those of the workbook. */
  rest(): Part[] {
    const message = this.#message;
    const book = new Relationships();
    const sheetIds = message.sheets.map((_, at) => book.add('worksheet', `worksheets/sheet${at + 1}.xml`));
    book.add('styles', 'styles.xml');
    const root = new Relationships();
    root.add('officeDocument', 'xl/workbook.xml');
    root.add(`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml');
    root.add('extended-properties', 'docProps/app.xml');
    this.#add('xl/workbook.xml', 'officeDocument', bookXml(message, sheetIds));
    this.#add('xl/styles.xml', 'styles', stylesXml(message));
    this.#add('docProps/core.xml', 'core-properties', coreXml(message.properties));
    this.#add('docProps/app.xml', 'extended-properties', appXml(message.properties));
    return [...this.#parts, ...book.part('xl/workbook.xml'), ...root.part(''), contentTypes(this.#types)];
  }
}

function bookXml({ sheets, names }: RichMessage, ids: readonly string[]): string {
  const active = sheets.findIndex((sheet) => sheet.active);
  const list = sheets.map(({ name, hidden }, at) =>
    element('sheet', { name, sheetId: at + 1, state: hidden ? 'hidden' : undefined, 'r:id': ids[at] }),
  );
  const defined = [
    ...sheets.flatMap(sheetNames),
    ...names.map(({ name, refers }) => element('definedName', { name }, plain(refers))),
  ];
  const view = { activeTab: active || undefined, firstSheet: active || undefined };
  return element(
    'workbook',
    { xmlns: MAIN, 'xmlns:r': RELATIONSHIPS },
    element('bookViews', {}, element('workbookView', view)),
    element('sheets', {}, ...list),
    ...(defined.length > 0 ? [element('definedNames', {}, ...defined)] : []),
    element('calcPr', { calcId: 124519, fullCalcOnLoad: 1 }),
  );
}

function coreXml({ title, subject, author, keywords, description, category, created }: RichPropertiesMessage): string {
  const texts = {
    ...{ 'dc:title': title, 'dc:subject': subject, 'dc:creator': author, 'cp:keywords': keywords },
    ...{ 'dc:description': description, 'cp:category': category },
  };
  const given = Object.entries(texts).filter(([, text]) => text !== '');
  return element(
    'cp:coreProperties',
    {
      'xmlns:cp': `${PACKAGE}/metadata/core-properties`,
      'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
      'xmlns:dcterms': 'http://purl.org/dc/terms/',
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    },
    ...given.map(([name, text]) => element(name, {}, plain(text))),
    ...['created', 'modified'].map((name) => element(`dcterms:${name}`, { 'xsi:type': 'dcterms:W3CDTF' }, created)),
  );
}

function appXml({ manager, company }: RichPropertiesMessage): string {
  const given = Object.entries({ Manager: manager, Company: company }).filter(([, text]) => text !== '');
  return element(
    'Properties',
    { xmlns: `${OFFICE}/extended-properties` },
    element('Application', {}, 'Clinicore'),
    ...given.map(([name, text]) => element(name, {}, plain(xstring(text)))),
  );
}
