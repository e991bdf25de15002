/** Tables over any number of pages; the head stands on every one. */
import type { RowMessage, TableMessage } from '../../../../contract/pdf';
import type { Steps } from '../../pace';
import type { Block, Place, Setting } from '../block';
import { type Element, group, type Mark, NOTHING, SLACK, type Taken } from '../marks';
import { doesNotFit } from '../refusals';
import { Body, emptySheet, type Row, type Sheet } from './body';
import { Carry } from './carry';
import type { Grid } from './cell';
import { Lines } from './lines';
import { columnWidths, wishes } from './widths';

/** What comes next on a page: so many rows, as much of a row as fits, or nothing. */
type Next = number | 'split' | 'stop';

/** What a table is made of, once the widths of its columns are known. */
interface Parts {
  grid: Grid;
  headHeight: number;
  body: Body;
  carry: Carry | undefined;
}

const fits = (height: number, room: number) => height <= room + SLACK;

/** See {@link Block}. */
export class Table implements Block {
  readonly #rows: readonly RowMessage[];
  readonly #elements = { table: { type: 'Table' }, head: { type: 'THead' }, body: { type: 'TBody' } };
  #made: Parts | undefined;
  /** Whether the first rows ahead are joined to rows before them, and no page can hold all that are. */
  #torn = false;
  /** Whether the head stands on a page before, where it was read out. */
  #hasHead = false;

  constructor(
    readonly message: TableMessage & { withNext?: boolean },
    readonly setting: Setting,
    readonly place: Place,
  ) {
    const { rows } = message;
    this.#rows = Array.isArray(rows) ? rows : setting.rows.slice(rows.from, rows.to);
  }

  *take(room: number, fresh: boolean): Steps<Taken> {
    const { grid, body, carry, headHeight } = yield* this.#parts();
    const top = this.#top(headHeight, carry);
    if (body.isFinished && !fresh && !fits(top, room)) return NOTHING;
    const brought = carry?.subtotal;
    const sheet = emptySheet(new Lines(this.message.lines, grid.edges));
    body.resumeAt(top);
    body.enter(sheet);
    // The head stands above the rows, but only where there are some.
    let bottom = yield* this.#drawRows(top, room, fresh, sheet);
    if (bottom === undefined) return NOTHING;
    const above = emptySheet(new Lines(this.message.lines, grid.edges));
    yield* this.#drawHead(above);
    const [before, after]: [Mark[], Mark[]] = [[], []];
    if (carry && brought !== undefined) {
      before.push(...(yield* carry.marks(headHeight, 'brought', brought)));
      above.lines.undivided(headHeight, top);
    }
    const finished = body.isFinished;
    if (!finished && carry?.subtotal !== undefined) {
      after.push(...(yield* carry.marks(bottom, 'forward', carry.subtotal)));
      sheet.lines.undivided(bottom, bottom + carry.height);
      bottom += carry.height;
    }
    above.lines.append(top, sheet.lines);
    const artifact = { artifact: true };
    const head: Element | undefined = above.marks.length > 0 ? this.#elements.head : undefined;
    const marks = [
      group(0, 0, [...above.below, ...sheet.below], artifact),
      group(0, 0, above.marks, this.#hasHead ? artifact : { element: head }),
      group(0, 0, before, artifact),
      group(0, 0, sheet.marks, { element: this.#elements.body }),
      group(0, 0, after, artifact),
      group(0, 0, above.lines.all(bottom), artifact),
    ];
    this.#hasHead = true;
    return { marks: [group(0, 0, marks, { element: this.#elements.table })], height: bottom, finished };
  }

  *height(limit: number): Steps<number> {
    const { body, carry, headHeight } = yield* this.#parts();
    const top = this.#top(headHeight, carry);
    return top + (yield* body.height(limit - top));
  }

  *least(): Steps<number> {
    const { grid, body, carry, headHeight } = yield* this.#parts();
    const { rows, height } = yield* body.group(0);
    if (rows === 0) return headHeight;
    const reserve = this.#reserve(body, rows, carry);
    const kept = yield* this.#kept(0);
    if (kept !== undefined && fits(kept, grid.freshRoom)) return headHeight + kept;
    const mayBreak = this.message.splitRows || !fits(height, grid.freshRoom);
    return headHeight + reserve + (mayBreak ? yield* body.least() : height);
  }

  /** Height of what stands above the first row on a page. */
  #top(headHeight: number, carry: Carry | undefined): number {
    return headHeight + (carry?.subtotal === undefined ? 0 : carry.height);
  }

  /** Whether the rows ahead are the last, as many as they are. */
  #endsWith(body: Body, rows: number): boolean {
    return body.done + rows === body.count;
  }

  /** The room for a subtotal below so many of the rows ahead, unless they are the last. */
  #reserve(body: Body, rows: number, carry: Carry | undefined): number {
    return this.#endsWith(body, rows) ? 0 : (carry?.height ?? 0);
  }

  /** Draws rows from `y` on; returns where they end, if there are any. */
  *#drawRows(top: number, room: number, fresh: boolean, sheet: Sheet): Steps<number | undefined> {
    const { body, carry } = yield* this.#parts();
    const tail = this.message.withNext && this.place.tail ? yield* this.place.tail() : 0;
    let y = top;
    for (let first = true; !body.isFinished; first = false) {
      const next = yield* this.#next(y, room, fresh, first, tail);
      if (next === 'stop') {
        if (first) return undefined;
        yield* body.suspend(y, sheet);
        return y;
      }
      if (next === 'split') {
        const part = yield* body.split(y, room - (carry?.height ?? 0), fresh && first, sheet);
        // What was begun and got nothing goes on with the next page.
        if (part === undefined) return first ? undefined : y;
        if (part.row === undefined) return part.bottom;
        y = part.bottom;
        this.#ended(part.row, carry);
      } else {
        for (let count = 0; count < next; count++) {
          const { row, height } = yield* body.place(y, sheet);
          y += height;
          this.#ended(row, carry);
        }
      }
      if (this.setting.pace.due()) yield;
    }
    return y;
  }

  /** What comes next at `y`; `first` if no row stands above it. */
  *#next(y: number, room: number, freshPage: boolean, first: boolean, tail: number): Steps<Next> {
    const { body, grid, carry } = yield* this.#parts();
    const whole = grid.freshRoom;
    const fresh = freshPage && first;
    if (this.#torn || body.isBegun) {
      yield* body.ahead(0);
      const needed = body.needed(y) + this.#reserve(body, 1, carry);
      if (fits(y + needed, room)) return 1;
      return !first && !this.message.splitRows && fits(needed, whole) ? 'stop' : 'split';
    }
    const group = yield* body.group(0);
    const height = group.height + this.#reserve(body, group.rows, carry);
    if (!fresh) {
      const kept = yield* this.#kept(tail);
      if (kept !== undefined && !fits(y + kept, room) && fits(kept, whole)) return 'stop';
      if (!fits(y + height, room) && !this.message.splitRows && fits(height, whole)) return 'stop';
    }
    if (fits(y + height, room)) return group.rows;
    this.#torn = (yield* body.ahead(0))?.joined === true;
    return this.#torn ? yield* this.#next(y, room, freshPage, first, tail) : 'split';
  }

  /**
   * The height of the rows ahead that are kept with what follows them, down to the first that is not, or with `tail`; none
   * if the first is not.
   */
  *#kept(tail: number): Steps<number | undefined> {
    const { body, grid, carry } = yield* this.#parts();
    let rows = 0;
    let height = 0;
    for (;;) {
      const alone = rows === 0;
      const joined = yield* body.group(rows);
      rows += joined.rows;
      height += joined.height;
      if (this.#endsWith(body, rows)) return alone && tail === 0 ? undefined : height + tail;
      const last = yield* body.ahead(rows - 1);
      if (last?.withNext !== true || !fits(height, grid.freshRoom)) {
        return alone ? undefined : height + (carry?.height ?? 0);
      }
    }
  }

  *#drawHead(sheet: Sheet): Steps<void> {
    if (this.message.head.length === 0) return;
    const head = this.#headRows((yield* this.#parts()).grid);
    let y = 0;
    while ((yield* head.ahead(0)) !== undefined) y += (yield* head.place(y, sheet)).height;
    sheet.lines.underHead(y);
  }

  #headRows(grid: Grid): Body {
    return new Body(grid, this.message.head, () => this.message.headBackground, true, `${this.place.path}.head`);
  }

  #ended(row: Row, carry: Carry | undefined): void {
    this.#torn &&= row.joined;
    if (carry) carry.subtotal = row.subtotal;
    this.place.progress?.(1);
  }

  /** Measures what stands in the columns, where that decides how wide they are. */
  *#parts(): Steps<Parts> {
    if (this.#made) return this.#made;
    const { message, setting, place } = this;
    const { padding, columns, zebra } = message;
    const widths = columnWidths(message, yield* wishes(message, setting), place);
    const edges = [0];
    for (const width of widths) edges.push((edges.at(-1) as number) + width);
    const total = edges.at(-1) as number;
    if (setting.mirrored) for (const [at, edge] of edges.entries()) edges[at] = total - edge;
    const { freshRoom } = place;
    const grid: Grid = { edges, padding, freshRoom, page: freshRoom, columns, setting };
    const headHeight = yield* this.#headRows(grid).height(freshRoom);
    const carry = message.carry ? yield* Carry.of(message.carry, grid) : undefined;
    const taken = headHeight + 2 * (carry?.height ?? 0);
    if (!fits(taken, freshRoom)) throw doesNotFit(`${place.path}.head`);
    const rest = { ...grid, freshRoom: freshRoom - taken };
    const tint = (index: number) => (index % 2 === 1 ? zebra : null);
    const body = new Body(rest, this.#rows, tint, false, `${place.path}.rows`);
    this.#made = { grid: rest, headHeight, body, carry };
    return this.#made;
  }
}
