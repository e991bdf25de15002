/** The cells of a table's rows: where they stand and what they hold. */
import type { BlockMessage, CellMessage, RowMessage, TableMessage } from '../../../contract/pdf';
import type { Steps } from '../pace';
import type { Setting } from './block';
import type { Element } from './marks';
import { Stack } from './stack';

/** A cell on the grid of columns and rows. */
export interface GridCell {
  message: CellMessage;
  /** Its first column and how many it spans. */
  column: number;
  columns: number;
  rows: number;
  /** For errors. */
  path: string;
}

/** What a table knows of its columns. */
export interface Grid {
  message: TableMessage;
  /** Left edges of the columns, and the right edge of the last. */
  edges: number[];
  setting: Setting;
  freshRoom: number;
}

/** Where the cells of rows stand, given how many rows above reach into each column. */
export function placeCells(row: RowMessage, columns: number, reaching: number[], path: string): GridCell[] {
  let column = 0;
  const cells: GridCell[] = [];
  for (const [index, message] of row.cells.entries()) {
    while (column < columns && (reaching[column] as number) > 0) column++;
    const across = typeof message === 'string' ? 1 : (message.columns ?? 1);
    const down = typeof message === 'string' ? 1 : (message.rows ?? 1);
    cells.push({ message, column, columns: across, rows: down, path: `${path}.cells[${index}]` });
    for (let at = column; at < Math.min(column + across, columns); at++) reaching[at] = down;
    column += across;
  }
  for (let at = 0; at < columns; at++) reaching[at] = Math.max((reaching[at] as number) - 1, 0);
  return cells;
}

/** What a cell holds; a text is a paragraph in its column's style. */
export function cellContent({ message, column }: GridCell, table: TableMessage): BlockMessage[] {
  if (typeof message !== 'string') return message.content;
  const { style, align } = table.columns[column] as TableMessage['columns'][number];
  return [{ type: 'paragraph', text: message, style, align }];
}

/** A cell that is being laid out. */
export class Cell {
  readonly x: number;
  readonly width: number;
  readonly stack: Stack;
  readonly element: Element;
  finished = false;

  constructor(
    readonly grid: Grid,
    readonly at: GridCell,
    head: boolean,
  ) {
    const { edges, message, setting, freshRoom } = grid;
    const [top, right, bottom, left] = message.padding;
    const end = Math.min(at.column + at.columns, edges.length - 1);
    this.x = edges[at.column] as number;
    this.width = (edges[end] as number) - this.x;
    const heading = head || (typeof at.message !== 'string' && at.message.heading === true);
    this.element = { type: heading ? 'TH' : 'TD', attributes: attributes(at, head, heading) };
    this.stack = new Stack(cellContent(at, message), setting, {
      width: Math.max(this.width - left - right, 0),
      freshRoom: freshRoom - top - bottom,
      path: typeof at.message === 'string' ? at.path : `${at.path}.content`,
    });
  }

  /** With the padding. */
  *height(limit: number): Steps<number> {
    const [top, , bottom] = this.grid.message.padding;
    return top + (yield* this.stack.height(limit - top - bottom)) + bottom;
  }

  *least(): Steps<number> {
    const [top, , bottom] = this.grid.message.padding;
    return top + (yield* this.stack.least()) + bottom;
  }
}

function attributes({ columns, rows }: GridCell, head: boolean, heading: boolean): Element['attributes'] {
  const of = {
    ...(heading ? { Scope: head ? 'Column' : 'Row' } : {}),
    ...(columns > 1 ? { ColSpan: columns } : {}),
    ...(rows > 1 ? { RowSpan: rows } : {}),
  };
  return Object.keys(of).length > 0 ? { Table: of } : undefined;
}
