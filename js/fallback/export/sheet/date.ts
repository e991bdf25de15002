/** Serial days as moments: Excel counts from 1900-01-00 and has a 29 February 1900 that never was, or from 1904-01-01. */
import { CellKind } from '../../../contract/sheet';
import { DAY_MS, dayOf, LAST_DAY } from '../../../export/calendar';
import type { Class } from './number-format';

/** What a cell holds, but for its text. */
export interface Typed {
  readonly kind: number;
  readonly number: number;
}

const K = CellKind;
/** The end of 9999, which is all that Excel shows. */
const END_1900 = 2_958_466;
const END_1904 = 2_957_004;
/** Days from 1899-12-30 and from 1904-01-01 to 1970-01-01. */
const TO_1970 = 25_569;
const TO_1970_FROM_1904 = 24_107;
/** The day that never was. */
const LEAP_DAY = 60;

/** What a number in a cell is, by the class of its number format. Moments are to the millisecond, as Excel has them. */
export function typed(number: number, shown: Class, is1904: boolean): Typed {
  const round = (days: number) => Math.floor(days * DAY_MS + 0.5);
  if (shown === 'number') return { kind: K.number, number };
  const end = is1904 ? END_1904 : END_1900;
  // What Excel shows as #### is no date.
  if (shown === 'elapsed' && Math.abs(number) < end) return { kind: K.duration, number: round(number) };
  if (!(number >= 0 && number < end)) return { kind: K.number, number };
  // A time of day; Excel would call its day 1900-01-00.
  if (number < 1 && (!is1904 || shown === 'time')) return { kind: K.duration, number: round(number) };
  const whole = Math.floor(number);
  const ms = round(number - whole);
  const isNext = ms >= DAY_MS;
  const early = !is1904 && whole < LEAP_DAY ? 1 : 0;
  const day = whole + (isNext ? 1 : 0) + early - (is1904 ? TO_1970_FROM_1904 : TO_1970);
  const rest = isNext ? 0 : ms;
  if (shown === 'date' && rest === 0) return { kind: K.date, number: day };
  return { kind: K.timestamp, number: day * DAY_MS + rest };
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:T(.*))?$/s;

/** A day, or a day and a time, in ISO 8601 without a zone: `2026-01-31`, `2026-01-31T12:30:00.25`. */
export function iso(text: string): Typed | undefined {
  const [, date, time] = ISO.exec(text.replace(/Z$/, '')) ?? [];
  const day = date === undefined ? Number.NaN : dayOf(date);
  if (Number.isNaN(day)) return undefined;
  if (time === undefined) return { kind: K.date, number: day };
  const moment = day * DAY_MS + (clock(time) ?? Number.NaN);
  return moment < (LAST_DAY + 1) * DAY_MS ? { kind: K.timestamp, number: moment } : undefined;
}

const CLOCK = /^(\d{1,4}):(\d{1,4})(?::(\d{1,4})(?:\.(\d{0,18}))?)?$/;

/** Milliseconds of `12:30` or `12:30:15.25`; `24:00` and a leap second are the end of the day. */
export function clock(text: string): number | undefined {
  const match = CLOCK.exec(text);
  if (!match) return undefined;
  const [hours, minutes, whole] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (minutes > 59 || whole > 60) return undefined;
  const seconds = Number(`${match[3] ?? 0}.${match[4] ?? 0}`);
  const ms = Math.floor((hours * 3600 + minutes * 60) * 1000 + seconds * 1000 + 0.5);
  return ms <= DAY_MS ? ms : undefined;
}

const PERIOD = /^(-?)P(?:(\d[\d.]{0,19})D)?(?:T(?:(\d[\d.]{0,19})H)?(?:(\d[\d.]{0,19})M)?(?:(\d[\d.]{0,19})S)?)?$/;

/** Milliseconds of a duration of XML Schema, `PT08H30M15.25S`, without years and months. */
export function period(text: string): number | undefined {
  const match = PERIOD.exec(text);
  if (!match) return undefined;
  const [days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const ms = days * DAY_MS + hours * 3_600_000 + minutes * 60_000 + seconds * 1000;
  if (!(ms < Number.MAX_SAFE_INTEGER)) return undefined;
  return (match[1] ? -1 : 1) * Math.floor(ms + 0.5);
}
