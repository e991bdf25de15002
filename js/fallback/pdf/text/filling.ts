/** Filling lines with the pieces of a paragraph. */
import { clusters } from './characters';
import type { Word } from './face';
import type { Fragment } from './lines';
import type { Words } from './words';

/**
 * Keeps a text that fits exactly from breaking over the last bit of a sum. Sums are multiples of whole sizes over a font's
 * units: a margin as large as one of these would itself hang on that bit.
 */
const MARGIN = 1e-6;
/** How far, in thousandths of an em, the place where a word is cut may be beyond what its glyphs seem to have room for. */
const LEEWAY = 1;

/** The line being filled; lengths in points. */
export class Filling {
  #line: Fragment[] = [];
  /** Up to the end of the last word. */
  #width = 0;
  /** Of the spaces after that. */
  #gap = 0;

  constructor(
    readonly words: Words,
    readonly room: number,
    /** The paragraph's level. */
    readonly base: number,
    /** Takes each line when it is full; `last` of the paragraph. */
    readonly onLine: (line: Fragment[], last: boolean) => void,
  ) {}

  /** Adds a piece, and begins as many lines as that takes. */
  add(piece: Fragment[]): void {
    const word = piece.filter(({ space }) => !space);
    const width = word.reduce((sum, fragment) => sum + fragment.width, 0);
    while (word.length > 0 && !this.#hasRoom(width)) {
      if (this.#line.some(({ space }) => !space)) {
        this.#breakOff();
        continue;
      }
      // Spaces at the beginning of a paragraph that leave its first word no room.
      this.#line = [];
      this.#gap = 0;
      if (!this.#hasRoom(width)) {
        this.#cut(piece);
        return;
      }
    }
    for (const fragment of piece) this.#push(fragment);
  }

  /** Ends the last line, without the spaces at its end. */
  finish(): void {
    const shown = this.#line.findLastIndex(({ space }) => !space) + 1;
    this.#line = this.#line.slice(0, shown);
    this.#end(true);
  }

  #hasRoom(width: number): boolean {
    return this.#width + this.#gap + width <= this.room + MARGIN;
  }

  #push(fragment: Fragment): void {
    this.#gap += fragment.width;
    if (!fragment.space) {
      this.#width += this.#gap;
      this.#gap = 0;
    }
    this.#line.push(fragment);
  }

  /**
   * Ends the line at its last opportunity, and begins the next with what stands after that. A line that may only break
   * where there is no room for the hyphen breaks without one.
   */
  #breakOff(): void {
    let width = 0;
    let at = this.#line.length;
    let hyphen: Fragment | undefined;
    for (const [index, fragment] of this.#line.entries()) {
      width += fragment.width;
      if (fragment.after === 'nothing') continue;
      const shown = fragment.after === 'hyphen' ? this.words.hyphen(fragment) : undefined;
      if (shown && width + shown.width > this.room + MARGIN) continue;
      at = index + 1;
      hyphen = shown;
    }
    const rest = this.#line.slice(at);
    this.#line = this.#line.slice(0, at);
    if (hyphen) this.#line.push(hyphen);
    const [space] = rest;
    if (space?.space) this.#line.push(hanging(space, this.base));
    this.#end(false);
    while (rest[0]?.space) rest.shift();
    for (const fragment of rest) this.#push(fragment);
  }

  /**
   * Adds a piece that is wider than a line, cut between characters (never between a letter and its marks) so that each
   * part fits; a single character wider than a line stands alone.
   */
  #cut(piece: Fragment[]): void {
    for (const fragment of piece) {
      if (fragment.space || this.#hasRoom(fragment.width)) this.#push(fragment);
      else this.#cutFragment(fragment);
    }
  }

  #cutFragment(fragment: Fragment): void {
    const ends = clusterEnds(fragment.word.text);
    const advances = advancesOf(fragment.word, fragment.level % 2 === 1);
    const scale = fragment.width / fragment.word.width;
    for (let start = 0, first = 0; first < ends.length; ) {
      const reach = (advances[start] as number) + (this.room - this.#width) / scale + LEEWAY;
      let fitting = first;
      while (fitting < ends.length && (advances[ends[fitting] as number] as number) <= reach) fitting++;
      // Shaped by itself, a part may be wider than it is in the whole.
      let part: Fragment | undefined;
      for (; fitting > first && part === undefined; fitting--) {
        const tried = this.words.part(fragment, start, ends[fitting - 1] as number);
        if (this.#width + tried.width <= this.room + MARGIN) part = tried;
      }
      let taken = fitting + 1;
      if (part === undefined && this.#line.length === 0) {
        taken = first + 1;
        part = this.words.part(fragment, start, ends[first] as number);
      }
      if (part === undefined) {
        this.#end(false);
        continue;
      }
      this.#push(part);
      first = taken;
      start = ends[first - 1] as number;
      if (first < ends.length) this.#end(false);
    }
  }

  #end(last: boolean): void {
    this.onLine(this.#line, last);
    this.#line = [];
    this.#width = 0;
    this.#gap = 0;
  }
}

/**
 * A space at which a line was broken: it takes no room, stands where the line ends (UAX #9, L1), and keeps the words apart
 * for those who read the text without its lines.
 */
function hanging(space: Fragment, level: number): Fragment {
  const glyphs = space.word.glyphs.map((glyph) => ({ ...glyph, advance: 0 }));
  return { ...space, word: { text: space.word.text, glyphs, width: 0 }, width: 0, level };
}

/** Where each of the characters one sees ends. */
function clusterEnds(text: string): number[] {
  let end = 0;
  return clusters(text).map((cluster) => {
    end += cluster.length;
    return end;
  });
}

/** For each UTF-16 unit of a word's text, and for its end: how far the glyphs before it go, in thousandths of an em. */
function advancesOf({ text, glyphs, clusters }: Word, rtl: boolean): number[] {
  const advances = new Array<number>(text.length + 1).fill(0);
  const parts =
    clusters ?? glyphs.map((glyph) => ({ text: String.fromCodePoint(...glyph.codePoints), glyphs: [glyph] }));
  let end = 0;
  for (const part of rtl ? parts.toReversed() : parts) {
    end += part.text.length;
    advances[end] = part.glyphs.reduce((sum, { advance }) => sum + advance, 0);
  }
  let sum = 0;
  return advances.map((advance) => {
    sum += advance;
    return sum;
  });
}
