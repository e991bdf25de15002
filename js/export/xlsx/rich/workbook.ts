/** Workbooks with styles, charts and the like. */
import type { RichMessage } from '../../../contract/rich';
import {
  array,
  boolean,
  type Fields,
  integer,
  invalid,
  isRecord,
  items,
  oneOf,
  readable,
  record,
} from '../../../validate';
import { workbookPassword } from '../encryption/password';
import { documentText, documentTime, limit } from '../excel';
import { MAX_SHEETS } from '../sheet';
import type { SheetRange } from './address';
import { checkNames } from './names';
import { type CheckedRichSheet, checkRichSheet, RICH_KEYS, tableRange } from './sheet';
import { checkStyle, fontName, merged, type PartialStyle, rgb, type Style, type StyleReference, Styles } from './style';

/** What a workbook's sheets have in common. */
export interface WorkbookTheme {
  /** Of all cells whose style names none. Default `'Calibri'`. */
  font?: string;
  /** In points, 1 to 409. Default 11. */
  fontSize?: number;
  /** Of charts' series, in turn: 1 to 32 times `'#RRGGBB'`. */
  colors?: readonly string[];
  /** Of the headers of columns and tables, over bold on light blue. */
  header?: StyleReference;
}

/** What makes a workbook more than plain sheets. */
export interface RichOptions {
  /** Styles by their names, for all places that take a {@link Style}. */
  styles?: Readonly<Record<string, Style>>;
  /** Fonts and colours of what no style speaks of. Default: Excel's. */
  theme?: WorkbookTheme;
  /** Names for cells, which formulas can use: `{ VatRate: "Prices!B1" }`. */
  names?: Readonly<Record<string, SheetRange>>;
  /** What it is about: a document property of at most 255 characters, as the following ones. Default: none. */
  subject?: string;
  /** Who is responsible for it. */
  manager?: string;
  /** Whose it is. */
  company?: string;
  /** What kind of workbook it is. */
  category?: string;
  /** By which it is found. */
  keywords?: string;
  /** Remarks on it. */
  description?: string;
}

const PROPERTIES = ['subject', 'manager', 'company', 'category', 'keywords', 'description'] as const;

/** The names of {@link RichOptions}. */
export const RICH_OPTIONS = ['styles', 'theme', 'names', ...PROPERTIES] as const;

/** A workbook of which everything is checked but cells and values. */
export interface CheckedRich {
  readonly sheets: readonly CheckedRichSheet[];
  readonly styles: Styles;
  readonly images: readonly Uint8Array[];
  readonly password: string | undefined;
  /** The message but for its sheets and styles, which are complete only when all cells are read. */
  readonly message: Omit<RichMessage, 'sheets' | 'styles'>;
}

/** Whether a workbook has what only the rich writer can write. */
export function isRich(sheets: unknown, options: Fields): boolean {
  const has = (fields: Fields, keys: readonly string[]) =>
    keys.some((key) => fields.optional(key, undefined, (given) => given) !== undefined);
  if (has(options, RICH_OPTIONS)) return true;
  return readable('sheets', () =>
    array(sheets, 'sheets', MAX_SHEETS).some((sheet, at) => {
      if (!isRecord(sheet)) return false;
      const fields = record(sheet, `sheets[${at}]`);
      return has(fields, RICH_KEYS) || !isFlag(fields.optional('autoFilter', undefined, (given) => given));
    }),
  );
}

const isFlag = (value: unknown): boolean => value === undefined || typeof value === 'boolean';

/** Cells of data in a rich workbook, which is held in memory as a whole. */
const MAX_DATA_CELLS = 5_000_000;
const MAX_IMAGE_BYTES = 100_000_000;
const MAX_STYLE_NAMES = 1_000;

/** Office's own accents. */
const COLORS = ['4472C4', 'ED7D31', 'A5A5A5', 'FFC000', '5B9BD5', '70AD47'];
const HEADER: PartialStyle = { bold: true, fill: 'DCE6F1' };

/** Checks everything of a workbook but its cells and values. */
export function checkRich(value: unknown, options: Fields): CheckedRich {
  const styles = new Styles(options.optional('styles', new Map<string, PartialStyle>(), namedStyles));
  const theme = options.optional('theme', undefined, (given, path) =>
    record(given, path).only(['font', 'fontSize', 'colors', 'header']),
  );
  const images = new Images();
  const names = namesOf(value);
  const context = {
    styles,
    sheets: names,
    colors: theme?.optional('colors', COLORS, colorsOf) ?? COLORS,
    header: merged(HEADER, theme?.optional('header', {}, styles.check) ?? {}),
    keepImage: (data: Uint8Array, path: string) => images.keep(data, path),
  };
  if (options.optional('overflow', 'error', (given, path) => oneOf(given, path, ['error', 'sheet'])) === 'sheet') {
    invalid('options.overflow', "'error', where a workbook has styles, charts or the like", 'sheet');
  }
  const sheets = items(value, 'sheets', MAX_SHEETS, (sheet, path) => checkRichSheet(sheet, path, context));
  checkSheets(sheets, value);
  const text = (key: string) => options.optional(key, '', documentText);
  const defined = options.optional('names', [], checkNames, names);
  checkTableNames(sheets, defined);
  return {
    sheets,
    styles,
    images: images.list,
    password: options.optional('password', undefined, workbookPassword),
    message: {
      escapeFormulas: options.optional('escapeFormulas', true, boolean),
      font: theme?.optional('font', 'Calibri', fontName) ?? 'Calibri',
      fontSize: theme?.optional('fontSize', 11, integer, 1, 409) ?? 11,
      names: defined,
      properties: {
        ...{ title: text('title'), author: text('author'), subject: text('subject'), manager: text('manager') },
        ...{ company: text('company'), category: text('category'), keywords: text('keywords') },
        description: text('description'),
        created: options.optional('created', FIRST_TIME, documentTime),
      },
    },
  };
}

/** A file of this kind says when it was made; without an option it says what zip archives say that know no time. */
const FIRST_TIME = '1980-01-01T00:00:00Z';

function colorsOf(value: unknown, path: string): string[] {
  const colors = items(value, path, 32, rgb);
  return colors.length > 0 ? colors : invalid(path, 'an array of at least one colour', value);
}

function namedStyles(value: unknown, path: string): Map<string, PartialStyle> {
  const fields = record(value, path);
  const names = readable(path, () => Object.keys(value as object));
  limit(path, 'styles', names.length, MAX_STYLE_NAMES);
  return new Map(names.map((name) => [name, fields.get(name, checkStyle)]));
}

/** The sheets' names, which formulas and charts of any sheet may use; whether they are names is checked with the sheet. */
const namesOf = (sheets: unknown): string[] =>
  items(sheets, 'sheets', MAX_SHEETS, (sheet, path) =>
    record(sheet, path).get('name', (name) => (typeof name === 'string' ? name : '')),
  );

/** Refuses more cells of data than a rich workbook may have. */
export const limitDataCells = (cells: number): void =>
  limit('sheets', 'cells, where any sheet has more than columns', cells, MAX_DATA_CELLS);

function checkSheets(sheets: readonly CheckedRichSheet[], value: unknown): void {
  if (sheets.length === 0) invalid('sheets', 'an array of at least one sheet', value);
  if (sheets.every(({ hidden }) => hidden))
    invalid('sheets', 'an array of at least one sheet that is not hidden', value);
  const cells = sheets.reduce((sum, { data }) => sum + (data ? data.columns.length * data.rows : 0), 0);
  limitDataCells(cells);
  const seen = new Map<string, number>();
  for (const [index, { name, path }] of sheets.entries()) {
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) invalid(`${path}.name`, `different from sheets[${twin}].name`, name);
    seen.set(name.toLowerCase(), index);
  }
}

function checkTableNames(sheets: readonly CheckedRichSheet[], names: readonly { name: string }[]): void {
  const seen = new Set(names.map(({ name }) => name.toLowerCase()));
  for (const { tables, data } of sheets) {
    for (const table of tables) {
      tableRange(table, data);
      if (seen.has(table.name.toLowerCase())) {
        invalid(`${table.path}.name`, "different from the workbook's other names and tables", table.name);
      }
      seen.add(table.name.toLowerCase());
    }
  }
}

/** The images' bytes: each array once. They are copied, for they may change before they are written. */
class Images {
  readonly list: Uint8Array[] = [];
  readonly #known = new Map<Uint8Array, number>();
  #bytes = 0;

  keep(data: Uint8Array, path: string): number {
    const known = this.#known.get(data);
    if (known !== undefined) return known;
    this.#bytes += data.length;
    limit(path, 'bytes in all images of the workbook', this.#bytes, MAX_IMAGE_BYTES);
    this.#known.set(data, this.list.length);
    return this.list.push(Uint8Array.from(data)) - 1;
  }
}
