/** The shipped faces, parsed once in the life of the process: decoding them costs more than a whole invoice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fontkit from 'fontkit';

export type Weight = 'regular' | 'bold';

/** A shaped piece of text; lengths in font units, 1000 to the em. */
export interface Word {
  text: string;
  glyphs: Glyph[];
  positions: fontkit.GlyphPosition[];
  advance: number;
}

const FILES = { regular: 'NotoSans-Regular.ttf', bold: 'NotoSans-Bold.ttf' };
const FONTS = join(__dirname, '../../../../crates/pdf/fonts');

/** A glyph as far as shaping and pdfkit's text need it. */
type Glyph = Pick<fontkit.Glyph, 'id' | 'codePoints' | 'advanceWidth'>;

interface Face {
  font: fontkit.Font;
  shaper: fontkit.Font;
}

const faces = new Map<Weight, Face>();

function read(weight: Weight): Face {
  let face = faces.get(weight);
  if (face === undefined) {
    const font = fontkit.create(readFileSync(join(FONTS, FILES[weight]))) as fontkit.Font;
    face = { font, shaper: withOwnGlyphs(font) };
    faces.set(weight, face);
  }
  return face;
}

/** The face of that weight, as fontkit knows it. */
export const face = (weight: Weight): fontkit.Font => read(weight).font;

/**
 * fontkit keeps one glyph object for each id, with the characters it first stood for: another document's. Here each
 * glyph carries the characters it stands for now, since pdfkit writes them as the glyph's text.
 */
function withOwnGlyphs(font: fontkit.Font): fontkit.Font {
  const getGlyph = (id: number, codePoints: number[] = []): Glyph => {
    const { advanceWidth } = font.getGlyph(id, codePoints);
    return { id, codePoints, advanceWidth };
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
  const { glyphs, positions, advanceWidth } = read(weight).shaper.layout(text);
  return { text, glyphs, positions, advance: advanceWidth };
}
