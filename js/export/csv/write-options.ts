import { ClinicoreError } from '../../errors';
import { boolean, oneOf, optionalRecord, text } from '../../validate';
import { delimiterOf } from './options';

/** Options of {@link csv}. */
export interface CsvOptions {
  /**
   * As Excel opens it with a double click: a byte order mark, and `;` between cells where decimals have a comma, as in its
   * languages. Other options go before it. Default false.
   */
  excel?: boolean | undefined;
  /** What stands between cells: one character of ASCII. Default `,`. */
  delimiter?: string | undefined;
  /**
   * Which cells are in double quotes: those that would be read as something else (`'needed'`), all texts, too
   * (`'texts'`), or all that have a value (`'all'`). Default `'needed'`.
   */
  quotes?: 'needed' | 'texts' | 'all' | undefined;
  /** What ends a row. Default `'\r\n'`, as RFC 4180 has it. */
  lineEnd?: '\r\n' | '\n' | undefined;
  /** Whether the first row has the columns' names. Default true. */
  header?: boolean | undefined;
  /**
   * Put an apostrophe before texts, and names of columns, that begin like a formula (with `=`, `+`, `-`, `@`, a full-width
   * form of these, a tab, a line break or NUL), so that a spreadsheet shows them instead of running them; and within texts
   * before such a sign that comes right after `,`, `;`, `|`, a tab or a line break, because a spreadsheet may split the
   * file at another character than its delimiter (OWASP, CSV Injection). Numbers, days and moments are never changed.
   * Default true. For other readers than spreadsheets, which see the apostrophes, turn it off.
   */
  escapeFormulas?: boolean | undefined;
  /** What stands where there is no value: up to 100 characters. A text that says just this is quoted. Default `''`. */
  nullText?: string | undefined;
  /** Whether decimals have a comma. Default false. */
  decimalComma?: boolean | undefined;
  /** Of `windows-1252`, characters that it does not have are refused at their row. Default `'utf-8'`. */
  encoding?: 'utf-8' | 'utf-16le' | 'windows-1252' | undefined;
  /** Whether the file begins with a byte order mark. Default: with `utf-16le`, and with `excel`; never with `windows-1252`. */
  bom?: boolean | undefined;
}

/** The checked options. */
export interface WriteSettings {
  readonly delimiter: string;
  readonly quotes: 'needed' | 'texts' | 'all';
  readonly lineEnd: '\r\n' | '\n';
  readonly header: boolean;
  readonly escapeFormulas: boolean;
  readonly nullText: string;
  readonly decimalComma: boolean;
  readonly encoding: 'utf-8' | 'utf-16le' | 'windows-1252';
  readonly bom: boolean;
}

const OPTIONS = [
  'excel',
  'delimiter',
  'quotes',
  'lineEnd',
  'header',
  'escapeFormulas',
  'nullText',
  'decimalComma',
  'encoding',
  'bom',
] as const;

export function writeSettings(options: unknown): WriteSettings {
  const fields = optionalRecord(options, 'options').only(OPTIONS);
  const excel = fields.optional('excel', false, boolean);
  const decimalComma = fields.optional('decimalComma', false, boolean);
  const encoding = fields.optional('encoding', 'utf-8', oneOf, ['utf-8', 'utf-16le', 'windows-1252'] as const);
  const settings: WriteSettings = {
    delimiter: fields.optional('delimiter', excel && decimalComma ? ';' : ',', delimiterOf),
    quotes: fields.optional('quotes', 'needed', oneOf, ['needed', 'texts', 'all'] as const),
    lineEnd: fields.optional('lineEnd', '\r\n', oneOf, ['\r\n', '\n'] as const),
    header: fields.optional('header', true, boolean),
    escapeFormulas: fields.optional('escapeFormulas', true, boolean),
    nullText: fields.optional('nullText', '', text, 100),
    decimalComma,
    encoding,
    bom: fields.optional('bom', encoding === 'utf-16le' || (excel && encoding === 'utf-8'), boolean),
  };
  const { nullText, delimiter } = settings;
  if (/["\r\n]/.test(nullText) || nullText.includes(delimiter) || (encoding === 'windows-1252' && !isAscii(nullText))) {
    throw wrong('nullText', 'must hold no quote, line break, delimiter, or character that the encoding does not have');
  }
  if (settings.bom && encoding === 'windows-1252') {
    throw wrong('bom', 'must be false with windows-1252, which has none');
  }
  return settings;
}

const isAscii = (value: string): boolean => Buffer.byteLength(value) === value.length;

function wrong(option: string, what: string): ClinicoreError {
  const argument = `options.${option}`;
  return new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} ${what}`, { argument });
}
