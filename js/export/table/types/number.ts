/** Columns of numbers and of 64-bit integers. */
import { FloatBuilder, WordBuilder } from '../builder';
import { writeBig, writeSafe } from '../words';
import type { Kind } from './kind';

const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
/** No number that a column can hold is longer, even with needless zeros. */
const MAX_LENGTH = 400;

export const float64: Kind<'float64'> = {
  must: "a number, a text such as '1.5' that says one, or null",
  array: 'Float64Array',
  builder: (expected) =>
    new FloatBuilder(expected, (values, row, value) => {
      const number = typeof value === 'number' ? value : floatOf(value);
      if (number === undefined) return false;
      values[row] = number;
      return true;
    }),
  reader:
    ({ values }) =>
    (row) =>
      values[row] as number,
};

export const int32: Kind<'int32'> = {
  must: 'an integer from -2147483648 to 2147483647, also as a text, or null',
  array: 'Int32Array',
  builder: (expected) =>
    new WordBuilder(expected, 1, (values, row, value) => {
      const number = typeof value === 'number' ? value : Number(integerOf(value) ?? Number.NaN);
      if ((number | 0) !== number) return false;
      values[row] = number;
      return true;
    }),
  reader:
    ({ values }) =>
    (row) =>
      values[row] as number,
};

export const int64: Kind<'int64'> = {
  must: 'an integer from -2^63 to 2^63 - 1 as a bigint, a safe number or a text, or null',
  array: 'BigInt64Array',
  builder: (expected) =>
    new WordBuilder(expected, 2, (words, row, value) => {
      if (typeof value === 'number') {
        if (!Number.isSafeInteger(value)) return false;
        writeSafe(words, row, value);
        return true;
      }
      const integer = integerOf(value);
      if (integer === undefined || BigInt.asIntN(64, integer) !== integer) return false;
      writeBig(words, row, integer);
      return true;
    }),
  reader:
    ({ values }) =>
    (row) =>
      values[row] as bigint,
};

/** The number that a text says, or an integer that is exactly a number. */
function floatOf(value: unknown): number | undefined {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  if (typeof value !== 'string' || value.length > MAX_LENGTH || !FLOAT.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function integerOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'string' || value.length > MAX_LENGTH || !INTEGER.test(value)) return undefined;
  return BigInt(value);
}
