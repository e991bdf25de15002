/** Dates and times in files (PS3.5 6.2): whether they are any, and the same some days off. */
import { isDay } from '../day';

/** DA, also with the dots of old files; what a date and time may begin with. */
const DATE = /^(\d{4})\.?(\d\d)\.?(\d\d)$/;
const DATE_TIME = /^(\d{4})(\d\d)?(\d\d)?(\d{2,6}(?:\.\d{1,6})?)?([+-]\d{4})?$/;
const TIME = /^\d{2}(?::?\d{2}(?::?\d{2}(?:\.\d{1,6})?)?)?$/;
const OFFSET = /^[+-]\d{4}$/;

/** Whether a value is a date, a time, or both, of which nothing else can be read. */
export const isTemporal = (value: string): boolean =>
  DATE.test(value) || DATE_TIME.test(value) || TIME.test(value) || OFFSET.test(value);

/**
 * A date, or date and time, some days off; times alone and offsets from UTC stay as they are. `undefined` for what is none
 * of these. Of a year or a month the first day is taken.
 */
export function shifted(value: string, vr: string, days: number): string | undefined {
  if (vr === 'TM') return TIME.test(value) ? value : undefined;
  if (OFFSET.test(value)) return value;
  const [, year, month, day] = DATE.exec(value) ?? [];
  if (day !== undefined) return moved([year, month, day], days);
  const [match, ...parts] = DATE_TIME.exec(value) ?? [];
  if (match === undefined || vr === 'DA') return undefined;
  const [time = '', offset = ''] = parts.slice(3);
  const date = moved(parts.slice(0, 3), days);
  return date === undefined ? undefined : date + time + offset;
}

/** Year, and perhaps month and day, in as many digits. */
function moved(parts: (string | undefined)[], days: number): string | undefined {
  const [year, month = '01', day = '01'] = parts;
  const iso = `${year}-${month}-${day}`;
  if (!isDay(iso)) return undefined;
  const date = new Date(iso);
  date.setUTCDate(date.getUTCDate() + days);
  // Before the year 1 there is nothing to write.
  if (date.getUTCFullYear() < 1) return undefined;
  return date.toISOString().slice(0, 10).replaceAll('-', '').slice(0, parts.join('').length);
}
