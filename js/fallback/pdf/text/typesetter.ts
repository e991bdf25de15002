/** What layout asks of texts: their lines, how wide they are, what cannot be drawn. */
import type { AlignMessage, StyleMessage, TextMessage } from '../../../contract/pdf';
import type { Pace, Steps } from '../pace';
import type { Extent } from './extent';
import type { Face } from './face';
import { Filling } from './filling';
import { type Fragment, type Line, setLine } from './lines';
import { Paragraph } from './paragraph';
import { sources } from './source';
import { firstMissing, Words } from './words';

/** Shapes and breaks the texts of one document. */
export class Typesetter {
  readonly #words: Words;

  constructor(
    readonly faces: readonly Face[],
    readonly styles: readonly StyleMessage[],
    /** A BCP 47 tag: fonts have other letter forms for Urdu than for Arabic. */
    language: string,
    readonly pace: Pace,
  ) {
    this.#words = new Words(faces, styles, language);
  }

  /**
   * The text (in `style`, if it is plain) broken into lines of at most `limit` points, aligned in `width`: at the opportunities of UAX #14,
   * and inside a word only where the word alone is wider than a line.
   */
  *paragraph(text: TextMessage, style: number, align: AlignMessage, width: number, limit = width): Steps<Line[]> {
    const lines: Line[] = [];
    for (const source of sources(text, style)) {
      const { base } = source.levels;
      const alignment = { align, room: width, rtl: base % 2 === 1 };
      const onLine = (line: Fragment[], last: boolean) =>
        lines.push(setLine(line, alignment, last, this.styles, source.empty));
      const filling = new Filling(this.#words, limit, base, onLine);
      for (const piece of new Paragraph(source, this.#words).pieces()) {
        filling.add(piece);
        if (this.pace.due()) yield;
      }
      filling.finish();
    }
    return lines;
  }

  /** The text on one line, however long. */
  line(text: string, style: number): Steps<Line> {
    return this.lineIn(text, style, 'left', 0);
  }

  /** The text on one line, aligned in `room`; if it is longer, it stands out at the side to which it is not aligned. */
  *lineIn(text: string, style: number, align: AlignMessage, room: number): Steps<Line> {
    const lines = yield* this.paragraph(text.replaceAll('\n', ' '), style, align, room, Number.POSITIVE_INFINITY);
    return lines[0] as Line;
  }

  /** See {@link Extent}. */
  *extent(text: TextMessage, style: number): Steps<Extent> {
    const extent = { min: 0, max: 0 };
    for (const source of sources(text, style)) {
      for (const _ of new Paragraph(source, this.#words).widen(extent)) if (this.pace.due()) yield;
    }
    return extent;
  }

  /** The first character that the faces of its style cannot draw. */
  firstMissing(text: TextMessage, style: number): number | undefined {
    const spans = typeof text === 'string' ? [{ text, style }] : text;
    for (const span of spans) {
      const missing = firstMissing(span.text, (this.styles[span.style] as StyleMessage).faces, this.faces);
      if (missing !== undefined) return missing;
    }
    return undefined;
  }
}
