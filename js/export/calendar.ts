/** Days and moments, without time zones and without `Date`, whose years below 100 are others. */

/** 0001-01-01 and 9999-12-31 in days since 1970-01-01. */
export const FIRST_DAY = -719_162;
export const LAST_DAY = 2_932_896;
export const DAY_MS = 86_400_000;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970-01-01 of a `YYYY-MM-DD` at the start of a text; NaN where there is none. */
export function dayOf(text: string): number {
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && isLeap ? 29 : MONTH_DAYS[month - 1];
  if (last === undefined || !(year >= 1 && day >= 1 && day <= last)) return Number.NaN;
  // Years begin in March, so that the leap day is the last; eras are of 400 years (H. Hinnant, chrono-compatible dates).
  const march = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return march * 365 + Math.floor(march / 4) - Math.floor(march / 100) + Math.floor(march / 400) + dayOfYear - 719_468;
}

/** `YYYY-MM-DD` of a day since 1970-01-01. */
export function dayText(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * march + 2) / 5) + 1;
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

const DASH = 45;
const COLON = 58;

/** The number that digits `[from, to)` of a text make; NaN where one is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
}

/** A moment: milliseconds since 1970-01-01T00:00Z, rounded down, and the microseconds beyond them. */
export interface Moment {
  readonly milliseconds: number;
  readonly microseconds: number;
}

const TIME = /^[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/;

/**
 * The moment of a text in ISO 8601 with a time zone, such as `2026-01-31T12:30:00.250Z` or `2026-01-31 13:30+01:00`.
 * Undefined for anything else: without a zone it would be another moment on each server, and in autumn two; and for what
 * microseconds cannot hold.
 */
export function momentOf(text: string): Moment | undefined {
  const day = dayOf(text);
  if (Number.isNaN(day)) return undefined;
  const seconds = secondsOf(text);
  if (!Number.isNaN(seconds)) {
    const milliseconds = day * DAY_MS + seconds * 1000;
    return isMoment(milliseconds) ? { milliseconds, microseconds: 0 } : undefined;
  }
  return longMomentOf(text, day);
}

/** Seconds of the day in `T12:30:00Z` behind a day, as most moments are written; NaN for anything else. */
function secondsOf(text: string): number {
  const isPlain =
    text.length === 20 &&
    (text.charCodeAt(10) === 84 || text.charCodeAt(10) === 32) &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    text.charCodeAt(19) === 90;
  if (!isPlain) return Number.NaN;
  const hours = digits(text, 11, 13);
  const minutes = digits(text, 14, 16);
  const seconds = digits(text, 17, 19);
  return hours <= 23 && minutes <= 59 && seconds <= 59 ? (hours * 60 + minutes) * 60 + seconds : Number.NaN;
}

function longMomentOf(text: string, day: number): Moment | undefined {
  const time = TIME.exec(text.slice(10));
  if (time === null) return undefined;
  const [hours, minutes, seconds] = [Number(time[1]), Number(time[2]), Number(time[3] ?? 0)];
  const [zoneHours, zoneMinutes] = [Number(time[6] ?? 0), Number(time[7] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59 || zoneHours > 23 || zoneMinutes > 59) return undefined;
  const fraction = (time[4] ?? '').padEnd(9, '0');
  if (!fraction.endsWith('000')) return undefined;
  const offset = (zoneHours * 60 + zoneMinutes) * (time[5] === '-' ? -60 : 60);
  const clock = (hours * 60 + minutes) * 60 + seconds - offset;
  const milliseconds = day * DAY_MS + clock * 1000 + Number(fraction.slice(0, 3));
  return isMoment(milliseconds) ? { milliseconds, microseconds: Number(fraction.slice(3, 6)) } : undefined;
}

/** Whether milliseconds are in the years 1 to 9999. */
export const isMoment = (milliseconds: number): boolean =>
  milliseconds >= FIRST_DAY * DAY_MS && milliseconds < (LAST_DAY + 1) * DAY_MS;

/** Milliseconds of a Date, of whatever realm; NaN for anything else. The value's own methods are not trusted. */
export function timeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return Number.NaN;
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return Number.NaN;
  }
}
