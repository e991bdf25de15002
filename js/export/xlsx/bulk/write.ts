/** Plain big sheets: rows become XML and are deflated on the pool, group by group, and given as they are made. */
import { currentBackend } from '../../../backend';
import type { Backend, Job } from '../../../contract';
import type { RunMessage, SheetRows } from '../../../contract/xlsx';
import { abortError, type ClinicoreError, fromBackend } from '../../../errors';
import { takePlace } from '../../../intake';
import { onAbort, type Task } from '../../../task';
import { Turns } from '../../../turn';
import { ahead } from '../../archive/ahead';
import { atOnce } from '../../compression/blocks';
import { whenRoom } from '../../compression/chunks';
import { columnsOf, fieldsOf } from '../../table/crossing';
import { cellError } from '../cell';
import type { SheetColumn } from '../column';
import { MAX_ROWS } from '../excel';
import { withOwnDictionaries } from '../rows/dictionary';
import type { Group } from '../rows/groups';
import { type OpenSheet, opened, rowsOf } from '../rows/open';
import { widthsOf } from '../rows/width';
import { type CheckedSheet, limit, MAX_SHEETS } from '../sheet';
import type { Workbook } from '../workbook';
import { Archive, runOf } from './archive';
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
    ending.abort();
    return backend;
  };
  const forget = signal && onAbort(signal, stop);
  try {
    const writing = new Writing(workbook, { ...task, signal: ending.signal }, backend, job, leave);
    for await (const piece of gathered(writing.pieces())) {
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

/** Pieces of some size out of pieces of any. */
async function* gathered(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let [parts, size]: [Uint8Array[], number] = [[], 0];
  for await (const piece of pieces) {
    parts.push(piece);
    size += piece.length;
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

  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    for (const [name, xml] of firstParts(this.#workbook.properties)) yield* this.#archive.file(name, xml);
    for (const [index, sheet] of this.#workbook.sheets.entries()) {
      yield* opened(sheet, index, this.#task, (open) => this.#sheet(sheet, index, open));
    }
    for (const [name, xml] of lastParts(this.#written, this.#styles.xml())) yield* this.#archive.file(name, xml);
    yield* this.#archive.finish();
    if (this.#total === Number.POSITIVE_INFINITY) this.#task.onProgress?.(this.#done, this.#done);
  }

  /** A sheet, and those that it runs over into. */
  async *#sheet(sheet: CheckedSheet, index: number, open: OpenSheet): AsyncGenerator<Uint8Array, void, undefined> {
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
    const rows = new this.#backend.exporting.SheetRows(fieldsOf(fields), styles);

    let before = 0;
    for (let part = 1; part === 1 || first.rows > 0; part++) {
      if (part > 1 && !overflows) limit(open.path, 'rows', before + first.rows, MAX_ROWS);
      limit('sheets', 'sheets, with those that others run over into', this.#written.length + 1, MAX_SHEETS);
      const isFirst = this.#written.length === 0;
      const worksheet = { columns: layout, freezeHeader, autoFilter, isFirst };
      yield* this.#archive.beginEntry(sheetPart(this.#written.length));
      yield* this.#xml(head(worksheet, this.#styles, escapeFormulas));
      let count = 0;
      const begun = this.#begun(rows, first, open, { index, before });
      for await (const group of ahead(begun, atOnce(this.#backend.pool), ({ run }) => run)) {
        yield* this.#archive.add(await group.run);
        count += group.rows;
        this.#done += group.rows;
        this.#task.onProgress?.(this.#done, this.#total);
      }
      yield* this.#xml([tail(worksheet, count)]);
      yield* this.#archive.finishEntry();
      const written = { columns: columns.length, rows: count, autoFilter };
      this.#written.push({ name: part === 1 ? name : this.#names.next(name, part), ...written });
      before += count;
      first = await groups.next(MAX_ROWS);
    }
  }

  /** The rows of a sheet on their way through the pool, in groups. */
  async *#begun(
    rows: SheetRows,
    first: Group,
    { columns, groups }: OpenSheet,
    { index, before }: { index: number; before: number },
  ): AsyncGenerator<{ rows: number; run: Promise<RunMessage> }, void, undefined> {
    let [group, taken] = [first, 0];
    while (group.rows > 0) {
      const from = taken;
      const messages = group.tables.map((table) => columnsOf(withOwnDictionaries(table)));
      const step = () => rows.write(FIRST_ROW + from, messages, this.#job);
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

  /** XML that is not of rows, deflated here. */
  async *#xml(parts: Iterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
    let xml = '';
    for (const part of parts) {
      xml += part;
      if (xml.length < PIECE) continue;
      yield* this.#archive.add(runOf(xml));
      xml = '';
      await this.#turns.take(0, 0);
    }
    if (xml !== '') yield* this.#archive.add(runOf(xml));
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
