/** The shipped faces, parsed once in the life of the process: decoding them costs more than a whole invoice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fontkit from 'fontkit';

export type Weight = 'regular' | 'bold';

/** A shaped piece of text; lengths in font units, 1000 to the em. */
export interface Word {
  text: string;
  glyphs: fontkit.Glyph[];
  positions: fontkit.GlyphPosition[];
  advance: number;
}

const FILES = { regular: 'NotoSans-Regular.ttf', bold: 'NotoSans-Bold.ttf' };
const FONTS = join(__dirname, '../../../crates/pdf/fonts');

const faces = new Map<Weight, fontkit.Font>();

/** The face of that weight, as fontkit knows it. */
export function face(weight: Weight): fontkit.Font {
  let font = faces.get(weight);
  if (font === undefined) {
    font = withOwnGlyphs(fontkit.create(readFileSync(join(FONTS, FILES[weight]))) as fontkit.Font);
    faces.set(weight, font);
  }
  return font;
}

/**
 * fontkit keeps one glyph object for each id, with the characters it first stood for: another document's. Here each
 * glyph carries the characters it stands for now, since pdfkit writes them as the glyph's text.
 */
function withOwnGlyphs(font: fontkit.Font): fontkit.Font {
  const getGlyph = (id: number, codePoints: number[] = []) => {
    const glyph = font.getGlyph(id, codePoints);
    // The width is copied because reading it through the prototype would work it out each time.
    return Object.create(glyph, { codePoints: { value: codePoints }, advanceWidth: { value: glyph.advanceWidth } });
  };
  return Object.create(font, { getGlyph: { value: getGlyph } });
}

let covered: Set<number> | undefined;

/** The first character of `text` that the faces (which cover the same ones) cannot draw; a line break is no character. */
export function firstMissing(text: string): number | undefined {
  covered ??= new Set([...face('regular').characterSet, 0x0a]);
  for (const character of text) {
    const codePoint = character.codePointAt(0) as number;
    if (!covered.has(codePoint)) return codePoint;
  }
  return undefined;
}

/** Turns a text without line breaks into positioned glyphs. */
export function shape(text: string, weight: Weight): Word {
  const { glyphs, positions, advanceWidth } = face(weight).layout(text);
  return { text, glyphs, positions, advance: advanceWidth };
}
