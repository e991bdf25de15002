/** What a report is made of, checked. */
import { isDate } from 'node:util/types';
import { isDeviceName } from '../../device-names';
import { language } from '../../pdf/locale';
import { type Fields, integer, invalid, items, line, oneOf, optionalRecord, readable, record } from '../../validate';
import { password as zipPassword } from '../archive/zip/password';
import { END_OF_TIME, FIRST_TIME } from '../archive/zip/time';
import type { TableSource } from '../table/source';
import { tableSource } from '../table/source';
import { numberFormat } from '../xlsx/excel';

/** The files that a report's tables can be written as. */
export type ReportFormat = 'xlsx' | 'csv' | 'parquet' | 'pdf';

/** A table of a report. */
export interface ReportTable {
  /**
   * What it is called in all files: its tab, its heading, and its CSV and Parquet files. 1 to 31 characters that tabs and file
   * names can have, different from the other tables' names whatever the case.
   */
  name: string;
  /** Its rows: a table, or tables one after the other. At least one column. */
  table: TableSource;
  /** Excel number formats such as `#,##0.00`, by the names of columns. Default: the types' own. */
  formats?: Readonly<Record<string, string>> | undefined;
}

/** What {@link exportReport} writes. */
export interface ReportContent {
  /** 1 to 100 tables. */
  tables: readonly ReportTable[];
  /** The files: each at most once. Default: all four. */
  formats?: readonly ReportFormat[] | undefined;
  /** What it is about: one line of at most 200 characters. */
  title: string;
  /** Who made it: one line of at most 120 characters. Default: none. */
  author?: string | undefined;
  /** When it was made, from 1980 to 2107. Default: none, so that the same tables give the same bytes. */
  created?: Date | undefined;
}

/** Options of {@link exportReport}. */
export interface ReportOptions {
  /** What holds the files. Default: `'zip'`. */
  archive?: 'zip' | 'tar.gz' | 'tar.zst' | undefined;
  /** Encrypts what is in a zip: see {@link zip}. */
  password?: string | undefined;
  /**
   * Rows beyond the 1,048,575 that fit a sheet of the workbook: `'error'` refuses them with `ERR_LIMIT_EXCEEDED`, `'sheet'` goes
   * on in sheets named `Name (2)`, `Name (3)` and so on. Default `'error'`.
   */
  overflow?: 'error' | 'sheet' | undefined;
  /** The PDF's language, a BCP 47 tag, which says how its numbers and dates are printed. Default: `'en'`. */
  language?: string | undefined;
  /** Rows of all tables that the PDF may have, 0 to 1,000,000. Default: 20,000, which are some 700 pages. */
  maxPdfRows?: number | undefined;
}

/** See {@link ReportTable}. */
export type CheckedTable = Readonly<Pick<ReportTable, 'name' | 'table' | 'formats'>>;

/** A report that is ready to be written. */
export interface Report {
  readonly tables: readonly CheckedTable[];
  readonly formats: readonly ReportFormat[];
  readonly title: string;
  readonly author: string | undefined;
  readonly created: Date | undefined;
  readonly archive: 'zip' | 'tar.gz' | 'tar.zst';
  readonly password: string | undefined;
  readonly overflow: 'error' | 'sheet';
  readonly language: string;
  readonly maxPdfRows: number;
}

const FORMATS = ['xlsx', 'csv', 'parquet', 'pdf'] as const;
const MAX_TABLES = 100;

/** Looks at what a caller passed in, without taking a row. */
export function reportOf(content: unknown, options: unknown): Report {
  const what = record(content, 'content').only(['tables', 'formats', 'title', 'author', 'created']);
  const how = optionalRecord(options, 'options').only(['archive', 'password', 'overflow', 'language', 'maxPdfRows']);
  const archive = how.optional('archive', 'zip', archiveKind);
  const password = how.optional('password', undefined, zipPassword);
  if (password !== undefined && archive !== 'zip') {
    // Without the value: it may be a password.
    invalid('options.password', 'left out, but for a zip', undefined);
  }
  return {
    tables: what.get('tables', tablesOf),
    formats: what.optional('formats', FORMATS, formatsOf),
    title: what.get('title', line, 200),
    author: what.optional('author', undefined, line, 120),
    created: what.optional('created', undefined, time),
    archive,
    password,
    overflow: how.optional('overflow', 'error', oneOf, ['error', 'sheet'] as const),
    language: how.optional('language', 'en', language),
    maxPdfRows: how.optional('maxPdfRows', 20_000, integer, 0, 1_000_000),
  };
}

const archiveKind = (value: unknown, path: string): Report['archive'] =>
  oneOf(value, path, ['zip', 'tar.gz', 'tar.zst']);

function tablesOf(value: unknown, path: string): CheckedTable[] {
  const tables = items(value, path, MAX_TABLES, tableOf);
  if (tables.length === 0) invalid(path, 'an array of at least one table', value);
  const names = new Set<string>();
  for (const [at, { name }] of tables.entries()) {
    const folded = name.normalize('NFC').toLowerCase();
    if (names.has(folded)) invalid(`${path}[${at}].name`, 'different from the names before it', undefined);
    names.add(folded);
  }
  return tables;
}

function tableOf(value: unknown, path: string): CheckedTable {
  const fields: Fields = record(value, path).only(['name', 'table', 'formats']);
  return {
    name: fields.get('name', tableName),
    table: fields.get('table', tableSource),
    formats: fields.optional('formats', undefined, numberFormats),
  };
}

function numberFormats(value: unknown, path: string): Record<string, string> {
  const formats = record(value, path);
  const columns = readable(path, () => Object.keys(value as object));
  return Object.fromEntries(columns.map((column) => [column, formats.get(column, checkedFormat)]));
}

function checkedFormat(value: unknown, path: string): string {
  numberFormat(value, path);
  return value as string;
}

/** Characters that no tab, or no file on some system, can have in its name. */
const FORBIDDEN = /[[\]:*?/\\<>|"]/;
const MUST = 'a name that a tab and a file can have';

function tableName(value: unknown, path: string): string {
  const name = line(value, path, 31);
  const isPlain = !FORBIDDEN.test(name) && !isDeviceName(name) && !/^[\s'.]|[\s'.]$/.test(name);
  if (!isPlain || name.toLowerCase() === 'history') invalid(path, MUST, value);
  return name;
}

function formatsOf(value: unknown, path: string): ReportFormat[] {
  const formats = items(value, path, FORMATS.length, (item, at) => oneOf(item, at, FORMATS));
  if (formats.length === 0) invalid(path, 'an array of at least one format', value);
  if (new Set(formats).size < formats.length) invalid(path, 'an array of different formats', value);
  return formats;
}

function time(value: unknown, path: string): Date {
  const ms = isDate(value) ? Date.prototype.getTime.call(value) : Number.NaN;
  // What a zip archive can say of its entries.
  if (!(ms >= FIRST_TIME.getTime() && ms < END_OF_TIME.getTime())) invalid(path, 'a Date from 1980 to 2107', value);
  return new Date(ms);
}
