/** What an xls workbook says of itself: its sheets, its calendar, its formats ([MS-XLS] 2.1.7.20.3). */
import type { SheetInfoMessage } from '../../../../contract/sheet';
import { MAX_COLUMNS, MAX_ROWS } from '../../../../export/sheet/area';
import { areaText } from '../address';
import { wellFormed } from '../biff/value';
import { damaged, encrypted, unsupported } from '../fault';
import { builtin, type Class, classOf } from '../number-format';
import { Record, Records } from './record';
import { decoderOf, Texts } from './text';

export const WORKBOOK = 'workbook';
/** Of the first record of a stream: what Excel 97 and later ones write, and 5 and 95. */
const [EXCEL_97, EXCEL_5] = [0x0600, 0x0500] as const;
/** Records after which others may have a turn. */
const TURN = 1024;
/** Sheets have numbers of two bytes. */
const MAX_SHEETS = 0xffff;
/** Records of a sheet in which its dimensions are found. */
const MOST_BEFORE_CELLS = 1024;
/** Windows in the west. */
const USUAL_PAGE = 1252;

/** A sheet, and where it begins. */
export interface XlsSheet extends SheetInfoMessage {
  readonly offset: number;
}

/** What the first substream says. */
export interface XlsBook {
  readonly isUnicode: boolean;
  readonly is1904: boolean;
  readonly sheets: readonly XlsSheet[];
  /** The class of each cell format, in the order in which cells count them. */
  readonly formats: readonly Class[];
  /** Where the shared texts begin. */
  readonly strings: number | undefined;
  /** A text of Excel 5. */
  readonly decode: (bytes: Buffer) => string;
}

export async function readBook(stream: Buffer, goOn: () => Promise<void>): Promise<XlsBook> {
  const records = new Records(stream, 0, WORKBOOK);
  records.next();
  if (records.type !== Record.bof) throw unsupported('it is of Excel 4 or older');
  const version = records.need(4).readUInt16LE(0);
  if (version !== EXCEL_97 && version !== EXCEL_5) throw unsupported('it is of an unknown version of Excel');
  const globals = new Globals(records, version === EXCEL_97);
  for (let count = 1; globals.take(); count++) if (count % TURN === 0) await goOn();
  const { isUnicode, is1904, strings, page } = globals;
  const decode = isUnicode ? String : decoderOf(page);
  const sheets: XlsSheet[] = [];
  for (const sheet of globals.sheets) {
    const { offset, kind, isHidden, name } = sheet;
    // A sheet that is damaged says so when it is read.
    const said = kind === 'worksheet' ? whatItSays(stream, offset, isUnicode) : {};
    sheets.push({ name: wellFormed(textOf(name, decode)), kind, isHidden, offset, ...said });
    if (sheets.length % 64 === 0) await goOn();
  }
  const codes = new Map([...globals.codes].map(([id, code]) => [id, classOf(textOf(code, decode))]));
  const formats = globals.formats.map((id) => codes.get(id) ?? builtin(id));
  return { isUnicode, is1904, sheets, formats, strings, decode };
}

/** A text, or what it will be by a code page. */
type Said = string | Buffer;
const textOf = (said: Said, decode: XlsBook['decode']): string => (typeof said === 'string' ? said : decode(said));

/** The records before the sheets. */
class Globals {
  readonly isUnicode: boolean;
  is1904 = false;
  strings: number | undefined;
  page = USUAL_PAGE;
  readonly sheets: (Omit<XlsSheet, 'name'> & { readonly name: Said })[] = [];
  /** Number formats of cell formats, and codes of number formats. */
  readonly formats: number[] = [];
  readonly codes = new Map<number, Said>();
  readonly #records: Records;

  constructor(records: Records, isUnicode: boolean) {
    this.#records = records;
    this.isUnicode = isUnicode;
  }

  /** Takes the next record; false at the end. */
  take(): boolean {
    const records = this.#records;
    records.next();
    switch (records.type) {
      case Record.eof:
        return false;
      case Record.filePass:
        throw encrypted();
      case Record.date1904:
        this.is1904 = records.need(2).readUInt16LE(0) === 1;
        break;
      case Record.codePage:
        this.page = records.need(2).readUInt16LE(0);
        break;
      case Record.boundSheet:
        this.#addSheet(records.need(6));
        break;
      case Record.xf:
        this.formats.push(records.need(4).readUInt16LE(2));
        break;
      case Record.format: {
        const id = records.need(2).readUInt16LE(0);
        this.codes.set(id, this.#text(2, this.isUnicode ? 2 : 1));
        break;
      }
      case Record.sst:
        this.strings ??= records.at;
        break;
    }
    return true;
  }

  #addSheet(data: Buffer): void {
    const [state, type] = [(data[4] as number) & 3, data[5] as number];
    const kind = KINDS[type];
    if (kind === undefined) return; // A module of Visual Basic.
    if (this.sheets.length === MAX_SHEETS) throw damaged(WORKBOOK);
    this.sheets.push({ name: this.#text(6, 1), kind, isHidden: state !== 0, offset: data.readUInt32LE(0) });
  }

  /** A text whose length is so many bytes. */
  #text(from: number, size: 1 | 2): Said {
    const texts = new Texts(this.#records, from);
    const length = texts.count(size);
    return this.isUnicode ? texts.unicode(length) : texts.bytes(length);
  }
}

/** What a sheet is, by its type (2.4.28). */
const KINDS: Readonly<{ [type: number]: SheetInfoMessage['kind'] }> = { 0: 'worksheet', 1: 'macro', 2: 'chart' };

/** What a worksheet says before its cells: where they are, and whether it is a dialog. */
function whatItSays(
  stream: Buffer,
  offset: number,
  isUnicode: boolean,
): { kind?: SheetInfoMessage['kind']; dimensions?: string | undefined } {
  try {
    const records = new Records(stream, offset, WORKBOOK);
    let isDialog = false;
    for (let count = 0; count < MOST_BEFORE_CELLS; count++) {
      records.next();
      if (records.type === Record.wsBool) isDialog = (records.need(2).readUInt16LE(0) & DIALOG) !== 0;
      if (isDialog) return { kind: 'dialog' };
      if (records.type === Record.dimensions) return { dimensions: dimensionsOf(records, isUnicode) };
      if (records.type === Record.eof) return {};
    }
    return {};
  } catch {
    return {};
  }
}

/** A flag of 2.4.351. */
const DIALOG = 0x10;

/** 2.4.90: the first row and column, and those behind the last. */
function dimensionsOf(records: Records, isUnicode: boolean): string | undefined {
  const data = records.need(isUnicode ? 12 : 8);
  const [firstRow, endRow] = isUnicode
    ? [data.readUInt32LE(0), data.readUInt32LE(4)]
    : [data.readUInt16LE(0), data.readUInt16LE(2)];
  const columns = isUnicode ? 8 : 4;
  const [firstColumn, endColumn] = [data.readUInt16LE(columns), data.readUInt16LE(columns + 2)];
  if (endRow <= firstRow || endColumn <= firstColumn || endRow > MAX_ROWS || endColumn > MAX_COLUMNS) return undefined;
  return areaText({ firstRow, firstColumn, lastRow: endRow - 1, lastColumn: endColumn - 1 });
}
