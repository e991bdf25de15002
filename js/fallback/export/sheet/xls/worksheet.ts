/** The cells of a worksheet ([MS-XLS] 2.1.7.20.6). */
import { CellKind } from '../../../../contract/sheet';
import { booleanOf, errorOf, rk } from '../biff/value';
import { type Typed, typed } from '../date';
import { damaged } from '../fault';
import type { Grid } from '../grid';
import type { CellSource } from '../spreadsheet-file';
import type { XlsBook } from './book';
import { isCell, type Layout, WORKSHEET } from './layout';
import { Record, type Records, Substream } from './record';
import { Texts } from './text';

/** Records that a step takes at most. */
const MOST = 1024;
const K = CellKind;

/** What a formula came to, where it is no number (2.5.133). */
const [TEXT, BOOLEAN, ERROR, EMPTY] = [0, 1, 2, 3] as const;
const NO_NUMBER = 0xffff;

/** What the cells of a workbook's sheets have in common. */
export interface Shared {
  readonly book: XlsBook;
  readonly strings: readonly string[];
}

/** Reads a worksheet row by row. */
export class Worksheet implements CellSource {
  readonly #records: Substream;
  readonly #layout: Layout;
  readonly #shared: Shared;
  readonly #offset: number;
  /** How many cells of the layout's order were taken. */
  #taken = 0;
  #row: number | undefined;

  constructor(stream: Buffer, offset: number, layout: Layout, shared: Shared) {
    this.#records = new Substream(stream, offset, WORKSHEET);
    this.#offset = offset;
    this.#layout = layout;
    this.#shared = shared;
  }

  get progress(): { done: number; total: number } {
    const { end, order } = this.#layout;
    const total = end - this.#offset;
    return { done: order ? Math.floor((total * this.#taken) / order.length) : this.#records.end - this.#offset, total };
  }

  async more(): Promise<void> {}

  close(): void {}

  step(grid: Grid): 'row' | 'wants' | 'over' {
    const records = this.#records;
    for (let count = 0; count < MOST; count++) {
      if (!this.#next()) {
        grid.endRow();
        return 'over';
      }
      if (!records.isOwn || !isCell(records.type)) continue;
      const row = records.need(6).readUInt16LE(0);
      if (row === this.#row) {
        this.#add(row, grid);
        continue;
      }
      const isEnd = this.#row !== undefined;
      if (isEnd) grid.endRow();
      if (grid.isPast) return 'over';
      this.#row = row;
      if (!grid.beginRow(row, this.#layout.isHidden(row))) throw damaged(WORKSHEET);
      this.#add(row, grid);
      if (isEnd) return 'row';
    }
    return 'row';
  }

  /** Goes on to the next record, or to the next cell in the order of rows. */
  #next(): boolean {
    const { order } = this.#layout;
    if (!order) return this.#records.goOn();
    if (this.#taken === order.length) return false;
    this.#records.end = order[this.#taken++] as number;
    this.#records.next();
    return true;
  }

  /** Adds the cells of the record at hand. */
  #add(row: number, grid: Grid): void {
    const { type, data } = this.#records;
    const first = data.readUInt16LE(2);
    if (type === Record.mulRk || type === Record.mulBlank) {
      const size = type === Record.mulRk ? 6 : 2;
      const cells = (data.length - 6) / size;
      if (!Number.isInteger(cells)) throw damaged(WORKSHEET);
      grid.count(cells);
      if (type === Record.mulBlank || !grid.wantsRow) return;
      for (let cell = 0, at = 4; cell < cells; cell++, at += size) {
        const value = this.#number(rk(data.readInt32LE(at + 2)), data.readUInt16LE(at));
        this.#put(row, first + cell, value, '', grid);
      }
      return;
    }
    grid.count(1);
    if (type === Record.blank || !grid.wantsRow) return;
    const value = this.#value(row, first);
    if (typeof value === 'string') this.#put(row, first, TEXTS, value, grid);
    else this.#put(row, first, value, '', grid);
  }

  #put(row: number, column: number, value: Typed | undefined, text: string, grid: Grid): void {
    if (value === undefined || !grid.cell(column, value.kind, value.number, text)) {
      throw damaged(WORKSHEET, { row, column });
    }
  }

  /** What the cell of the record at hand holds; undefined if that is damaged. */
  #value(row: number, column: number): Typed | string | undefined {
    const records = this.#records;
    const { type, data } = records;
    const place = { row, column };
    const need = (length: number): Buffer => {
      if (data.length < length) throw damaged(WORKSHEET, place);
      return data;
    };
    const format = need(6).readUInt16LE(4);
    switch (type) {
      case Record.number:
        return this.#number(need(14).readDoubleLE(6), format);
      case Record.rk:
        return this.#number(rk(need(10).readInt32LE(6)), format);
      case Record.labelSst:
        return this.#shared.strings[need(10).readUInt32LE(6)];
      case Record.boolErr: {
        const [byte, isError] = need(8).subarray(6) as unknown as [number, number];
        return isError === 1 ? errorOf(byte) : booleanOf(byte);
      }
      case Record.formula:
        return this.#result(need(14).subarray(6, 14), format);
      default:
        return this.#text(6);
    }
  }

  #number(number: number, format: number): Typed | undefined {
    const { formats, is1904 } = this.#shared.book;
    return Number.isFinite(number) ? typed(number, formats[format] ?? 'number', is1904) : undefined;
  }

  /** A text of the record at hand. */
  #text(from: number): string {
    const { isUnicode, decode } = this.#shared.book;
    const texts = new Texts(this.#records, from);
    const length = texts.count(2);
    return isUnicode ? texts.unicode(length) : decode(texts.bytes(length));
  }

  /** What a formula came to. */
  #result(value: Buffer, format: number): Typed | string | undefined {
    if (value.readUInt16LE(6) !== NO_NUMBER) return this.#number(value.readDoubleLE(0), format);
    const [kind, , byte] = value as unknown as [number, number, number];
    switch (kind) {
      case TEXT:
        return this.#resultText();
      case BOOLEAN:
        return booleanOf(byte);
      case ERROR:
        return errorOf(byte);
      default:
        return kind === EMPTY ? '' : undefined;
    }
  }

  /** The text that a formula came to, which follows it, perhaps behind what it shares with other cells. */
  #resultText(): string | undefined {
    const records: Records = this.#records;
    for (let between = 0; between < MOST_BETWEEN; between++) {
      if (records.isNext(Record.eof) || records.isNext(Record.bof)) return undefined;
      records.next();
      if (records.type === Record.string) return this.#text(0);
      if (isCell(records.type)) return undefined;
    }
    return undefined;
  }
}

/** Records between a formula and its text: a shared formula, an array or a data table, and what continues it. */
const MOST_BETWEEN = 16;
const TEXTS: Typed = { kind: K.text, number: 0 };
