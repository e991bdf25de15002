/** What cells of tables are in a sheet. */
import { ClinicoreError } from '../../errors';
import type { Column } from '../../export/table/column';
import { isSet } from '../../export/table/validity';
import { readSafe, wordsOf } from '../../export/table/words';
import { MAX_CELL, serialDay } from '../../export/xlsx/excel';

/** A cell that is not empty: a number's digits, or a text. */
export type Cell = { readonly digits: string | number } | { readonly text: string };

/** What Excel keeps of a number: 15 digits. */
const MAX_DECIMAL = 999_999_999_999_999;

/**
 * Reads a column's cells, of which undefined are empty.
 *
 * @param column the column
 * @param index its place, and
 * @param before how many rows came before its first, for errors
 */
export function cellReader(column: Column, index: number, before: number): (row: number) => Cell | undefined {
  const { validity } = column;
  const isText = column.type === 'string' || column.type === 'category';
  const read = isText ? textReader(column, index, before) : numberReader(column, index, before);
  return validity ? (row) => (isSet(validity, row) ? read(row) : undefined) : read;
}

function textReader(column: Column, index: number, before: number): (row: number) => Cell | undefined {
  const text = column.dictionary ? categoryReader(column) : stringReader(column);
  return (row) => {
    const value = text(row);
    if (value === '') return undefined;
    if (value.length <= MAX_CELL) return { text: value };
    const details = { column: index, row: before + row, limit: MAX_CELL, given: value.length };
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', 'The text is longer than a cell holds', details);
  };
}

const categoryReader =
  ({ dictionary, values }: Column): ((row: number) => string) =>
  (row) =>
    dictionary?.[values[row] as number] as string;

function stringReader({ values, offsets, length }: Column): (row: number) => string {
  const ends = offsets as Int32Array;
  const [from, to] = [ends[0] as number, ends[length] as number];
  const bytes = Buffer.from(values.buffer as ArrayBuffer, values.byteOffset + from, to - from);
  const run = bytes.toString('latin1');
  // One byte a unit: all of it is decoded at once and cut.
  const isAscii = bytes.toString('utf8').length === run.length;
  return (row) => {
    const [start, end] = [(ends[row] as number) - from, (ends[row + 1] as number) - from];
    return isAscii ? run.slice(start, end) : bytes.toString('utf8', start, end);
  };
}

function numberReader(column: Column, index: number, before: number): (row: number) => Cell {
  const digits = digitsReader(column);
  return (row) => {
    const value = digits(row);
    if (value !== undefined) return { digits: value };
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'The number is none that a cell can hold', {
      column: index,
      row: before + row,
    });
  };
}

/** The digits of a number, or the number whose digits they are; undefined for one that Excel cannot hold. */
function digitsReader({ type, values, scale }: Column): (row: number) => string | number | undefined {
  const number = (row: number) => values[row] as number;
  switch (type) {
    case 'float64':
      return (row) => (Number.isFinite(number(row)) ? number(row) : undefined);
    case 'boolean':
      return (row) => Number(isSet(values as Uint8Array, row));
    case 'date':
      return (row) => serialDay(number(row));
    case 'timestamp':
      return (row) => serialMoment(values[row] as bigint);
    case 'int64':
    case 'decimal': {
      const words = wordsOf(values as BigInt64Array);
      return (row) => {
        const scaled = readSafe(words, row);
        return Math.abs(scaled) <= MAX_DECIMAL ? decimal(scaled, scale) : undefined;
      };
    }
    default:
      return number;
  }
}

const DAY_MICROSECONDS = 86_400_000_000n;

/** The serial number of microseconds since 1970-01-01T00:00Z. */
function serialMoment(microseconds: bigint): number | undefined {
  const rest = ((microseconds % DAY_MICROSECONDS) + DAY_MICROSECONDS) % DAY_MICROSECONDS;
  const whole = serialDay(Number((microseconds - rest) / DAY_MICROSECONDS));
  return whole === undefined ? undefined : whole + Number(rest) / Number(DAY_MICROSECONDS);
}

/** An integer with its last `scale` digits behind the point. */
function decimal(scaled: number, scale: number): string {
  const digits = String(Math.abs(scaled)).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${scaled < 0 ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
}
