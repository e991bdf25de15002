/** Plain big sheets: rows become XML and are deflated on the pool, group by group, and given as they are made. */
import { setImmediate as turn } from 'node:timers/promises';
import { currentBackend } from '../../../backend';
import type { Backend, Job } from '../../../contract';
import type { RunMessage } from '../../../contract/xlsx';
import { abortError, type ClinicoreError, fromBackend } from '../../../errors';
import { takePlace } from '../../../intake';
import { onAbort, type Task } from '../../../task';
import { Turns } from '../../../turn';
import { ahead } from '../../ahead';
import { atOnce, whenRoom } from '../../on-pool';
import { fieldsOf } from '../../table/crossing';
import { cellError } from '../cell';
import type { SheetColumn } from '../column';
import { limit, MAX_ROWS } from '../excel';
import type { Group } from '../rows/groups';
import { type OpenSheet, opened, rowsOf } from '../rows/open';
import { widthsOf } from '../rows/width';
import { type CheckedSheet, MAX_SHEETS } from '../sheet';
import type { Workbook } from '../workbook';
import { Archive, runOf } from './archive';
import { GroupWriter } from './group-writer';
import { firstParts, lastParts, sheetPart, type Written } from './package';
import { SheetNames } from './sheet-names';
import { Styles } from './styles';
import { head, tail } from './worksheet';

/** UTF-16 units of XML that are deflated at a time on the event loop, in about two milliseconds. */
const PIECE = 128 * 1024;

/** Bytes that are given at a time. */
const OUTPUT = 64 * 1024;

/** The bytes of a workbook. */
export async function* writeBulk(workbook: Workbook, task: Task): AsyncGenerator<Uint8Array, void, undefined> {
  const { signal } = task;
  if (signal?.aborted) throw abortError(signal.reason);
  const backend = currentBackend();
  const leave = takePlace(backend.pool);
  const job = new backend.Job(task.lane);
  // Aborted also when nobody takes bytes any more: what rows are read from is told so, even where it is waited for.
  const ending = new AbortController();
  const stop = () => {
    job.cancel();
    // With a reason: to make one of its own takes an error's time.
    ending.abort('over');
    return backend;
  };
  const forget = signal && onAbort(signal, stop);
  try {
    const writing = new Writing(workbook, { ...task, signal: ending.signal }, backend, job, leave);
    for await (const piece of inPieces(writing.pieces())) {
      yield piece;
      if (signal?.aborted) throw abortError(signal.reason);
    }
  } catch (thrown) {
    throw signal?.aborted ? abortError(signal.reason) : thrown;
  } finally {
    leave();
    forget?.();
    stop().pool.sweep();
  }
}

/** Pieces of some size out of lists of pieces of any. */
async function* inPieces(lists: AsyncIterable<Uint8Array[]>): AsyncGenerator<Uint8Array, void, undefined> {
  let [parts, size]: [Uint8Array[], number] = [[], 0];
  for await (const pieces of lists) {
    for (const piece of pieces) {
      parts.push(piece);
      size += piece.length;
    }
    if (size < OUTPUT) continue;
    yield Buffer.concat(parts, size);
    [parts, size] = [[], 0];
  }
  yield Buffer.concat(parts, size);
}

class Writing {
  readonly #workbook: Workbook;
  readonly #task: Task;
  readonly #backend: Backend;
  readonly #job: Job;
  /** Called when rows are handed over: see {@link takePlace}. */
  readonly #leave: () => void;
  readonly #archive = new Archive();
  readonly #styles = new Styles();
  readonly #names: SheetNames;
  readonly #written: Written[] = [];
  readonly #turns: Turns;
  /** Rows that were written, and that there are: infinitely many until that is known. */
  #done = 0;
  #total: number;
  /** Whether rows were handed over: from then on the call is not refused when the queue is full. */
  #begunAny = false;
  /** XML of the entry being written that is still to be deflated. */
  #xml = '';

  constructor(workbook: Workbook, task: Task, backend: Backend, job: Job, leave: () => void) {
    this.#workbook = workbook;
    this.#task = task;
    this.#backend = backend;
    this.#job = job;
    this.#leave = leave;
    this.#names = new SheetNames(workbook.sheets.map(({ name }) => name));
    this.#turns = new Turns({ ...task, onProgress: undefined });
    this.#total = workbook.sheets.reduce((sum, sheet) => sum + (rowsOf(sheet) ?? Number.POSITIVE_INFINITY), 0);
  }

  async *pieces(): AsyncGenerator<Uint8Array[], void, undefined> {
    yield firstParts(this.#workbook.properties).flatMap((part) => this.#archive.file(...part));
    for (const [index, sheet] of this.#workbook.sheets.entries()) {
      // Small sheets are written without any.
      if (index > 0) await turn();
      yield* opened(sheet, index, this.#task, (open) => this.#sheet(sheet, index, open));
    }
    yield lastParts(this.#written, this.#styles.xml()).flatMap((part) => this.#archive.file(...part));
    yield this.#archive.finish();
    if (this.#total === Number.POSITIVE_INFINITY) this.#task.onProgress?.(this.#done, this.#done);
  }

  /** A sheet, and those that it runs over into. */
  async *#sheet(sheet: CheckedSheet, index: number, open: OpenSheet): AsyncGenerator<Uint8Array[], void, undefined> {
    const { name, freezeHeader, autoFilter } = sheet;
    const { columns, fields, groups } = open;
    const { escapeFormulas, overflows } = this.#workbook;
    let first = await groups.next(MAX_ROWS);
    const widths = widthsOf(columns, first);
    const layout = columns.map(({ header, format }, at) => ({ header, format, width: widths[at] as number }));
    const styles = columns.map(({ format }) => ({
      plain: this.#styles.cell(format, false),
      quoted: this.#styles.cell(format, escapeFormulas),
    }));
    const writer = new GroupWriter(this.#backend, this.#job, fieldsOf(fields), styles);

    let before = 0;
    for (let part = 1; part === 1 || first.rows > 0; part++) {
      if (part > 1 && !overflows) limit(open.path, 'rows', before + first.rows, MAX_ROWS);
      limit('sheets', 'sheets, with those that others run over into', this.#written.length + 1, MAX_SHEETS);
      const isFirst = this.#written.length === 0;
      const worksheet = { columns: layout, freezeHeader, autoFilter, isFirst };
      yield this.#archive.beginEntry(sheetPart(this.#written.length));
      yield* this.#deflated(head(worksheet, this.#styles, escapeFormulas));
      let count = 0;
      const begun = this.#begun(writer, first, open, { index, before });
      for await (const group of ahead(begun, atOnce(this.#backend.pool), ({ run }) => run)) {
        const run = await group.run;
        if (typeof run === 'string') yield* this.#deflated([run]);
        else yield [...this.#rest(), ...this.#archive.add(run)];
        count += group.rows;
        this.#done += group.rows;
        this.#task.onProgress?.(this.#done, this.#total);
      }
      yield* this.#deflated([tail(worksheet, count)]);
      yield [...this.#rest(), ...this.#archive.finishEntry()];
      const written = { columns: columns.length, rows: count, autoFilter };
      this.#written.push({ name: part === 1 ? name : this.#names.next(name, part), ...written });
      before += count;
      first = await groups.next(MAX_ROWS);
    }
  }

  /** The rows of a sheet on their way through the pool, in groups. */
  async *#begun(
    writer: GroupWriter,
    first: Group,
    { columns, groups }: OpenSheet,
    { index, before }: { index: number; before: number },
  ): AsyncGenerator<{ rows: number; run: Promise<RunMessage | string> }, void, undefined> {
    let [group, taken] = [first, 0];
    while (group.rows > 0) {
      const [from, next] = [taken, group];
      const step = () => writer.write(FIRST_ROW + from, next);
      this.#leave();
      const run = whenRoom(this.#begunAny, step).catch((thrown) => {
        throw withPlace(fromBackend(thrown), columns, index, before + from);
      });
      // Told when its turn comes.
      run.catch(() => {});
      this.#begunAny = true;
      yield { rows: group.rows, run };
      taken += group.rows;
      group = await groups.next(MAX_ROWS - taken);
    }
  }

  /** XML that is deflated here, when there is enough of it. */
  async *#deflated(parts: Iterable<string>): AsyncGenerator<Uint8Array[], void, undefined> {
    for (const part of parts) {
      this.#xml += part;
      if (this.#xml.length < PIECE) continue;
      yield this.#rest();
      await this.#turns.take(0, 0);
    }
  }

  /** What waited for more. */
  #rest(): Uint8Array[] {
    if (this.#xml === '') return [];
    const run = runOf(this.#xml);
    this.#xml = '';
    return this.#archive.add(run);
  }
}

/** The number of the row under the header. */
const FIRST_ROW = 2;

/** A backend's error of a cell, with the cell's place in what the caller passed in; others as they are. */
function withPlace(
  error: ClinicoreError,
  columns: readonly SheetColumn[],
  sheet: number,
  before: number,
): ClinicoreError {
  const { column, row, given } = error.details;
  if (column === undefined || row === undefined) return error;
  return cellError(columns[column] as SheetColumn, { sheet, column, row: before + row }, given);
}
