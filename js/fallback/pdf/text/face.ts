/** Fonts, parsed once and kept: decoding one costs more than a whole document. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Font, GlyphPosition } from 'fontkit';
import { ClinicoreError } from '../../../errors';
import { mirrored } from './bidi';
import { character, isLatin } from './characters';
import { type Cluster, clustersOf } from './clusters';
import { readFont } from './font';
import { shaperOf } from './shaper';

/** A glyph where shaping put it; lengths in thousandths of an em. */
export interface Glyph {
  id: number;
  /** What it stands for. */
  codePoints: number[];
  /** Its own width. */
  width: number;
  /** To the next glyph. */
  advance: number;
  /** Off its place: to the right and up. */
  dx: number;
  dy: number;
}

/** A shaped piece of text. */
export interface Word {
  /** In the order it is read. */
  text: string;
  /** From left to right. */
  glyphs: Glyph[];
  /** The same by what they stand for; left out where each glyph stands for its own part of the text, in order. */
  clusters?: Cluster[];
  /** In thousandths of an em. */
  width: number;
}

/** Whether the ends of a text join letters that are shaped apart from it. */
export interface Joins {
  before: boolean;
  after: boolean;
}

/** Words a face keeps; beyond that it starts anew, so that memory stays bounded. */
const MAX_CACHED_WORDS = 8192;

const ZERO_WIDTH_JOINER = '\u200d';

/** A parsed font. */
export class Face {
  readonly font: Font;
  readonly #shaper: Font;
  readonly #scale: number;
  readonly #covered = new Map<number, boolean>();
  readonly #words = new Map<string, Word>();

  constructor(
    data: Uint8Array,
    /** A shipped face is whole, and neither kerns digits nor joins them to anything of the Latin script. */
    readonly isShipped = false,
  ) {
    this.font = readFont(data, isShipped);
    this.#shaper = shaperOf(this.font);
    this.#scale = 1000 / this.font.unitsPerEm;
  }

  get family(): string {
    return this.font.familyName;
  }

  /** Whether it has a glyph for the character, or none is needed. */
  covers(codePoint: number): boolean {
    let covered = this.#covered.get(codePoint);
    if (covered === undefined) {
      const { id } = this.font.glyphForCodePoint(codePoint);
      covered = (id > 0 && id < this.font.numGlyphs) || character(codePoint).invisible;
      this.#covered.set(codePoint, covered);
    }
    return covered;
  }

  /** Shapes a text of one script and direction, with the letter forms of an OpenType language where it has such. */
  shape(text: string, rtl: boolean, joins: Joins | undefined, language: string | undefined): Word {
    const apart = this.isShipped && !rtl && !joins ? this.#sideBySide(text, language) : undefined;
    if (apart) return apart;
    const key = `${rtl ? 'r' : 'l'}${joins?.before ? 'b' : ''}${joins?.after ? 'a' : ''} ${language ?? ''} ${text}`;
    let word = this.#words.get(key);
    if (word === undefined) {
      if (this.#words.size >= MAX_CACHED_WORDS) this.#words.clear();
      word = this.reading(() => this.#layOut(text, rtl, joins, language));
      this.#words.set(key, word);
    }
    return word;
  }

  /** Does what needs parts of the font that were not looked at when it was read. */
  reading<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (this.isShipped) throw cause;
      const message = `fonts is malformed: what ${this.family} has for these characters cannot be read`;
      throw new ClinicoreError('ERR_MALFORMED_INPUT', message, { argument: 'fonts' }, { cause });
    }
  }

  /** A text with digits, set as the sum of its parts: they are always new, and fontkit takes 0.1 ms for each. */
  #sideBySide(text: string, language: string | undefined): Word | undefined {
    if (text.length < 2 || !/\d/.test(text) || !isLatin(text)) return undefined;
    const word: Word = { text, glyphs: [], width: 0 };
    for (const part of text.split(/(\d)/)) {
      if (part === '') continue;
      const { glyphs, clusters, width } = this.shape(part, false, undefined, language);
      if (clusters) return undefined;
      word.glyphs.push(...glyphs);
      word.width += width;
    }
    return word;
  }

  #layOut(text: string, rtl: boolean, joins: Joins | undefined, language: string | undefined): Word {
    const shown = rtl ? mirrored(text) : text;
    const joined = (joins?.before ? ZERO_WIDTH_JOINER : '') + shown + (joins?.after ? ZERO_WIDTH_JOINER : '');
    const run = this.#shaper.layout(joined, undefined, undefined, language, rtl ? 'rtl' : 'ltr');
    const scale = this.#scale;
    const glyphs: Glyph[] = [];
    let width = 0;
    for (const [index, glyph] of run.glyphs.entries()) {
      const { xAdvance, xOffset, yOffset } = run.positions[index] as GlyphPosition;
      const first = glyph.codePoints[0];
      // fontkit shows what is invisible as spaces without room.
      if (xAdvance === 0 && first === 0x20) continue;
      const [advance, dx, dy] = [xAdvance * scale, xOffset * scale, yOffset * scale];
      const codePoints = rtl ? unmirrored(glyph.codePoints) : glyph.codePoints;
      glyphs.push({ id: glyph.id, codePoints, width: glyph.advanceWidth * scale, advance, dx, dy });
      width += advance;
    }
    const told = (rtl ? [...glyphs].reverse() : glyphs).map((glyph) => String.fromCodePoint(...glyph.codePoints));
    if (told.join('') === text && !told.includes('')) return { text, glyphs, width };
    return { text, glyphs, clusters: clustersOf(text, glyphs, rtl), width };
  }
}

/** The characters that were turned round to be shaped. */
const unmirrored = (codePoints: number[]): number[] =>
  codePoints.map((codePoint) => mirrored(String.fromCodePoint(codePoint)).codePointAt(0) as number);

const FILES = ['NotoSans-Regular.ttf', 'NotoSans-Bold.ttf'];
const FONTS = join(__dirname, '../../../../crates/pdf/fonts');
let shipped: Face[] | undefined;

/** The shipped regular and bold face: the first two of every document. */
export function shippedFaces(): Face[] {
  shipped ??= FILES.map((file) => new Face(readFileSync(join(FONTS, file)), true));
  return shipped;
}
