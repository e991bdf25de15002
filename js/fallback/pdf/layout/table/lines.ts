/** A table's lines, as far as they stand on one page. */
import type { LineMessage, TableMessage } from '../../../../contract/pdf';
import type { Mark } from '../marks';
import { across } from './cell';

/** The columns and rows that a cell covers. */
interface Span {
  column: number;
  columns: number;
  last: number;
}

/** The lines between the rows placed so far. */
export class Lines {
  /** For each edge, where the line on it began that goes on. */
  readonly #uprights: (number | undefined)[];
  #drawn: Extract<Mark, { kind: 'rectangle' }>[] = [];

  constructor(
    readonly lines: TableMessage['lines'],
    readonly edges: readonly number[],
  ) {
    this.#uprights = edges.map(() => undefined);
  }

  /** The row of that index, and the cells in it. */
  row(top: number, bottom: number, cells: readonly Span[], index: number): void {
    const columns = this.edges.length - 1;
    const inside = new Set<number>();
    for (const cell of cells) for (let edge = 1; edge < cell.columns; edge++) inside.add(cell.column + edge);
    for (let edge = 1; edge < columns; edge++) {
      if (inside.has(edge)) this.#endUpright(edge, top);
      else this.#uprights[edge] ??= top;
    }
    if (!this.lines.row) return;
    const covered = new Array<boolean>(columns).fill(false);
    for (const { column, columns, last } of cells) if (last > index) covered.fill(true, column, column + columns);
    this.#across(bottom, this.lines.row, covered);
  }

  /** A row without columns. */
  undivided(top: number, bottom: number): void {
    this.#endUprights(top);
    if (this.lines.row) this.#across(bottom, this.lines.row, []);
  }

  /** The head ends at `y`. */
  underHead(y: number): void {
    const { head } = this.lines;
    if (!head) return;
    // Instead of the line under its last row.
    this.#drawn = this.#drawn.filter((line) => line.y + line.height < y);
    this.#across(y, head, []);
  }

  /** Adds the lines of what stands below `y`. */
  append(y: number, below: Lines): void {
    this.#endUprights(y);
    for (const [edge, top] of below.#uprights.entries()) this.#uprights[edge] = top;
    this.#drawn.push(...below.#drawn);
  }

  /** All lines of a part that ends at `bottom`. */
  all(bottom: number): Mark[] {
    this.#endUprights(bottom);
    const { outer } = this.lines;
    const right = across(this.edges, 0, this.edges.length - 1).width;
    if (!outer) return this.#drawn;
    const { width, color } = outer;
    const side = (x: number, y: number, width: number, height: number): Mark => ({
      kind: 'rectangle',
      x,
      y,
      width,
      height,
      color,
    });
    return [
      ...this.#drawn,
      side(0, 0, right, width),
      side(0, bottom - width, right, width),
      side(0, 0, width, bottom),
      side(right - width, 0, width, bottom),
    ];
  }

  /** A line over the columns that are not covered. */
  #across(y: number, { width, color }: LineMessage, covered: readonly boolean[]): void {
    const columns = this.edges.length - 1;
    for (let column = 0; column < columns; ) {
      let end = column + 1;
      while (end < columns && Boolean(covered[end]) === Boolean(covered[column])) end++;
      if (!covered[column]) {
        const stretch = across(this.edges, column, end);
        this.#drawn.push({ kind: 'rectangle', ...stretch, y: y - width / 2, height: width, color });
      }
      column = end;
    }
  }

  #endUprights(y: number): void {
    for (const edge of this.edges.keys()) this.#endUpright(edge, y);
  }

  #endUpright(edge: number, y: number): void {
    const top = this.#uprights[edge];
    const { column } = this.lines;
    this.#uprights[edge] = undefined;
    if (top === undefined || !column) return;
    const { width, color } = column;
    const x = (this.edges[edge] as number) - width / 2;
    this.#drawn.push({ kind: 'rectangle', x, y: top, width, height: y - top, color });
  }
}
