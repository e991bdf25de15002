/** A report's table in memory, as many tables as its source gave. */
import type { Table } from '../table/table';
import type { ReportTable } from './options';

/** See {@link ReportTable}; there is at least one table, and each has the same columns. */
export interface NamedTables {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly formats: ReportTable['formats'];
}

export const rowsOf = ({ tables }: NamedTables): number => tables.reduce((sum, { length }) => sum + length, 0);
