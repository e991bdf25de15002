/** Rows in groups whose borders the data alone decide, however they came in tables: each becomes XML by itself. */
import { type Column, cellOf } from '../../table/column';
import type { Table } from '../../table/table';

/** Cells of a group: a megabyte of XML, five milliseconds' work for a thread. */
const GROUP_CELLS = 20_000;
/** Rows of a group of many columns, so that to hand them over takes less time than to write them; and cells of one of very many. */
const WIDE_ROWS = 256;
const WIDE_CELLS = 500_000;
/** Texts of a group, in bytes (in UTF-16 units where they stand in a dictionary); a row is never divided, whatever it holds. */
const GROUP_TEXT = 1024 * 1024;

/** The next rows of a sheet. */
export interface Group {
  readonly rows: number;
  /** How much text they have, as it is counted for a group. */
  readonly text: number;
  /** Where they stand, one after the other. */
  readonly tables: readonly Table[];
}

/** Cuts tables that come one after the other into groups. */
export class Groups {
  readonly #tables: AsyncIterator<Table, void>;
  #table: Table | undefined;
  #at = 0;

  constructor(tables: AsyncIterator<Table, void>) {
    this.#tables = tables;
  }

  /** The table that holds the next row, or an empty one where no row follows; undefined after the last table. */
  async current(): Promise<Table | undefined> {
    while (this.#table === undefined || this.#at === this.#table.length) {
      const { done, value } = await this.#tables.next();
      if (done) return this.#table;
      [this.#table, this.#at] = [value, 0];
    }
    return this.#table;
  }

  /** The next group, of at most `most` rows; of none when all were given. */
  async next(most: number): Promise<Group> {
    const tables: Table[] = [];
    let [rows, text] = [0, 0];
    for (;;) {
      const table = await this.current();
      const left = (table?.length ?? 0) - this.#at;
      const room = Math.min(most, table ? groupRows(table.columns.length) : 0) - rows;
      if (table === undefined || left === 0 || room === 0) return { rows, text, tables };
      const slice = table.slice(this.#at, this.#at + Math.min(left, room));
      const fit = fitting(slice, GROUP_TEXT - text, rows === 0 ? 1 : 0);
      if (fit.rows > 0) tables.push(fit.rows === slice.length ? slice : slice.slice(0, fit.rows));
      rows += fit.rows;
      text += fit.text;
      this.#at += fit.rows;
      if (fit.rows < slice.length) return { rows, text, tables };
    }
  }
}

const groupRows = (columns: number): number =>
  Math.max(1, Math.floor(GROUP_CELLS / columns), Math.min(WIDE_ROWS, Math.floor(WIDE_CELLS / columns)));

/** How many of a table's first rows have at most `most` text, at least `least` of them, and how much. */
function fitting(table: Table, most: number, least: number): { rows: number; text: number } {
  const texts = textBefore(table);
  let [fits, over] = [least, table.length + 1];
  if (texts(table.length) <= most) fits = table.length;
  else {
    while (over - fits > 1) {
      const middle = (fits + over) >> 1;
      if (texts(middle) <= most) fits = middle;
      else over = middle;
    }
  }
  return { rows: fits, text: texts(fits) };
}

/** How much text there is in the rows before one. */
function textBefore({ columns, length }: Table): (row: number) => number {
  const sums = (columns as readonly Column[]).flatMap((column) => {
    if (column.offsets) return [column.offsets];
    if (!column.dictionary) return [];
    const ends = new Int32Array(length + 1);
    for (let row = 0; row < length; row++) {
      ends[row + 1] = (ends[row] as number) + ((cellOf(column, row) as string | null)?.length ?? 0);
    }
    return [ends];
  });
  return (row) => sums.reduce((sum, ends) => sum + (ends[row] as number) - (ends[0] as number), 0);
}
