/** A sheet's columns and rows, wherever they come from. */
import type { Task } from '../../../task';
import { Turns } from '../../../turn';
import { invalid } from '../../../validate';
import type { Field } from '../../table/column-type';
import { rowsOfSource, tablesOf } from '../../table/source';
import type { Table } from '../../table/table';
import type { SheetColumn } from '../column';
import type { CheckedSheet } from '../sheet';
import { fieldsOfColumns, tablesOfColumns } from './columns';
import { Groups } from './groups';

/** A sheet whose rows are being read. */
export interface OpenSheet {
  readonly columns: readonly SheetColumn[];
  /** As they are handed over. */
  readonly fields: readonly Field[];
  readonly groups: Groups;
  /** Where its rows are counted, for messages. */
  readonly path: string;
}

/** The rows of a sheet, if they are known before they are read. */
export const rowsOf = ({ columns, tables }: CheckedSheet): number | undefined =>
  tables ? rowsOfSource(tables.source) : (columns?.[0]?.length ?? 0);

/** Reads a sheet with `read`, and closes what it is read from. */
export async function* opened<T>(
  sheet: CheckedSheet,
  index: number,
  task: Task,
  read: (open: OpenSheet) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const { columns = [], tables } = sheet;
  const turns = new Turns(task);
  const rows: AsyncGenerator<Table, void> = tables
    ? tablesOf(tables.source, tables.path, task)
    : tablesOfColumns(columns, index, () => turns.check());
  const groups = new Groups(rows);
  try {
    if (tables === undefined) {
      const path = columns[0]?.path as string;
      yield* read({ columns, fields: fieldsOfColumns(columns), groups, path });
      return;
    }
    const first = await groups.current();
    if (first === undefined) invalid(tables.path, 'at least one table', undefined);
    const path = `${tables.path}.columns[0]`;
    yield* read({ columns: tables.columnsOf(first.schema), fields: first.schema, groups, path });
  } finally {
    // Not waited for: the source may be stuck.
    rows.return().catch(() => {});
  }
}
