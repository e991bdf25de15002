/** Columns of days and of moments. */

import { DAY_MS, dayOf, dayText, FIRST_DAY, isMoment, LAST_DAY, momentOf, timeOf } from '../../calendar';
import { WordBuilder } from '../builder';
import { readMilliseconds, wordsOf, writeBig, writeMicroseconds } from '../words';
import type { Kind } from './kind';

export const date: Kind<'date'> = {
  must: "a day from 0001-01-01 to 9999-12-31, as 'YYYY-MM-DD' or a Date at midnight UTC, or null",
  array: 'Int32Array',
  builder: (expected) =>
    new WordBuilder(expected, 1, (values, row, value) => {
      const day = typeof value === 'string' ? dayOfText(value) : timeOf(value) / DAY_MS;
      if (!isDay(day)) return false;
      values[row] = day;
      return true;
    }),
  reader:
    ({ values }) =>
    (row) =>
      dayText(values[row] as number),
  holds:
    ({ values }) =>
    (row) =>
      isDay(values[row] as number),
};

const dayOfText = (text: string): number => (text.length === 10 ? dayOf(text) : Number.NaN);

const isDay = (day: number): boolean => Number.isInteger(day) && day >= FIRST_DAY && day <= LAST_DAY;

export const timestamp: Kind<'timestamp'> = {
  must:
    'a moment from the year 1 to 9999, as a Date, a text with a time zone such as 2026-01-31T12:30:00Z ' +
    '(of at most 6 decimals), or microseconds since 1970 as a bigint, or null',
  array: 'BigInt64Array',
  builder: (expected) =>
    new WordBuilder(expected, 2, (words, row, value) => {
      if (typeof value === 'string') {
        const moment = momentOf(value);
        if (moment) writeMicroseconds(words, row, moment.milliseconds, moment.microseconds);
        return moment !== undefined;
      }
      if (typeof value === 'bigint') {
        if (!isMicroseconds(value)) return false;
        writeBig(words, row, value);
        return true;
      }
      const milliseconds = timeOf(value);
      if (!isMoment(milliseconds)) return false;
      writeMicroseconds(words, row, milliseconds, 0);
      return true;
    }),
  reader: ({ values }) => {
    const words = wordsOf(values);
    return (row) => new Date(readMilliseconds(words, row));
  },
  holds: ({ values }) => {
    const words = wordsOf(values);
    return (row) => isMoment(readMilliseconds(words, row));
  },
};

const FIRST = BigInt(FIRST_DAY * DAY_MS) * 1000n;
const END = BigInt((LAST_DAY + 1) * DAY_MS) * 1000n;

const isMicroseconds = (value: bigint): boolean => value >= FIRST && value < END;
