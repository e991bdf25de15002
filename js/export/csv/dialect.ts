/** Finds a CSV file's delimiter, quote and header by its first rows. */
import { type Dialect, emptyRow, isBlank, Scanner } from './scan';

/** Characters and rows that are looked at. */
const MOST_TEXT = 16 * 1024;
const MOST_ROWS = 200;
/** Cells of a row that are looked at. */
const MOST_CELLS = 1000;

const DELIMITERS = [',', ';', '\t', '|'];

/** The dialect in which the first rows of a text have most alike rows of most cells that look like values. */
export function detectDialect(text: string, known: Partial<Dialect>): Dialect {
  const sample = text.slice(0, MOST_TEXT);
  const isCut = sample.length < text.length;
  const quote = known.quote ?? (usesApostrophes(sample) ? "'" : '"');
  const candidates = known.delimiter === undefined ? DELIMITERS : [known.delimiter];
  let best: Dialect = { delimiter: candidates[0] as string, quote };
  let most = 0;
  for (const delimiter of candidates) {
    const dialect = { delimiter, quote };
    const score = scoreOf(rowsOf(sample, dialect, isCut), delimiter);
    if (score > most) [best, most] = [dialect, score];
  }
  return best;
}

/**
 * Whether cells are in single quotes: all that begin with one end with one, one of them has something inside that only a quoted
 * cell can have, and none is in double quotes. Else an apostrophe is text, such as one that keeps a formula from being one.
 */
function usesApostrophes(text: string): boolean {
  if (/(^|[,;\t|\r\n])"/.test(text)) return false;
  if (!/(?<=^|[,;\t|\r\n])'(?:[^'\r\n]|'')*(?:[,;\t|]|'')(?:[^'\r\n]|'')*'(?=$|[,;\t|\r\n])/.test(text)) return false;
  const opened = text.match(/(?<=^|[,;\t|\r\n])'/g)?.length ?? 0;
  const closed = text.match(/(?<=^|[,;\t|\r\n])'(?:[^'\r\n]|'')*'(?=$|[,;\t|\r\n])/g)?.length ?? 0;
  return opened > 0 && opened === closed;
}

/** The rows of a sample, but the last where it is cut. */
function rowsOf(text: string, dialect: Dialect, isCut: boolean): string[][] {
  const scanner = new Scanner(text, dialect, MOST_CELLS);
  const rows: string[][] = [];
  const row = emptyRow();
  for (let at = 0; at < text.length && rows.length < MOST_ROWS; ) {
    const next = scanner.read(at, row);
    if (!isBlank(row, at) && !(isCut && next === text.length && rows.length > 0)) rows.push([...row.cells]);
    at = next;
  }
  return rows;
}

/** A number in any language, a day, a time, or a text without anything that often stands between cells. */
const CLEAN = /^(?:[+-]?[\d.,' ]+%?|(?:[^,;\t|]|, )*)$/;

/**
 * How well rows fit a delimiter: the share of rows with as many cells as most have, times the share of their cells that
 * are one value each, times the share of them that the delimiter made. After van den Burg, Nazábal and Sutton (2019),
 * Wrangling messy CSV files by detecting row and type patterns, section 4.
 */
function scoreOf(rows: readonly string[][], delimiter: string): number {
  const lengths = new Map<number, number>();
  for (const { length } of rows) lengths.set(length, (lengths.get(length) ?? 0) + 1);
  let [length, alike] = [0, 0];
  for (const [cells, count] of lengths) {
    if (cells > 1 && (count > alike || (count === alike && cells > length))) [length, alike] = [cells, count];
  }
  if (length === 0) return 0;
  const cells = rows.filter((row) => row.length === length).flat();
  const isClean = (cell: string) => CLEAN.test(delimiter === ',' ? cell : cell.replaceAll(delimiter, ''));
  const clean = cells.filter(isClean).length;
  return (alike / rows.length) * (clean / cells.length) * ((length - 1) / length);
}

/** A number, a day or a time in any notation, a code of digits, or a boolean: what no column is called. */
const VALUE = /^(?:[+-]?[\d.,:/ -]*\d[\d.,:/ +TZ-]*%?|true|false)$/i;

/**
 * Whether the first row names the columns: its cells that are not empty differ, and none of them is a value, but where
 * more columns hold nothing but values under a text than under a value.
 */
export function detectHeader(text: string, dialect: Dialect): boolean {
  const sample = text.slice(0, MOST_TEXT);
  const [first = [], ...others] = rowsOf(sample, dialect, sample.length < text.length);
  const named = first.filter((cell) => cell !== '');
  if (named.length === 0 || new Set(named).size < named.length) return false;
  if (!named.some((cell) => VALUE.test(cell))) return true;
  const columns = [...first.keys()].filter(
    (column) => others.length > 0 && others.every((row) => VALUE.test(row[column] ?? '')),
  );
  const underValues = columns.filter((column) => VALUE.test(first[column] as string)).length;
  return columns.length - underValues > underValues;
}
