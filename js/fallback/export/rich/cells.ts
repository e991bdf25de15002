/** The rows of a sheet: its data, what stands over them, and styled cells without a value. */
import type {
  DataMessage,
  RichCellMessage,
  RichMessage,
  RichSheetMessage,
  RichValueMessage,
} from '../../../contract/rich';
import { beginsLikeFormula } from '../../../export/formula-injection';
import { columnLetters } from '../../../export/xlsx/rich/address';
import { content, plain, xstring } from '../../../export/xlsx/xml';
import type { Batch } from './batch';
import { styleNumber } from './styles';
import { totalCells } from './table';

/** A cell that is not, or not only, what the data say. */
interface Over {
  readonly style: number;
  /** Undefined where it is what the data say. */
  readonly value: RichValueMessage | undefined;
}

/** UTF-16 units of XML in a piece: a few milliseconds' work. */
const PIECE = 256 * 1024;

/** The content of `sheetData` in pieces, each with the number of the data's rows that are done. */
export function* rowsXml(
  message: RichMessage,
  sheet: RichSheetMessage,
  cells: readonly RichCellMessage[],
  batches: readonly Batch[],
): Generator<{ xml: string; done: number }> {
  const over = overlay(sheet, cells);
  const attributes = rowAttributes(sheet);
  const { data } = sheet;
  const total = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const [first, last] = data === null ? [0, -1] : [data.row, data.row + total];
  const others = [...new Set([...over.keys(), ...attributes.keys()])].sort((a, b) => a - b);
  let xml = '';
  let done = 0;
  const row = (index: number, values: string[]) => {
    xml += `<row r="${index + 1}"${attributes.get(index) ?? ''}>${values.join('')}</row>`;
    return xml.length >= PIECE;
  };
  const bare = (index: number) => row(index, overCells(over.get(index), index));
  for (const index of others.filter((at) => at < first || data === null)) {
    if (bare(index)) {
      yield { xml, done };
      xml = '';
    }
  }
  if (data !== null) {
    row(first, headerCells(data, over.get(first), message.escapeFormulas));
    const writers = data.columns.map((column, at) => new ColumnXml(column, data.column + at, message.escapeFormulas));
    for (const batch of batches) {
      const columns = batch.cells(data.columns);
      for (let at = 0; at < batch.rows; at++) {
        done++;
        const index = first + done;
        const own = over.get(index);
        const values = columns.map((column) => column[at] as number | string);
        const isFull = row(
          index,
          own === undefined ? plainCells(writers, values, index) : mixedCells(writers, values, index, own),
        );
        if (!isFull) continue;
        yield { xml, done };
        xml = '';
      }
    }
    for (const index of others.filter((at) => at > last)) {
      if (bare(index)) {
        yield { xml, done };
        xml = '';
      }
    }
  }
  yield { xml, done };
}

/** By row, then by column; the later over the earlier. */
function overlay(sheet: RichSheetMessage, cells: readonly RichCellMessage[]): Map<number, Map<number, Over>> {
  const rows = new Map<number, Map<number, Over>>();
  const put = (row: number, column: number, own: Over) => {
    const known = rows.get(row);
    if (known === undefined) rows.set(row, new Map([[column, own]]));
    else known.set(column, own);
  };
  for (const { range, style } of sheet.merges) {
    const [first, left, last, right] = range;
    for (let row = first; row <= last; row++) {
      for (let column = left; column <= right; column++) put(row, column, { style, value: undefined });
    }
  }
  for (const { column, first, last, style } of sheet.areas) {
    for (let row = first; row <= last; row++) put(row, column, { style, value: undefined });
  }
  for (const { row, column, style, value } of sheet.tables.flatMap(totalCells)) put(row, column, { style, value });
  for (const { row, column, style, keep, value } of cells) put(row, column, { style, value: keep ? undefined : value });
  return rows;
}

/** What the layout says of rows. */
function rowAttributes({ rows }: RichSheetMessage): Map<number, string> {
  const attributes = new Map<number, string>();
  const add = (row: number, xml: string) => attributes.set(row, (attributes.get(row) ?? '') + xml);
  for (const { first, last, height, hidden, level, collapsed } of rows) {
    const own =
      (height === null ? '' : ` ht="${height}" customHeight="1"`) +
      (hidden ? ' hidden="1"' : '') +
      (level > 0 ? ` outlineLevel="${level}"` : '');
    for (let row = first; row <= last; row++) add(row, own);
    if (collapsed) add(last + 1, ' collapsed="1"');
  }
  return attributes;
}

const overCells = (own: Map<number, Over> | undefined, row: number): string[] =>
  [...(own ?? [])]
    .sort(([a], [b]) => a - b)
    .map(([column, { style, value }]) => valueXml(reference(row, column), styleNumber(style, false), value ?? null));

const reference = (row: number, column: number): string => `${columnLetters(column)}${row + 1}`;

function headerCells(data: DataMessage, own: Map<number, Over> | undefined, escapes: boolean): string[] {
  const writers = data.columns.map(
    ({ headerStyle }, at) => new ColumnXml({ kind: 'text', scale: 0, style: headerStyle }, data.column + at, escapes),
  );
  const texts = data.columns.map(({ header }) => header);
  return own === undefined ? plainCells(writers, texts, data.row) : mixedCells(writers, texts, data.row, own);
}

const plainCells = (writers: readonly ColumnXml[], values: readonly (number | string)[], row: number): string[] =>
  writers.map((writer, at) => writer.cell(values[at] as number | string, row, writer.style));

/** The data's cells with those that stand over them, in order. */
function mixedCells(
  writers: readonly ColumnXml[],
  values: readonly (number | string)[],
  row: number,
  over: ReadonlyMap<number, Over>,
): string[] {
  const cells = new Map<number, string>();
  for (const [at, writer] of writers.entries()) {
    cells.set(
      writer.column,
      writer.cell(values[at] as number | string, row, over.get(writer.column)?.style ?? writer.style),
    );
  }
  for (const [column, { style, value }] of over) {
    const isData = value === undefined && (cells.get(column) ?? '') !== '';
    if (!isData) cells.set(column, valueXml(reference(row, column), styleNumber(style, false), value ?? null));
  }
  return [...cells].sort(([a], [b]) => a - b).map(([, xml]) => xml);
}

/** Writes the cells of a column of the data. */
class ColumnXml {
  readonly column: number;
  readonly style: number;
  readonly #letters: string;
  readonly #kind: DataMessage['columns'][number]['kind'];
  readonly #scale: number;
  readonly #escapes: boolean;

  constructor(
    { kind, scale, style }: Pick<DataMessage['columns'][number], 'kind' | 'scale' | 'style'>,
    column: number,
    escapes: boolean,
  ) {
    this.column = column;
    this.style = style;
    this.#letters = columnLetters(column);
    this.#kind = kind;
    this.#scale = scale;
    this.#escapes = escapes;
  }

  /** Nothing for an empty cell. */
  cell(value: number | string, row: number, style: number): string {
    if (value === '' || Number.isNaN(value)) return '';
    const at = `${this.#letters}${row + 1}`;
    if (typeof value === 'string') {
      return valueXml(at, styleNumber(style, this.#escapes && beginsLikeFormula(value)), value);
    }
    const number = styleNumber(style, false);
    if (this.#kind === 'boolean') return valueXml(at, number, value !== 0);
    return `<c r="${at}"${styleXml(number)}><v>${value / 10 ** this.#scale}</v></c>`;
  }
}

const styleXml = (number: number): string => (number === 0 ? '' : ` s="${number}"`);

function valueXml(at: string, style: number, value: RichValueMessage): string {
  const start = `<c r="${at}"${styleXml(style)}`;
  if (value === null) return `${start}/>`;
  switch (typeof value) {
    case 'number':
      return `${start}><v>${value}</v></c>`;
    case 'boolean':
      return `${start} t="b"><v>${Number(value)}</v></c>`;
    case 'string':
      return `${start} t="inlineStr">${inline(value)}</c>`;
    default: {
      const [type, result] = resultOf(value.result);
      return `${start}${type}><f>${plain(value.formula)}</f><v>${plain(xstring(result))}</v></c>`;
    }
  }
}

const ERRORS = ['#DIV/0!', '#N/A', '#NAME?', '#NULL!', '#NUM!', '#REF!', '#VALUE!'];

/** A formula's result and its type: texts are what they read as, as the native writer has it. */
function resultOf(result: number | string | boolean): [type: string, text: string] {
  if (typeof result === 'number') return ['', String(result)];
  if (typeof result === 'boolean') return [' t="b"', String(Number(result))];
  if (result === 'TRUE' || result === 'FALSE') return [' t="b"', result === 'TRUE' ? '1' : '0'];
  if (ERRORS.includes(result)) return [' t="e"', result];
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(result) ? ['', result] : [' t="str"', result];
}

function inline(text: string): string {
  const space = /^[ \t\n]|[ \t\n]$/.test(text) ? ' xml:space="preserve"' : '';
  return `<is><t${space}>${content(text)}</t></is>`;
}
