import { WordBuilder } from '../builder';
import { readSafe, wordsOf, writeBig, writeSafe } from '../words';
import type { Kind } from './kind';

/** Digits of the longest decimal: all that fit into 64 bits. */
export const MAX_DIGITS = 18;
const LIMIT = 10n ** 18n;

export const decimal: Kind<'decimal'> = {
  must: "a decimal of at most 18 digits and no more decimals than the column's scale, such as '12.30', or null",
  array: 'BigInt64Array',
  builder: (expected, scale) =>
    new WordBuilder(expected, 2, (words, row, value) => {
      const scaled = typeof value === 'string' ? scaledOf(value, scale) : scaledNumber(value, scale);
      if (typeof scaled === 'number') writeSafe(words, row, scaled);
      else if (scaled !== undefined) writeBig(words, row, scaled);
      return scaled !== undefined;
    }),
  reader: ({ values }, scale) => {
    const words = wordsOf(values);
    return (row) => {
      const safe = readSafe(words, row);
      return decimalText(String(Number.isNaN(safe) ? values[row] : safe), scale);
    };
  },
  holds: ({ values }) => {
    const words = wordsOf(values);
    return (row) => {
      if (!Number.isNaN(readSafe(words, row))) return true;
      const value = values[row] as bigint;
      return value < LIMIT && value > -LIMIT;
    };
  },
};

/** A number or bigint counts as the decimal that it prints as. */
function scaledNumber(value: unknown, scale: number): number | bigint | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? scaledOf(String(value), scale) : undefined;
}

/** Digits that a number holds exactly. */
const SAFE_DIGITS = 15;

/** A decimal in units of `10^-scale`; undefined for what is none, too long, or has further decimals that are not 0. */
export function scaledOf(text: string, scale: number): number | bigint | undefined {
  const isSigned = text[0] === '-' || text[0] === '+';
  let value = 0;
  let digits = 0;
  let decimals = -1;
  for (let at = isSigned ? 1 : 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit === -2 && decimals < 0 && digits > 0) decimals = 0;
    else if (!(digit >= 0 && digit <= 9)) return undefined;
    else if (decimals < scale) {
      value = value * 10 + digit;
      digits++;
      if (decimals >= 0) decimals++;
    } else if (digit !== 0) return undefined;
  }
  // A point is between digits.
  if (digits === 0 || text.endsWith('.')) return undefined;
  const missing = scale - Math.max(0, decimals);
  if (digits + missing <= SAFE_DIGITS) {
    const scaled = value * (POWERS[missing] as number);
    return text[0] === '-' ? 0 - scaled : scaled;
  }
  return longScaled(text, scale, missing);
}

const POWERS = Array.from({ length: MAX_DIGITS + 1 }, (_, power) => 10 ** power);

function longScaled(text: string, scale: number, missing: number): bigint | undefined {
  const [whole, fraction = ''] = text.replace(/^[+-]/, '').split('.') as [string, string?];
  const digits = `${whole}${fraction.slice(0, scale)}${'0'.repeat(missing)}`.replace(/^0+(?=.)/, '');
  if (digits.length > MAX_DIGITS) return undefined;
  const scaled = BigInt(digits);
  return text[0] === '-' ? -scaled : scaled;
}

/** An integer's digits with the point where the scale says. */
function decimalText(integer: string, scale: number): string {
  if (scale === 0) return integer;
  const sign = integer[0] === '-' ? '-' : '';
  const digits = integer.slice(sign.length).padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
