/** Tables: their columns, and their rows, of which those of a large table cross to the backend apart. */
import type {
  BlockMessage,
  CellMessage,
  LineMessage,
  RowMessage,
  TableMessage,
  TextMessage,
  WidthMessage,
} from '../contract/pdf';
import { ClinicoreError } from '../errors';
import type { Steps } from '../intake';
import { boolean, type Fields, integer, invalid, isRecord, items, number, oneOf, readable, record } from '../validate';
import { blocks } from './blocks';
import { color } from './color';
import { type Draft, inside, type Place } from './draft';
import { Grid } from './grid';
import { type Listed, listed, listedBlocks } from './listed';
import { align, piece, text } from './paragraph';
import { sides } from './sides';
import type { Look } from './style';
import { isPlain, label } from './text';

const MAX_COLUMNS = 100;
const MAX_HEAD = 5;
const MAX_ROWS = 1_000_000;
/** Of a table in a cell or in the margin, whose rows cross as a part of the document. */
const MAX_INNER_ROWS = 1_000;
/** Rows that cross as a part of the document even of a table on the page: a message of their own would cost more. */
const FEW_ROWS = 100;
/** Rows, and characters in them, of one batch to the backend. */
const BATCH = { rows: 250, characters: 1 << 16 };
/** Characters of a cell that is looked at no further. */
const SHORT = 1_000;

/** Where a table does not say otherwise. */
const LINES: TableMessage['lines'] = {
  head: { width: 0.75, color: [82, 96, 109] },
  row: { width: 0.5, color: [222, 226, 232] },
  column: null,
  outer: null,
};

/** A column, and how its cells look. */
interface Column {
  readonly width: WidthMessage;
  readonly align: TableMessage['columns'][number]['align'];
  readonly look: Look;
  readonly head: Look;
}

export function* table(draft: Draft, fields: Fields, place: Place, path: string): Steps<TableMessage> {
  const columns = fields.get('columns', (value, at) =>
    items(value, at, MAX_COLUMNS, (one, oneAt) => column(draft, one, oneAt, place)),
  );
  if (columns.length === 0) invalid(`${path}.columns`, 'at least one column', []);
  const message: Omit<TableMessage, 'head' | 'rows'> = {
    type: 'table',
    columns: columns.map(({ width, align: side, look }) => ({ width, align: side, style: draft.styles.index(look) })),
    padding: fields.optional('padding', [4, 6, 4, 6], sides, 1_000),
    zebra: fields.optional('zebra', null, color),
    headBackground: fields.optional('headBackground', null, color),
    lines: fields.optional('lines', LINES, lines),
    carry: fields.optional('carry', null, (value, at) => carry(draft, value, at, place, columns.length)),
    splitRows: fields.optional('splitRows', false, boolean),
  };
  const head = fields.optional('head', undefined, listed, MAX_HEAD);
  const inner = place.region === 'cell' || place.region === 'margin';
  const rows = fields.get('rows', listed, inner ? MAX_INNER_ROWS : MAX_ROWS);
  return {
    ...message,
    head: head ? yield* collected(new RowReader(draft, columns, true, place), head) : [],
    rows: yield* (inner || rows.count <= FEW_ROWS ? collected : sent)(
      new RowReader(draft, columns, false, place),
      rows,
    ),
  };
}

/** The rows as a part of the document. */
function* collected(reader: RowReader, rows: Listed): Steps<RowMessage[]> {
  const messages: RowMessage[] = [];
  for (let at = 0; at < rows.count; at++) {
    messages.push(yield* reader.read(rows, at));
    yield;
  }
  reader.grid.end(rows.path);
  return messages;
}

/** The rows sent to the backend, batch by batch; which of all that were sent they are. */
function* sent(reader: RowReader, rows: Listed): Steps<{ from: number; to: number }> {
  const { draft } = reader;
  const from = draft.taken;
  let batch: RowMessage[] = [];
  let characters = 0;
  const send = () => {
    draft.rows.append(JSON.stringify(batch));
    draft.taken += batch.length;
    batch = [];
    characters = 0;
  };
  for (let at = 0; at < rows.count; at++) {
    const row = yield* reader.read(rows, at);
    batch.push(row);
    for (const cell of row.cells) characters += typeof cell === 'string' ? cell.length : SHORT;
    if (batch.length === BATCH.rows || characters > BATCH.characters) send();
    yield;
  }
  if (batch.length > 0) send();
  reader.grid.end(rows.path);
  return { from, to: draft.taken };
}

/** Reads the rows of one table's head or body. */
class RowReader {
  readonly draft: Draft;
  readonly grid: Grid;
  readonly #columns: readonly Column[];
  readonly #isHead: boolean;
  readonly #place: Place;

  constructor(draft: Draft, columns: readonly Column[], isHead: boolean, place: Place) {
    this.draft = draft;
    this.grid = new Grid(columns.length);
    this.#columns = columns;
    this.#isHead = isHead;
    this.#place = place;
  }

  /** The row at an index; paths are put together only where something needs them. */
  *read(rows: Listed, at: number): Steps<RowMessage> {
    this.draft.count('rows', 1);
    const value = rows.at(at);
    const path = () => `${rows.path}[${at}]`;
    if (readable(rows.path, () => Array.isArray(value))) return { cells: yield* this.#cells(value, path) };
    const fields = record(value, path()).only(['cells', 'subtotal', 'background', 'withNext']);
    const cells = yield* this.#cells(
      fields.get('cells', (given) => given),
      path,
    );
    const subtotal = fields.optional('subtotal', undefined, label, 100);
    const background = fields.optional('background', undefined, color);
    const withNext = fields.optional('withNext', false, boolean);
    return {
      cells,
      ...(subtotal !== undefined && { subtotal }),
      ...(background !== undefined && { background }),
      ...(withNext && { withNext }),
    };
  }

  *#cells(value: unknown, path: () => string): Steps<CellMessage[]> {
    const plain = this.#isHead ? undefined : this.#plain(value);
    if (plain) return plain;
    const source = listed(value, `${path()}.cells`, MAX_COLUMNS);
    const row = this.grid.row(path());
    const cells: CellMessage[] = [];
    for (let at = 0; at < source.count; at++) {
      const column = this.#columns[row.next()] as Column;
      cells.push(yield* this.#cell(source.at(at), `${source.path}[${at}]`, column, row.span));
    }
    row.end();
    return cells;
  }

  /** A row of short plain texts, one for each column: nearly all rows of large tables, and worth a way of their own. */
  #plain(value: unknown): string[] | undefined {
    if (this.grid.isOpen) return undefined;
    return readable('document', () => {
      const cells = Array.prototype.slice.call(value) as unknown[];
      if (cells.length !== this.#columns.length || !cells.every((cell) => isPlain(cell, SHORT))) return undefined;
      this.draft.count(
        'characters',
        (cells as string[]).reduce((sum, cell) => sum + cell.length, 0),
      );
      return cells as string[];
    });
  }

  *#cell(
    value: unknown,
    path: string,
    column: Column,
    span: (columns: number, rows: number, path: string) => void,
  ): Steps<CellMessage> {
    const around = this.#isHead ? column.head : column.look;
    if (!isRecord(value)) {
      span(1, 1, path);
      const said = piece(this.draft, value, path);
      return this.#isHead ? { content: [this.#paragraph(said, around, column.align)] } : said;
    }
    const fields = record(value, path).only(CELL);
    const columns = fields.optional('columns', 1, integer, 1, MAX_COLUMNS);
    const rows = fields.optional('rows', 1, integer, 1, MAX_INNER_ROWS);
    span(columns, rows, path);
    const look = fields.get('style', this.draft.styles.within, around);
    const side = fields.optional('align', column.align, align);
    const said = fields.optional('text', undefined, (given, at) => text(this.draft, given, at, look));
    const content = fields.optional('content', undefined, listedBlocks);
    if (said !== undefined && content !== undefined) invalid(`${path}.content`, 'left out beside a text', content);
    const vertical = fields.optional('vertical', undefined, (given, at) =>
      oneOf(given, at, ['top', 'middle', 'bottom']),
    );
    const background = fields.optional('background', undefined, color);
    const heading = fields.optional('heading', false, boolean);
    return {
      content:
        content === undefined
          ? [this.#paragraph(said ?? '', look, side)]
          : yield* blocks(this.draft, content, inside(this.#place, path, look, true)),
      ...(columns > 1 && { columns }),
      ...(rows > 1 && { rows }),
      ...(background !== undefined && { background }),
      ...(vertical !== undefined && { vertical }),
      ...(heading && { heading }),
    };
  }

  #paragraph(said: TextMessage, look: Look, side: Column['align']): BlockMessage {
    return { type: 'paragraph', text: said, style: this.draft.styles.index(look), align: side };
  }
}

const CELL = ['text', 'content', 'style', 'align', 'vertical', 'columns', 'rows', 'background', 'heading'];

function column(draft: Draft, value: unknown, path: string, place: Place): Column {
  const fields = record(value, path).only(['width', 'align', 'style', 'headStyle']);
  const look = fields.get('style', draft.styles.within, place.look);
  return {
    width: fields.optional('width', { share: 1 }, width),
    align: fields.optional('align', 'start', align),
    look,
    head: fields.get('headStyle', draft.styles.within, { ...look, weight: 'bold' }),
  };
}

/** Points, or `'2*'`; and, for a column of a table, `'auto'`. */
function width(value: unknown, path: string): WidthMessage {
  return value === 'auto' ? 'auto' : fixedWidth(value, path, "points, a share such as '2*' or 'auto'");
}

/** Points, or a share such as `'2*'`. */
export function fixedWidth(
  value: unknown,
  path: string,
  must = "points or a share such as '2*'",
): Exclude<WidthMessage, 'auto'> {
  if (typeof value === 'number') return { points: number(value, path, 0.1, 14_400) };
  const share = typeof value === 'string' && /^\d{1,4}(\.\d{1,4})?\*$/.test(value) ? Number.parseFloat(value) : 0;
  if (share <= 0) invalid(path, must, value);
  return { share };
}

function lines(value: unknown, path: string): TableMessage['lines'] {
  const fields = record(value, path).only(Object.keys(LINES));
  const one = (key: keyof typeof LINES) =>
    fields.optional(key, LINES[key], (given, at) => (given === null ? null : line(given, at)));
  return { head: one('head'), row: one('row'), column: one('column'), outer: one('outer') };
}

/** A line's width and colour. */
export function line(value: unknown, path: string): LineMessage {
  const fields = record(value, path).only(['width', 'color']);
  return { width: fields.get('width', number, 0.05, 100), color: fields.get('color', color) };
}

function carry(draft: Draft, value: unknown, path: string, { look }: Place, columns: number): TableMessage['carry'] {
  const fields = record(value, path).only(['forward', 'brought', 'column', 'style']);
  if (columns < 2) {
    const message = `${path} must be left out of a table of one column: its label needs one beside the subtotal's`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
  }
  return {
    forward: fields.get('forward', label, 200),
    brought: fields.get('brought', label, 200),
    column: fields.get('column', integer, 0, columns - 1),
    style: draft.styles.index(fields.get('style', draft.styles.within, look)),
  };
}
