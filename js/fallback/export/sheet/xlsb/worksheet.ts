/** The cells of an xlsb worksheet ([MS-XLSB] 2.1.7.61). */
import { CellKind } from '../../../../contract/sheet';
import { MAX_COLUMNS, MAX_ROWS } from '../../../../export/sheet/area';
import { areaText } from '../address';
import { booleanOf, errorOf, rk } from '../biff/value';
import { type Typed, typed } from '../date';
import { damaged, exceeded, tooManyMerges } from '../fault';
import type { Grid } from '../grid';
import type { MergedArea } from '../merge';
import type { Part } from '../part';
import type { CellSource } from '../spreadsheet-file';
import type { Shared } from '../xlsx/worksheet';
import { Record, Records } from './record';

export const WORKSHEET = 'worksheet';
/** Merged areas of a sheet. */
const MAX_MERGES = 1_000_000;
/** Records that a step takes at most. */
const MOST = 1024;
const K = CellKind;

/** Where the value of a cell begins: behind its column and style, or, of a short one, behind its style alone. */
const [LONG, SHORT] = [8, 4] as const;
const isShort = (type: number): boolean => type >= Record.shortBlank && type <= Record.shortIsst;
const isCell = (type: number): boolean =>
  (type >= Record.cellBlank && type <= Record.shortIsst) || type === Record.cellRString;

const CELLS = [...Array(Record.shortIsst).keys()].map((type) => type + 1).concat(Record.cellRString);

/** Reads a worksheet row by row. */
export class Worksheet implements CellSource {
  readonly #records: Records;
  readonly #shared: Shared;
  readonly #most: number;
  #isInData = false;
  #row: number | undefined;
  #nextColumn = 0;

  constructor(part: Part, shared: Shared) {
    this.#records = new Records(part, [
      ...CELLS,
      Record.rowHdr,
      Record.colInfo,
      Record.beginSheetData,
      Record.endSheetData,
    ]);
    this.#shared = shared;
    this.#most = part.package.limits.maxCellBytes;
  }

  get progress(): { done: number; total: number } {
    return this.#records.part.progress;
  }

  close(): void {
    this.#records.part.close();
  }

  /** More of the part, where {@link step} says that it wants it. */
  more(): Promise<void> {
    return this.#records.more();
  }

  step(grid: Grid): 'row' | 'wants' | 'over' {
    const records = this.#records;
    for (let count = 0; count < MOST; count++) {
      const found = records.next();
      if (found === 'more') return 'wants';
      if (found === 'over') {
        grid.endRow();
        return 'over';
      }
      if (found === 'passed') continue;
      const { type } = records;
      if (isCell(type)) {
        if (this.#isInData) this.#add(grid);
      } else if (type === Record.colInfo) hideColumns(records, grid);
      else if (type === Record.rowHdr && this.#isInData) {
        const isEnd = this.#row !== undefined;
        grid.endRow();
        if (grid.isPast) return 'over';
        this.#beginRow(grid);
        if (isEnd) return 'row';
      } else this.#isInData = type === Record.beginSheetData;
    }
    return 'row';
  }

  #beginRow(grid: Grid): void {
    const data = this.#records.need(12);
    const row = data.readUInt32LE(0);
    if (!grid.beginRow(row, ((data[11] as number) & HIDDEN_ROW) !== 0)) throw damaged(WORKSHEET);
    this.#row = row;
    this.#nextColumn = 0;
  }

  /** Adds the cell of the record at hand. */
  #add(grid: Grid): void {
    const records = this.#records;
    grid.count(1);
    const row = this.#row;
    const from = isShort(records.type) ? SHORT : LONG;
    const data = records.need(from);
    const column = from === SHORT ? this.#nextColumn : data.readUInt32LE(0);
    if (row === undefined || column >= MAX_COLUMNS) throw damaged(WORKSHEET);
    this.#nextColumn = column + 1;
    if (!grid.wantsRow || KINDS[records.type] === 'blank') return;
    const value = this.#value(from, row, column);
    const isAdded =
      typeof value === 'string'
        ? grid.cell(column, K.text, 0, value)
        : value !== undefined && grid.cell(column, value.kind, value.number, '');
    if (!isAdded) throw damaged(WORKSHEET, { row, column });
  }

  /** What the cell of the record at hand holds; undefined if that is damaged. */
  #value(from: number, row: number, column: number): Typed | string | undefined {
    const { data, type } = this.#records;
    const kind = KINDS[type];
    const format = data.readUIntLE(from - 4, 3);
    if (kind === 'text') return this.#text(from + Number(type === Record.cellRString), row, column);
    if (data.length < from + SIZES[kind as keyof typeof SIZES]) return undefined;
    switch (kind) {
      case 'rk':
        return this.#number(rk(data.readInt32LE(from)), format);
      case 'real':
        return this.#number(data.readDoubleLE(from), format);
      case 'shared':
        return this.#shared.strings[data.readUInt32LE(from)];
      case 'boolean':
        return booleanOf(data[from] as number);
      default:
        return errorOf(data[from] as number);
    }
  }

  #number(number: number, format: number): Typed | undefined {
    const { styles, is1904 } = this.#shared;
    return Number.isFinite(number) ? typed(number, styles[format] ?? 'number', is1904) : undefined;
  }

  #text(from: number, row: number, column: number): string | undefined {
    const { data } = this.#records;
    const length = data.length < from + 4 ? Number.POSITIVE_INFINITY : data.readUInt32LE(from);
    const end = from + 4 + 2 * length;
    if (end > data.length) return undefined;
    // Of each character at least a byte is left.
    if (length > this.#most) throw exceeded('maxCellBytes', this.#most, { row, column });
    return data.toString('utf16le', from + 4, end);
  }
}

/** What cells hold, by their records (2.4.299 to 2.4.325, 2.4.665 to 2.4.668, 2.4.807 to 2.4.813). */
const KINDS: Readonly<{ [type: number]: 'blank' | 'text' | keyof typeof SIZES }> = {
  [Record.cellBlank]: 'blank',
  [Record.cellRk]: 'rk',
  [Record.cellError]: 'error',
  [Record.cellBool]: 'boolean',
  [Record.cellReal]: 'real',
  [Record.cellSt]: 'text',
  [Record.cellIsst]: 'shared',
  [Record.fmlaString]: 'text',
  [Record.fmlaNum]: 'real',
  [Record.fmlaBool]: 'boolean',
  [Record.fmlaError]: 'error',
  [Record.shortBlank]: 'blank',
  [Record.shortRk]: 'rk',
  [Record.shortError]: 'error',
  [Record.shortBool]: 'boolean',
  [Record.shortReal]: 'real',
  [Record.shortSt]: 'text',
  [Record.shortIsst]: 'shared',
  [Record.cellRString]: 'text',
};
const SIZES = { rk: 4, real: 8, shared: 4, boolean: 1, error: 1 } as const;

/** Flags of 2.4.741 and 2.4.330. */
const [HIDDEN_ROW, HIDDEN_COLUMN] = [0x10, 1] as const;

function hideColumns(records: Records, grid: Grid): void {
  const data = records.need(18);
  const [first, last] = [data.readUInt32LE(0), data.readUInt32LE(4)];
  if (last < first) throw damaged(WORKSHEET);
  if (data.readUInt16LE(16) & HIDDEN_COLUMN) grid.hideColumns(first, Math.min(last, MAX_COLUMNS - 1));
}

/** The merged areas of a worksheet, which stand behind its cells. */
export async function readMerges(part: Part, goOn: () => Promise<void>): Promise<MergedArea[]> {
  const records = new Records(part, [Record.mergeCell]);
  const areas: MergedArea[] = [];
  while (await records.take()) {
    const area = areaOf(records);
    if (!area) throw damaged(WORKSHEET);
    if (areas.push(area) > MAX_MERGES) throw tooManyMerges(MAX_MERGES);
    if (areas.length % MOST === 0) await goOn();
  }
  return areas;
}

/** What a worksheet says of where its cells are, before the first of them. */
export async function readDimensions(part: Part): Promise<string | undefined> {
  const records = new Records(part, [Record.wsDim, Record.beginSheetData]);
  try {
    if (!(await records.take()) || records.type !== Record.wsDim) return undefined;
    const area = areaOf(records);
    return area && areaText(area);
  } finally {
    part.close();
  }
}

/** An area at the beginning of the record. */
function areaOf(records: Records): MergedArea | undefined {
  const data = records.need(16);
  const [firstRow, lastRow, firstColumn, lastColumn] = [0, 4, 8, 12].map((at) => data.readUInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ];
  const isOne = firstRow <= lastRow && firstColumn <= lastColumn && lastRow < MAX_ROWS && lastColumn < MAX_COLUMNS;
  return isOne ? { firstRow, firstColumn, lastRow, lastColumn } : undefined;
}
