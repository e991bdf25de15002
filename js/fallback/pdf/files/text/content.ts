/** What a page draws, followed as far as it is text (ISO 32000-2, 9.4). */
import type { Steps } from '../../pace';
import type { PdfFile } from '../file';
import { malformed } from '../limits';
import { type Dictionary, isName, Name, type PdfObject, Reference, Stream } from '../object';
import { latin1, Parser, Word } from '../parse';
import { type Matrix, product } from '../stamp';
import { utf16 } from './cmap';
import { type Font, fontOf } from './font';

/** Text that stands together, without a gap, in one direction. */
export interface Piece {
  /** What each code stands for, in the order of drawing. */
  units: string[];
  /** Start and end of its baseline, as the page is seen: from the lower left corner. */
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  /** Of its letters. */
  size: number;
  /** Of its baseline, in radians. */
  angle: number;
  /** Whether a blank was drawn before it. */
  afterBlank: boolean;
}

/** More pieces than this on a page are no text. */
const MAX_PIECES = 500_000;
/** Parts of a letter's size: what ends a piece. */
const GAP = 0.15;

interface Actual {
  text: string;
  isDone: boolean;
}

interface State {
  matrix: Matrix;
  font: Font | undefined;
  size: number;
  characterSpace: number;
  wordSpace: number;
  stretch: number;
  leading: number;
  rise: number;
}

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

export class Content {
  readonly pieces: Piece[] = [];
  #state: State;
  #line: Matrix = IDENTITY;
  #text: Matrix = IDENTITY;
  #afterBlank = false;
  /** What a drawing is said to stand for, and whether it was written down. */
  #actual: Actual | undefined;

  constructor(
    readonly file: PdfFile,
    /** Fonts by their objects, for all pages. */
    readonly fonts: Map<number, Font>,
    matrix: Matrix,
  ) {
    this.#state = {
      matrix,
      font: undefined,
      size: 0,
      characterSpace: 0,
      wordSpace: 0,
      stretch: 1,
      leading: 0,
      rise: 0,
    };
  }

  /** Follows a stream; `depth` counts the drawings around it. */
  *run(data: Uint8Array, resources: Dictionary, depth: number): Steps<void> {
    const { work } = this.file;
    work.depth(depth);
    const parser = new Parser(data, 0, work, false);
    const stack: State[] = [];
    const marks: (Actual | undefined)[] = [];
    let operands: PdfObject[] = [];
    for (let token = parser.next(); token !== undefined; token = parser.next()) {
      if (!(token instanceof Word)) {
        // No operator has more; an array holds what is long.
        if (operands.length < 64) operands.push(token);
        continue;
      }
      switch (token.word) {
        case 'q':
          if (stack.length < 10_000) stack.push({ ...this.#state });
          break;
        case 'Q':
          this.#state = stack.pop() ?? this.#state;
          break;
        case 'BDC':
        case 'BMC':
          marks.push(this.#actual);
          this.#mark(operands[1], resources);
          break;
        case 'EMC':
          this.#actual = marks.pop();
          break;
        case 'ID':
          parser.skipPicture();
          break;
        case 'Do':
          yield* this.#draw(operands[0], resources, depth);
          break;
        case 'Tf':
          this.#state.font = this.#font(operands[0], resources);
          this.#state.size = numberOf(operands[1]);
          break;
        default:
          this.#operator(token.word, operands);
      }
      operands = [];
      if (work.pace.due()) yield;
    }
    this.#state = stack[0] ?? this.#state;
  }

  #operator(word: string, operands: PdfObject[]): void {
    const state = this.#state;
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = operands.map(numberOf);
    switch (word) {
      case 'cm':
        state.matrix = product([a, b, c, d, e, f], state.matrix);
        break;
      case 'BT':
        this.#line = IDENTITY;
        this.#text = IDENTITY;
        break;
      case 'Tc':
        state.characterSpace = a;
        break;
      case 'Tw':
        state.wordSpace = a;
        break;
      case 'Tz':
        state.stretch = a / 100;
        break;
      case 'TL':
        state.leading = a;
        break;
      case 'Ts':
        state.rise = a;
        break;
      case 'Td':
        this.#move(a, b);
        break;
      case 'TD':
        state.leading = -b;
        this.#move(a, b);
        break;
      case 'Tm':
        this.#line = [a, b, c, d, e, f];
        this.#text = this.#line;
        break;
      case 'T*':
        this.#move(0, -state.leading);
        break;
      case 'Tj':
        this.#show(operands[0]);
        break;
      case "'":
        this.#move(0, -state.leading);
        this.#show(operands[0]);
        break;
      case '"':
        state.wordSpace = a;
        state.characterSpace = b;
        this.#move(0, -state.leading);
        this.#show(operands[2]);
        break;
      case 'TJ':
        for (const item of Array.isArray(operands[0]) ? operands[0] : []) {
          if (typeof item === 'number') this.#advance((-item / 1000) * state.size * state.stretch);
          else this.#show(item);
        }
    }
  }

  #move(x: number, y: number): void {
    this.#line = product([1, 0, 0, 1, x, y], this.#line);
    this.#text = this.#line;
  }

  #advance(distance: number): void {
    const [a, b, c, d, e, f] = this.#text;
    this.#text = [a, b, c, d, e + distance * a, f + distance * b];
  }

  #show(value: PdfObject | undefined): void {
    const { font, size, stretch, rise, characterSpace, wordSpace, matrix } = this.#state;
    if (!(value instanceof Uint8Array) || !font) return;
    for (const { text, width, isSpace } of font.shown(value)) {
      const drawn = product(product([size * stretch, 0, 0, size, 0, rise], this.#text), matrix);
      this.#glyph(text, drawn, width);
      this.#advance((width * size + characterSpace + (isSpace ? wordSpace : 0)) * stretch);
    }
  }

  /** One glyph, whose own axes `matrix` brings onto the page. */
  #glyph(drawn: string, [a, b, c, d, x0, y0]: Matrix, width: number): void {
    let text = drawn;
    if (this.#actual) {
      text = this.#actual.isDone ? '' : this.#actual.text;
      this.#actual.isDone = true;
    }
    if (!Number.isFinite(x0 + y0 + a + b + c + d)) return;
    const size = Math.hypot(c, d) || Math.hypot(a, b);
    const angle = Math.atan2(b, a);
    const [x1, y1] = [x0 + a * width, y0 + b * width];
    const last = this.pieces.at(-1);
    if (text.trim() === '' && (text !== '' || !this.#actual)) {
      this.#afterBlank = true;
      return;
    }
    this.file.work.inflated(text.length);
    if (last && size > 0) {
      // Along and across the piece's own baseline.
      const [cos, sin] = [Math.cos(last.angle), Math.sin(last.angle)];
      const along = (x0 - last.x1) * cos + (y0 - last.y1) * sin;
      const across = (y0 - last.y1) * cos - (x0 - last.x1) * sin;
      const isMark = /^\p{Mn}+$/u.test(text);
      const isNear = Math.abs(along) < size && Math.abs(across) < size;
      const goesOn =
        Math.abs(angle - last.angle) < 0.02 &&
        Math.abs(across) < 0.05 * size &&
        Math.abs(size - last.size) < 0.1 * size &&
        along > -0.3 * size &&
        along < GAP * size;
      if (text === '' || (isMark && isNear) || (goesOn && !this.#afterBlank)) {
        if (text !== '') last.units.push(text);
        if (!isMark) {
          last.x1 = x1;
          last.y1 = y1;
        }
        return;
      }
    }
    if (text === '') return;
    if (this.pieces.length === MAX_PIECES) throw malformed(`a page has more than ${MAX_PIECES} pieces of text`);
    this.pieces.push({ units: [text], x0, y0, x1, y1, size, angle, afterBlank: this.#afterBlank });
    this.#afterBlank = false;
  }

  #mark(properties: PdfObject | undefined, resources: Dictionary): void {
    const { file } = this;
    const named =
      properties instanceof Name ? file.dictionary(resources.get('Properties'))?.get(properties.name) : properties;
    const actual = file.dictionary(named)?.get('ActualText');
    const text = file.resolve(actual);
    // Within another, the outer one counts.
    if (text instanceof Uint8Array && !this.#actual) this.#actual = { text: textOf(text), isDone: false };
  }

  #font(name: PdfObject | undefined, resources: Dictionary): Font | undefined {
    const value = name instanceof Name ? this.file.dictionary(resources.get('Font'))?.get(name.name) : undefined;
    const known = value instanceof Reference ? this.fonts.get(value.number) : undefined;
    const dictionary = known ? undefined : this.file.dictionary(value);
    if (!dictionary) return known;
    const font = fontOf(this.file, dictionary);
    if (value instanceof Reference) this.fonts.set(value.number, font);
    return font;
  }

  /** A drawing within the drawing. */
  *#draw(name: PdfObject | undefined, resources: Dictionary, depth: number): Steps<void> {
    const { file } = this;
    const value = name instanceof Name ? file.dictionary(resources.get('XObject'))?.get(name.name) : undefined;
    const form = file.resolve(value);
    if (!(form instanceof Stream) || !isName(file.get(form.dictionary, 'Subtype'), 'Form')) return;
    const own = file.dictionary(form.dictionary.get('Resources')) ?? resources;
    const matrix = file.numbers(form.dictionary.get('Matrix'), 6) as Matrix | undefined;
    const before = { ...this.#state };
    const [line, text] = [this.#line, this.#text];
    this.#state.matrix = product(matrix ?? IDENTITY, this.#state.matrix);
    yield* this.run(file.plain(form), own, depth + 1);
    this.#state = before;
    this.#line = line;
    this.#text = text;
  }
}

const numberOf = (value: PdfObject | undefined): number => (typeof value === 'number' ? value : 0);

/** A text string: UTF-16 or UTF-8 with its mark, or else PDFDocEncoding, whose letters are for the most part Latin-1. */
function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return whole(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return Buffer.from(bytes.subarray(3)).toString();
  return latin1(bytes);
}

function whole(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 64) text += utf16(bytes.subarray(at, at + 64));
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
