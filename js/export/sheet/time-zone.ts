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
  /** The offsets around a time: before a change of the clock, and after it. */
  const around = (wall: number): readonly [number, number] => {
    const hour = Math.floor(wall / HOUR_MS);
    let offsets = known.get(hour);
    if (offsets === undefined) {
      offsets = [ahead(wall - DAY_MS), ahead(wall + DAY_MS)];
      known.set(hour, offsets);
    }
    return offsets;
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
