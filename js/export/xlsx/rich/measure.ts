/** What is learnt of a column while its rows are read: how wide it must be, what its totals are. */
import type { TotalFunction } from '../../../contract/rich';
import type { SheetColumn } from '../column';
import { defaultWidth } from '../excel';

/** Digits of a number without a format that Excel shows. */
const GENERAL_DIGITS = 11;

/** Of all values so far: the moments by Welford's method, which does not lose small differences of large numbers. */
export class Totals {
  /** Cells that are not empty, and those with numbers. */
  filled = 0;
  numbers = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.filled++;
    this.numbers++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    const step = value - this.#mean;
    this.#mean += step / this.numbers;
    this.#squares += step * (value - this.#mean);
  }

  /** What a table's total says; without numbers, what Excel says. Values were counted in units of `10^-scale`. */
  result(name: TotalFunction, scale: number): number | '#DIV/0!' {
    const unit = 10 ** scale;
    const { numbers } = this;
    switch (name) {
      case 'count':
        return this.filled;
      case 'countNumbers':
        return numbers;
      case 'sum':
        return this.#sum / unit;
      case 'min':
        return numbers === 0 ? 0 : this.#min / unit;
      case 'max':
        return numbers === 0 ? 0 : this.#max / unit;
      case 'average':
        return numbers === 0 ? '#DIV/0!' : this.#sum / unit / numbers;
      case 'var':
        return numbers < 2 ? '#DIV/0!' : this.#squares / (numbers - 1) / unit ** 2;
      case 'stdDev':
        return numbers < 2 ? '#DIV/0!' : Math.sqrt(this.#squares / (numbers - 1)) / unit;
    }
  }
}

/** A column's measure: how long what it shows is, and its totals. */
export class Measure {
  readonly totals = new Totals();
  readonly #column: SheetColumn;
  readonly #format: string;
  #longest = 0;
  #largest = 0;

  constructor(column: SheetColumn, format: string) {
    this.#column = column;
    this.#format = format;
  }

  /** Looks at the next numbers, also for the width where it says so; NaN is an empty cell. */
  addNumbers(numbers: Float64Array, isWidth: boolean): void {
    const isGeneral = this.#format === '' && this.#column.type === 'float64';
    const isBoolean = this.#column.type === 'boolean';
    for (const value of numbers) {
      if (Number.isNaN(value)) continue;
      if (isBoolean) this.totals.filled++;
      else this.totals.add(value);
      if (!isWidth) continue;
      if (isGeneral) this.#longest = Math.max(this.#longest, Math.min(GENERAL_DIGITS, String(value).length));
      else this.#largest = Math.max(this.#largest, Math.abs(value));
    }
  }

  /** Looks at the next texts, by their lengths in bytes: 0 is an empty cell. */
  addTexts(text: Uint8Array, lengths: Uint32Array, isWidth: boolean): void {
    let at = 0;
    for (const length of lengths) {
      if (length > 0) this.totals.filled++;
      if (isWidth && length > this.#longest) this.#longest = Math.max(this.#longest, characters(text, at, at + length));
      at += length;
    }
  }

  /** The column's width in characters. */
  width(header: string): number {
    const { type, scale, width } = this.#column;
    const isDigits = type === 'decimal' || type === 'int32' || type === 'float64';
    const digits = Math.floor(Math.log10(Math.max(1, this.#largest / 10 ** scale))) + 1;
    const decimals = /\.(0+)/.exec(this.#format)?.[1]?.length ?? 0;
    const separators = this.#format.includes(',') ? Math.floor(digits / 3) : 0;
    const signs = this.#format.replace(/;.*/s, '').replace(/[#0.,?\\"]|\[\$|-[\dA-F]+\]/g, '').length;
    const shown = isDigits && this.#largest > 0 ? digits + separators + decimals + signs + 1 : 0;
    return width ?? defaultWidth(header, isDigits ? '' : this.#format, Math.max(this.#longest, shown));
  }
}

/** How many characters begin in `[from, to)` of UTF-8. */
function characters(text: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (((text[at] as number) & 0xc0) !== 0x80) count++;
  return count;
}
