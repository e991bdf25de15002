/** What the codes of a font stand for, and how far each goes. */
import type { PdfFile } from '../file';
import { isPassable } from '../limits';
import { type Dictionary, index, isName, Name, type PdfObject, Stream } from '../object';
import { latin1 } from '../parse';
import { CharacterMap } from './cmap';
import { MAC_ROMAN, STANDARD, SYMBOL, WIN_ANSI, ZAPF_DINGBATS } from './encoding';
import { characterOf } from './glyph-names';
import { HELVETICA, HELVETICA_BOLD, TIMES, TIMES_BOLD, TIMES_BOLD_ITALIC, TIMES_ITALIC } from './standard-widths';

/** One code of a text. */
export interface Shown {
  /** U+FFFD where the file does not say. */
  text: string;
  /** In sizes. */
  width: number;
  /** Whether word spacing counts for it: a code of one byte, 32. */
  isSpace: boolean;
}

export interface Font {
  shown(text: Uint8Array): Iterable<Shown>;
}

export const UNKNOWN = '\ufffd';

const ENCODINGS: Record<string, string> = {
  StandardEncoding: STANDARD,
  MacRomanEncoding: MAC_ROMAN,
  WinAnsiEncoding: WIN_ANSI,
};

export function fontOf(file: PdfFile, dictionary: Dictionary): Font {
  const toUnicode = mapOf(file, file.get(dictionary, 'ToUnicode'));
  return isName(file.get(dictionary, 'Subtype'), 'Type0')
    ? new CompositeFont(file, dictionary, toUnicode)
    : new SimpleFont(file, dictionary, toUnicode);
}

/** A damaged map is none. */
function mapOf(file: PdfFile, value: PdfObject): CharacterMap | undefined {
  if (!(value instanceof Stream)) return undefined;
  try {
    return CharacterMap.parse(file.plain(value), file.work);
  } catch (error) {
    if (isPassable(error)) return undefined;
    throw error;
  }
}

/** Codes of one byte. */
class SimpleFont implements Font {
  readonly #glyphs: Shown[];

  constructor(file: PdfFile, dictionary: Dictionary, toUnicode: CharacterMap | undefined) {
    const characters = charactersOf(file, dictionary);
    const width = widthsOf(file, dictionary);
    this.#glyphs = Array.from({ length: 256 }, (_, code) => {
      const text = toUnicode?.text(code) ?? characters[code] ?? UNKNOWN;
      return { text: clean(text), width: width(code, characters[code]), isSpace: code === 32 };
    });
  }

  *shown(text: Uint8Array): Iterable<Shown> {
    for (const code of text) yield this.#glyphs[code] as Shown;
  }
}

/** Codes of many bytes, each of a glyph. */
class CompositeFont implements Font {
  readonly #toUnicode: CharacterMap | undefined;
  readonly #encoding: CharacterMap | undefined;
  /** Whether codes are UTF-16 themselves. */
  readonly #isUnicode: boolean;
  readonly #widths = new Map<number, number>();
  readonly #usual: number;

  constructor(file: PdfFile, dictionary: Dictionary, toUnicode: CharacterMap | undefined) {
    const encoding = file.get(dictionary, 'Encoding');
    this.#toUnicode = toUnicode;
    this.#encoding = mapOf(file, encoding);
    this.#isUnicode = encoding instanceof Name && /^Uni.*(UCS2|UTF16)/.test(encoding.name);
    const descendant = file.dictionary(file.items(dictionary.get('DescendantFonts'))[0]) ?? new Map();
    const usual = file.get(descendant, 'DW');
    this.#usual = (typeof usual === 'number' ? usual : 1000) / 1000;
    this.#readWidths(file, file.items(descendant.get('W')));
  }

  #readWidths(file: PdfFile, items: PdfObject[]): void {
    for (let at = 0; at + 1 < items.length; ) {
      const first = index(file.resolve(items[at])) ?? 0;
      const second = file.resolve(items[at + 1]);
      if (Array.isArray(second)) {
        for (const [i, width] of second.entries()) this.#width(first + i, file.resolve(width));
        at += 2;
      } else {
        const last = Math.min(index(second) ?? 0, 0xffff);
        const width = file.resolve(items[at + 2]);
        for (let glyph = first; glyph <= last; glyph++) this.#width(glyph, width);
        at += 3;
      }
    }
  }

  #width(glyph: number, width: PdfObject): void {
    if (typeof width === 'number' && glyph <= 0xffff) this.#widths.set(glyph, width / 1000);
  }

  *shown(text: Uint8Array): Iterable<Shown> {
    for (let at = 0; at < text.length; ) {
      const { code, length } = this.#code(text, at);
      at += length;
      const glyph = this.#encoding?.glyph(code) ?? code;
      const meant = this.#toUnicode?.text(code) ?? (this.#isUnicode ? String.fromCharCode(code) : UNKNOWN);
      yield {
        text: clean(meant),
        width: this.#widths.get(glyph) ?? this.#usual,
        isSpace: length === 1 && code === 32,
      };
    }
  }

  #code(text: Uint8Array, at: number): { code: number; length: number } {
    let code = 0;
    const spaces = this.#encoding?.spaces ?? [];
    for (let length = 1; length <= 4 && at + length <= text.length && spaces.length > 0; length++) {
      code = code * 256 + (text[at + length - 1] as number);
      if (spaces.some((space) => space.length === length && code >= space.from && code <= space.to)) {
        return { code, length };
      }
    }
    return { code: ((text[at] as number) << 8) | (text[at + 1] ?? 0), length: 2 };
  }
}

/** What the codes of a simple font stand for by its encoding. */
function charactersOf(file: PdfFile, dictionary: Dictionary): (string | undefined)[] {
  const encoding = file.get(dictionary, 'Encoding');
  const own = encoding instanceof Map ? encoding : undefined;
  const named = own ? file.get(own, 'BaseEncoding') : encoding;
  const known = named instanceof Name ? ENCODINGS[named.name] : undefined;
  const table = known ?? builtIn(file, dictionary);
  const characters = typeof table === 'string' ? Array.from(table, (c) => (c === '\0' ? undefined : c)) : table;
  let code = 0;
  for (const item of own ? file.items(own.get('Differences')) : []) {
    const value = file.resolve(item);
    if (value instanceof Name) {
      if (code < 256) characters[code] = value.name === '.notdef' ? undefined : characterOf(value.name);
      code++;
    } else {
      code = index(value) ?? 0;
    }
  }
  return characters;
}

/** What codes stand for in a font that has its own encoding. */
function builtIn(file: PdfFile, dictionary: Dictionary): string | (string | undefined)[] {
  const base = file.get(dictionary, 'BaseFont');
  const name = base instanceof Name ? base.name : '';
  if (/(^|\+)Symbol/.test(name)) return SYMBOL;
  if (/ZapfDingbats/.test(name)) return ZAPF_DINGBATS;
  const descriptor = file.dictionary(dictionary.get('FontDescriptor'));
  const program = descriptor && file.get(descriptor, 'FontFile');
  const own = program instanceof Stream ? programEncoding(file, program) : undefined;
  if (own) return own;
  return isName(file.get(dictionary, 'Subtype'), 'TrueType') ? WIN_ANSI : STANDARD;
}

/** The encoding that a Type 1 font says in clear (Adobe Type 1 Font Format, 2.2). */
function programEncoding(file: PdfFile, program: Stream): (string | undefined)[] | undefined {
  let text: string;
  try {
    text = latin1(file.plain(program).subarray(0, 1 << 16));
  } catch (error) {
    if (isPassable(error)) return undefined;
    throw error;
  }
  const characters: (string | undefined)[] = Array.from({ length: 256 });
  let isOwn = false;
  for (const [, code, glyph] of text.matchAll(/dup\s+(\d{1,3})\s*\/([^\s/]{1,60})\s+put/g)) {
    isOwn = true;
    if (Number(code) < 256) characters[Number(code)] = characterOf(glyph as string);
  }
  return isOwn ? characters : undefined;
}

/** How far the codes of a simple font go. */
function widthsOf(file: PdfFile, dictionary: Dictionary): (code: number, character?: string) => number {
  const matrix = isName(file.get(dictionary, 'Subtype'), 'Type3')
    ? file.numbers(dictionary.get('FontMatrix'), 6)
    : undefined;
  const unit = matrix?.[0] ?? 0.001;
  const first = index(file.get(dictionary, 'FirstChar')) ?? 0;
  const widths = file.items(dictionary.get('Widths')).map((width) => file.resolve(width));
  const descriptor = file.dictionary(dictionary.get('FontDescriptor'));
  const missing = descriptor && file.get(descriptor, 'MissingWidth');
  const base = file.get(dictionary, 'BaseFont');
  const standard = widths.length === 0 && base instanceof Name ? standardWidths(base.name) : undefined;
  return (code, character) => {
    const width = widths[code - first];
    if (typeof width === 'number') return width * unit;
    if (standard) return standard(character);
    return typeof missing === 'number' ? missing * unit : 0;
  };
}

/** How far the letters go of a font that a file need not bring along, or of one that is like it. */
function standardWidths(name: string): (character?: string) => number {
  if (/Courier|Mono/.test(name)) return () => 0.6;
  const isBold = /Bold/.test(name);
  const isItalic = /Italic|Oblique/.test(name);
  const times = isBold ? (isItalic ? TIMES_BOLD_ITALIC : TIMES_BOLD) : isItalic ? TIMES_ITALIC : TIMES;
  const table = /Times|Serif/.test(name) ? times : isBold ? HELVETICA_BOLD : HELVETICA;
  return (character) => (table[WIN_ANSI.indexOf(character ?? '\0') - 32] ?? 500) / 1000;
}

const LIGATURES = ['ff', 'fi', 'fl', 'ffi', 'ffl', 'st', 'st'];

/** Ligatures as their letters; no controls, no half characters. */
function clean(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return text;
  return text
    .replace(/[\ufb00-\ufb06]/g, (letters) => LIGATURES[letters.charCodeAt(0) - 0xfb00] as string)
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\p{Surrogate}/gu, UNKNOWN);
}
