/** The parts of a workbook besides its styles and sheets (ECMA-376 part 1, SpreadsheetML; part 2, packages). */
import type { Properties } from '../workbook';
import { DECLARATION, element, MAIN, plain, xstring } from '../xml';
import { columnLetters } from './worksheet';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const CONTENT = 'application/vnd.openxmlformats';

/** A part: its name, its XML, and whether it is the same in every workbook. */
export type Part = readonly [name: string, xml: string, isFixed?: boolean];

/** A sheet that was written. */
export interface Written {
  readonly name: string;
  readonly columns: number;
  /** The header not counted. */
  readonly rows: number;
  readonly autoFilter: boolean;
}

/** The part that holds a sheet. */
export const sheetPart = (index: number): string => `xl/worksheets/sheet${index + 1}.xml`;

/** The parts that are known before any sheet. */
export function firstParts(properties: Properties): Part[] {
  return [
    ['[Content_Types].xml', CONTENT_TYPES, true],
    ['_rels/.rels', PACKAGE_RELATIONSHIPS, true],
    ['docProps/app.xml', APPLICATION, true],
    ['docProps/core.xml', coreProperties(properties)],
  ];
}

/** The parts that tell of all sheets. */
export function lastParts(sheets: readonly Written[], styles: string): Part[] {
  return [
    ['xl/styles.xml', styles],
    ['xl/workbook.xml', book(sheets)],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ...sheets.map((_, at): [string, string] => [
          `${OFFICE}/relationships/worksheet`,
          sheetPart(at).slice('xl/'.length),
        ]),
        [`${OFFICE}/relationships/styles`, 'styles.xml'],
      ]),
    ],
  ];
}

/** What a part is by its extension, unless its name says more: sheets, of which there may turn out to be any number. */
function contentTypes(): string {
  const overrides = [
    ['/docProps/app.xml', `${CONTENT}-officedocument.extended-properties+xml`],
    ['/docProps/core.xml', `${CONTENT}-package.core-properties+xml`],
    ['/xl/workbook.xml', `${CONTENT}-officedocument.spreadsheetml.sheet.main+xml`],
    ['/xl/styles.xml', `${CONTENT}-officedocument.spreadsheetml.styles+xml`],
  ];
  return (
    DECLARATION +
    element(
      'Types',
      { xmlns: `${PACKAGE}/content-types` },
      element('Default', { Extension: 'rels', ContentType: `${CONTENT}-package.relationships+xml` }),
      element('Default', {
        Extension: 'xml',
        ContentType: `${CONTENT}-officedocument.spreadsheetml.worksheet+xml`,
      }),
      ...overrides.map(([PartName, ContentType]) => element('Override', { PartName, ContentType })),
    )
  );
}

function relationships(targets: [type: string, target: string][]): string {
  const list = targets.map(([Type, Target], at) => element('Relationship', { Id: `rId${at + 1}`, Type, Target }));
  return DECLARATION + element('Relationships', { xmlns: `${PACKAGE}/relationships` }, ...list);
}

function coreProperties({ title, author, created }: Properties): string {
  return (
    DECLARATION +
    element(
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
    )
  );
}

function book(sheets: readonly Written[]): string {
  const list = sheets.map(({ name }, at) =>
    element('sheet', { name: xstring(name), sheetId: at + 1, 'r:id': `rId${at + 1}` }),
  );
  // Excel finds a sheet's filter through this hidden name (ECMA-376 part 1, 18.2.5).
  const filters = sheets.flatMap(({ name, columns, rows, autoFilter }, at) => {
    const range = `'${plain(xstring(name.replaceAll("'", "''")))}'!$A$1:$${columnLetters(columns - 1)}$${rows + 1}`;
    const attributes = { name: '_xlnm._FilterDatabase', localSheetId: at, hidden: 1 };
    return autoFilter ? [element('definedName', attributes, range)] : [];
  });
  return (
    DECLARATION +
    element(
      'workbook',
      { xmlns: MAIN, 'xmlns:r': `${OFFICE}/relationships` },
      element('sheets', {}, ...list),
      filters.length > 0 ? element('definedNames', {}, ...filters) : '',
    )
  );
}

const CONTENT_TYPES = contentTypes();
const PACKAGE_RELATIONSHIPS = relationships([
  [`${OFFICE}/relationships/officeDocument`, 'xl/workbook.xml'],
  [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
  [`${OFFICE}/relationships/extended-properties`, 'docProps/app.xml'],
]);
const APPLICATION =
  DECLARATION +
  element('Properties', { xmlns: `${OFFICE}/extended-properties` }, element('Application', {}, 'Clinicore'));
