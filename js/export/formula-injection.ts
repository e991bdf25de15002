/** Texts that a spreadsheet would run as formulas: formula injection (CWE-1236). */

/**
 * Whether a spreadsheet could take the text for a formula: OWASP's list for CSV injection, with what it might leave out before
 * a sign, and the full-width forms, which Excel takes for the others in some languages.
 */
export const beginsLikeFormula = (text: string): boolean => /^[=+\-@＝＋－＠\t\r\n\0]/.test(text);

/**
 * The text with an apostrophe before everything in it that could begin a cell of a CSV file and a formula.
 *
 * A spreadsheet may split the file at another character than it was written with, such as Excel at the list separator of its
 * language. A quote within a cell quotes nothing then, and a line break ends a row; a pair of quotes at a cell's beginning is empty.
 */
export function withoutFormulas(text: string): string {
  const escaped = text.replace(/[,;\t|\r\n]["\0]*(?=[=+\-@＝＋－＠])/g, "$&'");
  return beginsLikeFormula(text) ? `'${escaped}` : escaped;
}
