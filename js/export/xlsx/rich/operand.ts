/** What cells are compared with. */
import { types } from 'node:util';
import type { Operator } from '../../../contract/rich';
import { invalid, isRecord, oneOf, readable, record, text } from '../../../validate';
import { timeOf } from '../../calendar';
import { serial } from '../excel';
import { dayNumber } from './cells';
import { formulaText } from './formula';

/** A number, a text, a moment, a day, or what a formula gives. */
export type Operand =
  | number
  | string
  | Date
  | {
      /** A day: `'2026-01-31'`. */
      date: string;
    }
  | {
      /** Whose result it is compared with. */
      formula: string;
    };

const OPERATORS: readonly Operator[] = [
  ...(['between', 'notBetween', 'equal', 'notEqual'] as const),
  ...(['greaterThan', 'lessThan', 'greaterThanOrEqual', 'lessThanOrEqual'] as const),
];

/** Reads an operator's name. */
export const operatorOf = (value: unknown, path: string): Operator => oneOf(value, path, OPERATORS);

/** An {@link Operand} as a formula. */
export function operandOf(value: unknown, path: string): string {
  if (typeof value === 'string') return quoted(text(value, path, 255));
  if (typeof value === 'number')
    return Number.isFinite(value) ? String(value) : invalid(path, 'a finite number', value);
  if (types.isDate(value)) return String(serial(timeOf(value)) ?? invalid(path, 'a Date from 1900 to 9999', value));
  if (!isRecord(value)) invalid(path, 'a number, a string, a Date, { date } or { formula }', value);
  if (readable(path, () => value.date) !== undefined) {
    return String(record(value, path).only(['date']).get('date', dayNumber));
  }
  return record(value, path).only(['formula']).get('formula', formulaText);
}

/** A text in a formula. */
export const quoted = (words: string): string => `"${words.replace(/"/g, '""')}"`;
