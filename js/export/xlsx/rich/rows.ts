/** The rows of a sheet's columns or table, a few milliseconds at a time. */
import { batches } from '../../../intake';
import { type Column, cellOf } from '../../table/column';
import { isTable, type Table } from '../../table/table';
import { isSet } from '../../table/validity';
import { CELLS, cellError } from '../cell';
import type { SheetColumn } from '../column';
import { MAX_CELL } from '../excel';
import { type Batch, batchesOf } from '../rows/gather';
import type { CheckedData } from './data';

/** A first batch that is quick if its cells are small; the next ones follow from how long it took. */
const FIRST_CELLS = 2_000;
const MAX_BATCH_CELLS = 20_000;
/** Of text in a batch, if it has more than a row. */
const MAX_BATCH_BYTES = 1 << 19;

/** The rows, batch by batch with turns of the event loop in between; `goOn` is asked at each. */
export function rowsOf(
  { source, columns }: CheckedData,
  sheet: number,
  goOn: () => void,
): AsyncGenerator<Batch, void, undefined> {
  return isTable(source) ? rowsOfTable(source, columns, sheet, goOn) : batchesOf(source, sheet, goOn);
}

/** A column of a table, how it is written, and where it stands, for messages. */
interface Place {
  readonly values: Column;
  readonly column: SheetColumn;
  readonly sheet: number;
  readonly index: number;
  /** The most bytes that a text of a category has. */
  readonly longest: number;
}

function rowsOfTable(table: Table, columns: readonly SheetColumn[], sheet: number, goOn: () => void) {
  const places = columns.map((column, index): Place => {
    const values = table.columns[index] as Column;
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    const longest = 3 * (values.dictionary ?? []).reduce((most, { length }) => Math.max(most, length), 0);
    return { values, column, sheet, index, longest };
  });
  const batchRows = (cells: number) => Math.max(1, Math.floor(cells / columns.length));
  const sizes = { first: batchRows(FIRST_CELLS), most: batchRows(MAX_BATCH_CELLS) };
  return batches(table.length, sizes, goOn, (start, end) => readBatch(places, start, end));
}

function readBatch(places: readonly Place[], start: number, most: number): Batch {
  const texts = places.filter(({ column }) => column.type === 'string');
  let end = most;
  while (end - start > 1 && texts.some((place) => bytesBetween(place, start, end) > MAX_BATCH_BYTES / texts.length)) {
    end = start + ((end - start) >> 1);
  }
  const rows = end - start;
  const lengths = new Uint32Array(texts.length * rows);
  const runs = texts.map((place, at) => readTexts(place, start, lengths.subarray(at * rows, (at + 1) * rows)));
  const others = places.filter(({ column }) => column.type !== 'string');
  const numbers = new Float64Array(others.length * rows);
  for (const [at, place] of others.entries()) readNumbers(place, start, numbers.subarray(at * rows, (at + 1) * rows));
  return { rows, numbers, text: Buffer.concat(runs), lengths };
}

/** The bytes of a column's texts, or more. */
function bytesBetween({ values, longest }: Place, start: number, end: number): number {
  const { offsets } = values;
  return offsets ? (offsets[end] as number) - (offsets[start] as number) : longest * (end - start);
}

/** The texts from `start` on as bytes, and the bytes of each: those of a table are well-formed. */
function readTexts(place: Place, start: number, lengths: Uint32Array): Uint8Array {
  const { values, offsets, validity } = place.values;
  if (offsets === undefined) return encoded(place, start, lengths);
  for (let at = 0; at < lengths.length; at++) {
    const length = (offsets[start + at + 1] as number) - (offsets[start + at] as number);
    // Where there is no value, there may be bytes.
    if (length > 0 && validity !== undefined && !isSet(validity, start + at)) return encoded(place, start, lengths);
    // As many bytes may be fewer characters.
    if (length > MAX_CELL) textAt(place, start + at);
    lengths[at] = length;
  }
  return (values as Uint8Array).subarray(offsets[start], offsets[start + lengths.length]);
}

function encoded(place: Place, start: number, lengths: Uint32Array): Uint8Array {
  const texts = Array.from(lengths, (_, at) => textAt(place, start + at));
  for (const [at, text] of texts.entries()) lengths[at] = Buffer.byteLength(text);
  return Buffer.from(texts.join(''));
}

function textAt(place: Place, row: number): string {
  const text = (cellOf(place.values, row) ?? '') as string;
  if (text.length > MAX_CELL)
    throw cellError(place.column, { sheet: place.sheet, column: place.index, row }, text.length);
  return text;
}

function readNumbers({ values, column, sheet, index }: Place, start: number, target: Float64Array): void {
  const rule = CELLS[column.type];
  for (let at = 0; at < target.length; at++) {
    const row = start + at;
    const value = cellOf(values, row);
    // Of decimals and 64-bit integers, their integers.
    const held = column.type === 'decimal' && value !== null ? values.values[row] : value;
    const number = held === null ? Number.NaN : rule.number(held);
    if (number === undefined) throw cellError(column, { sheet, column: index, row });
    target[at] = number;
  }
}
