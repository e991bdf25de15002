/** What the cells of CSV say, in its own notation of decimals and days. */
import type { CsvMessage } from '../../../contract/csv';
import { dayOf } from '../../../export/calendar';
import { CellClass, cellClass } from '../../../export/table/cell-class';
import type { ColumnType } from '../../../export/table/column-type';
import type { Rows } from './rows';

const C = CellClass;
/** No text that says a day is longer. */
const MAX_LENGTH = 40;
/** No text that says a boolean is. */
const LONGEST_BOOLEAN = 5;
const MINUS = 45;
const [ZERO, NINE] = [48, 57];
/** What no type but texts takes. */
export const REFUSED = '-';

/** See the module. */
export class Notation {
  readonly #hasComma: boolean;
  /** Of days that are not `yyyy-mm-dd`. */
  readonly #day: RegExp | undefined;
  /** What cells say that have no value, but for those that are empty; a character for each byte. */
  readonly #nulls: ReadonlySet<string>;
  readonly #mostNull: number;
  readonly #isEmptyNull: boolean;

  constructor({ decimalComma, dateFormat, nullValues }: CsvMessage) {
    this.#hasComma = decimalComma;
    this.#day = dateFormat === 'yyyy-mm-dd' ? undefined : dayPattern(dateFormat);
    const nulls = nullValues.map((text) => Buffer.from(text, 'utf8').toString('latin1'));
    this.#nulls = new Set(nulls);
    this.#mostNull = Math.max(0, ...nulls.map((text) => text.length));
    this.#isEmptyNull = this.#nulls.has('');
  }

  /** Whether a cell has no value, whatever its column's type. */
  isNull(rows: Rows, row: number, slot: number): boolean {
    const size = rows.size(row, slot);
    if (size < 0) return true;
    if (size > this.#mostNull || rows.isQuoted(row, slot)) return false;
    return size === 0 ? this.#isEmptyNull : this.#nulls.has(rows.characters(row, slot));
  }

  /** What a cell is by itself, and the number that it says as JavaScript writes it. */
  classOf(rows: Rows, row: number, slot: number): { found: CellClass; plain: string | undefined } {
    const size = rows.size(row, slot);
    if (size === 0) return { found: C.none, plain: undefined };
    if (size > LONGEST_BOOLEAN && !this.#day) {
      const first = rows.first(row, slot);
      if (first !== MINUS && !(first >= ZERO && first <= NINE)) return { found: C.text, plain: undefined };
    }
    const text = rows.characters(row, slot);
    const found = this.#class(text);
    return { found, plain: found === C.decimalText ? this.#read(text, 'decimal') : text };
  }

  /** What a column's type reads of a cell. */
  plain(rows: Rows, row: number, slot: number, type: ColumnType): string {
    return type === 'category' ? rows.text(row, slot) : this.#read(rows.characters(row, slot), type);
  }

  #class(text: string): CellClass {
    const found = this.#hasComma ? classWithComma(text) : cellClass(text);
    if (!this.#day || (found !== C.dayText && found !== C.text)) return found;
    return text.length <= MAX_LENGTH && this.#isoDay(text) !== undefined ? C.dayText : C.text;
  }

  #read(text: string, type: ColumnType): string {
    if (text === '') return text;
    if (this.#hasComma && (type === 'float64' || type === 'decimal')) {
      return text.includes('.') ? REFUSED : text.replace(',', '.');
    }
    return this.#day && type === 'date' ? (this.#isoDay(text) ?? REFUSED) : text;
  }

  /** `YYYY-MM-DD` of a day in the format. */
  #isoDay(text: string): string | undefined {
    const found = this.#day?.exec(text)?.groups as Record<'year' | 'month' | 'day', string> | undefined;
    if (!found) return undefined;
    const iso = `${found.year}-${found.month.padStart(2, '0')}-${found.day.padStart(2, '0')}`;
    return Number.isNaN(dayOf(iso)) ? undefined : iso;
  }
}

function classWithComma(text: string): CellClass {
  const found = /^-?\d+,\d+$/.test(text) ? cellClass(text.replace(',', '.')) : cellClass(text);
  return found === C.decimalText && text.includes('.') ? C.text : found;
}

const PIECES: Record<string, string> = {
  yyyy: '(?<year>\\d{4})',
  mm: '(?<month>\\d{2})',
  m: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
};

function dayPattern(format: string): RegExp {
  const pattern = format.replace(/[ymd]+|./g, (piece) => PIECES[piece] ?? piece.replace(/[^\w\s]/, '\\$&'));
  return new RegExp(`^${pattern}$`);
}
