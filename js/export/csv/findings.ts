/** What is found in the parts of a file, one after the other. */
import type { CsvFlaw, CsvPart } from '../../contract/csv';
import type { Field } from '../table/column-type';
import { Tally } from '../table/infer';
import { tooManyRows } from '../table/pick';
import { type ColumnReport, LISTED } from '../table/report';
import { badCell, badRow } from './errors';
import type { Head } from './head';
import type { ReadSettings } from './options';
import type { CsvReject, CsvRejectReason, CsvReport } from './report';

/** A column's bad cells. */
interface Bad {
  count: number;
  readonly rows: number[];
}

/** See the module. */
export class Findings {
  rows = 0;
  bytes: number;
  /** Rows there may be. */
  maxRows: number;
  readonly #head: Head;
  readonly #settings: ReadSettings;
  readonly #rejects: CsvReject[] = [];
  #rejected = 0;
  #tallies: Tally[] = [];
  #bad: Bad[] = [];
  #nulls: number[] = [];
  #fields: readonly Field[] = [];

  constructor(head: Head, settings: ReadSettings) {
    this.#head = head;
    this.#settings = settings;
    this.bytes = head.offset;
    this.maxRows = settings.maxRows ?? Number.POSITIVE_INFINITY;
  }

  /** The columns whose types are known from the beginning. */
  begin(fields: readonly Field[]): void {
    this.#fields = fields;
    this.#bad = fields.map(() => ({ count: 0, rows: [] }));
    this.#nulls = fields.map(() => 0);
  }

  /**
   * Adds the next part, whose cells are to be of the fields' types.
   *
   * @throws ClinicoreError for the first row or cell that is not as it must be
   */
  add(part: CsvPart, fields: readonly Field[]): void {
    const { onBadCell, maxRejects } = this.#settings;
    const { maxRows } = this;
    const first = onBadCell === 'error' ? firstBad(part) : undefined;
    const most = first?.row ?? part.rows;
    if (this.rows + most > maxRows || (this.rows + most === maxRows && (first || part.failure))) {
      throw tooManyRows(maxRows);
    }
    if (first) throw badCell(fields[first.column] as Field, { ...first, row: this.rows + first.row });
    if (part.failure) throw badRow(part.failure, this.#head.names.length, this.rows + part.rows, this.#settings);
    for (const flaw of part.flaws) {
      if (this.#rejects.length < maxRejects) this.#rejects.push(this.#reject(flaw));
    }
    this.#rejected += part.flawed;
    for (const [at, { count, rows }] of part.bad.entries()) {
      const bad = this.#bad[at];
      if (!bad) continue;
      bad.count += count;
      for (const row of rows) if (bad.rows.length < LISTED) bad.rows.push(this.rows + row);
    }
    this.tally(part, this.rows);
    this.rows += part.rows;
    this.bytes += part.bytes;
  }

  /** Counts a part's cells, of rows from `start` on. */
  tally(part: CsvPart, start: number): void {
    for (const [at, counted] of part.tallies.entries()) {
      this.#tallies[at] ??= new Tally('');
      this.#tallies[at].add(counted, start);
    }
  }

  /** The types that the columns' cells have so far. */
  inferred(names: readonly string[]): Field[] {
    return names.map((name, at) => Object.freeze({ ...(this.#tallies[at] ?? new Tally('')).infer().field, name }));
  }

  /** Rows without a value, in columns that were made. */
  nulls(counts: readonly number[]): void {
    for (const [at, count] of counts.entries()) this.#nulls[at] = (this.#nulls[at] ?? 0) + count;
  }

  /** The columns as they were made in the end. */
  end(fields: readonly Field[]): void {
    this.#fields = fields;
  }

  report(): CsvReport {
    const { encoding, delimiter, quote, header } = this.#head;
    return Object.freeze({
      ...{ encoding, delimiter, quote, header, rows: this.rows, bytes: this.bytes },
      columns: this.#fields.map((field, at) => this.#column(field, at)),
      rejects: { count: this.#rejected, rows: [...this.#rejects] },
    });
  }

  #column(field: Field, at: number): ColumnReport {
    const nulls = this.#nulls[at] ?? 0;
    const found = this.#tallies[at]?.infer();
    const bad = this.#bad[at] ?? { count: 0, rows: [] };
    const { likely, given, disagreeing } = found ?? {
      likely: field.type,
      given: this.rows - nulls + bad.count,
      disagreeing: { count: bad.count, rows: [...bad.rows] },
    };
    const confidence = given === 0 ? 0 : (given - disagreeing.count) / given;
    return { ...field, nulls, likely, confidence, disagreeing };
  }

  #reject({ line, offset, row, reason, cells }: CsvFlaw): CsvReject {
    return { line, offset, row: row < 0 ? null : this.rows + row, reason: reason as CsvRejectReason, cells };
  }
}

/** The first row of a part with a bad cell, and the first of its columns that has one. */
function firstBad({ bad }: CsvPart): { row: number; column: number; line: number; offset: number } | undefined {
  let first: { row: number; column: number; line: number; offset: number } | undefined;
  for (const [column, { rows, line, offset }] of bad.entries()) {
    const row = rows[0];
    if (row !== undefined && (first === undefined || row < first.row)) first = { row, column, line, offset };
  }
  return first;
}
