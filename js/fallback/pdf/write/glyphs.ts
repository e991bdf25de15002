/** Lines of text as operators of a content stream. */
import type { StyleMessage } from '../../../contract/pdf';
import type { Face, Glyph } from '../text/face';
import type { Line, Placed } from '../text/lines';
import { fill, number, rectangle } from './operators';
import type { EmbeddedFont, Pdfkit } from './pdfkit';

/** The faces of a document, of which pdfkit embeds what is drawn. */
export class Fonts {
  readonly #fonts = new Map<number, EmbeddedFont>();

  constructor(
    readonly pdf: Pdfkit,
    readonly faces: readonly Face[],
    readonly styles: readonly StyleMessage[],
  ) {}

  /** The operators that draw some fragments of a line whose baseline begins at the point. */
  show(fragments: readonly Placed[], x: number, y: number): string {
    const operators: string[] = ['BT'];
    let style: number | undefined;
    let face: number | undefined;
    for (const fragment of fragments) {
      const font = this.#font(fragment.face);
      const { size, color } = this.styles[fragment.style] as StyleMessage;
      if (fragment.style !== style) operators.push(fill(color));
      if (fragment.style !== style || fragment.face !== face) operators.push(`/${font.id} ${number(size)} Tf`);
      ({ style, face } = fragment);
      operators.push(`1 0 0 -1 ${number(x + fragment.x)} ${number(y)} Tm`);
      operators.push(...drawn(fragment, size, font));
    }
    operators.push('ET');
    return operators.join('\n');
  }

  #font(face: number): EmbeddedFont {
    let font = this.#fonts.get(face);
    if (font === undefined) {
      this.pdf.font((this.faces[face] as Face).font, `face ${face}`);
      font = this.pdf._font;
      this.#fonts.set(face, font);
    }
    this.pdf.page.fonts[font.id] = font.ref();
    return font;
  }
}

/** A word's glyphs; where they do not tell its text themselves, it is said beside them. */
function drawn({ word, rtl, width }: Placed, size: number, font: EmbeddedFont): string[] {
  const shown: string[] = [];
  const told: string[] = [];
  let codes = '';
  let array: string[] = [];
  const flush = () => {
    if (codes !== '') array.push(`<${codes}>`);
    codes = '';
  };
  const move = (thousandths: number) => {
    const rounded = Math.round(thousandths * 100) / 100;
    if (rounded === 0) return;
    flush();
    array.push(String(-rounded));
  };
  for (const glyph of word.glyphs) {
    const id = embedded(font, glyph);
    told.push(String.fromCodePoint(...(font.unicode[id] as number[])));
    if (glyph.dy !== 0) {
      flush();
      shown.push(`[${array.join('')}] TJ`, `${number((glyph.dy * size) / 1000)} Ts`);
      array = [];
    }
    move(glyph.dx);
    codes += id.toString(16).padStart(4, '0');
    if (glyph.dy !== 0) {
      flush();
      shown.push(`[${array.join('')}] TJ`, '0 Ts');
      array = [];
    }
    move(glyph.advance - glyph.width - glyph.dx);
  }
  // What justification adds.
  move((width * 1000) / size - word.width);
  flush();
  shown.push(`[${array.join('')}] TJ`);
  const text = (rtl ? told.reverse() : told).join('');
  return text === word.text ? shown : [`/Span <</ActualText ${utf16(word.text)}>> BDC`, ...shown, 'EMC'];
}

/** The glyph in the subset that is embedded. */
function embedded(font: EmbeddedFont, { id, codePoints, width }: Glyph): number {
  const own = font.subset.includeGlyph(id);
  font.widths[own] ??= width;
  font.unicode[own] ??= codePoints;
  return own;
}

/** Rectangles under the fragments whose style asks for it. */
export function underlines(line: Line, x: number, y: number, styles: readonly StyleMessage[]): string[] {
  return line.fragments
    .filter(({ style }) => styles[style]?.underline)
    .map((fragment) => {
      const { size, color } = styles[fragment.style] as StyleMessage;
      const height = size * 0.05;
      return `${fill(color)}\n${rectangle(x + fragment.x, y + size * 0.12, fragment.width, height)} f`;
    });
}

/** A text as a hexadecimal string. */
function utf16(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return `<feff${units.map((unit) => unit.toString(16).padStart(4, '0')).join('')}>`;
}
