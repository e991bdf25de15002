/** How days, moments, money and counts are written. */

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const count = new Intl.NumberFormat('en-GB');

/** A day, `YYYY-MM-DD`, in words. */
export const dayOf = (text: string): string => unbroken(day.format(new Date(text)));

/** A moment in the time zone of whoever reads it. */
export const momentOf = (at: string | Date): string => moment.format(new Date(at)).split(', ').map(unbroken).join(', ');

/** What stands in one line, however narrow its column is. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');

export const counted = (value: number): string => count.format(value);

/** As `1 row` or `3 rows`. */
export const numberOf = (value: number, one: string, many = `${one}s`): string =>
  `${counted(value)} ${value === 1 ? one : many}`;

/** Money, given as a decimal: its digits never go through a fraction in binary. */
export const money = (decimal: string, currency: string): string =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(decimal as Intl.StringNumericLiteral);
