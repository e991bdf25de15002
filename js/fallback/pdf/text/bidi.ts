/** The bidirectional algorithm (UAX #9), by bidi-js. */
import bidiFactory from 'bidi-js';

const bidi = bidiFactory();

/** Hebrew to Arabic Extended, their presentation forms, and the right-to-left scripts beyond the basic plane. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** The levels of a text's UTF-16 units, even from left to right, odd from right to left. */
export interface Levels {
  /** Of the paragraph. */
  base: number;
  /** `undefined` where all are 0. */
  of: Uint8Array | undefined;
}

const LEFT_TO_RIGHT: Levels = { base: 0, of: undefined };

/** The levels of a text without line breaks; its direction is that of its first strong character (P2). */
export function levels(text: string): Levels {
  if (!RIGHT_TO_LEFT.test(text)) return LEFT_TO_RIGHT;
  const found = bidi.getEmbeddingLevels(shadow(text), 'auto');
  return { base: found.paragraphs[0]?.level ?? 0, of: found.levels };
}

/** A sign before a number. */
const SIGN = /(?<![\p{Alphabetic}\p{N}])[-+\u2212](?=[0-9])/gu;
const LETTER = /\p{L}/gu;

/**
 * The text as the algorithm is to see it, as long in UTF-16 units:
 * - each sign before a number is a digit: the number's direction then is the sign's, and `-2.25` is not read as `2.25-`.
 *   CLDR's locales mean the same by the U+200E before their signs (HL3);
 * - Arabic letters are Hebrew ones: the difference (W2) would have `2026-00042` read as `00042-2026` after them. Higher
 *   protocols may ignore it (HL2).
 */
const shadow = (text: string) =>
  text
    .replace(SIGN, '0')
    .replace(LETTER, (letter) =>
      bidi.getBidiCharTypeName(letter) === 'AL' ? (letter.length === 1 ? '\u05d0' : '\u{10800}') : letter,
    );

/** The text with brackets and the like turned round, as they are drawn from right to left (L4). */
export function mirrored(text: string): string {
  let turned = '';
  for (const character of text) turned += bidi.getMirroredCharacter(character) ?? character;
  return turned;
}

/** The order from left to right of what stands on a line at these levels (L2), as indices. */
export function visualOrder(levels: readonly number[]): number[] {
  const order = [...levels.keys()];
  const odd = levels.filter((level) => level % 2 === 1);
  if (odd.length === 0) return order;
  const lowestOdd = Math.min(...odd);
  for (let level = Math.max(...levels); level >= lowestOdd; level--) {
    for (let start = 0; start < order.length; start++) {
      let end = start;
      while (end < order.length && (levels[order[end] as number] as number) >= level) end++;
      if (end > start + 1) order.splice(start, end - start, ...order.slice(start, end).reverse());
      start = Math.max(start, end);
    }
  }
  return order;
}
