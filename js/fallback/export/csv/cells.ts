/** What the cells of CSV say, in its own notation of decimals and days. */
import type { CsvMessage } from '../../../contract/csv';
import { dayOf } from '../../../export/calendar';
import { CellClass, cellClass } from '../../../export/table/cell-class';
import type { ColumnType } from '../../../export/table/column-type';

const C = CellClass;
/** No text that says a day is longer. */
const MAX_LENGTH = 40;
/** What no type but texts takes. */
export const REFUSED = '-';

/** See the module. */
export class Notation {
  readonly #hasComma: boolean;
  /** Of days that are not `yyyy-mm-dd`. */
  readonly #day: RegExp | undefined;
  readonly #nulls: ReadonlySet<string>;

  constructor({ decimalComma, dateFormat, nullValues }: CsvMessage) {
    this.#hasComma = decimalComma;
    this.#day = dateFormat === 'yyyy-mm-dd' ? undefined : dayPattern(dateFormat);
    this.#nulls = new Set(nullValues);
  }

  /** Whether a cell has no value, whatever its column's type. */
  isNull(text: string | undefined, isQuoted: boolean): boolean {
    return text === undefined || (!isQuoted && this.#nulls.has(text));
  }

  /** What a cell is by itself. */
  class(text: string): CellClass {
    const found = this.#hasComma ? classWithComma(text) : cellClass(text);
    if (!this.#day || (found !== C.dayText && found !== C.text)) return found;
    return text.length <= MAX_LENGTH && this.#isoDay(text) !== undefined ? C.dayText : C.text;
  }

  /** What a column's type reads of a cell. */
  plain(text: string, type: ColumnType): string {
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
