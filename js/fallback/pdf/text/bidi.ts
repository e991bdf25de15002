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
  const found = bidi.getEmbeddingLevels(text, 'auto');
  return { base: found.paragraphs[0]?.level ?? 0, of: found.levels };
}

/** The text with brackets and the like turned round, as they are drawn from right to left (L4). */
export function mirrored(text: string): string {
  let turned = '';
  for (const character of text) turned += bidi.getMirroredCharacter(character) ?? character;
  return turned;
}

/** Puts what stands on one line into the order in which it is drawn (L2). */
export function visual<T extends { level: number }>(pieces: T[]): T[] {
  let highest = 0;
  let lowestOdd = Number.POSITIVE_INFINITY;
  for (const { level } of pieces) {
    highest = Math.max(highest, level);
    if (level % 2 === 1) lowestOdd = Math.min(lowestOdd, level);
  }
  const order = [...pieces];
  for (let level = highest; level >= lowestOdd; level--) {
    for (let start = 0; start < order.length; start++) {
      let end = start;
      while (end < order.length && (order[end] as T).level >= level) end++;
      if (end > start + 1) order.splice(start, end - start, ...order.slice(start, end).reverse());
      start = Math.max(start, end);
    }
  }
  return order;
}
