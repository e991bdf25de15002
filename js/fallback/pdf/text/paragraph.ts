/** What stands between two line feeds, as fragments. */

import { joins } from './characters';
import type { Extent } from './extent';
import type { Joins } from './face';
import type { Fragment } from './lines';
import { BREAKS, type Piece, pieces } from './opportunities';
import type { Source, Stretch } from './source';
import type { Words } from './words';

/** See above. */
export class Paragraph {
  /** Whether its words are of one direction and have nothing in them that does not show. */
  readonly #isPlain: boolean;

  constructor(
    readonly source: Source,
    readonly words: Words,
  ) {
    this.#isPlain = source.levels.of === undefined && !BREAKS.test(source.text);
  }

  /** The pieces between which its lines may break, each a word and the spaces after it. */
  *pieces(): Generator<Fragment[]> {
    for (const piece of pieces(this.source.text)) yield this.#set(piece);
  }

  /** Makes `extent` as wide as it is. */
  *widen(extent: Extent): Generator<void> {
    let width = 0;
    for (const piece of this.pieces()) {
      let unbroken = 0;
      for (const fragment of piece) {
        width += fragment.width;
        if (fragment.space) continue;
        unbroken += fragment.width;
        extent.max = Math.max(extent.max, width);
        if (fragment.after === 'hyphen') unbroken += this.words.hyphen(fragment).width;
      }
      extent.min = Math.max(extent.min, unbroken);
      yield;
    }
  }

  #set({ start, end, spacesEnd, hyphen }: Piece): Fragment[] {
    const fragments = this.#word(start, end);
    const last = fragments.at(-1);
    if (last) last.after = hyphen ? 'hyphen' : 'break';
    for (let at = end; at < spacesEnd; at++) {
      const { span, style, link } = this.#stretch(at);
      const level = this.#level(at);
      const { word, face } = this.words.space(style, level % 2 === 1, fragments.at(-1)?.face);
      const width = this.words.widthOf(word, style);
      fragments.push({
        word,
        face,
        style,
        span,
        level,
        link,
        space: true,
        joined: undefined,
        after: 'nothing',
        width,
        x: 0,
      });
    }
    return fragments;
  }

  /** A part of the text, shaped: apart by style and direction, and without what does not show. */
  #word(from: number, to: number): Fragment[] {
    const { text } = this.source;
    const fragments: Fragment[] = [];
    for (let start = from; start < to; ) {
      const { span, end: limit, style, link } = this.#stretch(start);
      const level = this.#level(start);
      const last = Math.min(to, limit);
      let end = this.#isPlain ? last : start;
      while (end < last && this.#level(end) === level && !BREAKS.test(text[end] as string)) end++;
      if (end === start) {
        start++;
        continue;
      }
      const joined = this.source.levels.of && joining(text, start, end);
      for (const { word, face } of this.words.of(text.slice(start, end), style, level % 2 === 1, joined)) {
        const width = this.words.widthOf(word, style);
        fragments.push({ word, face, style, span, level, link, space: false, joined, after: 'nothing', width, x: 0 });
      }
      start = end;
    }
    return fragments;
  }

  #stretch(at: number): Stretch {
    const { stretches } = this.source;
    return stretches.find(({ end }) => at < end) ?? (stretches.at(-1) as Stretch);
  }

  #level(at: number): number {
    const { of, base } = this.source.levels;
    return of?.[at] ?? base;
  }
}

/** How the letters at both ends of a part of the text are written. */
function joining(text: string, start: number, end: number): Joins | undefined {
  const before = start > 0 && joins(text, start);
  const after = end < text.length && joins(text, end);
  return before || after ? { before, after } : undefined;
}
