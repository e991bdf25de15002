/** Formulas that cells share (ECMA-376 part 1, 18.3.1.40): the references of the first one, moved to another cell. */
import { columnLetters, MAX_COLUMNS, MAX_ROWS } from './area';

/** Texts, quoted names, structured references; cells, columns, rows; other names and numbers. */
const TOKENS = new RegExp(
  [
    String.raw`"(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\]`,
    String.raw`(?<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})(?![\w.(!])`,
    String.raw`(?<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!])`,
    String.raw`(?<rows>\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\w.(!])`,
    String.raw`[\w.\\]+`,
  ].join('|'),
  'g',
);
const REFERENCE = /(\$?)([A-Za-z]{1,3}(?![A-Za-z]))|(\$?)([1-9]\d{0,6})/g;

/** A formula as it stands `offset` further: so many rows times 16,384, plus so many columns. */
export function shifted(formula: string, offset: number): string {
  const rows = Math.round(offset / MAX_COLUMNS);
  const columns = offset - rows * MAX_COLUMNS;
  return formula.replace(TOKENS, (token: string, ...rest: unknown[]) => {
    const { cell, columns: whole, rows: wholeRows } = rest.at(-1) as Record<string, string | undefined>;
    return (cell ?? whole ?? wholeRows) === undefined ? token : moved(token, rows, columns);
  });
}

function moved(reference: string, rows: number, columns: number): string {
  let isOff = false;
  const at = reference.replace(REFERENCE, (same, fixedColumn, letters, fixedRow, digits) => {
    if (fixedColumn === '$' || fixedRow === '$') return same;
    const place = letters === undefined ? Number(digits) - 1 + rows : columnPlace(letters) + columns;
    if (place < 0 || place >= (letters === undefined ? MAX_ROWS : MAX_COLUMNS)) isOff = true;
    return letters === undefined ? String(place + 1) : columnLetters(Math.max(0, place));
  });
  return isOff ? '#REF!' : at;
}

const columnPlace = (letters: string): number =>
  [...letters.toUpperCase()].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
