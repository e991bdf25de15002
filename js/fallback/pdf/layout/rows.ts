/** Rows of a table that are joined by cells spanning them: most often one row by itself. */
import type { ColorMessage, RowMessage } from '../../../contract/pdf';
import type { Steps } from '../pace';
import { Cell, type Grid, type GridCell } from './cells';
import { type Element, group, type Mark, type Taken } from './marks';
import { across, merged, upright } from './strokes';

/** A row and the cells that begin in it. */
export interface RowCells {
  row: RowMessage;
  cells: GridCell[];
  /** Behind it, unless it has its own. */
  tint: ColorMessage | null;
  head: boolean;
}

/** Rows as far as they stand on one page. */
export interface Part extends Taken {
  /** Backgrounds, and the lines between the rows and columns: drawn below all rows of the page, and above. */
  below: Mark[];
  above: Mark[];
}

/** See above. */
export class Rows {
  readonly #cells: Cell[][];
  readonly #elements: Element[];
  #heights: number[] | undefined;
  /** The row that comes next, when they are placed one by one. */
  #at = 0;

  constructor(
    readonly grid: Grid,
    readonly rows: readonly RowCells[],
  ) {
    this.#cells = rows.map(({ cells, head }) => cells.map((cell) => new Cell(grid, cell, head)));
    this.#elements = rows.map(() => ({ type: 'TR' }));
  }

  /** The height of each row: its highest cell; what a cell that spans more needs beyond them, the last of them gets. */
  *heights(): Steps<number[]> {
    if (this.#heights) return this.#heights;
    const limit = Number.POSITIVE_INFINITY;
    const heights = this.rows.map(() => 0);
    for (const [index, cells] of this.#cells.entries()) {
      for (const cell of cells) {
        if (cell.at.rows === 1) heights[index] = Math.max(heights[index] as number, yield* cell.height(limit));
      }
    }
    for (const [index, cells] of this.#cells.entries()) {
      for (const cell of cells.filter(({ at }) => at.rows > 1)) {
        const last = Math.min(index + cell.at.rows, heights.length) - 1;
        const others = heights.slice(index, last).reduce((sum, height) => sum + height, 0);
        heights[last] = Math.max(heights[last] as number, (yield* cell.height(limit)) - others);
      }
    }
    this.#heights = heights;
    return heights;
  }

  *height(): Steps<number> {
    return (yield* this.heights()).reduce((sum, height) => sum + height, 0);
  }

  /** The smallest height the first row may begin with, if it may be broken. */
  *least(): Steps<number> {
    let least = 0;
    for (const cell of this.#cells[0] as Cell[]) least = Math.max(least, yield* cell.least());
    return least;
  }

  /** All of them, whole. */
  *whole(): Steps<Part> {
    const heights = yield* this.heights();
    const part: Part = { below: [], marks: [], above: [], height: 0, finished: true };
    for (const [index, cells] of this.#cells.entries()) {
      const height = heights[index] as number;
      const backgrounds = this.#background(index, height);
      const parts: Mark[] = [];
      for (const cell of cells) {
        const down = heights.slice(index, index + cell.at.rows).reduce((sum, one) => sum + one, 0);
        backgrounds.push(...cellBackground(cell, down));
        parts.push(yield* this.#cellWhole(cell, down));
      }
      part.below.push(group(0, part.height, backgrounds));
      part.marks.push(group(0, part.height, parts, { element: this.#elements[index] }));
      part.above.push(group(0, part.height, this.#lines(index, height)));
      part.height += height;
    }
    return part;
  }

  /** As much as fits, broken inside the rows. */
  *broken(room: number, fresh: boolean): Steps<Part> {
    const whole: Part = { below: [], marks: [], above: [], height: 0, finished: false };
    while (this.#at < this.rows.length) {
      const part = yield* this.#rowPart(this.#at, room - whole.height, fresh && whole.height === 0);
      if (part.height === 0 && !part.finished) break;
      for (const layer of ['below', 'marks', 'above'] as const) whole[layer].push(group(0, whole.height, part[layer]));
      whole.height += part.height;
      if (!part.finished) break;
      this.#at++;
    }
    return { ...whole, finished: this.#at === this.rows.length };
  }

  *#rowPart(index: number, room: number, fresh: boolean): Steps<Part> {
    const cells = this.#cells[index] as Cell[];
    const [top, , bottom] = this.grid.message.padding;
    const parts: Mark[] = [];
    const begins = cells.every(({ finished }) => !finished);
    let height = 0;
    for (const cell of cells) {
      if (cell.finished) continue;
      const taken = yield* cell.stack.take(room - top - bottom, fresh);
      if (taken.height === 0 && !taken.finished) {
        if (begins && !fresh && height === 0) return { below: [], marks: [], above: [], height: 0, finished: false };
        continue;
      }
      cell.finished = taken.finished;
      height = Math.max(height, taken.height + top + bottom);
      parts.push(this.#cellGroup(cell, top, taken.marks));
    }
    const below = this.#background(index, height);
    for (const cell of cells) below.push(...cellBackground(cell, height));
    return {
      below,
      marks: [group(0, 0, parts, { element: this.#elements[index] })],
      above: this.#lines(index, height),
      height,
      finished: cells.every(({ finished }) => finished),
    };
  }

  *#cellWhole(cell: Cell, height: number): Steps<Mark> {
    const [top, , bottom] = this.grid.message.padding;
    const { message } = cell.at;
    const { marks, height: own } = yield* cell.stack.take(Number.POSITIVE_INFINITY, true);
    const free = Math.max(height - top - bottom - own, 0);
    const vertical = typeof message === 'string' ? 'top' : (message.vertical ?? 'top');
    return this.#cellGroup(cell, top + (vertical === 'middle' ? free / 2 : vertical === 'bottom' ? free : 0), marks);
  }

  #cellGroup(cell: Cell, y: number, marks: Mark[]): Mark {
    return group(cell.x + this.grid.message.padding[3], y, marks, { element: cell.element });
  }

  /** The lines between the columns of a row and under it, but for where a cell spans them. */
  #lines(index: number, height: number): Mark[] {
    const { lines } = this.grid.message;
    const { edges } = this.grid;
    const { head } = this.rows[index] as RowCells;
    const under = head ? (index === this.rows.length - 1 ? lines.head : null) : lines.row;
    const marks: Mark[] = [];
    const standing = this.#cells.flatMap((cells, from) =>
      cells.map(({ at }) => ({ ...at, until: from + at.rows })).filter(({ until }) => from <= index && until > index),
    );
    for (let column = 0; column < edges.length - 1; column++) {
      const left = edges[column] as number;
      const cell = standing.find((one) => one.column <= column && column < one.column + one.columns);
      if (lines.column && column > 0 && (cell === undefined || cell.column === column)) {
        marks.push(upright(left, height, lines.column));
      }
      const spans = cell !== undefined && cell.until > index + 1 && index + 1 < this.rows.length;
      if (under && !spans) marks.push(across(left, edges[column + 1] as number, height, under));
    }
    return merged(marks);
  }

  #background(index: number, height: number): Mark[] {
    const { row, tint } = this.rows[index] as RowCells;
    const color = row.background ?? tint;
    if (!color) return [];
    return [{ kind: 'rectangle', x: 0, y: 0, width: this.grid.edges.at(-1) as number, height, color }];
  }
}

function cellBackground({ at: { message }, x, width }: Cell, height: number): Mark[] {
  const color = typeof message === 'string' ? undefined : message.background;
  return color ? [{ kind: 'rectangle', x, y: 0, width, height, color }] : [];
}
