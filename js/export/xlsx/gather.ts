/** Reads a sheet's columns into a backend's table, a few milliseconds at a time. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Table } from '../../contract/export';
import { ClinicoreError } from '../../errors';
import { inBatches } from '../../intake';
import { isWellFormed, readable } from '../../validate';
import { CELLS } from './cell';
import type { CheckedColumn } from './column';
import { MAX_CELL } from './excel';

/** A first batch that is quick if its cells are small; the next ones follow from how long it took. */
const FIRST_CELLS = 2_000;
const MAX_BATCH_CELLS = 20_000;
/** UTF-16 units of text in a batch, shared by its columns; a row is never divided, whatever it holds. */
const MAX_BATCH_UNITS = 1 << 18;

/**
 * Adds the columns' rows to `table`, batch by batch with turns of the event loop in between; `goOn` is asked at each.
 * Only the first sheet's first batch is read before the first turn.
 *
 * @returns for each column how long the longest of its first cells is, for its width
 */
export async function gather(
  columns: readonly CheckedColumn[],
  sheet: number,
  table: Table,
  goOn: () => void,
): Promise<number[]> {
  if (sheet > 0) {
    await turn();
    goOn();
  }
  const places = columns.map((column, index) => ({ column, sheet, index }));
  const batchRows = (cells: number) => Math.max(1, Math.floor(cells / columns.length));
  const sizes = { first: batchRows(FIRST_CELLS), most: batchRows(MAX_BATCH_CELLS) };
  let longest = columns.map(() => 0);
  await inBatches(columns[0]?.length ?? 0, sizes, goOn, (start, end) => {
    const batch = readBatch(places, start, end);
    table.append(batch.rows, batch.numbers, batch.text, batch.lengths);
    if (start === 0) longest = batch.longest;
    return start + batch.rows;
  });
  return longest;
}

/** A column, and where it stands, for messages. */
interface Place {
  readonly column: CheckedColumn;
  readonly sheet: number;
  readonly index: number;
}

interface Batch {
  readonly rows: number;
  readonly numbers: Float64Array;
  readonly text: Uint8Array;
  readonly lengths: Uint32Array;
  /** See {@link gather}. */
  readonly longest: number[];
}

/** Reads rows from `start` on: at least one, none from `end` on. */
function readBatch(places: readonly Place[], start: number, end: number): Batch {
  const longest = places.map(() => 0);
  const textPlaces = places.filter(({ column }) => column.type === 'string');
  // A column's share takes at least one cell, so a batch is never larger than the largest row may be.
  const share = Math.max(MAX_CELL, MAX_BATCH_UNITS / textPlaces.length);
  let rows = end - start;
  const texts = textPlaces.map((place) => {
    const read = readTexts(place, start, start + rows, share);
    rows = read.length;
    return read;
  });
  for (const [at, { index }] of textPlaces.entries()) longest[index] = longestOf(texts[at] as string[]);
  const { text, lengths } = encode(
    texts.flatMap((read) => (read.length === rows ? read : read.slice(0, rows))),
    (at) => wrongCell(textPlaces[Math.floor(at / rows)] as Place, start + (at % rows)),
  );

  const numberPlaces = places.filter(({ column }) => column.type !== 'string');
  const numbers = new Float64Array(numberPlaces.length * rows);
  for (const [at, place] of numberPlaces.entries()) {
    const target = numbers.subarray(at * rows, (at + 1) * rows);
    readNumbers(place, start, target);
    longest[place.index] = numberWidth(target, place.column);
  }
  return { rows, numbers, text, lengths, longest };
}

/** Runs code that reads a column's values. */
function readingOf<T>(
  { column }: Place,
  start: number,
  end: number,
  read: (values: ArrayLike<unknown>, at: number) => T,
): T {
  return readable(column.path, () => {
    if (column.values.length !== column.length) throw changedLength(column);
    return column.make ? read(column.make(start, end), 0) : read(column.values, start);
  });
}

function readNumbers(place: Place, start: number, target: Float64Array): void {
  const rule = CELLS[place.column.type];
  readingOf(place, start, start + target.length, (values, first) => {
    for (let at = 0; at < target.length; at++) {
      const value = values[first + at];
      const number = value === null || value === undefined ? Number.NaN : rule.number(value);
      if (number === undefined) throw wrongCell(place, start + at);
      target[at] = number;
    }
  });
}

/** The first text, and those after it as far as they fit into `share` units. */
function readTexts(place: Place, start: number, end: number, share: number): string[] {
  return readingOf(place, start, end, (values, at) => {
    const texts: string[] = [];
    let units = 0;
    for (let row = start; row < end; row++) {
      const value = values[at + row - start] ?? '';
      if (typeof value !== 'string') throw wrongCell(place, row);
      if (value.length > MAX_CELL) throw longCell(place, row, value.length);
      units += value.length;
      if (units > share) break;
      texts.push(value);
    }
    return texts;
  });
}

const longestOf = (texts: readonly string[]): number => texts.reduce((most, { length }) => Math.max(most, length), 0);

/** The texts as one UTF-8 run and the bytes of each. */
function encode(texts: string[], wrong: (at: number) => ClinicoreError): { text: Buffer; lengths: Uint32Array } {
  const run = texts.join('');
  const text = Buffer.from(run, 'utf8');
  // As many bytes as units: all of it is ASCII, and no text needs to be measured.
  const bytes = text.length === run.length ? (value: string) => value.length : Buffer.byteLength;
  const lengths = new Uint32Array(texts.length);
  let sum = 0;
  for (let at = 0; at < texts.length; at++) {
    const length = bytes(texts[at] as string);
    lengths[at] = length;
    sum += length;
  }
  // A lone surrogate at a text's end may have met its partner at the next one's beginning: then the sum differs.
  if (sum !== text.length || (text.length !== run.length && !isWellFormed(run))) {
    throw wrong(texts.findIndex((value) => !isWellFormed(value)));
  }
  return { text, lengths };
}

/** The digits of the largest number, with sign, point, decimals and separators of thousands; 0 where that says nothing. */
function numberWidth(numbers: Float64Array, { type, scale }: CheckedColumn): number {
  // The width of a date is its format's, and a float's further decimals can be rounded.
  if (type === 'date' || type === 'timestamp' || type === 'boolean') return 0;
  const decimals = type === 'float64' ? 2 : scale;
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0) / 10 ** scale;
  const digits = Math.floor(Math.log10(Math.max(1, largest))) + 1;
  return digits + Math.floor(digits / 3) + decimals + 2;
}

/** A column that grew, shrank or was transferred away between two batches. */
function changedLength({ path, values, length }: CheckedColumn): ClinicoreError {
  return new ClinicoreError(
    'ERR_INVALID_ARGUMENT',
    `${path} must not change its length while the file is made, was ${length}, is ${values.length}`,
    { argument: path, required: length, given: values.length },
  );
}

function wrongCell({ column, sheet, index }: Place, row: number): ClinicoreError {
  const { path, type } = column;
  return new ClinicoreError('ERR_INVALID_ARGUMENT', `${path}[${row}] must be ${CELLS[type].must}`, {
    argument: path,
    sheet,
    column: index,
    row,
  });
}

function longCell({ column, sheet, index }: Place, row: number, length: number): ClinicoreError {
  return new ClinicoreError(
    'ERR_LIMIT_EXCEEDED',
    `${column.path}[${row}] must be at most ${MAX_CELL} characters long, got ${length}`,
    { argument: column.path, sheet, column: index, row, limit: MAX_CELL, given: length },
  );
}
