/** What a cell is by itself, before its column has a type. */
import { dayOf, momentOf, timeOf } from '../calendar';
import type { ColumnType } from './column-type';
import { booleanOf } from './types/boolean';
import { MAX_DIGITS, scaledOf } from './types/decimal';

/** Classes of cells; texts are those that say just one thing. */
export const CellClass = {
  /** `null`, `undefined` or an empty text. */
  none: 0,
  int32: 1,
  /** A safe integer beyond 32 bits. */
  safe: 2,
  /** Any other number; -0 is one. */
  float: 3,
  /** Of 64 bits. */
  bigint: 4,
  boolean: 5,
  moment: 6,
  int32Text: 7,
  int64Text: 8,
  decimalText: 9,
  booleanText: 10,
  dayText: 11,
  momentText: 12,
  text: 13,
  /** A bigint that only a text can hold. */
  huge: 14,
  /** What no column holds. */
  bad: 15,
  /** A day that is no text, as spreadsheets have them: also the moment at which it begins. */
  day: 16,
} as const;
export type CellClass = (typeof CellClass)[keyof typeof CellClass];

const C = CellClass;

/**
 * Which cells a type takes without any doubt, the narrowest type first. A text that has leading zeros, an exponent or a
 * comma is none of these: it may be a record number, a lot number, or a decimal of a language that is not known.
 */
export const TAKES: readonly (readonly [ColumnType, readonly CellClass[]])[] = [
  ['int32', [C.int32, C.int32Text]],
  ['float64', [C.int32, C.safe, C.float]],
  ['int64', [C.int32, C.safe, C.bigint, C.int32Text, C.int64Text]],
  ['decimal', [C.int32, C.safe, C.bigint, C.int32Text, C.int64Text, C.decimalText]],
  ['boolean', [C.boolean, C.booleanText]],
  ['date', [C.day, C.dayText]],
  ['timestamp', [C.moment, C.momentText, C.day]],
  ['string', [C.int32Text, C.int64Text, C.decimalText, C.booleanText, C.dayText, C.momentText, C.text]],
];

/** Which class a cell is of. */
export function cellClass(value: unknown): CellClass {
  switch (typeof value) {
    case 'string':
      return textClass(value);
    case 'number':
      if ((value | 0) === value && !Object.is(value, -0)) return C.int32;
      return Number.isSafeInteger(value) && value !== 0 ? C.safe : C.float;
    case 'boolean':
      return C.boolean;
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? C.bigint : C.huge;
    case 'undefined':
      return C.none;
    default:
      if (value === null) return C.none;
      return Number.isNaN(timeOf(value)) ? C.bad : C.moment;
  }
}

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const DECIMAL = /^-?(?:0|[1-9]\d*)\.\d+$/;
/** No text that says a number, a day or a moment is longer. */
const MAX_LENGTH = 40;

function textClass(text: string): CellClass {
  if (text === '') return C.none;
  const first = text.charCodeAt(0);
  const isNumeric = (first >= 48 && first <= 57) || first === 45;
  if (!isNumeric) return text.length <= 5 && booleanOf(text) !== undefined ? C.booleanText : C.text;
  if (text.length > MAX_LENGTH) return C.text;
  // No number has a minus there, and every day.
  if (text.charCodeAt(4) === 45) return timeClass(text);
  if (INTEGER.test(text)) return integerClass(text);
  if (DECIMAL.test(text)) return scaledOf(text, scaleOf(text)) === undefined ? C.text : C.decimalText;
  return C.text;
}

function timeClass(text: string): CellClass {
  if (text.length === 10) return Number.isNaN(dayOf(text)) ? C.text : C.dayText;
  return momentOf(text) ? C.momentText : C.text;
}

function integerClass(text: string): CellClass {
  const number = Number(text);
  if ((number | 0) === number) return C.int32Text;
  const integer = BigInt(text);
  return BigInt.asIntN(64, integer) === integer ? C.int64Text : C.text;
}

/** Decimals of a decimal, or of an integer: none. */
export const scaleOf = (text: string): number => {
  const point = text.indexOf('.');
  return point < 0 ? 0 : Math.min(MAX_DIGITS, text.length - point - 1);
};
