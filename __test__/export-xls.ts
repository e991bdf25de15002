/** xls and xlsb workbooks made by hand, record by record ([MS-XLS] 2.1.4, [MS-XLSB] 2.1.4). */
import { createRequire } from 'node:module';
import type * as compoundModule from '../js/export/compound-file/write';
import { archive, entries } from './export-sheet';

const require = createRequire(import.meta.url);
const { compoundFile } = require('../dist/export/compound-file/write.js') as typeof compoundModule;

/** A compound file of streams in its root. */
export const compound = (streams: Record<string, Buffer>): Buffer =>
  Buffer.concat([...compoundFile(Object.entries(streams).map(([name, bytes]) => ({ name, pieces: [bytes] })))]);

export const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt16LE(value, 2 * at);
  return bytes;
};
export const u32 = (...values: number[]): Buffer => u16(...values.flatMap((value) => [value & 0xffff, value >>> 16]));
export const double = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
};

/** A record of xls. */
export const record = (type: number, ...data: Uint8Array[]): Buffer => {
  const bytes = Buffer.concat(data);
  return Buffer.concat([u16(type, bytes.length), bytes]);
};

export const EOF = record(0x0a);
export const bof = (kind: number, version = 0x0600): Buffer => record(0x0809, u16(version, kind), Buffer.alloc(12));

/** A text of Excel 97 behind its length: in bytes where it can be, else in UTF-16. */
export const unicode = (text: string, isWide = /[^\0-\xff]/.test(text)): Buffer =>
  Buffer.concat([Buffer.from([Number(isWide)]), Buffer.from(text, isWide ? 'utf16le' : 'latin1')]);
export const label = (text: string): Buffer => Buffer.concat([u16(text.length), unicode(text)]);

/** The beginning of a cell: row, column, cell format. */
export const cell = (row: number, column: number, format = 0): Buffer => u16(row, column, format);
export const number = (row: number, column: number, value: number, format = 0): Buffer =>
  record(0x0203, cell(row, column, format), double(value));

/** What is in an xls workbook that {@link xls} makes. */
export interface Book {
  version?: number;
  /** Records before the sheets, such as formats and texts. */
  globals?: Buffer;
  /** Records of each sheet; its type and state, where it is no worksheet that is shown. */
  sheets: readonly { records: Buffer; name?: string; type?: number; state?: number; kind?: number }[];
}

/** The stream of an xls workbook. */
export function stream({ version = 0x0600, globals = Buffer.alloc(0), sheets }: Book): Buffer {
  const bodies = sheets.map(({ records, kind = 0x10 }) => Buffer.concat([bof(kind, version), records, EOF]));
  const bound = (offsets: readonly number[]) =>
    sheets.map(({ name = `S${1}`, type = 0, state = 0 }, at) => {
      const text = version === 0x0600 ? unicode(name) : Buffer.from(name, 'latin1');
      return record(0x85, u32(offsets[at] as number), Buffer.from([state, type, name.length]), text);
    });
  const head = (offsets: readonly number[]) => Buffer.concat([bof(5, version), globals, ...bound(offsets), EOF]);
  let offset = head(sheets.map(() => 0)).length;
  const offsets = bodies.map((body) => {
    offset += body.length;
    return offset - body.length;
  });
  return Buffer.concat([head(offsets), ...bodies]);
}

/** An xls workbook, of Excel 97 unless it says otherwise. */
export const xls = (book: Book): Buffer =>
  compound({ [(book.version ?? 0x0600) === 0x0600 ? 'Workbook' : 'Book']: stream(book) });

/** An xls workbook with one sheet. */
export const sheet = (records: Buffer[], globals: Buffer[] = []): Buffer =>
  xls({ globals: Buffer.concat(globals), sheets: [{ records: Buffer.concat(records) }] });

/** Cell formats, each of a number format's number. */
export const cellFormats = (...ids: number[]): Buffer =>
  Buffer.concat(ids.map((id) => record(0xe0, u16(0, id), Buffer.alloc(16))));

/** A record of xlsb. */
export function binary(type: number, ...data: Uint8Array[]): Buffer {
  const bytes = Buffer.concat(data);
  const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]);
  return Buffer.concat([Buffer.from([...varint(type), ...varint(bytes.length)]), bytes]);
}

/** A text of xlsb. */
export const wide = (text: string): Buffer => Buffer.concat([u32(text.length), Buffer.from(text, 'utf16le')]);

/** What is in an xlsb workbook that {@link xlsb} makes. */
export interface BinaryParts {
  /** Records of the sheet's data. */
  rows?: Buffer;
  /** Records before and behind the data. */
  before?: Buffer;
  behind?: Buffer;
  strings?: Buffer;
  styles?: Buffer;
  is1904?: boolean;
  others?: Record<string, Buffer | string>;
}

/** The entries of an xlsb workbook with one sheet, `Prices`. */
export function binaryEntries(parts: BinaryParts): Record<string, string | Buffer> {
  const { rows = Buffer.alloc(0), before = Buffer.alloc(0), behind = Buffer.alloc(0) } = parts;
  const { strings = Buffer.alloc(0), styles = Buffer.alloc(0), is1904 = false, others } = parts;
  const xlsx = entries({ strings: '', styles: '' });
  const toBinary = (text: string | Buffer | undefined) =>
    String(text).replace(/(workbook|sheet1|sharedStrings|styles)\.xml/g, '$1.bin');
  return {
    '[Content_Types].xml': xlsx['[Content_Types].xml'] as string,
    '_rels/.rels': toBinary(xlsx['_rels/.rels']),
    'xl/_rels/workbook.bin.rels': toBinary(xlsx['xl/_rels/workbook.xml.rels']),
    'xl/workbook.bin': Buffer.concat([
      binary(153, u32(Number(is1904), 0), wide('')),
      binary(143),
      binary(156, u32(0, 1), wide('rId1'), wide('Prices')),
      binary(144),
    ]),
    'xl/worksheets/sheet1.bin': Buffer.concat([
      binary(129),
      before,
      binary(145),
      rows,
      binary(146),
      behind,
      binary(130),
    ]),
    'xl/sharedStrings.bin': strings,
    'xl/styles.bin': styles,
    ...others,
  };
}

export const xlsb = (parts: BinaryParts): Buffer => archive(binaryEntries(parts));

/** The beginning of a row of xlsb. */
export const row = (place: number, isHidden = false): Buffer =>
  binary(0, u32(place, 0), u16(300), Buffer.from([0, isHidden ? 0x10 : 0, 0]), u32(0));
/** A cell of xlsb, and a short one, whose column is the next. */
export const binaryCell = (type: number, column: number, value: Buffer, format = 0): Buffer =>
  binary(type, u32(column, format), value);
export const shortCell = (type: number, value: Buffer, format = 0): Buffer => binary(type, u32(format), value);
