/** Rows of workbooks. The XML is our own here too: the maintained libraries write decimals through floats. */
import { constants, deflateRawSync } from 'node:zlib';
import type { Job as BackendJob } from '../../contract';
import type { ColumnsMessage, FieldMessage } from '../../contract/columns';
import type { SheetRows as BackendSheetRows, RunMessage, StyleMessage } from '../../contract/xlsx';
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

  async #write(first: number, messages: ColumnsMessage[], job: Job): Promise<RunMessage> {
    await job.pause();
    const run = new Run();
    let before = 0;
    for (const message of messages) {
      const { length, columns } = tableOfColumns(this.#fields, message);
      const cells = columns.map((column, at) => cellReader(column as Column, at, before));
      for (let row = 0; row < length; row++) {
        const number = first + before + row;
        run.xml += `<row r="${number}">`;
        for (let at = 0; at < cells.length; at++) {
          run.xml += cellXml(this.#columns[at] as ColumnXml, (cells[at] as CellReader)(row), number);
          // Looked at after each cell, not each row: one row can hold more than a string can.
          if (run.xml.length < PIECE) continue;
          run.flush();
          await job.pause();
        }
        run.xml += '</row>';
      }
      before += length;
    }
    return run.finish();
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
  xml = '';
  #crc = 0;
  #size = 0;
  readonly #data: Buffer[] = [];

  flush(): void {
    const content = Buffer.from(this.xml);
    this.xml = '';
    this.#crc = crc32(content, this.#crc);
    this.#size += content.length;
    // By itself, so that the work comes in pieces; without an end, so that others can follow.
    this.#data.push(deflateRawSync(content, { level: LEVEL, finishFlush: constants.Z_SYNC_FLUSH }));
  }

  finish(): RunMessage {
    if (this.xml !== '') this.flush();
    return { data: Buffer.concat(this.#data), crc: this.#crc, size: this.#size };
  }
}
