/** Puts cells into a column of a known type. */
import { invalid } from '../../validate';
import type { Builder } from './builder';
import { Column } from './column';
import type { Field } from './column-type';
import { LISTED, type RowList } from './report';
import { KINDS } from './types';

/** What becomes of a cell that its column's type cannot hold. */
export type OnBadCell = 'error' | 'null';

/** Where a column comes from, for messages. */
export interface Origin {
  readonly argument: string;
  /** The path of a cell. */
  cell(row: number): string;
}

/** A column that is being filled. */
export class Filling {
  readonly field: Field;
  readonly #column: number;
  readonly #onBadCell: OnBadCell;
  readonly #builder: Builder;
  readonly #origin: Origin;
  readonly #takesEmpty: boolean;
  readonly #first: number;
  readonly #bad: number[] = [];
  #badCount = 0;

  /** @param first the row of the first cell, where there are tables before this one */
  constructor(field: Field, column: number, expected: number, onBadCell: OnBadCell, origin: Origin, first = 0) {
    this.field = field;
    this.#column = column;
    this.#onBadCell = onBadCell;
    this.#builder = KINDS[field.type].builder(expected, field.scale ?? 0);
    this.#origin = origin;
    this.#first = first;
    this.#takesEmpty = field.type === 'string' || field.type === 'category';
  }

  /** Adds cells; an empty text is no value where the column is not of texts. */
  take(cells: ArrayLike<unknown>, from: number, to: number): void {
    const builder = this.#builder;
    for (let at = from; at < to; at++) {
      const value = cells[at];
      if (value === null || value === undefined || (value === '' && !this.#takesEmpty)) builder.addNull();
      else if (!builder.add(value)) this.#refuse(value);
    }
  }

  addNulls(count: number): void {
    for (let n = 0; n < count; n++) this.#builder.addNull();
  }

  get bad(): RowList {
    return { count: this.#badCount, rows: this.#bad };
  }

  get nulls(): number {
    return this.#builder.nulls;
  }

  finish(): Column {
    const { rows } = this.#builder;
    const { validity, ...buffers } = this.#builder.finish();
    return new Column(this.field, rows, buffers, validity);
  }

  #refuse(value: unknown): void {
    const row = this.#first + this.#builder.rows;
    if (this.#onBadCell === 'error') {
      const { argument } = this.#origin;
      const must = KINDS[this.field.type].must;
      invalid(this.#origin.cell(row), must, value, { argument, row, column: this.#column });
    }
    if (this.#badCount++ < LISTED) this.#bad.push(row);
    this.#builder.addNull();
  }
}
