/** What a locale and a currency make of numbers and dates: worked out once here, so that both backends print the same. */
import { ClinicoreError } from '../errors';

/** What stands before and after a number. */
export interface Affixes {
  prefix: string;
  suffix: string;
}

/** The marks between digits. */
export interface Separators {
  decimal: string;
  group: string;
}

/** Plain rules for printing numbers; `NumberFormat` of the Rust crate. */
export interface NumberFormat {
  /** Of quantities and rates. */
  plain: Separators;
  /** Of amounts; some locales write money with other marks. */
  amount: Separators;
  primaryGroup: number;
  secondaryGroup: number;
  minimumGrouping: number;
  currencyDigits: number;
  money: Affixes;
  negativeMoney: Affixes;
  percent: Affixes;
}

/**
 * ISO 4217 (the list of 2025, and ANG, which XCG replaced that year) by digits of the minor unit. Intl follows cash
 * practice instead, for IQD among others.
 */
const CURRENCIES: readonly [digits: number, codes: string][] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'],
  [
    2,
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC ' +
      'CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES ' +
      'KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR ' +
      'NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT ' +
      'TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
];

const currencyDigits = new Map(CURRENCIES.flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits])));

/** A currency's code, refused if ISO 4217 does not know it as money to pay with. */
export function currency(value: unknown, path: string): string {
  if (typeof value === 'string' && currencyDigits.has(value)) return value;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be an ISO 4217 currency code such as 'EUR'`, {
    argument: path,
  });
}

/** A BCP 47 language tag in its canonical form. */
export function language(value: unknown, path: string): string {
  try {
    if (typeof value === 'string' && value.length <= 64) return Intl.getCanonicalLocales(value)[0] as string;
  } catch {
    // Not a language tag: refused below, in the same words as anything else that is not one.
  }
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be a BCP 47 language tag such as 'de-DE'`, {
    argument: path,
  });
}

/** Scripts that are written from right to left and have living readers. */
const RIGHT_TO_LEFT = 'Adlm Arab Aran Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa Yezi'.split(' ');

/** Whether a language is written from right to left. */
export const isRightToLeft = (language: string): boolean =>
  RIGHT_TO_LEFT.includes(kept(scripts, language, () => new Intl.Locale(language).maximize().script ?? ''));

/** A day, in the locale's medium form and the Gregorian calendar. */
export function printedDate(day: Date, locale: string): string {
  const format = kept(dateFormats, locale, () => {
    const options = { dateStyle: 'medium', timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' } as const;
    return new Intl.DateTimeFormat(locale, options);
  });
  return clean(format.format(day));
}

/** A day and the time of it, in the locale's medium and short forms and the Gregorian calendar. */
export function printedTime(time: Date, locale: string): string {
  const format = kept(timeFormats, locale, () => {
    const how = { timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' } as const;
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...how });
  });
  return clean(format.format(time));
}

/** How a locale prints numbers and amounts of a currency. Digits are 0 to 9 in every locale. */
export function numberFormat(locale: string, code: string): NumberFormat {
  return kept(numberFormats, `${locale} ${code}`, () => fromIntl(locale, code));
}

const scripts = new Map<string, string>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const timeFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, NumberFormat>();
/** A service has few locales and currencies; a caller who makes up new ones must not fill the memory. */
const MAX_KEPT = 256;

/** What was made for `key` before, or else is made now: an Intl formatter takes longer to make than an invoice to check. */
function kept<T>(made: Map<string, T>, key: string, make: () => T): T {
  const known = made.get(key);
  if (known !== undefined) return known;
  if (made.size >= MAX_KEPT) made.clear();
  const value = make();
  made.set(key, value);
  return value;
}

function fromIntl(locale: string, code: string): NumberFormat {
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: code,
    numberingSystem: 'latn',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const plain = new Intl.NumberFormat(locale, { numberingSystem: 'latn' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', numberingSystem: 'latn' });
  const large = money.formatToParts(12345678);
  const groups = large.filter(({ type }) => type === 'integer').map(({ value }) => value.length);
  return {
    plain: separators(plain.formatToParts(12345678.5)),
    amount: separators(large),
    primaryGroup: groups.at(-1) as number,
    secondaryGroup: groups.at(-2) ?? 3,
    minimumGrouping: money.formatToParts(1234).some(({ type }) => type === 'group') ? 1 : 2,
    currencyDigits: currencyDigits.get(code) as number,
    money: affixes(money.formatToParts(1)),
    negativeMoney: affixes(money.formatToParts(-1)),
    percent: affixes(percent.formatToParts(0.01)),
  };
}

function separators(parts: Intl.NumberFormatPart[]): Separators {
  const mark = (wanted: string) => clean(parts.find(({ type }) => type === wanted)?.value ?? '');
  return { decimal: mark('decimal'), group: mark('group') };
}

function affixes(parts: Intl.NumberFormatPart[]): Affixes {
  const isDigits = ({ type }: Intl.NumberFormatPart) => type === 'integer' || type === 'fraction';
  const join = (some: Intl.NumberFormatPart[]) => clean(some.map(({ value }) => value).join(''));
  return {
    prefix: join(parts.slice(0, parts.findIndex(isDigits))),
    suffix: join(parts.slice(parts.findLastIndex(isDigits) + 1)),
  };
}

/** Without direction marks, which print nothing, and with the hyphen for a minus: a font that a service brings may lack U+2212. */
const clean = (text: string) => text.replace(/[\u061c\u200e\u200f]/g, '').replace(/\u2212/g, '-');
