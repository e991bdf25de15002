/** What an xlsb workbook says of itself ([MS-XLSB] 2.1.7.62, 2.1.7.45, 2.1.7.51). */
import { wellFormed } from '../biff/value';
import { damaged, exceeded } from '../fault';
import { builtin, type Class, classOf } from '../number-format';
import type { Package } from '../package';
import type { Part } from '../part';
import { type Book, bookOf, relationships, sheetOf, WORKBOOK } from '../xlsx/book';
import { Record, Records } from './record';

/** Texts after which others may have a turn. */
const TURN = 1024;

/** What `workbook.bin` says. */
export async function readBook(of: Package, path: string): Promise<Book> {
  const parts = await relationships(of, path);
  const part = of.part(path, WORKBOOK);
  if (!part) throw damaged(WORKBOOK);
  const book = bookOf(parts);
  const records = new Records(part, [Record.wbProp, Record.bundleSh]);
  while (await records.take()) {
    const { type } = records;
    if (type === Record.wbProp) book.is1904 = (records.need(4).readUInt32LE(0) & 1) === 1;
    else {
      const state = records.need(8).readUInt32LE(0);
      const id = records.nullableText(8);
      const name = wellFormed(records.text(id.end).text);
      const found = parts.get(id.text ?? '');
      if (!found) throw damaged(WORKBOOK);
      book.sheets.push(sheetOf(name, state !== 0, found));
    }
  }
  return book;
}

/** The texts that cells share. */
export async function readStrings(part: Part, goOn: () => Promise<void>): Promise<string[]> {
  const { maxCellBytes } = part.package.limits;
  const records = new Records(part, [Record.sstItem]);
  const strings: string[] = [];
  while (await records.take()) {
    // Before the text stand flags of what follows it.
    const { text } = records.text(1);
    if (Buffer.byteLength(text) > maxCellBytes) throw exceeded('maxCellBytes', maxCellBytes);
    strings.push(text);
    if (strings.length % TURN === 0) await goOn();
  }
  return strings;
}

/** The class of each cell format, in the order in which cells count them. */
export async function readStyles(part: Part): Promise<Class[]> {
  const records = new Records(part, [Record.fmt, Record.xf, Record.beginCellXfs, Record.endCellXfs]);
  const codes = new Map<number, Class>();
  const ids: number[] = [];
  let isInFormats = false;
  while (await records.take()) {
    const { type } = records;
    if (type === Record.fmt) {
      const id = records.need(2).readUInt16LE(0);
      if (!codes.has(id)) codes.set(id, classOf(records.text(2).text));
    } else if (type === Record.xf) {
      if (isInFormats) ids.push(records.need(4).readUInt16LE(2));
    } else isInFormats = type === Record.beginCellXfs;
  }
  return ids.map((id) => codes.get(id) ?? builtin(id));
}
