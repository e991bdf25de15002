/** Takes rows apart into the cells of columns. */
import { ClinicoreError } from '../../errors';
import type { Task } from '../../task';
import { Turns } from '../../turn';
import { invalid } from '../../validate';
import { tooManyRows } from './pick';
import type { RowReader } from './row-source';

/** How long the event loop is held at most, but for a single step. */
export const HOLD_MS = 2;
/** Cells of a step: a fraction of a millisecond. */
export const STEP_CELLS = 2_000;

/** How many columns rows may have whose columns are not known yet. */
const UNKNOWN_COLUMNS = 50;

/** Where a column's cells go. */
export interface CellSink {
  take(cells: readonly unknown[], from: number, to: number): void;
}

/** The columns that cells are wanted of. */
export interface Wanted {
  readonly names: readonly string[];
  readonly sinks: readonly CellSink[];
  /**
   * Called with the names of properties that may not be among them, and the row from which on their cells will be asked
   * for. Without it, such properties are left out.
   */
  readonly unknown: ((name: string, from: number) => void) | undefined;
}

/** Names that every object answers to: they count only where they are the row's own. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Reads rows, step by step. */
export class Gathering implements RowReader {
  /** Rows taken so far. */
  rows = 0;
  readonly #wanted: Wanted;
  readonly #turns: Turns;
  readonly #maxRows: number;
  readonly #total: number;
  /** The rows of a step, and the cells of one of its columns. */
  readonly #step: unknown[] = [];
  readonly #cells: unknown[] = [];
  /** Of which columns a row had the property. */
  readonly #seen: boolean[] = [];
  /** Whether rows are arrays; not known before the first one. */
  #isArrays: boolean | undefined;
  /** The row that is being read. */
  #row = 0;

  constructor(wanted: Wanted, task: Task, maxRows: number, total: number) {
    this.#wanted = wanted;
    this.#turns = new Turns(task, HOLD_MS);
    this.#maxRows = maxRows;
    this.#total = total;
  }

  async take(rows: readonly unknown[], length: number): Promise<void> {
    if (this.rows + length > this.#maxRows) throw tooManyRows(this.#maxRows, 'The source of rows');
    for (let from = 0; from < length; ) {
      const to = Math.min(
        length,
        from + Math.max(1, Math.floor(STEP_CELLS / (this.#wanted.names.length || UNKNOWN_COLUMNS))),
      );
      this.#takeStep(rows, length, from, to);
      from = to;
      await this.turn();
    }
  }

  turn(): Promise<void> {
    return this.#turns.take(this.rows, Math.max(this.rows, this.#total));
  }

  /**
   * Refuses a column whose property none of the rows had, not even without a value: its name is misspelt, or the rows are
   * others than was thought. Rows that are arrays have no names.
   *
   * @param pathOf the path of a column's name
   */
  checkNames(pathOf: (column: number) => string): void {
    if (this.rows === 0 || this.#isArrays) return;
    const column = this.#wanted.names.findIndex((_, at) => !this.#seen[at]);
    if (column < 0) return;
    const argument = pathOf(column);
    const message = `${argument} must be the name of a property that rows have, none has it; onMissingColumn: 'null' takes that`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument, column });
  }

  #takeStep(rows: readonly unknown[], length: number, from: number, to: number): void {
    this.#row = this.rows;
    try {
      if (rows.length !== length) throw changedLength(length, rows.length);
      const step = this.#step;
      step.length = to - from;
      for (let at = from; at < to; at++, this.#row++) {
        const row = rows[at];
        this.#checkRow(row);
        step[at - from] = row;
      }
      const { names, sinks } = this.#wanted;
      for (let column = 0; column < names.length; column++) {
        this.#readCells(step, column, names[column] as string);
        if (!this.#seen[column]) this.#seen[column] = this.#hasProperty(step, names[column] as string);
        sinks[column]?.take(this.#cells, 0, step.length);
      }
      this.rows += step.length;
    } catch (cause) {
      if (cause instanceof ClinicoreError) throw cause;
      const details = { argument: 'rows', row: this.#row };
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', `rows[${this.#row}] could not be read`, details, { cause });
    }
  }

  #readCells(step: readonly unknown[], column: number, name: string): void {
    const cells = this.#cells;
    this.#row = this.rows;
    if (this.#isArrays) {
      for (let at = 0; at < step.length; at++, this.#row++) cells[at] = (step[at] as unknown[])[column];
    } else if (INHERITED.has(name)) {
      for (let at = 0; at < step.length; at++, this.#row++) {
        const row = step[at] as Record<string, unknown>;
        cells[at] = Object.hasOwn(row, name) ? row[name] : undefined;
      }
    } else {
      for (let at = 0; at < step.length; at++, this.#row++) cells[at] = (step[at] as Record<string, unknown>)[name];
    }
  }

  /** Whether a row of the step, whose cells were read, has the property. */
  #hasProperty(step: readonly unknown[], name: string): boolean {
    if (this.#isArrays) return true;
    return step.some((row, at) => this.#cells[at] !== undefined || name in (row as object));
  }

  #checkRow(row: unknown): void {
    const isArray = Array.isArray(row);
    const details = { argument: 'rows', row: this.#row };
    if (!isArray && (typeof row !== 'object' || row === null || ArrayBuffer.isView(row))) {
      invalid(`rows[${this.#row}]`, 'an object or an array', row, details);
    }
    this.#isArrays ??= isArray;
    if (this.#isArrays !== isArray) {
      invalid(`rows[${this.#row}]`, `an ${this.#isArrays ? 'array' : 'object'} as the first row is`, row, details);
    }
    const { names, unknown } = this.#wanted;
    if (isArray) this.#checkLength(row.length);
    else if (unknown) {
      const keys = Object.keys(row);
      for (let at = 0; at < keys.length; at++) {
        if (keys[at] !== names[at]) unknown(keys[at] as string, this.rows);
      }
    }
  }

  /** A shorter row has no values at its end; of a longer one, some would be lost. */
  #checkLength(given: number): void {
    const { names, unknown } = this.#wanted;
    if (unknown && names.length === 0) {
      invalid('options.columns', 'the names of the columns, for rows that are arrays', undefined);
    }
    if (given > names.length) {
      const details = { argument: 'rows', row: this.#row, limit: names.length, given };
      const message = `rows[${this.#row}] must have at most ${names.length} cells, one for each column, got ${given}`;
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, details);
    }
  }
}

function changedLength(required: number, given: number): ClinicoreError {
  const message = `rows must not change its length while it is read, was ${required}, is ${given}`;
  return new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: 'rows', required, given });
}
