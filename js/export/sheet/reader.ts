/** A sheet as tables. */
import type { SheetReadingMessage } from '../../contract/sheet';
import { ClinicoreError, count } from '../../errors';
import { named, showAs } from '../../inspect';
import type { Task } from '../../task';
import { Turns } from '../../turn';
import type { Field } from '../table/column-type';
import { tooManyRows } from '../table/pick';
import { inOne, type ReadTableOptions, type TableReader, type Tell, tableTask } from '../table/reader';
import type { ColumnReport, RowList } from '../table/report';
import { Table } from '../table/table';
import { EVERYWHERE } from './area';
import type { Block } from './block';
import { blocksOf, type OpenFile, type ReadBlock } from './file';
import { columnOf, emptyColumn, Rows, type Target } from './fill';
import type { CheckedTable } from './options';
import { type Plan, Planner } from './plan';
import { together } from './report';

/** What {@link SheetReader.report} tells of a column. */
export interface SheetColumnReport extends ColumnReport {
  /** Its letters in the sheet. */
  readonly letters: string;
  /** The rows whose cell is an error such as `#N/A`: they have no value. */
  readonly errors: RowList;
}

/** A sheet of a workbook as a table, in chunks or as a whole; as often as you like. */
export interface SheetReader extends TableReader {
  /**
   * What became of each column, once the sheet was read to its end; if it was not yet, it is.
   *
   * @throws ClinicoreError (as a rejection) as reading does
   */
  report(): Promise<readonly SheetColumnReport[]>;
}

/** Cells of a workbook that has its types found by inference, which are kept so as not to be read twice. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Rows of a table where there are no cells. */
const EMPTY_ROWS = 8192;

/** A block, and how much of the sheet was read with it, of how much. */
interface Kept {
  readonly block: Block;
  readonly done: number;
  readonly total: number;
}

/** See {@link SheetReader}. */
export class Reading implements SheetReader {
  readonly #open: (task: Task) => Promise<{ file: OpenFile; sheet: number }>;
  readonly #options: CheckedTable;
  #plan: Plan | undefined;
  /** The blocks that the plan was made of, until they are used. */
  #kept: Kept[] | undefined;
  #report: readonly SheetColumnReport[] | undefined;

  constructor(open: (task: Task) => Promise<{ file: OpenFile; sheet: number }>, options: CheckedTable) {
    this.#open = open;
    this.#options = options;
  }

  async schema(): Promise<readonly Field[]> {
    const { columns } = await this.#planned(this.#options.task);
    return Object.freeze(columns.map(({ field }) => Object.freeze({ ...field })));
  }

  async report(): Promise<readonly SheetColumnReport[]> {
    if (this.#report === undefined) for await (const _ of this.#tables(this.#options.task));
    return this.#report as unknown as readonly SheetColumnReport[];
  }

  async toTable(options?: ReadTableOptions): Promise<Table> {
    const task = tableTask(options, this.#options.task);
    return inOne((tell) => this.#tables(task, tell), task);
  }

  [Symbol.asyncIterator](): AsyncGenerator<Table, void, undefined> {
    return this.#tables(this.#options.task);
  }

  #blocks(file: OpenFile, sheet: number, task: Task): AsyncGenerator<ReadBlock, void, undefined> {
    const { area = EVERYWHERE, repeatsMerged, givesFormulas, skipsHidden } = this.#options;
    const { firstRow, firstColumn, lastRow, lastColumn } = area;
    const reading: SheetReadingMessage = {
      area: [firstRow, firstColumn, lastRow, lastColumn],
      repeatsMerged,
      givesFormulas,
      skipsHidden,
    };
    return blocksOf(file, sheet, reading, task);
  }

  /** The columns; where their types are not given, the whole sheet is read for them. */
  async #planned(task: Task): Promise<Plan> {
    if (this.#plan) return this.#plan;
    const { file, sheet } = await this.#open(task);
    const planner = new Planner(this.#options);
    const turns = new Turns({ ...task, onProgress: undefined });
    let kept: Kept[] | undefined = [];
    let bytes = 0;
    let read = { done: 0, total: 0 };
    const onProgress = (done: number, total: number) => {
      read = { done, total };
      task.onProgress?.(done, total);
    };
    for await (const { block, hiddenColumns } of this.#blocks(file, sheet, { ...task, onProgress })) {
      for (const _ of planner.take(block, hiddenColumns)) await turns.take(0, 0);
      if (planner.isDone) {
        kept = undefined;
        break;
      }
      bytes += block.bytes;
      if (bytes > KEPT_BYTES) kept = undefined;
      kept?.push({ block, ...read });
      await turns.take(0, 0);
    }
    // Another call may have been first.
    if (this.#plan === undefined) {
      this.#plan = planner.finish();
      this.#kept = kept;
    }
    return this.#plan;
  }

  /** The blocks that are kept, once, or else those of the file. */
  async *#blocksAgain(task: Task): AsyncGenerator<Block, void, undefined> {
    const kept = this.#kept?.reverse();
    this.#kept = undefined;
    if (kept) {
      // Each is let go of when it is used.
      for (let next = kept.pop(); next; next = kept.pop()) {
        task.onProgress?.(next.done, next.total);
        yield next.block;
      }
      return;
    }
    const { file, sheet } = await this.#open(task);
    for await (const { block } of this.#blocks(file, sheet, task)) yield block;
  }

  async *#tables(task: Task, tell: Tell = () => {}): AsyncGenerator<Table, void, undefined> {
    // With a schema, only the header is looked for.
    const passes = this.#plan || this.#options.schema ? 1 : 2;
    const plan = await this.#planned(passes === 2 ? passOf(task, 0, 2) : { ...task, onProgress: undefined });
    tell(plan.columns.map(({ field }) => field));
    const { file, sheet } = await this.#open(task);
    const targets = plan.columns.map(
      ({ field, place }, index): Target => ({ field, place, index, bad: new Rows(), errors: new Rows(), nulls: 0 }),
    );
    const made = new Made(targets, this.#options.maxRows, file.limits.maxCells);
    const filling = { sheet, clock: this.#options.clock, onBadCell: this.#options.onBadCell };
    const turns = new Turns({ ...task, onProgress: undefined });
    for await (const block of this.#blocksAgain(passOf(task, passes - 1, passes))) {
      // Rows up to the header's are not the table's, and those between two blocks have no cells.
      const from = Math.max(0, plan.firstRow - block.firstRow);
      if (from >= block.rows) continue;
      yield* made.empty(block.firstRow + from - plan.firstRow);
      const rows = block.rows - from;
      made.add(rows);
      const columns = [];
      for (const target of targets) {
        columns.push(columnOf(target, block, from, made.rows - rows, filling));
        await turns.take(0, 0);
      }
      yield new Table(columns, rows);
    }
    this.#report = together(plan, targets, made.rows);
  }
}

/** The task of one pass over the sheet, whose progress is that of all passes. */
const passOf = (task: Task, pass: number, passes: number): Task => ({
  ...task,
  onProgress: task.onProgress && ((done, total) => task.onProgress?.(pass * total + done, passes * total)),
});

showAs(Reading, () => named('SheetReader', {}));

/** The rows that were made so far. */
class Made {
  rows = 0;
  readonly #targets: readonly Target[];
  readonly #maxRows: number;
  readonly #maxCells: number;

  constructor(targets: readonly Target[], maxRows: number, maxCells: number) {
    this.#targets = targets;
    this.#maxRows = maxRows;
    this.#maxCells = maxCells;
  }

  /** Counts rows before they are made. */
  add(rows: number): void {
    this.rows += rows;
    if (this.rows > this.#maxRows) throw tooManyRows(this.#maxRows);
    if (this.rows * this.#targets.length > this.#maxCells) throw tooManyCells(this.#maxCells);
  }

  /** Tables without values, up to so many rows in all. */
  *empty(rows: number): Generator<Table, void, undefined> {
    while (this.rows < rows) {
      const step = Math.min(EMPTY_ROWS, rows - this.rows);
      this.add(step);
      yield new Table(
        this.#targets.map((target) => emptyColumn(target, step)),
        step,
      );
    }
  }
}

function tooManyCells(limit: number): ClinicoreError {
  const message = `The sheet has more than ${count(limit, 'cell')}`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { limit, option: 'maxCells' });
}
