/** Workbooks made by hand, part by part, and their cells as they are read. */
import { crc32, deflateRawSync } from 'node:zlib';
import { export as exporting } from 'clinicore';

/** What is in a workbook that {@link workbook} makes, where it is not the simplest. */
export interface Parts {
  /** What is in `sheetData`. */
  rows?: string;
  /** All of the worksheet. */
  sheet?: string;
  /** Of `sst`. */
  strings?: string;
  /** Of `styleSheet`. */
  styles?: string;
  /** Attributes of `workbookPr`. */
  properties?: string;
  /** More entries, or others in the place of those. */
  others?: Record<string, string | Buffer>;
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

/** The entries of a workbook with one sheet, `Prices`. */
export function entries({
  rows = '',
  sheet,
  strings,
  styles,
  properties = '',
  others = {},
}: Parts): Record<string, string | Buffer> {
  const relationship = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  return {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': `<Relationships ${PACKAGE}>${relationship('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook ${MAIN} xmlns:r="${OFFICE}"><workbookPr ${properties}/><sheets><sheet name="Prices" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships ${PACKAGE}>${relationship('rId1', 'worksheet', 'worksheets/sheet1.xml')}${relationship('rId2', 'sharedStrings', 'sharedStrings.xml')}${relationship('rId3', 'styles', '/xl/styles.xml')}</Relationships>`,
    'xl/worksheets/sheet1.xml': sheet ?? `<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`,
    ...(strings !== undefined && { 'xl/sharedStrings.xml': `<sst ${MAIN}>${strings}</sst>` }),
    ...(styles !== undefined && { 'xl/styles.xml': `<styleSheet ${MAIN}>${styles}</styleSheet>` }),
    ...others,
  };
}

/** A workbook's file. */
export const workbook = (parts: Parts): Buffer => archive(entries(parts));

/** A style for each number format: 1 is the first. */
export const formats = (...codes: string[]): string =>
  `<numFmts>${codes.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`).join('')}</numFmts>` +
  `<cellXfs><xf numFmtId="0"/>${codes.map((_, at) => `<xf numFmtId="${164 + at}"/>`).join('')}</cellXfs>`;

/** What of an entry is not as its content says. */
export interface Lie {
  size?: number;
  flags?: number;
  method?: number;
  crc?: number;
  /** Begins at the first entry's header. */
  overlaps?: boolean;
}

/** A zip archive (APPNOTE.TXT 4.3); `lies` by the entries' names. */
export function archive(content: Record<string, string | Buffer>, lies: Record<string, Lie> = {}): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, given] of Object.entries(content)) {
    const bytes = Buffer.from(given as string);
    const { size = bytes.length, flags = 0, method = 8, crc = crc32(bytes), overlaps = false } = lies[name] ?? {};
    const packed = method === 8 ? deflateRawSync(bytes, { level: 9 }) : bytes;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(overlaps ? 0 : offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, Buffer.from(name));
    local.push(header);
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(local.length, 8);
  end.writeUInt16LE(local.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** All cells of the first sheet by their addresses: their types and values. */
export async function cellsOf(
  file: Buffer | string,
  options?: exporting.SheetCellsOptions,
  sheet: string | number = 0,
): Promise<Record<string, readonly [string, unknown]>> {
  const book = await exporting.openWorkbook(file);
  const found: Record<string, readonly [string, unknown]> = {};
  for await (const cells of book.cells(sheet, options)) {
    for (const { address, type, value } of cells) found[address] = [type, value];
  }
  return found;
}

/** The rows of a sheet. */
export async function rowsOf(
  file: Buffer | string,
  options?: exporting.ReadSheetOptions,
): Promise<exporting.TableRow[]> {
  return [...(await exporting.readSheet(file, options).toTable()).rows()];
}
