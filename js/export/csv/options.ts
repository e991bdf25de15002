import type { CsvEncoding } from '../../contract/csv';
import { ClinicoreError } from '../../errors';
import { TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { boolean, integer, invalid, items, matching, oneOf, optionalRecord, text } from '../../validate';
import type { Field } from '../table/column-type';
import { columnNames, MAX_COLUMNS, schemaOf } from '../table/schema';
import { ENCODINGS } from './encoding';

/** Options of {@link readCsv}. Default lane: `interactive`. Progress counts bytes of the file. */
export interface ReadCsvOptions extends TaskOptions {
  /**
   * What the bytes are. Default: what a byte order mark says; else UTF-16 if the first 256 KB look like it, UTF-8 if they
   * are, or Windows-1252.
   */
  encoding?: CsvEncoding | undefined;
  /** What stands between cells: one character of ASCII. Default: `,`, `;`, tab or `|`, by the first rows. */
  delimiter?: string | undefined;
  /** What stands around cells, and twice where it is part of one; `''` for nothing. Default: `"` or `'`, by the first rows. */
  quote?: string | undefined;
  /** Whether the first row names the columns. Default: by the first rows; where all cells are texts, it does. */
  header?: boolean | undefined;
  /** Lines before the table that are left out, 0 to 1000. A first line `sep=;`, as Excel knows it, always is. Default 0. */
  skipLines?: number | undefined;
  /**
   * The columns, in order, and their types: by name where there is a header, else the first ones of the file. Others are
   * left out. Default: all, with the types that their cells have.
   */
  schema?: readonly Field[] | undefined;
  /**
   * Only these columns, in this order, with the types that their cells have. Where there is no header, the names of the
   * first ones. Not together with `schema`.
   */
  columns?: readonly string[] | undefined;
  /**
   * What cells say that have no value, where they are not quoted. Default `['']`: an empty cell has none, `""` is an empty
   * text. Empty cells of columns that are not of texts never have a value.
   */
  nullValues?: readonly string[] | undefined;
  /** Whether decimals have a comma: `1,5` is one and a half, and `1.5` no number. Default false. */
  decimalComma?: boolean | undefined;
  /**
   * How days are written: `yyyy`, `mm` or `m`, `dd` or `d`, and anything but letters and digits in between, such as
   * `dd/mm/yyyy` or `d.m.yyyy`. Others are no days. Default `'yyyy-mm-dd'`.
   */
  dateFormat?: string | undefined;
  /**
   * What becomes of a row that has more or fewer cells than there are columns, text after a closing quote, a quote that is
   * not closed (it takes along all that follows), or bytes that its encoding does not have: the call fails at the first
   * one, or it is left out (`'skip'`), or mended (`'keep'`): missing cells have no value, further ones are left out, and
   * what is no character becomes U+FFFD. What was left out or mended is in the report. Default `'error'`.
   */
  onBadRow?: 'error' | 'skip' | 'keep' | undefined;
  /**
   * What becomes of a cell that its column cannot hold: the call fails at the first one, or the cell has no value and its
   * row is in the report. Default `'error'`.
   */
  onBadCell?: 'error' | 'null' | undefined;
  /** Rows beyond which reading fails. Default: 100,000,000 in one table, no limit from table to table. */
  maxRows?: number | undefined;
  /** How many columns there may be: 1 to 100,000. Default 100,000. */
  maxColumns?: number | undefined;
  /** Bytes of a cell, in UTF-8, at most 1 GiB. Default 16 MiB. */
  maxCellBytes?: number | undefined;
  /** Bytes of a row, in UTF-8, at most 1 GiB. What an unclosed quote takes along is one. Default 64 MiB. */
  maxRowBytes?: number | undefined;
  /** How many bad rows the report lists, 0 to 1,000,000; all are counted. Default 1000. */
  maxRejects?: number | undefined;
}

/** The checked options. */
export interface ReadSettings {
  readonly encoding: CsvEncoding | undefined;
  readonly delimiter: string | undefined;
  readonly quote: string | undefined;
  readonly header: boolean | undefined;
  readonly skipLines: number;
  readonly schema: readonly Field[] | undefined;
  readonly columns: readonly string[] | undefined;
  readonly nullValues: string[];
  readonly decimalComma: boolean;
  readonly dateFormat: string;
  readonly onBadRow: 'error' | 'skip' | 'keep';
  readonly onBadCell: 'error' | 'null';
  readonly maxRows: number | undefined;
  readonly maxColumns: number;
  readonly maxCellBytes: number;
  readonly maxRowBytes: number;
  readonly maxRejects: number;
  readonly task: Task;
}

const GIB = 2 ** 30;

export function readSettings(options: unknown): ReadSettings {
  const fields = optionalRecord(options, 'options').only([
    ...['encoding', 'delimiter', 'quote', 'header', 'skipLines', 'schema', 'columns', 'nullValues', 'decimalComma'],
    ...['dateFormat', 'onBadRow', 'onBadCell', 'maxRows', 'maxColumns', 'maxCellBytes', 'maxRowBytes', 'maxRejects'],
    ...TASK_OPTIONS,
  ]);
  const settings: ReadSettings = {
    encoding: fields.optional('encoding', undefined, oneOf, ENCODINGS),
    delimiter: fields.optional('delimiter', undefined, delimiterOf),
    quote: fields.optional('quote', undefined, quoteOf),
    header: fields.optional('header', undefined, boolean),
    skipLines: fields.optional('skipLines', 0, integer, 0, 1000),
    schema: fields.optional('schema', undefined, schemaOf),
    columns: fields.optional('columns', undefined, columnNames),
    nullValues: fields.optional('nullValues', [''], nullTexts),
    decimalComma: fields.optional('decimalComma', false, boolean),
    dateFormat: fields.optional('dateFormat', 'yyyy-mm-dd', dateFormatOf),
    onBadRow: fields.optional('onBadRow', 'error', oneOf, ['error', 'skip', 'keep'] as const),
    onBadCell: fields.optional('onBadCell', 'error', oneOf, ['error', 'null'] as const),
    maxRows: fields.optional('maxRows', undefined, integer, 0, Number.MAX_SAFE_INTEGER),
    maxColumns: fields.optional('maxColumns', MAX_COLUMNS, integer, 1, MAX_COLUMNS),
    maxCellBytes: fields.optional('maxCellBytes', 2 ** 24, integer, 1, GIB),
    maxRowBytes: fields.optional('maxRowBytes', 2 ** 26, integer, 1, GIB),
    maxRejects: fields.optional('maxRejects', 1000, integer, 0, 1_000_000),
    task: taskOptions(fields, 'interactive'),
  };
  if (settings.schema && settings.columns) {
    const argument = 'options.columns';
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must not be given with options.schema`, { argument });
  }
  if (settings.quote && settings.quote === settings.delimiter) {
    const argument = 'options.quote';
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${argument} must differ from options.delimiter`, { argument });
  }
  return settings;
}

/** One character of ASCII that is no letter, digit, quote, point, sign or line break. */
export const delimiterOf = (value: unknown, path: string): string =>
  matching(
    value,
    path,
    /^[\t !#-&(*,/:;<>?@[-`{-~]$/,
    'one character of ASCII that is no letter, digit, quote, sign, point or line break',
  );

/** One character of ASCII, or none. */
const quoteOf = (value: unknown, path: string): string =>
  matching(value, path, /^["'`^~|#$%&*]?$/, `one of " ' \` ^ ~ | # $ % & *, or empty for none`);

const nullTexts = (value: unknown, path: string): string[] =>
  items(value, path, 1000, (item, at) => text(item, at, 1000));

const PIECES: Readonly<Record<string, string>> = { yyyy: 'y', mm: 'm', m: 'm', dd: 'd', d: 'd' };

function dateFormatOf(value: unknown, path: string): string {
  const must = "a format of 'yyyy', 'mm' or 'm', 'dd' or 'd' with something in between, such as 'dd/mm/yyyy'";
  const format = matching(value, path, /^[ymd]+[!-/:-@ [-`{-~]+[ymd]+[!-/:-@ [-`{-~]+[ymd]+$/, must);
  const pieces = (format.match(/[ymd]+/g) as string[]).map((piece) => PIECES[piece]);
  if (pieces.sort().join('') !== 'dmy') invalid(path, must, value);
  return format;
}
