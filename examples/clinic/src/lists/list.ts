import type { Field } from 'clinicore/export';
import type { Role } from '../auth.js';
import type { Database } from '../database/connect.js';
import type { Period } from '../period.js';

/** A column of a list: what it is called, what it holds, who may see it, and how a workbook shows it. */
export interface ListColumn<Row> extends Field {
  /** What it says of each row of a page. */
  cells: (page: readonly Row[]) => readonly unknown[] | Promise<readonly unknown[]>;
  /** Who may see it; all who may see the list unless it says. */
  roles?: readonly Role[];
  /** An Excel number format. */
  format?: string;
}

/** Something that the clinic keeps many of, to be written to a file. */
export interface List<Row = unknown> {
  title: string;
  roles: readonly Role[];
  /** Which of a row's days a period is about; without, all rows are always given. */
  periodOf?: string;
  columns: readonly ListColumn<Row>[];
  /** The rows a page at a time. */
  pages(database: Database, period: Period): AsyncGenerator<Row[]>;
  count(database: Database, period: Period): Promise<number>;
}

/** Lists by the names of their files. */
export type Lists = ReadonlyMap<string, List>;

/** A list whose columns are checked against its rows; what these are is nobody else's business. */
export const list = <Row>(definition: List<Row>): List => definition as List;

/** Of a list, the columns that a role may see. */
export const columnsFor = ({ columns }: List, role: Role): readonly ListColumn<unknown>[] =>
  columns.filter(({ roles }) => roles?.includes(role) ?? true);

/** The types of columns, as tables have them. */
export const schemaOf = (columns: readonly ListColumn<unknown>[]): Field[] =>
  columns.map(({ name, type, scale }) => (scale === undefined ? { name, type } : { name, type, scale }));

/** The number formats of columns that have one. */
export const formatsOf = (columns: readonly ListColumn<unknown>[]): Record<string, string> =>
  Object.fromEntries(columns.flatMap(({ name, format }) => (format === undefined ? [] : [[name, format]])));

/** The rows of a list as arrays of cells, a page at a time. */
export async function* cellPages(
  list: List,
  columns: readonly ListColumn<unknown>[],
  database: Database,
  period: Period,
): AsyncGenerator<unknown[][]> {
  for await (const page of list.pages(database, period)) {
    const made = await Promise.all(columns.map(({ cells }) => cells(page)));
    yield page.map((_, row) => made.map((cells) => cells[row]));
  }
}
