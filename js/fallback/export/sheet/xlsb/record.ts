/** The records of a part of an xlsb workbook ([MS-XLSB] 2.1.4), as the part is unpacked. */
import { setImmediate as turn } from 'node:timers/promises';
import { damaged, exceeded } from '../fault';
import type { Part } from '../part';

/** Numbers of records (2.3.2). */
export const Record = {
  rowHdr: 0,
  cellBlank: 1,
  cellRk: 2,
  cellError: 3,
  cellBool: 4,
  cellReal: 5,
  cellSt: 6,
  cellIsst: 7,
  fmlaString: 8,
  fmlaNum: 9,
  fmlaBool: 10,
  fmlaError: 11,
  shortBlank: 12,
  shortRk: 13,
  shortError: 14,
  shortBool: 15,
  shortReal: 16,
  shortSt: 17,
  shortIsst: 18,
  sstItem: 19,
  fmt: 44,
  xf: 47,
  colInfo: 60,
  cellRString: 62,
  beginSheetData: 145,
  endSheetData: 146,
  wsDim: 148,
  wbProp: 153,
  bundleSh: 156,
  mergeCell: 176,
  beginCellXfs: 617,
  endCellXfs: 618,
} as const;

/** Records after which others may have a turn. */
const TURN = 32_768;
/** What a record may have beside a text: runs of fonts, how it is pronounced, a formula. */
const MAX_REST = 512 * 1024;

/** Reads a part record by record. */
export class Records {
  readonly part: Part;
  type = 0;
  data: Buffer = Buffer.alloc(0);
  readonly #wanted: ReadonlySet<number>;
  readonly #most: number;
  #window: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bytes that are left of a record which is not wanted. */
  #passing = 0;
  #isRead = false;

  /** Of records that are not `wanted`, the data are not kept. */
  constructor(part: Part, wanted: Iterable<number>) {
    this.part = part;
    this.#wanted = new Set(wanted);
    this.#most = 2 * part.package.limits.maxCellBytes + MAX_REST;
  }

  /** Goes on to the next record; one that is not wanted is passed. `more` has to be called before there is one. */
  next(): 'record' | 'passed' | 'more' | 'over' {
    const passed = Math.min(this.#passing, this.#window.length - this.#at);
    this.#at += passed;
    this.#passing -= passed;
    if (this.#isRead && this.#at === this.#window.length && this.#passing === 0) return 'over';
    const header = this.#passing === 0 ? this.#header() : undefined;
    if (header === undefined) return this.#needed();
    const { from, type, size } = header;
    if (!this.#wanted.has(type)) {
      this.#at = from;
      this.#passing = size;
      return 'passed';
    }
    if (size > this.#most) throw exceeded('maxCellBytes', this.part.package.limits.maxCellBytes);
    if (from + size > this.#window.length) return this.#needed();
    this.#at = from + size;
    this.type = type;
    this.data = this.#window.subarray(from, from + size);
    return 'record';
  }

  /** Unpacks more of the part. */
  async more(): Promise<void> {
    const pieces = await this.part.read();
    if (pieces === undefined) this.#isRead = true;
    else {
      this.#window = Buffer.concat([this.#window.subarray(this.#at), ...pieces]);
      this.#at = 0;
    }
  }

  /** Goes on to the next record that is wanted; false at the end. */
  async take(): Promise<boolean> {
    for (let count = 1; ; count++) {
      const found = this.next();
      if (found === 'record' || found === 'over') return found === 'record';
      if (found === 'more') await this.more();
      else if (count % TURN === 0) await turn();
    }
  }

  /** The record's data must have so many bytes. */
  need(length: number): Buffer {
    if (this.data.length < length) throw damaged(this.part.name);
    return this.data;
  }

  /** A text of the record (2.5.168): its length in four bytes, then characters of two. */
  text(from: number): { text: string; end: number } {
    const length = this.need(from + 4).readUInt32LE(from);
    const end = from + 4 + 2 * length;
    return { text: this.need(end).toString('utf16le', from + 4, end), end };
  }

  /** As {@link text}, of one that may be none. */
  nullableText(from: number): { text: string | undefined; end: number } {
    return this.need(from + 4).readUInt32LE(from) === NONE ? { text: undefined, end: from + 4 } : this.text(from);
  }

  #needed(): 'more' {
    if (this.#isRead) throw damaged(this.part.name);
    return 'more';
  }

  /** The header at hand, if all of it is there: numbers of seven bits a byte, the lowest first. */
  #header(): { from: number; type: number; size: number } | undefined {
    const window = this.#window;
    let at = this.#at;
    const number = (bytes: number): number | undefined => {
      let value = 0;
      for (let shift = 0; shift < 7 * bytes; shift += 7) {
        const byte = window[at++];
        if (byte === undefined) return undefined;
        value += (byte & 0x7f) << shift;
        if ((byte & 0x80) === 0) break;
      }
      return value;
    };
    const [type, size] = [number(2), number(4)];
    return type === undefined || size === undefined ? undefined : { from: at, type, size };
  }
}

const NONE = 0xffff_ffff;
