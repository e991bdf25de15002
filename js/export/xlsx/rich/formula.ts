/** Formulas: only where a caller says that a text is one. */
import { boolean, invalid, number, record, text } from '../../../validate';
import { MAX_CELL } from '../excel';

/** A formula, and what it gives: no one calculates it before the file is opened in a spreadsheet. */
export interface FormulaValue {
  /**
   * In Excel's own (English) notation, with or without a leading `=`, at most 8,192 characters. Functions of Excel 2010
   * and later have the prefix `_xlfn.`, as files have it.
   */
  formula: string;
  /**
   * What readers that do not calculate show, and Excel until it recalculates. A text that reads as a number, or `TRUE`
   * or `FALSE`, is kept as what it reads as.
   */
  result: number | string | boolean;
}

/** UTF-16 units of a formula. */
const MAX_FORMULA = 8_192;

/** A formula without its `=`. */
export function formulaText(value: unknown, path: string): string {
  const formula = text(value, path, MAX_FORMULA).replace(/^=/, '');
  // Outside of texts and sheets' names, `|` stands in DDE links alone, which start programs.
  const bare = formula.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, '0');
  if (formula.trim() === '' || /[\p{Cc}\ufffe\uffff]/u.test(formula) || /["'|]/.test(bare) || !isBalanced(bare)) {
    invalid(path, 'a formula whose quotes and brackets are closed, without DDE links or control characters', formula);
  }
  return formula;
}

function isBalanced(formula: string): boolean {
  const open: string[] = [];
  for (const [sign] of formula.matchAll(/[(){}]/g)) {
    if (sign === '(' || sign === '{') open.push(sign);
    else if (open.pop() !== (sign === ')' ? '(' : '{')) return false;
  }
  return open.length === 0;
}

/** Reads a {@link FormulaValue}. */
export function formulaValue(value: unknown, path: string): { formula: string; result: number | string | boolean } {
  const fields = record(value, path).only(['formula', 'result']);
  return { formula: fields.get('formula', formulaText), result: fields.get('result', resultOf) };
}

function resultOf(value: unknown, path: string): number | string | boolean {
  if (typeof value === 'string') return cellText(value, path);
  if (typeof value === 'boolean') return boolean(value, path);
  if (typeof value === 'number') return number(value, path, -Number.MAX_VALUE, Number.MAX_VALUE);
  return invalid(path, 'a finite number, a string, true or false', value);
}

/** Text as a cell can hold it. */
export function cellText(value: unknown, path: string): string {
  return text(value, path, MAX_CELL);
}
