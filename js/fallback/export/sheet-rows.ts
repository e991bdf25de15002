/** Rows of workbooks. The XML is our own here too: the maintained libraries write decimals through floats. */
import type { Job as BackendJob } from '../../contract';
import type { ColumnsMessage, FieldMessage } from '../../contract/columns';
import type { SheetRows as BackendSheetRows, RunMessage, StyleMessage } from '../../contract/xlsx';
import { packedHere } from '../../export/archive/zip/small';
import { beginsLikeFormula } from '../../export/formula-injection';
import type { Column } from '../../export/table/column';
import { tableOfColumns } from '../../export/table/crossing';
import { columnLetters, inline } from '../../export/xlsx/bulk/worksheet';
import { crc32 } from '../crc32';
import { enqueue, type Job } from '../queue';
import { cellReader } from './sheet-cell';

const LEVEL = 3;
/** UTF-16 units of XML that are deflated at a time: a few milliseconds' work. */
const PIECE = 128 * 1024;

/** See {@link BackendSheetRows}. */
export class SheetRows implements BackendSheetRows {
  readonly #fields: readonly FieldMessage[];
  readonly #columns: readonly ColumnXml[];

  constructor(fields: FieldMessage[], styles: StyleMessage[]) {
    this.#fields = fields;
    this.#columns = styles.map(({ plain, quoted }, at) => {
      const isBoolean = fields[at]?.type === 'boolean';
      const attribute = (style: number) => (style === 0 ? '' : ` s="${style}"`);
      return {
        open: `<c r="${columnLetters(at)}`,
        plain: `"${attribute(plain)}${isBoolean ? ' t="b"' : ''}>`,
        text: `"${attribute(plain)} t="inlineStr">`,
        quoted: `"${attribute(quoted)} t="inlineStr">`,
      };
    });
  }

  write(first: number, rows: ColumnsMessage[], job: BackendJob): Promise<RunMessage> {
    return enqueue(job, (running) => this.#write(first, rows, running));
  }

  /** The rows as XML, without a turn of the event loop: for few. */
  xml(first: number, rows: ColumnsMessage[]): string {
    return [...this.#pieces(first, rows)].join('');
  }

  async #write(first: number, messages: ColumnsMessage[], job: Job): Promise<RunMessage> {
    await job.pause();
    const run = new Run();
    for (const xml of this.#pieces(first, messages)) {
      run.add(xml);
      await job.pause();
    }
    return run.finish();
  }

  /** The rows as XML, in pieces. */
  *#pieces(first: number, messages: ColumnsMessage[]): Generator<string> {
    let xml = '';
    let before = 0;
    for (const message of messages) {
      const { length, columns } = tableOfColumns(this.#fields, message);
      const cells = columns.map((column, at) => cellReader(column as Column, at, before));
      for (let row = 0; row < length; row++) {
        const number = first + before + row;
        xml += `<row r="${number}">`;
        for (let at = 0; at < cells.length; at++) {
          xml += cellXml(this.#columns[at] as ColumnXml, (cells[at] as CellReader)(row), number);
          // Looked at after each cell, not each row: one row can hold more than a string can.
          if (xml.length < PIECE) continue;
          yield xml;
          xml = '';
        }
        xml += '</row>';
      }
      before += length;
    }
    if (xml !== '') yield xml;
  }
}

type CellReader = ReturnType<typeof cellReader>;

/** What the cells of a column have in common. */
interface ColumnXml {
  readonly open: string;
  /** The rest of a number's attributes, of a text's, and of a text's that begins like a formula. */
  readonly plain: string;
  readonly text: string;
  readonly quoted: string;
}

function cellXml({ open, plain, text, quoted }: ColumnXml, cell: ReturnType<CellReader>, row: number): string {
  if (cell === undefined) return '';
  if ('digits' in cell) return `${open}${row}${plain}<v>${cell.digits}</v></c>`;
  return `${open}${row}${beginsLikeFormula(cell.text) ? quoted : text}${inline(cell.text)}</c>`;
}

/** XML on its way through deflate. */
class Run {
  #crc = 0;
  #size = 0;
  readonly #data: Uint8Array[] = [];

  add(xml: string): void {
    const content = Buffer.from(xml);
    this.#crc = crc32(content, this.#crc);
    this.#size += content.length;
    // By itself, so that the work comes in pieces; without an end, so that others can follow.
    this.#data.push(packedHere(content, LEVEL, true));
  }

  finish(): RunMessage {
    return { data: Buffer.concat(this.#data), crc: this.#crc, size: this.#size };
  }
}
