/** How a CSV file begins: its encoding, dialect and header. */
import { constants } from 'node:buffer';
import type { CsvEncoding } from '../../contract/csv';
import { detectDialect, detectHeader } from './dialect';
import { bytesOfText, detectEncoding, markOf, textOf, Utf8Text, whole } from './encoding';
import { badRow, longRow, tooManyColumns } from './errors';
import type { ReadSettings } from './options';
import { type Dialect, emptyRow, isBlank, lineEnds, type ScannedRow, Scanner } from './scan';

/** Bytes that are looked at. */
export const SAMPLE = 256 * 1024;

/** What a file's first bytes say. */
export interface Head extends Dialect {
  readonly encoding: CsvEncoding;
  readonly header: boolean;
  /** The columns' names, all different; none for a file without rows. */
  readonly names: readonly string[];
  /** The byte after the header, and its line, from 1. */
  readonly offset: number;
  readonly line: number;
}

/**
 * Reads the head of a file that begins with these bytes; undefined if they do not hold the first row, and are not all.
 */
export function headOf(sample: Buffer, isAll: boolean, settings: ReadSettings): Head | undefined {
  const detected = detectEncoding(sample);
  const encoding = settings.encoding ?? detected.encoding;
  const mark = markOf(sample, encoding);
  const bytes = sample.subarray(mark);
  // A character that is cut short is no fault of the file's.
  const source = encoding === 'utf-8' ? new Utf8Text(isAll ? bytes : whole(bytes)) : undefined;
  const text = source?.text ?? textOf(bytes, encoding);

  const known: { delimiter?: string; quote?: string } = {};
  if (settings.delimiter !== undefined) known.delimiter = settings.delimiter;
  if (settings.quote !== undefined) known.quote = settings.quote;
  const { at: start, delimiter: said } = skipped(text, settings.skipLines);
  if (said !== undefined) known.delimiter ??= said;
  const table = text.slice(start);
  const dialect = detectDialect(table, known);
  const header = settings.header ?? detectHeader(table, dialect);

  const scanner = new Scanner(table, dialect, settings.maxColumns);
  const row = emptyRow();
  let at = 0;
  let next = 0;
  do {
    at = next;
    next = scanner.read(at, row);
  } while (isBlank(row, at) && next < table.length);
  // After `\r` there may be more of the line end.
  const isWhole = isAll || next < table.length;
  const place = (end: number) => ({
    line: 1 + lineEnds(text.slice(0, start + end)),
    offset: mark + bytesOfSource(text.slice(0, start + end), encoding, source),
  });
  if (!isWhole) {
    const long =
      bytesOfText(table.slice(at), encoding) > settings.maxRowBytes || sample.length >= constants.MAX_LENGTH / 4;
    if (long) throw longRow(place(at), settings);
    return undefined;
  }
  if (isBlank(row, at)) return { ...dialect, encoding, header, names: [], ...place(0) };
  if (row.count > settings.maxColumns) throw tooManyColumns(settings.maxColumns, row.count);
  const names = header
    ? namesOf(checked(row, table.slice(at, row.end), place(at), source, settings))
    : numbered(row.count);
  return { ...dialect, encoding, header, names, ...place(header ? next : at) };
}

const bytesOfSource = (text: string, encoding: CsvEncoding, source: Utf8Text | undefined): number =>
  source && !source.isValid ? text.length : bytesOfText(text, encoding);

/** Where the lines end that are left out, and the delimiter of a line `sep=;`. */
function skipped(text: string, lines: number): { at: number; delimiter: string | undefined } {
  let at = 0;
  for (let line = 0; line < lines; line++) at += /^[^\r\n]*(?:\r\n?|\n|$)/.exec(text.slice(at))?.[0].length ?? 0;
  const excel = /^sep=(.)(?:\r\n?|\n)/i.exec(text.slice(at, at + 8));
  return { at: at + (excel?.[0].length ?? 0), delimiter: excel?.[1] };
}

/** The texts of a header that has nothing wrong. */
function checked(
  row: ScannedRow,
  text: string,
  { line, offset }: { line: number; offset: number },
  source: Utf8Text | undefined,
  settings: ReadSettings,
): string[] {
  const isText = source ? source.holds(text) : !/\p{Surrogate}/u.test(text);
  const reason = row.flaw ?? (isText ? undefined : 'encoding');
  if (reason) throw badRow({ line, offset, reason, row: -1, cells: row.count }, row.count, 0, settings);
  return row.cells.map((cell) => source?.said(cell) ?? cell);
}

/** Names that are all different: where there is none, `column3`; of a name that was there, `name_2`. */
function namesOf(cells: readonly string[]): string[] {
  const used = new Set<string>(cells);
  const taken = new Set<string>();
  return cells.map((cell, at) => {
    const name = cell === '' ? `column${at + 1}` : cell;
    if (!taken.has(name) && (cell !== '' || !used.has(name))) {
      taken.add(name);
      return name;
    }
    let number = 2;
    while (taken.has(`${name}_${number}`) || used.has(`${name}_${number}`)) number++;
    taken.add(`${name}_${number}`);
    return `${name}_${number}`;
  });
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `column${at + 1}`);
