/** Paragraphs and headings. */
import type { ParagraphMessage, TextMessage } from '../../../contract/pdf';
import type { Steps } from '../pace';
import type { Line } from '../text/lines';
import type { Block, Place, Setting } from './block';
import { type Element, type Group, group, type Mark, NOTHING, SLACK, type Taken } from './marks';

/** See {@link Block}. */
export class Paragraph implements Block {
  #lines: Line[] | undefined;
  #next = 0;
  readonly #element: Element | undefined;

  constructor(
    readonly message: ParagraphMessage,
    readonly setting: Setting,
    readonly place: Place,
    /** Whether what it stands in is tagged as the paragraph. */
    isBare = false,
  ) {
    const { heading } = message;
    if (!isBare)
      this.#element = heading === undefined ? { type: 'P' } : { type: `H${heading}`, title: plainText(message.text) };
  }

  *take(room: number, fresh: boolean): Steps<Taken> {
    const lines = yield* this.#typeset();
    const left = lines.length - this.#next;
    let count = 0;
    let fitting = 0;
    while (count < left && fitting + this.#line(count).height <= room + SLACK) fitting += this.#line(count++).height;
    if (count < left) {
      const orphans = this.#orphans(lines);
      // Neither below nor above the break fewer lines than that.
      const allowed = Math.min(count, left - orphans);
      if (allowed >= orphans && allowed > 0) count = allowed;
      else if (!fresh) return NOTHING;
      else count = Math.max(count, 1);
    }
    const marks: Mark[] = [];
    let y = 0;
    for (let index = 0; index < count; index++) {
      const line = this.#line(index);
      if (line.fragments.length > 0) marks.push({ kind: 'text', x: 0, y: y + line.baseline, line });
      y += line.height;
    }
    const outline = this.#next === 0 ? this.#outline() : undefined;
    this.#next += count;
    return {
      marks: [group(0, 0, marks, { element: this.#element, outline })],
      height: y,
      finished: this.#next === lines.length,
    };
  }

  *height(): Steps<number> {
    return heightOf((yield* this.#typeset()).slice(this.#next));
  }

  *least(): Steps<number> {
    const lines = yield* this.#typeset();
    const orphans = this.#orphans(lines);
    return heightOf(lines.length < 2 * orphans ? lines : lines.slice(0, orphans));
  }

  /** The line `index` lines after the next. */
  #line(index: number): Line {
    return (this.#lines as Line[])[this.#next + index] as Line;
  }

  #orphans(lines: Line[]): number {
    return Math.min(this.message.orphans ?? 2, lines.length);
  }

  #outline(): Group['outline'] {
    const { heading, text } = this.message;
    return heading === undefined ? undefined : { level: heading, title: plainText(text) };
  }

  *#typeset(): Steps<Line[]> {
    if (this.#lines === undefined) {
      const { text, style, align, lines: most } = this.message;
      const lines = yield* this.setting.typesetter.paragraph(text, style, align, this.place.width);
      this.#lines = most === undefined ? lines : lines.slice(0, most);
    }
    return this.#lines;
  }
}

const heightOf = (lines: Line[]) => lines.reduce((sum, { height }) => sum + height, 0);

/** A text on one line, without what is not shown. */
export const plainText = (text: TextMessage): string =>
  (typeof text === 'string' ? text : text.map((span) => span.text).join(''))
    .replace(/[\u00ad\u200b]/g, '')
    .replace(/\n/g, ' ');
