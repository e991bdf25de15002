/** What stands around the rows of a worksheet (ECMA-376 part 1, 18.3.1.99, `CT_Worksheet`). */
import { beginsLikeFormula } from '../../formula-injection';
import { content, DECLARATION, element, MAIN } from '../xml';
import type { Styles } from './styles';

/** A worksheet about to be written. */
export interface Worksheet {
  readonly columns: readonly WorksheetColumn[];
  readonly freezeHeader: boolean;
  readonly autoFilter: boolean;
  /** The one that is open when the file is. */
  readonly isFirst: boolean;
}

/** What stands above the cells of a column and what they look like. */
export interface WorksheetColumn {
  readonly header: string;
  /** An Excel number format; empty for General. */
  readonly format: string;
  /** In characters. */
  readonly width: number;
}

/** Everything to the end of the header's row, in parts of a column at most. */
export function* head(
  { columns, freezeHeader, isFirst }: Worksheet,
  styles: Styles,
  escapeFormulas: boolean,
): Generator<string> {
  const frozen = [
    element('pane', { ySplit: 1, topLeftCell: 'A2', activePane: 'bottomLeft', state: 'frozen' }),
    element('selection', { pane: 'bottomLeft' }),
  ];
  const view = { tabSelected: isFirst ? 1 : undefined, workbookViewId: 0 };
  yield `${DECLARATION}<worksheet xmlns="${MAIN}">`;
  yield element('sheetViews', {}, element('sheetView', view, freezeHeader ? frozen.join('') : ''));
  yield `${element('sheetFormatPr', { defaultRowHeight: 15 })}<cols>`;
  for (const [at, { format, width }] of columns.entries()) {
    const style = styles.cell(format, false);
    yield element('col', { min: at + 1, max: at + 1, width: fileWidth(width), style, customWidth: 1 });
  }
  yield '</cols><sheetData><row r="1">';
  for (const [at, { header }] of columns.entries()) {
    const style = styles.header(escapeFormulas && beginsLikeFormula(header));
    yield `<c r="${columnLetters(at)}1" s="${style}" t="inlineStr">${inline(header)}</c>`;
  }
  yield '</row>';
}

/** Everything after the last of `rows` rows under the header. */
export function tail({ columns, autoFilter }: Worksheet, rows: number): string {
  const ref = `A1:${columnLetters(columns.length - 1)}${rows + 1}`;
  return `</sheetData>${autoFilter ? element('autoFilter', { ref }) : ''}</worksheet>`;
}

/** A column's name: A, B, ..., Z, AA, ... */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** A text in its cell. */
export function inline(text: string): string {
  const space = /^[ \t\n]|[ \t\n]$/.test(text) ? ' xml:space="preserve"' : '';
  return `<is><t${space}>${content(text)}</t></is>`;
}

/** Characters of Calibri 11 as the file counts them: digits of 7 pixels, 5 pixels of padding, in 256ths (18.3.1.13). */
const fileWidth = (characters: number): number => Math.trunc(((characters * 7 + 5) / 7) * 256) / 256;
