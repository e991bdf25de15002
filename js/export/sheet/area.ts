/** Where cells are: `B7` is row 6 and column 1, counted from 0. */
import { invalid, text } from '../../validate';

/** Rows and columns of a sheet, as Excel has them since 2007. */
export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;

/** A rectangle of cells, its last row and column included. */
export interface Area {
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

/** Every cell of a sheet. */
export const EVERYWHERE: Area = { firstRow: 0, firstColumn: 0, lastRow: MAX_ROWS - 1, lastColumn: MAX_COLUMNS - 1 };

const CORNER = String.raw`\$?([A-Z]{1,3})?\$?([1-9]\d{0,6})?`;
const AREA = new RegExp(`^${CORNER}(?::${CORNER})?$`, 'i');
const MUST = 'an area such as B2:F100, B:F or 2:100 within A1:XFD1048576';

/** An area as Excel writes it: `B2:F100`, whole columns `B:F`, whole rows `2:100`, from a cell on `B2:F`. */
export function areaOf(value: unknown, path: string): Area {
  const match = AREA.exec(text(value, path, 40));
  const [, column, row, endColumn, endRow] = match ?? [];
  const hasEnd = endColumn !== undefined || endRow !== undefined;
  const isWritten =
    column === undefined
      ? row !== undefined && endRow !== undefined && endColumn === undefined
      : row === undefined
        ? endColumn !== undefined && endRow === undefined
        : !hasEnd || endColumn !== undefined;
  if (!match || !isWritten) invalid(path, MUST, value);
  const area: Area = {
    firstRow: row === undefined ? 0 : Number(row) - 1,
    firstColumn: column === undefined ? 0 : columnOf(column),
    lastRow: rowEnd(hasEnd ? endRow : row),
    lastColumn: columnEnd(hasEnd ? endColumn : column),
  };
  const fits = area.firstRow <= area.lastRow && area.firstColumn <= area.lastColumn;
  if (!fits || area.lastRow >= MAX_ROWS || area.lastColumn >= MAX_COLUMNS) invalid(path, MUST, value);
  return area;
}

const rowEnd = (row: string | undefined): number => (row === undefined ? MAX_ROWS : Number(row)) - 1;
const columnEnd = (column: string | undefined): number => (column === undefined ? MAX_COLUMNS - 1 : columnOf(column));

function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** The letters of a column, from 0: `A`, `Z`, `AA`. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** A cell as Excel writes it. */
export const address = (row: number, column: number): string => `${columnLetters(column)}${row + 1}`;
