import { arrow, csv, type Output, parquet, type TableSource, xlsx } from 'clinicore/export';
import { formatsOf, type List, type ListColumn } from './list.js';

/** A kind of file that lists are written as. */
export interface Format {
  type: string;
  write(tables: TableSource, list: List, columns: readonly ListColumn<unknown>[]): Output;
}

/** By the ends of their names. */
export const formats: ReadonlyMap<string, Format> = new Map(
  Object.entries({
    xlsx: {
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      write: (table, { title }, columns) =>
        xlsx([{ name: title, table, formats: formatsOf(columns) }], { title, overflow: 'sheet' }),
    },
    // With a byte order mark, without which Excel takes it for another encoding. Whatever list separator an Excel has, no text
    // in it becomes a formula.
    csv: { type: 'text/csv; charset=utf-8', write: (tables) => csv(tables, { excel: true }) },
    parquet: { type: 'application/vnd.apache.parquet', write: (tables) => parquet(tables) },
    arrow: { type: 'application/vnd.apache.arrow.file', write: (tables) => arrow(tables) },
  } satisfies Record<string, Format>),
);
