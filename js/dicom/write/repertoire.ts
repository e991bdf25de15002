/** Text as bytes in the character sets of PS3.3 C.12.1.1.2: the inverse of how it is read. */
import { TextDecoder } from 'node:util';
import {
  type Charset,
  type CodeElement,
  charsetTerm,
  type Delimiters,
  type DoubleByte,
  decode,
  ESCAPES,
  HOLDERS,
  isDouble,
  REGISTRATIONS,
} from '../charset';

/** The characters that a value of Specific Character Set allows, and how they are written. */
export interface Repertoire {
  /** The bytes of a text; `undefined` if there is a character that it has not. */
  encode(text: string, delimiters: Delimiters): Buffer | undefined;
}

/** The repertoire of the values of Specific Character Set; of a set nobody knows, ASCII. */
export function repertoireOf(terms: readonly string[]): Repertoire {
  const [first = '', ...others] = terms.map(charsetTerm);
  if (first === '192' || first === 'UTF8') return { encode: (text) => Buffer.from(text) };
  if (first === 'GB18030' || first === 'GBK') {
    const codes = first === 'GBK' ? gbk() : gb18030();
    return { encode: (text) => joined(text, (character) => codes(character)) };
  }
  return new CodeExtensions(first, others);
}

/** The registrations whose G1 set is not there at the start: ASCII alone, or a set that goes to G0. */
const NO_G1 = new Set(['', '6', '87', '159']);

/** What calls ASCII back to G0; beside JIS X 0201's katakana its romaji (ISO-IR 14), which is there at the start. */
const asciiOf = (first: string): string => (first === '13' ? '(J' : '(B');

/** The escape sequence of each set, without the ESC. */
const SEQUENCES = new Map<CodeElement, { sequence: string; g1: boolean }>();
for (const [sequence, { set, g1 }] of Object.entries(ESCAPES)) {
  if (!SEQUENCES.has(set)) SEQUENCES.set(set, { sequence, g1 });
}

/** Code extensions as PS3.5 6.1.2.5 has them: a set is called when it is needed and let go of at delimiters. */
class CodeExtensions implements Repertoire {
  /** What is in G1 at the start. */
  readonly #initial: CodeElement | undefined;
  readonly #ascii: string;
  /** What may be called. */
  readonly #sets: readonly CodeElement[];

  constructor(first: string, others: readonly string[]) {
    const known = [first, ...others].filter((term) => Object.hasOwn(REGISTRATIONS, term));
    this.#initial = known[0] === first && !NO_G1.has(first) ? REGISTRATIONS[first] : undefined;
    this.#ascii = asciiOf(first);
    const callable = known.filter((term) => term !== '6').map(calledSet);
    this.#sets = [...new Set(callable)];
  }

  encode(text: string, delimiters: Delimiters): Buffer | undefined {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII but ESC
    if (/^[\x00-\x1a\x1c-\x7f]*$/.test(text)) return Buffer.from(text, 'latin1');
    const bytes: number[] = [];
    let g0: CodeElement = 'ascii';
    let g1 = this.#initial;
    const call = (sequence: string) => bytes.push(0x1b, ...Buffer.from(sequence, 'latin1'));
    const toAscii = () => {
      if (g0 !== 'ascii') call(this.#ascii);
      g0 = 'ascii';
    };
    const reset = () => {
      toAscii();
      if (g1 !== this.#initial && this.#initial) call((SEQUENCES.get(this.#initial) as { sequence: string }).sequence);
      g1 = this.#initial;
    };
    for (const character of text) {
      const code = character.codePointAt(0) as number;
      if (code === 0x1b) return undefined;
      if (code < 0x80) {
        if (code < 0x20 || code === 0x7f || delimiters.includes(character)) reset();
        else toAscii();
        bytes.push(code);
        continue;
      }
      const set = this.#holding(character, g0, g1);
      if (!set) return undefined;
      const { sequence = '', g1: isG1 = true } = SEQUENCES.get(set) ?? {};
      if (isG1 && g1 !== set) {
        call(sequence);
        g1 = set;
      } else if (!isG1 && g0 !== set) {
        call(sequence);
        g0 = set;
      }
      const found = codesOf(set).get(character) as number;
      const high = isG1 ? 0 : 0x80;
      if (found > 0xff) bytes.push((found >> 8) - high);
      bytes.push((found & 0xff) - high);
    }
    reset();
    return Buffer.from(bytes);
  }

  /** The set to take a character from: one of those that are there, if they have it. */
  #holding(character: string, g0: CodeElement, g1: CodeElement | undefined): CodeElement | undefined {
    if (g1 && codesOf(g1).has(character)) return g1;
    if (g0 !== 'ascii' && codesOf(g0).has(character)) return g0;
    return this.#sets.find((set) => codesOf(set).has(character));
  }
}

/** The set that an escape sequence calls for a registration: that of JIS X 0208 and 0212 goes to G0. */
function calledSet(term: string): CodeElement {
  if (term === '87') return 'jis-x-0208';
  if (term === '159') return 'jis-x-0212';
  return REGISTRATIONS[term] as CodeElement;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** The rows of the standards, with their high bits set: files are read with what others have put into the rest of them. */
const ROWS: Readonly<Record<DoubleByte, readonly number[]>> = {
  'jis-x-0208': [...range(0xa1, 0xa8), ...range(0xb0, 0xf4)],
  'jis-x-0212': range(0xa1, 0xed),
  'ks-x-1001': range(0xa1, 0xfe),
  'gb-2312': [...range(0xa1, 0xa9), ...range(0xb0, 0xf7)],
};

const known = new Map<CodeElement, ReadonlyMap<string, number>>();

/** The codes, with their high bits set, of the characters beyond ASCII in a set. */
function codesOf(set: CodeElement): ReadonlyMap<string, number> {
  const before = known.get(set);
  if (before) return before;
  const table = isDouble(set)
    ? tableOf(pairs(ROWS[set], range(0xa1, 0xfe)), HOLDERS[set], set, set === 'jis-x-0212' ? [0x8f] : [])
    : tableOf(range(0xa0, 0xff), undefined, set);
  known.set(set, table);
  return table;
}

/**
 * The first code of each character beyond ASCII. A decoder that is called once, for all of them, takes a fraction of the
 * time: only where it does not give one character of the standard, the way in which text is read decides.
 *
 * @param prefix what the decoder wants before each code
 */
function tableOf(
  codes: readonly number[],
  decoder: string | undefined,
  charset: Charset,
  prefix: readonly number[] = [],
): Map<string, number> {
  const bytes = Buffer.from(codes.flatMap((code) => [...prefix, ...codeBytes(code), LINE_FEED]));
  const read = decoder ? new TextDecoder(decoder).decode(bytes).split('\n') : [];
  const table = new Map<string, number>();
  for (const [at, code] of codes.entries()) {
    const quick = read[at] ?? '';
    const character = IS_CHARACTER.test(quick) ? quick : decode(Buffer.from(codeBytes(code)), charset, '');
    if (IS_CHARACTER.test(character) && character > '\x7f' && !table.has(character)) table.set(character, code);
  }
  return table;
}

/** What no code holds. */
const LINE_FEED = 0x0a;

const IS_CHARACTER = /^[^\p{Co}\ufffd]$/u;

const codeBytes = (code: number): number[] => (code > 0xff ? [code >> 8, code & 0xff] : [code]);

const pairs = (firsts: readonly number[], seconds: readonly number[]): number[] =>
  firsts.flatMap((first) => seconds.map((second) => first * 256 + second));

type Codes = (character: string) => readonly number[] | undefined;

let gbkTable: ReadonlyMap<string, number> | undefined;

/** The two-byte codes, as GB18030 has them too. */
function gbk(): Codes {
  gbkTable ??= tableOf(pairs(range(0x81, 0xfe), [...range(0x40, 0x7e), ...range(0x80, 0xfe)]), 'gb18030', 'gbk');
  const table = gbkTable;
  return (character) => {
    const code = table.get(character);
    return code === undefined ? undefined : codeBytes(code);
  };
}

let fourByteTable: ReadonlyMap<string, number> | undefined;

/** All of Unicode: what has no two-byte code has one of four bytes. */
function gb18030(): Codes {
  const double = gbk();
  return (character) => {
    const linear = double(character) ? undefined : linearOf(character);
    return linear === undefined ? double(character) : fourBytes(linear);
  };
}

/** The number of a four-byte code: in the first plane by table, beyond it in order. */
function linearOf(character: string): number | undefined {
  const code = character.codePointAt(0) as number;
  if (code > 0xffff) return code - 0x1_0000 + SECOND_PLANE;
  fourByteTable ??= firstPlane();
  return fourByteTable.get(character);
}

function firstPlane(): ReadonlyMap<string, number> {
  const bytes = Buffer.from(range(0, FIRST_PLANE - 1).flatMap((linear) => [...fourBytes(linear), LINE_FEED]));
  const read = new TextDecoder('gb18030').decode(bytes).split('\n');
  const table = new Map<string, number>();
  for (const [linear, character] of read.entries()) {
    if (character.length === 1 && character !== '\ufffd' && !table.has(character)) table.set(character, linear);
  }
  return table;
}

/** How many four-byte codes the first plane takes, and the number of U+10000. */
const FIRST_PLANE = 39_420;
const SECOND_PLANE = 189_000;

function fourBytes(linear: number): readonly number[] {
  const [fourth, thirds] = [linear % 10, Math.floor(linear / 10)];
  const [third, seconds] = [thirds % 126, Math.floor(thirds / 126)];
  return [0x81 + Math.floor(seconds / 10), 0x30 + (seconds % 10), 0x81 + third, 0x30 + fourth];
}

/** ASCII as it is, every other character by its code. */
function joined(text: string, codes: Codes): Buffer | undefined {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character < '\x80' ? [character.charCodeAt(0)] : codes(character);
    if (!code) return undefined;
    bytes.push(...code);
  }
  return Buffer.from(bytes);
}
