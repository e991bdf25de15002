/** Tables over any number of pages. */
import type { RowMessage, StyleMessage, TableMessage } from '../../../contract/pdf';
import type { Steps } from '../pace';
import type { Extent } from '../text/typesetter';
import type { Block, Place, Setting } from './block';
import { cellContent, type Grid, placeCells } from './cells';
import { contentExtent } from './extents';
import { type Element, group, type Mark, NOTHING, SLACK, type Taken } from './marks';
import { type Part, type RowCells, Rows } from './rows';
import { across, around } from './strokes';
import { columnWidths } from './widths';

const NONE: Part = { below: [], marks: [], above: [], height: 0, finished: false };

/** See {@link Block}. */
export class Table implements Block {
  readonly #rows: readonly RowMessage[];
  readonly #elements: { table: Element; head: Element; body: Element };
  #grid: Grid | undefined;
  #head: Part | undefined;
  /** Whether the head stands already. */
  #begun = false;
  /** The row that comes next, or goes on. */
  #at = 0;
  /** What stands for `carry` after the last row placed. */
  #subtotal: string | undefined;
  readonly #groups = new Map<number, Rows>();

  constructor(
    readonly message: TableMessage & { withNext?: boolean },
    readonly setting: Setting,
    readonly place: Place,
  ) {
    const { rows } = message;
    this.#rows = Array.isArray(rows) ? rows : setting.rows.slice(rows.from, rows.to);
    this.#elements = { table: { type: 'Table' }, head: { type: 'THead' }, body: { type: 'TBody' } };
  }

  *take(room: number, fresh: boolean): Steps<Taken> {
    const grid = yield* this.#measured();
    const head = yield* this.#headMarks();
    const body: Part = { below: [], marks: [], above: [], height: 0, finished: false };
    const brought = this.#begun ? yield* this.#carry('brought') : [];
    let y = head.height + (brought.length > 0 ? this.#carryHeight : 0);
    const top = y;
    let finished = false;
    while (!finished) {
      const alone = fresh && y === top;
      const part = yield* this.#next(room - y, alone);
      if (part.height === 0 && !part.finished) break;
      for (const layer of ['below', 'marks', 'above'] as const) body[layer].push(group(0, y, part[layer]));
      y += part.height;
      finished = this.#at === this.#rows.length;
      if (!part.finished) break;
      if (this.setting.pace.due()) yield;
    }
    if (y === top && !finished && !fresh) return NOTHING;
    const forward = finished ? [] : yield* this.#carry('forward');
    const marks = this.#assembled(head, brought, body);
    if (forward.length > 0) {
      marks.push(group(0, y, forward, { artifact: true }));
      y += this.#carryHeight;
    }
    const { outer } = this.message.lines;
    if (outer) marks.push(group(0, 0, around(grid.edges.at(-1) as number, y, outer), { artifact: true }));
    this.#begun = true;
    return { marks: [group(0, 0, marks, { element: this.#elements.table })], height: y, finished };
  }

  *height(limit: number): Steps<number> {
    yield* this.#measured();
    let height = (yield* this.#headMarks()).height;
    for (let at = 0; at < this.#rows.length && height <= limit + SLACK; ) {
      const rows = this.#group(at);
      height += yield* rows.height();
      at += rows.rows.length;
      if (this.setting.pace.due()) yield;
    }
    return height;
  }

  *least(): Steps<number> {
    yield* this.#measured();
    const { height } = yield* this.#headMarks();
    if (this.#rows.length === 0) return height;
    const first = this.#group(0);
    const whole = (yield* first.height()) + (first.rows.length < this.#rows.length ? this.#carryHeight : 0);
    const mayBreak = this.message.splitRows || whole > (yield* this.#freshRoom()) + SLACK;
    return height + (mayBreak ? yield* first.least() : whole);
  }

  /** The next rows that belong together, or as much of them as fits; `alone` if no row stands above them on this page. */
  *#next(room: number, alone: boolean): Steps<Part> {
    if (this.#at === this.#rows.length) return { ...NONE, finished: true };
    const rows = this.#group(this.#at);
    const height = yield* rows.height();
    const broken = this.#brokenAt === this.#at;
    const last = this.#at + rows.rows.length === this.#rows.length;
    const freshRoom = yield* this.#freshRoom();
    const reserve = last ? 0 : this.#carryHeight;
    if (!broken) {
      const kept = yield* this.#kept(this.#at, freshRoom);
      const fits = height + reserve <= room + SLACK;
      if (fits && (alone || kept <= room + SLACK || kept > freshRoom + SLACK)) return yield* this.#whole(rows);
      if (!alone && height + reserve <= freshRoom + SLACK && (!this.message.splitRows || fits)) return NONE;
    }
    const part = yield* rows.broken(room - this.#carryHeight, alone);
    if (part.height === 0 && !part.finished) return NONE;
    this.#brokenAt = this.#at;
    if (part.finished) this.#placed(rows);
    return part;
  }

  /** The rows that are being broken. */
  #brokenAt = -1;

  *#whole(rows: Rows): Steps<Part> {
    const part = yield* rows.whole();
    this.#placed(rows);
    return part;
  }

  #placed(rows: Rows): void {
    this.#groups.delete(this.#at);
    this.#at += rows.rows.length;
    this.#subtotal = rows.rows.at(-1)?.row.subtotal;
    this.place.progress?.(rows.rows.length);
  }

  /** The height of rows with what they are kept with: the rows after them, or, after the last, what follows the table. */
  *#kept(from: number, limit: number): Steps<number> {
    let sum = 0;
    for (let at = from; sum <= limit + SLACK; ) {
      const rows = this.#group(at);
      sum += yield* rows.height();
      at += rows.rows.length;
      if (at === this.#rows.length) return sum + (this.message.withNext ? yield* this.#tail() : 0);
      if (!rows.rows.at(-1)?.row.withNext) return sum + this.#carryHeight;
    }
    return sum;
  }

  *#tail(): Steps<number> {
    return this.place.tail ? yield* this.place.tail() : 0;
  }

  /** The height rows may take on a page that has nothing but the table. */
  *#freshRoom(): Steps<number> {
    const head = yield* this.#headMarks();
    return this.place.freshRoom - head.height - 2 * this.#carryHeight;
  }

  /** The rows from `from` on that cells join. */
  #group(from: number): Rows {
    let found = this.#groups.get(from);
    if (found === undefined) {
      const { zebra, columns } = this.message;
      const reaching = columns.map(() => 0);
      const rows: RowCells[] = [];
      do {
        const index = from + rows.length;
        const row = this.#rows[index] as RowMessage;
        const cells = placeCells(row, columns.length, reaching, `${this.place.path}.rows[${index}]`);
        rows.push({ row, cells, tint: index % 2 === 1 ? zebra : null, head: false });
      } while (reaching.some((rest) => rest > 0) && from + rows.length < this.#rows.length);
      found = new Rows(this.#grid as Grid, rows);
      this.#groups.set(from, found);
    }
    return found;
  }

  *#headMarks(): Steps<Part> {
    if (this.#head === undefined) {
      const { head, columns, headBackground } = this.message;
      const reaching = columns.map(() => 0);
      const rows = head.map((row, index) => {
        const cells = placeCells(row, columns.length, reaching, `${this.place.path}.head[${index}]`);
        return { row, cells, tint: headBackground, head: true };
      });
      this.#head = yield* new Rows(this.#grid as Grid, rows).whole();
    }
    return this.#head;
  }

  /** Head, carry and rows of one page: backgrounds first, lines last. */
  #assembled(head: Part, brought: Mark[], body: Part): Mark[] {
    const artifact = { artifact: true };
    const marks: Mark[] = [group(0, 0, [...head.below, ...body.below], artifact)];
    if (head.marks.length > 0) {
      marks.push(group(0, 0, head.marks, this.#begun ? artifact : { element: this.#elements.head }));
    }
    if (brought.length > 0) marks.push(group(0, head.height, brought, artifact));
    if (body.marks.length > 0) marks.push(group(0, 0, body.marks, { element: this.#elements.body }));
    return [...marks, group(0, 0, [...body.above, ...head.above], artifact)];
  }

  get #carryHeight(): number {
    const { carry, padding } = this.message;
    if (!carry) return 0;
    return (this.setting.typesetter.styles[carry.style] as StyleMessage).lineHeight + padding[0] + padding[2];
  }

  /** The row that carries the subtotal; nothing where there is none yet. */
  *#carry(which: 'forward' | 'brought'): Steps<Mark[]> {
    const { carry, padding, lines, columns } = this.message;
    if (!carry || this.#subtotal === undefined) return [];
    const { edges } = this.#grid as Grid;
    const { typesetter } = this.setting;
    const [top, right, , left] = padding;
    const start = edges[carry.column] as number;
    const end = edges[carry.column + 1] as number;
    const labelRoom = (carry.column === 0 ? (edges.at(-1) as number) : start) - left - right;
    const [label] = yield* typesetter.paragraph(carry[which], carry.style, 'start', Math.max(labelRoom, 0));
    const { align } = columns[carry.column] as TableMessage['columns'][number];
    const room = Math.max(end - start - left - right, 0);
    const [sum] = yield* typesetter.paragraph(this.#subtotal, carry.style, align, room);
    const marks: Mark[] = [];
    if (label) marks.push({ kind: 'text', x: left, y: top + label.baseline, line: label });
    if (sum) marks.push({ kind: 'text', x: start + left, y: top + sum.baseline, line: sum });
    if (which === 'brought' && lines.row) marks.push(across(0, edges.at(-1) as number, this.#carryHeight, lines.row));
    return marks;
  }

  /** Widths of the columns; measures what stands in them, where that decides. */
  *#measured(): Steps<Grid> {
    if (this.#grid) return this.#grid;
    const { message, setting, place } = this;
    const extents = yield* this.#extents();
    const widths = columnWidths(
      message.columns.map(({ width }) => width),
      extents,
      place.width,
      place.path,
    );
    const edges = [0];
    for (const width of widths) edges.push((edges.at(-1) as number) + width);
    this.#grid = { message, edges, setting, freshRoom: place.freshRoom };
    return this.#grid;
  }

  *#extents(): Steps<Extent[]> {
    const { columns, head, padding } = this.message;
    const extents = columns.map(() => ({ min: 0, max: 0 }));
    const isMeasured = columns.map(({ width }) => width === 'auto' || 'share' in width);
    if (!isMeasured.some(Boolean)) return extents;
    const sides = padding[1] + padding[3];
    for (const rows of [head, this.#rows]) {
      const reaching = columns.map(() => 0);
      for (const row of rows) {
        for (const cell of placeCells(row, columns.length, reaching, '')) {
          const extent = extents[cell.column];
          if (cell.columns > 1 || extent === undefined || !isMeasured[cell.column]) continue;
          const { min, max } = yield* contentExtent(cellContent(cell, this.message), this.setting);
          extent.min = Math.max(extent.min, min + sides);
          extent.max = Math.max(extent.max, max + sides);
        }
        if (this.setting.pace.due()) yield;
      }
    }
    return extents;
  }
}
