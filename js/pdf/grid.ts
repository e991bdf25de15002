/** The grid of a table, of which cells that span rows take places in the rows below. */
import { ClinicoreError } from '../errors';

export class Grid {
  /** By column, how many rows from the next one on are taken by a cell above. */
  readonly #taken: number[];
  #open = 0;

  constructor(columns: number) {
    this.#taken = new Array(columns).fill(0);
  }

  /** Whether a cell reaches into the next row. */
  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** The next row, into which cells are to be put from the left. */
  row(path: string): GridRow {
    return new GridRow(path, this.#taken, () => {
      this.#open = this.#taken.filter((rows) => rows > 0).length;
    });
  }

  /** Refuses a span that goes on after the last row. */
  end(path: string): void {
    if (this.isOpen) {
      const message = `${path} must have a row more: a cell of the last one spans rows that are not there`;
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
    }
  }
}

/** A row that is being filled. */
class GridRow {
  readonly #path: string;
  readonly #taken: number[];
  /** What the row itself takes from the rows below. */
  readonly #own: number[];
  readonly #done: () => void;
  #column = 0;
  /** Columns that a cell of this row or of one above fills. */
  #filled = 0;

  constructor(path: string, taken: number[], done: () => void) {
    this.#path = path;
    this.#taken = taken;
    this.#own = new Array(taken.length).fill(0);
    this.#done = done;
  }

  /** The column of the next cell. */
  next(): number {
    while ((this.#taken[this.#column] ?? 0) > 0) this.#column++;
    if (this.#column >= this.#taken.length) this.#refuse('fewer');
    return this.#column;
  }

  /** Puts a cell of so many columns and rows there. */
  readonly span = (columns: number, rows: number, path: string): void => {
    for (let left = columns; left > 0; left--, this.#column++) {
      if (this.#taken[this.#column] !== 0) {
        const message = `${path} must not span ${columns} columns: they are not free here`;
        throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path, given: columns });
      }
      this.#own[this.#column] = rows - 1;
      this.#filled++;
    }
  };

  /** Ends the row, which must be full. */
  end(): void {
    const free = this.#taken.filter((rows) => rows === 0).length;
    if (this.#filled < free) this.#refuse('more');
    for (let column = 0; column < this.#taken.length; column++) {
      const above = this.#taken[column] as number;
      this.#taken[column] = above > 0 ? above - 1 : (this.#own[column] as number);
    }
    this.#done();
  }

  #refuse(how: 'fewer' | 'more'): never {
    const columns = this.#taken.length;
    const message = `${this.#path} must have ${how} cells: its table has ${columns} ${columns === 1 ? 'column' : 'columns'}`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: this.#path, limit: columns });
  }
}
