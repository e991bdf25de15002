/** Maps of character codes: to characters (`ToUnicode`), and how many bytes a code has (ISO 32000-2, 9.7.5 and 9.10.3). */
import type { Work } from '../limits';
import { Name, type PdfObject } from '../object';
import { Parser, Word } from '../parse';

interface Range {
  from: number;
  to: number;
  /** Bytes of a code. */
  length: number;
}

/** UTF-16 units of one code that are believed. */
const MAX_UNITS = 32;

export class CharacterMap {
  readonly spaces: Range[] = [];
  readonly characters = new Map<number, string>();
  /** Ranges of codes whose characters follow one another. */
  readonly #runs: { from: number; to: number; text: string }[] = [];
  /** Ranges of codes whose glyphs' numbers follow one another. */
  readonly #glyphs: { from: number; to: number; glyph: number }[] = [];

  static parse(data: Uint8Array, work: Work): CharacterMap {
    const map = new CharacterMap();
    const parser = new Parser(data, 0, work, false);
    let values: PdfObject[] = [];
    for (let token = parser.next(); token !== undefined; token = parser.next()) {
      if (!(token instanceof Word)) {
        values.push(token);
        continue;
      }
      map.#section(token.word, values);
      values = [];
    }
    map.#runs.sort((a, b) => a.from - b.from);
    map.#glyphs.sort((a, b) => a.from - b.from);
    return map;
  }

  #section(word: string, values: PdfObject[]): void {
    const size = { endbfchar: 2, endcidchar: 2, endcodespacerange: 2, endbfrange: 3, endcidrange: 3 }[word];
    if (size === undefined) return;
    for (let at = 0; at + size <= values.length; at += size) {
      const [first, second, third] = values.slice(at, at + size);
      if (!(first instanceof Uint8Array)) continue;
      const from = codeOf(first);
      if (word === 'endbfchar') this.#put(from, second);
      else if (word === 'endcidchar' && typeof second === 'number')
        this.#glyphs.push({ from, to: from, glyph: second });
      else if (second instanceof Uint8Array) this.#range(word, from, second, first.length, third);
    }
  }

  #range(word: string, from: number, end: Uint8Array, length: number, target: PdfObject | undefined): void {
    const to = codeOf(end);
    if (to < from) return;
    if (word === 'endcodespacerange') this.spaces.push({ from, to, length });
    else if (word === 'endcidrange') {
      if (typeof target === 'number') this.#glyphs.push({ from, to, glyph: target });
    } else if (Array.isArray(target)) {
      for (const [at, text] of target.slice(0, to - from + 1).entries()) this.#put(from + at, text);
    } else if (target instanceof Uint8Array) {
      this.#runs.push({ from, to, text: utf16(target) });
    }
  }

  #put(code: number, target: PdfObject | undefined): void {
    if (target instanceof Uint8Array) this.characters.set(code, utf16(target));
    // Glyphs' names are rare here, and say what they are called in Unicode.
    else if (target instanceof Name) this.characters.set(code, target.name);
  }

  /** What a code stands for. */
  text(code: number): string | undefined {
    const known = this.characters.get(code);
    if (known !== undefined) return known;
    const run = within(this.#runs, code);
    if (!run || run.text === '') return run && '';
    // The last unit counts on.
    const last = run.text.charCodeAt(run.text.length - 1) + code - run.from;
    return run.text.slice(0, -1) + String.fromCharCode(last & 0xffff);
  }

  /** The number of a code's glyph. */
  glyph(code: number): number | undefined {
    const run = within(this.#glyphs, code);
    return run && run.glyph + code - run.from;
  }
}

function within<R extends { from: number; to: number }>(runs: readonly R[], code: number): R | undefined {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle] as R).from <= code) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  return run && code <= run.to ? run : undefined;
}

const codeOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => (sum * 256 + byte) % 2 ** 32, 0);

/** Without units that have lost their partner. */
export function utf16(bytes: Uint8Array): string {
  const units = Array.from({ length: Math.min(bytes.length >> 1, MAX_UNITS) }, (_, at) => {
    return ((bytes[2 * at] as number) << 8) | (bytes[2 * at + 1] as number);
  });
  // One byte is not what the standard says, but what some write.
  if (bytes.length === 1) units.push(bytes[0] as number);
  return String.fromCharCode(...units);
}
