/** A document's pages: what stands on each, and where. */
import type { BlockMessage, DocumentMessage, SlipMessage, SpanMessage, WatermarkMessage } from '../../../contract/pdf';
import { ClinicoreError } from '../../../errors';
import type { Steps } from '../pace';
import type { Setting } from './block';
import { type Group, group, isNothing, type Mark, SLACK } from './marks';
import { doesNotFit } from './refusals';
import { Stack } from './stack';

/** What stands on a page, apart from what stands on every page; in points from its top left. */
export interface Page {
  width: number;
  height: number;
  marks: Mark[];
}

/** What content keeps free above and below it. */
interface Frame {
  top: number;
  bottom: number;
}

const MAX_PAGES = 10_000;
/** 200 inches, beyond which readers fail (PDF 1.7, annex C). */
const MAX_HEIGHT = 14_400;

/** Lays out one document. */
export class Pages {
  readonly #document: DocumentMessage;

  constructor(
    document: DocumentMessage,
    readonly setting: Setting,
  ) {
    this.#document = document;
  }

  /** Lays out the content, page after page, and gives each to `onPage`; returns how many they are. */
  *layOut(onPage: (page: Page) => void): Steps<number> {
    const { page, content, slip } = this.#document;
    const frames = { first: yield* this.#frame(0), other: yield* this.#frame(1) };
    const room = ({ top, bottom }: Frame) => (page.height ?? Number.POSITIVE_INFINITY) - top - bottom;
    if (slip !== null && room(frames.other) < slip.height) throw doesNotFit('document.slip');
    const { pace } = this.setting;
    let done = 0;
    const stack = new Stack(content, this.setting, {
      width: page.width - page.margin[1] - page.margin[3],
      freshRoom: room(frames.other),
      path: 'document.content',
      progress: (count) => {
        done += count;
        pace.reach(pace.total / 2 + done);
      },
    });
    for (let index = 0; ; index++) {
      if (index === MAX_PAGES) {
        const details = { argument: 'document', limit: MAX_PAGES };
        throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `document takes more than ${MAX_PAGES} pages`, details);
      }
      const frame = index === 0 ? frames.first : frames.other;
      const before = stack.done;
      const taken = yield* stack.take(room(frame), true);
      // No block may give nothing on a fresh page; if one did, this would never end.
      if (isNothing(taken) && stack.done === before) throw doesNotFit(`document.content[${before}]`);
      const height = page.height ?? frame.top + taken.height + frame.bottom;
      if (height > MAX_HEIGHT) throw doesNotFit('document.content');
      const marks = [group(page.margin[3], frame.top, taken.marks)];
      const isLast = taken.finished && (slip === null || taken.height + slip.height <= room(frame) + SLACK);
      if (isLast && slip !== null) marks.push(...(yield* this.#slip(slip, height - slip.height)));
      onPage({ width: page.width, height, marks });
      if (isLast) return index + 1;
      if (pace.due()) yield;
    }
  }

  /** What is torn off the last page, from `top` down. */
  *#slip({ height, areas }: SlipMessage, top: number): Steps<Group[]> {
    const groups: Group[] = [];
    for (const [index, { x, y, width, content }] of areas.entries()) {
      const path = `document.slip.areas[${index}]`;
      const place = { width, freshRoom: Number.POSITIVE_INFINITY, path: `${path}.content` };
      const taken = yield* new Stack(content, this.setting, place).take(Number.POSITIVE_INFINITY, true);
      if (y + taken.height > height + SLACK) throw doesNotFit(path);
      groups.push(group(x, top + y, taken.marks));
    }
    return groups;
  }

  /** What stands on every page, here on the one of that index and height, where there are `pages` in all. */
  *everyPage(index: number, height: number, pages: number): Steps<Mark[]> {
    const watermark = yield* this.#watermark(this.#document.page.width, height);
    const { slip } = this.#document;
    const bottom = index === pages - 1 && slip !== null ? height - slip.height : height;
    const { header, footer } = yield* this.#furniture(index, pages, bottom);
    return [...watermark, ...header, ...footer];
  }

  /** Where the content of a page begins and how much stays free below it. */
  *#frame(index: number): Steps<Frame> {
    const { margin, edge } = this.#document.page;
    const height = function* (stack: Stack): Steps<number> {
      return (yield* stack.take(Number.POSITIVE_INFINITY, true)).height;
    };
    const header = yield* height(this.#stack('header', index, 1));
    const footer = yield* height(this.#stack('footer', index, 1));
    const top = header > 0 ? Math.max(margin[0], edge + header) : margin[0];
    const bottom = footer > 0 ? Math.max(margin[2], edge + footer) : margin[2];
    const room = (this.#document.page.height ?? Number.POSITIVE_INFINITY) - top - bottom;
    if (room < SLACK) throw doesNotFit(top > margin[0] ? 'document.header' : 'document.footer');
    return { top, bottom };
  }

  *#furniture(index: number, pages: number, bottom: number): Steps<{ header: Mark[]; footer: Mark[] }> {
    const { margin, edge } = this.#document.page;
    const header = yield* this.#stack('header', index, pages).take(Number.POSITIVE_INFINITY, true);
    const footer = yield* this.#stack('footer', index, pages).take(Number.POSITIVE_INFINITY, true);
    const artifact = { artifact: true };
    return {
      header: header.marks.length > 0 ? [group(margin[3], edge, header.marks, artifact)] : [],
      footer: footer.marks.length > 0 ? [group(margin[3], bottom - edge - footer.height, footer.marks, artifact)] : [],
    };
  }

  #stack(which: 'header' | 'footer', index: number, pages: number): Stack {
    const document = this.#document;
    const first = which === 'header' ? document.firstHeader : document.firstFooter;
    const blocks = index === 0 && first !== null ? first : document[which];
    const { margin, width } = document.page;
    return new Stack(filled(blocks, { page: String(index + 1), pages: String(pages) }), this.setting, {
      width: width - margin[1] - margin[3],
      freshRoom: Number.POSITIVE_INFINITY,
      path: `document.${which}`,
    });
  }

  /** A word in the middle of the page, turned. */
  *#watermark(width: number, height: number): Steps<Mark[]> {
    const { watermark } = this.#document;
    if (watermark === null) return [];
    const { text, style, angle, opacity } = watermark as WatermarkMessage;
    const line = yield* this.setting.typesetter.line(text, style);
    const mark: Mark = { kind: 'turned', x: width / 2, y: height / 2, line, angle, opacity };
    return [group(0, 0, [mark], { artifact: true })];
  }
}

/** Blocks with the numbers in the place of their fields. */
function filled(blocks: BlockMessage[], numbers: Record<'page' | 'pages', string>): BlockMessage[] {
  const fill = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(fill);
    if ('field' in value) {
      const { field, ...span } = value as SpanMessage;
      return { ...span, text: numbers[field as 'page' | 'pages'] };
    }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one)]));
  };
  return fill(blocks) as BlockMessage[];
}
