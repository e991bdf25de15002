/** Which columns of a sheet become which of a table. */
import type { Field } from '../table/column-type';
import { STEP_CELLS } from '../table/gather';
import { type Inferred, Tally } from '../table/infer';
import { missingColumn } from '../table/pick';
import { columnName } from '../table/schema';
import { columnLetters, EVERYWHERE } from './area';
import type { Block } from './block';
import { classOf, headerOf } from './cell';
import type { CheckedTable } from './options';

/** The columns of the table, and the row that is its first, counted without hidden ones. */
export interface Plan {
  readonly firstRow: number;
  readonly columns: readonly PlannedColumn[];
}

/** A column of the table. */
export interface PlannedColumn {
  readonly field: Field;
  /** Its place in the sheet, from 0. */
  readonly place: number;
  /** What its cells said of its type; undefined with a schema. */
  readonly found: Inferred | undefined;
}

/** Finds the header, and what the cells below it are. */
export class Planner {
  readonly #options: CheckedTable;
  readonly #names = new Map<number, string>();
  readonly #tallies = new Map<number, Tally>();
  #firstRow: number | undefined;
  #hidden: ReadonlySet<number> = new Set();

  constructor(options: CheckedTable) {
    this.#options = options;
    if (options.header === false && options.area) this.#firstRow = options.area.firstRow;
  }

  /** Whether nothing more has to be seen: with a schema, types are known. */
  get isDone(): boolean {
    return this.#firstRow !== undefined && this.#options.schema !== undefined;
  }

  /** Looks at a block, step by step. */
  *take(block: Block, hiddenColumns: Uint32Array): Generator<void, void, void> {
    if (this.#hidden.size === 0) this.#hidden = new Set(hiddenColumns);
    if (this.#firstRow === undefined) this.#findHeader(block);
    if (this.#firstRow !== undefined && !this.#options.schema) yield* this.#count(block, this.#firstRow);
  }

  #findHeader(block: Block): void {
    const { header } = this.#options;
    if (header === false) {
      this.#firstRow = block.firstRow;
      return;
    }
    const row = header === true ? 0 : rowOfSheet(block, header - 1);
    if (row === undefined) return;
    this.#firstRow = block.firstRow + row + 1;
    if (header === true || block.sheetRow(row) === header - 1) this.#readHeader(block, row);
    // The header's row is empty: those between it and the first cells are rows of the table.
    else this.#firstRow = header - block.sheetRow(row) + block.firstRow + row;
  }

  #readHeader(block: Block, row: number): void {
    const taken = new Set<string>();
    for (const column of block.columns) {
      const at = row - column.start;
      const name = at >= 0 && at < column.kinds.length ? headerOf(column, at, this.#options.clock) : '';
      if (name === '') continue;
      let own = columnName(name, 'source');
      for (let n = 2; taken.has(own); n++) own = `${name}_${n}`;
      taken.add(own);
      this.#names.set(column.column, own);
    }
  }

  *#count(block: Block, firstRow: number): Generator<void, void, void> {
    for (const column of block.columns) {
      let tally = this.#tallies.get(column.column);
      if (tally === undefined) {
        tally = new Tally('');
        this.#tallies.set(column.column, tally);
      }
      const from = Math.max(0, firstRow - block.firstRow - column.start);
      const offset = block.firstRow + column.start - firstRow;
      for (let row = from; row < column.kinds.length; row++) {
        const { found, text } = classOf(column, row);
        tally.count(text, found, offset + row);
        if (row % STEP_CELLS === 0) yield;
      }
      yield;
    }
  }

  /** What was found; of a sheet without the header row, or without any cells, that. */
  finish(): Plan {
    const { schema, columns, header, area } = this.#options;
    const firstRow = this.#firstRow ?? (typeof header === 'number' ? header : (area?.firstRow ?? 0));
    if (schema)
      return {
        firstRow,
        columns: schema.map((field, at) => ({
          field,
          place: this.#find(field.name, at, 'schema'),
          found: undefined,
        })),
      };
    if (columns) {
      const places = columns.map((name, at) => this.#find(name, at, 'columns'));
      return { firstRow, columns: places.map((place, at) => this.#inferred(place, columns[at] as string)) };
    }
    const all = new Set([...this.#names.keys(), ...this.#valued()]);
    const places = [...all].sort((a, b) => a - b);
    const names = this.#allNames(places);
    return { firstRow, columns: places.map((place, at) => this.#inferred(place, names[at] as string)) };
  }

  /** The places of columns that have a value below the header. */
  #valued(): number[] {
    return [...this.#tallies].filter(([, tally]) => tally.hasAny).map(([place]) => place);
  }

  /** Their names; letters for those without, unless another column is called like that. */
  #allNames(places: readonly number[]): string[] {
    const taken = new Set(this.#names.values());
    return places.map((place) => {
      const known = this.#names.get(place);
      if (known !== undefined) return known;
      const letters = columnLetters(place);
      let name = letters;
      for (let n = 2; taken.has(name); n++) name = `${letters}_${n}`;
      taken.add(name);
      return name;
    });
  }

  /** The place of a column that was asked for. */
  #find(name: string, at: number, option: 'schema' | 'columns'): number {
    if (this.#options.header === false) return this.#placeOf(at);
    for (const [place, own] of this.#names) if (own === name) return place;
    const argument = `options.${option}[${at}]${option === 'schema' ? '.name' : ''}`;
    throw missingColumn(argument, at);
  }

  /** The place of the range's column of a number, hidden ones not counted. */
  #placeOf(index: number): number {
    const { firstColumn } = this.#options.area ?? EVERYWHERE;
    let place = firstColumn;
    for (let before = index; ; place++) {
      if (this.#hidden.has(place)) continue;
      if (before-- === 0) return place;
    }
  }

  #inferred(place: number, name: string): PlannedColumn {
    const found = (this.#tallies.get(place) ?? new Tally('')).infer();
    return { field: { ...found.field, name }, place, found };
  }
}

/** The first row of a block at or behind a row of the sheet. */
function rowOfSheet(block: Block, sheetRow: number): number | undefined {
  for (let row = 0; row < block.rows; row++) if (block.sheetRow(row) >= sheetRow) return row;
  return undefined;
}
