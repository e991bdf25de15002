/** Items with a label before each. */
import type { BlockMessage, ListMessage, TextMessage } from '../../../contract/pdf';
import type { Steps } from '../pace';
import { sources } from '../text/source';
import type { Block, Place, Setting } from './block';
import { type Element, group, isNothing, type Mark, NOTHING, SLACK, type Taken } from './marks';
import { Stack } from './stack';

/** See {@link Block}. */
export class List implements Block {
  readonly #items: Item[];
  readonly #element: Element;
  #at = 0;

  constructor(
    readonly message: ListMessage,
    setting: Setting,
    place: Place,
  ) {
    this.#items = message.items.map((_, index) => new Item(message, index, setting, place));
    const numbering = message.ordered ? 'Decimal' : 'Disc';
    this.#element = { type: 'L', attributes: { List: { ListNumbering: numbering } } };
  }

  *take(room: number, fresh: boolean): Steps<Taken> {
    const marks: Mark[] = [];
    let y = 0;
    while (this.#at < this.#items.length) {
      const gap = marks.length > 0 ? this.message.gap : 0;
      const taken = yield* (this.#items[this.#at] as Item).take(room - y - gap, fresh && marks.length === 0);
      if (isNothing(taken)) break;
      marks.push(group(0, y + gap, taken.marks));
      y += gap + taken.height;
      if (!taken.finished) break;
      this.#at++;
    }
    const finished = this.#at === this.#items.length;
    return marks.length > 0 || finished
      ? { marks: [group(0, 0, marks, { element: this.#element })], height: y, finished }
      : NOTHING;
  }

  *height(limit: number): Steps<number> {
    let height = 0;
    for (let index = this.#at; index < this.#items.length && height <= limit + SLACK; index++) {
      const gap = index > this.#at ? this.message.gap : 0;
      height += gap + (yield* (this.#items[index] as Item).height(limit - height));
    }
    return height;
  }

  *least(): Steps<number> {
    const item = this.#items[this.#at];
    return item === undefined ? 0 : yield* item.least();
  }
}

class Item implements Block {
  readonly #stack: Stack;
  readonly #label: string;
  readonly #rtl: boolean;
  readonly #elements = { item: { type: 'LI' }, label: { type: 'Lbl' }, body: { type: 'LBody' } };
  #begun = false;

  constructor(
    readonly list: ListMessage,
    index: number,
    readonly setting: Setting,
    readonly place: Place,
  ) {
    const { label, content } = list.items[index] as ListMessage['items'][number];
    this.#label = label;
    // Up to a line feed, which begins a paragraph of its own.
    const [first] = sources(firstText(content), list.style);
    this.#rtl = (first?.levels.base ?? 0) % 2 === 1;
    this.#stack = new Stack(content, setting, {
      width: Math.max(place.width - list.indent, 0),
      freshRoom: place.freshRoom,
      path: `${place.path}.items[${index}].content`,
    });
  }

  *take(room: number, fresh: boolean): Steps<Taken> {
    const label = yield* this.#labelLine();
    if (!this.#begun && label.height > room + SLACK && !fresh) return NOTHING;
    const taken = yield* this.#stack.take(room, fresh);
    if (isNothing(taken)) return NOTHING;
    const { item, body } = this.#elements;
    const marks: Mark[] = [group(this.#rtl ? 0 : this.list.indent, 0, taken.marks, { element: body })];
    let { height } = taken;
    if (!this.#begun) {
      const x = this.#rtl ? this.place.width - label.width : 0;
      const line = { kind: 'text', x, y: label.baseline, line: label } as const;
      marks.unshift(group(0, 0, [line], { element: this.#elements.label }));
      height = Math.max(height, label.height);
    }
    this.#begun = true;
    return { marks: [group(0, 0, marks, { element: item })], height, finished: taken.finished };
  }

  *height(limit: number): Steps<number> {
    const label = this.#begun ? 0 : (yield* this.#labelLine()).height;
    return Math.max(label, yield* this.#stack.height(limit));
  }

  *least(): Steps<number> {
    const label = yield* this.#labelLine();
    return Math.max(label.height, yield* this.#stack.least());
  }

  #labelLine() {
    return this.setting.typesetter.line(this.#label, this.list.style);
  }
}

/** The text an item begins with, which says on which side its label stands. */
function firstText(content: readonly BlockMessage[]): TextMessage {
  const first = content.find((block) => block.type === 'paragraph');
  return first?.type === 'paragraph' ? first.text : '';
}
