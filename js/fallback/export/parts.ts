/** The parts of a workbook besides its sheets (ECMA-376 part 1, SpreadsheetML). */
import type { SheetMessage, WorkbookMessage } from '../../contract/export';
import { element, plain, xstring } from './xml';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const CONTENT = 'application/vnd.openxmlformats';

/** The first number format id that is not one of Excel's own. */
const FIRST_FORMAT_ID = 164;

/** Every part but the sheets, by name; `rows` are those of each sheet. */
export function parts(workbook: WorkbookMessage, rows: number[], styles: Styles): [name: string, xml: string][] {
  const { sheets } = workbook;
  return [
    ['[Content_Types].xml', contentTypes(sheets.length)],
    [
      '_rels/.rels',
      relationships([
        [`${OFFICE}/relationships/officeDocument`, 'xl/workbook.xml'],
        [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
        [`${OFFICE}/relationships/extended-properties`, 'docProps/app.xml'],
      ]),
    ],
    [
      'docProps/app.xml',
      element('Properties', { xmlns: `${OFFICE}/extended-properties` }, element('Application', {}, 'Clinicore')),
    ],
    ['docProps/core.xml', coreProperties(workbook)],
    ['xl/workbook.xml', book(sheets, rows)],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ...sheets.map((_, i): [string, string] => [
          `${OFFICE}/relationships/worksheet`,
          `worksheets/sheet${i + 1}.xml`,
        ]),
        [`${OFFICE}/relationships/styles`, 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', styles.xml()],
  ];
}

function contentTypes(sheets: number): string {
  const overrides: [string, string][] = [
    ['/docProps/app.xml', `${CONTENT}-officedocument.extended-properties+xml`],
    ['/docProps/core.xml', `${CONTENT}-package.core-properties+xml`],
    ['/xl/workbook.xml', `${CONTENT}-officedocument.spreadsheetml.sheet.main+xml`],
    ['/xl/styles.xml', `${CONTENT}-officedocument.spreadsheetml.styles+xml`],
  ];
  for (let sheet = 1; sheet <= sheets; sheet++) {
    overrides.push([`/xl/worksheets/sheet${sheet}.xml`, `${CONTENT}-officedocument.spreadsheetml.worksheet+xml`]);
  }
  return element(
    'Types',
    { xmlns: `${PACKAGE}/content-types` },
    element('Default', { Extension: 'rels', ContentType: `${CONTENT}-package.relationships+xml` }),
    element('Default', { Extension: 'xml', ContentType: 'application/xml' }),
    ...overrides.map(([PartName, ContentType]) => element('Override', { PartName, ContentType })),
  );
}

function relationships(targets: [type: string, target: string][]): string {
  const list = targets.map(([Type, Target], i) => element('Relationship', { Id: `rId${i + 1}`, Type, Target }));
  return element('Relationships', { xmlns: `${PACKAGE}/relationships` }, ...list);
}

function coreProperties({ title, author, created }: WorkbookMessage): string {
  return element(
    'cp:coreProperties',
    {
      'xmlns:cp': `${PACKAGE}/metadata/core-properties`,
      'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
      'xmlns:dcterms': 'http://purl.org/dc/terms/',
      'xmlns:dcmitype': 'http://purl.org/dc/dcmitype/',
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    },
    title && element('dc:title', {}, plain(title)),
    author && element('dc:creator', {}, plain(author)),
    created && element('dcterms:created', { 'xsi:type': 'dcterms:W3CDTF' }, created),
  );
}

function book(sheets: SheetMessage[], rows: number[]): string {
  const list = sheets.map(({ name }, i) =>
    element('sheet', { name: xstring(name), sheetId: i + 1, 'r:id': `rId${i + 1}` }),
  );
  // Excel finds a sheet's filter through this hidden name.
  const filters = sheets.flatMap(({ name, columns, autoFilter }, i) => {
    const corner = `$${columnLetters(columns.length - 1)}$${(rows[i] as number) + 1}`;
    const range = `'${plain(xstring(name.replaceAll("'", "''")))}'!$A$1:${corner}`;
    const attributes = { name: '_xlnm._FilterDatabase', localSheetId: i, hidden: 1 };
    return autoFilter ? [element('definedName', attributes, range)] : [];
  });
  return element(
    'workbook',
    { xmlns: MAIN, 'xmlns:r': `${OFFICE}/relationships` },
    element('sheets', {}, ...list),
    ...(filters.length > 0 ? [element('definedNames', {}, ...filters)] : []),
  );
}

/** A column's name: A, B, ..., Z, AA, ... */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** The styles of a workbook: a plain and a quoted one for each number format, and the same two for headers. */
export class Styles {
  /** Different formats in order of appearance, General first. */
  readonly #formats: string[];

  constructor({ sheets }: WorkbookMessage) {
    this.#formats = [...new Set(['', ...sheets.flatMap(({ columns }) => columns.map(({ format }) => format))])];
  }

  /** The style of a column's cells; `quoted` keeps Excel from ever reading a text as a formula. */
  cell(format: string, quoted: boolean): number {
    return 2 * this.#formats.indexOf(format) + Number(quoted);
  }

  /** The style of a header. */
  header(quoted: boolean): number {
    return 2 * this.#formats.length + Number(quoted);
  }

  /** The part `xl/styles.xml`. */
  xml(): string {
    const custom = this.#formats
      .slice(1)
      .map((format, i) => ({ numFmtId: FIRST_FORMAT_ID + i, formatCode: xstring(format) }));
    const xfs = this.#formats.flatMap((_, i) => [
      xf(i === 0 ? 0 : FIRST_FORMAT_ID + i - 1, false),
      xf(i === 0 ? 0 : FIRST_FORMAT_ID + i - 1, true),
    ]);
    const font = (...bold: string[]) =>
      element(
        'font',
        {},
        ...bold,
        element('sz', { val: 11 }),
        element('name', { val: 'Calibri' }),
        element('family', { val: 2 }),
      );
    const fill = (patternType: string, ...colours: string[]) =>
      element('fill', {}, element('patternFill', { patternType }, ...colours));
    const sides = ['left', 'right', 'top', 'bottom', 'diagonal'].map((side) => element(side));
    return element(
      'styleSheet',
      { xmlns: MAIN },
      ...(custom.length > 0
        ? [
            counted(
              'numFmts',
              custom.map((format) => element('numFmt', format)),
            ),
          ]
        : []),
      counted('fonts', [font(), font(element('b'))]),
      counted('fills', [
        fill('none'),
        fill('gray125'),
        fill('solid', element('fgColor', { rgb: 'FFDCE6F1' }), element('bgColor', { indexed: 64 })),
      ]),
      counted('borders', [element('border', {}, ...sides)]),
      counted('cellStyleXfs', [element('xf', { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0 })]),
      counted('cellXfs', [...xfs, headerXf(false), headerXf(true)]),
      counted('cellStyles', [element('cellStyle', { name: 'Normal', xfId: 0, builtinId: 0 })]),
      element('dxfs', { count: 0 }),
    );
  }
}

const counted = (name: string, list: string[]): string => element(name, { count: list.length }, ...list);

const xf = (numFmtId: number, quoted: boolean): string =>
  element('xf', {
    numFmtId,
    fontId: 0,
    fillId: 0,
    borderId: 0,
    xfId: 0,
    quotePrefix: quoted ? 1 : undefined,
    applyNumberFormat: numFmtId > 0 ? 1 : undefined,
  });

const headerXf = (quoted: boolean): string =>
  element('xf', {
    numFmtId: 0,
    fontId: 1,
    fillId: 2,
    borderId: 0,
    xfId: 0,
    quotePrefix: quoted ? 1 : undefined,
    applyFont: 1,
    applyFill: 1,
  });
