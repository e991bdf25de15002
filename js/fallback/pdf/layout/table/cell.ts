/** A cell of a table, from being read until all of it is drawn. */
import type { BlockMessage, ColorMessage, SidesMessage, TableMessage } from '../../../../contract/pdf';
import type { Steps } from '../../pace';
import type { Block, Setting } from '../block';
import { type Element, group, type Mark, SLACK } from '../marks';
import { Paragraph } from '../paragraph';
import { Stack } from '../stack';
import type { CellPlace } from './places';

/** Where a table's columns are. */
export interface Grid {
  /** Where the columns begin, and where the last one ends: from the left, or, if they are mirrored, from the right. */
  edges: readonly number[];
  /** Around each cell's content. */
  padding: SidesMessage;
  /** How high the rows on a page may be, if the head and subtotals stand there too. */
  freshRoom: number;
  /** How high the table may be on a page of its own. */
  page: number;
  columns: TableMessage['columns'];
  setting: Setting;
}

/** Above and below each cell's content. */
export const upright = ({ padding }: Grid) => padding[0] + padding[2];

export const widthOf = ({ edges }: Grid) => Math.max(edges[0] as number, edges.at(-1) as number);

/** From left to right, where columns stand. */
export function across(edges: readonly number[], from: number, to: number): { x: number; width: number } {
  const [one, other] = [edges[from] as number, edges[to] as number];
  return { x: Math.min(one, other), width: Math.abs(other - one) };
}

/** See above. */
export class Cell {
  readonly column: number;
  readonly columns: number;
  /** Index of its last row. */
  readonly last: number;
  readonly element: Element;
  readonly background: ColorMessage | undefined;
  finished = false;
  /** Height of what is left of its content; infinite, if no page can hold it. */
  height = 0;
  /** Where on the page it, or what goes on of it, begins; from the table's top. */
  top = 0;
  readonly #block: Block;
  readonly #vertical: 'top' | 'middle' | 'bottom';

  constructor(
    readonly grid: Grid,
    { message, column, columns, rows }: CellPlace,
    row: { index: number; element: Element; ofHead: boolean },
    path: string,
  ) {
    this.column = column;
    this.columns = columns;
    this.last = row.index + rows - 1;
    const full = typeof message === 'string' ? undefined : message;
    this.background = full?.background;
    this.#vertical = full?.vertical ?? 'top';
    const heading = row.ofHead || full?.heading === true;
    const attributes = {
      ...(heading ? { Scope: row.ofHead ? 'Column' : 'Row' } : {}),
      ...(columns > 1 ? { ColSpan: columns } : {}),
      ...(rows > 1 ? { RowSpan: rows } : {}),
    };
    this.element = {
      type: heading ? 'TH' : 'TD',
      within: row.element,
      attributes: Object.keys(attributes).length > 0 ? { Table: attributes } : undefined,
    };
    this.#block = this.#content(cellContent({ message, column }, grid.columns), path);
  }

  /** Sees how high it is. */
  *measure(): Steps<void> {
    const limit = this.grid.page - upright(this.grid);
    const height = yield* this.#block.height(limit);
    this.height = height <= limit + SLACK ? height : Number.POSITIVE_INFINITY;
  }

  least(): Steps<number> {
    return this.#block.least();
  }

  /** All that is left of it; it ends at `bottom`. */
  *rest(bottom: number): Steps<Mark[]> {
    if (this.finished) return [];
    this.finished = true;
    const free = Math.max(bottom - this.top - upright(this.grid) - this.height, 0);
    const down = this.#vertical === 'middle' ? free / 2 : this.#vertical === 'bottom' ? free : 0;
    const { marks } = yield* this.#block.take(Number.POSITIVE_INFINITY, true);
    return this.#inside(marks, down);
  }

  /** What fits above `limit`, and where that ends; nothing if nothing does. */
  *part(limit: number, fresh: boolean): Steps<{ marks: Mark[]; end: number } | undefined> {
    if (this.finished) return undefined;
    const taken = yield* this.#block.take(limit - this.top - upright(this.grid), fresh);
    this.finished = taken.finished;
    if (taken.finished) this.height = 0;
    else yield* this.measure();
    if (taken.height === 0) return undefined;
    return { marks: this.#inside(taken.marks, 0), end: this.top + upright(this.grid) + taken.height };
  }

  /** What is behind it, as far as `bottom`. */
  tint(bottom: number): Mark[] {
    if (!this.background) return [];
    const { x, width } = across(this.grid.edges, this.column, this.column + this.columns);
    return [{ kind: 'rectangle', x, y: this.top, width, height: bottom - this.top, color: this.background }];
  }

  #inside(marks: Mark[], down: number): Mark[] {
    const { edges, padding } = this.grid;
    const { x } = across(edges, this.column, this.column + this.columns);
    return [group(x + padding[3], this.top + padding[0] + down, marks)];
  }

  #content(content: readonly BlockMessage[], path: string): Block {
    const { edges, padding, setting, freshRoom } = this.grid;
    const whole = across(edges, this.column, this.column + this.columns).width;
    const width = Math.max(whole - padding[1] - padding[3], 0);
    const place = { width, freshRoom: freshRoom - upright(this.grid), path: `${path}.content` };
    const [only, ...others] = content;
    // Of a cell that is one paragraph, the cell is the paragraph.
    const isText = only?.type === 'paragraph' && only.heading === undefined && others.length === 0;
    return isText ? new Paragraph(only, setting, place, true) : new Stack(content, setting, place);
  }
}

/** What a cell holds; a text is a paragraph in its column's style. */
export function cellContent(
  { message, column }: Pick<CellPlace, 'message' | 'column'>,
  columns: TableMessage['columns'],
): BlockMessage[] {
  if (typeof message !== 'string') return message.content;
  const { style, align } = columns[column] as TableMessage['columns'][number];
  return [{ type: 'paragraph', text: message, style, align }];
}
