/** Blocks of cells as they come from a backend. */
import type { BlockMessage } from '../../contract/sheet';

/** A column of a {@link Block}: views of what came. */
export interface BlockColumn {
  /** Its place in the sheet, from 0. */
  readonly column: number;
  /** The row of the block in which it begins; it may end before the block. */
  readonly start: number;
  readonly kinds: Uint8Array;
  readonly numbers: Float64Array;
  readonly text: Buffer;
  readonly ends: Uint32Array;
}

/** The cells of some rows. */
export class Block {
  readonly firstRow: number;
  readonly rows: number;
  /** In order of their places. */
  readonly columns: readonly BlockColumn[];
  /** Its size in memory, about. */
  readonly bytes: number;
  readonly #byPlace: Map<number, BlockColumn>;
  readonly #sheetRows: readonly number[] | number;

  /** `sheetRows` are the places of its rows in the sheet, or that of the first where the others follow it. */
  constructor(
    firstRow: number,
    rows: number,
    columns: readonly BlockColumn[],
    bytes: number,
    sheetRows: readonly number[] | number,
  ) {
    this.#sheetRows = sheetRows;
    this.firstRow = firstRow;
    this.rows = rows;
    this.columns = columns;
    this.bytes = bytes;
    this.#byPlace = new Map(columns.map((column) => [column.column, column]));
  }

  /** The column at a place, if it has cells here. */
  at(place: number): BlockColumn | undefined {
    return this.#byPlace.get(place);
  }

  /** The place of one of its rows in the sheet. */
  sheetRow(row: number): number {
    const rows = this.#sheetRows;
    return typeof rows === 'number' ? rows + row : (rows[row] as number);
  }
}

const NUMBERS = 1;
const TEXTS = 2;
/** What each column costs beside its cells. */
const COLUMN_BYTES = 500;

/** The columns that a message holds. */
export function blockOf({ firstRow, rows, layout, kinds, numbers, text, ends }: BlockMessage): Block {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  const columns: BlockColumn[] = [];
  let [cell, number, end, byte] = [0, 0, 0, 0];
  for (let at = 0; at < layout.length; at += 4) {
    const [column, start, length, parts] = layout.subarray(at, at + 4) as unknown as [number, number, number, number];
    const ownEnds = ends.subarray(end, end + (parts & TEXTS ? length : 0));
    const textLength = ownEnds[ownEnds.length - 1] ?? 0;
    const ownNumbers = numbers.subarray(number, number + (parts & NUMBERS ? length : 0));
    columns.push({
      column,
      start,
      kinds: kinds.subarray(cell, cell + length),
      numbers: ownNumbers,
      text: bytes.subarray(byte, byte + textLength),
      ends: ownEnds,
    });
    cell += length;
    number += ownNumbers.length;
    end += ownEnds.length;
    byte += textLength;
  }
  const size = kinds.byteLength + numbers.byteLength + text.byteLength + ends.byteLength;
  return new Block(firstRow, rows, columns, size + COLUMN_BYTES * columns.length, firstRow);
}

/** Where a row's text begins and ends; rows are the column's own. */
export const textStart = ({ ends }: BlockColumn, row: number): number => (row === 0 ? 0 : (ends[row - 1] as number));

/** A row's text. */
export const textOf = (column: BlockColumn, row: number): string =>
  column.text.toString('utf8', textStart(column, row), column.ends[row]);

/** Takes hidden rows out: the others close ranks, and are counted as if there were no hidden ones. */
export class VisibleRows {
  /** Hidden rows that are known and have not been passed. */
  #coming: number[] = [];
  #passed = 0;

  /** The block without the rows that are hidden. */
  take(block: Block, hidden: Uint32Array): Block {
    for (const row of hidden) this.#coming.push(row);
    const end = block.firstRow + block.rows;
    const before = this.#upTo(block.firstRow);
    const within = this.#upTo(end);
    const firstRow = block.firstRow - this.#passed - before.length;
    this.#passed += before.length + within.length;
    if (within.length === 0) return new Block(firstRow, block.rows, block.columns, block.bytes, block.firstRow);
    const gone = new Set(within.map((row) => row - block.firstRow));
    const columns = block.columns.map((column) => without(column, gone));
    const rows = Array.from({ length: block.rows }, (_, row) => row).filter((row) => !gone.has(row));
    const places = rows.map((row) => block.firstRow + row);
    return new Block(firstRow, rows.length, columns, block.bytes, places);
  }

  /** Takes the hidden rows before a row. */
  #upTo(row: number): number[] {
    const count = this.#coming.findIndex((hidden) => hidden >= row);
    return this.#coming.splice(0, count < 0 ? this.#coming.length : count);
  }
}

function without(column: BlockColumn, gone: ReadonlySet<number>): BlockColumn {
  const { start, kinds, numbers, text, ends } = column;
  const kept = [...kinds.keys()].filter((row) => !gone.has(start + row));
  const before = [...gone].filter((row) => row < start).length;
  const pieces = ends.length > 0 ? kept.map((row) => text.subarray(textStart(column, row), ends[row])) : [];
  let end = 0;
  return {
    column: column.column,
    start: start - before,
    kinds: Uint8Array.from(kept, (row) => kinds[row] as number),
    numbers: numbers.length > 0 ? Float64Array.from(kept, (row) => numbers[row] as number) : numbers,
    text: Buffer.concat(pieces),
    ends: Uint32Array.from(pieces, ({ length }) => (end += length)),
  };
}
