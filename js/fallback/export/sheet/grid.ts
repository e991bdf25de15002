/** Cells on their way into blocks of columns, under the limits. */
import type { BlockMessage, SheetReadingMessage, SpreadsheetLimits } from '../../../contract/sheet';
import { MAX_COLUMNS, MAX_ROWS } from '../../../export/sheet/area';
import { exceeded, tooMuchText } from './fault';
import { GridColumn } from './grid-column';
import { type MergedArea, Merges } from './merge';

/** Rows of a block at most. */
const BLOCK_ROWS = 8192;
/** Places of a block, rows times columns, after which it ends with its row. */
const BLOCK_CELLS = 128 * 1024;
/** Bytes of text after which it ends with its row. */
const BLOCK_TEXT = 2 * 1024 * 1024;
/** Rows without cells that may be in it one after the other. */
const BLOCK_GAP = 64;
/** Bytes of text in a row. */
const MAX_ROW_TEXT = 64 * 1024 * 1024;

/** The cells of some rows. */
export interface GridBlock {
  firstRow: number;
  rows: number;
  columns: GridColumn[];
  hidden: number[];
}

/** Takes the cells of a sheet, row after row. */
export class Grid {
  /** The row after the one that was last. */
  nextRow = 0;
  readonly #limits: SpreadsheetLimits;
  readonly #area: readonly [number, number, number, number];
  readonly #skipsHidden: boolean;
  readonly #hidden = new Set<number>();
  readonly #ready: GridBlock[] = [];
  #merges = new Merges([]);
  #block = emptyBlock();
  #columns = new Map<number, GridColumn>();
  #blockText = 0;
  /** The row at hand, if its cells are wanted. */
  #row: number | undefined;
  #rowText = 0;
  #text = 0;
  #cells = 0;

  constructor(limits: SpreadsheetLimits, reading: SheetReadingMessage) {
    this.#limits = limits;
    this.#area = reading.area as [number, number, number, number];
    this.#skipsHidden = reading.skipsHidden;
  }

  /** Areas whose value is to be repeated. */
  merge(areas: MergedArea[]): void {
    this.#merges = new Merges(areas);
  }

  /** An area that begins in the row at hand, whose value is to be repeated. */
  beginMerge(area: MergedArea): void {
    this.#merges.add(area);
  }

  hideColumns(first: number, last: number): void {
    if (this.#skipsHidden && last < MAX_COLUMNS) for (let at = first; at <= last; at++) this.#hidden.add(at);
  }

  get hiddenColumns(): Uint32Array {
    return Uint32Array.from(this.#hidden).sort();
  }

  /** How many rows that come are wanted at most. */
  get rowsLeft(): number {
    return Math.max(0, this.#area[2] + 1 - this.nextRow);
  }

  /** Whether no row that comes is wanted. */
  get isPast(): boolean {
    return this.nextRow > this.#area[2];
  }

  /** Whether the cells of the row at hand are wanted. */
  get wantsRow(): boolean {
    return this.#row !== undefined;
  }

  /** The next block that is done. */
  take(): GridBlock | undefined {
    return this.#ready.shift();
  }

  /** Begins a row, before which all is filled; false if rows do not ascend. */
  beginRow(row: number, isHidden: boolean): boolean {
    if (row < this.nextRow || row >= MAX_ROWS) return false;
    this.nextRow = row + 1;
    this.#row = undefined;
    const isWanted = row >= this.#area[0] && row <= this.#area[2];
    if (isWanted && isHidden && this.#skipsHidden) this.#block.hidden.push(row);
    else if (isWanted) {
      this.#row = row;
      this.#rowText = 0;
    }
    return true;
  }

  /** Adds a cell of the row at hand; false if it has one there. */
  cell(column: number, kind: number, number: number, text: string): boolean {
    return this.#row === undefined ? column < MAX_COLUMNS : this.#add(this.#row, column, kind, number, text);
  }

  /** Counts cells, also those without a value. */
  count(cells: number): void {
    this.#cells += cells;
    if (this.#cells > this.#limits.maxCells) throw exceeded('maxCells', this.#limits.maxCells);
  }

  endRow(): void {
    if (this.#row === undefined) return;
    this.#repeat(this.#row);
    this.#row = undefined;
    this.#endBlock(false);
  }

  /** Ends the sheet; as {@link fillTo}. */
  finish(): boolean {
    const isFilled = this.fillTo(MAX_ROWS);
    if (isFilled) this.#endBlock(true);
    return isFilled;
  }

  /**
   * Fills rows that the sheet leaves out, but a merged area goes through; false if a block is done before all are, which is to be
   * taken first: a short file may have very many such rows.
   */
  fillTo(row: number): boolean {
    while (this.nextRow < row && !this.#merges.isOver) {
      if (this.#ready.length > 0) return false;
      const between = this.nextRow++;
      if (between > this.#area[2] || this.#merges.through(between).length === 0) break;
      this.#rowText = 0;
      this.#repeat(between);
      this.#endBlock(false);
    }
    return true;
  }

  #add(row: number, place: number, kind: number, number: number, text: string): boolean {
    if (place >= MAX_COLUMNS) return false;
    if (place < this.#area[1] || place > this.#area[3] || this.#hidden.has(place)) return true;
    const length = text === '' ? 0 : Buffer.byteLength(text);
    if (length > 0) this.#countText(row, place, length);
    this.#makeRoom(row);
    const at = row - this.#block.firstRow;
    let column = this.#columns.get(place);
    if (column === undefined) {
      column = new GridColumn(place, at);
      this.#columns.set(place, column);
      this.#block.columns.push(column);
    }
    this.#blockText += length;
    return column.add(at, kind, number, text, length);
  }

  #countText(row: number, column: number, length: number): void {
    this.#rowText += length;
    this.#text += length;
    const { maxCellBytes, maxBytes } = this.#limits;
    if (length > maxCellBytes) throw exceeded('maxCellBytes', maxCellBytes, { row, column });
    if (this.#rowText > MAX_ROW_TEXT) throw tooMuchText(MAX_ROW_TEXT);
    if (this.#text > maxBytes) throw exceeded('maxBytes', maxBytes);
  }

  /** The block begins at its first row with a cell, and ends before a long gap. */
  #makeRoom(row: number): void {
    const { firstRow, rows } = this.#block;
    if (rows > 0 && row - firstRow >= rows + BLOCK_GAP) this.#endBlock(true);
    if (this.#block.rows === 0) this.#block.firstRow = row;
    this.#block.rows = row - this.#block.firstRow + 1;
  }

  /** The cells of a row that repeat the first one of their merged area. */
  #repeat(row: number): void {
    for (let area = this.#merges.beginning(row); area; area = this.#merges.beginning(row)) {
      const value = this.#columns.get(area.firstColumn)?.value(row - this.#block.firstRow);
      if (value === undefined) continue;
      const rows = Math.min(area.lastRow, this.#area[2]) - area.firstRow + 1;
      this.count(rows * (area.lastColumn - area.firstColumn + 1));
      this.#merges.begin(area, value);
    }
    if (this.#merges.isOver) return;
    for (const { area, value } of this.#merges.through(row)) {
      for (let column = area.firstColumn; column <= area.lastColumn; column++) {
        this.#add(row, column, value.kind, value.number, value.text);
      }
    }
  }

  #endBlock(now: boolean): void {
    const { rows, columns, hidden } = this.#block;
    const isFull =
      rows >= BLOCK_ROWS ||
      rows * columns.length >= BLOCK_CELLS ||
      this.#blockText >= BLOCK_TEXT ||
      hidden.length >= BLOCK_CELLS;
    const isEmpty = rows === 0 && hidden.length === 0;
    if (isEmpty || !(isFull || now)) return;
    columns.sort((a, b) => a.place - b.place);
    this.#ready.push(this.#block);
    this.#block = emptyBlock();
    this.#columns = new Map();
    this.#blockText = 0;
  }
}

const emptyBlock = (): GridBlock => ({ firstRow: 0, rows: 0, columns: [], hidden: [] });

/** A block as it crosses; without one, that there are no more. */
export function messageOf(
  block: GridBlock | undefined,
  hiddenColumns: Uint32Array,
  progress: { done: number; total: number },
): BlockMessage {
  const { firstRow, rows, columns, hidden } = block ?? emptyBlock();
  const finished = columns.map((column) => column.finish());
  return {
    firstRow,
    rows,
    layout: Uint32Array.from(finished.flatMap(({ layout }) => layout)),
    kinds: Buffer.concat(finished.map(({ kinds }) => kinds)),
    numbers: joined(
      finished.map(({ numbers }) => numbers),
      Float64Array,
    ),
    text: Buffer.concat(finished.map(({ text }) => text)),
    ends: joined(
      finished.map(({ ends }) => ends),
      Uint32Array,
    ),
    hiddenRows: Uint32Array.from(hidden),
    hiddenColumns,
    ...progress,
    isOver: block === undefined,
  };
}

function joined<A extends Float64Array | Uint32Array>(
  lists: readonly (readonly number[])[],
  Kind: new (length: number) => A,
): A {
  const all = new Kind(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
