/** Lines of text as operators of a content stream. */
import type { StyleMessage } from '../../../contract/pdf';
import type { Pace, Steps } from '../pace';
import type { Face, Glyph } from '../text/face';
import type { Fragment, Line } from '../text/lines';
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
  show(fragments: readonly Fragment[], x: number, y: number): string {
    const operators = ['BT'];
    let last: Fragment | undefined;
    let strings = new Strings(operators);
    for (const fragment of fragments) {
      const font = this.#font(fragment.face);
      const { size, color } = this.styles[fragment.style] as StyleMessage;
      const isSameFont = last?.style === fragment.style && last.face === fragment.face;
      // One string after the other stands where it should.
      const goesOn = isSameFont && last?.level === fragment.level && last.x + last.width === fragment.x;
      if (!goesOn) {
        strings.end();
        if (last?.style !== fragment.style) operators.push(fill(color));
        if (!isSameFont) operators.push(`/${font.id} ${number(size)} Tf`);
        operators.push(`1 0 0 -1 ${number(x + fragment.x)} ${number(y)} Tm`);
        strings = new Strings(operators);
      }
      strings.show(fragment, size, font);
      last = fragment;
    }
    strings.end();
    operators.push('ET');
    return operators.join('\n');
  }

  /** Embeds what was drawn. */
  *finish(pace: Pace): Steps<void> {
    for (const [face, font] of this.#fonts) {
      (this.faces[face] as Face).reading(() => font.finalize());
      if (pace.due()) yield;
    }
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

/** Strings of glyphs with what moves them, shown by one operator as far as that is possible. */
class Strings {
  #array: string[] = [];
  #codes = '';
  /** To the left, in thousandths of an em, before the next glyph. */
  #move = 0;

  constructor(readonly operators: string[]) {}

  /** Adds a word. */
  show({ word, width }: Fragment, size: number, font: EmbeddedFont): void {
    if (word.clusters) {
      for (const { text, glyphs } of word.clusters) this.#cluster(codePointsOf(text), glyphs, size, font);
    } else {
      for (const glyph of word.glyphs) {
        const id = embedded(font, glyph, glyph.codePoints);
        if (isSame(font.unicode[id], glyph.codePoints)) this.#glyph(glyph, id, size);
        else this.#cluster(glyph.codePoints, [glyph], size, font);
      }
    }
    // What justification adds.
    this.#move -= (width * 1000) / size - word.width;
  }

  /** Glyphs that stand for some characters together; where they do not tell these themselves, they are said beside them. */
  #cluster(codePoints: number[], glyphs: readonly Glyph[], size: number, font: EmbeddedFont): void {
    const ids = glyphs.map((glyph) => embedded(font, glyph, codePoints));
    const told = ids.flatMap((id) => font.unicode[id] ?? []);
    const tells = isSame(told, codePoints);
    if (!tells) {
      this.end();
      this.operators.push(`/Span <</ActualText ${utf16(String.fromCodePoint(...codePoints))}>> BDC`);
    }
    for (const [index, glyph] of glyphs.entries()) this.#glyph(glyph, ids[index] as number, size);
    if (!tells) {
      this.end();
      this.operators.push('EMC');
    }
  }

  /** Shows what was added. */
  end(): void {
    this.#flush();
    if (this.#array.length > 0) this.operators.push(`[${this.#array.join('')}] TJ`);
    this.#array = [];
  }

  #glyph({ width, advance, dx, dy }: Glyph, id: number, size: number): void {
    if (dy !== 0) {
      this.end();
      this.operators.push(`${number((dy * size) / 1000)} Ts`);
    }
    this.#move -= dx;
    if (Math.abs(this.#move) >= 0.005) this.#flush();
    CODES[id] ??= id.toString(16).padStart(4, '0');
    this.#codes += CODES[id];
    this.#move += dx + width - advance;
    if (dy !== 0) {
      this.end();
      this.operators.push('0 Ts');
    }
  }

  #flush(): void {
    if (this.#codes !== '') this.#array.push(`<${this.#codes}>`);
    this.#codes = '';
    const rounded = Math.round(this.#move * 100) / 100;
    if (rounded !== 0) this.#array.push(String(rounded));
    this.#move -= rounded;
  }
}

/** Glyphs' numbers as they are written. */
const CODES: string[] = [];

const isSame = (one: readonly number[] | undefined, other: readonly number[]): boolean =>
  one === other || (one?.length === other.length && other.every((codePoint, at) => one[at] === codePoint));

const codePointsOf = (text: string) => Array.from(text, (character) => character.codePointAt(0) as number);

/** The glyph in the subset that is embedded, which stands for what it first stood for. */
function embedded(font: EmbeddedFont, { id, width }: Glyph, codePoints: number[]): number {
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
