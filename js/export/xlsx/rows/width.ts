/** The width of columns whose caller left it to us. */
import { type Column, cellOf } from '../../table/column';
import { readSafe, wordsOf } from '../../table/words';
import type { SheetColumn } from '../column';
import { defaultWidth } from '../excel';
import type { Group } from './groups';

/** Cells that are looked at: enough to see what is usual, in well under a millisecond. */
const SEEN_CELLS = 2_000;

/** The widths that columns have in the file, by their headers, formats and first rows. */
export function widthsOf(columns: readonly SheetColumn[], { tables }: Group): number[] {
  let rows = Math.max(1, Math.floor(SEEN_CELLS / columns.length));
  const seen = tables.map((table) => {
    const slice = table.slice(0, rows);
    rows -= slice.length;
    return slice;
  });
  return columns.map((column, at) => {
    const { header, format, width } = column;
    if (width !== undefined) return width;
    const cells = seen.map(({ columns }) => columns[at] as Column);
    return defaultWidth(header, format, column.type === 'string' ? longestText(cells) : longestNumber(column, cells));
  });
}

function longestText(columns: readonly Column[]): number {
  let most = 0;
  for (const column of columns) {
    for (let row = 0; row < column.length; row++) {
      most = Math.max(most, (cellOf(column, row) as string | null)?.length ?? 0);
    }
  }
  return most;
}

/** How long the longest number is, with sign, point and separators of thousands; 0 where that says nothing. */
function longestNumber({ type, scale }: SheetColumn, columns: readonly Column[]): number {
  // The width of a date is its format's.
  if (type === 'date' || type === 'timestamp' || type === 'boolean') return 0;
  let [most, rows] = [0, 0];
  for (const column of columns) {
    const { values, length } = column;
    const words = values instanceof BigInt64Array ? wordsOf(values) : undefined;
    for (let row = 0; row < length; row++) {
      const value = words ? readSafe(words, row) : (values[row] as number);
      if (cellOf(column, row) !== null && Number.isFinite(value)) most = Math.max(most, Math.abs(value));
    }
    rows += length;
  }
  if (rows === 0) return 0;
  // A float's further decimals can be rounded.
  const decimals = type === 'float64' ? 2 : scale;
  const digits = Math.floor(Math.log10(Math.max(1, most / 10 ** scale))) + 1;
  return digits + Math.floor(digits / 3) + decimals + 2;
}
