/** The clock that a workbook's times are told by: cells have no time zone. */
import { ClinicoreError } from '../../errors';
import { text } from '../../validate';

/** Makes moments of what a clock on the wall says, as if that were UTC. */
export interface Clock {
  readonly isUtc: boolean;
  moment(wall: number): Date;
}

const UTC: Clock = { isUtc: true, moment: (wall) => new Date(wall) };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days and hours whose offsets are kept. */
const MOST_KNOWN = 10_000;

/** The clock of a time zone of the IANA's list. */
export function clockOf(value: unknown, path: string): Clock {
  const timeZone = text(value, path, 100);
  if (timeZone === 'UTC') return UTC;
  try {
    return zoned(new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone }));
  } catch (cause) {
    const message = `${path} must be a time zone such as 'UTC' or 'Europe/Berlin'`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path }, { cause });
  }
}

const FIELDS = {
  calendar: 'iso8601',
  hourCycle: 'h23',
  era: 'short',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

function zoned(format: Intl.DateTimeFormat): Clock {
  /** How far the clock is ahead of UTC at a moment. */
  const ahead = (moment: number): number => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((part) =>
      Number(parts.get(part as Intl.DateTimeFormatPartTypes)),
    ) as [number, number, number, number, number, number];
    const wall = new Date(0);
    wall.setUTCFullYear(year, month - 1, day);
    wall.setUTCHours(hour, minute, second);
    return wall.getTime() - Math.floor(moment / 1000) * 1000;
  };
  const known = new Map<number, readonly [number, number]>();
  /** The offsets at two times, which are asked for once for all times that have the same key. */
  const offsetsAt = (key: number, from: number, to: number): readonly [number, number] => {
    const found = known.get(key);
    if (found) return found;
    if (known.size >= MOST_KNOWN) known.clear();
    const offsets = [ahead(from), ahead(to)] as const;
    known.set(key, offsets);
    return offsets;
  };
  /** The offsets around a time: before a change of the clock, and after it. */
  const around = (wall: number): readonly [number, number] => {
    const day = Math.floor(wall / DAY_MS) * DAY_MS;
    const offsets = offsetsAt(day, day - DAY_MS, day + 2 * DAY_MS);
    if (offsets[0] === offsets[1]) return offsets;
    // The clock changes about that day: each hour by itself.
    return offsetsAt(Math.floor(wall / HOUR_MS) * HOUR_MS + 1, wall - DAY_MS, wall + DAY_MS);
  };
  return {
    isUtc: false,
    // A time that comes twice is the first of the two; one that is skipped is moved on by as much as the clock was.
    moment(wall) {
      const [before, after] = around(wall);
      const first = wall - before;
      if (before === after || ahead(first) === before) return new Date(first);
      const second = wall - after;
      return new Date(ahead(second) === after ? second : first);
    },
  };
}
