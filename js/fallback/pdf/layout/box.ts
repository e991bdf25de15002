/** Blocks in a frame. */
import type { BoxMessage } from '../../../contract/pdf';
import type { Steps } from '../pace';
import type { Block, Place, Setting } from './block';
import { group, isNothing, type Mark, NOTHING, SLACK, type Taken } from './marks';
import { Stack } from './stack';

/** See {@link Block}. */
export class Box implements Block {
  readonly #stack: Stack;
  /** From the frame to the content: padding and border. */
  readonly #sides: { top: number; left: number; vertical: number };
  readonly #element = { type: 'Div' };
  #begun = false;

  constructor(
    readonly message: BoxMessage,
    setting: Setting,
    readonly place: Place,
  ) {
    const [top, right, bottom, left] = message.padding;
    const border = message.border?.width ?? 0;
    this.#sides = { top: top + border, left: left + border, vertical: top + bottom + 2 * border };
    this.#stack = new Stack(message.content, setting, {
      width: Math.max(place.width - left - right - 2 * border, 0),
      freshRoom: place.freshRoom - this.#sides.vertical,
      path: `${place.path}.content`,
    });
  }

  *take(room: number, fresh: boolean): Steps<Taken> {
    const { top, left, vertical } = this.#sides;
    if (!this.#begun && !fresh && (yield* this.least()) > room + SLACK) return NOTHING;
    const taken = yield* this.#stack.take(room - vertical, fresh);
    if (isNothing(taken)) return NOTHING;
    this.#begun = true;
    const height = taken.height + vertical;
    const marks: Mark[] = [group(left, top, taken.marks, { element: this.#element })];
    const { background, border, radius } = this.message;
    if (background || border) {
      const frame = { kind: 'frame', x: 0, y: 0, width: this.place.width, height, radius, background, border } as const;
      marks.unshift(group(0, 0, [frame], { artifact: true }));
    }
    return { marks, height, finished: taken.finished };
  }

  *height(limit: number): Steps<number> {
    return (yield* this.#stack.height(limit - this.#sides.vertical)) + this.#sides.vertical;
  }

  *least(): Steps<number> {
    return (yield* this.#stack.least()) + this.#sides.vertical;
  }
}
