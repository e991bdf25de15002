/** Where cells are, as files write it. */
import { address, columnLetters, MAX_COLUMNS, MAX_ROWS } from '../../../export/sheet/area';
import type { MergedArea } from './merge';
import { digits } from './xml';

/** The row and column of an address such as `B7`, from 0. */
export function cellOf(text: string): { row: number; column: number } | undefined {
  let column = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const letter = (text.charCodeAt(at) & ~32) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  const row = digits(text.slice(at)) ?? 0;
  const isOne = at >= 1 && at <= 3 && column <= MAX_COLUMNS && row >= 1 && row <= MAX_ROWS;
  return isOne ? { row: row - 1, column: column - 1 } : undefined;
}

/** An area such as `A1:C3` or `B7`. */
export function areaOf(text: string | undefined): MergedArea | undefined {
  const [from = '', to = from, ...rest] = (text ?? '').split(':');
  const [first, last] = [cellOf(from), cellOf(to)];
  if (!first || !last || rest.length > 0 || first.row > last.row || first.column > last.column) return undefined;
  return { firstRow: first.row, firstColumn: first.column, lastRow: last.row, lastColumn: last.column };
}

export function areaText({ firstRow, firstColumn, lastRow, lastColumn }: MergedArea): string {
  const first = address(firstRow, firstColumn);
  const isOne = firstRow === lastRow && firstColumn === lastColumn;
  return isOne ? first : `${first}:${columnLetters(lastColumn)}${lastRow + 1}`;
}
