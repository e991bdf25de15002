/** Tables that come one after the other as one: styles, charts and the like must know where its rows end. */
import type { Task } from '../../../task';
import { array, invalid, isRecord, readable } from '../../../validate';
import { concat } from '../../table/concat';
import { type TableSource, tableSource, tablesOf } from '../../table/source';
import { isTable, type Table } from '../../table/table';
import { MAX_SHEETS } from '../sheet';
import { limitDataCells } from './workbook';

/** The tables that come one after the other, by the numbers of their sheets. */
export function sourcesOf(sheets: unknown): ReadonlyMap<number, TableSource> {
  const sources = new Map<number, TableSource>();
  for (const [index, sheet] of array(sheets, 'sheets', MAX_SHEETS).entries()) {
    const table = isRecord(sheet) ? readable(`sheets[${index}].table`, () => sheet.table) : undefined;
    if (table !== undefined && !isTable(table)) sources.set(index, tableSource(table, pathOf(index)));
  }
  return sources;
}

/** The sheets with one table each. */
export async function withWholeTables(
  sheets: readonly unknown[],
  sources: ReadonlyMap<number, TableSource>,
  task: Task,
): Promise<unknown[]> {
  const whole = [...sheets];
  let cells = 0;
  for (const [index, source] of sources) {
    const tables: Table[] = [];
    for await (const table of tablesOf(source, pathOf(index), task)) {
      cells += table.length * table.columns.length;
      limitDataCells(cells);
      tables.push(table);
    }
    if (tables.length === 0) invalid(pathOf(index), 'at least one table', undefined);
    const table = await concat(tables, (tables[0] as Table).schema, { ...task, onProgress: undefined });
    whole[index] = readable(`sheets[${index}]`, () => ({ ...(sheets[index] as object), table }));
  }
  return whole;
}

const pathOf = (index: number): string => `sheets[${index}].table`;
