/** Rows on their way onto pages: which are read, which have begun, how high they are. */
import type { ColorMessage, RowMessage } from '../../../../contract/pdf';
import type { Steps } from '../../pace';
import { type Element, group, type Mark, SLACK } from '../marks';
import { Cell, type Grid, upright, widthOf } from './cell';
import type { Lines } from './lines';
import { Places } from './places';

/** A row that was read. */
export interface Row {
  index: number;
  element: Element;
  cells: Cell[];
  background: ColorMessage | null;
  subtotal: string | undefined;
  withNext: boolean;
  /** Whether a cell goes on into the next row. */
  joined: boolean;
}

/** What stands of a table on one page. */
export interface Sheet {
  /** Backgrounds, drawn below all that is read. */
  below: Mark[];
  marks: Mark[];
  /** For each cell that stands on the page the marks in it: they are drawn in the order they are read. */
  cells: Map<Cell, Mark[]>;
  lines: Lines;
}

export const emptySheet = (lines: Lines): Sheet => ({ below: [], marks: [], cells: new Map(), lines });

/** Rows in order. */
export class Body {
  readonly #places: Places;
  /** Index of the row that is read next. */
  #next = 0;
  /** Rows that were read and are not finished. */
  readonly #ahead: Row[] = [];
  /** Cells that have begun. */
  #open: Cell[] = [];
  /** Whether the cells of the first of the rows ahead have begun. */
  isBegun = false;

  constructor(
    readonly grid: Grid,
    readonly rows: readonly RowMessage[],
    /** What is behind a row that says nothing itself. */
    readonly tint: (index: number) => ColorMessage | null,
    readonly ofHead: boolean,
    readonly path: string,
  ) {
    this.#places = new Places(grid.columns.length);
  }

  get count(): number {
    return this.rows.length;
  }

  get isFinished(): boolean {
    return this.#ahead.length === 0 && this.#next === this.count;
  }

  /** How many rows are finished. */
  get done(): number {
    return this.#next - this.#ahead.length;
  }

  /** The row that many after the first unfinished one, if there is one. */
  *ahead(offset: number): Steps<Row | undefined> {
    while (this.#ahead.length <= offset && this.#next < this.count) {
      if (this.grid.setting.pace.due()) yield;
      this.#ahead.push(yield* this.#read(this.#next));
      this.#next++;
    }
    return this.#ahead[offset];
  }

  *#read(index: number): Steps<Row> {
    const message = this.rows[index] as RowMessage;
    const element = { type: 'TR' };
    const cells: Cell[] = [];
    for (const [number, place] of this.#places.of(message).entries()) {
      const rows = Math.min(place.rows, this.count - index);
      const path = `${this.path}[${index}].cells[${number}]`;
      const cell = new Cell(this.grid, { ...place, rows }, { index, element, ofHead: this.ofHead }, path);
      yield* cell.measure();
      cells.push(cell);
    }
    const { subtotal, withNext = false, background = this.tint(index) } = message;
    return { index, element, cells, background, subtotal, withNext, joined: this.#places.goOn };
  }

  /**
   * How many rows from that one on are joined by cells that span them, and how high they are together: infinitely, if no
   * page can hold them.
   */
  *group(from: number): Steps<{ rows: number; height: number }> {
    const stretch = new Stretch(upright(this.grid));
    for (let rows = 0; ; ) {
      const row = yield* this.ahead(from + rows);
      if (row === undefined) return { rows, height: stretch.height };
      stretch.add(row);
      rows++;
      if (stretch.height > this.grid.page + SLACK) return { rows, height: Number.POSITIVE_INFINITY };
      if (!row.joined) return { rows, height: stretch.height };
    }
  }

  /** The height of what is left of all rows, or anything above `limit`. */
  *height(limit: number): Steps<number> {
    const stretch = new Stretch(upright(this.grid));
    stretch.open(this.#open);
    for (let offset = 0; stretch.height <= limit + SLACK; offset++) {
      const row = yield* this.ahead(offset);
      if (row === undefined) break;
      stretch.add(row);
    }
    return stretch.height;
  }

  /** The height that the first unfinished row needs if it begins, or goes on, at `y`. */
  needed(y: number): number {
    const row = this.#ahead[0];
    if (row === undefined) return 0;
    const own = this.isBegun ? [] : row.cells.filter(({ last }) => last === row.index);
    const open = this.#open.filter(({ last }) => last === row.index);
    return Math.max(
      0,
      ...own.map(({ height }) => height + upright(this.grid)),
      ...open.map(({ height, top }) => height + upright(this.grid) - (y - top)),
    );
  }

  /** The smallest height that the first unfinished row may begin with. */
  *least(): Steps<number> {
    let least = 0;
    for (const cell of this.#ahead[0]?.cells ?? []) least = Math.max(least, upright(this.grid) + (yield* cell.least()));
    return least;
  }

  /** Draws the first unfinished row, or what is left of it. */
  *place(y: number, sheet: Sheet): Steps<{ row: Row; height: number }> {
    const { below, lines } = sheet;
    const row = this.#begin(y, sheet);
    const height = this.needed(y);
    const bottom = y + height;
    below.push(...this.#background(row, y, bottom));
    lines.row(y, bottom, this.#open, row.index);
    for (const cell of this.#open.filter(({ last }) => last === row.index)) {
      below.push(...cell.tint(bottom));
      draw(cell, yield* cell.rest(bottom), sheet);
    }
    return { row: this.#end(), height };
  }

  /**
   * Draws as much of the first unfinished row as fits above `limit`, and of the cells that go on below it; says where that
   * ends, if there is any, and which row it was if all of it was drawn.
   */
  *split(
    y: number,
    limit: number,
    fresh: boolean,
    sheet: Sheet,
  ): Steps<{ bottom: number; row: Row | undefined } | undefined> {
    const row = this.#begin(y, sheet);
    const standing = [...this.#open];
    let bottom: number | undefined;
    for (const cell of standing) {
      const part = yield* cell.part(limit, fresh);
      if (part === undefined) continue;
      draw(cell, part.marks, sheet);
      bottom = Math.max(bottom ?? y, part.end);
    }
    const isFinished = standing.every(({ finished, last }) => finished || last > row.index);
    // A row of empty cells is as high as their padding.
    if (isFinished && fresh) bottom ??= y + upright(this.grid);
    if (bottom === undefined) return undefined;
    sheet.below.push(...this.#background(row, y, bottom));
    for (const cell of standing) sheet.below.push(...cell.tint(bottom));
    sheet.lines.row(y, bottom, standing, row.index);
    if (!isFinished) return { bottom, row: undefined };
    const ended = this.#end();
    // What goes on of the others goes on below.
    this.resumeAt(bottom);
    return { bottom, row: ended };
  }

  /** Draws what fits above `bottom`, where the page ends, of the cells that go on after it. */
  *suspend(bottom: number, sheet: Sheet): Steps<void> {
    for (const cell of this.#open) {
      sheet.below.push(...cell.tint(bottom));
      const part = yield* cell.part(bottom, false);
      if (part) draw(cell, part.marks, sheet);
    }
  }

  /** The cells that have begun are drawn before those that begin on a page. */
  enter(sheet: Sheet): void {
    for (const cell of this.#open) draw(cell, [], sheet);
  }

  /** The cells that have begun go on at `top` of the next page. */
  resumeAt(top: number): void {
    for (const cell of this.#open) cell.top = top;
  }

  /** Begins the cells of the first unfinished row. */
  #begin(y: number, sheet: Sheet): Row {
    const row = this.#ahead[0] as Row;
    if (this.isBegun) return row;
    this.isBegun = true;
    for (const cell of row.cells) cell.top = y;
    this.#open.push(...row.cells);
    for (const cell of row.cells) draw(cell, [], sheet);
    return row;
  }

  /** The first of the rows ahead ends. */
  #end(): Row {
    this.isBegun = false;
    const row = this.#ahead.shift() as Row;
    this.#open = this.#open.filter(({ last }) => last > row.index);
    return row;
  }

  #background({ background: color }: Row, y: number, bottom: number): Mark[] {
    if (!color) return [];
    return [{ kind: 'rectangle', x: 0, y, width: widthOf(this.grid), height: bottom - y, color }];
  }
}

/** Draws marks of a cell, as part of the row in which it begins. */
function draw(cell: Cell, marks: Mark[], sheet: Sheet): void {
  let inside = sheet.cells.get(cell);
  if (inside === undefined) {
    inside = [];
    sheet.cells.set(cell, inside);
    const { element } = cell;
    sheet.marks.push(group(0, 0, [group(0, 0, inside, { element })], { element: element.within }));
  }
  inside.push(...marks);
}

/** Rows put under each other, to see how high they are. */
class Stretch {
  height = 0;
  /** The last row, the top and the height of the cells that span rows. */
  #spanning: { last: number; top: number; height: number }[] = [];

  constructor(readonly upright: number) {}

  /** Cells that have begun above the first of the rows. */
  open(cells: readonly Cell[]): void {
    for (const { last, height } of cells) this.#spanning.push({ last, top: 0, height: height + this.upright });
  }

  add({ index, cells }: Row): void {
    const top = this.height;
    let height = 0;
    for (const cell of cells) {
      const needed = cell.height + this.upright;
      if (cell.last === index) height = Math.max(height, needed);
      else this.#spanning.push({ last: cell.last, top, height: needed });
    }
    for (const spanning of this.#spanning) {
      if (spanning.last === index) height = Math.max(height, spanning.height - (top - spanning.top));
    }
    this.#spanning = this.#spanning.filter(({ last }) => last > index);
    this.height += height;
  }
}
