/** Number formats by locale, from what Node's Intl says of it. */
import { boolean, integer, invalid, matching, oneOf, record } from '../../../validate';
import { numberFormat } from '../excel';
import { lcid } from './locale-id';

/**
 * How numbers are shown: an Excel number format such as `#,##0.00` (as files have it: `.` and `,` are shown as the
 * reader's own separators), or one made for you:
 *
 * - `{ currency: 'EUR', locale: 'de-DE' }`: `1.234,50 €`, the sign where the locale has it; `decimals` as the currency has
 * - `{ date: 'short', locale: 'de-DE' }`: `31.01.2026`; `'long'`: `31. Januar 2026`; with `time: true` hours and minutes too
 * - `{ decimals: 2 }`: `1,234.50`; without `grouping` `1234.50`
 * - `{ percent: 1 }`: `12.5%` of 0.125
 */
export type NumberFormat =
  | string
  | {
      /** ISO 4217 code, such as `'EUR'`. */
      currency: string;
      /** BCP 47 tag, such as `'de-DE'`. */
      locale: string;
      /** 0 to 15. Default: the currency's own. */
      decimals?: number;
      /** How amounts below 0 are shown. Default `'minus'`. */
      negative?: 'minus' | 'red' | 'parentheses';
    }
  | {
      /** In digits, or with the month's name. */
      date: 'short' | 'long';
      /** BCP 47 tag, such as `'de-DE'`. */
      locale: string;
      /** Whether hours and minutes follow. Default false. */
      time?: boolean;
    }
  | {
      /** 0 to 15. */
      decimals: number;
      /** Whether thousands are set apart. Default true. */
      grouping?: boolean;
    }
  | {
      /** Decimals, 0 to 15. */
      percent: number;
    };

/** The format's code. */
export function formatCode(value: unknown, path: string): string {
  if (typeof value === 'string') return numberFormat(value, path);
  const fields = record(value, path);
  const has = (key: string) => fields.optional(key, undefined, (given) => given) !== undefined;
  if (has('currency')) {
    fields.only(['currency', 'locale', 'decimals', 'negative']);
    return currencyCode(
      fields.get('currency', currencyName),
      fields.get('locale', localeName),
      fields.optional('decimals', undefined, integer, 0, 15),
      fields.optional('negative', 'minus', oneOf, ['minus', 'red', 'parentheses']),
    );
  }
  if (has('date')) {
    fields.only(['date', 'locale', 'time']);
    const style = fields.get('date', (given, at) => oneOf(given, at, ['short', 'long']));
    return dateCode(style, fields.get('locale', localeName), fields.optional('time', false, boolean));
  }
  if (has('percent')) return `0${decimalsCode(fields.only(['percent']).get('percent', integer, 0, 15))}%`;
  if (!has('decimals')) invalid(path, 'an Excel number format, or a currency, a date, decimals or percent', value);
  fields.only(['decimals', 'grouping']);
  const whole = fields.optional('grouping', true, boolean) ? '#,##0' : '0';
  return `${whole}${decimalsCode(fields.get('decimals', integer, 0, 15))}`;
}

const decimalsCode = (decimals: number): string => (decimals === 0 ? '' : `.${'0'.repeat(decimals)}`);

const currencyName = (value: unknown, path: string): string =>
  matching(value, path, /^[A-Z]{3}$/, "a currency of ISO 4217 such as 'EUR'");

function localeName(value: unknown, path: string): string {
  const locale = matching(value, path, /^[A-Za-z]{2,3}(?:-[A-Za-z\d]{2,8})*$/, "a locale such as 'de-DE'");
  try {
    return Intl.getCanonicalLocales(locale)[0] as string;
  } catch {
    return invalid(path, "a locale such as 'de-DE'", value);
  }
}

/** The currency's sign before or after the number, as the locale has it. */
function currencyCode(currency: string, locale: string, decimals: number | undefined, negative: string): string {
  const format = new Intl.NumberFormat(`${locale}-u-nu-latn`, { style: 'currency', currency });
  const digits = decimals ?? format.resolvedOptions().maximumFractionDigits ?? 2;
  const sign = format.formatToParts(1).find(({ type }) => type === 'currency')?.value ?? currency;
  const parts = format.formatToParts(1).filter(({ type, value }) => type === 'currency' || spaced(type, value));
  const number = `#,##0${decimalsCode(digits)}`;
  const id = lcid(locale);
  // Without a hyphen and a locale Excel would show the sign all the same, but forget which currency it was.
  const symbol = `[$${sign.replace(/[[\]"\p{Cf}]/gu, '')}${id === undefined ? '' : `-${id}`}]`;
  const before = format.formatToParts(1).findIndex(({ type }) => type === 'currency') === 0;
  const space = parts.length > 1 ? '\\ ' : '';
  const positive = before ? `${symbol}${space}${number}` : `${number}${space}${symbol}`;
  if (negative === 'red') return `${positive};[Red]-${positive}`;
  return negative === 'parentheses' ? `${positive}_);(${positive})` : `${positive};-${positive}`;
}

const spaced = (type: string, value: string): boolean => type === 'literal' && value.trim() === '' && value !== '';

/** Day, month and year in the locale's order, between the locale's own signs. */
function dateCode(style: 'short' | 'long', locale: string, time: boolean): string {
  const options = { timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' } as const;
  const shape =
    style === 'short'
      ? ({ day: '2-digit', month: '2-digit', year: 'numeric' } as const)
      : ({ day: 'numeric', month: 'long', year: 'numeric' } as const);
  const parts = new Intl.DateTimeFormat(locale, { ...options, ...shape }).formatToParts(Date.UTC(2026, 0, 31));
  const codes: Partial<Record<string, string>> =
    style === 'short' ? { day: 'dd', month: 'mm', year: 'yyyy' } : { day: 'd', month: 'mmmm', year: 'yyyy' };
  const body = parts
    .filter(({ value }) => !/^\p{Cf}+$/u.test(value))
    .map(({ type, value }) => codes[type] ?? literal(value))
    .join('');
  const id = lcid(locale);
  return `${id === undefined ? '' : `[$-${id}]`}${body}${time ? ' hh:mm' : ''}`;
}

/** Signs that stand for themselves are left as they are, others are quoted. */
const literal = (value: string): string => {
  const plain = value.replace(/[\p{Cf}"]/gu, '').replace(/[\u00a0\u202f]/g, ' ');
  return /^[ .\-/,]*$/.test(plain) ? plain.replace(/[.,]/g, '\\$&') : `"${plain}"`;
};
