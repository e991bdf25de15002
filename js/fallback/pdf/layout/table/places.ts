/** In which columns a row's cells stand. */
import type { CellMessage, RowMessage } from '../../../../contract/pdf';

/** Where a cell stands, and how much it spans. */
export interface CellPlace {
  message: CellMessage;
  column: number;
  columns: number;
  rows: number;
}

/** The columns of a table, as its rows are read one after the other. */
export class Places {
  /** For each column, into how many of the rows to come a cell goes on. */
  readonly #covered: number[];

  constructor(columns: number) {
    this.#covered = new Array<number>(columns).fill(0);
  }

  /** Where the cells of the next row stand. */
  of(row: RowMessage): CellPlace[] {
    const covered = this.#covered;
    let column = 0;
    const places = row.cells.map((message): CellPlace => {
      while ((covered[column] ?? 0) > 0) column++;
      const columns = typeof message === 'string' ? 1 : (message.columns ?? 1);
      const rows = typeof message === 'string' ? 1 : (message.rows ?? 1);
      const place = { message, column, columns, rows };
      covered.fill(rows, column, column + columns);
      column += columns;
      return place;
    });
    for (const [index, rows] of covered.entries()) covered[index] = rows - 1;
    return places;
  }

  /** Whether a cell goes on into the row to come. */
  get goOn(): boolean {
    return this.#covered.some((rows) => rows > 0);
  }
}
