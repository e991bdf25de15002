/** Hands a rich workbook to a backend: rows and cells a few milliseconds at a time, then how all of it looks. */
import type {
  LinkMessage,
  NoteMessage,
  RangeMessage,
  RichCellMessage,
  RichSheetMessage,
  RichWorkbook,
  TableMessage,
  TotalFunction,
} from '../../../contract/rich';
import { ClinicoreError } from '../../../errors';
import { inBatches, takeIn } from '../../../intake';
import { run, type Task } from '../../../task';
import { type Fields, readable } from '../../../validate';
import type { TableSource } from '../../table/source';
import { limit, MAX_COLUMNS } from '../excel';
import { type CheckedCell, checkCell } from './cells';
import { columnMessages } from './layout';
import { Measure, Totals } from './measure';
import { rowsOf } from './rows';
import { type CheckedRichSheet, tableRange } from './sheet';
import { merged, type PartialStyle, type Styles } from './style';
import { type CheckedTable, type CheckedTotal, checkHeaders } from './table';
import { withWholeTables } from './whole-tables';
import { type CheckedRich, checkRich } from './workbook';

/** The file of a workbook of which some tables come one after the other: all is checked when they are there. */
export async function* writeWithSources(
  sheets: readonly unknown[],
  sources: ReadonlyMap<number, TableSource>,
  options: Fields,
  task: Task,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* writeRich(checkRich(await withWholeTables(sheets, sources, task), options), task);
}

/** The workbook's file. */
export async function* writeRich(workbook: CheckedRich, task: Task): AsyncGenerator<Uint8Array, void, undefined> {
  const goOn = () => task.signal?.throwIfAborted();
  yield await run(task, ({ exporting, pool }, job) => {
    const target = new exporting.RichWorkbook();
    const read = async () => {
      try {
        return await messageOf(workbook, target, goOn);
      } catch (error) {
        target.clear();
        throw error;
      }
    };
    return takeIn(pool, read, (message) => target.write(message, [...workbook.images], job));
  });
}

async function messageOf(workbook: CheckedRich, target: RichWorkbook, goOn: () => void): Promise<string> {
  const active = workbook.sheets.findIndex(({ hidden }) => !hidden);
  const sheets: RichSheetMessage[] = [];
  for (const index of workbook.sheets.keys()) {
    const reading = new SheetReading(workbook, index, target);
    await reading.rows(goOn);
    await reading.cells(goOn);
    sheets.push(reading.message(index === active));
  }
  return JSON.stringify({ ...workbook.message, sheets, styles: workbook.styles.list });
}

/** Cells that cross at once. */
const BATCH_CELLS = 2_000;
/** Excel keeps no more links on a sheet. */
const MAX_LINKS = 65_530;
const MAX_NOTES = 65_530;
/** A column that `autofit` fits is at most so wide. */
const MAX_WIDTH = 60;

/** One sheet while its cells are read. */
class SheetReading {
  readonly #sheet: CheckedRichSheet;
  readonly #index: number;
  readonly #target: RichWorkbook;
  readonly #workbook: CheckedRich;
  readonly #styles: Styles;
  readonly #measures: Measure[];
  /** The values that were given one by one, by their place. */
  readonly #cells = new Map<number, RichCellMessage['value']>();
  readonly #cellStyles = new Map<number, number>();
  readonly #links: LinkMessage[] = [];
  readonly #notes: NoteMessage[] = [];
  readonly #widths = new Map<number, number>();

  constructor(workbook: CheckedRich, index: number, target: RichWorkbook) {
    this.#workbook = workbook;
    this.#styles = workbook.styles;
    this.#sheet = workbook.sheets[index] as CheckedRichSheet;
    this.#index = index;
    this.#target = target;
    const { columns = [], styles = [] } = this.#sheet.data ?? {};
    this.#measures = columns.map((column, at) => new Measure(column, styles[at]?.numberFormat ?? ''));
  }

  /** Reads the columns or the table. */
  async rows(goOn: () => void): Promise<void> {
    const { data, autofit } = this.#sheet;
    if (data === undefined) return;
    let isFirst = true;
    for await (const { rows, numbers, text, lengths } of rowsOf(data, this.#index, goOn)) {
      this.#target.append(this.#index, rows, numbers, text, lengths);
      this.#measure(rows, numbers, text, lengths, isFirst || autofit);
      isFirst = false;
    }
    for (const [at, { header }] of data.columns.entries()) {
      this.#widths.set(data.start.column + at, (this.#measures[at] as Measure).width(header));
    }
  }

  #measure(rows: number, numbers: Float64Array, text: Uint8Array, lengths: Uint32Array, isWidth: boolean): void {
    let [number, word, byte] = [0, 0, 0];
    for (const [at, { kind }] of (this.#sheet.data?.message.columns ?? []).entries()) {
      const measure = this.#measures[at] as Measure;
      if (kind === 'text') {
        const own = lengths.subarray(word, word + rows);
        const bytes = own.reduce((sum, length) => sum + length, 0);
        measure.addTexts(text.subarray(byte, byte + bytes), own, isWidth);
        word += rows;
        byte += bytes;
      } else {
        measure.addNumbers(numbers.subarray(number, number + rows), isWidth);
        number += rows;
      }
    }
  }

  /** Reads the cells that are given one by one. */
  async cells(goOn: () => void): Promise<void> {
    const { cells, path, name } = this.#sheet;
    const { styles, message } = this.#workbook;
    const sheets = this.#workbook.sheets.map((sheet) => sheet.name);
    const context = { styles, sheet: name, sheets, escapeFormulas: message.escapeFormulas };
    await inBatches(cells.length, { first: 500, most: BATCH_CELLS }, goOn, (start, end) => {
      const batch: RichCellMessage[] = [];
      for (let at = start; at < end; at++) {
        const own = `${path}.cells[${at}]`;
        const cell = readable(own, () => checkCell(cells[at], own, context));
        batch.push(this.#cell(cell, own));
      }
      this.#target.cells(this.#index, JSON.stringify(batch));
      return end;
    });
  }

  #cell(cell: CheckedCell, path: string): RichCellMessage {
    const { row, column, value, keep, link, note } = cell;
    const key = row * MAX_COLUMNS + column;
    const details = { argument: path, sheet: this.#index, row, column };
    if (this.#cellStyles.has(key)) {
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path}.at must be a cell that was not given before`, details);
    }
    const style = this.#styles.number(merged(this.#sheet.layers.at(row, column), cell.style));
    if (!keep) this.#cells.set(key, value);
    this.#cellStyles.set(key, style);
    if (link !== undefined) {
      limit(this.#sheet.path, 'links', this.#links.length + 1, MAX_LINKS);
      this.#links.push({ row, column, text: value as string, style, ...link });
    }
    if (note !== undefined) {
      limit(this.#sheet.path, 'comments', this.#notes.length + 1, MAX_NOTES);
      this.#notes.push({ row, column, ...note });
    }
    if (this.#sheet.autofit) this.#fit(column, value);
    return { row, column, style, keep, value };
  }

  #fit(column: number, value: RichCellMessage['value']): void {
    const shown = value !== null && typeof value === 'object' ? value.result : value;
    const lines = String(shown ?? '').split('\n');
    const longest = Math.max(...lines.map((line) => line.length)) + 2;
    if (longest > (this.#widths.get(column) ?? 8)) this.#widths.set(column, Math.min(MAX_WIDTH, longest));
  }

  /** The sheet, once all is read. */
  message(active: boolean): RichSheetMessage {
    const sheet = this.#sheet;
    return {
      ...{ name: sheet.name, tabColor: sheet.tabColor, hidden: sheet.hidden, active, zoom: sheet.zoom },
      ...{ gridlines: sheet.gridlines, rightToLeft: sheet.rightToLeft, freeze: sheet.freeze, rows: sheet.rows },
      ...{ filter: sheet.filter, images: sheet.images, charts: sheet.charts, print: sheet.print },
      ...{ conditions: sheet.conditions, validations: sheet.validations, protection: sheet.protection },
      data: sheet.data?.message ?? null,
      columns: columnMessages(sheet.columns, this.#widths, this.#styles),
      areas: [...sheet.layers.written()].map(({ style, ...area }) => ({ ...area, style: this.#styles.number(style) })),
      merges: sheet.merges.map((range) => ({ range, style: this.#styleAt(range[0], range[1]) })),
      tables: sheet.tables.map((table) => this.#table(table)),
      links: this.#links,
      notes: this.#notes,
    };
  }

  #styleAt(row: number, column: number): number {
    const own = this.#cellStyles.get(row * MAX_COLUMNS + column);
    return own ?? this.#styles.number(this.#sheet.layers.at(row, column));
  }

  #table(table: CheckedTable): TableMessage {
    const { name, style, filter, bandedRows, bandedColumns, firstColumn, lastColumn, totals } = table;
    const range = tableRange(table, this.#sheet.data);
    const [row, first, last, lastColumnIndex] = range;
    const headers = Array.from({ length: lastColumnIndex - first + 1 }, (_, at) => this.#header(row, first + at));
    checkHeaders(table, range, headers);
    const columns = (headers as string[]).map((header, at) => {
      const column = first + at;
      const total = totals?.get(header);
      const under = total === undefined ? {} : this.#columnStyle(column);
      return {
        name: header,
        headerStyle: this.#styleAt(row, column),
        total: total === undefined ? null : this.#total(total, table, column),
        totalStyle: this.#styles.number(merged(under, this.#sheet.layers.at(last, column))),
      };
    });
    if (totals !== undefined) this.#checkTotalsRow(table, range);
    return {
      ...{ name, range, columns, style, totals: totals !== undefined, filter },
      ...{ bandedRows, bandedColumns, firstColumn, lastColumn },
    };
  }

  #columnStyle(column: number): PartialStyle {
    const { data } = this.#sheet;
    return data?.styles[column - data.start.column] ?? {};
  }

  #checkTotalsRow({ path }: CheckedTable, [, first, row, last]: RangeMessage): void {
    for (let column = first; column <= last; column++) {
      if (!this.#cellStyles.has(row * MAX_COLUMNS + column)) continue;
      const details = { argument: path, sheet: this.#index, row, column };
      throw new ClinicoreError(
        'ERR_INVALID_ARGUMENT',
        `${path}: no cell may be given in the row of its totals`,
        details,
      );
    }
  }

  /** The text of a header, where it is one. */
  #header(row: number, column: number): string | undefined {
    const own = this.#cells.get(row * MAX_COLUMNS + column);
    if (own !== undefined && own !== null) return typeof own === 'string' ? own : undefined;
    const { data } = this.#sheet;
    return data?.start.row === row ? data.columns[column - data.start.column]?.header : undefined;
  }

  #total(total: CheckedTotal, table: CheckedTable, column: number): TableMessage['columns'][number]['total'] {
    if (!('function' in total)) return total;
    const [row, , lastRow] = tableRange(table, this.#sheet.data);
    const { data } = this.#sheet;
    const at = data === undefined ? -1 : column - data.start.column;
    const measure = data?.start.row === row ? this.#measures[at] : undefined;
    if (measure === undefined) return { ...total, result: this.#totalOfCells(total.function, row, lastRow, column) };
    for (const key of this.#cells.keys()) {
      const cell = { row: Math.floor(key / MAX_COLUMNS), column: key % MAX_COLUMNS };
      if (cell.column !== column || cell.row <= row || cell.row >= lastRow) continue;
      const message = `${table.path}: a total of a column in which cells were replaced must be given as { formula, result }`;
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: table.path, sheet: this.#index, ...cell });
    }
    return { ...total, result: measure.totals.result(total.function, data?.columns[at]?.scale ?? 0) };
  }

  #totalOfCells(name: TotalFunction, row: number, lastRow: number, column: number): number | '#DIV/0!' {
    const totals = new Totals();
    for (let at = row + 1; at < lastRow; at++) {
      const value = this.#cells.get(at * MAX_COLUMNS + column) ?? null;
      const shown = value !== null && typeof value === 'object' ? value.result : value;
      if (typeof shown === 'number') totals.add(shown);
      else if (shown !== null) totals.filled++;
    }
    return totals.result(name, 0);
  }
}
