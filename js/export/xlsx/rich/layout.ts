/** Columns and rows: how wide and high they are, what is hidden, what belongs together. */
import type { ColumnLayoutMessage, RowLayoutMessage } from '../../../contract/rich';
import { boolean, type Fields, integer, invalid, number, record } from '../../../validate';
import { MAX_COLUMNS } from '../excel';
import { apartFrom, columnSpan, rowSpan, SHEET_ROWS } from './address';
import type { PartialStyle, StyleReference, Styles } from './style';

/** What columns and rows have in common. */
export interface LayoutBase {
  /** Whether they are not shown. Default false. */
  hidden?: boolean;
  /** Rows or columns of one level above their neighbours' fold away together: 1 to 7. Default 0. */
  level?: number;
  /** Whether their group is folded away, so that they are not shown; needs a `level`. Default false. */
  collapsed?: boolean;
}

/** Some columns of a sheet. */
export interface ColumnLayout extends LayoutBase {
  /** Which: `'B'`, `'B:D'`, or an index from 0. */
  columns: string | number;
  /** In characters, 0 to 255. Default: what fits the data, or 8.43. */
  width?: number;
  /** Of all their cells, also empty ones, under all other styles. */
  style?: StyleReference;
}

/** Some rows of a sheet. */
export interface RowLayout extends LayoutBase {
  /** Which: `'3'`, `'3:5'` as Excel counts them, or an index from 0. */
  rows: string | number;
  /** In points, 0 to 409. Default: what fits the text. */
  height?: number;
}

/** Columns, checked. */
export interface CheckedColumns {
  readonly first: number;
  readonly last: number;
  readonly width: number | null;
  readonly hidden: boolean;
  readonly level: number;
  readonly collapsed: boolean;
  readonly style: PartialStyle | undefined;
}

/** Reads a {@link ColumnLayout}. */
export function checkColumnLayout(value: unknown, path: string, styles: Styles): CheckedColumns {
  const fields = record(value, path).only(['columns', 'width', 'style', 'hidden', 'level', 'collapsed']);
  const [first, last] = fields.get('columns', columnSpan);
  return {
    first,
    last,
    width: fields.optional('width', null, number, 0, 255),
    ...foldOf(fields, last, MAX_COLUMNS),
    style: fields.optional('style', undefined, styles.check),
  };
}

/** Reads a {@link RowLayout}. */
export function checkRowLayout(value: unknown, path: string): RowLayoutMessage {
  const fields = record(value, path).only(['rows', 'height', 'hidden', 'level', 'collapsed']);
  const [first, last] = fields.get('rows', rowSpan);
  return {
    first,
    last,
    height: fields.optional('height', null, number, 0, 409),
    ...foldOf(fields, last, SHEET_ROWS),
  };
}

function foldOf(fields: Fields, last: number, end: number): { hidden: boolean; level: number; collapsed: boolean } {
  const level = fields.optional('level', 0, integer, 0, 7);
  const collapsed = fields.optional('collapsed', false, boolean);
  // What is after a group bears its button.
  if (collapsed && (level === 0 || last === end - 1)) {
    invalid(fields.path('collapsed'), 'left out but for a level, and not at the end of the sheet', collapsed);
  }
  return { hidden: fields.optional('hidden', false, boolean) || collapsed, level, collapsed };
}

/** In order; refuses what is laid out twice. */
export function inOrder<T extends { first: number; last: number }>(list: readonly T[], path: string): T[] {
  const paths = list.map((_, index) => `${path}[${index}]`);
  apartFrom(
    list.map(({ first, last }) => [first, 0, last, 0]),
    paths,
  );
  return [...list].sort((a, b) => a.first - b.first);
}

/** A sheet's columns as a backend wants them, with the widths that were found: in order, neighbours that are alike in one. */
export function columnMessages(
  columns: readonly CheckedColumns[],
  widths: ReadonlyMap<number, number>,
  styles: Styles,
): ColumnLayoutMessage[] {
  const messages: ColumnLayoutMessage[] = [];
  const last = Math.max(-1, ...columns.map((column) => column.last), ...widths.keys());
  let [at, before] = [0, ''];
  for (let index = 0; index <= last; index++) {
    while ((columns[at]?.last ?? Number.POSITIVE_INFINITY) < index) at++;
    const own = (columns[at]?.first ?? Number.POSITIVE_INFINITY) <= index ? columns[at] : undefined;
    const width = own?.width ?? widths.get(index) ?? null;
    const { hidden = false, level = 0, collapsed = false } = own ?? {};
    const style = own?.style === undefined ? null : styles.number(own.style);
    const look = { width, hidden, level, collapsed, style };
    const key = own === undefined && width === null ? '' : JSON.stringify(look);
    const previous = messages.at(-1);
    if (key !== '' && key === before && previous) previous.last = index;
    else if (key !== '') messages.push({ first: index, last: index, ...look });
    before = key;
  }
  return messages;
}
