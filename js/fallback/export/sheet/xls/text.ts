/** Texts of records, which may go on in the CONTINUE records that follow ([MS-XLS] 2.5.293 to 2.5.296). */
import { TextDecoder } from 'node:util';
import { textOf } from '../../../../export/csv/encoding';
import { damaged, unsupported } from '../fault';
import { Record, type Records } from './record';

/** Of a text's flags: characters of two bytes; how it is pronounced; runs of fonts. */
const [WIDE, PHONETIC, RICH] = [1, 4, 8] as const;

/** Reads the texts of the record at hand and of those that continue it. */
export class Texts {
  readonly #records: Records;
  #at: number;

  /** It begins `from` the byte of the record. */
  constructor(records: Records, from: number) {
    this.#records = records;
    this.#at = from;
  }

  /** Whether nothing is left. */
  get isOver(): boolean {
    return this.#at >= this.#records.data.length && !this.#records.isNext(Record.continue);
  }

  /** A text of Excel 97: flags, counts of what follows it, characters, runs and phonetic data. */
  unicode(length: number): string {
    const flags = this.#byte();
    const runs = flags & RICH ? this.#number(2) : 0;
    const phonetic = flags & PHONETIC ? this.#number(4) : 0;
    const text = this.#characters(length, (flags & WIDE) !== 0);
    this.#skip(4 * runs + phonetic);
    return text;
  }

  /** A text of Excel 5, a byte a character. */
  bytes(length: number): Buffer {
    const { data } = this.#records;
    const bytes = data.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw damaged(this.#records.part);
    this.#at += length;
    return bytes;
  }

  /** A number of a few bytes, which may be in two records. */
  #number(bytes: number): number {
    let number = 0;
    for (let at = 0; at < bytes; at++) number += this.#byte() * 256 ** at;
    return number;
  }

  /** How many characters follow, in one byte or two. */
  count(bytes: 1 | 2): number {
    return this.#number(bytes);
  }

  #byte(): number {
    while (this.#at >= this.#records.data.length) this.#continue();
    return this.#records.data[this.#at++] as number;
  }

  /** Where characters are cut, flags say again how wide the others are. */
  #characters(length: number, isWide: boolean): string {
    let text = '';
    for (let wide = isWide, rest = length; rest > 0; ) {
      const { data } = this.#records;
      const size = wide ? 2 : 1;
      const count = Math.min(rest, Math.floor((data.length - this.#at) / size));
      const end = this.#at + count * size;
      text += data.toString(wide ? 'utf16le' : 'latin1', this.#at, end);
      this.#at = end;
      rest -= count;
      if (rest === 0) break;
      // A character is never in two records.
      if (this.#at < data.length) throw damaged(this.#records.part);
      this.#continue();
      wide = (this.#byte() & WIDE) !== 0;
    }
    return text;
  }

  #skip(bytes: number): void {
    for (let rest = bytes; ; ) {
      const passed = Math.min(rest, this.#records.data.length - this.#at);
      this.#at += passed;
      rest -= passed;
      if (rest === 0) return;
      this.#continue();
    }
  }

  #continue(): void {
    if (!this.#records.isNext(Record.continue)) throw damaged(this.#records.part);
    this.#records.next();
    this.#at = 0;
  }
}

/** Code pages (2.4.52) that Node knows, by their labels in the Encoding Standard. */
const LABELS: Readonly<{ [page: number]: string }> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  ...Object.fromEntries([1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258].map((page) => [page, `windows-${page}`])),
  10000: 'macintosh',
  // As Excel 5 calls that of the Macintosh.
  32768: 'macintosh',
};
/** That of Windows in the west, by both its names: Node's own decoder takes it for Latin-1 in some versions. */
const WESTERN = [1252, 32769];

/** Reads texts of a code page. */
export function decoderOf(page: number): (bytes: Buffer) => string {
  if (WESTERN.includes(page)) return (bytes) => textOf(bytes, 'windows-1252');
  const label = LABELS[page];
  if (label === undefined) throw unsupported('its texts are in a code page that is not known');
  const decoder = new TextDecoder(label);
  return (bytes) => decoder.decode(bytes);
}
