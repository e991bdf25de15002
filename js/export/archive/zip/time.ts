/** When an entry was changed: MS-DOS date and time (4.4.6), taken for UTC, and Info-ZIP's timestamp, which is in UTC. */
import { extra, fields, TIME_EXTRA } from './format';

/** The first that MS-DOS has: of entries for which no other is given, so that the same entries give the same bytes. */
export const FIRST_TIME = new Date(Date.UTC(1980, 0, 1));
/** From here on, no longer. */
export const END_OF_TIME = new Date(Date.UTC(2108, 0, 1));

/** The date in the upper, the time in the lower half. */
export function dosTime(time: Date): number {
  const date = ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
  const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1);
  return date * 0x1_0000 + clock;
}

/** As {@link dosTime} writes it; undefined for what is no day of the calendar. */
export function fromDosTime(value: number): Date | undefined {
  const [date, clock] = [value >>> 16, value & 0xffff];
  const [month, day] = [((date >> 5) & 15) - 1, date & 31];
  const time = new Date(Date.UTC(1980 + (date >> 9), month, day, clock >> 11, (clock >> 5) & 63, (clock & 31) * 2));
  return time.getUTCMonth() === month && time.getUTCDate() === day ? time : undefined;
}

/** To the second, where that has a place: seconds since 1970 in 31 bits. */
export function timeExtra(time: Date): Buffer {
  const seconds = Math.floor(time.getTime() / 1000);
  return seconds < 2 ** 31 ? extra(TIME_EXTRA, fields([1, 1], [4, seconds])) : Buffer.alloc(0);
}

/** What {@link timeExtra} says. */
export function fromTimeExtra(data: Buffer | undefined): Date | undefined {
  return data && data.length >= 5 && (data[0] as number) & 1 ? new Date(data.readInt32LE(1) * 1000) : undefined;
}
