/** What of a sheet has to be known before its cells are read, though some of it stands behind them. */
import { damaged, tooManyMerges } from '../fault';
import type { MergedArea } from '../merge';
import { Record, Substream } from './record';

export const WORKSHEET = 'worksheet';
export const ROWS = 65_536;
/** Records after which others may have a turn. */
const TURN = 4096;
/** Merged areas of a sheet. */
const MAX_MERGES = 1_000_000;

/** Records that are cells, and begin with their row. */
const CELLS = new Set<number>([
  Record.formula,
  Record.mulRk,
  Record.mulBlank,
  Record.rString,
  Record.labelSst,
  Record.blank,
  Record.number,
  Record.label,
  Record.boolErr,
  Record.rk,
]);

/** A sheet's substream. */
export class Layout {
  readonly merges: MergedArea[] = [];
  /** First and last of hidden columns. */
  readonly hiddenColumns: [number, number][] = [];
  /** Where the cells begin, row after row, if the file has them in another order. */
  order: Uint32Array | undefined;
  /** Where the substream ends. */
  end = 0;
  readonly #hiddenRows = new Uint8Array(ROWS / 8);
  readonly #perRow = new Uint32Array(ROWS);
  #lastRow = 0;
  #isOrdered = true;

  private constructor() {}

  /** Reads the substream that begins at a byte of the stream. */
  static async read(stream: Buffer, offset: number, goOn: () => Promise<void>): Promise<Layout> {
    const layout = new Layout();
    const records = new Substream(stream, offset, WORKSHEET);
    for (let count = 1; records.goOn(); count++) {
      if (records.isOwn) layout.#take(records);
      if (count % TURN === 0) await goOn();
    }
    layout.end = records.end;
    if (!layout.#isOrdered) layout.order = await layout.#inOrder(stream, offset, goOn);
    return layout;
  }

  isHidden(row: number): boolean {
    return ((this.#hiddenRows[row >> 3] as number) & (1 << (row & 7))) !== 0;
  }

  #take(records: Substream): void {
    const { type } = records;
    if (CELLS.has(type)) {
      const row = records.need(6).readUInt16LE(0);
      this.#perRow[row] = (this.#perRow[row] as number) + 1;
      if (row < this.#lastRow) this.#isOrdered = false;
      this.#lastRow = row;
    } else if (type === Record.row) {
      const data = records.need(16);
      const row = data.readUInt16LE(0);
      if ((data[12] as number) & HIDDEN_ROW)
        this.#hiddenRows[row >> 3] = (this.#hiddenRows[row >> 3] as number) | (1 << (row & 7));
    } else if (type === Record.colInfo) {
      const data = records.need(10);
      const [first, last] = [data.readUInt16LE(0), data.readUInt16LE(2)];
      if (last < first) throw damaged(WORKSHEET);
      if (data.readUInt16LE(8) & HIDDEN_COLUMN) this.hiddenColumns.push([first, last]);
    } else if (type === Record.mergeCells) {
      const count = records.need(2).readUInt16LE(0);
      this.#addMerges(records.need(2 + 8 * count), count);
    }
  }

  /** 2.4.168 */
  #addMerges(data: Buffer, count: number): void {
    for (let at = 2; at < 2 + 8 * count; at += 8) {
      const [firstRow, lastRow, firstColumn, lastColumn] = [0, 2, 4, 6].map((from) => data.readUInt16LE(at + from)) as [
        number,
        number,
        number,
        number,
      ];
      if (firstRow > lastRow || firstColumn > lastColumn) throw damaged(WORKSHEET);
      if (this.merges.push({ firstRow, firstColumn, lastRow, lastColumn }) > MAX_MERGES) {
        throw tooManyMerges(MAX_MERGES);
      }
    }
  }

  async #inOrder(stream: Buffer, offset: number, goOn: () => Promise<void>): Promise<Uint32Array> {
    const next = this.#perRow;
    let cells = 0;
    for (let row = 0; row < ROWS; row++) {
      const inRow = next[row] as number;
      next[row] = cells;
      cells += inRow;
    }
    const order = new Uint32Array(cells);
    const records = new Substream(stream, offset, WORKSHEET);
    for (let count = 1; records.goOn(); count++) {
      if (records.isOwn && CELLS.has(records.type)) {
        const row = records.data.readUInt16LE(0);
        order[next[row] as number] = records.at;
        next[row] = (next[row] as number) + 1;
      }
      if (count % TURN === 0) await goOn();
    }
    return order;
  }
}

export const isCell = (type: number): boolean => CELLS.has(type);

/** Flags of 2.4.221 and 2.4.53. */
const [HIDDEN_ROW, HIDDEN_COLUMN] = [0x20, 1] as const;
