/** What layout asks of texts: their lines, how wide they are, what cannot be drawn. */
import type { AlignMessage, StyleMessage, TextMessage } from '../../../contract/pdf';
import type { Pace, Steps } from '../pace';
import { joins } from './characters';
import type { Face, Joins } from './face';
import { advancesOf, clusterEnds, Filling, MARGIN } from './filling';
import { type Alignment, type Fragment, type Line, setLine, widthOf } from './lines';
import { BREAKS, type Piece, pieces } from './opportunities';
import { type Source, sources } from './source';
import { firstMissing, Words } from './words';

/** The widths of a text: of its widest piece that cannot be broken, and of its widest line if none were broken. */
export interface Extent {
  min: number;
  max: number;
}

/** Shapes and breaks the texts of one document. */
export class Typesetter {
  readonly #words: Words;

  constructor(
    readonly faces: readonly Face[],
    readonly styles: readonly StyleMessage[],
    readonly pace: Pace,
  ) {
    this.#words = new Words(faces);
  }

  /**
   * The text (in `style`, if it is plain) broken into lines of at most `width` points: at the opportunities of UAX #14,
   * and inside a word only where the word alone is wider than a line.
   */
  *paragraph(text: TextMessage, style: number, align: AlignMessage, width: number): Steps<Line[]> {
    const lines: Line[] = [];
    for (const source of sources(text, style)) {
      yield* this.#fill(source, { align, room: width, rtl: source.levels.base % 2 === 1 }, lines);
    }
    return lines;
  }

  /** The text on one line, however long. */
  *line(text: string, style: number): Steps<Line> {
    const lines = yield* this.paragraph(text.replaceAll('\n', ' '), style, 'left', Number.POSITIVE_INFINITY);
    return lines[0] as Line;
  }

  /** See {@link Extent}. */
  *extent(text: TextMessage, style: number): Steps<Extent> {
    const extent = { min: 0, max: 0 };
    for (const source of sources(text, style)) {
      let line = 0;
      let gap = 0;
      for (const piece of pieces(source.text)) {
        if (this.pace.due()) yield;
        const word = this.#fragments(source, piece.start, piece.end);
        if (word.length > 0) {
          const width = widthOf(word);
          const hyphen = piece.hyphen ? this.#hyphen(word).width : 0;
          extent.min = Math.max(extent.min, width + hyphen);
          line += gap + width;
          gap = 0;
        }
        gap += widthOf(this.#spaces(source, piece));
      }
      extent.max = Math.max(extent.max, line);
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

  *#fill(source: Source, alignment: Alignment, lines: Line[]): Steps<void> {
    const { base } = source.levels;
    const filling = new Filling(alignment.room, base);
    const set = (fragments: Fragment[], last: boolean) =>
      lines.push(setLine(fragments, alignment, last, this.styles, source.empty));
    for (const piece of pieces(source.text)) {
      if (this.pace.due()) yield;
      const word = this.#fragments(source, piece.start, piece.end);
      const spaces = this.#spaces(source, piece);
      if (word.length > 0) {
        const width = widthOf(word);
        while (!filling.fits(width)) {
          if (filling.isBlank()) {
            filling.clear();
            break;
          }
          set(filling.breakOff(), false);
        }
        if (width > alignment.room + MARGIN) this.#cut(word, filling, (fragments) => set(fragments, false));
        else filling.push(word, width);
        filling.allowBreak(piece.hyphen ? this.#hyphen(word) : undefined);
      }
      filling.pushSpaces(spaces);
    }
    set(filling.finish(), true);
  }

  /**
   * Cuts a piece that is wider than a line between characters (never between a letter and its marks), so that each part
   * fits; a single character wider than a line stands alone. The last part is left on the line.
   */
  #cut(piece: Fragment[], filling: Filling, set: (fragments: Fragment[]) => void): void {
    for (const fragment of piece) {
      const { size } = this.styles[fragment.style] as StyleMessage;
      const ends = clusterEnds(fragment.word.text);
      const advances = advancesOf(fragment);
      for (let first = 0; first < ends.length; ) {
        const start = first === 0 ? 0 : (ends[first - 1] as number);
        const reach = (advances[start] as number) + ((filling.room + MARGIN - filling.width) * 1000) / size;
        let last = first;
        while (last < ends.length && (advances[ends[last] as number] as number) <= reach) last++;
        // Shaped by itself a part may be wider than it was in the whole.
        for (; last > first || filling.isBlank(); last--) {
          const end = ends[Math.max(last, first + 1) - 1] as number;
          const word = this.#words.part(fragment, start, end, fragment.joined);
          const width = (word.word.width * size) / 1000;
          if (width > filling.room - filling.width + MARGIN && !(last <= first + 1 && filling.isBlank())) continue;
          filling.push([{ ...fragment, ...word, width }], width);
          first = Math.max(last, first + 1);
          break;
        }
        if (first < ends.length) set(filling.finish());
      }
    }
  }

  #spaces(source: Source, { end, spacesEnd }: Piece): Fragment[] {
    const spaces: Fragment[] = [];
    for (let at = end; at < spacesEnd; at++) spaces.push(...this.#fragments(source, at, at + 1, true));
    return spaces;
  }

  /** A part of a source, shaped: apart by style and direction, and without what does not show. */
  #fragments({ text, stretches, levels }: Source, from: number, to: number, space = false): Fragment[] {
    const fragments: Fragment[] = [];
    const levelAt = (at: number) => levels.of?.[at] ?? levels.base;
    let stretch = 0;
    for (let start = from; start < to; ) {
      while ((stretches[stretch] as { end: number }).end <= start && stretch < stretches.length - 1) stretch++;
      const { end: limit, style, link } = stretches[stretch] as Source['stretches'][number];
      const level = levelAt(start);
      let end = start;
      while (end < Math.min(to, limit) && levelAt(end) === level && !BREAKS.test(text[end] as string)) end++;
      if (end === start) {
        start++;
        continue;
      }
      const joined = levels.of === undefined ? undefined : joining(text, start, end);
      const { faces, size } = this.styles[style] as StyleMessage;
      for (const word of this.#words.of(text.slice(start, end), faces, level % 2 === 1, joined)) {
        fragments.push({ ...word, style, level, link, space, joined, width: (word.word.width * size) / 1000 });
      }
      start = end;
    }
    return fragments;
  }

  /** What shows where a word is broken, as the end of the word looks. */
  #hyphen(word: Fragment[]): Fragment {
    const end = word.at(-1) as Fragment;
    const { faces, size } = this.styles[end.style] as StyleMessage;
    const [hyphen] = this.#words.of('-', faces, end.level % 2 === 1, undefined);
    const faced = hyphen as NonNullable<typeof hyphen>;
    return { ...end, ...faced, joined: undefined, width: (faced.word.width * size) / 1000 };
  }
}

/** How the letters at both ends of a part of the text are written. */
function joining(text: string, start: number, end: number): Joins | undefined {
  const before = start > 0 && joins(text, start);
  const after = end < text.length && joins(text, end);
  return before || after ? { before, after } : undefined;
}
