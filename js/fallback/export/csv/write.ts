/** Rows as CSV, made on the event loop. */
import type { Job } from '../../../contract';
import type { ColumnsMessage } from '../../../contract/columns';
import type { CsvBackend, CsvWriting, CsvWritten } from '../../../contract/csv';
import { dayText } from '../../../export/calendar';
import { windows1252 } from '../../../export/csv/encoding';
import { withoutFormulas } from '../../../export/formula-injection';
import { type Column, cellOf } from '../../../export/table/column';
import type { Field } from '../../../export/table/column-type';
import { tableOfColumns } from '../../../export/table/crossing';
import { enqueue } from '../../queue';

/** Rows between two turns of the event loop: a fraction of a millisecond. */
const STEP = 500;
const DAY_MICROSECONDS = 86_400_000_000n;

/** See the contract. */
export const writeCsv: CsvBackend['writeCsv'] = (writing, rows: ColumnsMessage, job: Job) => {
  const fields: Field[] = writing.fields.map(({ name, type, scale }) =>
    type === 'decimal' ? { name, type, scale } : { name, type },
  );
  // A copy: what the caller has may change.
  const { columns, length } = tableOfColumns(fields, structuredClone(rows));
  return enqueue(job, async (running): Promise<CsvWritten> => {
    const cells = (columns as readonly Column[]).map((column) => writerOf(column, writing));
    const pieces: Buffer[] = [];
    for (let from = 0; from < length; from += STEP) {
      let text = '';
      for (let row = from; row < Math.min(length, from + STEP); row++) {
        for (let column = 0; column < cells.length; column++) {
          const cell = (cells[column] as CellWriter)(row);
          if (typeof cell === 'number') return { bytes: Buffer.alloc(0), refused: { row, column, character: cell } };
          text += column > 0 ? writing.delimiter + cell : cell;
        }
        text += writing.lineEnd;
      }
      pieces.push(encoded(text, writing.encoding));
      await running.pause();
    }
    return { bytes: Buffer.concat(pieces) };
  });
};

/** A row's cell; or the character that cannot be written, -1 for a number. */
type CellWriter = (row: number) => string | number;

function writerOf(column: Column, writing: CsvWriting): CellWriter {
  const { nullText, delimiter, quotes } = writing;
  const isText = column.type === 'string' || column.type === 'category';
  const print = isText ? (row: number) => cellOf(column, row) as string : printer(column, writing.decimalComma);
  return (row) => {
    if (cellOf(column, row) === null) return nullText;
    const text = print(row);
    if (typeof text === 'number') return text;
    if (isText) return textCell(text, writing);
    return quotes === 'all' || text.includes(delimiter) || text === nullText ? `"${text}"` : text;
  };
}

function textCell(
  text: string,
  { delimiter, quotes, nullText, escapeFormulas, encoding }: CsvWriting,
): string | number {
  if (encoding === 'windows-1252') {
    for (const character of text) {
      const code = character.codePointAt(0) as number;
      if (windows1252(code) < 0) return code;
    }
  }
  const escaped = escapeFormulas ? withoutFormulas(text) : text;
  const isNeeded = /["\r\n]/.test(text) || text.includes(delimiter) || escaped === nullText;
  return quotes === 'needed' && !isNeeded ? escaped : `"${escaped.replaceAll('"', '""')}"`;
}

/** How values of a column are written; -1 for what cannot be. */
function printer(column: Column, hasComma: boolean): CellWriter {
  const pointed = (text: string) => (hasComma ? text.replace('.', ',') : text);
  switch (column.type) {
    case 'float64': {
      const values = column.values as Float64Array;
      return (row) => {
        const value = values[row] as number;
        if (!Number.isFinite(value)) return -1;
        return Object.is(value, -0) ? '-0' : pointed(String(value));
      };
    }
    case 'decimal':
      return (row) => pointed(String(cellOf(column, row)));
    case 'timestamp': {
      const values = column.values as BigInt64Array;
      return (row) => momentText(values[row] as bigint);
    }
    default:
      return (row) => String(cellOf(column, row));
  }
}

/** `YYYY-MM-DDTHH:MM:SSZ`, with three or six decimals where they are not 0. */
function momentText(microseconds: bigint): string {
  const clock = BigInt.asIntN(64, ((microseconds % DAY_MICROSECONDS) + DAY_MICROSECONDS) % DAY_MICROSECONDS);
  const day = dayText(Number((microseconds - clock) / DAY_MICROSECONDS));
  const seconds = Number(clock / 1_000_000n);
  const rest = Number(clock % 1_000_000n);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const decimals = rest === 0 ? '' : `.${String(rest).padStart(6, '0').replace(/000$/, '')}`;
  return `${day}T${time.map((part) => String(part).padStart(2, '0')).join(':')}${decimals}Z`;
}

function encoded(text: string, encoding: CsvWriting['encoding']): Buffer {
  if (encoding === 'windows-1252') return Buffer.from(Array.from(text, (unit) => windows1252(unit.charCodeAt(0))));
  return Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le');
}
