/** The line being filled. */
import { clusters } from './characters';
import type { Glyph } from './face';
import { type Fragment, widthOf } from './lines';

/** Keeps a text that fits exactly from breaking over the last bit of a sum. */
export const MARGIN = 1e-6;

/** See above; lengths in points. */
export class Filling {
  #fragments: Fragment[] = [];
  /** Up to the end of the last word. */
  #width = 0;
  /** Of the spaces after it. */
  #gap = 0;
  /** How many fragments stand before the last place where the line may break, and what shows there. */
  #opportunity: { at: number; hyphen: Fragment | undefined } | undefined;

  constructor(
    readonly room: number,
    /** The paragraph's level. */
    readonly base: number,
  ) {}

  get width(): number {
    return this.#width;
  }

  isBlank(): boolean {
    return this.#fragments.every(({ space }) => space);
  }

  clear(): void {
    this.#fragments = [];
    this.#width = 0;
    this.#gap = 0;
    this.#opportunity = undefined;
  }

  fits(width: number): boolean {
    return this.#width + this.#gap + width <= this.room + MARGIN;
  }

  push(word: Fragment[], width: number): void {
    this.#width += this.#gap + width;
    this.#gap = 0;
    this.#fragments.push(...word);
  }

  pushSpaces(spaces: Fragment[]): void {
    this.#gap += widthOf(spaces);
    this.#fragments.push(...spaces);
  }

  /** The line may break here, if there is room for the hyphen that then shows. */
  allowBreak(hyphen: Fragment | undefined): void {
    if (hyphen === undefined || this.fits(hyphen.width)) this.#opportunity = { at: this.#fragments.length, hyphen };
  }

  /**
   * Takes off what stands before the last opportunity, with one of the spaces there; the others are dropped. If there was
   * room for no hyphen, the line breaks without one.
   */
  breakOff(): Fragment[] {
    const { at, hyphen } = this.#opportunity ?? { at: this.#fragments.length, hyphen: undefined };
    const full = this.#fragments.slice(0, at);
    const rest = this.#fragments.slice(at);
    this.clear();
    if (hyphen) full.push(hyphen);
    let spaces = 0;
    while (rest[spaces]?.space) spaces++;
    if (spaces > 0) full.push({ ...(rest[0] as Fragment), level: this.base });
    for (const fragment of rest.slice(spaces)) {
      if (fragment.space) this.pushSpaces([fragment]);
      else this.push([fragment], fragment.width);
    }
    return full;
  }

  /** Takes off all of it, without the spaces at its end. */
  finish(): Fragment[] {
    let end = this.#fragments.length;
    while (end > 0 && (this.#fragments[end - 1] as Fragment).space) end--;
    return this.takeAll().slice(0, end);
  }

  /** Takes off all of it. */
  takeAll(): Fragment[] {
    const all = this.#fragments;
    this.clear();
    return all;
  }
}

/** Where each of the characters one sees ends. */
export function clusterEnds(text: string): number[] {
  let end = 0;
  return clusters(text).map((cluster) => {
    end += cluster.length;
    return end;
  });
}

/** For each UTF-16 unit of a fragment's text, and for its end: how far the glyphs before it go, in thousandths of an em. */
export function advancesOf({ word: { text, glyphs }, rtl }: Fragment): number[] {
  const advances: number[] = new Array(text.length + 1).fill(0);
  let at = 0;
  const read = rtl ? [...glyphs].reverse() : glyphs;
  for (const { codePoints, advance } of read as Glyph[]) {
    const unit = Math.min(at, text.length - 1) + 1;
    advances[unit] = (advances[unit] as number) + advance;
    for (const codePoint of codePoints) at += codePoint > 0xffff ? 2 : 1;
  }
  let sum = 0;
  return advances.map((advance) => {
    sum += advance;
    return sum;
  });
}
