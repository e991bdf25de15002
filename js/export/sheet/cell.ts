/** What single cells hold. */
import { CellKind, ERRORS } from '../../contract/sheet';
import { dayText } from '../calendar';
import { CellClass, cellClass } from '../table/cell-class';
import type { ColumnType } from '../table/column-type';
import { type BlockColumn, textOf, textStart } from './block';
import { shifted } from './formula';
import type { Clock } from './time-zone';

const K = CellKind;
const C = CellClass;

/** Digits that Excel keeps of a number, and calculates with. */
const DIGITS = 15;

/** A cell of a column, as a column of type `type` takes it; undefined where there is none, or an error. */
export function valueIn(column: BlockColumn, row: number, type: ColumnType, clock: Clock): unknown {
  const number = column.numbers[row] as number;
  switch (column.kinds[row]) {
    case K.number:
      if (type !== 'string' && type !== 'category' && type !== 'decimal') return number;
      // Of an integer beyond these, the last digits are not the file's any more: no column of digits takes it.
      if (Number.isInteger(number) && !Number.isSafeInteger(number)) return Number.NaN;
      return type === 'decimal' && !Number.isInteger(number)
        ? String(Number(number.toPrecision(DIGITS)))
        : String(number);
    case K.text:
    case K.formula:
      return textOf(column, row);
    case K.sharedFormula:
      return shifted(textOf(column, row), number);
    case K.boolean:
      return type === 'string' || type === 'category' ? String(number === 1) : number === 1;
    case K.date:
      return type === 'timestamp' ? clock.moment(number * DAY_MS) : dayText(number);
    case K.timestamp:
      if (type === 'date') return new Date(number);
      return type === 'string' || type === 'category' ? clock.moment(number).toISOString() : clock.moment(number);
    case K.duration:
      return type === 'string' || type === 'category' ? durationText(number) : number / 1000;
    default:
      return undefined;
  }
}

const DAY_MS = 86_400_000;

/** The error that a cell holds. */
export const errorOf = ({ numbers }: BlockColumn, row: number): string => ERRORS[numbers[row] as number] as string;

/** A cell as the text it is in a header. */
export function headerOf(column: BlockColumn, row: number, clock: Clock): string {
  const value = valueIn(column, row, 'string', clock);
  return value === undefined ? '' : String(value).trim();
}

/** `08:30:00`, `26:15:00.250`, `-01:00:00`. */
export function durationText(ms: number): string {
  const all = Math.abs(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = all % 1000;
  const seconds = Math.floor(all / 1000);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${ms < 0 ? '-' : ''}${clock}${rest ? `.${String(rest).padStart(3, '0')}` : ''}`;
}

/** Which class a cell is of, and the text of one that says a number. */
export function classOf(column: BlockColumn, row: number): { found: CellClass; text?: string } {
  switch (column.kinds[row]) {
    case K.number:
      return { found: cellClass(column.numbers[row]) };
    case K.text:
      return isPlainText(column, row) ? PLAIN : textClass(textOf(column, row));
    case K.boolean:
      return BOOLEAN;
    case K.date:
      return DAY;
    case K.timestamp:
      return MOMENT;
    case K.none:
    case K.error:
      return NONE;
    default:
      return PLAIN;
  }
}

const PLAIN = { found: C.text } as const;
const BOOLEAN = { found: C.boolean } as const;
const DAY = { found: C.day } as const;
const MOMENT = { found: C.moment } as const;
const NONE = { found: C.none } as const;

const textClass = (text: string): { found: CellClass; text: string } => ({ found: cellClass(text), text });

/** Whether a text is nothing else by its first letter: no number or date begins like that, nor true or false. */
function isPlainText(column: BlockColumn, row: number): boolean {
  const start = textStart(column, row);
  if (start === column.ends[row]) return false;
  const first = column.text[start] as number;
  return !((first >= 48 && first <= 57) || first === 45 || (first | 32) === 116 || (first | 32) === 102);
}
