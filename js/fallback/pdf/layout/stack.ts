/** Blocks under each other: a page's content, a cell's, a column's, a box's. */
import type { BlockMessage } from '../../../contract/pdf';
import type { Steps } from '../pace';
import { type Block, createBlock, type PageBreak, type Place, type Setting } from './block';
import { group, isNothing, type Mark, SLACK, type Taken } from './marks';

type Child = Exclude<BlockMessage, PageBreak>;

/** See {@link Block}. */
export class Stack implements Block {
  /** The child that comes next, or goes on. */
  #at = 0;
  /** Whether something of that child stands already. */
  #begun = false;
  readonly #blocks = new Map<number, Block>();

  constructor(
    readonly children: readonly BlockMessage[],
    readonly setting: Setting,
    readonly place: Place,
  ) {}

  /** How many children are done. */
  get done(): number {
    return this.#at;
  }

  *take(room: number, fresh: boolean): Steps<Taken> {
    const marks: Mark[] = [];
    let y = 0;
    let above: BlockMessage | undefined;
    while (this.#at < this.children.length) {
      const child = this.children[this.#at] as BlockMessage;
      const top = fresh && above === undefined;
      if (child.type === 'pageBreak') {
        this.#next();
        above &&= child;
        if (top || room === Number.POSITIVE_INFINITY) continue;
        return { marks, height: y, finished: this.#at === this.children.length };
      }
      let gap = above === undefined ? 0 : gapBetween(above, child);
      // The page ends within the gap: what takes no room still stands there, and begins no other page.
      if (gap > room - y + SLACK && (yield* this.#block(this.#at).height(0)) === 0) gap = Math.max(room - y, 0);
      const left = room - y - gap;
      if (!this.#begun && !top && (yield* this.#belongsBelow(this.#at, left)))
        return { marks, height: y, finished: false };
      const taken = yield* this.#block(this.#at).take(left, top);
      if (isNothing(taken)) return { marks, height: y, finished: false };
      this.#begun = true;
      if (taken.marks.length > 0) marks.push(group(0, y + gap, taken.marks));
      y += gap + taken.height;
      above = child;
      if (!taken.finished) return { marks, height: y, finished: false };
      this.#next();
      if (this.setting.pace.due()) yield;
    }
    return { marks, height: y, finished: true };
  }

  *height(limit: number): Steps<number> {
    let sum = 0;
    let above: BlockMessage | undefined;
    for (let index = this.#at; index < this.children.length && sum <= limit + SLACK; index++) {
      const child = this.children[index] as BlockMessage;
      if (above !== undefined) sum += gapBetween(above, child);
      above = child;
      if (child.type !== 'pageBreak') sum += yield* this.#block(index).height(limit - sum);
      // A page's end fits on no page.
      else if (this.place.freshRoom < Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    }
    return sum;
  }

  *least(): Steps<number> {
    const first = this.children[this.#at];
    return first === undefined || first.type === 'pageBreak' ? 0 : yield* this.#leastOf(this.#at);
  }

  #next(): void {
    this.#blocks.delete(this.#at);
    this.#at++;
    this.#begun = false;
    this.place.progress?.(1);
  }

  #block(index: number): Block {
    let block = this.#blocks.get(index);
    if (block === undefined) {
      const place = { ...this.place, path: `${this.place.path}[${index}]`, tail: () => this.#tail(index) };
      block = createBlock(this.children[index] as Child, this.setting, place);
      this.#blocks.set(index, block);
    }
    return block;
  }

  /** Whether a child that has not begun must wait for the next page, though it may begin in `room`. */
  *#belongsBelow(index: number, room: number): Steps<boolean> {
    if (room === Number.POSITIVE_INFINITY) return false;
    const { freshRoom } = this.place;
    const child = this.children[index] as Child;
    const fits = (height: number) => height <= room + SLACK || height > freshRoom + SLACK;
    if (child.together && !fits(yield* this.#block(index).height(freshRoom))) return true;
    if (!isKept(child)) return false;
    // A chain of blocks, each kept with the next, down to the beginning of the first that is not.
    let sum = 0;
    for (let at = index; ; at++) {
      const one = this.children[at] as BlockMessage;
      if (one.type === 'pageBreak') break;
      if (!isKept(one)) {
        sum += yield* this.#leastOf(at);
        break;
      }
      sum += yield* this.#block(at).height(freshRoom - sum);
      const next = this.children[at + 1];
      if (next === undefined || sum > freshRoom + SLACK) break;
      sum += gapBetween(one, next);
    }
    return !fits(sum);
  }

  /** The least a child may begin with. One kept together begins whole, if a page can hold it. */
  *#leastOf(index: number): Steps<number> {
    const { freshRoom } = this.place;
    if ((this.children[index] as Child).together) {
      const whole = yield* this.#block(index).height(freshRoom);
      if (whole <= freshRoom + SLACK) return whole;
    }
    return yield* this.#block(index).least();
  }

  /** The gap below a child and the least of the next. */
  *#tail(index: number): Steps<number> {
    const next = this.children[index + 1];
    if (next === undefined || next.type === 'pageBreak') return 0;
    return gapBetween(this.children[index] as BlockMessage, next) + (yield* this.#leastOf(index + 1));
  }
}

/** Whether a block is kept whole with the next; a table keeps only its last row, by itself. */
const isKept = (child: BlockMessage) => child.withNext === true && child.type !== 'table';

const gapBetween = (above: BlockMessage, below: BlockMessage) => Math.max(above.after ?? 0, below.before ?? 0);
