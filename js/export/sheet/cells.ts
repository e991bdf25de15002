/** The cells of a sheet, one by one. */
import { CellKind } from '../../contract/sheet';
import { TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { boolean, oneOf, optionalRecord } from '../../validate';
import { dayText } from '../calendar';
import { type Area, address, areaOf, EVERYWHERE } from './area';
import { type Block, type BlockColumn, textOf } from './block';
import { durationText, errorOf, valueIn } from './cell';
import { blocksOf, type OpenFile } from './file';
import { type Clock, clockOf } from './time-zone';

/** What a cell holds, by its `type`. */
export interface SheetCellValues {
  /** As Excel keeps it: a double. */
  number: number;
  /** Its characters, without their formats. */
  text: string;
  /** `true` or `false`. */
  boolean: boolean;
  /** `'#N/A'`, `'#DIV/0!'` … */
  error: string;
  /** `'2026-01-31'` */
  date: string;
  /** The moment that the cell's clock shows in `timeZone`. */
  timestamp: Date;
  /** `'08:30:00'`, `'26:15:00.250'` */
  duration: string;
  /** `'=A1+B1'`, with `formulas: 'texts'`. */
  formula: string;
}

/** A cell that has a value. */
export type SheetCell = {
  [T in keyof SheetCellValues]: {
    /** Its row, from 0. */
    readonly row: number;
    /** Its column, from 0. */
    readonly column: number;
    /** As Excel writes it: `B7` is row 6, column 1. */
    readonly address: string;
    /** What it holds. */
    readonly type: T;
    /** Its value, as its `type` says. */
    readonly value: SheetCellValues[T];
  };
}[keyof SheetCellValues];

/** Options of {@link Workbook.cells}; see {@link SheetTableOptions}. Progress counts bytes of the sheet as it is packed. */
export interface SheetCellsOptions extends TaskOptions {
  /** As of {@link SheetTableOptions}: the cells to read. */
  range?: string | undefined;
  /** As of {@link SheetTableOptions}: which cells of merged ones have their value. */
  mergedCells?: 'first' | 'all' | undefined;
  /** As of {@link SheetTableOptions}: whether formulas are given, or what they resulted in. */
  formulas?: 'results' | 'texts' | undefined;
  /** As of {@link SheetTableOptions}: whether hidden rows and columns are left out. */
  skipHidden?: boolean | undefined;
  /** As of {@link SheetTableOptions}: where the cells' clocks stand. */
  timeZone?: string | undefined;
}

/** See {@link SheetCellsOptions}. */
export interface CheckedCells {
  readonly area: Area;
  readonly repeatsMerged: boolean;
  readonly givesFormulas: boolean;
  readonly skipsHidden: boolean;
  readonly clock: Clock;
  readonly task: Task;
}

const KNOWN = ['range', 'mergedCells', 'formulas', 'skipHidden', 'timeZone', ...TASK_OPTIONS];

export function cellsOptions(options: unknown): CheckedCells {
  const fields = optionalRecord(options, 'options').only(KNOWN);
  return {
    area: fields.optional('range', EVERYWHERE, areaOf),
    repeatsMerged: fields.optional('mergedCells', 'first', oneOf, ['first', 'all']) === 'all',
    givesFormulas: fields.optional('formulas', 'results', oneOf, ['results', 'texts']) === 'texts',
    skipsHidden: fields.optional('skipHidden', false, boolean),
    clock: fields.optional('timeZone', clockOf('UTC', ''), clockOf),
    task: taskOptions(fields, 'interactive'),
  };
}

/** Cells that are made at a time. */
const CHUNK = 1024;

export async function* cellsOf(
  file: OpenFile,
  sheet: number,
  { area, clock, task, ...reading }: CheckedCells,
): AsyncGenerator<readonly SheetCell[], void, undefined> {
  const { firstRow, firstColumn, lastRow, lastColumn } = area;
  const message = { area: [firstRow, firstColumn, lastRow, lastColumn], ...reading };
  for await (const { block } of blocksOf(file, sheet, message, task)) {
    let chunk: SheetCell[] = [];
    for (let row = 0; row < block.rows; row++) {
      for (const column of block.columns) {
        const cell = cellOf(block, column, row, clock);
        if (cell) chunk.push(cell);
      }
      if (chunk.length >= CHUNK) {
        yield chunk;
        chunk = [];
      }
    }
    if (chunk.length > 0) yield chunk;
  }
}

const K = CellKind;

function cellOf(block: Block, source: BlockColumn, row: number, clock: Clock): SheetCell | undefined {
  const at = row - source.start;
  const kind = at < 0 ? K.none : (source.kinds[at] ?? K.none);
  if (kind === K.none) return undefined;
  const sheetRow = block.sheetRow(row);
  const place = { row: sheetRow, column: source.column, address: address(sheetRow, source.column) };
  const number = source.numbers[at] as number;
  switch (kind) {
    case K.number:
      return { ...place, type: 'number', value: number };
    case K.text:
      return { ...place, type: 'text', value: textOf(source, at) };
    case K.boolean:
      return { ...place, type: 'boolean', value: number === 1 };
    case K.error:
      return { ...place, type: 'error', value: errorOf(source, at) };
    case K.date:
      return { ...place, type: 'date', value: dayText(number) };
    case K.timestamp:
      return { ...place, type: 'timestamp', value: clock.moment(number) };
    case K.duration:
      return { ...place, type: 'duration', value: durationText(number) };
    default:
      return { ...place, type: 'formula', value: valueIn(source, at, 'string', clock) as string };
  }
}
