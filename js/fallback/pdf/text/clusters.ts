/** Which glyphs stand for which characters, where shaping put them in another order or made others of them. */
import type { Glyph } from './face';

/** Glyphs that together stand for a part of a text. */
export interface Cluster {
  text: string;
  /** From left to right. */
  glyphs: Glyph[];
}

/** A part of a text, in UTF-16 units, and its glyphs. */
interface Stretch {
  from: number;
  to: number;
  glyphs: Glyph[];
}

/** The clusters of a text from left to right; each is as small as it can be. */
export function clustersOf(text: string, glyphs: Glyph[], rtl: boolean): Cluster[] {
  const stretches: Stretch[] = [];
  const used = new Map<string, number>();
  for (const glyph of rtl ? [...glyphs].reverse() : glyphs) {
    const places = glyph.codePoints.map((codePoint) => take(text, String.fromCodePoint(codePoint), used));
    const found = places.filter((place) => place !== undefined);
    const last = stretches.at(-1);
    // What stands for no character of its own belongs to what is before it.
    if (found.length === 0 && last) last.glyphs.push(glyph);
    else join(stretches, { from: Math.min(...found, text.length), to: Math.max(...found, 0) + 1, glyphs: [glyph] });
  }
  const clusters = stretches.map(({ glyphs: own }, index) => {
    // What has no glyph, such as a joiner, goes with what is before it.
    const from = index === 0 ? 0 : (stretches[index] as Stretch).from;
    const part = text.slice(from, stretches[index + 1]?.from ?? text.length);
    return { text: part, glyphs: rtl ? [...own].reverse() : own };
  });
  return rtl ? clusters.reverse() : clusters;
}

/** The first place of a character that no glyph stands for yet; `used` says up to where there are none. */
function take(text: string, character: string, used: Map<string, number>): number | undefined {
  const at = text.indexOf(character, used.get(character) ?? 0);
  if (at < 0) return undefined;
  used.set(character, at + character.length);
  return at;
}

/** Adds a stretch after the others, as one with those it overlaps or comes before. */
function join(stretches: Stretch[], stretch: Stretch): void {
  for (let last = stretches.at(-1); last && last.to > stretch.from; last = stretches.at(-1)) {
    stretches.pop();
    stretch.from = Math.min(stretch.from, last.from);
    stretch.to = Math.max(stretch.to, last.to);
    stretch.glyphs.unshift(...last.glyphs);
  }
  stretches.push(stretch);
}
