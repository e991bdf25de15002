/** The rows of a sheet's columns or table, a few milliseconds at a time. */
import { ClinicoreError } from '../../../errors';
import { type Column, cellOf } from '../../table/column';
import { isTable, type Table } from '../../table/table';
import { cellError } from '../cell';
import type { SheetColumn } from '../column';
import { type Batch, batchesOf } from '../rows/gather';
import type { CheckedData } from './data';

/** Cells of a table that are made at once: about a millisecond's work. */
const CHUNK_CELLS = 20_000;

/** The rows, batch by batch with turns of the event loop in between; `goOn` is asked at each. */
export function rowsOf(
  { source, columns }: CheckedData,
  sheet: number,
  goOn: () => void,
): AsyncGenerator<Batch, void, undefined> {
  return isTable(source) ? rowsOfTable(source, columns, sheet, goOn) : batchesOf(source, sheet, goOn);
}

async function* rowsOfTable(
  table: Table,
  columns: readonly SheetColumn[],
  sheet: number,
  goOn: () => void,
): AsyncGenerator<Batch, void, undefined> {
  const rows = Math.max(1, Math.floor(CHUNK_CELLS / columns.length));
  for (let start = 0; start < table.length; start += rows) {
    const end = Math.min(table.length, start + rows);
    const part = columns.map((column, index) => {
      const values = valuesOf(table.columns[index] as Column, column, start, end);
      return { ...column, values, length: values.length };
    });
    try {
      yield* batchesOf(part, sheet, goOn);
    } catch (error) {
      throw movedDown(error, columns, start);
    }
  }
}

/** The values of rows as a sheet takes them: of decimals and 64-bit integers, their integers. */
function valuesOf(column: Column, { type }: SheetColumn, start: number, end: number): unknown[] {
  return Array.from({ length: end - start }, (_, at) => {
    const value = cellOf(column, start + at);
    return type === 'decimal' && value !== null ? column.values[start + at] : value;
  });
}

/** The error of a cell, whose row was counted from that of a part of the table. */
function movedDown(error: unknown, columns: readonly SheetColumn[], start: number): unknown {
  if (!(error instanceof ClinicoreError)) return error;
  const { sheet, column, row, given } = error.details as Record<string, number | undefined>;
  const own = columns[column ?? -1];
  if (sheet === undefined || column === undefined || row === undefined || own === undefined) return error;
  return cellError(own, { sheet, column, row: row + start }, given);
}
