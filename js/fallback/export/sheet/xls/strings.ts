/** The texts that cells of Excel 97 share ([MS-XLS] 2.4.265). */
import { exceeded } from '../fault';
import { Records } from './record';
import { Texts } from './text';

/** Texts after which others may have a turn. */
const TURN = 1024;

/** The texts, which begin at a byte of the stream. */
export async function readStrings(
  stream: Buffer,
  at: number,
  maxCellBytes: number,
  goOn: () => Promise<void>,
): Promise<string[]> {
  const records = new Records(stream, at, 'shared strings');
  records.next();
  const strings: string[] = [];
  const count = records.need(8).readUInt32LE(4);
  // Where there are fewer, the cell that has one of the others says so.
  for (const texts = new Texts(records, 8); strings.length < count && !texts.isOver; ) {
    const text = texts.unicode(texts.count(2));
    if (text.length > maxCellBytes / 3 && Buffer.byteLength(text) > maxCellBytes) {
      throw exceeded('maxCellBytes', maxCellBytes);
    }
    strings.push(text);
    if (strings.length % TURN === 0) await goOn();
  }
  return strings;
}
