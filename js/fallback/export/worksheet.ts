/** A sheet's XML, in pieces. */
import type { ColumnMessage, SheetMessage } from '../../contract/export';
import { columnLetters, MAIN, type Styles } from './parts';
import type { Batch } from './table';
import { content, DECLARATION, element } from './xml';

/** A sheet about to be written. */
export interface Worksheet {
  readonly sheet: SheetMessage;
  readonly rows: number;
  /** The one that is open when the file is. */
  readonly isFirst: boolean;
  readonly styles: Styles;
  readonly escapeFormulas: boolean;
}

/** UTF-16 units of XML in a piece: a few milliseconds' work. */
const PIECE = 256 * 1024;

/** The sheet's XML in pieces, each with the number of rows that are done. */
export function* pieces(worksheet: Worksheet, batches: Batch[]): Generator<{ xml: string; done: number }> {
  let xml = '';
  let done = 0;
  for (const part of head(worksheet)) {
    xml += part;
    if (xml.length < PIECE) continue;
    yield { xml, done };
    xml = '';
  }
  const columns = worksheet.sheet.columns.map((column, i) => columnXml(column, i, worksheet));
  for (const batch of batches) {
    const cells = batch.cells(worksheet.sheet.columns);
    for (let row = 0; row < batch.rows; row++) {
      const number = done + 2;
      xml += `<row r="${number}">`;
      for (let i = 0; i < columns.length; i++) {
        xml += cell(columns[i] as ColumnXml, cells[i]?.[row] as number | string, number);
        // Looked at after each cell, not each row: one row can hold more than a string can.
        if (xml.length < PIECE) continue;
        yield { xml, done };
        xml = '';
      }
      xml += '</row>';
      done++;
    }
  }
  yield { xml: xml + tail(worksheet), done };
}

/** Everything to the end of the header's row, in the order of `CT_Worksheet`, in parts of a column at most. */
function* head({ sheet, rows, isFirst, styles, escapeFormulas }: Worksheet): Generator<string> {
  const { columns, freezeHeader } = sheet;
  const frozen = [
    element('pane', { ySplit: 1, topLeftCell: 'A2', activePane: 'bottomLeft', state: 'frozen' }),
    element('selection', { pane: 'bottomLeft' }),
  ];
  const view = { tabSelected: isFirst ? 1 : undefined, workbookViewId: 0 };
  yield `${DECLARATION}<worksheet xmlns="${MAIN}">`;
  yield element('dimension', { ref: range(sheet, rows) });
  yield element('sheetViews', {}, element('sheetView', view, freezeHeader ? frozen.join('') : ''));
  yield `${element('sheetFormatPr', { defaultRowHeight: 15 })}<cols>`;
  for (const [i, { format, width }] of columns.entries()) {
    const style = styles.cell(format, false);
    yield element('col', { min: i + 1, max: i + 1, width: fileWidth(width), style, customWidth: 1 });
  }
  yield '</cols><sheetData><row r="1">';
  for (const [i, { header }] of columns.entries()) {
    const style = styles.header(escapeFormulas && beginsLikeFormula(header));
    yield `<c r="${columnLetters(i)}1" s="${style}" t="inlineStr">${inline(header)}</c>`;
  }
  yield '</row>';
}

/** What the cells of a column have in common. */
interface ColumnXml {
  readonly letters: string;
  /** The attributes of a cell, and of a text cell that begins like a formula. */
  readonly plain: string;
  readonly quoted: string;
  readonly digits: (value: number) => string;
}

function columnXml(column: ColumnMessage, index: number, { styles, escapeFormulas }: Worksheet): ColumnXml {
  const { format, kind, scale } = column;
  const attributes = (quoted: boolean) => {
    const style = styles.cell(format, quoted);
    return `${style === 0 ? '' : ` s="${style}"`}${TYPES[kind]}`;
  };
  return {
    letters: columnLetters(index),
    plain: attributes(false),
    quoted: attributes(escapeFormulas),
    digits: kind === 'decimal' ? (value) => decimal(value, scale) : String,
  };
}

const TYPES = { number: '', decimal: '', boolean: ' t="b"', text: ' t="inlineStr"' };

function cell({ letters, plain, quoted, digits }: ColumnXml, value: number | string, row: number): string {
  if (value === '' || Number.isNaN(value)) return '';
  return typeof value === 'number'
    ? `<c r="${letters}${row}"${plain}><v>${digits(value)}</v></c>`
    : `<c r="${letters}${row}"${beginsLikeFormula(value) ? quoted : plain}>${inline(value)}</c>`;
}

/** Everything after the last row. */
function tail({ sheet, rows }: Worksheet): string {
  const filter = sheet.autoFilter ? element('autoFilter', { ref: range(sheet, rows) }) : '';
  return `</sheetData>${filter}</worksheet>`;
}

const range = ({ columns }: SheetMessage, rows: number): string => `A1:${columnLetters(columns.length - 1)}${rows + 1}`;

function inline(text: string): string {
  const space = /^[ \t\n]|[ \t\n]$/.test(text) ? ' xml:space="preserve"' : '';
  return `<is><t${space}>${content(text)}</t></is>`;
}

/** Whether a spreadsheet could take the text for a formula: OWASP's list for CSV injection, NUL and full-width too. */
const beginsLikeFormula = (text: string): boolean => /^[=+\-@\t\r\n\0＝＋－＠]/.test(text);

/** An integer with its last `scale` digits behind the point. */
function decimal(scaled: number, scale: number): string {
  const digits = String(Math.abs(scaled)).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${scaled < 0 ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
}

/** Characters of Calibri 11 as the file counts them: digits of 7 pixels, 5 pixels of padding, in 256ths. */
const fileWidth = (characters: number): number => Math.trunc(((characters * 7 + 5) / 7) * 256) / 256;
