/** Reads a sheet's columns, a few milliseconds at a time. */
import { ClinicoreError } from '../../../errors';
import { batches } from '../../../intake';
import { isWellFormed, readable } from '../../../validate';
import { CELLS, cellError } from '../cell';
import type { CheckedColumn } from '../column';
import { MAX_CELL } from '../excel';

/** A first batch that is quick if its cells are small; the next ones follow from how long it took. */
const FIRST_CELLS = 2_000;
const MAX_BATCH_CELLS = 20_000;
/** UTF-16 units of text in a batch, shared by its columns; a row is never divided, whatever it holds. */
const MAX_BATCH_UNITS = 1 << 18;

/** The columns' rows, batch by batch with turns of the event loop in between; `goOn` is asked at each. */
export function batchesOf(
  columns: readonly CheckedColumn[],
  sheet: number,
  goOn: () => void,
): AsyncGenerator<Batch, void, undefined> {
  const places = columns.map((column, index) => ({ column, sheet, index }));
  const batchRows = (cells: number) => Math.max(1, Math.floor(cells / columns.length));
  const sizes = { first: batchRows(FIRST_CELLS), most: batchRows(MAX_BATCH_CELLS) };
  return batches(columns[0]?.length ?? 0, sizes, goOn, (start, end) => readBatch(places, start, end));
}

/** A column, and where it stands, for messages. */
interface Place {
  readonly column: CheckedColumn;
  readonly sheet: number;
  readonly index: number;
}

/** Rows, column by column. */
export interface Batch {
  readonly rows: number;
  /** The cells of the columns that are not text, one column after the other; NaN is an empty cell. */
  readonly numbers: Float64Array;
  /** The texts of the others, column after column, in UTF-8. */
  readonly text: Uint8Array;
  /** The bytes of each text, 0 for an empty cell. */
  readonly lengths: Uint32Array;
}

/** Reads rows from `start` on: at least one, none from `end` on. */
function readBatch(places: readonly Place[], start: number, end: number): Batch {
  const textPlaces = places.filter(({ column }) => column.type === 'string');
  // A column's share takes at least one cell, so a batch is never larger than the largest row may be.
  const share = Math.max(MAX_CELL, MAX_BATCH_UNITS / textPlaces.length);
  let rows = end - start;
  const texts = textPlaces.map((place) => {
    const read = readTexts(place, start, start + rows, share);
    rows = read.length;
    return read;
  });
  const { text, lengths } = encode(
    texts.flatMap((read) => (read.length === rows ? read : read.slice(0, rows))),
    (at) => refused(textPlaces[Math.floor(at / rows)] as Place, start + (at % rows)),
  );

  const numberPlaces = places.filter(({ column }) => column.type !== 'string');
  const numbers = new Float64Array(numberPlaces.length * rows);
  for (const [at, place] of numberPlaces.entries()) {
    readNumbers(place, start, numbers.subarray(at * rows, (at + 1) * rows));
  }
  return { rows, numbers, text, lengths };
}

/** Runs code that reads a column's values. */
function readingOf<T>({ column }: Place, read: (values: ArrayLike<unknown>) => T): T {
  return readable(column.path, () => {
    if (column.values.length !== column.length) throw changedLength(column);
    return read(column.values);
  });
}

function readNumbers(place: Place, start: number, target: Float64Array): void {
  const rule = CELLS[place.column.type];
  readingOf(place, (values) => {
    for (let at = 0; at < target.length; at++) {
      const value = values[start + at];
      const number = value === null || value === undefined ? Number.NaN : rule.number(value);
      if (number === undefined) throw refused(place, start + at);
      target[at] = number;
    }
  });
}

/** The first text, and those after it as far as they fit into `share` units. */
function readTexts(place: Place, start: number, end: number, share: number): string[] {
  return readingOf(place, (values) => {
    const texts: string[] = [];
    let units = 0;
    for (let row = start; row < end; row++) {
      const value = values[row] ?? '';
      if (typeof value !== 'string') throw refused(place, row);
      if (value.length > MAX_CELL) throw refused(place, row, value.length);
      units += value.length;
      if (units > share) break;
      texts.push(value);
    }
    return texts;
  });
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

/** A column that grew, shrank or was transferred away between two batches. */
function changedLength({ path, values, length }: CheckedColumn): ClinicoreError {
  return new ClinicoreError(
    'ERR_INVALID_ARGUMENT',
    `${path} must not change its length while the file is made, was ${length}, is ${values.length}`,
    { argument: path, required: length, given: values.length },
  );
}

/** The error of a cell, or of a text that is too long. */
const refused = ({ column, sheet, index }: Place, row: number, length?: number): ClinicoreError =>
  cellError(column, { sheet, column: index, row }, length);
