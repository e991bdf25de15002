/** Blocks side by side. */
import type { ColumnsMessage } from '../../../contract/pdf';
import type { Steps } from '../pace';
import type { Block, Place, Setting } from './block';
import { group, NOTHING, SLACK, type Taken } from './marks';
import { tooWide } from './refusals';
import { Stack } from './stack';

/** See {@link Block}. */
export class Columns implements Block {
  readonly #columns: { x: number; stack: Stack; finished: boolean }[];
  readonly #element = { type: 'Div' };
  #begun = false;

  constructor(message: ColumnsMessage, setting: Setting, place: Place) {
    const { gap, columns } = message;
    const points = columns.reduce((sum, { width }) => sum + ('points' in width ? width.points : 0), 0);
    const shares = columns.reduce((sum, { width }) => sum + ('share' in width ? width.share : 0), 0);
    const fixed = points + gap * (columns.length - 1);
    if (fixed > place.width + SLACK) throw tooWide(place.path, fixed, place.width);
    const free = Math.max(place.width - fixed, 0);
    let x = 0;
    this.#columns = columns.map(({ width, content }, index) => {
      const points = 'points' in width ? width.points : (free * width.share) / shares;
      const path = `${place.path}.columns[${index}].content`;
      const stack = new Stack(content, setting, { width: points, freshRoom: place.freshRoom, path });
      const column = { x: setting.mirrored ? place.width - x - points : x, stack, finished: false };
      x += points + gap;
      return column;
    });
  }

  *take(room: number, fresh: boolean): Steps<Taken> {
    if (!this.#begun && !fresh && (yield* this.least()) > room + SLACK) return NOTHING;
    const marks = [];
    let height = 0;
    for (const column of this.#columns) {
      if (column.finished) continue;
      const taken = yield* column.stack.take(room, fresh);
      column.finished = taken.finished;
      height = Math.max(height, taken.height);
      if (taken.marks.length > 0)
        marks.push(group(column.x, 0, taken.marks, { element: this.#elementOf(column.stack) }));
    }
    this.#begun ||= height > 0;
    const finished = this.#columns.every((column) => column.finished);
    return { marks: [group(0, 0, marks, { element: this.#element })], height, finished };
  }

  *height(limit: number): Steps<number> {
    let height = 0;
    for (const { stack } of this.#columns) height = Math.max(height, yield* stack.height(limit));
    return height;
  }

  *least(): Steps<number> {
    let least = 0;
    for (const { stack } of this.#columns) least = Math.max(least, yield* stack.least());
    return least;
  }

  readonly #elements = new Map<Stack, { type: string }>();

  #elementOf(stack: Stack): { type: string } {
    const element = this.#elements.get(stack) ?? { type: 'Div' };
    this.#elements.set(stack, element);
    return element;
  }
}
