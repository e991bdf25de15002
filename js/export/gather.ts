/** Reads a sheet's columns into a backend's table, a few milliseconds at a time. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Table } from '../backend';
import { ClinicoreError } from '../errors';
import { isWellFormed, readable } from '../validate';
import { CELLS } from './cell';
import type { CheckedColumn } from './column';
import { MAX_CELL } from './excel';

/** How long a batch should hold the event loop. */
const BATCH_MS = 2;
/** A first batch that is quick whatever the cells hold; the next ones follow from how long it took. */
const FIRST_CELLS = 2_000;
const MAX_BATCH_CELLS = 20_000;

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
  const places = columns.map((column, index) => ({ column, sheet, index }));
  const rows = columns[0]?.length ?? 0;
  const maxSize = Math.max(1, Math.floor(MAX_BATCH_CELLS / columns.length));
  let size = Math.max(1, Math.floor(FIRST_CELLS / columns.length));
  let longest = columns.map(() => 0);
  for (let start = 0; start < rows; ) {
    if (start > 0 || sheet > 0) {
      await turn();
      goOn();
    }
    const began = performance.now();
    const end = Math.min(rows, start + size);
    const batch = readBatch(places, start, end);
    table.append(end - start, batch.numbers, batch.text, batch.lengths);
    if (start === 0) longest = batch.longest;
    start = end;
    const pace = BATCH_MS / Math.max(0.01, performance.now() - began);
    size = Math.min(maxSize, Math.max(1, Math.floor(size * Math.min(2, pace))));
  }
  return longest;
}

/** A column, and where it stands, for messages. */
interface Place {
  readonly column: CheckedColumn;
  readonly sheet: number;
  readonly index: number;
}

interface Batch {
  readonly numbers: Float64Array;
  readonly text: Uint8Array;
  readonly lengths: Uint32Array;
  /** See {@link gather}. */
  readonly longest: number[];
}

function readBatch(places: readonly Place[], start: number, end: number): Batch {
  const rows = end - start;
  const textPlaces = places.filter(({ column }) => column.type === 'string');
  const numbers = new Float64Array((places.length - textPlaces.length) * rows);
  const texts: string[] = [];
  let filled = 0;
  const longest = places.map((place) =>
    readable(place.column.path, () => {
      if (place.column.values.length !== place.column.length) throw changedLength(place.column);
      if (place.column.type === 'string') return readTexts(place, start, end, texts);
      const target = numbers.subarray(filled, filled + rows);
      filled += rows;
      readNumbers(place, start, end, target);
      return numberWidth(target, place.column);
    }),
  );
  const { text, lengths } = encode(texts, (at) => {
    const place = textPlaces[Math.floor(at / rows)] as Place;
    return wrongCell(place, start + (at % rows));
  });
  return { numbers, text, lengths, longest };
}

function readNumbers(place: Place, start: number, end: number, target: Float64Array): void {
  const { values, type } = place.column;
  const rule = CELLS[type];
  for (let row = start; row < end; row++) {
    const value = values[row];
    const number = value === null || value === undefined ? Number.NaN : rule.number(value);
    if (number === undefined) throw wrongCell(place, row);
    target[row - start] = number;
  }
}

/** Appends the texts, and says how long the longest is. */
function readTexts(place: Place, start: number, end: number, texts: string[]): number {
  const { values } = place.column;
  let longest = 0;
  for (let row = start; row < end; row++) {
    const value = values[row] ?? '';
    if (typeof value !== 'string') throw wrongCell(place, row);
    if (value.length > MAX_CELL) throw longCell(place, row, value.length);
    longest = Math.max(longest, value.length);
    texts.push(value);
  }
  return longest;
}

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
