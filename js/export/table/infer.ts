/** Finds a column's type by all of its cells. */
import { CellClass, cellClass, scaleOf, TAKES } from './cell-class';
import type { ColumnType, Field } from './column-type';
import { LISTED, type RowList } from './report';
import { MAX_DIGITS } from './types/decimal';

/** What a column's cells say of its type. */
export interface Inferred {
  readonly field: Field;
  /** The type that most of its cells are of by themselves. */
  readonly likely: ColumnType;
  /** How many cells have a value. */
  readonly given: number;
  /** How many of these no column can hold. */
  readonly bad: number;
  /** Whether they are not all texts, but are to become such. */
  readonly isMixed: boolean;
  /** Those that are not of the type `likely`. */
  readonly disagreeing: RowList;
}

/** What was counted of a column's cells. */
export interface Counted {
  /** How many are of each class. */
  readonly counts: ArrayLike<number>;
  /** The first rows of each class but {@link CellClass.none}, class after class. */
  readonly rows: ArrayLike<number>;
  /** The most decimals of a number that is a text, and the most digits before them. */
  readonly decimals: number;
  readonly digits: number;
}

const CLASSES = Object.keys(CellClass).length;
const C = CellClass;
const TEXTS = new Map(TAKES).get('string') as readonly CellClass[];

/** What a column's cells are, counted. */
export class Tally {
  readonly name: string;
  readonly #counts = new Float64Array(CLASSES);
  /** The first rows of each class of which there are any. */
  readonly #rows: (number[] | undefined)[] = [];
  #decimals = 0;
  #digits = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Counts a row's cell. */
  count(value: unknown, found: CellClass, row: number): void {
    const before = this.#counts[found] as number;
    if (before < LISTED && found !== C.none) this.#listed(found).push(row);
    this.#counts[found] = before + 1;
    if (found >= C.int32Text && found <= C.decimalText) this.#measure(value as string);
  }

  /** Adds what was counted elsewhere, of the rows from `start` on: see {@link counted}. */
  add({ counts, rows, decimals, digits }: Counted, start: number): void {
    let at = 0;
    for (let found = 0; found < CLASSES; found++) {
      const count = counts[found] ?? 0;
      this.#counts[found] = (this.#counts[found] as number) + count;
      if (found === C.none || count === 0) continue;
      const list = this.#listed(found as CellClass);
      const end = at + Math.min(LISTED, count);
      for (; at < end && list.length < LISTED; at++) list.push(start + (rows[at] as number));
      at = end;
    }
    this.#decimals = Math.max(this.#decimals, decimals);
    this.#digits = Math.max(this.#digits, digits);
  }

  /** What was counted, as {@link add} takes it. */
  counted(): Counted {
    const rows: number[] = [];
    for (const list of this.#rows) if (list) rows.push(...list);
    const counts = new Uint32Array(this.#counts);
    return { counts, rows: new Uint32Array(rows), decimals: this.#decimals, digits: this.#digits };
  }

  #listed(found: CellClass): number[] {
    this.#rows[found] ??= [];
    return this.#rows[found];
  }

  /** Whether any cell has a value. */
  get hasAny(): boolean {
    return this.#counts.some((count, found) => count > 0 && found !== C.none);
  }

  /** How many digits and decimals a text's number has. */
  #measure(text: string): void {
    const decimals = scaleOf(text);
    const whole = text.length - (decimals > 0 ? decimals + 1 : 0) - (text[0] === '-' ? 1 : 0);
    if (decimals > this.#decimals) this.#decimals = decimals;
    if (whole > this.#digits) this.#digits = whole;
  }

  infer(): Inferred {
    const counts = this.#counts;
    const sum = (classes: readonly CellClass[]) =>
      classes.reduce<number>((n, which) => n + (counts[which] as number), 0);
    const given = counts.reduce((n, count) => n + count, 0) - (counts[C.none] as number);
    let best = TAKES[0] as (typeof TAKES)[number];
    let most = 0;
    for (const candidate of TAKES) {
      const [type, classes] = candidate;
      const takes = sum(classes);
      // It is a column of texts where no other type takes more cells than are plain text.
      const isBetter = type === 'string' ? (counts[C.text] as number) >= most : takes > most;
      if (isBetter && (type !== 'decimal' || this.#fitsDecimal())) [best, most] = [candidate, takes];
    }
    const [likely, classes] = best;
    const type = given > 0 && most === given ? likely : 'string';
    const others = this.#rows.filter((list, which) => list && !classes.includes(which as CellClass)) as number[][];
    return {
      field: type === 'decimal' ? { name: this.name, type, scale: this.#decimals } : { name: this.name, type },
      likely,
      given,
      isMixed: type === 'string' && sum(TEXTS) < given,
      bad: counts[C.bad] as number,
      disagreeing: {
        count: given - most,
        rows: others
          .flat()
          .sort((a, b) => a - b)
          .slice(0, LISTED),
      },
    };
  }

  /** Whether all numbers fit into a decimal of the same scale. */
  #fitsDecimal(): boolean {
    const counts = this.#counts;
    const bare = counts[C.bigint] ? 19 : counts[C.safe] ? 16 : counts[C.int32] ? 10 : 0;
    return Math.max(bare, this.#digits) + this.#decimals <= MAX_DIGITS;
  }
}

/** Cells of a column whose type is not known yet, kept as they came. */
export class Cells extends Tally {
  /** The row of the first of them: before it, the column was not there. */
  readonly start: number;
  readonly values: unknown[] = [];

  constructor(name: string, start: number) {
    super(name);
    this.start = start;
  }

  take(cells: readonly unknown[], from: number, to: number): void {
    const { values } = this;
    for (let at = from; at < to; at++) {
      const value = cells[at];
      this.count(value, cellClass(value), this.start + values.length);
      values.push(value);
    }
  }
}

/** A value of any kind as the text it is in a column of mixed ones; what is no value of a column stays what it is. */
export function asText(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return cellClass(value) === C.moment ? Date.prototype.toISOString.call(value) : value;
}
