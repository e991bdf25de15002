/** Days as `YYYY-MM-DD`, counted in UTC so that no time zone can move one. */
const MS_PER_DAY = 86_400_000;

/** The day `count` days after `day`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * MS_PER_DAY).toISOString().slice(0, 10);
}

/** How many days `last` is after `first`. */
export function daysBetween(first: string, last: string): number {
  return (Date.parse(last) - Date.parse(first)) / MS_PER_DAY;
}

/** The clinic is closed on Sundays. */
export function isClosed(day: string): boolean {
  return new Date(day).getUTCDay() === 0;
}

/** The days from `first` to `last`, both included. */
export function days(first: string, last: string): string[] {
  return Array.from({ length: daysBetween(first, last) + 1 }, (_, i) => addDays(first, i));
}

/** The open days from `first` to `last`, both included. */
export function openDays(first: string, last: string): string[] {
  return days(first, last).filter((day) => !isClosed(day));
}
